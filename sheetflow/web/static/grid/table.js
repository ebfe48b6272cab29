// The table on the page: Tabulator draws the rows in sight; which cells are selected, and by whom, is laid over them.
import { plain } from "./cells.js";

const BUFFER = 240; // pixels of rows drawn above and below those in sight: more make a jump slow, fewer a scroll bare

export class Table {
  #table = null;
  #drawn = new Map(); // rows that were drawn, by id
  #rows = []; // ids of all rows, in order
  #marked = new Set(); // elements that something is laid over

  /** `fill(element, row, field)` gives what a cell shows; `drawn` is told of new rows, `resized` of a width. */
  constructor(place, { fill, drawn, resized }) {
    this.place = place;
    this.fill = fill;
    this.drawn = drawn;
    this.resized = resized;
  }

  get holder() {
    return this.place.querySelector(".tabulator-tableholder");
  }

  get rows() {
    return this.#rows;
  }

  /** Draw everything anew. */
  async draw(columns, rows) {
    this.#table?.destroy();
    this.#drawn.clear();
    this.#rows = rows;
    this.#table = new Tabulator(this.place, {
      data: rows.map((id) => ({ id })),
      columns: columns.map((column) => ({ ...column, formatter: (cell) => this.fill(cell.getElement(), cell.getData().id, cell.getField()) })),
      height: "100%",
      layout: "fitData",
      placeholder: this.place.dataset.empty,
      columnDefaults: { headerSort: false, variableHeight: true, resizable: "header" },
      keybindings: false,
      selectableRows: false, // else the row under the mouse turns grey, as if a rule had coloured it
      renderVerticalBuffer: BUFFER,
      rowFormatter: (row) => this.#made(row),
    });
    this.#table.on("columnResized", (column) => this.resized(column.getField(), column.getWidth()));
    this.#table.on("renderComplete", () => this.drawn());
    await new Promise((built) => this.#table.on("tableBuilt", built));
    this.holder.tabIndex = -1; // the line to type in has the focus
  }

  /** Show these rows; those in `changed` look different. */
  async show(rows, changed) {
    if (!sameRows(rows, this.#rows)) await this.#replace(rows);
    for (const id of changed) this.#drawn.get(id)?.reformat();
    if (changed.length) this.drawn();
  }

  async #replace(rows) {
    const { scrollLeft } = this.holder;
    const before = this.#rows;
    this.#rows = rows;
    if (rows.length > before.length && before.every((row, place) => row === rows[place])) {
      return this.#table.addData(rows.slice(before.length).map((id) => ({ id })));
    }
    this.#drawn.clear();
    await this.#table.replaceData(rows.map((id) => ({ id })));
    this.holder.scrollLeft = scrollLeft;
  }

  #made(row) {
    const { id } = row.getData();
    row.getElement().dataset.row = id;
    this.#drawn.set(id, row);
  }

  title(field, text) {
    const title = this.place.querySelector(`.tabulator-col[tabulator-field=${field}] .title`);
    if (title) title.textContent = plain(text);
  }

  /** The element of a cell, if its row is drawn. */
  element({ row, column }) {
    const drawn = this.#drawn.get(row)?.getElement();
    return drawn?.isConnected ? drawn.querySelector(`:scope > [tabulator-field=c${column}]`) : null;
  }

  /** Which cell an element belongs to. */
  cellOf(element) {
    const cell = element?.closest?.(".tabulator-cell");
    const row = cell?.closest(".tabulator-row");
    const field = cell?.getAttribute("tabulator-field");
    return row?.dataset.row && field ? { row: Number(row.dataset.row), column: Number(field.slice(1)) } : null;
  }

  /** Bring a cell into sight. */
  async reveal(cell, position = "nearest") {
    if (!this.element(cell)) await this.#table.scrollToRow(cell.row, position === "nearest" ? "center" : position, false);
    const element = this.element(cell);
    if (element) scrollInto(this.holder, element);
    return element;
  }

  /** Lay a selection and other people's cells over what is drawn. */
  mark({ rows, columns }, current, people) {
    this.#unmark();
    const inside = new Set(rows);
    const several = rows.length * columns.length > 1;
    for (const row of several ? this.holder.querySelectorAll(".tabulator-row") : []) {
      const id = Number(row.dataset.row);
      if (inside.has(id)) for (const column of columns) this.#lay({ row: id, column }, "selected");
    }
    if (current) this.#lay(current, "current");
    if (rows.length) this.#lay({ row: rows.at(-1), column: columns.at(-1) }, "corner");
    for (const one of people) this.#lay(one, null, one.name);
  }

  #lay(cell, name, who) {
    const element = this.element(cell);
    if (!element) return;
    if (name) element.classList.add(name);
    if (who) element.dataset.who = who;
    this.#marked.add(element);
  }

  #unmark() {
    for (const element of this.#marked) {
      element.classList.remove("selected", "current", "corner");
      delete element.dataset.who;
    }
    this.#marked.clear();
  }
}

function sameRows(one, other) {
  return one.length === other.length && one.every((row, place) => row === other[place]);
}

// A frozen column is always in sight; others may stand under it.
function scrollInto(holder, element) {
  const box = element.getBoundingClientRect();
  const room = holder.getBoundingClientRect();
  const frozen = element.classList.contains("tabulator-frozen") ? null : element.parentElement.querySelector(".tabulator-frozen");
  const left = room.left + (frozen?.offsetWidth ?? 0);
  const right = room.left + holder.clientWidth;
  const bottom = room.top + holder.clientHeight;
  if (box.top < room.top) holder.scrollTop -= room.top - box.top;
  else if (box.bottom > bottom) holder.scrollTop += box.bottom - bottom;
  if (!frozen) return;
  if (box.left < left) holder.scrollLeft -= left - box.left;
  else if (box.right > right) holder.scrollLeft += Math.min(box.right - right, box.left - left);
}
