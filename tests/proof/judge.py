"""Whether a history ended well: what people typed, what we wrote, where each stands, and what the desk was told of it.

The witness looks at the sheet before and after each of our calls and knows rows by their identity; the store knows
neither. So what a write met is known here without asking the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sheetflow.model import Scalar
from tests.proof.people import People, Seen
from tests.proof.sheet import KEY, PROBLEM, STATUS, RowId
from tests.proof.writer import Ledger


@dataclass
class Witness:
    """What our calls did to the sheet.

    `acts` counts what people have done so far, `first` is how many that were when a value of ours first stood in the
    sheet; `met` are our values that did not meet the row, the column and the value they were planned for, `torn` those
    that came without the others of their plan.
    """

    ledger: Ledger
    people: People
    acts: int = 0
    first: dict[Scalar, int] = field(default_factory=dict)
    met: dict[Scalar, str] = field(default_factory=dict)
    torn: set[Scalar] = field(default_factory=set)
    _before: Seen = field(default_factory=lambda: Seen((), {}))

    def sees(self, now: Seen) -> None:
        """Look at the sheet just before a call of ours arrives."""
        self._before = now

    def sees_written(self, now: Seen) -> None:
        """Look at it again just after."""
        new: set[Scalar] = set()
        for row, cells in now.cells.items():
            was = self._before.cells.get(row, {})
            for name, value in cells.items():
                if value in self.ledger and value != was.get(name, "") and value not in self.first:
                    new.add(value)
                    if not self._as_planned(row, name, value, was.get(name, "")):
                        self.met[value] = (
                            f"{value!r} over {was.get(name, '')!r} in {name} of row {row}"
                        )
        for values in self.ledger.whole:
            if values & new and not values <= new:
                self.torn |= values & new
        self.first |= dict.fromkeys(new, self.acts)

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
        ledger, now = self.ledger, self.people.look()
        told = {one.found for one in ledger.told}
        for (row, name), value in self.people.last.items():
            shown = now.cells.get(row, {}).get(name, "")
            readers = {row, self.people.like(row)}
            taken = name == STATUS and any((one, name, value) in ledger.read for one in readers)
            if shown != value and value not in told and not taken:
                yield f"lost: {value!r} in {name} of row {row}, which shows {shown!r}"

    def torn(self) -> Iterator[str]:
        """Yield what was written without the rest of its plan for the row."""
        for value in sorted(map(str, self.witness.torn)):
            yield f"torn: {value!r} came without what was planned with it"

    def untold(self) -> Iterator[str]:
        """Yield what our writes met without a word to the desk."""
        heard = {one.write.new for one in self.ledger.told}
        for value, met in self.witness.met.items():
            if value not in heard:
                yield f"untold: {met}"

    def astray(self) -> Iterator[tuple[str, bool]]:
        """Yield what stands in a row or a column that it wasn't meant for, and whether that is excused.

        It is if the desk was told of it and people had acted after it was written: then nothing may tell the row from
        others. Not looked at is the system's own column: what is there is put right whenever the row is served.
        """
        left = {one.write.new for one in self.ledger.told if not one.put_back}
        for row, cells in self.people.look().cells.items():
            for name, value in cells.items():
                if name == PROBLEM or value in self.people.brought.get(row, ()):
                    continue
                acted_on = self.witness.acts > self.witness.first.get(value, 0)
                for fault in self._misplaced(row, name, value):
                    yield fault, value in left and acted_on

    def _misplaced(self, row: RowId, name: str, value: Scalar) -> Iterator[str]:
        planned = self.ledger.planned.get(value, set())
        if planned and self.people.like(row) not in map(self.people.like, planned):
            yield f"wrong row: {value!r} in {name} of row {row}, meant for {planned}"
        if value in self.ledger and name not in (KEY, STATUS):
            yield f"wrong column: {value!r} in {name} of row {row}"
