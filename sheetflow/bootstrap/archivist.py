"""Who moves filed tickets to the archive, step by step, each on what the sheet says by then.

A ticket is recorded as archived once its copy was read back and its row is gone: until then it is the desk's. What
stands beside it goes with its row or after it, and what somebody edits meanwhile goes back with all the rest of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheetflow.archivable import (
    EDITED,
    REOPENED,
    RESTLESS,
    ROWLESS,
    TWICE,
    doubled,
    keeps,
    nameless,
)
from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.unarchiving import note
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.ports import Run
from sheetflow.record import TicketRecord
from sheetflow.rows.index import TICKETS
from sheetflow.store.archiving import Archive, Look, Outpaced, Row, Side, alike

#: The kept document of what is going on.
KEPT = "archive"

#: Rows that people move away in the meantime, or a batch that the worker was faster than, are tried again so often.
ROUNDS = 10


@dataclass(frozen=True)
class Moving:
    """What is to be moved: the tickets' numbers, by the day before which they were filed, and the spreadsheet.

    `taken` are those whose rows have been taken out of their tabs, and that aren't recorded as archived yet.
    """

    numbers: tuple[str, ...]
    before: str = ""
    to: str = ""
    taken: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Give it as it is kept in the ledger."""
        return {
            "archive": list(self.numbers),
            "before": self.before,
            "to": self.to,
            "taken": list(self.taken),
        }


@dataclass
class Moved:
    """What an archiving did: the tickets that went, and those that stayed and why."""

    went: list[str] = field(default_factory=list)
    stays: dict[str, Text] = field(default_factory=dict)


@dataclass
class Archivist:
    """Moves tickets, few at a time; what became of them is in `moved`."""

    house: House
    archive: Archive
    moving: Moving
    policy: Policy
    moved: Moved = field(default_factory=Moved)
    first: dict[str, list[Row]] = field(default_factory=dict)

    def meant(self, look: Look, side: Side, row: Row) -> bool:
        """Say whether a row that landed may go: the archive holds it just so, and all that landed with it.

        What stands beside a ticket goes with its row or after it: while that is on the desk, all of it is. A copy goes
        out of the archive only when its row stands on the desk.
        """
        if row.owner not in self.moving.numbers:
            return False
        if side == "kept":
            return self._stale(look, row)
        if (TICKETS, row.owner) in look.standing:
            return False
        landed = [one for (of, _), grid in look.landed.items() if of == side for one in grid.rows()]
        return all(look.copied(one) for one in landed if one.owner == row.owner)

    def move(self, numbers: Sequence[str]) -> None:
        """Move a few tickets, those that people move about meanwhile in another round."""
        # Those that a process which was killed has moved already count as gone, too.
        self.moved.went += [number for number in numbers if self._archived(number)]
        todo = [number for number in numbers if number not in self.moved.went]
        for _ in range(ROUNDS):
            try:
                todo = self._round(todo)
            except Outpaced:
                self.archive.join()
            if not todo:
                return
        self._next(todo, self.archive.look())
        left = set(todo) - {*self.moved.went, *self.moved.stays}
        self.moved.stays |= dict.fromkeys(sorted(left), RESTLESS)

    def _round(self, todo: Sequence[str]) -> list[str]:
        """Copy and take what is still to go; gives the tickets of which the next round has to see whether they went."""
        look = self.archive.look()
        rows = self._next(todo, look)
        left = [no for no in todo if no not in self.moved.went and no not in self.moved.stays]
        if not left:
            return []
        if self.archive.copy(rows, look):
            look = self.archive.look()
            again = {(row.tab, row.key): row for row in look.rows("live")}
            rows = [
                now
                for row in rows
                if (now := again.get((row.tab, row.key))) and alike(now.cells, row.cells)
            ]
        whole = {no for no in left if self._whole(no, rows)}
        rows = [row for row in rows if row.owner in whole and look.copied(row)]
        self._keep({row.owner for row in rows})
        self.archive.take("live", rows, look)
        self.archive.settle(self.meant)
        return left

    def _keep(self, numbers: Collection[str]) -> None:
        """Keep in the ledger whose rows are taken now: whoever can't ask the archive (`abandoning.py`) goes by that."""
        taken = dict.fromkeys((*self.moving.taken, *sorted(numbers)))
        left = tuple(number for number in taken if not self._archived(number))
        self.moving = replace(self.moving, taken=left)
        self.house.ledger.keep(KEPT, self.moving.document())

    def _whole(self, number: str, rows: Iterable[Row]) -> bool:
        """Say whether all rows that a ticket had at first, and has still, are among these."""
        had = {(row.tab, row.key) for row in self.first.get(number, ())}
        return had <= {(row.tab, row.key) for row in rows} or (TICKETS, number) not in had

    def _next(self, todo: Collection[str], look: Look) -> list[Row]:
        """Give the rows that are to go now; record the tickets that went, and say who stays."""
        groups, busy = groups_of(look.rows("live"), todo), busy_in(self.house.ledger.open_runs())
        copied = {row.owner for row in look.rows("kept") if row.tab == TICKETS}
        found, gone = list[Row](), list[str]()
        for number in todo:
            if number in self.moved.went or number in self.moved.stays:
                continue
            rows = groups.get(number, [])
            if not any(row.tab == TICKETS for row in rows) and number in copied:
                if left := [row for row in rows if look.copied(row)]:
                    self.first[number] = left
                    found += left
                else:
                    gone.append(number)
                continue
            record = self.house.ledger.record_of(number)
            changed = self._changed(number, rows, look)
            why = why_not(record, rows, self.policy, self.house, busy)
            why = changed or why if number in self.first else why or changed
            if why:
                self.moved.stays[number] = why
            else:
                self.first.setdefault(number, rows)
                found += rows
        self._record(gone)
        return found

    def _changed(self, number: str, rows: Sequence[Row], look: Look) -> Text | None:
        """Say that a ticket's rows aren't what they were when they were first copied."""
        before = self.first.get(number)
        if before is None:
            copied = any(row.owner == number for row in look.rows("kept"))
            return EDITED if copied and not all(map(look.copied, rows)) else None
        now = {(row.tab, row.key): row.cells for row in rows}
        same = now.keys() == {(row.tab, row.key) for row in before} and all(
            alike(row.cells, now[row.tab, row.key]) for row in before
        )
        return None if same else EDITED

    def _record(self, numbers: Sequence[str]) -> None:
        """Record that tickets are archived; one that was reopened meanwhile comes back afterwards."""
        values = {"to": self.moving.to}
        for number in numbers:
            record = note(self.house, number, "archived", values)
            if record.status != "closed" or record.pending:
                self.moved.stays[number] = REOPENED
            else:
                self.moved.went.append(number)

    def tidy(self) -> None:
        """Take the copies of tickets that stay out of the archive, delete the rows emptied, and the landing tabs."""
        if self.moved.stays:
            self.archive.drop_copies(self._stale)
        kept = self.archive.look().rows("kept")
        gone = Counter(row.tab for row in kept if row.owner in self.moving.numbers)
        self.archive.sweep("live", gone)
        self.archive.close()

    def _stale(self, look: Look, row: Row) -> bool:
        """Say whether a copy is of a row that stays."""
        stays = row.owner in self.moved.stays and not self._archived(row.owner)
        return stays and (row.tab, row.key) in look.standing

    def _archived(self, number: str) -> bool:
        record = self.house.ledger.record_of(number)
        return record is not None and record.archived is not None


def groups_of(rows: Iterable[Row], numbers: Collection[str]) -> dict[str, list[Row]]:
    """Give the rows that are one of these tickets, or name it."""
    wanted, found = frozenset(numbers), defaultdict[str, list[Row]](list)
    for row in rows:
        if row.owner in wanted:
            found[row.owner].append(row)
    return dict(found)


def why_not(
    record: TicketRecord | None,
    rows: Sequence[Row],
    policy: Policy,
    house: House,
    busy: Collection[str],
) -> Text | None:
    """Say what keeps a ticket with these rows on the desk, None where it may go."""
    own = [row for row in rows if row.tab == TICKETS]
    if record is None or not own:
        return ROWLESS
    if len({(row.tab, row.key) for row in rows}) < len(rows) or not all(row.key for row in rows):
        return TWICE
    if columns := [name for row in rows for name in row.nameless]:
        return nameless(tuple(dict.fromkeys(columns)))
    if twice := [one for row in rows for one in row.doubled]:
        return doubled(dict(twice))
    return keeps(record, own[0].cells, policy, house.clock.now(), busy)


def busy_in(runs: Iterable[Run]) -> frozenset[str]:
    """Name the tickets whose rows, or rows beside them, runs that are still open write."""
    found = set[str]()
    for run in runs:
        found.update(cell.key for cell in run.writes.cells)
        for row in run.writes.rows:
            found.update((row.key, str(row.values.get("ticket_no", ""))))
    return frozenset(found)
