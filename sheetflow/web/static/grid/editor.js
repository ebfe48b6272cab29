// The line to type in. It is always there and has the focus while the grid has it, so that the first letter of a
// Chinese word goes into it as well; it is seen only while somebody edits a cell.
import { Choices } from "./choices.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const TOUCHED = matchMedia("(pointer: coarse)");

export class Editor extends EventTarget {
  cell = null; // which one is edited
  #typing = false; // begun by typing: arrows leave the cell
  #offered = null;
  #seen = "";

  constructor(parent) {
    super();
    this.input = document.createElement("textarea");
    this.input.rows = 1;
    this.input.className = "editor";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.choices = new Choices(parent, (choice) => this.#choose(choice));
    parent.append(this.input);
    this.rest();
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("blur", () => this.cell && this.finish());
    this.input.addEventListener("keydown", (event) => this.cell && this.#key(event));
  }

  /** Take the focus, so that keys and the clipboard come here. */
  focus() {
    if (!this.cell) this.input.inputMode = TOUCHED.matches ? "none" : ""; // no keyboard on a phone before one edits
    this.input.focus({ preventScroll: true });
  }

  /** Wait, unseen, over the current cell. */
  rest(place) {
    this.cell = null;
    this.choices.close();
    this.input.value = "";
    this.input.classList.remove("open");
    if (place) this.#put(place);
  }

  /** Edit a cell: `text` stands there, `choices` are offered. */
  begin(cell, { text, choices, label, place, seen }) {
    if (TOUCHED.matches) this.input.blur(); // so that a phone shows its keyboard now; before, for leaving a cell ends its editing
    this.cell = cell;
    this.#typing = false;
    this.#begin({ choices, label, place, seen });
    this.input.value = text;
    this.input.inputMode = "";
    this.input.focus({ preventScroll: true });
    if (choices) this.input.select();
    else this.input.setSelectionRange(text.length, text.length);
    if (choices) this.choices.open(choices, text, place);
    this.#grow();
  }

  /** Somebody has begun to type: what they type replaces what stood in the cell. */
  overwrite(cell, { choices, label, place, seen }) {
    this.cell = cell;
    this.#typing = true;
    this.#begin({ choices, label, place, seen });
    if (choices) {
      this.choices.open(choices, "", place);
      this.choices.narrow(this.input.value);
    }
    this.#grow();
  }

  /** Move along when the table scrolls. */
  follow(place) {
    if (place) this.#put(place);
  }

  /** Write what was typed and go on: so many rows and columns. */
  finish(down = 0, right = 0, everywhere = false) {
    const told = { cell: this.cell, text: this.input.value, seen: this.#seen, down, right, everywhere };
    this.rest();
    this.dispatchEvent(new CustomEvent("typed", { detail: told }));
  }

  #begin({ choices, label, place, seen }) {
    this.#offered = choices;
    this.#seen = seen;
    this.input.setAttribute("aria-label", label);
    this.input.setAttribute("role", choices ? "combobox" : "textbox");
    if (choices) this.input.setAttribute("aria-controls", "choices");
    this.input.classList.add("open");
    this.#put(place);
  }

  #typed() {
    if (!this.cell) this.dispatchEvent(new Event("begin"));
    else if (this.#offered) this.choices.narrow(this.input.value);
    this.#grow();
  }

  #choose(choice) {
    this.input.value = choice;
    this.finish();
  }

  #key(event) {
    if (event.isComposing) return; // the keys of an input method are its own
    event.stopPropagation();
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (key === "Escape") this.#leave(event);
    else if (key === "Enter" && altKey) this.#breakLine(event);
    else if (key === "Enter") this.#take(event, shiftKey ? -1 : 1, 0, ctrlKey || metaKey);
    else if (key === "Tab") this.#take(event, 0, shiftKey ? -1 : 1);
    else if (this.#offered && (key === "ArrowUp" || key === "ArrowDown")) {
      event.preventDefault();
      this.choices.go(key === "ArrowDown");
    } else if (this.#typing && ARROWS[key]) this.#take(event, ...ARROWS[key]);
  }

  #leave(event) {
    event.preventDefault();
    const { cell } = this;
    this.rest();
    this.dispatchEvent(new CustomEvent("left", { detail: { cell } }));
  }

  #breakLine(event) {
    event.preventDefault();
    this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
    this.#grow();
  }

  #take(event, down, right, everywhere = false) {
    event.preventDefault();
    if (this.choices.marked !== undefined) this.input.value = this.choices.marked;
    this.finish(down, right, everywhere);
  }

  #put({ left, top, width, height }) {
    Object.assign(this.input.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, minHeight: `${height}px` });
  }

  // A long text has room to the right and below.
  #grow() {
    const { style } = this.input;
    style.height = "auto";
    style.height = `${this.input.scrollHeight + 4}px`;
  }
}
