"""One history: what people do before which of our calls, what fails, and what came of it when all is quiet again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import gspread
import requests

from sheetflow.store import Workbook
from tests.proof.deeds import Deed, take_back
from tests.proof.judge import Judge, Witness
from tests.proof.people import People
from tests.proof.rebase import rebased
from tests.proof.sheet import COLUMNS, ROWS, SmallSheet, typed
from tests.proof.writer import Desk, Ledger

#: So many cycles without anybody's act end at the fixed point at the latest.
QUIET = 8


class Killed(BaseException):
    """The process ends here."""


@dataclass(frozen=True)
class Step:
    """Before our call `call` (0 is the first after the start) people do `deed`; what else happens to that call.

    `rebased`: it was under way already, and its places move along, with what people do after that too. `fails`: "lost"
    (applied, the answer never comes), "reset" (it never arrives), "killed" (applied, and our process dies).
    """

    call: int
    name: str = ""
    deed: Deed | None = None
    rebased: bool = False
    fails: str = ""

    def __str__(self) -> str:
        how = f"{' (under way)' if self.rebased else ''}{f' [{self.fails}]' if self.fails else ''}"
        return f"{self.call}: {self.name}{how}"


@dataclass
class Outcome:
    """What came of a history; `faults` is empty if nothing was lost, misplaced and untold, or unfinished.

    `conflicts` counts the writes of ours that met something they weren't planned for, whatever the store says of them.
    `left_standing` are values of ours that could not be taken out of a wrong cell after people had acted on, and told.
    `refused` are the sentences with which the store said that it couldn't.
    """

    conflicts: int
    left_standing: int = 0
    faults: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class History:
    """A desk and people on one sheet, played to the end."""

    steps: Sequence[Step]
    desk: Desk
    people: People
    witness: Witness
    calls: int = 0
    left_standing: int = 0

    def before(self, request: requests.PreparedRequest) -> None:
        """Let happen what happens before a call arrives."""
        under_way = False
        steps = [one for one in self.steps if one.call == self.calls]
        for step in steps:
            if step.deed is not None:
                self._act(step.deed)
            under_way = under_way or step.rebased
            if under_way and str(request.path_url).partition("?")[0].endswith(":batchUpdate"):
                request.body = rebased(_bytes(request), self.people.shifts)
        if any(step.fails == "reset" for step in steps):
            self.calls += 1
            raise requests.ConnectionError("reset")
        self.witness.sees(self.people.look())

    def after(self, request: requests.PreparedRequest) -> None:
        """Let happen what happens before an answer comes back."""
        self.witness.sees_written(self.people.look())
        if "batchGetByDataFilter" in str(request.path_url):
            self.desk.ids_at_read = self.desk.sheet.ids()
        failing = [one.fails for one in self.steps if one.call == self.calls and one.fails]
        self.calls += 1
        if "killed" in failing:
            raise Killed
        if "lost" in failing:
            raise requests.ConnectionError("no answer")

    def _act(self, deed: Deed) -> None:
        try:
            self.people.act(deed, back=deed is take_back)
        except (gspread.exceptions.APIError, ValueError, IndexError):
            return  # what the sheet refuses people, or what they no longer find, is no act

    def play(self) -> None:
        """Cycle while there are steps, then until nothing is left to do."""
        last = max((one.call for one in self.steps), default=0)
        wire = self.desk.sheet.wire
        wire.before, wire.after = self.before, self.after
        while self.calls <= last:
            self._cycle()
        wire.before = lambda request: self.witness.sees(self.people.look())

    def _cycle(self) -> bool:
        began = self.calls
        try:
            done = self.desk.cycle()
        except Killed:
            self.desk.workbook = self.desk.sheet.workbook(type(self.desk.workbook))
            self.desk.settled = False
            done = False
        self.calls = max(self.calls, began + 1)
        return done

    def rest(self) -> bool:
        """Let the desk run with nobody about; say whether it came to rest."""
        return any(self._cycle() for _ in range(QUIET))

    def faults(self) -> Iterator[str]:
        """Say what was lost, what stands astray, what was done without a word, and what never came to rest."""
        self.people.puts_the_zone_right()
        if not self.rest():
            yield f"no fixed point: {self.desk.refused[-1:]}"
        judge = Judge(self.desk.ledger, self.people, self.witness)
        yield from judge.lost()
        yield from judge.untold()
        yield from judge.torn()
        yield from judge.unserved()
        for astray, excused in judge.astray():
            if excused:
                self.left_standing += 1
            else:
                yield astray


def _bytes(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def played(
    steps: Sequence[Step], writer: type[Workbook] = Workbook, *, width: int = len(COLUMNS)
) -> Outcome:
    """Play a history on a new sheet of so many columns, with the real store or with another `writer`."""
    sheet = SmallSheet.made()
    try:
        sheet.do(typed(1, 0, *ROWS))
        desk = Desk(sheet, Ledger(), sheet.workbook(writer))
        desk.open()
        people = People(sheet, ours=desk.ledger)
        people.widen(width)
        history = History(steps, desk, people, Witness(desk.ledger, people))
        history.play()
        faults = list(history.faults())
        return Outcome(
            len(history.witness.met), history.left_standing, faults, history.desk.refused
        )
    finally:
        sheet.sheets.close()
