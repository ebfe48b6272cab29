"""The desk of the month: a World whose clock jumps to the next act, wake or second look, whichever comes first."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from sheetflow.model import Scalar
from sheetflow.plan import Plan, View
from tests.builders import SHANGHAI, policy_of
from tests.charges.build import PRICES, tariff
from tests.month.people import Agenda
from tests.month.tally import Tally
from tests.month.witness import Witness, written
from tests.world import World

#: When the month begins: a Sunday.
START = datetime(2026, 3, 1, 7, 0, tzinfo=SHANGHAI)

#: How long a typed row, or one that is gone, is left before the sheet is read again.
AGAIN = timedelta(minutes=1)

#: The tabs in which parts are counted.
_PARTS = ("parts", "part_moves")

#: What somebody does: each instant yielded is when they act next.
Course: TypeAlias = Iterator[datetime]


class Desk(World):
    """A month's desk, its people's acts by time, and their tally."""

    def __init__(self, *, seed: int = 0, every: int = 0, idle: timedelta | None = None) -> None:
        """Open the desk; `every` so many cycles the plan is made again otherwise, `idle` runs some between acts."""
        super().__init__(policy_of(tariff=tariff()))
        self.witness = Witness(self.policy, seed, every)
        self._idle = idle
        self.now = START
        self.agenda, self.tally = Agenda(), Tally()
        self.cycles = 0
        self._seen: View | None = None
        self._acts: list[tuple[datetime, int, Course]] = []
        self._order = 0
        for no in PRICES:
            self.add("parts", part_no=no, name=f"件{no}", minimum=2)

    def begin(self, at: datetime, course: Course) -> None:
        """Let somebody begin something then."""
        self._order += 1
        heapq.heappush(self._acts, (at, self._order, course))

    def add(self, tab: str, **cells: Scalar) -> list[Scalar]:
        """Let somebody type a row into another tab."""
        row: list[Scalar] = [""] * self.widths[tab]
        for column, cell in cells.items():
            row[self.columns[tab][column]] = cell
        self.rows[tab].append(row)
        return row

    def run(self, until: datetime) -> None:
        """Go from one act or wake to the next, with a cycle at each."""
        while (at := self._next()) and at <= until:
            self.act_until(at)
            self.cycle(at)

    def act_until(self, at: datetime) -> None:
        """Let everybody act whose time has come; nobody does the next thing in the same minute."""
        while self._acts and self._acts[0][0] <= at:
            due, _, course = heapq.heappop(self._acts)
            self.now = due
            if following := next(course, None):
                self.begin(max(following, due + AGAIN), course)

    def cycle(self, now: datetime | None = None, *, cold: bool = False) -> Plan:
        """Plan and apply once with the witness beside it; plans aren't kept."""
        self.now = now or self.now
        self.cycles += 1
        before = self.memory
        made = super().cycle(now, cold=cold)
        self.plans.clear()
        touched = any(write.tab in _PARTS for write in (*made.writes.cells, *made.writes.rows))
        rows = {tab: self.named(tab) for tab in _PARTS} if touched else None
        self.witness.looks(made, self.now, self.records, rows)
        if self._seen and self.cycles % self.witness.every == 0:
            self.witness.compares(self._seen, self.now, made, before)
            if not (self.typed or self.absent):
                self.witness.projects(super().view(), self.now)
        return made

    def view(self) -> View:
        """Give what the next plan is made from, and keep it where it is going to be planned again."""
        found = super().view()
        every = self.witness.every
        self._seen = found if every and self.cycles % every == 0 else None
        return found

    def digest(self) -> str:
        """Give a hash of all rows, all events in their order, and all notices: equal for the same month."""
        told = [
            self.rows,
            [written(event) for event in self.events],
            [
                [notice.once, *map(repr, (notice.kind, notice.facts, notice.to))]
                for notice in self.notices.values()
            ],
        ]
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def named(self, tab: str) -> list[dict[str, Scalar]]:
        """Give a tab's rows with their cells by column."""
        names = self.columns[tab]
        return [{name: row[at] for name, at in names.items()} for row in self.rows[tab]]

    def _next(self) -> datetime | None:
        acts = [self._acts[0][0]] if self._acts else []
        again = [self.now + AGAIN] if self.typed or self.absent else []
        found = min([*acts, *again, *self._wakes()], default=None)
        return min(found, self.now + self._idle) if found and self._idle else found

    def _wakes(self) -> Iterator[datetime]:
        known = self.memory.tickets.values() if self.memory else ()
        return (one.wake for one in known if one.wake and one.wake > self.now)
