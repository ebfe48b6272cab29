"""Whether a history ended well: what people typed, what we wrote, where each stands, and what the desk was told of it.

The witness looks at the sheet before and after each of our calls and knows rows by their identity; the store knows
neither. So what a write met is known here without asking the store.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from sheetflow.model import Scalar
from tests.proof.people import People, Seen
from tests.proof.sheet import KEY, PROBLEM, STATUS, RowId
from tests.proof.writer import Ledger


@dataclass
class Witness:
    """What our calls did to the sheet.

    `first` is how many acts people had done when a value of ours first stood in the sheet, `carried` the same for what
    we brought of theirs into a row; `met` are our values that did not meet the row, the column and the value they were
    planned for, `torn` those that came without the others of their plan; `keys` are the numbers a row ever had.
    """

    ledger: Ledger
    people: People
    first: dict[Scalar, int] = field(default_factory=dict)
    met: dict[Scalar, str] = field(default_factory=dict)
    torn: set[Scalar] = field(default_factory=set)
    carried: dict[tuple[RowId, Scalar], int] = field(default_factory=dict)
    keys: dict[RowId, set[str]] = field(default_factory=dict)
    _before: Seen = field(default_factory=lambda: Seen((), {}))

    def sees(self, now: Seen) -> None:
        """Look at the sheet just before a call of ours arrives."""
        self._before = now
        self._number(now)

    def _number(self, now: Seen) -> None:
        for row in now.order:
            self.keys.setdefault(row, set()).add(str(now.cells.get(row, {}).get(KEY, "")))

    def sees_written(self, now: Seen) -> None:
        """Look at it again just after."""
        self._number(now)
        new: set[Scalar] = set()
        for row, cells in now.cells.items():
            was = self._before.cells.get(row, {})
            for name, value in cells.items():
                if value != was.get(name, ""):
                    self.carried.setdefault((row, value), self.people.acts)
                if value in self.ledger and value != was.get(name, "") and value not in self.first:
                    new.add(value)
                    if not self._as_planned(row, name, value, was.get(name, "")):
                        self.met[value] = (
                            f"{value!r} over {was.get(name, '')!r} in {name} of row {row}"
                        )
        for values in self.ledger.whole:
            if values & new and not values <= new:
                self.torn |= values & new
        self.first |= dict.fromkeys(new, self.people.acts)

    def _as_planned(self, row: RowId, name: str, value: Scalar, was: Scalar) -> bool:
        if name == PROBLEM:
            return True  # the system's own column: what is there is put right whenever the row is served
        right_row = self.people.like(row) in map(
            self.people.like, self.ledger.planned.get(value, ())
        )
        return right_row and name in (KEY, STATUS) and was == self.ledger.over[value]


@dataclass(frozen=True)
class Judge:
    """Judges the sheet as it is at the end."""

    ledger: Ledger
    people: People
    witness: Witness

    def lost(self) -> Iterator[str]:
        """Yield what people put last into a cell and is neither there nor told nor answered."""
        now = self.people.look()
        for (row, name), value in self.people.last.items():
            shown = now.cells.get(row, {}).get(name, "")
            if shown != value and not (
                self._answered(shown, value) or self._told(row, name, value)
            ):
                yield f"lost: {value!r} in {name} of row {row}, which shows {shown!r}"

    def _answered(self, shown: Scalar, value: Scalar) -> bool:
        """Say whether the desk planned what is shown over a value, or over what it had planned over that."""
        while shown in self.ledger.over:
            shown = self.ledger.over[shown]
            if shown == value:
                return True
        return False

    def _told(self, row: RowId, name: str, value: Scalar) -> bool:
        """Say whether the desk was told that a value couldn't be put back, of this column and of a row like this.

        To the desk a row that people gave another number is another row: of the one it was, being told is enough.
        """
        numbers = {key for one in self._family(row) for key in self.witness.keys.get(one, ())}
        return any(
            (one.found == value or self._answered(one.found, value))
            and (not one.put_back or row in self.people.renumbered)
            and (one.write.column in (name, f"my {name}") or one.write.column.startswith("#"))
            and str(one.found_key) in numbers
            for one in self.ledger.told
        )

    def _family(self, row: RowId) -> set[RowId]:
        people = self.people
        return {
            one
            for one in [*people.origin, row, people.like(row)]
            if people.like(one) == people.like(row)
        }

    def unserved(self) -> Iterator[str]:
        """Yield what the desk ought to have done by now: a row without a number, a status that was to be moved on."""
        people = self.people
        if people.sheet.tickets is None or people.headers & {KEY, STATUS}:
            return
        rows = people.look().cells
        numbers = [str(cells.get(KEY, "")) for cells in rows.values()]
        for row, cells in rows.items():
            number, status = str(cells.get(KEY, "")), cells.get(STATUS, "")
            if cells and not number:
                yield f"unserved: row {row} has no number"
            known = number in self.ledger.known and numbers.count(number) == 1
            if known and status not in ("", "done") and status not in self.ledger.planned:
                yield f"unserved: {status!r} of row {row}"

    def torn(self) -> Iterator[str]:
        """Yield what was written without the rest of its plan for the row, and without a word to the desk.

        Where somebody deletes a column while a batch is under way, Google may leave out what was meant for it.
        """
        heard = {str(one.write.new) for one in self.ledger.told}
        for value in sorted({*map(str, self.witness.torn)} - heard):
            yield f"torn: {value!r} came without what was planned with it"

    def untold(self) -> Iterator[str]:
        """Yield what our writes met without a word to the desk."""
        heard = {one.write.new for one in self.ledger.told}
        for value, met in self.witness.met.items():
            if value not in heard:
                yield f"untold: {met}"

    def astray(self) -> Iterator[tuple[str, bool]]:
        """Yield what stands in a row or a column that it wasn't meant for, and whether that is excused.

        It is if the desk was told of it and people had acted on the row after it was written: then nothing may tell it
        from others. Not looked at is the system's own column: what is there is put right whenever the row is served.
        """
        told = {one.write.new for one in self.ledger.told}
        left = {one.write.new for one in self.ledger.told if not one.put_back}
        for row, cells in self.people.look().cells.items():
            brought = {
                one for like in self._family(row) for one in self.people.brought.get(like, ())
            }
            for name, value in cells.items():
                if name == PROBLEM or value in self.people.brought.get(row, ()):
                    continue
                for fault in self._misplaced(row, name, value, brought):
                    known = told if row in self.people.renumbered else left
                    yield fault, value in known and self._acted_on(row, value)

    def _acted_on(self, row: RowId, value: Scalar) -> bool:
        """Say whether people changed a row, or one like it or of its number, or copied it, since a value came there."""
        since = self.witness.carried.get((row, value), self.witness.first.get(value, 0))
        return any(self.people.touched.get(one, 0) > since for one in self._family(row))

    def _misplaced(
        self, row: RowId, name: str, value: Scalar, brought: Container[Scalar]
    ) -> Iterator[str]:
        planned = self.ledger.planned.get(value, set())
        if planned and self.people.like(row) not in map(self.people.like, planned):
            yield f"wrong row: {value!r} in {name} of row {row}, meant for {planned}"
        if value in self.ledger and name not in (KEY, STATUS):
            yield f"wrong column: {value!r} in {name} of row {row}"
        if value not in self.ledger and value not in brought:
            yield f"wrong row: {value!r} of people's in {name} of row {row}"
