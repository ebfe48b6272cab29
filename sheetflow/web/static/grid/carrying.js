// What goes from cells to others: copied, cut and pasted, or filled down by the corner.
import { copiedDown, filled, pasted } from "./blocks.js";
import { typed } from "./cells.js";
import { fromClipboard, toHtml, toText } from "./clipboard.js";

export class Carrying {
  filling = null; // the area that the corner has been drawn over so far
  #grid;
  #on;
  #copied = ""; // what this page has put on the clipboard
  #cut = null;

  /** `on` has `shown` (a cell's text by row and column), `send` (writes edits) and `tell` (of what didn't fit). */
  constructor(grid, on) {
    this.#grid = grid;
    this.#on = on;
  }

  /** The selected cells as lines of what was typed there. */
  lines() {
    const { workbook, id, selection } = this.#grid;
    const { rows, columns } = selection.area();
    return rows.map((row) => columns.map((column) => typed(workbook.row(id, row), column)));
  }

  /** Put them on the clipboard; what is cut moves where it is pasted. */
  copy(event, name) {
    const lines = this.lines();
    this.#copied = toText(lines);
    event.clipboardData.setData("text/plain", this.#copied);
    event.clipboardData.setData("text/html", toHtml(lines));
    this.#cut = name === "cut" ? { ...this.#grid.selection.area(), sheet: this.#grid.id, text: this.#copied } : null;
  }

  /** Nothing is cut any more. */
  drop() {
    this.#cut = null;
  }

  pasteFrom(clipboardData) {
    return this.paste(fromClipboard(clipboardData, this.#copied));
  }

  /** Write copied lines from the current cell on; what was cut goes where it was pasted. */
  async paste(lines) {
    const { workbook, id, selection, table } = this.#grid;
    const { shown, send, tell } = this.#on;
    if (!lines.length || !selection.cell) return;
    const { rows } = table;
    const body = workbook.body(id);
    const last = body.findIndex((row) => row.id === rows.at(-1));
    const spare = body.slice(last + 1).filter((row) => !row.v?.some(Boolean)).map((row) => row.id);
    const told = pasted(lines, selection.area(), { rows, columns: selection.columns(), spare, shown });
    if (told.beyond) return tell("beyond", { wide: Math.max(...lines.map((line) => line.length)), room: told.columns.length });
    const cut = this.#cut?.sheet === id && this.#cut.text === toText(lines) ? this.#cut : null;
    this.drop();
    const written = new Set(told.edits.map(({ row, column }) => `${row}/${column}`));
    const emptied = cut ? filled(cut, "", shown).filter(({ row, column }) => !written.has(`${row}/${column}`)) : [];
    await send([...told.edits, ...emptied]);
    if (told.rows.length && told.columns.length) {
      const to = { row: told.rows.findLast((row) => table.rows.includes(row)) ?? selection.cell.row, column: told.columns.at(-1) };
      selection.select(selection.cell, to);
      this.#grid.mark();
    }
  }

  /** Repeat the first rows of an area in those below them. */
  fillDown(area, height) {
    return this.#on.send(copiedDown(area, height, this.#on.shown));
  }

  /** The corner is drawn down to a row. */
  fillTo({ row }) {
    const area = this.#grid.selection.area();
    const { rows } = this.#grid.table;
    const to = rows.indexOf(row);
    if (to < rows.indexOf(area.rows.at(-1))) this.filling = null;
    else this.filling = { rows: rows.slice(rows.indexOf(area.rows[0]), to + 1), columns: area.columns };
    this.#grid.mark();
  }

  /** The corner is let go. */
  filled() {
    const { selection } = this.#grid;
    const area = this.filling;
    const height = selection.area().rows.length;
    this.filling = null;
    if (!area) return;
    selection.select(selection.cell, { row: area.rows.at(-1), column: area.columns.at(-1) });
    this.fillDown(area, height);
    this.#grid.mark();
  }
}
