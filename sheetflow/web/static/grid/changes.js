// Sending one's own edits: one call for a set, all of it or nothing; shown at once, taken back by Ctrl+Z.
import { Drafts } from "./drafts.js";
import { Undo } from "./undo.js";
import { Refusal } from "./workbook.js";

export class Changes {
  drafts = new Drafts();
  undo = new Undo();
  #last = Promise.resolve();

  /** `shown` is told which rows look different; `said` gets the sentence of a refusal; `follow` asks for news. */
  constructor(workbook, { shown, said, follow }) {
    Object.assign(this, { workbook, shown, said, follow });
  }

  /** Send a set, in place of a refused one that is typed `again`; gives the answer, null when refused. Sets go one after another. */
  send(sheet, edits, again) {
    if (!edits.length) return Promise.resolve(null);
    const after = edits.filter((edit) => this.drafts.isOnItsWay(sheet, edit));
    this.drafts.send(sheet, edits);
    this.shown(rowsOf(edits));
    const sent = this.#last.then(() => {
      for (const edit of after) this.#expect(sheet, edit);
      return this.#send(sheet, edits, again);
    });
    this.#last = sent.catch(() => {});
    return sent;
  }

  // What was still on its way when the edit was made has come to this by now.
  #expect(sheet, edit) {
    edit.old = edit.delete ? (this.workbook.row(sheet, edit.delete)?.v ?? []) : this.workbook.text(sheet, edit.row, edit.column);
  }

  async #send(sheet, edits, again) {
    try {
      const answer = await this.workbook.change(sheet, edits.map(asked));
      this.undo.did(sheet, edits, answer);
      await this.follow(sheet);
      this.drafts.forget(sheet, edits);
      this.#settle(again);
      this.shown(rowsOf(edits));
      return answer;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      await this.follow(sheet); // what is told goes by what stands there now: the row may be gone
      if (again) this.drafts.tick(again); // what it says now is told instead
      this.drafts.refuse(sheet, edits, refusal);
      this.said();
      this.shown(rowsOf(edits));
      return null;
    }
  }

  // What was refused before has been written.
  #settle(again) {
    if (!again) return;
    this.drafts.tick(again);
    this.said();
  }

  /** What stands in the workbook was written, though its answer was lost: it isn't told as refused any more. */
  arrived(sheet) {
    const stands = ({ row, column, new: text }) => this.workbook.text(sheet, row, column) === text;
    const lost = this.drafts.refusals.filter((one) => one.lost && one.sheet === sheet && one.edits.every(stands));
    for (const refusal of lost) this.drafts.tick(refusal);
    if (lost.length) this.said();
    return lost.flatMap((refusal) => rowsOf(refusal.edits));
  }

  /** Take one's own last set back, or do it again; gives the tab it was in, false when there is none. */
  async turn(way) {
    const turned = this.#last.then(() => this.undo[way]((...set) => this.workbook.change(...set)));
    this.#last = turned.catch(() => {});
    const done = await turned;
    if (done) await this.follow(done.sheet);
    return done;
  }
}

function rowsOf(edits) {
  return [...new Set(edits.map((edit) => edit.row).filter((row) => row > 0))];
}

function asked({ like, new: text, ...edit }) {
  if (like) return { ...edit, like };
  return text === undefined ? edit : { ...edit, new: text };
}
