"""How long a staff edit waits for its answer in the sheet and what that costs in calls: polling, pinged, by script.

    .venv/bin/python bench/contention.py [EDITS]

Two hours of a desk in simulated time: people choose a technician for one waiting ticket after the other, at random
moments, in bursts as people do. An edit is answered when its row's status says so. sheetflow reads once a minute; with
the Apps Script a ping is let through every 10 s (apps_script/Code.gs) and rings the real bell, now and 10 s later. The
naive script is what is found on the web: every minute it reads each tab, then writes each changed cell by itself.
Every call is taken to last 0.3 s, and a minute to hold 60 reads and 60 writes, as Google allows one user: beyond
that the script waits. The work is real: the real runner and gspread on the local workbook.
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
from sheetflow.store import Workbook

BEGIN = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
HOURS = 2

#: Seconds: between two reads, between two pings that the script lets through, of a call.
MINUTE, THROTTLE, CALL = 60, 10, 0.3

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
    """Seconds that edits waited, and calls by kind."""

    waits: list[float] = field(default_factory=list)
    reads: int = 0
    writes: int = 0
    over: int = 0

    def tell(self, name: str, edits: int) -> None:
        """Print one way's figures."""
        cuts = quantiles(self.waits, n=100)
        print(
            f"  {name:<22} p50 {cuts[49]:6.1f} s   p99 {cuts[98]:7.1f} s   "
            f"{self.reads:>5} reads {self.writes:>5} writes, {(self.reads + self.writes) / edits:5.1f} calls an edit"
            f"{f'   (waited {self.over} times for the quota)' if self.over else ''}"
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
        bell, let_through, next_read = Bell(here.ledger), -THROTTLE, 0
        typed: dict[int, int] = {}
        for second in range(HOURS * 3600 + 2 * MINUTE):
            here.clock.at = start + timedelta(seconds=second)
            while len(typed) < edits and due[len(typed)] <= second:
                people.edit(len(typed))
                typed[len(typed)] = second
                if pings and second - let_through >= THROTTLE:
                    let_through = second
                    ring(here.ledger, here.clock.at, again=timedelta(seconds=THROTTLE))
            if second < next_read and not bell.rings(here.clock.at):
                continue
            next_read = second + MINUTE
            _cycle(people, figures, typed, second)
        return figures, here.store.written - written


def _cycle(people: Desk, figures: Figures, typed: dict[int, int], second: int) -> None:
    before = people.answered()
    summary = people.here.runner.cycle()
    figures.reads += summary.reads
    figures.writes += summary.writes
    end = second + CALL * (summary.reads + summary.writes)
    figures.waits += [end - typed[number] for number in people.answered() - before]


def scripted(edits: int, cells: int) -> Figures:
    """Live them with a script that reads every tab and writes so many cells an edit, a call each."""
    figures, due, tabs = Figures(), moments(edits), len(SCHEMA.tabs)
    calls: dict[str, list[float]] = {"read": [], "write": []}
    free, poll, done = 0.0, 0.0, 0

    def call(kind: str) -> None:
        nonlocal free
        recent = [at for at in calls[kind] if at > free - MINUTE]
        if len(recent) >= QUOTA:
            free, figures.over = recent[-QUOTA] + MINUTE, figures.over + 1
        calls[kind] = [*recent[-QUOTA:], free]
        free += CALL

    while done < edits:
        free = poll = max(poll, free)
        for _ in range(tabs):
            call("read")
        figures.reads += tabs
        while done < edits and due[done] <= poll:
            for _ in range(cells):
                call("write")
            figures.writes += cells
            figures.waits.append(free - due[done])
            done += 1
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
    scripted(edits, cells).tell("naive script, polling", edits)
    print(
        f"  the script: {len(SCHEMA.tabs)} tabs a minute, {cells} cells an edit, as sheetflow wrote"
    )


if __name__ == "__main__":
    main()
