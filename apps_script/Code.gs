/**
 * Tells sheetflow that something has changed in this spreadsheet, so that it looks now and not a minute later.
 *
 * A ping names the spreadsheet and the kind of event, signed as Standard Webhooks 1.0 says: no cell, no name, no right.
 * Whoever may edit the spreadsheet can read this script with its key, so a ping is trusted in nothing but that it is
 * worth looking again. Nothing is lost without it: sheetflow looks once a minute anyway.
 *
 * Run `install` once, and once more in a copy of the file. How: docs/howto/apps-script.md.
 */

/** What our triggers call; `install` takes away those that are there. */
const HANDLERS = ['sheetChanged', 'formSubmitted'];

/** One ping lets sheetflow look for so long: it reads again by itself when this is over (sheetflow/pings.py, THROTTLE). */
const BURST_SECONDS = 10;

/** So long an address that doesn't answer is left alone, twice as long each time, at most a quarter of an hour. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 15 * 60;

/** The longest that the cache keeps anything. */
const CACHE_SECONDS = 6 * 60 * 60;

/** Names in the script's cache: a burst goes on, nothing is sent for a while, and how long that was last. */
const BURST = 'sheetflow.burst';
const QUIET = 'sheetflow.quiet';
const PAUSE = 'sheetflow.pause';

const KEY = 'whsec_';

/**
 * What `install` was told, and the desk's address as sheetflow's answers name it.
 * @typedef {{address: string, key: string, desk: string}} Kept
 */

// ── What triggers call: they never throw, for a fault would be mailed to whoever installed them ────────────────────

/** An installable onChange trigger: somebody edited, or changed rows, columns or tabs. */
function sheetChanged() {
  pingQuietly_('change');
}

/** An installable onFormSubmit trigger: a Form's answer has got its row. */
function formSubmitted() {
  pingQuietly_('form');
}

/** @param {string} kind */
function pingQuietly_(kind) {
  try {
    const kept = mayPing_() && kept_();
    if (kept) {
      ping_(kept, kind);
    }
  } catch (fault) {
    console.warn(`sheetflow: ${fault}`);
  }
}

/**
 * Says whether this event begins a burst and the address isn't left alone. Of several that ask at once one may.
 *
 * Most events end here after one look at the cache: a day's triggers may run for 90 minutes in all.
 * @returns {boolean}
 */
function mayPing_() {
  const cache = CacheService.getScriptCache();
  const held = () => Object.keys(cache.getAll([BURST, QUIET])).length > 0;
  const lock = LockService.getScriptLock();
  if (held() || !lock.tryLock(1)) {
    return false;
  }
  try {
    if (held()) {
      return false;
    }
    cache.put(BURST, '1', BURST_SECONDS);
    return true;
  } finally {
    lock.releaseLock();
  }
}

// ── A ping ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Sends one ping and gives the answer's code; throws where there is no answer.
 *
 * The pause begins before it is known to be needed: a dead address can hold a trigger for a minute, and those that
 * come meanwhile shall not wait there too.
 * @param {Kept} kept
 * @param {string} kind
 * @returns {number}
 */
function ping_(kept, kind) {
  const cache = CacheService.getScriptCache();
  const pause = Math.min(2 * Number(cache.get(PAUSE)) || FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS);
  cache.put(QUIET, '1', pause);
  cache.put(PAUSE, String(pause), CACHE_SECONDS);
  const body = JSON.stringify({ spreadsheet: spreadsheet_().getId(), kind });
  const answer = UrlFetchApp.fetch(kept.address, request_(kept.key, body));
  const code = answer.getResponseCode();
  if (code >= 200 && code < 300) {
    cache.removeAll([QUIET, PAUSE]);
    keepDesk_(kept, answer.getContentText());
  }
  return code;
}

/**
 * @param {string} key
 * @param {string} body
 * @returns {GoogleAppsScript.URL_Fetch.URLFetchRequestOptions}
 */
function request_(key, body) {
  const id = `ping_${Utilities.getUuid()}`;
  const seconds = Math.floor(Date.now() / 1000);
  return {
    method: 'post',
    contentType: 'application/json',
    payload: bytes_(body),
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': sign_(key, id, seconds, body),
    },
    followRedirects: false,
    muteHttpExceptions: true,
  };
}

/**
 * Signs as Standard Webhooks says: HMAC-SHA256 over bytes. Given a text, Apps Script would sign Chinese as question marks.
 * @param {string} key
 * @param {string} id
 * @param {number} seconds
 * @param {string} body
 * @returns {string}
 */
function sign_(key, id, seconds, body) {
  const signed = Utilities.computeHmacSha256Signature(
    bytes_(`${id}.${seconds}.${body}`),
    Utilities.base64Decode(key.slice(KEY.length)),
  );
  return `v1,${Utilities.base64Encode(signed)}`;
}

/**
 * @param {string} text
 * @returns {GoogleAppsScript.Byte[]}
 */
function bytes_(text) {
  return Utilities.newBlob(text).getBytes();
}

// ── What is kept ────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Gives what `install` was told in this very file, null before that and in a copy of the file.
 * @returns {Kept | null}
 */
function kept_() {
  const all = PropertiesService.getScriptProperties().getProperties();
  if (all['sheetflow.spreadsheet'] !== spreadsheet_().getId()) {
    return null;
  }
  return {
    address: all['sheetflow.address'],
    key: all['sheetflow.key'],
    desk: all['sheetflow.desk'] || '',
  };
}

/**
 * Keeps the desk's address where it is new; an answer that names none is left.
 * @param {Kept} kept
 * @param {string} text
 */
function keepDesk_(kept, text) {
  try {
    const desk = String(JSON.parse(text).desk);
    if (desk !== kept.desk && /^https?:\/\/[\w.:\/-]+$/.test(desk)) {
      PropertiesService.getScriptProperties().setProperty('sheetflow.desk', desk);
    }
  } catch (fault) {
    console.warn(`sheetflow: ${fault}`);
  }
}

function spreadsheet_() {
  return SpreadsheetApp.getActiveSpreadsheet();
}

// ── Installing ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Asks for address and key where this file has none, and sets the triggers anew; may be run as often as one likes. */
function install() {
  installWith_(kept_() || ask_());
}

/** Asks for address and key again: after `sheetflow ping-key --rotate`, or when the address has changed. */
function changeKey() {
  installWith_(ask_());
}

/** @param {Kept | null} kept null where the person gave up: then all stays as it was */
function installWith_(kept) {
  if (!kept) {
    return;
  }
  PropertiesService.getScriptProperties().setProperties({
    'sheetflow.spreadsheet': spreadsheet_().getId(),
    'sheetflow.address': kept.address,
    'sheetflow.key': kept.key,
    'sheetflow.desk': kept.desk,
  });
  setTriggers_();
  SpreadsheetApp.getUi().alert(triedNow_(kept, 'install'));
}

function setTriggers_() {
  ScriptApp.getProjectTriggers()
    .filter((trigger) => HANDLERS.includes(trigger.getHandlerFunction()))
    .forEach((trigger) => ScriptApp.deleteTrigger(trigger));
  ScriptApp.newTrigger('sheetChanged').forSpreadsheet(spreadsheet_()).onChange().create();
  ScriptApp.newTrigger('formSubmitted').forSpreadsheet(spreadsheet_()).onFormSubmit().create();
}

/**
 * Asks for what `sheetflow ping-key` printed; null where the person gave up.
 * @returns {Kept | null}
 */
function ask_() {
  const say = words_();
  const address = askOne_(say.askAddress, /^(?:PING_URL=)?(https:\/\/[\w.:-]+(?:\/[\w.\/-]*)?)$/);
  const key = address && askOne_(say.askKey, /^(?:PING_KEY=)?(whsec_[A-Za-z0-9+\/]{32,88}={0,2})$/);
  return address && key ? { address: hook_(address), key, desk: '' } : null;
}

/**
 * Asks until what was written has the form that is wanted; '' where the person gave up.
 * @param {string} question
 * @param {RegExp} form
 * @returns {string}
 */
function askOne_(question, form) {
  const ui = SpreadsheetApp.getUi();
  let asked = question;
  for (;;) {
    const answer = ui.prompt(words_().menu, asked, ui.ButtonSet.OK_CANCEL);
    if (answer.getSelectedButton() !== ui.Button.OK) {
      return '';
    }
    const found = form.exec(answer.getResponseText().trim());
    if (found) {
      return found[1];
    }
    asked = `${words_().askAgain}\n${question}`;
  }
}

/**
 * @param {string} address
 * @returns {string}
 */
function hook_(address) {
  return /\/hooks\/sheet$/.test(address) ? address : `${address.replace(/\/+$/, '')}/hooks/sheet`;
}

// ── The menu ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A simple trigger: shows the menu in the spreadsheet's language. */
function onOpen() {
  const say = words_();
  SpreadsheetApp.getUi()
    .createMenu(say.menu)
    .addItem(say.form, 'openForm')
    .addItem(say.board, 'openBoard')
    .addItem(say.notices, 'openNotices')
    .addItem(say.debtors, 'openDebtors')
    .addItem(say.health, 'openHealth')
    .addItem(say.help, 'openHelp')
    .addSeparator()
    .addItem(say.runNow, 'runNow')
    .addItem(say.install, 'install')
    .addItem(say.changeKey, 'changeKey')
    .addToUi();
}

/** The customers' form, under the address that everybody reaches. */
function openForm() {
  const kept = kept_();
  open_(kept && kept.address.replace(/\/hooks\/sheet$/, '/'));
}

function openBoard() {
  openDesk_('/');
}

function openNotices() {
  openDesk_('/notices/');
}

function openDebtors() {
  openDesk_('/debtors/');
}

function openHealth() {
  openDesk_('/health/');
}

function openHelp() {
  openDesk_('/help/');
}

/** @param {string} path */
function openDesk_(path) {
  const kept = kept_();
  open_(kept && kept.desk && kept.desk + path);
}

/** Asks sheetflow to look now, whatever was sent or failed before, and says what became of it. */
function runNow() {
  const kept = kept_();
  spreadsheet_().toast(kept ? triedNow_(kept, 'run') : words_().notInstalled, words_().menu);
}

/**
 * Pings for a person who waits, and gives the sentence to tell.
 * @param {Kept} kept
 * @param {string} kind
 * @returns {string}
 */
function triedNow_(kept, kind) {
  const say = words_();
  try {
    CacheService.getScriptCache().put(BURST, '1', BURST_SECONDS);
    const code = ping_(kept, kind);
    return say.codes[code] || say.otherCode.replace('{code}', String(code));
  } catch (fault) {
    return say.noAnswer;
  }
}

/**
 * Opens a page; a browser that forbids windows shows the link to press.
 * @param {string | null} address '' where the desk's isn't known, null where nothing is installed
 */
function open_(address) {
  const say = words_();
  if (!address) {
    SpreadsheetApp.getUi().alert(say.notInstalled);
    return;
  }
  const page = HtmlService.createHtmlOutput(
    `<p><a href="${address}" target="_blank" onclick="google.script.host.close()">${address}</a></p>` +
      `<script>if (window.open('${address}', '_blank')) google.script.host.close();</script>`,
  );
  SpreadsheetApp.getUi().showModalDialog(page.setWidth(420).setHeight(80), say.opening);
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Gives the sentences in the spreadsheet's language: Chinese for zh_CN and its like, else English. */
function words_() {
  return /^zh/i.test(spreadsheet_().getSpreadsheetLocale() || '') ? CHINESE : ENGLISH;
}

/** @type {{codes: Record<number, string>} & Record<string, any>} */
const CHINESE = {
  menu: '维修台',
  form: '新报修',
  board: '今日',
  notices: '通知',
  debtors: '欠款',
  health: '运行',
  help: '帮助',
  runNow: '马上检查一遍',
  install: '安装',
  changeKey: '换地址和密钥',
  opening: '打开页面',
  askAddress: '在运行 sheetflow 的电脑上执行 sheetflow ping-key。把它印出的 PING_URL 贴在这里(https:// 开头):',
  askKey: '再把 PING_KEY 贴在这里(whsec_ 开头):',
  askAgain: '这不像它印出的那一行,请整行复制再贴。',
  notInstalled: '这个表格还没有装好。请点菜单里的“安装”。从别的表格复制来的,要重新安装。',
  noAnswer: '没有回答。请检查地址,以及运行 sheetflow 的电脑外网能不能打开。表格照常每分钟检查一次。',
  otherCode: '对方回答 {code}。请看维修台的“运行”页。表格照常每分钟检查一次。',
  codes: {
    202: '好了:改动会马上处理。',
    400: '时间差超过5分钟。请校准运行 sheetflow 的电脑的时钟。',
    401: '密钥不对。请再执行 sheetflow ping-key,然后点“换地址和密钥”。',
    404: '那里管的不是这个表格,或地址不对。请再执行 sheetflow ping-key,然后点“换地址和密钥”。',
    429: '太频繁。请等一分钟再试。',
  },
};

/** @type {typeof CHINESE} */
const ENGLISH = {
  menu: 'Repair desk',
  form: 'New report',
  board: 'Today',
  notices: 'Notices',
  debtors: 'Debts',
  health: 'Health',
  help: 'Help',
  runNow: 'Look now',
  install: 'Install',
  changeKey: 'Change address and key',
  opening: 'Open the page',
  askAddress:
    'Run sheetflow ping-key on the machine that runs sheetflow. Paste its PING_URL here (it begins with https://):',
  askKey: 'Now paste its PING_KEY here (it begins with whsec_):',
  askAgain: "This isn't like the line that it printed. Copy the whole line and paste it again.",
  notInstalled: "This spreadsheet isn't set up yet. Choose Install in the menu, also in a copy of another.",
  noAnswer:
    'No answer. Check the address, and whether sheetflow can be reached from outside. The sheet is looked at each minute as before.',
  otherCode: "The answer was {code}. Look at the desk's page Health. The sheet is looked at each minute as before.",
  codes: {
    202: 'Done: changes are seen at once from now on.',
    400: 'The time is more than five minutes off. Set the clock of the machine that runs sheetflow.',
    401: "The key doesn't fit. Run sheetflow ping-key again, then choose Change address and key.",
    404: 'Another spreadsheet is kept there, or the address is wrong. Run sheetflow ping-key again, then choose Change address and key.',
    429: 'Too often. Wait a minute and try again.',
  },
};
