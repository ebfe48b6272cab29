"""The accepted state of one ticket: what the ledger holds of it after all its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sheetflow.model import Event, Scalar, Text
from sheetflow.record.elements import (
    ALONE,
    Appointment,
    Attempt,
    Confirmed,
    Consent,
    Fact,
    Fee,
    Listed,
    Mismatch,
    Pause,
    Proposal,
    Revisit,
    Suggestion,
    Tour,
    Visit,
)


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """The accepted state of one ticket after all its events.

    `seen` are the staff's cells as last read, `shown` the system's cells as last written: what differs was typed.
    `means` are the instants understood from words (明天10点), which stand there until the date is written beside them.
    `ahead` are columns that say something happened when it can't have yet, `early` those that say it did before the
    report (sheetflow/ahead.py); `means` has these too.
    `told` are the once-keys of breaches and notices that were recorded, which nothing withdraws. `missing` says since
    when its row is gone.
    `earlier` are the times of steps that were taken again since, by stamp: of a dispatch before the last one.
    `attempts` are the calls since the last dispatch, `former` those before it.
    `appointment` is the time that stands in the row; `promised` is the last one that the customer agreed to, which
    stands until they agree to another, and `wished` the last of these that they asked for.
    `entries` are the rows of other tabs that name it, by tab/number, with what people's cells say; None once struck.
    `request` is its type (repair, inquiry …). `revisits` are the calls after this repair; `previous` is the ticket that
    it repairs again or comes back from, `successor` the one that repairs it again.
    `chosen` says that a person chose the technician, `returned_by` who had a ticket that waits for another. `proposal`
    is what dispatch would change in a ticket that is given out.
    `likely` is what earlier repairs say of the fault; None until they said something.
    `listed` are its lists of parts, by column; `supplied` says, while it waits for parts, that all are in stock.
    `visits` are all ways to the customer, `tour` is its place in the technician's day, `rescheduled` are the
    agreed times that another took the place of.
    `consents` are the customer's last words, by plan, quote and appointment; `confirmed` is what a supervisor stands
    by, by column.
    `unplaced` are cells that found no column when their row was appended, by tab/number of the row.
    `archived` says since when its row stands in an archive instead, `archive_id` in which spreadsheet, "" for the own.
    """

    ticket_no: str
    status: str = "new"
    technician: str = ""
    chosen: bool = False
    returned_by: str = ""
    grade: str = "normal"
    cycle: int = 1
    imported: bool = False
    duplicate_of: str = ""
    request: str = "repair"
    previous: str = ""
    successor: str = ""
    revisits: tuple[Revisit, ...] = ()
    stamps: Mapping[str, datetime] = field(default_factory=dict)
    earlier: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    grades: tuple[tuple[datetime, str], ...] = ()
    pauses: tuple[Pause, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    former: tuple[Attempt, ...] = ()
    appointment: Appointment | None = None
    promised: datetime | None = None
    wished: datetime | None = None
    suggestion: Suggestion | None = None
    proposal: Proposal | None = None
    likely: Text | None = None
    refusals: Mapping[str, Text] = field(default_factory=dict)
    pending: tuple[Fact, ...] = ()
    told: frozenset[str] = frozenset()
    seen: Mapping[str, Scalar] = field(default_factory=dict)
    shown: Mapping[str, Scalar] = field(default_factory=dict)
    means: Mapping[str, datetime] = field(default_factory=dict)
    ahead: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    missing: datetime | None = None
    entries: Mapping[str, Mapping[str, Scalar] | None] = field(default_factory=dict)
    listed: Mapping[str, Listed] = field(default_factory=dict)
    supplied: bool = False
    visits: tuple[Visit, ...] = ()
    tour: Tour = ALONE
    mismatch: Mismatch | None = None
    rescheduled: tuple[datetime, ...] = ()
    fee: Fee | None = None
    consents: Mapping[str, Consent] = field(default_factory=dict)
    confirmed: Mapping[str, Confirmed] = field(default_factory=dict)
    unplaced: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    archived: datetime | None = None
    archive_id: str = ""

    def stamp(self, name: str) -> datetime | None:
        """Give when something last happened, or None."""
        return self.stamps.get(name)

    @property
    def calls(self) -> tuple[Attempt, ...]:
        """Give every call to the customer, those before another dispatch too."""
        return (*self.former, *self.attempts)

    @property
    def failures(self) -> tuple[Attempt, ...]:
        """Give the calls since the customer was last reached: who answers starts the count anew (P1 4.2.1)."""
        answered = [n for n, call in enumerate(self.attempts, start=1) if call.reached]
        return self.attempts[max(answered, default=0) :]

    @property
    def row_name(self) -> str:
        """Name its own row as `unplaced` does."""
        return f"tickets/{self.ticket_no}"

    @property
    def owed(self) -> Mapping[str, Scalar]:
        """Give the cells of its own row that found no column, by column."""
        return self.unplaced.get(self.row_name, {}) if self.unplaced else {}

    def stands(self, column: str) -> Scalar:
        """Give what a cell of the row says as far as is known: as last written by us, seen from people, or owed."""
        found = self.shown.get(column, self.seen.get(column, ""))
        return found if found != "" else self.owed.get(column, "")

    @property
    def planned(self) -> Mapping[str, int]:
        """Give how many of which part 预备配件 asks for, as far as it was understood."""
        found = self.listed.get("planned_parts")
        return found.parts if found else {}

    @property
    def kept(self) -> bool:
        """Say whether somebody came at the agreed time; another one is a visit more then, not the same one moved."""
        at = self.appointment and self.appointment.at
        return any(visit.arrived_at and visit.planned_at == at for visit in self.visits)

    @property
    def used(self) -> bool:
        """Say whether the visit at the agreed time is over: what comes next wants a time of its own."""
        at = self.appointment and self.appointment.at
        return any(v.came_at and v.planned_at == at and not v.open for v in self.visits)

    @property
    def past(self) -> bool:
        """Say whether somebody came at the agreed time, or in vain: nobody is expected then any more."""
        return bool(self.visits) and (self.kept or self.used)

    @property
    def ended(self) -> bool:
        """Say whether nobody works on it any more: it is completed or closed."""
        return self.status in ("completed", "closed")

    @property
    def agreed_at(self) -> datetime | None:
        """Give the time that the customer agreed to and that stands in the row, or the last one before it."""
        if self.appointment is None or self.used:
            return None
        return self.appointment.at if self.appointment.agreed else self.standing

    @property
    def standing(self) -> datetime | None:
        """Give the last time that the customer agreed to for the visit ahead; one that somebody came at is over."""
        return None if self.past else self.promised

    @property
    def arrived(self) -> bool:
        """Say whether somebody has been there since the visit was decided; a second visit meets no clock anew."""
        at, decided = self.stamp("arrived_at"), self.stamp("queued_at")
        return at is not None and (decided is None or at >= decided)

    def awaiting(self, name: str | None, event: Event) -> tuple[Fact, ...]:
        """Give what the status has yet to follow once the event is a fact of this name, too; None is no such fact."""
        new = () if name is None else (Fact(name, event.at, event.actor, event.channel),)
        return (*self.pending, *new)
