"""What the runner and the pages need of the outside: the ledger, the spreadsheet, the post, the clock.

Each protocol is held to one contract suite (tests/contracts/) that every implementation passes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.message import Message
from sheetflow.model import (
    Conflict,
    Event,
    Json,
    Language,
    Notice,
    Reading,
    Recipient,
    Report,
    Text,
    Verdict,
    Writes,
)
from sheetflow.record import TicketRecord

T = TypeVar("T")


#: The name under which the ledger keeps how many calls of Sheets came to what, {"read ok": 3, "write timeout": 1}.
CALLS = "calls"


class KeyReused(SheetflowError):
    """The same Idempotency-Key came with another report: answered with 409."""


class Outdated(Unavailable):
    """Another recorded something after this plan was made: read the records again and plan again."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A report is on disk under this number; `token` is the unguessable part of its status page's address."""

    ticket_no: str
    token: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What one cycle decided, recorded before any of it is applied.

    `records` are the folded records of the tickets whose events these are; `reports` the numbers whose rows it appends.
    """

    run_id: str
    at: datetime
    writes: Writes
    events: tuple[Event, ...] = ()
    records: Mapping[str, TicketRecord] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way to one person by one channel; `message_id` is the notice's, the same for all of them."""

    delivery_id: int
    message_id: str
    once: str
    kind: str
    ticket_no: str
    facts: Mapping[str, str]
    recipient: Recipient
    urgent: bool
    clock: str
    created_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class JobState:
    """When a scheduled job last ran and, if it failed, why."""

    name: str
    ran_at: datetime
    error: str


class Inbox(Protocol):
    """Customers' reports, numbered and safe before any sheet is touched."""

    def accept(
        self, values: Mapping[str, str], *, at: datetime, day: date, key: str | None = None
    ) -> Acceptance:
        """Store a report and give its number; the same key and report give the same answer.

        Raises KeyReused when the key came with another report. `day` is the desk's date, for the number.
        """

    def pending_reports(self) -> list[Report]:
        """Give the accepted reports whose row isn't confirmed in the sheet yet, oldest first."""

    def placed(self, ticket_nos: Iterable[str], at: datetime) -> None:
        """Note that these reports have their rows."""

    def ticket_of(self, token: str) -> str | None:
        """Give the number that a status page's token belongs to."""

    def token_of(self, ticket_no: str) -> str | None:
        """Give the token of a ticket's status page; None for one that came without the form."""

    def reserve_number(self, day: date, *, key: str, prefix: str = "WX") -> str:
        """Give a number, prefix + day + serial, the same for the same key, never one given before."""


class Outbox(Protocol):
    """Notices to be sent: one record and one Message-ID per once-key, one delivery per person and channel."""

    def due(self, now: datetime, *, limit: int = 100) -> list[Delivery]:
        """Give deliveries that may leave now (released, not sent, not cancelled, retry time reached), oldest first."""

    def sent(self, delivery_ids: Sequence[int], at: datetime) -> None:
        """Note that these have left."""

    def failed(
        self, delivery_ids: Sequence[int], at: datetime, reason: str, retry_at: datetime | None
    ) -> None:
        """Note a failure; without a time to try again it is given up and shown on the health page."""

    def hold(self, delivery_ids: Sequence[int], until: datetime) -> None:
        """Keep these back until then, because of quiet hours, a digest or the ticket's last message."""

    def cancel(self, delivery_ids: Sequence[int], reason: str) -> None:
        """Drop what is pointless by now; what was sent stays sent."""

    def last_sent(self, ticket_no: str, to: Recipient) -> datetime | None:
        """Give when this person, or group, last got a message about this ticket this way."""

    def heard(self, ticket_no: str, staff_no: str) -> list[str]:
        """Give the once-keys of the notices about this ticket that have reached somebody, oldest first."""

    def outbox(self, *, limit: int | None = 200) -> list[Mapping[str, Json]]:
        """Give the newest deliveries, or all (None): kind, ticket, once-key, message_id, state, name, times, reason.

        A list of objects with delivery_id, once, kind, ticket_no, message_id, recipient (the name), channel, tries,
        created_at, due_at, sent_at, reason and `state`: waiting, due, sent, failed, cancelled, or nobody when there
        was nobody to get the notice.
        """

    def undelivered(self, since: datetime, *, limit: int = 200) -> list[Mapping[str, Json]]:
        """Give those of them made since then that were given up or had nobody, newest first."""


class Ledger(Inbox, Outbox, Protocol):
    """What the system knows: events, records, runs, leases, on SQLite or PostgreSQL."""

    def records(self) -> dict[str, TicketRecord]:
        """Give every ticket's record by its number."""

    def record_of(self, ticket_no: str) -> TicketRecord | None:
        """Give one ticket's record."""

    def events(self, ticket_no: str | None = None, *, limit: int | None = None) -> list[Event]:
        """Give the event log, oldest first, of one ticket or of all; with a limit, its newest part."""

    def newest_event(self) -> int:
        """Give the number of the newest event, 0 before the first; cheap enough for every cycle.

        Events are counted up in the order in which they were recorded, so a number beyond one's own tells that
        another has recorded something.
        """

    def begin(self, run: Run) -> None:
        """Record events, records, notices and planned writes in one transaction, before any of them is applied.

        Notices whose once-key is known already are left as they are. Notices `after_write` wait for `finish`.
        Raises Outdated when `records` were planned on older events than are stored: nothing is recorded then.
        """

    def finish(
        self, run_id: str, at: datetime, *, confirmed: bool, conflicts: Sequence[Conflict] = ()
    ) -> None:
        """Close a run: release its waiting notices when confirmed, cancel those of tickets in conflict.

        Unconfirmed, they go on waiting, and leave with the next confirmed run that plans them again.
        """

    def open_runs(self) -> list[Run]:
        """Give runs that were begun and not finished, oldest first, with their writes and reports."""

    def lease(self, name: str, holder: str, now: datetime, duration: timedelta) -> bool:
        """Take or renew a lease; False when another holds it and it hasn't run out."""

    def release(self, name: str, holder: str) -> None:
        """Give a lease back; nothing happens when another holds it."""

    def keep(self, name: str, document: Json) -> None:
        """Store a small document under a name (board, last run, token), replacing the last."""

    def kept(self, name: str) -> Json:
        """Give the document last kept under the name, or None."""

    def amend(self, name: str, change: Callable[[Json], tuple[Json, T]]) -> T:
        """Replace a kept document by what `change` makes of it, while nobody else can; gives what it says besides."""

    def job_ran(self, name: str, at: datetime, error: str = "") -> None:
        """Note a scheduled job's last run for the health page."""

    def jobs(self) -> list[JobState]:
        """Give every job's last run."""


class Store(Protocol):
    """The spreadsheet, read in one call and written in at most one per cycle."""

    @property
    def calls(self) -> Mapping[str, int]:
        """Give the calls made to the Sheets API so far, by kind ("read", "write")."""

    def read(self) -> Reading:
        """Give all live tabs; raises Unavailable when Google is away, Refused when it says no."""

    def settle(self, runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        """Finish what an earlier writer's scratch records say is unfinished, and tell what it met.

        Called at start and after `unknown`. `runs` are those whose verdict nobody may have heard: all that they met
        is told, though it was put back since.
        """

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Write everything in one atomic batch, guarded cells confirmed by what stood under them."""

    def heartbeat(self, at: datetime) -> None:
        """Show when the system last ran, where staff see it."""


class Notifier(Protocol):
    """One way to reach people, at `Recipient.address`.

    Raises Unavailable to be tried again, Refused to be given up, Busy to wait until its time without having failed.
    """

    name: str

    def send(self, message: Message) -> None:
        """Deliver one message; delivering the same Message-ID twice must be recognisable to the receiver."""


@dataclass(frozen=True, slots=True)
class PaperAddresses:
    """What the codes of a paper may lead to, "" where there is no such page.

    `ticket` is its page on the desk; `status` and `form` are the customer's, and must be reached from outside.
    """

    ticket: str = ""
    status: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Printout:
    """Papers as HTML for a page, and what their reader has to be told, such as a price that couldn't be read."""

    html: str
    notes: tuple[Text, ...] = ()


class Printer(Protocol):
    """Makes the papers of the desk; `kinds` are schema.PAPERS."""

    def title(self, kind: str) -> Text:
        """Give a paper's title."""

    def print_out(
        self,
        kinds: Sequence[str],
        record: TicketRecord | None,
        *,
        language: Language,
        now: datetime,
        addresses: PaperAddresses,
    ) -> Printout:
        """Give these papers of a ticket, blank ones without a ticket; raises Unavailable before there is a policy."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
