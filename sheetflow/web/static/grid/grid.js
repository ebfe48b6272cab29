// One tab on the page: what is selected and typed in it, and what the keys do.
import { filled } from "./blocks.js";
import { Carrying } from "./carrying.js";
import { paint, typed } from "./cells.js";
import { Changes } from "./changes.js";
import { definitions, headed, isMoment, onShow, shapeOf } from "./columns.js";
import { Editor } from "./editor.js";
import { Folds } from "./folds.js";
import { command } from "./keys.js";
import { Pointer } from "./pointer.js";
import { Selection } from "./selection.js";
import { SheetView } from "./sheetview.js";
import { Table } from "./table.js";
import { Widths } from "./widths.js";

export class Grid extends EventTarget {
  id; // the tab on show
  every = false; // hidden columns, too
  #shape;
  #views = new Map();
  #columns = [];
  #marking = null;
  #again = null; // the refusal whose text is being typed again
  #home = null; // where a row of Tabs began: Enter goes back below it

  constructor(place, workbook, follow) {
    super();
    this.workbook = workbook;
    this.folds = new Folds();
    this.widths = new Widths();
    this.table = new Table(place, {
      fill: (...cell) => this.#fill(...cell),
      drawn: () => this.mark(),
      resized: (field, width) => this.widths.keep(this.tab, this.#column(Number(field.slice(1))), width),
    });
    this.selection = new Selection(() => this.table.rows, () => this.#columns.map(({ index }) => index));
    this.editor = new Editor(place.parentElement);
    const tell = (...said) => this.#tell(...said);
    this.carrying = new Carrying(this, { shown: this.#shown, send: (edits) => this.#send(edits), tell });
    this.changes = new Changes(workbook, { shown: (rows) => this.table.show(this.rows, rows), said: () => this.#tell("refused"), follow });
    this.#listen(place);
  }

  get tab() {
    return this.workbook.tab(this.id);
  }

  get view() {
    if (!this.#views.has(this.id)) this.#views.set(this.id, new SheetView());
    return this.#views.get(this.id);
  }

  // Down to the last row with something in it, and one more to type into.
  get rows() {
    const body = this.workbook.body(this.id);
    const last = body.findLastIndex((row) => row.v?.some(Boolean) || this.changes.drafts.has(this.id, row.id));
    const shown = this.view.rows(this.past(body.slice(0, last + 1)), this.tab.columns);
    const next = body[last + 1];
    return next ? [...shown, next.id] : shown;
  }

  /** The rows but for those that the tab's own filter hides. */
  past(body) {
    return this.view.past(this.workbook.filteredOut(this.id), body);
  }

  /** Show what the tab's own filter hides, or hide it again. */
  async passFilter() {
    this.view.isPastFilter = !this.view.isPastFilter;
    this.view.anew();
    await this.show({ changed: [] });
  }

  async draw(id = this.id) {
    if (id === undefined) return; // the first answer isn't there: it is drawn with what was asked for meanwhile
    if (this.id !== id) this.selection.clear();
    if (this.id === undefined) this.#views.set(id, this.view); // what was searched for before the first rows came
    this.finish();
    this.id = id;
    this.#shape = shapeOf(this.tab);
    this.#columns = onShow(this.tab, this.folds, this.every);
    const before = this.table.rows;
    await this.table.draw(this.#definitions(), this.rows);
    this.selection.settle(before);
    this.table.holder.addEventListener("scroll", () => this.#along());
    this.mark();
    this.#tell("drawn");
  }

  /** Show what changed; where a column did, everything is drawn anew. */
  async show({ changed, tabsChanged }) {
    if (!this.tab) return;
    if (this.#shape !== shapeOf(this.tab)) return this.draw();
    const before = this.table.rows;
    await this.table.show(this.rows, changed);
    this.selection.settle(before);
    if (tabsChanged) for (const column of headed(this.tab).filter(isMoment)) this.table.title(`c${column.index}`, column.label);
    this.mark();
    this.#tell("shown");
  }

  /** The view has changed: order the rows anew. */
  async apply() {
    this.view.anew();
    await this.draw();
  }

  /** Lay the selection over the table, once before the next frame however often it is asked for. */
  mark() {
    this.#marking ??= requestAnimationFrame(() => this.#mark());
  }

  #mark() {
    this.#marking = null;
    if (!this.table.holder) return;
    this.table.mark(this.carrying.filling ?? this.selection.area(), this.selection.cell, this.workbook.people(this.id));
    const cell = this.editor.cell ?? this.selection.cell;
    const place = cell && this.table.element(cell)?.getBoundingClientRect();
    if (this.editor.cell) this.editor.follow(place); // somebody's row may have come in above
    else if (place) this.editor.rest(place);
  }

  async select(cell, position) {
    this.selection.select(cell);
    await this.#went(position);
  }

  /** What somebody is just typing isn't lost: it is sent. */
  finish() {
    if (this.editor.cell) this.editor.finish();
    this.editor.rest();
  }

  focus() {
    this.editor.focus();
  }

  /** Do what a key or the menu says. */
  do(name, ...given) {
    return this[`$${name}`](...given);
  }

  async $move(down, right, { extend = false, jump = false } = {}) {
    const isFilled = ({ row, column }) => Boolean(this.workbook.text(this.id, row, column));
    this.#home = null;
    this.selection.move(down, right, { extend, jump, isFilled });
    await this.#went();
  }

  async $page(way, { extend }) {
    const row = this.table.element(this.selection.cell)?.offsetHeight ?? 36;
    await this.$move(way * Math.max(1, Math.floor(this.table.holder.clientHeight / row) - 1), 0, { extend });
  }

  async $tab(right) {
    const home = this.#home ?? this.selection.cell?.column;
    this.selection.move(0, right);
    this.#home = home;
    await this.#went();
  }

  async $edit(cell = this.selection.cell, text) {
    if (!cell) return;
    await this.table.reveal(cell);
    this.selection.select(cell);
    this.mark();
    this.editor.begin(cell, { ...this.#line(cell), text: text ?? typed(this.workbook.row(this.id, cell.row), cell.column) });
    this.#tell("selected");
  }

  /** Go to the first of these edits that is on show, so that one sees what was taken back. */
  async find(edits) {
    const cell = edits.find(({ row, column }) => this.table.rows.includes(row) && this.#columns.some(({ index }) => index === column));
    if (cell) await this.select({ row: cell.row, column: cell.column });
  }

  /** Edit a refused cell with what was typed there, also where the view has put it out of sight; written, it replaces the refusal. */
  async again(refusal) {
    const [{ row, column, new: text }] = refusal.edits;
    if (!this.workbook.row(this.id, row)) return;
    this.view.keep([row]);
    await this.show({ changed: [] });
    await this.$edit({ row, column }, text);
    this.#again = refusal;
  }

  $stamp(text) {
    return this.$edit(this.selection.cell, text);
  }

  $clear() {
    return this.#send(filled(this.selection.area(), "", this.#shown));
  }

  $fillDown(area = this.selection.area(), height = 1) {
    return this.carrying.fillDown(area, height);
  }

  $selectAll() {
    const { rows } = this.table;
    this.selection.select({ row: rows[0], column: this.#columns[0].index }, { row: rows.at(-1), column: this.#columns.at(-1).index });
    this.mark();
  }

  $escape() {
    this.carrying.drop();
    if (this.selection.cell) this.selection.select(this.selection.cell);
    this.mark();
  }

  $search() {
    this.#tell("search");
  }

  async $insert(below = 0) {
    const { rows } = this.selection.area();
    const body = this.workbook.body(this.id).map((row) => row.id);
    const before = below ? (body[body.indexOf(rows.at(-1)) + 1] ?? null) : rows[0];
    const answer = await this.#send([{ insert: rows.length, before }]);
    if (!answer) return;
    this.view.keep(answer.inserted);
    await this.show({ changed: [] });
    await this.select({ row: answer.inserted[0], column: this.selection.cell?.column ?? this.#columns[0].index });
  }

  $remove() {
    const { rows } = this.selection.area();
    return this.#send(rows.map((row) => ({ delete: row, old: this.workbook.row(this.id, row)?.v ?? [] })));
  }

  async $undo(way = "undo") {
    this.#tell("turned", await this.changes.turn(way).catch((refusal) => refusal));
  }

  $redo() {
    return this.$undo("redo");
  }

  /** The first row below all others, to type into; it is made when the tab is full. */
  async $add() {
    const body = this.workbook.body(this.id);
    if (!body.length || body.at(-1).v?.some(Boolean)) await this.#send([{ insert: 1, before: null }]);
    const column = this.#columns.find((one, place) => place && !this.folds.leads(this.tab, one)) ?? this.#columns[0];
    await this.$edit({ row: this.table.rows.at(-1), column: column.index });
  }

  #send(edits, again) {
    this.view.keep(edits.map((edit) => edit.row));
    return this.changes.send(this.id, edits, again);
  }

  #shown = (row, column) => this.workbook.text(this.id, row, column);

  #column(index) {
    return this.tab.columns[index];
  }

  #line(cell) {
    const { label, choices, checkbox } = this.#column(cell.column);
    const place = this.table.element(cell)?.getBoundingClientRect() ?? { left: 0, top: 0, width: 200, height: 36 };
    return { label, choices: checkbox ? ["TRUE", "FALSE"] : choices, place, seen: this.#shown(cell.row, cell.column) };
  }

  #fill(element, row, field) {
    const column = this.#column(Number(field.slice(1)));
    const data = this.workbook.row(this.id, row);
    const frozen = this.tab.frozenColumns;
    // Of the sheet's frozen columns only the first stays in sight here, so it shows the last of them as well.
    const also = frozen > 1 && column.index === this.#columns[0].index ? data?.v?.[frozen - 1] : "";
    return paint(element, { row: data, column, looks: this.workbook.looks, draft: this.changes.drafts.at(this.id, row, column.index), also });
  }

  #definitions() {
    return definitions(this.tab, {
      columns: this.#columns,
      folds: this.folds,
      widths: this.widths,
      view: this.view,
      menu: (column, button) => this.#tell("column", { column, button }),
      select: ({ index }) => this.#selectColumn(index),
      fold: async (column) => {
        const { scrollLeft } = this.table.holder;
        this.folds.turn(this.tab, column);
        await this.draw();
        this.table.holder.scrollLeft = scrollLeft;
      },
    });
  }

  // All its rows but the last, which is there to type into.
  #selectColumn(column) {
    const { rows } = this.table;
    if (!rows.length) return;
    this.#home = null;
    this.selection.select({ row: rows[0], column }, { row: rows.at(-2) ?? rows[0], column });
    this.mark();
    this.focus();
    this.#tell("selected");
  }

  async #went(position) {
    const far = this.selection.to;
    if (far) await this.table.reveal(far, position);
    this.mark();
    this.#tell("selected");
  }

  #along() {
    const cell = this.editor.cell ?? this.selection.cell;
    this.editor.follow(cell && this.table.element(cell)?.getBoundingClientRect()); // it stays where its row isn't drawn
  }

  #typed({ cell, text, seen, down, right, everywhere }) {
    const again = this.#again;
    this.#again = null;
    if (everywhere) this.#send(filled(this.selection.area(), text, this.#shown), again);
    else if (text !== seen && text !== typed(this.workbook.row(this.id, cell.row), cell.column)) {
      this.#send([{ row: cell.row, column: cell.column, old: seen, new: text }], again);
    }
    if (!down && !right) return this.mark();
    const home = down && this.#home !== null ? { row: cell.row, column: this.#home } : cell;
    if (right && this.#home === null) this.#home = cell.column;
    else if (down) this.#home = null;
    if (!this.table.rows.includes(home.row)) return this.#went(); // somebody has deleted it: the selection has gone on already
    this.selection.select(home);
    this.selection.move(down, right);
    this.#went();
  }

  #listen(place) {
    const { editor, carrying } = this;
    editor.addEventListener("typed", ({ detail }) => this.#typed(detail));
    editor.addEventListener("left", () => {
      this.#again = null;
      this.mark();
    });
    editor.addEventListener("begin", () => {
      if (this.selection.cell) editor.overwrite(this.selection.cell, this.#line(this.selection.cell));
      else editor.rest(); // there is no row to type into
    });
    editor.input.addEventListener("keydown", (event) => {
      // A key that has just ended the editing isn't a command as well.
      const told = editor.cell || event.isComposing || event.defaultPrevented ? null : command(event);
      if (!told) return;
      event.preventDefault();
      this.do(...told);
    });
    const carries = {
      copy: (event) => carrying.copy(event, "copy"),
      cut: (event) => carrying.copy(event, "cut"),
      paste: (event) => carrying.pasteFrom(event.clipboardData),
    };
    for (const [name, carry] of Object.entries(carries)) {
      editor.input.addEventListener(name, (event) => {
        if (editor.cell) return; // within the text that is edited the browser does it
        event.preventDefault();
        carry(event);
      });
    }
    const pointer = new Pointer(this.table, this.selection);
    pointer.addEventListener("leave", () => editor.cell && editor.finish());
    pointer.addEventListener("selected", () => {
      this.#home = null;
      this.mark();
      this.focus();
      this.#tell("selected");
    });
    pointer.addEventListener("edit", ({ detail }) => this.$edit(detail));
    pointer.addEventListener("menu", ({ detail }) => this.#tell("menu", detail));
    pointer.addEventListener("filling", ({ detail }) => carrying.fillTo(detail));
    pointer.addEventListener("filled", () => carrying.filled());
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
