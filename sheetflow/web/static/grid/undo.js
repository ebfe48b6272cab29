// One's own sets of edits, to be taken back in turn. The server says what undoes a set, and refuses where
// somebody has changed a cell since; what the system alone has reworded is still one's own.

const LONGEST = 200;

export class Undo {
  #done = [];
  #undone = [];
  #own = []; // the revisions that were made here

  /** Note a set that the server has taken. */
  did(sheet, edits, answer) {
    this.#made(answer);
    this.#push(this.#done, entry(sheet, edits, answer));
    this.#undone = [];
  }

  /** Take the last set back with `change`; false when there is none. A refused one isn't offered again. */
  undo(change) {
    return this.#turn(this.#done, this.#undone, change);
  }

  /** Do again what was taken back. */
  redo(change) {
    return this.#turn(this.#undone, this.#done, change);
  }

  async #turn(from, to, change) {
    const last = from.pop();
    if (!last) return false;
    const own = this.#own.filter((revision) => revision > last.since);
    const answer = await change(last.sheet, last.edits, { since: last.since, own }).catch((refusal) => {
      if (!refusal.status) from.push(last); // the server was away: it can still be taken back
      throw refusal;
    });
    this.#made(answer);
    this.#rename(last, answer.inserted);
    this.#push(to, entry(last.sheet, last.edits, answer));
    return last;
  }

  #made({ revision }) {
    this.#own = [...this.#own, revision].slice(-2 * LONGEST);
  }

  #push(stack, made) {
    if (!made) return;
    stack.push(made);
    if (stack.length > LONGEST) stack.shift();
  }

  // A deleted row comes back under a new id: older sets mean that one from now on.
  #rename({ sheet, returning }, inserted) {
    const fresh = new Map(returning.map((row, place) => [row, inserted[place]]));
    if (!fresh.size) return;
    for (const made of [...this.#done, ...this.#undone].filter((one) => one.sheet === sheet)) {
      for (const edit of made.edits) {
        for (const name of ["row", "before", "delete"]) if (fresh.has(edit[name])) edit[name] = fresh.get(edit[name]);
      }
    }
  }
}

function entry(sheet, edits, { undo, revision: since }) {
  return undo && { sheet, since, edits: undo, returning: edits.filter((edit) => edit.delete).map((edit) => edit.delete) };
}
