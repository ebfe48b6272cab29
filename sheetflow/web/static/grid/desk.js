// The desk's grid: its bar, the tab on show, and short polls that keep it fresh.
import { fromText, toText } from "./clipboard.js";
import { columnMenu } from "./columnmenu.js";
import { Grid } from "./grid.js";
import { Menu } from "./menu.js";
import { tell } from "./refusals.js";
import { offerViews, saveForm } from "./viewbar.js";
import { say } from "./words.js";
import { Refusal, Workbook } from "./workbook.js";

const POLL_MILLISECONDS = 2000;

const at = (id) => document.getElementById(`grid${id ? `-${id}` : ""}`);
const place = at("");
const titles = JSON.parse(place.dataset.tickets);
const asideTabs = JSON.parse(place.dataset.settings);
const roles = JSON.parse(place.dataset.roles);
const workbook = new Workbook(place.dataset.api, place.dataset.csrf);
const menu = new Menu(place.parentElement, () => grid.focus());
let asked = Promise.resolve(); // one question at a time
let waiting = 0;
const grid = new Grid(place, workbook, (id) => follow(id));

function note(sentence = "") {
  at("state").textContent = sentence;
  at("state").hidden = !sentence;
}

function drawTabs() {
  const listed = workbook.tabs.filter((tab) => !tab.hidden && (at("settings").checked || !asideTabs.includes(tab.title) || tab.id === grid.id));
  at("tabs").replaceChildren(...listed.map((tab) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tab.title;
    button.setAttribute("aria-pressed", String(tab.id === grid.id));
    button.addEventListener("click", () => open(tab.id));
    return button;
  }));
}

// The bar leads to the page and the papers of the ticket in whose row somebody is.
function lead() {
  const cell = grid.selection.cell;
  const isTicket = cell && titles.includes(grid.tab?.title);
  const number = isTicket ? workbook.text(grid.id, cell.row, grid.selection.columns()[0]) : "";
  for (const link of [at("ticket"), at("papers")]) {
    link.hidden = !number;
    link.href = link.dataset.pages + encodeURIComponent(number);
  }
  at("ticket").textContent = `${at("ticket").dataset.label} ${number}`;
}

async function open(id) {
  note();
  if (grid.id === id) return grid.focus();
  await follow(id);
  if (!workbook.sheets.has(id)) return;
  await grid.draw(id);
  grid.focus();
}

// Ask what changed and show it; a trouble is told and passes by itself.
function follow(id) {
  waiting += 1;
  const answer = asked.then(() => ask(id)).finally(() => (waiting -= 1));
  asked = answer.catch(() => {}); // the next question is asked all the same
  return answer;
}

async function ask(id) {
  try {
    const change = await workbook.refresh(id, id === grid.id ? grid.selection.cell : null);
    if (grid.id === undefined) await begin(change.id);
    else if (change.id === grid.id) {
      if (grid.view.chosen && change.changed.length) grid.view.chosen.rows = await workbook.filtered(grid.id, grid.view.chosen.id);
      await grid.show({ ...change, changed: [...change.changed, ...grid.changes.arrived(grid.id)] });
    }
    if (change.moved) tellRefusals(); // what was typed into a row that is gone can't be written there again
    if (change.tabsChanged) drawTabs();
    if (at("state").dataset.away) note();
    delete at("state").dataset.away;
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) throw trouble;
    if (trouble.status === 404 && (await leave(id))) return note(trouble.message);
    at("state").dataset.away = "yes";
    note(`${place.dataset.away} ${trouble.message}`);
  }
}

// Somebody has deleted the tab: what is being typed there is refused and told, and the tickets come on show.
async function leave(id) {
  if (grid.id === id) grid.finish();
  const others = await workbook.refresh().catch(() => null);
  if (!others) return false; // the whole workbook is away
  workbook.forget(id);
  tellRefusals();
  if (grid.id === id) await begin(others.id);
  drawTabs();
  return true;
}

// The first tab on show is the tickets'.
async function begin(id) {
  const first = workbook.tabs.find((tab) => titles.includes(tab.title))?.id ?? id;
  if (!workbook.sheets.has(first)) await workbook.refresh(first);
  await grid.draw(first);
}

function tellRefusals() {
  const { drafts } = grid.changes;
  tell(at("refusals"), drafts.refusals, {
    tick: (...refusals) => {
      for (const refusal of refusals) drafts.tick(refusal);
      grid.table.show(grid.rows, refusals.flatMap(({ edits }) => edits.map((edit) => edit.row)));
      tellRefusals();
      grid.focus();
    },
    there: ({ sheet, edits: [{ row }] }) => Boolean(workbook.row(sheet, row)),
    retry: async (refusal) => {
      await open(refusal.sheet);
      if (grid.id === refusal.sheet) await grid.again(refusal);
    },
  });
}

function tellView() {
  const { view } = grid;
  offerViews(at("views"), grid.tab, view, roles);
  at("search").value = view.search;
  at("unfilter").hidden = view.isPlain;
  const filled = view.isPlain ? [] : grid.table.rows.filter((row) => workbook.row(grid.id, row)?.v?.some(Boolean));
  at("unfilter").textContent = `${filled.length} ${say("行 · 全部显示 ✕", "rows · show all ✕")}`;
  at("unsave").hidden = !view.savedId;
  tellFilter();
}

// The tab's own filter, set by a script or in Excel, hides rows from everybody: said, with a way to them.
function tellFilter() {
  const out = workbook.filteredOut(grid.id);
  const shown = new Set(grid.table.rows);
  const count = grid.view.isPastFilter ? out.size : [...out].filter((row) => !shown.has(row)).length;
  at("filtered").hidden = !count;
  at("filtered").setAttribute("aria-pressed", String(grid.view.isPastFilter));
  at("filtered").textContent = grid.view.isPastFilter
    ? say(`筛选外有 ${count} 行 · 藏起来`, `${count} filtered rows · hide`)
    : say(`筛选藏了 ${count} 行 · 显示`, `${count} filtered out · show`);
}

async function choose(value) {
  const { view, tab } = grid;
  const [kind, id] = value.split(":");
  view.clear();
  view.savedId = null;
  const chosen = (filter) => workbook.filtered(tab.id, filter).then((rows) => ({ id: filter, rows }));
  if (kind === "filter") view.chosen = await chosen(Number(id));
  if (kind === "saved") {
    const saved = tab.savedViews.find((one) => one.id === Number(id)).view;
    const base = tab.filterViews.some((one) => one.id === saved.chosen) ? await chosen(saved.chosen) : null;
    view.take(saved);
    view.chosen = base; // the workbook's own view that it was saved on top of
    view.savedId = Number(id);
  }
  await grid.apply();
  grid.focus();
}

function noClipboard() {
  note(say("浏览器不让网页用剪贴板。请按 Ctrl+C、Ctrl+V。", "The browser keeps the clipboard from pages. Press Ctrl+C and Ctrl+V."));
}

function acts() {
  const act = (text, keys, name, ...given) => menu.act(text, keys, () => grid.do(name, ...given));
  return [
    menu.act(say("复制", "Copy"), "Ctrl C", () => navigator.clipboard.writeText(toText(grid.carrying.lines())).catch(noClipboard)),
    menu.act(say("粘贴", "Paste"), "Ctrl V", () => navigator.clipboard.readText().then((text) => grid.carrying.paste(fromText(text)), noClipboard)),
    act(say("向下填充", "Fill down"), "Ctrl D", "fillDown"),
    act(say("清空内容", "Clear"), "Delete", "clear"),
    act(say("在上面插入行", "Insert rows above"), "Ctrl Alt =", "insert"),
    act(say("在下面插入行", "Insert rows below"), "", "insert", 1),
    act(say("删除选中的行", "Delete the selected rows"), "Ctrl Alt -", "remove"),
    act(say("撤销", "Undo"), "Ctrl Z", "undo"),
    act(say("重做", "Redo"), "Ctrl Y", "redo"),
  ];
}

function refuse(lead, sentence) {
  grid.changes.drafts.refusals.push({ sheet: grid.id, edits: [], sentence, lead });
  tellRefusals();
}

function tooWide({ wide, room }) {
  refuse(say("没有贴:", "Not pasted:"), say(
    `要贴 ${wide} 列,从这一格往右只有 ${room} 列。请从更左边的一格开始贴,或者先展开右边的列。`,
    `there are ${wide} columns to paste, and ${room} from this cell on. Begin further left, or unfold the columns on the right.`,
  ));
}

async function turned(done) {
  if (done instanceof Refusal) return refuse(say("撤销不了:", "Can't be undone:"), done.message);
  if (done instanceof Error) throw done;
  if (!done) return note(say("没有可撤销的了。", "There is nothing left to undo."));
  await open(done.sheet);
  await grid.find(done.edits);
}

grid.addEventListener("drawn", () => {
  for (const act of ["views", "add", "more", "save"]) at(act).disabled = false;
  drawTabs();
  tellView();
  lead();
});
grid.addEventListener("shown", tellView);
grid.addEventListener("selected", lead);
grid.addEventListener("refused", tellRefusals);
grid.addEventListener("turned", ({ detail }) => turned(detail));
grid.addEventListener("beyond", ({ detail }) => tooWide(detail));
grid.addEventListener("search", () => {
  at("search").focus();
  at("search").select();
});
grid.addEventListener("menu", ({ detail }) => menu.open(detail, ...acts()));
grid.addEventListener("column", ({ detail: { column, button } }) => {
  const texts = grid.past(workbook.body(grid.id)).filter((row) => row.v?.some(Boolean)).map((row) => row.v[column.index] ?? "");
  const apply = async () => {
    menu.close();
    await grid.apply();
    grid.focus();
  };
  menu.open(button.getBoundingClientRect(), ...columnMenu(column, grid.view, texts, { menu, apply }));
});
at("add").addEventListener("click", () => grid.do("add"));
at("more").addEventListener("click", () => menu.open(at("more").getBoundingClientRect(), ...acts()));
at("all").addEventListener("change", async () => {
  grid.every = at("all").checked;
  await grid.draw();
  grid.focus();
});
at("settings").addEventListener("change", drawTabs);
at("views").addEventListener("change", () => choose(at("views").value));
at("unfilter").addEventListener("click", () => choose(""));
at("filtered").addEventListener("click", async () => {
  await grid.passFilter();
  grid.focus();
});
async function search(wanted) {
  grid.view.search = wanted;
  grid.view.anew();
  await grid.show({ changed: [] });
}

at("search").addEventListener("input", () => search(at("search").value));
at("search").addEventListener("keydown", (event) => {
  if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault(); // else the line to type in, which has the focus now, gets the Enter as well
  if (event.key === "Escape" && grid.view.search) search("");
  grid.focus();
});
at("save").addEventListener("click", () => {
  const form = saveForm(roles, async (title, role) => {
    menu.close();
    const saved = await workbook.saveView({ sheet: grid.id, title, for: role, view: grid.view.told() });
    grid.view.savedId = saved.id;
    await follow(grid.id);
    grid.focus();
  });
  menu.open(at("save").getBoundingClientRect(), form);
});
at("unsave").addEventListener("click", async () => {
  await workbook.dropView(grid.view.savedId);
  grid.view.savedId = null;
  await follow(grid.id);
});

// Leaving the page would lose what isn't written yet: the browser asks first.
addEventListener("beforeunload", (event) => {
  if (grid.editor.isChanged || !grid.changes.drafts.isEmpty) event.preventDefault();
});

// A link may name a ticket.
await follow(undefined);
const wanted = place.dataset.ticket;
const meant = wanted && workbook.body(grid.id).find((row) => row.v?.[grid.selection.columns()[0]] === wanted)?.id;
if (meant) {
  grid.view.keep([meant]); // also where the tab's filter hides it
  await grid.show({ changed: [] });
  await grid.select({ row: meant, column: grid.selection.columns()[0] }, "center");
  grid.table.element(grid.selection.cell)?.parentElement.classList.add("meant");
}
if (document.activeElement === document.body) grid.focus(); // else somebody types elsewhere already
lead();
setInterval(() => {
  if (!waiting && !document.hidden) follow(grid.id);
}, POLL_MILLISECONDS);
