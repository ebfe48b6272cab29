// The desk's grid: one tab at a time, edited cell by cell, kept fresh by short polls.
import { editor, fields, paint } from "./cells.js";
import { Folds } from "./folds.js";
import { Refusal, Workbook } from "./workbook.js";

const POLL_MILLISECONDS = 2000;
const ROOM = 1.15; // our letters are larger than a spreadsheet's

const place = document.getElementById("grid");
const state = document.getElementById("grid-state");
const bar = document.getElementById("grid-tabs");
const everyColumn = document.getElementById("grid-all");
const settings = document.getElementById("grid-settings");
const ticketPage = document.getElementById("grid-ticket");
const papers = document.getElementById("grid-papers");
const titles = JSON.parse(place.dataset.tickets);
const asideTabs = JSON.parse(place.dataset.settings);
const folds = new Folds();
const workbook = new Workbook(place.dataset.api, place.dataset.csrf);
let table = null;
let shown; // the id of the tab on show
let shape; // what of the tab's columns is drawn
let busy = false; // a cell is being edited: nothing is drawn under the person's hands
let asked = Promise.resolve(); // one question at a time
let waiting = 0;

function say(sentence = "") {
  state.textContent = sentence;
  state.hidden = !sentence;
}

// Down to the last row with something in it, and one more to type into.
function used(id) {
  const rows = workbook.body(id);
  const last = rows.findLastIndex((row) => row.v?.some((text) => text));
  return rows.slice(0, last + 2);
}

function records(id) {
  return used(id).map((row) => fields(row, workbook.tab(id), workbook.looks));
}

// A header of the sheet may be a time: when the system last ran, and a hidden one that its colours go by.
function isMoment({ label }) {
  return /^\d{4}-\d\d-\d\d /.test(label);
}

function headed(tab) {
  return tab.columns.filter((column) => column.label && !(column.hidden && isMoment(column)));
}

function columnsOf(tab) {
  return headed(tab)
    .filter((column) => everyColumn.checked || !column.hidden || folds.isOpen(tab, column))
    .map((column, position) => ({
      field: `c${column.index}`,
      title: column.label,
      headerTooltip: column.help ?? false,
      width: Math.round(column.width * ROOM),
      frozen: position === 0,
      headerSort: false,
      formatter: paint,
      variableHeight: true,
      editor: editor(() => workbook.tab(tab.id).columns[column.index]),
      ...(folds.leads(tab, column) ? fold(tab, column) : {}),
    }));
}

// The narrow column before a folded group opens and shuts it.
function fold(tab, column) {
  return {
    title: folds.title(tab, column),
    cssClass: "fold",
    editor: undefined,
    headerClick: async () => {
      const { scrollLeft } = place.querySelector(".tabulator-tableholder");
      folds.turn(tab, column);
      await draw(tab.id);
      place.querySelector(".tabulator-tableholder").scrollLeft = scrollLeft;
    },
  };
}

function shapeOf(id) {
  const drawn = headed(workbook.tab(id));
  return JSON.stringify(drawn.map((one) => [isMoment(one) || one.label, one.width, one.hidden, one.help]));
}

function drawMoments(tab) {
  for (const column of headed(tab).filter(isMoment)) {
    const title = place.querySelector(`.tabulator-col[tabulator-field=c${column.index}] .tabulator-col-title`);
    if (title) title.textContent = column.label;
  }
}

async function draw(id) {
  shown = id;
  shape = shapeOf(id);
  busy = false;
  table?.destroy();
  table = new Tabulator(place, {
    data: records(id),
    columns: columnsOf(workbook.tab(id)),
    height: "100%",
    layout: "fitData",
    placeholder: place.dataset.empty,
  });
  table.on("cellEditing", (cell) => {
    busy = true;
    lead(cell.getRow());
  });
  table.on("cellEditCancelled", () => (busy = false));
  table.on("cellEdited", edited);
  drawTabs();
  await new Promise((built) => table.on("tableBuilt", built));
}

function drawTabs() {
  const listed = workbook.tabs.filter((tab) => !tab.hidden && (settings.checked || !isAside(tab) || tab.id === shown));
  const buttons = listed.map((tab) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tab.title;
    button.setAttribute("aria-pressed", String(tab.id === shown));
    button.addEventListener("click", () => open(tab.id));
    return button;
  });
  bar.replaceChildren(...buttons);
}

// The bar leads to the page and the papers of the ticket in whose row somebody is.
function lead(row) {
  const number = row && titles.includes(workbook.tab(shown).title) ? row.getData().c0.text : "";
  for (const link of [ticketPage, papers]) {
    link.hidden = !number;
    link.href = link.dataset.pages + encodeURIComponent(number);
  }
  ticketPage.textContent = `${ticketPage.dataset.label} ${number}`;
}

function isAside(tab) {
  return asideTabs.includes(tab.title);
}

async function open(id) {
  say();
  lead();
  await follow(id);
  if (shown !== id && workbook.sheets.has(id)) await draw(id);
}

async function edited(cell) {
  const column = Number(cell.getField().slice(1));
  const row = cell.getRow().getData().id;
  try {
    await workbook.edit(shown, row, column, cell.getOldValue().text, cell.getValue().wanted);
    say();
  } catch (refusal) {
    cell.restoreOldValue();
    cell.getElement().classList.add("refused");
    say(`${place.dataset.refused} ${refusal.message}`);
  }
  busy = false;
  await follow(shown);
}

function redraw({ id, moved, changed }) {
  if (shape !== shapeOf(id)) return draw(id);
  const rows = records(id);
  if (moved || rows.length !== table.getDataCount()) return table.replaceData(rows);
  const news = new Set(changed);
  const fresh = rows.filter((row) => news.has(row.id));
  return fresh.length ? table.updateData(fresh) : undefined;
}

// Ask what changed and show it; a trouble is told and passes by itself.
function follow(id) {
  waiting += 1;
  const answer = asked.then(() => ask(id)).finally(() => (waiting -= 1));
  asked = answer.catch(() => {}); // the next question is asked all the same
  return answer;
}

async function ask(id) {
  if (busy) return;
  try {
    const change = await workbook.refresh(id);
    if (change.tabsChanged) drawTabs();
    if (shown === undefined) await begin(change.id);
    else if (change.id === shown && !busy) await redraw(change);
    if (change.tabsChanged) drawMoments(workbook.tab(shown));
    if (state.dataset.away) say();
    delete state.dataset.away;
  } catch (trouble) {
    if (!(trouble instanceof Refusal || trouble instanceof TypeError)) throw trouble;
    state.dataset.away = "yes";
    say(`${place.dataset.away} ${trouble.message}`);
  }
}

// The first tab on show is the tickets'.
async function begin(id) {
  const first = workbook.tabs.find((tab) => titles.includes(tab.title))?.id ?? id;
  if (!workbook.sheets.has(first)) await workbook.refresh(first);
  await draw(first);
}

// The empty row below the last is where one types; it is made when the tab is full.
async function add() {
  if (used(shown).length === workbook.body(shown).length && workbook.body(shown).at(-1)?.v?.some(Boolean)) {
    await workbook.addRow(shown);
    await follow(shown);
  }
  const last = table.getRows().at(-1);
  await table.scrollToRow(last, "center");
  last.getCells().find((cell) => cell.getColumn().getField() !== "c0")?.edit();
}

document.getElementById("grid-add").addEventListener("click", () => add().catch((trouble) => say(trouble.message)));
everyColumn.addEventListener("change", () => draw(shown));
settings.addEventListener("change", drawTabs);
// A link may name a ticket.
await follow(undefined);
const row = table?.getRows().find((one) => one.getData().c0.text === place.dataset.ticket);
if (row && place.dataset.ticket) {
  await table.scrollToRow(row, "center");
  row.getElement().classList.add("meant");
  lead(row);
}
setInterval(() => {
  if (!waiting && !document.hidden) follow(shown);
}, POLL_MILLISECONDS);
