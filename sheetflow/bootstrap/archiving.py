"""Filed tickets moved to the archive and brought back: ledger and both sides of the sheet, each step after the other.

What is going on stands in the ledger (`KEPT`) before a row is touched, and is taken out when all is done; what became
of it stands in the sheet. So a process that was killed anywhere is followed by `resume`, which asks the sheet.
A ticket is recorded as archived once its copy was read back and its row is gone: until then it is the desk's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sheetflow.archivable import (
    EDITED,
    REOPENED,
    RESTLESS,
    ROWLESS,
    TWICE,
    busy_in,
    filed_before,
    keeps,
    nameless,
)
from sheetflow.bootstrap.house import House, read_policy_of
from sheetflow.bootstrap.unarchiving import archive_of, bring_back, note
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.rows.index import TICKETS
from sheetflow.store.archiving import Archive, Look, Row, Side, alike

#: The kept document of what is going on.
KEPT = "archive"

#: So many tickets in one batch: some 500 rows with those beside them, well below the 2 MB of a call.
FEW = 100

#: Rows that people move away in the meantime are looked for again so often.
ROUNDS = 4


@dataclass(frozen=True)
class Moving:
    """What is to be moved: the tickets' numbers, by the day before which they were filed, and the spreadsheet."""

    numbers: tuple[str, ...]
    before: str = ""
    to: str = ""

    def document(self) -> dict[str, Any]:
        """Give it as it is kept in the ledger."""
        return {"archive": list(self.numbers), "before": self.before, "to": self.to}


@dataclass(frozen=True)
class Preview:
    """What an archiving would do: tickets by the day of their filing, rows by tab, cells, and who stays and why."""

    filed: Mapping[str, date]
    rows: Mapping[str, int]
    cells: int
    stays: Mapping[str, Text]


@dataclass
class Moved:
    """What an archiving did: the tickets that went, and those that stayed and why."""

    went: list[str] = field(default_factory=list)
    stays: dict[str, Text] = field(default_factory=dict)


def preview(house: House, before: date, to: str = "") -> Preview:
    """Say what archiving the tickets filed before a day would do; nothing is changed."""
    policy = read_policy_of(house)
    records = house.ledger.records()
    filed = filed_before(records.values(), before, policy)
    look = archive_of(house, to).look()
    groups = _groups(look.rows("live"), filed)
    busy = busy_in(house.ledger.open_runs())
    stays: dict[str, Text] = {}
    for number in filed:
        rows = groups.get(number, [])
        why = _why(records[number], rows, policy, house, busy)
        if why and why is not ROWLESS:
            stays[number] = why
        if why:
            groups.pop(number, None)
    rows_of = Counter(row.tab for rows in groups.values() for row in rows)
    wide = {key: grid.column_count for (side, key), grid in look.tabs.items() if side == "live"}
    return Preview(
        {number: day for number, day in filed.items() if number in groups},
        {tab: rows_of[tab] for tab in wide if rows_of[tab]},
        sum(number * wide[tab] for tab, number in rows_of.items()),
        stays,
    )


def begin(house: House, numbers: Iterable[str], before: date, to: str = "") -> Moved:
    """Move tickets to the archive; what can't go stays and is told. Killed, `resume` goes on."""
    moving = Moving(tuple(numbers), before.isoformat(), to)
    house.ledger.keep(KEPT, moving.document())
    return _carry_out(house, moving)


def pending(house: House) -> Moving | None:
    """Give the archiving that was begun and not ended, if any."""
    kept = house.ledger.kept(KEPT)
    if not (isinstance(kept, Mapping) and "archive" in kept):
        return None
    found: Mapping[str, Any] = kept
    return Moving(tuple(found["archive"]), str(found["before"]), str(found["to"]))


def resume(house: House, moving: Moving) -> Moved:
    """Go on with what a killed process began."""
    return _carry_out(house, moving)


def _carry_out(house: House, moving: Moving) -> Moved:
    """Do the steps in order, each on what the sheet says by then."""
    house.store.settle()
    archive = archive_of(house, moving.to)
    archive.join()
    work = _Work(house, archive, moving, read_policy_of(house))
    archive.settle(work.meant)
    for start in range(0, len(moving.numbers), FEW):
        work.move(moving.numbers[start : start + FEW])
    work.tidy()
    house.ledger.keep(KEPT, None)
    for number in [no for no, why in work.moved.stays.items() if why is REOPENED]:
        bring_back(house, number)
    return work.moved


@dataclass
class _Work:
    """One archiving under way."""

    house: House
    archive: Archive
    moving: Moving
    policy: Policy
    moved: Moved = field(default_factory=Moved)
    first: dict[str, list[Row]] = field(default_factory=dict)

    def meant(self, look: Look, side: Side, row: Row) -> bool:
        """Say whether a row that landed may go: the archive holds it just so, and all that landed with it."""
        if row.owner not in self.moving.numbers:
            return False
        if side == "kept":
            return row.owner in self.moved.stays
        landed = [one for (of, _), grid in look.landed.items() if of == side for one in grid.rows()]
        return all(look.copied(one) for one in landed if one.owner == row.owner)

    def move(self, numbers: Sequence[str]) -> None:
        """Move a few tickets, those that people move about meanwhile in another round."""
        todo = [number for number in numbers if not self._archived(number)]
        for _ in range(ROUNDS):
            look = self.archive.look()
            rows = self._next(todo, look)
            todo = [no for no in todo if no not in self.moved.went and no not in self.moved.stays]
            if not todo:
                return
            if self.archive.copy(rows, look):
                look = self.archive.look()
                again = {(row.tab, row.key): row for row in look.rows("live")}
                rows = [
                    now
                    for row in rows
                    if (now := again.get((row.tab, row.key))) and alike(now.cells, row.cells)
                ]
            whole = {no for no in todo if self._whole(no, rows)}
            rows = [row for row in rows if row.owner in whole and look.copied(row)]
            self.archive.take("live", rows, look)
            self.archive.settle(self.meant)
        self._next(todo, self.archive.look())
        left = set(todo) - {*self.moved.went, *self.moved.stays}
        self.moved.stays |= dict.fromkeys(sorted(left), RESTLESS)

    def _whole(self, number: str, rows: Iterable[Row]) -> bool:
        """Say whether all rows that a ticket had at first, and has still, are among these."""
        had = {(row.tab, row.key) for row in self.first.get(number, ())}
        return had <= {(row.tab, row.key) for row in rows} or (TICKETS, number) not in had

    def _next(self, todo: Collection[str], look: Look) -> list[Row]:
        """Give the rows that are to go now; record the tickets that went, and say who stays."""
        groups, busy = _groups(look.rows("live"), todo), busy_in(self.house.ledger.open_runs())
        copied = {row.owner for row in look.rows("kept") if row.tab == TICKETS}
        found, gone = list[Row](), list[str]()
        for number in todo:
            rows = groups.get(number, [])
            if not any(row.tab == TICKETS for row in rows) and number in copied:
                if left := [row for row in rows if look.copied(row)]:
                    self.first[number] = left
                    found += left
                else:
                    gone.append(number)
                continue
            record = self.house.ledger.record_of(number)
            why = _why(record, rows, self.policy, self.house, busy) or self._changed(rows, look)
            if why:
                self.moved.stays[number] = why
            else:
                self.first.setdefault(number, rows)
                found += rows
        self._record(gone)
        return found

    def _changed(self, rows: Sequence[Row], look: Look) -> Text | None:
        """Say that rows aren't what they were when they were first copied."""
        number = rows[0].owner
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
        look = self.archive.look()
        kept = look.rows("kept")
        stale = [
            row for row in kept if row.owner in self.moved.stays and not self._archived(row.owner)
        ]
        if stale:
            self.archive.take("kept", stale, look)
            self.archive.settle(self.meant)
            self.archive.sweep("kept", {})
        self.archive.sweep(
            "live", Counter(row.tab for row in kept if row.owner in self.moving.numbers)
        )
        self.archive.close()

    def _archived(self, number: str) -> bool:
        record = self.house.ledger.record_of(number)
        return record is not None and record.archived is not None


def _groups(rows: Iterable[Row], numbers: Collection[str]) -> dict[str, list[Row]]:
    """Give the rows that are one of these tickets, or name it."""
    wanted, found = frozenset(numbers), defaultdict[str, list[Row]](list)
    for row in rows:
        if row.owner in wanted:
            found[row.owner].append(row)
    return dict(found)


def _why(
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
    return keeps(record, own[0].cells, policy, house.clock.now(), busy)
