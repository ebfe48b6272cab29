"""What the ledger holds of one ticket: the fold of its events, and the cells of its row as last seen.

The record is the truth for status, technician, grade and appointment; the sheet is what people say next.
    fold(None, Event(kind="reported", …)) -> TicketRecord(status="new", stamps={"reported_at": …})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sheetflow.model import Event, Json, Scalar, Text


class Attempt(NamedTuple):
    """One call of the technician to the customer: when, and whether somebody answered."""

    at: datetime
    reached: bool


class Pause(NamedTuple):
    """A stay in a status that stops promise and on-site; `end` is None while it lasts (WORKFLOW rule 5)."""

    start: datetime
    end: datetime | None


class Appointment(NamedTuple):
    """A time agreed with the customer; `by_customer` when they asked for it, which moves on-site too (rule 6)."""

    at: datetime
    agreed: bool
    by_customer: bool


class Fact(NamedTuple):
    """Something recorded that the status has not followed yet."""

    name: str
    at: datetime
    actor: str
    channel: str = "sheet"


class Suggestion(NamedTuple):
    """Whom dispatch would send, and why in one sentence."""

    technician: str
    why: Text


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """The accepted state of one ticket after all its events.

    `seen` are the staff's cells as last read, `shown` the system's cells as last written: what differs was typed.
    `means` are the instants understood from words that stay in the sheet (明天10点). `told` are the once-keys of
    breaches and notices that were recorded, which nothing withdraws. `missing` says since when its row is gone.
    """

    ticket_no: str
    status: str = "new"
    technician: str = ""
    grade: str = "normal"
    cycle: int = 1
    imported: bool = False
    duplicate_of: str = ""
    stamps: Mapping[str, datetime] = field(default_factory=dict)
    grades: tuple[tuple[datetime, str], ...] = ()
    pauses: tuple[Pause, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    appointment: Appointment | None = None
    suggestion: Suggestion | None = None
    refusals: Mapping[str, Text] = field(default_factory=dict)
    pending: tuple[Fact, ...] = ()
    told: frozenset[str] = frozenset()
    seen: Mapping[str, Scalar] = field(default_factory=dict)
    shown: Mapping[str, Scalar] = field(default_factory=dict)
    means: Mapping[str, datetime] = field(default_factory=dict)
    missing: datetime | None = None

    def stamp(self, name: str) -> datetime | None:
        """Give when something last happened, or None."""
        return self.stamps.get(name)

    def stands(self, column: str) -> Scalar:
        """Give what stands in a cell of the row as far as is known: as last written by us or seen from people."""
        return self.shown.get(column, self.seen.get(column, ""))

    @property
    def arrived(self) -> bool:
        """Say whether somebody has been there since the visit was decided; a second visit meets no clock anew."""
        at, decided = self.stamp("arrived_at"), self.stamp("queued_at")
        return at is not None and (decided is None or at >= decided)


def fold(record: TicketRecord | None, event: Event) -> TicketRecord:
    """Give the record as it is after the event; an event of a ticket unknown so far begins its record."""
    return KINDS[event.kind](record or TicketRecord(event.ticket_no), event)


def _reported(record: TicketRecord, event: Event) -> TicketRecord:
    grade = str(event.values.get("grade") or "normal")
    return replace(
        record,
        grade=grade,
        grades=((event.at, grade),),
        cycle=int(str(event.values.get("cycle") or 1)),
        stamps={**record.stamps, "reported_at": event.at},
        seen=_cells(event.values.get("seen")),
        shown=_cells(event.values.get("shown")),
    )


def _imported(record: TicketRecord, event: Event) -> TicketRecord:
    """A ticket of another system: taken as it is, with nothing left to announce."""
    grade = str(event.values.get("grade") or "normal")
    stamps = {name: instant(at) for name, at in _mapping(event.values.get("stamps")).items()}
    return replace(
        record,
        imported=True,
        status=str(event.values["status"]),
        grade=grade,
        grades=((event.at, grade),),
        stamps=stamps,
        seen=_cells(event.values.get("seen")),
        shown=_cells(event.values.get("shown")),
    )


def _edited(record: TicketRecord, event: Event) -> TicketRecord:
    column = str(event.values["column"])
    seen = {**record.seen, column: _scalar(event.values["after"])}
    means = {name: at for name, at in record.means.items() if name != column}
    if understood := event.values.get("means"):
        means[column] = instant(understood)
    pending = _pending(record, _ENTRIES.get(column), event)
    asked = {unclear(column): _text(event.values)} if event.values.get("zh") else {}
    open_still = {name: why for name, why in record.refusals.items() if name != unclear(column)}
    return replace(
        record, seen=seen, means=means, pending=pending, refusals={**open_still, **asked}
    )


def unclear(column: str) -> str:
    """Name the question that a vague wording raises: another wording answers it."""
    return f"unclear:{column}"


def _asked(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, pending=_pending(record, f"asked:{event.values['to']}", event))


def _moved(record: TicketRecord, event: Event) -> TicketRecord:
    """A change of status: its stamps, and the pause it begins or ends; a dispatch starts the calls anew."""
    stamps = dict(record.stamps)
    for name in _names(event.values.get("stamps")):
        stamps[name] = event.at
    for name in _names(event.values.get("clears")):
        stamps.pop(name, None)
    pauses = record.pauses
    if pauses and pauses[-1].end is None:
        pauses = (*pauses[:-1], Pause(pauses[-1].start, event.at))
    if event.values.get("pauses"):
        pauses = (*pauses, Pause(event.at, None))
    status = str(event.values["to"])
    refusals = {name: why for name, why in record.refusals.items() if name != f"asked:{status}"}
    sent = status == "dispatched"
    return replace(
        record,
        status=status,
        stamps=stamps,
        pauses=pauses,
        pending=(),
        refusals=refusals,
        attempts=tuple(call for call in record.attempts if not sent or call.at >= event.at),
    )


def _followed(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, pending=())


def _assigned(record: TicketRecord, event: Event) -> TicketRecord:
    """Another technician: contact and its ladder start anew (WORKFLOW.md, 已派工).

    A suggestion that was followed stays, as the reason of the dispatch.
    """
    technician = str(event.values["technician"])
    followed = record.suggestion and record.suggestion.technician == technician
    return replace(
        record,
        technician=technician,
        attempts=(),
        suggestion=record.suggestion if followed else None,
        pending=_pending(record, "assigned", event),
    )


def _graded(record: TicketRecord, event: Event) -> TicketRecord:
    grade = str(event.values["grade"])
    return replace(record, grade=grade, grades=(*record.grades, (event.at, grade)))


def _appointed(record: TicketRecord, event: Event) -> TicketRecord:
    at = event.values.get("for")
    if not at:
        return replace(record, appointment=None)
    agreed, asked = bool(event.values.get("agreed")), bool(event.values.get("by_customer"))
    appointment = Appointment(instant(at), agreed, asked)
    return replace(record, appointment=appointment, pending=_pending(record, "appointed", event))


def _attempted(record: TicketRecord, event: Event) -> TicketRecord:
    """A call: an answered one stamps the first contact; `silent` marks the last failure of the ladder."""
    attempt = Attempt(event.at, bool(event.values["reached"]))
    stamps = record.stamps
    if attempt.reached and "contacted_at" not in stamps:
        stamps = {**stamps, "contacted_at": event.at}
    name = "answered" if attempt.reached else "silent" if event.values.get("silent") else None
    return replace(
        record,
        attempts=(*record.attempts, attempt),
        stamps=stamps,
        pending=_pending(record, name, event),
    )


def _stamped(record: TicketRecord, event: Event) -> TicketRecord:
    name = str(event.values["name"])
    stamps = {**record.stamps, name: event.at}
    return replace(record, stamps=stamps, pending=_pending(record, _STARTS.get(name), event))


def _suggested(record: TicketRecord, event: Event) -> TicketRecord:
    suggestion = Suggestion(str(event.values["technician"]), _text(event.values))
    return replace(record, suggestion=suggestion)


def _refused(record: TicketRecord, event: Event) -> TicketRecord:
    """A refusal stays until it is acknowledged; that of a wish for a status, until the status is reached."""
    name = str(event.values.get("wish") or event.values["column"])
    return replace(record, refusals={**record.refusals, name: _text(event.values)})


def _overwritten(record: TicketRecord, event: Event) -> TicketRecord:
    """A value typed over one of the system's cells: quoted, and known as what stands there now."""
    column = str(event.values["column"])
    quoted = _refused(record, event) if "zh" in event.values else record
    return replace(quoted, shown={**record.shown, column: _scalar(event.values["typed"])})


def _wrote(record: TicketRecord, event: Event) -> TicketRecord:
    """Our own writes: what the system's cells show now, and the values it put into cells that people write too."""
    shown, seen = _cells(event.values.get("shown")), _cells(event.values.get("seen"))
    return replace(record, shown={**record.shown, **shown}, seen={**record.seen, **seen})


def _acknowledged(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, refusals={}, shown={**record.shown, "problem": ""})


def _suspected(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, duplicate_of=str(event.values["of"]))


def _told(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, told=record.told | {str(event.values["key"])})


def _row_missing(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, missing=event.at)


def _row_back(record: TicketRecord, event: Event) -> TicketRecord:
    return replace(record, missing=None)


def _noted(record: TicketRecord, event: Event) -> TicketRecord:
    return record


#: Columns whose change may complete the work, and stamps that mean it has begun.
_ENTRIES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        ("result", "work_ended_at", "test_result", "signature", "acceptance_reason"), "ended"
    )
)
_STARTS: Mapping[str, str] = MappingProxyType(
    {"work_started_at": "started", "arrived_at": "started", "work_ended_at": "ended"}
)


def _pending(record: TicketRecord, name: str | None, event: Event) -> tuple[Fact, ...]:
    if name is None:
        return record.pending
    return (*record.pending, Fact(name, event.at, event.actor, event.channel))


#: Every kind of event, and how it changes the record. `told` records a breach or notice; `noted` is history only.
KINDS: Mapping[str, Callable[[TicketRecord, Event], TicketRecord]] = MappingProxyType(
    {
        "reported": _reported,
        "imported": _imported,
        "edited": _edited,
        "asked": _asked,
        "moved": _moved,
        "followed": _followed,
        "assigned": _assigned,
        "graded": _graded,
        "appointed": _appointed,
        "attempted": _attempted,
        "stamped": _stamped,
        "suggested": _suggested,
        "refused": _refused,
        "overwritten": _overwritten,
        "suspected": _suspected,
        "wrote": _wrote,
        "acknowledged": _acknowledged,
        "row_missing": _row_missing,
        "row_back": _row_back,
        "told": _told,
        "noted": _noted,
    }
)


def dump(record: TicketRecord) -> dict[str, Any]:
    """Give the record as JSON; `load` is its inverse."""
    return {
        "ticket_no": record.ticket_no,
        "status": record.status,
        "technician": record.technician,
        "grade": record.grade,
        "cycle": record.cycle,
        "imported": record.imported,
        "duplicate_of": record.duplicate_of,
        "stamps": {name: at.isoformat() for name, at in record.stamps.items()},
        "grades": [[at.isoformat(), grade] for at, grade in record.grades],
        "pauses": [[p.start.isoformat(), p.end and p.end.isoformat()] for p in record.pauses],
        "attempts": [[a.at.isoformat(), a.reached] for a in record.attempts],
        "appointment": record.appointment
        and [record.appointment.at.isoformat(), *record.appointment[1:]],
        "suggestion": record.suggestion
        and [record.suggestion.technician, record.suggestion.why.zh, record.suggestion.why.en],
        "refusals": {column: [text.zh, text.en] for column, text in record.refusals.items()},
        "pending": [[name, at.isoformat(), *who] for name, at, *who in record.pending],
        "told": sorted(record.told),
        "seen": dict(record.seen),
        "shown": dict(record.shown),
        "means": {column: at.isoformat() for column, at in record.means.items()},
        "missing": record.missing and record.missing.isoformat(),
    }


def load(stored: Mapping[str, Any]) -> TicketRecord:
    """Give the record that `dump` wrote."""
    appointment, suggestion = stored["appointment"], stored["suggestion"]
    return TicketRecord(
        ticket_no=stored["ticket_no"],
        status=stored["status"],
        technician=stored["technician"],
        grade=stored["grade"],
        cycle=stored["cycle"],
        imported=stored["imported"],
        duplicate_of=stored["duplicate_of"],
        stamps={name: instant(at) for name, at in stored["stamps"].items()},
        grades=tuple((instant(at), grade) for at, grade in stored["grades"]),
        pauses=tuple(Pause(instant(a), b and instant(b)) for a, b in stored["pauses"]),
        attempts=tuple(Attempt(instant(at), reached) for at, reached in stored["attempts"]),
        appointment=appointment and Appointment(instant(appointment[0]), *appointment[1:]),
        suggestion=suggestion and Suggestion(suggestion[0], Text(*suggestion[1:])),
        refusals={column: Text(*text) for column, text in stored["refusals"].items()},
        pending=tuple(Fact(name, instant(at), *who) for name, at, *who in stored["pending"]),
        told=frozenset(stored["told"]),
        seen=stored["seen"],
        shown=stored["shown"],
        means={column: instant(at) for column, at in stored["means"].items()},
        missing=stored["missing"] and instant(stored["missing"]),
    )


def instant(text: object) -> datetime:
    """Read an ISO instant; one without an offset is a fault of the writer."""
    at = datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return at


def _text(values: Mapping[str, Json]) -> Text:
    return Text(str(values["zh"]), str(values["en"]))


def _mapping(found: Json) -> Mapping[str, Json]:
    return found if isinstance(found, Mapping) else {}


def _cells(found: Json) -> dict[str, Scalar]:
    return {column: _scalar(cell) for column, cell in _mapping(found).items()}


def _names(found: Json) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()


def _scalar(found: Json) -> Scalar:
    return found if isinstance(found, (str, int, float, bool)) else ""
