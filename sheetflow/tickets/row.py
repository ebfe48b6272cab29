"""A row of the sheet beside its ticket's record: what stands in it, and what people typed since it was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sheetflow.ahead import (
    EXACT,
    HAPPENED,
    HOURLESS,
    NOT_YET,
    PLANNED_EARLY,
    TOO_EARLY,
    hourless,
    question,
)
from sheetflow.model import BadCell, Scalar, Value
from sheetflow.policy import Policy
from sheetflow.record import TAKEN_BACK, TicketRecord
from sheetflow.rows.layout import Layout
from sheetflow.typed import understand_time

#: Cells of a closed row that may still be filled: papers, old part and loaner come back after a ticket was given up,
#: and whoever is sent for the money may be threatened there.
BROUGHT_LATER = frozenset({"docs_in", "old_part", "loaner_back_at", "incident"})

_UNLOCKED: Mapping[str, Scalar] = MappingProxyType({})

#: What nobody has understood yet; None is an answer.
_UNREAD = object()


class Row:
    """One row with its ticket's record; cells are understood when a rule asks for them."""

    __slots__ = (
        "_astray",
        "_edits",
        "_locked",
        "_made",
        "_values",
        "cells",
        "layout",
        "no",
        "policy",
        "record",
        "said",
        "status",
        "unsettled",
    )

    def __init__(
        self,
        record: TicketRecord,
        cells: Sequence[Scalar],
        layout: Layout,
        policy: Policy,
        unsettled: frozenset[str] = frozenset(),
    ) -> None:
        """Join a record and its row; `unsettled` columns still show what a write of ours is about to replace."""
        self.no = record.ticket_no
        self.record = record
        self.status = record.status
        short = layout.width - len(cells)
        self.cells = [*cells, *[""] * short] if short > 0 else cells
        self.layout = layout
        self.policy = policy
        self.unsettled = unsettled
        self.said: Mapping[str, datetime] = {}
        self._values: dict[str, Any] = {}
        self._made: dict[object, Any] = {}
        self._edits: tuple[str, ...] | None = None
        self._locked: Mapping[str, Scalar] | None = None if self.status == "closed" else _UNLOCKED
        self._astray: tuple[str, ...] | None = None

    def raw(self, column: str) -> Scalar:
        """Give a cell as read, or what it is still to say; a column that isn't in the sheet is empty.

        What was typed into a filed row counts for nothing: there it is as it was filed.
        """
        if self._locked is not _UNLOCKED and column in self.locked:
            return self.record.seen.get(column, "")
        index = self.layout.columns.get(column)
        found = "" if index is None else self.cells[index]
        if found == "" and self.record.unplaced:
            return self.record.owed.get(column, "")
        return found

    def get(self, column: str) -> Value:
        """Give a cell as understood: None when empty, BadCell when it can't be."""
        found: Value = self._values.get(column, _UNREAD)
        if found is _UNREAD:
            found = self._values[column] = self._understood(column)
        return found

    def text(self, column: str) -> str:
        """Give a cell's words as staff typed them, "" when there are none."""
        found = self.get(column)
        if isinstance(found, str):
            return found
        return found.text if isinstance(found, BadCell) else "" if found is None else str(found)

    def time(self, column: str) -> datetime | None:
        """Give a cell's instant, or None when it holds none."""
        found = self.get(column)
        return found if isinstance(found, datetime) else None

    def moment(self, column: str, now: datetime) -> datetime | None:
        """Give the instant that somebody has just typed, in words or not: 明天10点, 14:30, a date."""
        found = self.get(column)
        if isinstance(found, BadCell):
            if self.doubted(column):
                return None
            understood = understand_time(found.text, now, self.policy.zone)
            return understood if isinstance(understood, datetime) else None
        return found if isinstance(found, datetime) else None

    def filled(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Name those of the columns whose cell isn't empty."""
        cells = self.cells
        return tuple([name for name, i in self.layout.places[names] if cells[i] != ""])

    def edited(self, column: str) -> bool:
        """Say whether somebody changed a staff's cell since it was last seen."""
        return column in self.edits

    def doubted(self, column: str) -> bool:
        """Say whether a time stands here that couldn't be when it was typed, and nobody has typed another since."""
        doubted = column in self.record.ahead or column in self.record.early
        return doubted and column not in self.edits

    @property
    def edits(self) -> tuple[str, ...]:
        """Name the cells that people write, that differ from what was last seen there, and that aren't locked."""
        found = self._edits
        if found is None:
            found = self._typed()
            if found and self.locked:
                found = tuple([name for name in found if name not in self.locked])
            if found and self.status == "completed":
                found = self._in_turn(found)
            if self.said:
                found = tuple(dict.fromkeys((*found, *self.said)))
            self._edits = found
        return found

    @property
    def locked(self) -> Mapping[str, Scalar]:
        """Map the cells into which somebody typed although the row is filed to what stands there.

        To every rule they say what they said before. Another system's closed row may still be tidied up, and one that
        somebody is just opening isn't filed any more.
        """
        if self._locked is None:
            record, places = self.record, self.layout.columns
            closed = record.status == "closed" and not record.imported and not record.pending
            names = filter(self._locks, self._typed()) if closed else ()
            self._locked = {name: self.cells[places[name]] for name in names} or _UNLOCKED
        return self._locked

    @property
    def overwritten(self) -> tuple[str, ...]:
        """Name the system's cells that show neither what was written there nor nothing."""
        found, shown = self.astray, self.record.shown.get
        return found and tuple(
            name
            for name in found
            if self.raw(name) != ""
            and name not in self.unsettled
            and not self._shows(name, shown(name, ""))
        )

    @property
    def astray(self) -> tuple[str, ...]:
        """Name the system's cells that don't show what was written there."""
        found = self._astray
        if found is None:
            found = self.layout.ours.differing(self.cells, self.record.shown)
            self._astray = found
        return found

    def _in_turn(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Give what may be looked at by now of what was typed beside another choice for the call that completed it.

        All else is about where the ticket was before that call, and waits until it is there again
        (docs/decisions/0021).
        """
        if any(fact.name == TAKEN_BACK for fact in self.record.pending):
            return ()
        last, done = self.record.attempts[-1:], self.record.stamp("completed_at")
        by_phone = any(call.reached and call.at == done for call in last)
        return ("contact_result",) if by_phone and "contact_result" in found else found

    def _locks(self, column: str) -> bool:
        """Say whether a closed row keeps this cell: what people are answered for, or bring back later, it doesn't."""
        return column not in BROUGHT_LATER and self.policy.column(column).written_by == "staff"

    def _typed(self) -> tuple[str, ...]:
        found = self.layout.theirs.differing(self.cells, self.record.seen)
        cells, places, seen = self.cells, self.layout.columns, self.record.seen.get
        return found and tuple(
            name
            for name in found
            if name not in self.unsettled
            and not self._alike(name, cells[places[name]], seen(name, ""))
        )

    def _shows(self, column: str, cell: Scalar) -> bool:
        """Say whether a cell reads to people as another does; then nobody has said anything in it.

        Values that were read as displayed and put back stand without their seconds, or as text.
        """
        return self._alike(column, self.raw(column), cell)

    def _alike(self, column: str, one: Scalar, other: Scalar) -> bool:
        display = self.policy.display
        return display(column, one) == display(column, other)

    def _without_hour(self, column: str, day: datetime) -> Value:
        """Give a day alone as what it is, a time that says too little; another system's stays as it came."""
        if self.record.imported:
            return day
        return BadCell(f"{day:%Y-%m-%d}", HOURLESS)

    def _understood(self, column: str) -> Value:
        raw = self.raw(column)
        if raw == "":
            return None
        value = self.layout.decode[column](raw)
        record = self.record
        if (record.ahead or record.early) and self.doubted(column):
            why = NOT_YET
            if column in record.early:
                why = TOO_EARLY if column in HAPPENED else PLANNED_EARLY
            typed = self.policy.display(column, raw)
            return BadCell(typed, question(typed, why))
        if column in EXACT and isinstance(value, datetime) and hourless(raw):
            value = self._without_hour(column, value)
        if isinstance(value, BadCell) and column in record.means and column not in self.edits:
            return record.means[column]
        return value
