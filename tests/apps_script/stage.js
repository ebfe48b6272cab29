// A stage for apps_script/: Google's services as the script sees them, one spreadsheet, and a clock that a test moves.
//
// It reads a line of JSON, acts, and writes one: {"call": "runNow"} -> {"done": …} or {"threw": "…"}. While it acts it
// may ask the test, {"fetch": {…}}, and waits for {"reply": {…}}; another call in between is another trigger meanwhile.
'use strict';

const { createHmac, randomUUID } = require('node:crypto');
const { createRequire } = require('node:module');
const { readFileSync, readSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const [root] = process.argv.slice(2);
const scopes = 'https://www.googleapis.com/auth/';
const manifest = JSON.parse(readFileSync(join(root, 'apps_script', 'appsscript.json'), 'utf8'));

const world = {
  now: 0,
  id: '1aB',
  locale: 'zh_CN',
  granted: manifest.oauthScopes.map((scope) => scope.replace(scopes, '')),
  cache: {},
  properties: {},
  triggers: [],
  prompts: [],
  said: [],
  menu: [],
  dialogs: [],
  logged: [],
  locked: false,
  broken: [],
};

/** How what is running was begun: by an installable trigger, by a simple one, or by a person. */
let begun = 'person';

// ── What a service wants before it serves ───────────────────────────────────────────────────────────────────────────

function allowed(name, scope) {
  if (world.broken.includes(name)) throw new Error(`Service unavailable: ${name}`);
  if (scope && !world.granted.includes(scope)) {
    throw new Error(`You do not have permission to call ${name}. Required permissions: ${scopes}${scope}`);
  }
  if (begun === 'simple' && ['UrlFetchApp', 'ScriptApp'].includes(name)) {
    throw new Error(`You do not have permission to call ${name}.`);
  }
  if (begun === 'trigger' && name === 'SpreadsheetApp.getUi') {
    throw new Error('Cannot call SpreadsheetApp.getUi() from this context.');
  }
}

/** Lets nothing be asked of a stand-in but what it has. */
function strict(name, members, scope) {
  return new Proxy(members, {
    get(target, member) {
      allowed(name, scope);
      if (!(member in target)) throw new TypeError(`${name}.${String(member)} is not on this stage`);
      return target[member];
    },
  });
}

function wants(what, kind, name) {
  if (typeof what !== kind) throw new TypeError(`${name}: a ${kind} is wanted, not ${typeof what}`);
}

// ── Bytes, as Google has them: from -128 to 127 ─────────────────────────────────────────────────────────────────────

const signed = (buffer) => Array.from(buffer, (byte) => (byte > 127 ? byte - 256 : byte));

function unsigned(bytes, name) {
  if (!Array.isArray(bytes) || bytes.some((one) => !Number.isInteger(one) || one < -128 || one > 127)) {
    throw new TypeError(`${name}: bytes from -128 to 127 are wanted`);
  }
  return Buffer.from(bytes.map((byte) => byte & 255));
}

const utilities = {
  newBlob: (text) => ({ getBytes: () => signed(Buffer.from(text, 'utf8')) }),
  base64Encode: (bytes) => unsigned(bytes, 'base64Encode').toString('base64'),
  base64Decode: (text) => signed(Buffer.from(text, 'base64')),
  getUuid: () => randomUUID(),
  computeHmacSha256Signature(value, key) {
    const texts = typeof value === 'string' && typeof key === 'string';
    // US-ASCII unless a charset is named: whatever has no place there becomes a question mark.
    const taken = texts
      ? [value, key].map((text) => Buffer.from(text.replace(/[^\x00-\x7f]/g, '?'), 'latin1'))
      : [value, key].map((bytes) => unsigned(bytes, 'computeHmacSha256Signature'));
    return signed(createHmac('sha256', taken[1]).update(taken[0]).digest());
  },
};

// ── Cache, lock, properties ─────────────────────────────────────────────────────────────────────────────────────────

const cache = {
  get(key) {
    const kept = world.cache[key];
    return kept && kept.until > world.now ? kept.value : null;
  },
  getAll(keys) {
    const found = keys.map((key) => [key, cache.get(key)]);
    return Object.fromEntries(found.filter(([, value]) => value !== null));
  },
  put(key, value, seconds) {
    wants(value, 'string', 'Cache.put');
    if (!(seconds >= 1 && seconds <= 21600)) throw new RangeError(`Cache.put: ${seconds} seconds`);
    world.cache[key] = { value, until: world.now + 1000 * seconds };
  },
  removeAll: (keys) => keys.forEach((key) => delete world.cache[key]),
};

const lock = {
  tryLock(milliseconds) {
    wants(milliseconds, 'number', 'Lock.tryLock');
    if (world.locked) return false;
    world.locked = true;
    return true;
  },
  releaseLock: () => (world.locked = false),
};

const properties = {
  getProperties: () => ({ ...world.properties }),
  setProperty(key, value) {
    wants(value, 'string', 'Properties.setProperty');
    world.properties[key] = value;
  },
  setProperties(all) {
    Object.entries(all).forEach(([key, value]) => properties.setProperty(key, value));
  },
};

// ── The spreadsheet, its triggers and what people see ───────────────────────────────────────────────────────────────

const spreadsheet = {
  getId: () => world.id,
  getSpreadsheetLocale: () => world.locale,
  toast: (message, title) => world.said.push(`${title}: ${message}`),
};

function trigger(handler, event) {
  return { event, handler, getHandlerFunction: () => handler };
}

const newTrigger = (handler) => ({
  forSpreadsheet: () => {
    const creating = (event) => () => ({
      create() {
        if (typeof context[handler] !== 'function') throw new Error(`there is no ${handler}`);
        world.triggers.push(trigger(handler, event));
      },
    });
    return { onChange: creating('change'), onFormSubmit: creating('form') };
  },
});

const buttons = { OK: 'OK', CANCEL: 'CANCEL' };

const ui = {
  Button: buttons,
  ButtonSet: { OK_CANCEL: 'OK_CANCEL' },
  alert: (message) => world.said.push(message),
  prompt(title, message) {
    world.said.push(message);
    if (!world.prompts.length) throw new Error('nobody is there to answer');
    const text = world.prompts.shift();
    return {
      getSelectedButton: () => (text === null ? buttons.CANCEL : buttons.OK),
      getResponseText: () => text ?? '',
    };
  },
  createMenu(title) {
    const items = [];
    const menu = {
      addItem(caption, handler) {
        if (typeof context[handler] !== 'function') throw new Error(`there is no ${handler}`);
        items.push([caption, handler]);
        return menu;
      },
      addSeparator: () => menu,
      addToUi: () => (world.menu = [title, items]),
    };
    return menu;
  },
  showModalDialog: (page, title) => world.dialogs.push([title, page.html]),
};

function htmlOutput(html) {
  const page = { html, setWidth: () => page, setHeight: () => page };
  return page;
}

// ── What the script finds ───────────────────────────────────────────────────────────────────────────────────────────

const ask = (member, own) => strict(member, own);

class StageDate extends Date {
  static now() {
    return world.now;
  }
}

const context = vm.createContext({
  CacheService: strict('CacheService', { getScriptCache: () => ask('Cache', cache) }),
  LockService: strict('LockService', { getScriptLock: () => ask('Lock', lock) }),
  PropertiesService: strict('PropertiesService', { getScriptProperties: () => ask('Properties', properties) }),
  Utilities: strict('Utilities', utilities),
  HtmlService: strict('HtmlService', { createHtmlOutput: htmlOutput }, 'script.container.ui'),
  ScriptApp: strict(
    'ScriptApp',
    {
      newTrigger,
      getProjectTriggers: () => [...world.triggers],
      deleteTrigger: (one) => world.triggers.splice(world.triggers.indexOf(one), 1),
    },
    'script.scriptapp',
  ),
  SpreadsheetApp: strict(
    'SpreadsheetApp',
    {
      getActiveSpreadsheet: () => ask('Spreadsheet', spreadsheet),
      getUi() {
        allowed('SpreadsheetApp.getUi', 'script.container.ui');
        return ask('Ui', ui);
      },
    },
    'spreadsheets.currentonly',
  ),
  UrlFetchApp: strict('UrlFetchApp', { fetch: fetched }, 'script.external_request'),
  console: { warn: (words) => world.logged.push(String(words)) },
  Date: StageDate,
});

function fetched(address, request) {
  const { payload, ...rest } = request;
  const body = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : unsigned(payload, 'fetch');
  tell({ fetch: { ...rest, address, body: body.toString('base64') } });
  const { code, text, fault } = hear().reply;
  if (fault) throw new Error(fault);
  return { getResponseCode: () => code, getContentText: () => text };
}

// ── The conversation ────────────────────────────────────────────────────────────────────────────────────────────────

const acts = {
  call({ call, as = 'person', args = [] }) {
    const before = begun;
    begun = as;
    try {
      const given = context[call](...args);
      return given === undefined ? null : given;
    } finally {
      begun = before;
    }
  },
  set({ set }) {
    Object.assign(world, set);
    world.triggers = world.triggers.map((one) => trigger(one.handler, one.event));
    return null;
  },
  look: () => world,
  // npm's own library, on the machine's clock.
  verify({ verify: { key, body, headers } }) {
    const { Webhook } = createRequire(join(root, 'package.json'))('standardwebhooks');
    return new Webhook(key).verify(body, headers);
  },
};

function act(said) {
  try {
    return { done: acts[Object.keys(said)[0]](said) };
  } catch (fault) {
    return { threw: `${fault.name}: ${fault.message}` };
  }
}

function tell(message) {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

let heard = '';
const chunk = Buffer.alloc(65536);

/** Gives the next line, null when nobody speaks any more. */
function line() {
  for (;;) {
    const end = heard.indexOf('\n');
    if (end >= 0) {
      const found = heard.slice(0, end);
      heard = heard.slice(end + 1);
      return JSON.parse(found);
    }
    const length = readSync(0, chunk);
    if (!length) return null;
    heard += chunk.toString('utf8', 0, length);
  }
}

/** Waits for the reply to a question, and lets whatever else happens meanwhile happen. */
function hear() {
  for (let said = line(); ; said = line()) {
    if (!said || said.reply) return said;
    tell(act(said));
  }
}

vm.runInContext(readFileSync(join(root, 'apps_script', 'Code.gs'), 'utf8'), context, { filename: 'Code.gs' });
while (hear()) throw new Error('a reply to no question');
