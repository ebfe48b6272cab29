// The choices of a cell, below the line to type in: all of them at once, fewer as one types.

const ROOM = 240; // a list with less room below opens upwards

export class Choices {
  #all = [];

  /** `take` is called with what was chosen. */
  constructor(parent, take) {
    this.list = document.createElement("ul");
    this.list.id = "choices";
    this.list.setAttribute("role", "listbox");
    this.list.popover = "manual"; // above everything
    this.take = take;
    parent.append(this.list);
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  get marked() {
    return this.isOpen ? this.list.querySelector("[aria-selected=true]")?.textContent : undefined;
  }

  /** Offer all choices at a cell's place, the present one marked. */
  open(all, text, place) {
    this.#all = all;
    this.#offer("");
    this.#mark([...this.list.children].find((one) => one.textContent === text));
    this.#put(place);
  }

  /** Offer those that have what was typed in them, as soon as something was. */
  narrow(part) {
    this.#offer(part);
    this.#mark(this.list.children.length === 1 ? this.list.firstElementChild : null);
  }

  close() {
    if (this.isOpen) this.list.hidePopover();
  }

  go(down) {
    const marked = this.list.querySelector("[aria-selected=true]");
    const first = down ? this.list.firstElementChild : this.list.lastElementChild;
    const next = marked && (down ? marked.nextElementSibling : marked.previousElementSibling);
    this.#mark(marked ? (next ?? marked) : first);
  }

  #offer(part) {
    const wanted = part.trim().toLowerCase();
    const offered = this.#all.filter((choice) => choice.toLowerCase().includes(wanted));
    this.list.replaceChildren(...offered.map((choice) => this.#option(choice)));
  }

  #option(choice) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.textContent = choice;
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the line keeps the focus
    item.addEventListener("click", () => this.take(choice));
    return item;
  }

  #mark(chosen) {
    for (const item of this.list.children) item.setAttribute("aria-selected", String(item === chosen));
    chosen?.scrollIntoView({ block: "nearest" });
  }

  #put({ left, top, bottom, width }) {
    const upwards = innerHeight - bottom < ROOM && top > innerHeight - bottom;
    const { style } = this.list;
    style.left = `${Math.max(0, Math.min(left, innerWidth - 160))}px`;
    style.minWidth = `${width}px`;
    style.top = upwards ? "auto" : `${bottom}px`;
    style.bottom = upwards ? `${innerHeight - top}px` : "auto";
    style.maxHeight = `${(upwards ? top : innerHeight - bottom) - 8}px`;
    if (!this.isOpen) this.list.showPopover();
  }
}
