// Mouse and finger on the cells: select, draw a selection out, draw its corner down to fill; a second tap edits.

const CORNER = 9; // pixels round the lower right corner that are its handle
const EDGE = 28; // so near the edge of the table it scrolls

export class Pointer extends EventTarget {
  #drawing = null; // "select" or "fill"
  #tapped = null;

  constructor(table, selection) {
    super();
    this.table = table;
    this.selection = selection;
    table.place.addEventListener("pointerdown", (event) => this.#down(event));
    table.place.addEventListener("click", (event) => this.#click(event));
    table.place.addEventListener("dblclick", (event) => this.#twice(event));
    table.place.addEventListener("contextmenu", (event) => this.#menu(event));
    addEventListener("pointermove", (event) => this.#move(event));
    addEventListener("pointerup", () => this.#up());
    addEventListener("pointercancel", () => (this.#drawing = null));
  }

  #down(event) {
    const cell = this.table.cellOf(event.target);
    if (!cell || event.button || event.pointerType === "touch" || event.target.closest("a")) return;
    event.preventDefault(); // the line to type in keeps the focus
    this.#tell("leave");
    if (isHandle(event)) this.#drawing = "fill";
    else {
      this.#drawing = "select";
      this.#tapped = this.#isCurrent(cell) ? cell : null;
      if (event.shiftKey && this.selection.cell) this.selection.to = cell;
      else this.selection.select(cell);
    }
    this.#tell("selected");
  }

  // A finger scrolls; where it only taps, it selects, and edits what was selected.
  #click(event) {
    const cell = this.table.cellOf(event.target);
    if (!cell || event.target.closest("a")) return;
    const touched = event.pointerType === "touch";
    if (touched && this.#isCurrent(cell)) return this.#tell("edit", cell);
    if (touched) {
      this.#tell("leave");
      this.selection.select(cell);
      this.#tell("selected");
    } else if (event.target.closest(".chip") && this.#tapped && this.selection.isOne) this.#tell("edit", cell);
  }

  #twice(event) {
    const cell = this.table.cellOf(event.target);
    if (cell && event.pointerType !== "touch") this.#tell("edit", cell);
  }

  #menu(event) {
    const cell = this.table.cellOf(event.target);
    if (!cell) return;
    event.preventDefault();
    const { rows, columns } = this.selection.area();
    if (!rows.includes(cell.row) || !columns.includes(cell.column)) this.selection.select(cell);
    this.#tell("selected");
    this.#tell("menu", { left: event.clientX, bottom: event.clientY });
  }

  #move(event) {
    if (!this.#drawing) return;
    this.#scroll(event);
    const cell = this.table.cellOf(document.elementFromPoint(event.clientX, event.clientY));
    if (!cell) return;
    if (this.#drawing === "fill") this.#tell("filling", cell);
    else if (cell.row !== this.selection.to.row || cell.column !== this.selection.to.column) {
      this.selection.to = cell;
      this.#tell("selected");
    }
  }

  #scroll({ clientX, clientY }) {
    const { left, right, top, bottom } = this.table.holder.getBoundingClientRect();
    if (clientY > bottom - EDGE) this.table.holder.scrollTop += EDGE;
    else if (clientY < top + EDGE) this.table.holder.scrollTop -= EDGE;
    if (clientX > right - EDGE) this.table.holder.scrollLeft += EDGE;
    else if (clientX < left + EDGE) this.table.holder.scrollLeft -= EDGE;
  }

  #up() {
    const drawn = this.#drawing;
    this.#drawing = null;
    if (drawn === "fill") this.#tell("filled");
    else if (drawn) this.#tell("selected");
  }

  #isCurrent(cell) {
    const now = this.selection.cell;
    return Boolean(now) && now.row === cell.row && now.column === cell.column;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function isHandle(event) {
  const corner = event.target.closest(".corner");
  if (!corner) return false;
  const { right, bottom } = corner.getBoundingClientRect();
  return right - event.clientX < CORNER && bottom - event.clientY < CORNER;
}
