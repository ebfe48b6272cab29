// Mouse and finger on the cells: select, draw a selection out, draw its corner down to fill; a second tap edits. A finger
// scrolls, but for one on the corner, which draws the selection out.

const CORNER = 9; // pixels round the lower right corner that are its handle
const FINGER = 24; // and for a finger
const EDGE = 28; // so near the edge of the table it scrolls

export class Pointer extends EventTarget {
  #drawing = null; // "select" or "fill"
  #tapped = null;
  #held = null; // the cell whose corner a finger holds and hasn't moved yet

  constructor(table, selection) {
    super();
    this.table = table;
    this.selection = selection;
    table.place.addEventListener("pointerdown", (event) => this.#down(event));
    table.place.addEventListener("click", (event) => this.#click(event));
    table.place.addEventListener("dblclick", (event) => this.#twice(event), { capture: true });
    table.place.addEventListener("contextmenu", (event) => this.#menu(event));
    table.place.addEventListener("touchstart", (event) => this.#hold(event), { passive: false });
    addEventListener("pointermove", (event) => this.#move(event));
    addEventListener("pointerup", () => this.#up());
    addEventListener("pointercancel", () => (this.#drawing = this.#held = null));
  }

  // Refused here, the touch neither scrolls nor clicks: its pointer is followed as a mouse is.
  #hold(event) {
    const [finger] = event.touches;
    if (!event.cancelable) return; // the page is still scrolling
    if (event.touches.length > 1 || !isHandle(event.target, finger, FINGER)) return;
    event.preventDefault();
    this.#held = this.table.cellOf(event.target);
    this.#drawing = "select";
    this.#tell("leave");
  }

  #down(event) {
    const cell = this.table.cellOf(event.target);
    if (!cell || event.button || event.pointerType === "touch" || event.target.closest("a")) return;
    event.preventDefault(); // the line to type in keeps the focus
    this.#tell("leave");
    if (isHandle(event.target, event, CORNER)) this.#drawing = "fill";
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
    if (event.pointerType === "touch") this.#tap(cell);
    else if (event.target.closest(".chip") && this.#tapped && this.selection.isOne) this.#tell("edit", cell);
  }

  #tap(cell) {
    if (this.#isCurrent(cell)) return this.#tell("edit", cell);
    this.#tell("leave");
    this.selection.select(cell);
    this.#tell("selected");
  }

  #twice(event) {
    const cell = this.table.cellOf(event.target);
    if (!cell) return;
    event.stopPropagation(); // Tabulator would select the cell as a text, and the line to type in get no letters
    if (event.pointerType !== "touch") this.#tell("edit", cell);
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
      this.#held = null;
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
    const held = this.#held;
    this.#drawing = this.#held = null;
    if (held) this.#tap(held);
    else if (drawn === "fill") this.#tell("filled");
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

function isHandle(target, { clientX, clientY }, reach) {
  const corner = target.closest(".corner");
  if (!corner) return false;
  const { right, bottom } = corner.getBoundingClientRect();
  return right - clientX < reach && bottom - clientY < reach;
}
