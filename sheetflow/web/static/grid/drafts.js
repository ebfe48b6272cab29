// What somebody typed that the workbook hasn't taken yet: on its way, or refused and kept until they tick it.

export class Drafts {
  #cells = new Map();
  #rows = new Set(); // rows that were typed into: they stay on show
  refusals = [];

  get isEmpty() {
    return !this.#cells.size;
  }

  at(sheet, row, column) {
    return this.#cells.get(`${sheet}/${row}/${column}`);
  }

  has(sheet, row) {
    return this.#rows.has(`${sheet}/${row}`);
  }

  /** Whether the cell, or a row to delete, has a text that the server hasn't answered yet. */
  isOnItsWay(sheet, edit) {
    if (!edit.delete) return this.at(sheet, edit.row, edit.column)?.text !== undefined;
    const row = `${sheet}/${edit.delete}/`;
    return [...this.#cells].some(([name, { text }]) => text !== undefined && name.startsWith(row));
  }

  /** Show a set's texts at once, before the server has answered. */
  send(sheet, edits) {
    for (const edit of edits.filter(isTyped)) {
      this.#cells.set(nameOf(sheet, edit), { text: edit.new });
      this.#rows.add(`${sheet}/${edit.row}`);
    }
  }

  /** The server has taken them, or they were ticked: what stands in the workbook is shown. */
  forget(sheet, edits) {
    for (const edit of edits.filter(isTyped)) {
      const { text, refused } = this.at(sheet, edit.row, edit.column) ?? {};
      if ((text ?? refused) === edit.new) this.#cells.delete(nameOf(sheet, edit));
    }
  }

  /** Keep what was typed, with the sentence that says why it wasn't taken, or that its answer was lost on the way. */
  refuse(sheet, edits, { message: sentence, status }) {
    const typed = edits.filter(isTyped);
    for (const edit of typed) this.#cells.set(nameOf(sheet, edit), { refused: edit.new, sentence });
    this.refusals.push({ sheet, edits: typed, sentence, lost: !status && typed.length === edits.length });
  }

  /** Forget a refusal that was read. */
  tick(refusal) {
    this.refusals = this.refusals.filter((one) => one !== refusal);
    this.forget(refusal.sheet, refusal.edits);
  }
}

function isTyped(edit) {
  return typeof edit.new === "string" && edit.row > 0;
}

function nameOf(sheet, { row, column }) {
  return `${sheet}/${row}/${column}`;
}
