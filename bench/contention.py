"""How long a staff edit waits for its answer in the sheet and what that costs in calls: polling, pinged, by script.

    .venv/bin/python bench/contention.py [EDITS]

Two hours of a desk in simulated time: people choose a technician for one waiting ticket after the other, at random
moments, in bursts as people do. An edit is answered when its row's status says so. sheetflow reads once a minute, and
in between for what falls due, by its real pace; with the Apps Script a ping is let through every 10 s
(apps_script/Code.gs), is on its way for 2 s, and rings the real bell, now and 10 s later. Of the naive scripts one is
what is found on the web: every minute it reads each tab, then writes each changed cell by itself. The other is the
leanest that can be: one read of one tab, one unguarded batch. Every call is taken to last 0.3 s, and a minute to hold
60 reads and 60 writes, as Google allows one user: beyond that a script waits. The work of sheetflow is real: the real
runner and gspread on the local workbook. A script's is counted only, and nobody types between anybody's two calls.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._waiting import SCHEMA, Waiting, waiting
from sheetflow.bell import Bell, ring
from sheetflow.model import Reading, Verdict, Writes
from sheetflow.pace import Pace
from sheetflow.settings import CYCLE_GOOGLE, CYCLE_QUIET
from sheetflow.store import Workbook

BEGIN = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
HOURS = 2

#: Seconds between two reads, and between two pings that the script lets through; of a ping, of a call [both assumed].
MINUTE, THROTTLE, PING, CALL = 60, 10, 2, 0.3

PACE = Pace(timedelta(seconds=CYCLE_GOOGLE), timedelta(seconds=CYCLE_QUIET))

#: Calls of each kind that Google allows one user in a minute [documented].
QUOTA = 60


class Recorder(Workbook):
    """The store, remembering the cells that it was asked to write."""

    written = 0

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Apply as ever."""
        self.written += len(writes.cells)
        return super().apply(writes, run_id=run_id, reading=reading)


@dataclass
class Figures:
    """Seconds that edits waited, calls by kind, pings, and how often the quota was used up."""

    waits: list[float] = field(default_factory=list)
    reads: int = 0
    writes: int = 0
    pings: int = 0
    over: int = 0

    def tell(self, name: str, edits: int) -> None:
        """Print one way's figures, and edits that were never answered, which no wait tells."""
        cuts, unanswered = quantiles(self.waits, n=100), edits - len(self.waits)
        print(
            f"  {name:<26} p50 {cuts[49]:6.1f} s   p99 {cuts[98]:7.1f} s   "
            f"{self.reads:>5} reads {self.writes:>5} writes, {(self.reads + self.writes) / edits:5.1f} calls an edit"
            f"{f', {self.pings} pings' if self.pings else ''}"
            f"{f'   (waited {self.over} times for the quota)' if self.over else ''}"
            f"{f'   ({unanswered} never answered)' if unanswered else ''}"
        )


def moments(edits: int) -> list[int]:
    """Give the seconds of the edits: three of ten come alone, the others by twos and fives within ten seconds."""
    chance, found = Random(20260310), []
    while len(found) < edits:
        at = chance.randrange(HOURS * 3600)
        burst = chance.choice((1, 1, 1, 2, 5))
        found += [at + chance.randrange(10) for _ in range(burst)]
    return sorted(found[:edits])


@dataclass
class Desk:
    """A desk of waiting tickets; the times of its clock are simulated."""

    here: Waiting[Recorder]

    def __post_init__(self) -> None:
        """Find the columns by their headers."""
        self.tab = self.here.people.worksheet("工单")
        header = self.tab.row_values(1)
        columns = SCHEMA.tab("tickets").by_key
        self.technician, self.status = (
            header.index(columns[name].label.zh) + 1 for name in ("technician", "status")
        )

    def edit(self, number: int) -> None:
        """Let somebody choose a technician for a ticket."""
        self.tab.update_cell(number + 2, self.technician, "刘勇·工02")

    def answered(self) -> set[int]:
        """Give the tickets whose rows say that somebody was sent."""
        shown = self.tab.col_values(self.status)[1:]
        return {number for number, status in enumerate(shown) if status == "已派工"}


@contextmanager
def desk(tickets: int) -> Iterator[Desk]:
    """Make a desk of so many tickets that wait for a technician."""
    with (
        tempfile.TemporaryDirectory() as folder,
        waiting(tickets, Recorder, Path(folder), at=BEGIN, dispatch="manual") as here,
    ):
        yield Desk(here)


def cycled(edits: int, *, pings: bool) -> tuple[Figures, int]:
    """Live the two hours with sheetflow; give its figures and how many cells it wrote."""
    figures, due = Figures(), moments(edits)
    with desk(edits) as people:
        here = people.here
        written, start = here.store.written, here.clock.at
        bell, let_through, next_read = Bell(here.ledger), -THROTTLE, start
        typed: dict[int, int] = {}
        coming: set[int] = set()
        for second in range(HOURS * 3600 + 2 * MINUTE):
            here.clock.at = start + timedelta(seconds=second)
            while len(typed) < edits and due[len(typed)] <= second:
                people.edit(len(typed))
                typed[len(typed)] = second
                if pings and second - let_through >= THROTTLE:
                    let_through = second
                    coming.add(second + PING)
            if second in coming:
                figures.pings += 1
                ring(here.ledger, here.clock.at, again=timedelta(seconds=THROTTLE))
            if here.clock.at < next_read and not bell.rings(here.clock.at):
                continue
            _cycle(people, figures, typed, second)
            now = here.clock.at
            next_read = PACE.next_read(now, due=here.runner.due_at(now), still=0)
        return figures, here.store.written - written


def _cycle(people: Desk, figures: Figures, typed: dict[int, int], second: int) -> None:
    before = people.answered()
    summary = people.here.runner.cycle()
    figures.reads += summary.reads
    figures.writes += summary.writes
    end = second + CALL * (summary.reads + summary.writes)
    figures.waits += [end - typed[number] for number in people.answered() - before]


def scripted(edits: int, *, tabs: int, writes: int, batched: bool = False) -> Figures:
    """Live them with a script that reads so many tabs a minute and writes so often an edit, or `batched` a minute."""
    figures, due = Figures(), moments(edits)
    calls: dict[str, list[float]] = {"read": [], "write": []}
    free, poll, done = 0.0, 0.0, 0

    def call(kind: str) -> None:
        nonlocal free
        recent = [at for at in calls[kind] if at > free - MINUTE]
        if len(recent) >= QUOTA:
            free, figures.over = recent[-QUOTA] + MINUTE, figures.over + 1
        calls[kind] = [*recent[-QUOTA:], free]
        free += CALL
        figures.reads += kind == "read"
        figures.writes += kind == "write"

    while done < edits:
        free = poll = max(poll, free)
        for _ in range(tabs):
            call("read")
        seen = [at for at in due[done:] if at <= poll]
        for number, at in enumerate(seen):
            for _ in range(0 if batched and number else writes):
                call("write")
            figures.waits.append(free - at)
        done += len(seen)
        poll += MINUTE
    return figures


def main() -> None:
    """Measure and print."""
    edits = int(sys.argv[1]) if sys.argv[1:] else 200
    print(f"{edits} edits in {HOURS} hours, simulated; calls of {CALL} s (assumed)")
    polled, written = cycled(edits, pings=False)
    polled.tell("sheetflow, polling", edits)
    cycled(edits, pings=True)[0].tell("sheetflow, pinged", edits)
    cells = max(1, round(written / edits))
    tabs = len(SCHEMA.tabs)
    scripted(edits, tabs=tabs, writes=cells).tell("a script, cell by cell", edits)
    scripted(edits, tabs=1, writes=1, batched=True).tell("a script, one batch", edits)
    print(f"  cell by cell: {tabs} tabs a minute, {cells} cells an edit, as sheetflow wrote")


if __name__ == "__main__":
    main()
