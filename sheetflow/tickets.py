"""What a rule sees: tickets, each a row of the sheet with its record, and the words in which it asks for changes.

for ticket in desk.tickets:
    if ticket.edited("contact_result"):
        yield ticket.happened("attempted", at=now, reached=False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from sheetflow.books import NO_BOOK, Book
from sheetflow.clocks import Clock, clock
from sheetflow.layout import Layout
from sheetflow.model import (
    AppendRow,
    BadCell,
    Event,
    Flag,
    Json,
    Notify,
    Record,
    Report,
    Scalar,
    SetCell,
    SetCells,
    Tell,
    Text,
    Value,
    Wake,
)
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.states import STATES, State
from sheetflow.typed import understand_time

#: Cells of a closed row that may still be filled: papers, old part and loaner come back after a ticket was given up.
BROUGHT_LATER = frozenset({"docs_in", "old_part", "loaner_back_at"})

_UNLOCKED: Mapping[str, Scalar] = MappingProxyType({})

#: What nobody has asked for yet; None is an answer.
_UNASKED = object()

T = TypeVar("T")


class Ticket:
    """One row with its record; cells are understood when a rule asks for them."""

    __slots__ = (
        "_astray",
        "_clocks",
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
        short = layout.width - len(cells)
        self.cells = [*cells, *[""] * short] if short > 0 else cells
        self.layout = layout
        self.policy = policy
        self.unsettled = unsettled
        self.said: Mapping[str, datetime] = {}
        self._values: dict[str, Any] = {}
        self._clocks: dict[str, Clock] = {}
        self._made: dict[object, Any] = {}
        self._edits: tuple[str, ...] | None = None
        self._locked: Mapping[str, Scalar] | None = None if record.status == "closed" else _UNLOCKED
        self._astray: tuple[str, ...] | None = None

    def after(self, record: TicketRecord) -> Ticket:
        """Give the ticket as it is with a later record on the same row."""
        return Ticket(record, self.cells, self.layout, self.policy, self.unsettled)

    def saying(self, column: str, cell: Scalar, at: datetime | None) -> Ticket:
        """Give the ticket with another staff's cell; what somebody said elsewhere is an edit, whatever stood here."""
        cells = list(self.cells)
        cells[self.layout.columns[column]] = cell
        ticket = Ticket(self.record, cells, self.layout, self.policy, self.unsettled)
        ticket.said = {**self.said, column: at} if at else self.said
        return ticket

    @property
    def status(self) -> str:
        """Name the accepted status."""
        return self.record.status

    @property
    def state(self) -> State:
        """Give the accepted status with its category and ways out."""
        return STATES[self.record.status]

    @property
    def settled(self) -> bool:
        """Say whether all that people typed was taken in, so that what is announced now is what they meant."""
        return not self.record.pending and not self.edits

    @property
    def may_announce(self) -> bool:
        """Say whether people may be told of this ticket now: it is the desk's own, and settled."""
        return not self.record.imported and self.settled

    @property
    def may_remind(self) -> bool:
        """Say whether people may be reminded of it: an incident mutes reminders (P1 4.5.7)."""
        return self.may_announce and not self.get("incident")

    @property
    def region(self) -> str:
        """Name the region that the row says, else the one that its address lies in, else ""."""
        return self.derived(_region)

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
        found: Value = self._values.get(column, _UNASKED)
        if found is _UNASKED:
            found = self._values[column] = self._understood(column)
        return found

    def text(self, column: str) -> str:
        """Give a cell's words as staff typed them, "" when there are none."""
        found = self.get(column)
        return found.text if isinstance(found, BadCell) else "" if found is None else str(found)

    def time(self, column: str) -> datetime | None:
        """Give a cell's instant, or None when it holds none."""
        found = self.get(column)
        return found if isinstance(found, datetime) else None

    def moment(self, column: str, now: datetime) -> datetime | None:
        """Give the instant that somebody has just typed, in words or not: 明天10点, 14:30, a date."""
        found = self.get(column)
        if isinstance(found, BadCell):
            understood = understand_time(found.text, now, self.policy.zone)
            return understood if isinstance(understood, datetime) else None
        return found if isinstance(found, datetime) else None

    def edited(self, column: str) -> bool:
        """Say whether somebody changed a staff's cell since it was last seen."""
        return column in self.edits

    @property
    def edits(self) -> tuple[str, ...]:
        """Name the cells that people write, that differ from what was last seen there, and that aren't locked."""
        found = self._edits
        if found is None:
            found = self._typed()
            if found and self.locked:
                found = tuple([name for name in found if name not in self.locked])
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

    def filled(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Name those of the columns whose cell isn't empty."""
        cells = self.cells
        return tuple([name for name, i in self.layout.places(names) if cells[i] != ""])

    def clock(self, name: str) -> Clock:
        """Give one of its clocks."""
        found = self._clocks.get(name)
        if found is None:
            found = self._clocks[name] = clock(self.record, self.policy.clock(name), self.policy)
        return found

    def derived(self, build: Callable[[Ticket], T]) -> T:
        """Give what `build` makes of the ticket, made once for as long as its row and record stay the same."""
        found: T = self._made.get(build, _UNASKED)
        if found is _UNASKED:
            found = self._made[build] = build(self)
        return found

    def shows(self, column: str, value: Value) -> SetCell:
        """Ask that a system cell shows this value."""
        return SetCell(self.no, column, value)

    def shows_all(self, values: Mapping[str, Value]) -> SetCells:
        """Ask that several system cells show these values, by column."""
        return SetCells(self.no, values)

    def flag(self, name: str) -> Flag:
        """Ask that a flag stands beside the status."""
        return Flag(self.no, name)

    def tell(self, zh: str, en: str, *, aside: bool = False) -> Tell:
        """Ask that a sentence stands in the row's `problem`, and in 下一步 unless it is told aside."""
        return Tell(self.no, Text(zh, en), aside)

    def wake(self, at: datetime) -> Wake:
        """Ask to be planned again then."""
        return Wake(self.no, at)

    def happened(self, kind: str, *, at: datetime, by: str = "sheet", **values: Json) -> Record:
        """Record an event of this ticket; `by` is who says so."""
        channel = "rule" if by == "system" else "sheet"
        return Record(Event(self.no, kind, at, values, by, channel))

    def refuse(self, column: str, why: Text, *, at: datetime, wish: str = "") -> Record:
        """Record that a typed value was not accepted; the sentence stays until staff acknowledge it.

        `wish` names the pending fact that couldn't be followed, which answers it once it can.
        """
        said = {"column": column, "typed": str(self.raw(column)), "zh": why.zh, "en": why.en}
        return self.happened("refused", at=at, by="system", wish=wish, **said)

    def files(
        self, tab: str, key: str, values: Mapping[str, Value], *, at: datetime
    ) -> tuple[AppendRow, Record]:
        """Append a row that is this ticket's to another tab, and note it with what people may change there.

        Ask `filed` before: a row is filed once, and stays gone when people take it out.
        """
        raw = self.policy.encode_row(self.policy.schema.tab(tab), values)
        theirs = self.policy.people_columns_of(tab)
        said: dict[str, Json] = {name: raw[name] for name in theirs if raw.get(name, "") != ""}
        noted = self.happened("filed", at=at, by="system", key=f"{tab}/{key}", cells=said)
        return AppendRow(tab, key, values), noted

    def filed(self, tab: str, key: str) -> bool:
        """Say whether this row of another tab was filed before, be it there still or not."""
        return f"{tab}/{key}" in self.record.entries

    def key(self, what: str) -> str:
        """Give a once-key: ticket and what the notice is about."""
        return f"{self.no}/{what}"

    def told(self, what: str) -> bool:
        """Say whether this was announced or recorded before."""
        return self.key(what) in self.record.told

    def announce(
        self,
        kind: str,
        what: str,
        *,
        at: datetime,
        facts: Mapping[str, str],
        to: Iterable[str] | None = None,
        staff: tuple[str, ...] = (),
        clock: str = "",
        after_write: bool = False,
    ) -> tuple[Record, Notify]:
        """Ask for a notice, once per key; the record of it travels with the same plan.

        `what` names an instant as `clocks.named` does, so that another instant is told anew; ask `may_announce` or
        `may_remind` before.

        It goes to whom the schema names for its kind, unless `to` does, and to `staff` by number; `technician` is the
        ticket's own.
        """
        key, spec = self.key(what), self.policy.schema.notices[kind]
        told = self.happened("told", at=at, by="system", key=key)
        roles = tuple(spec.to if to is None else to)
        own = (self.record.technician,) if "technician" in roles and self.record.technician else ()
        notice = Notify(
            kind,
            self.no,
            key,
            tuple(role for role in roles if role != "technician"),
            facts,
            (*own, *staff),
            spec.urgent or (kind == "clock_breach" and self.record.grade == "critical"),
            clock,
            after_write,
        )
        return told, notice

    def _shows(self, column: str, cell: Scalar) -> bool:
        """Say whether a cell reads to people as another does; then nobody has said anything in it.

        Values that were read as displayed and put back stand without their seconds, or as text.
        """
        return self._alike(column, self.raw(column), cell)

    def _alike(self, column: str, one: Scalar, other: Scalar) -> bool:
        display = self.policy.display
        return display(column, one) == display(column, other)

    def _understood(self, column: str) -> Value:
        raw = self.raw(column)
        if raw == "":
            return None
        value = self.layout.decode[column](raw)
        if isinstance(value, BadCell) and column in self.record.means and column not in self.edits:
            return self.record.means[column]
        return value


def _region(ticket: Ticket) -> str:
    written = ticket.policy.region_named(ticket.text("region"))
    return written or ticket.policy.region_at(ticket.text("address")) or ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A row whose ticket nobody has recorded yet: typed and just numbered, or found with a number of its own.

    `fresh` when it is a new report; what another system began is taken over as it is.
    """

    number: str
    cells: Sequence[Scalar]
    fresh: bool


@dataclass(frozen=True)
class Snapshot:
    """What one round of rules sees.

    `tickets` are those to be planned now; `everyone` are all, for the rules that declare to cross rows. `reports` are
    accepted reports without a row, `strangers` rows without a record, `twice` numbers that stand in several rows,
    `lost` the tickets whose row two reads have missed, each with the number that stands there now, if any. `books` are
    the tabs beside 工单, with the rows that are on their way there.
    """

    tickets: tuple[Ticket, ...]
    everyone: Mapping[str, Ticket]
    reports: tuple[Report, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    layout: Layout = field(default_factory=lambda: Layout({}, {}))
    twice: frozenset[str] = frozenset()
    lost: tuple[tuple[Ticket, str], ...] = ()
    books: Mapping[str, Book] = field(default_factory=dict)

    def book(self, tab: str) -> Book:
        """Give the rows of another tab; one that isn't there is empty."""
        return self.books.get(tab, NO_BOOK)

    def in_state(self, *statuses: str) -> Iterable[Ticket]:
        """Give the tickets to be planned that have one of these statuses."""
        return (ticket for ticket in self.tickets if ticket.record.status in statuses)

    def edited(self, *columns: str) -> Iterable[Ticket]:
        """Give the tickets to be planned in which somebody changed one of these staff's cells, or any."""
        return (t for t in self._edited if not columns or not set(columns).isdisjoint(t.edits))

    @cached_property
    def _edited(self) -> tuple[Ticket, ...]:
        return tuple([ticket for ticket in self.tickets if ticket.edits])

    def live(self) -> Iterable[Ticket]:
        """Give the tickets to be planned on which work goes on."""
        return (ticket for ticket in self.tickets if ticket.state.live)
