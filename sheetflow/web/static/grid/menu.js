// A small menu at a place: of acts, or of anything else that is laid into it.

export class Menu {
  #opener = null; // where the focus goes back to

  /** `left` is called once nothing was chosen: the menu was shut by Esc or a click on nothing. */
  constructor(parent, left) {
    this.box = document.createElement("div");
    this.box.className = "menu";
    this.box.popover = "auto"; // shuts when one clicks elsewhere or presses Esc
    this.box.addEventListener("toggle", ({ newState }) => {
      if (newState === "closed" && [this.#opener, document.body].includes(document.activeElement)) left();
    });
    parent.append(this.box);
  }

  /** Open with these elements below a place on the page. */
  open({ left, bottom, top = bottom }, ...elements) {
    this.#opener = document.activeElement;
    this.box.replaceChildren(...elements);
    this.box.showPopover();
    const { width, height } = this.box.getBoundingClientRect();
    const below = bottom + height <= innerHeight || top < height;
    this.box.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
    this.box.style.top = `${Math.max(4, below ? Math.min(bottom, innerHeight - height - 4) : top - height)}px`;
    this.box.querySelector("button, input")?.focus();
  }

  close() {
    this.box.hidePopover();
  }

  /** A line of the menu: what it does, and the key for it. */
  act(text, keys, run) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(text, key(keys));
    button.addEventListener("click", () => {
      this.close();
      run();
    });
    return button;
  }
}

function key(text) {
  const shown = document.createElement("kbd");
  shown.textContent = text;
  shown.hidden = !text;
  return shown;
}
