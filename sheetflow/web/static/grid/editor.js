// The line to type in. It is always there and has the focus while the grid has it, so that the first letter of a
// Chinese word goes into it as well; it is seen only while somebody edits a cell.
import { Choices } from "./choices.js";
import { stamp } from "./keys.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const LEAST = 160; // pixels to type in, however narrow the column
const MOST = 0.6; // of the window's height: a longer text scrolls
const TOUCHED = matchMedia("(pointer: coarse)");

export class Editor extends EventTarget {
  cell = null; // which one is edited
  #typing = false; // begun by typing: arrows leave the cell
  #offered = null;
  #place = { left: 0, top: 0, width: 0, height: 0 }; // its cell's
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
    this.input.addEventListener("blur", () => this.#left());
    this.input.addEventListener("keydown", (event) => this.cell && this.#key(event));
  }

  /** Whether something was typed that isn't sent yet. */
  get isChanged() {
    return Boolean(this.cell) && this.input.value !== this.#seen;
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
    this.input.scrollTop = this.input.scrollHeight; // where the caret is
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
    if (!place) return;
    this.#put(place);
    if (this.cell) this.#grow();
  }

  /** Write what was typed and go on: so many rows and columns. */
  finish(down = 0, right = 0, everywhere = false) {
    const told = { cell: this.cell, text: this.input.value, seen: this.#seen, down, right, everywhere };
    this.rest();
    this.dispatchEvent(new CustomEvent("typed", { detail: told }));
  }

  // Who looks something up in another window goes on typing when they are back; a phone may forget the page meanwhile.
  #left() {
    const isWindow = document.activeElement === this.input;
    if (this.cell && (!isWindow || TOUCHED.matches)) this.finish();
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
    else if (key === "Enter" && altKey) this.#insert(event, "\n");
    else if (stamp(event)) this.#insert(event, stamp(event));
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

  #insert(event, text) {
    event.preventDefault();
    this.input.setRangeText(text, this.input.selectionStart, this.input.selectionEnd, "end");
    this.#grow();
  }

  #take(event, down, right, everywhere = false) {
    event.preventDefault();
    if (this.choices.marked !== undefined) this.input.value = this.choices.marked;
    this.finish(down, right, everywhere);
  }

  #put(place) {
    const { left, top, width, height } = (this.#place = place);
    const wide = this.cell ? Math.max(width, Math.min(LEAST, innerWidth)) : width;
    Object.assign(this.input.style, { left: `${Math.max(0, Math.min(left, innerWidth - wide))}px`, top: `${top}px`, width: `${wide}px`, minHeight: `${height}px` });
  }

  // A long text has room below, and above where the window ends; its caret stays in sight.
  #grow() {
    const { style } = this.input;
    style.height = "auto";
    const height = Math.max(this.#place.height, Math.min(this.input.scrollHeight + 4, innerHeight * MOST));
    style.height = `${height}px`;
    style.top = `${Math.max(0, Math.min(this.#place.top, innerHeight - height))}px`;
  }
}
