// The workbook as its JSON API tells it: a tab's rows once, then what looks different since its cursor.
import { say } from "./words.js";

export class Refusal extends Error {
  constructor(sentence, cells = [], status = 0) {
    super(sentence);
    this.cells = cells;
    this.status = status;
  }
}

const PAGE = "sheetflow.page"; // a page that is loaded anew is the one it was: else its reader would see their own ghost

const NONE = new Set();

export class Workbook {
  #page = sessionStorage.getItem(PAGE) ?? crypto.randomUUID();

  constructor(api, csrf) {
    addEventListener("pagehide", () => sessionStorage.setItem(PAGE, this.#page));
    addEventListener("pageshow", () => sessionStorage.removeItem(PAGE)); // a copy of the browser's tab is another page
    this.api = api;
    this.csrf = csrf;
    this.tabs = [];
    this.looks = [];
    this.sheets = new Map();
  }

  /** Ask what changed in a tab (the first one without a wish); says which, and whether rows came, went or moved. */
  async refresh(id, cell) {
    const known = this.sheets.get(id);
    const query = new URLSearchParams(id === undefined ? {} : { sheet: id, page: this.#page });
    if (known) query.set("since", known.cursor);
    if (cell && id !== undefined) {
      query.set("row", cell.row);
      query.set("column", cell.column);
    }
    const told = await this.#ask(`${this.api}?${query}`);
    if (told.looks) this.looks = told.looks;
    if (told.tabs) this.tabs = told.tabs;
    return { ...this.#take(told), tabsChanged: Boolean(told.tabs) };
  }

  /**
   * Apply a set of edits, all or none; gives the set that takes it back. One that takes back says `since` which
   * revision, and which later ones are the page's `own`. Throws a Refusal that says why not.
   */
  change(sheet, edits, undone = {}) {
    return this.#send("POST", "/edits", { sheet, edits, ...undone });
  }

  /** The rows that a filter view of the workbook shows, by their ids, in its order. */
  async filtered(sheet, view) {
    return (await this.#ask(`${this.api}/filters/${view}?sheet=${sheet}`)).rows;
  }

  saveView(view) {
    return this.#send("POST", "/views", view);
  }

  dropView(id) {
    return this.#send("DELETE", `/views/${id}`);
  }

  /** A tab isn't there any more. */
  forget(id) {
    this.tabs = this.tabs.filter((tab) => tab.id !== id);
    this.sheets.delete(id);
  }

  tab(id) {
    return this.tabs.find((tab) => tab.id === id);
  }

  row(id, row) {
    return this.sheets.get(id)?.rows.get(row);
  }

  /** Who else is in which of its cells. */
  people(id) {
    return this.sheets.get(id)?.people ?? [];
  }

  /** What stands in a cell, as text. */
  text(id, row, column) {
    return this.row(id, row)?.v?.[column] ?? "";
  }

  /** The rows below the header, from the top, without hidden ones. */
  body(id) {
    const { order, rows } = this.sheets.get(id);
    const below = order.slice(Math.max(1, this.tab(id).frozenRows));
    return below.map((row) => rows.get(row)).filter((row) => row && !row.h);
  }

  /** The rows that the tab's own filter hides, for everybody. */
  filteredOut(id) {
    return this.sheets.get(id)?.filtered ?? NONE;
  }

  #send(method, path, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
    return this.#ask(this.api + path, { method, headers, body: body && JSON.stringify(body) });
  }

  #take(told) {
    const sheet = this.sheets.get(told.sheet) ?? { order: [], rows: new Map() };
    for (const row of told.rows) sheet.rows.set(row.id, row);
    if (told.order) {
      sheet.order = idsOf(told.order);
      const there = new Set(sheet.order);
      for (const row of sheet.rows.keys()) if (!there.has(row)) sheet.rows.delete(row);
    }
    if (told.filtered) sheet.filtered = new Set(idsOf(told.filtered));
    sheet.cursor = told.cursor;
    sheet.people = told.people;
    this.sheets.set(told.sheet, sheet);
    return { id: told.sheet, moved: Boolean(told.order), changed: told.rows.map((row) => row.id) };
  }

  async #ask(address, options = {}) {
    const answer = await fetch(address, options).catch(() => {
      throw new Refusal(say("服务器没有回应。接通后再试。", "The server doesn't answer. Try again when it does."));
    });
    const body = await answer.json().catch(() => ({}));
    const sentence = body.error?.message ?? say(`服务器没有收下(${answer.status})。请刷新页面再试。`, `The server didn't take it (${answer.status}). Reload the page and try again.`);
    if (!answer.ok) throw new Refusal(sentence, body.cells, answer.status);
    return body;
  }
}

function idsOf(runs) {
  return runs.flatMap(([first, count]) => Array.from({ length: count }, (_, at) => first + at));
}
