// The workbook as its JSON API tells it: a tab's rows once, then what looks different since its cursor.

export class Refusal extends Error {}

export class Workbook {
  constructor(api, csrf) {
    this.api = api;
    this.csrf = csrf;
    this.tabs = [];
    this.looks = [];
    this.sheets = new Map();
  }

  /** Ask what changed in a tab (the first one without a wish); says which, and whether rows came, went or moved. */
  async refresh(id) {
    const known = this.sheets.get(id);
    const query = new URLSearchParams(id === undefined ? {} : { sheet: id });
    if (known) query.set("since", known.cursor);
    const told = await this.#ask(`${this.api}?${query}`);
    if (told.looks) this.looks = told.looks;
    if (told.tabs) this.tabs = told.tabs;
    return { ...this.#take(told), tabsChanged: Boolean(told.tabs) };
  }

  /** Write one cell over what was seen in it; throws a Refusal that says why not. */
  edit(sheet, row, column, seen, typed) {
    return this.#send(sheet, { row, column, old: seen, new: typed });
  }

  /** Put an empty row at the end. */
  addRow(sheet) {
    return this.#send(sheet, { insert: 1, before: null });
  }

  tab(id) {
    return this.tabs.find((tab) => tab.id === id);
  }

  /** The rows below the header, from the top, without hidden ones. */
  body(id) {
    const { order, rows } = this.sheets.get(id);
    const below = order.slice(Math.max(1, this.tab(id).frozenRows));
    return below.map((row) => rows.get(row)).filter((row) => row && !row.h);
  }

  #send(sheet, edit) {
    return this.#ask(`${this.api}/edits`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify({ sheet, edits: [edit] }),
    });
  }

  #take(told) {
    const sheet = this.sheets.get(told.sheet) ?? { order: [], rows: new Map() };
    for (const row of told.rows) sheet.rows.set(row.id, row);
    sheet.order = told.order ?? sheet.order;
    sheet.cursor = told.cursor;
    this.sheets.set(told.sheet, sheet);
    return { id: told.sheet, moved: Boolean(told.order), changed: told.rows.map((row) => row.id) };
  }

  async #ask(address, options = {}) {
    const answer = await fetch(address, options);
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refusal(body.error?.message ?? String(answer.status));
    return body;
  }
}
