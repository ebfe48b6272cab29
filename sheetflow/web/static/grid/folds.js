// Groups of columns: folded as the workbook has them, until this browser opens one; it remembers which.

const KEPT = "sheetflow.open";

export class Folds {
  #open = new Set(JSON.parse(localStorage.getItem(KEPT) ?? "[]"));

  /** Whether a column is the narrow one before a group, which bears its name. */
  leads(tab, column) {
    return tab.groups.some((group) => group.start === column.index + 1);
  }

  /** Whether a column stands in a group that was opened here. */
  isOpen(tab, column) {
    const group = tab.groups.find(({ start, end }) => start <= column.index && column.index < end);
    return Boolean(group) && group.start > 0 && this.#open.has(name(tab, tab.columns[group.start - 1]));
  }

  /** The group's name with the sign of what a click does. */
  title(tab, column) {
    const open = this.#open.has(name(tab, column));
    return `${open ? "▾" : "▸"}${column.label.replace(/^▸/, "")}`;
  }

  /** Open a shut group, shut an open one. */
  turn(tab, column) {
    const key = name(tab, column);
    if (!this.#open.delete(key)) this.#open.add(key);
    localStorage.setItem(KEPT, JSON.stringify([...this.#open]));
  }
}

function name(tab, column) {
  return `${tab.title}/${column.label}`;
}
