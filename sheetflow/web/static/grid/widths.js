// Widths of columns that somebody drew in this browser, by tab and label.

const KEPT = "sheetflow.widths";

export class Widths {
  #all = JSON.parse(localStorage.getItem(KEPT) ?? "{}");

  of(tab, column) {
    return this.#all[`${tab.title}/${column.label}`];
  }

  keep(tab, column, width) {
    this.#all[`${tab.title}/${column.label}`] = Math.round(width);
    localStorage.setItem(KEPT, JSON.stringify(this.#all));
  }
}
