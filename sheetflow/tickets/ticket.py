"""A ticket as a rule sees it: its row and record, what the desk makes of both, and the words that ask for changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from sheetflow.clocks import Clock, clock
from sheetflow.model import (
    AppendRow,
    Event,
    Flag,
    Json,
    NewRow,
    Notify,
    Record,
    Scalar,
    SetCell,
    SetCells,
    Tell,
    Text,
    Value,
    Wake,
)
from sheetflow.record import TicketRecord
from sheetflow.states import STATES, State
from sheetflow.tickets.row import Row

#: What nobody has asked for yet; None is an answer.
_UNASKED = object()

T = TypeVar("T")


class Ticket(Row):
    """A row with its record, in the desk's words."""

    __slots__ = ()

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

    def clock(self, name: str) -> Clock:
        """Give one of its clocks."""
        found: Clock | None = self._made.get(name)
        if found is None:
            found = self._made[name] = clock(self.record, self.policy.clock(name), self.policy)
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
        said = self.policy.said_in(NewRow(tab, key, raw))
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
        ticket's own, and the dispatcher where nobody has it or who had it has left.
        """
        key, spec = self.key(what), self.policy.schema.notices[kind]
        told = self.happened("told", at=at, by="system", key=key)
        roles = tuple(spec.to if to is None else to)
        own = (self.record.technician,) if "technician" in roles else ()
        if own and not self.policy.colleague(*own):
            own, roles = (), (*roles, "dispatcher")
        notice = Notify(
            kind,
            self.no,
            key,
            tuple(role for role in roles if role != "technician"),
            facts,
            (*own, *staff),
            spec.is_urgent(self.record.grade),
            clock,
            after_write,
        )
        return told, notice


def _region(ticket: Ticket) -> str:
    return ticket.policy.region_of(ticket.text("region"), ticket.text("address"))
