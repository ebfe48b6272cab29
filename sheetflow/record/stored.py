"""The record as JSON, as the ledger stores it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sheetflow.model import Text
from sheetflow.record.ticket import (
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
    Revisit,
    Suggestion,
    TicketRecord,
    Tour,
    Visit,
)
from sheetflow.record.values import instant


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
        "request": record.request,
        "previous": record.previous,
        "successor": record.successor,
        "revisits": [[call.at.isoformat(), call.result] for call in record.revisits],
        "stamps": {name: at.isoformat() for name, at in record.stamps.items()},
        "grades": [[at.isoformat(), grade] for at, grade in record.grades],
        "pauses": [[p.start.isoformat(), p.end and p.end.isoformat()] for p in record.pauses],
        "attempts": [[a.at.isoformat(), a.reached] for a in record.attempts],
        "former": [[a.at.isoformat(), a.reached] for a in record.former],
        "appointment": record.appointment
        and [record.appointment.at.isoformat(), *record.appointment[1:]],
        "suggestion": record.suggestion
        and [record.suggestion.technician, record.suggestion.late, *_words(record.suggestion)],
        "likely": record.likely and [record.likely.zh, record.likely.en],
        "refusals": {column: [text.zh, text.en] for column, text in record.refusals.items()},
        "pending": [[name, at.isoformat(), *who] for name, at, *who in record.pending],
        "told": sorted(record.told),
        "seen": dict(record.seen),
        "shown": dict(record.shown),
        "means": {column: at.isoformat() for column, at in record.means.items()},
        "missing": record.missing and record.missing.isoformat(),
        "entries": {
            key: None if said is None else dict(said) for key, said in record.entries.items()
        },
        "listed": {
            column: [found.text, dict(found.parts), found.clear]
            for column, found in record.listed.items()
        },
        "supplied": record.supplied,
        "visits": [_plain(visit) for visit in record.visits],
        "tour": _plain(record.tour) if record.tour != ALONE else None,
        "mismatch": record.mismatch and _plain(record.mismatch),
        "rescheduled": _plain(record.rescheduled),
        "fee": record.fee and _fee(record.fee),
        "consents": {
            what: [said.at.isoformat(), said.given, _amount(said.amount), said.fault]
            for what, said in record.consents.items()
        },
        "confirmed": {column: list(found) for column, found in record.confirmed.items()},
        "unplaced": {key: dict(cells) for key, cells in record.unplaced.items()},
    }


def _plain(values: Iterable[object]) -> list[Any]:
    return [one.isoformat() if isinstance(one, datetime) else one for one in values]


def _visit(stored: list[Any]) -> Visit:
    technician, *steps, outcome = stored
    read = [technician, *(at and instant(at) for at in steps), outcome]
    return Visit(*read)


def _tour(start: str, clash: str, held_by: str, holds: list[str], look_at: str | None) -> Tour:
    return Tour(start, clash, held_by, tuple(holds), instant(look_at) if look_at else None)


def _fee(fee: Fee) -> list[Any]:
    return [_amount(fee.due), str(fee.asked), fee.bearing, fee.doubt.zh, fee.doubt.en, *fee.wants]


def _fee_read(due: str | None, asked: str, bearing: bool, zh: str, en: str, *wants: str) -> Fee:
    return Fee(_money(due), Decimal(asked), bearing, Text(zh, en), wants)


def _amount(found: Decimal | None) -> str | None:
    return None if found is None else str(found)


def _money(found: str | None) -> Decimal | None:
    return None if found is None else Decimal(found)


def _words(suggestion: Suggestion) -> list[str]:
    return [words for text in (suggestion.why, suggestion.brief) for words in (text.zh, text.en)]


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
        request=stored["request"],
        previous=stored["previous"],
        successor=stored["successor"],
        revisits=tuple(Revisit(instant(at), result) for at, result in stored["revisits"]),
        stamps={name: instant(at) for name, at in stored["stamps"].items()},
        grades=tuple((instant(at), grade) for at, grade in stored["grades"]),
        pauses=tuple(Pause(instant(a), b and instant(b)) for a, b in stored["pauses"]),
        attempts=tuple(Attempt(instant(at), reached) for at, reached in stored["attempts"]),
        former=tuple(Attempt(instant(at), reached) for at, reached in stored["former"]),
        appointment=appointment and Appointment(instant(appointment[0]), *appointment[1:]),
        suggestion=suggestion
        and Suggestion(
            suggestion[0], Text(*suggestion[2:4]), Text(*suggestion[4:]), late=suggestion[1]
        ),
        likely=stored["likely"] and Text(*stored["likely"]),
        refusals={column: Text(*text) for column, text in stored["refusals"].items()},
        pending=tuple(Fact(name, instant(at), *who) for name, at, *who in stored["pending"]),
        told=frozenset(stored["told"]),
        seen=stored["seen"],
        shown=stored["shown"],
        means={column: instant(at) for column, at in stored["means"].items()},
        missing=stored["missing"] and instant(stored["missing"]),
        entries=stored["entries"],
        listed={column: Listed(*found) for column, found in stored["listed"].items()},
        supplied=stored["supplied"],
        visits=tuple(_visit(visit) for visit in stored["visits"]),
        tour=_tour(*stored["tour"]) if stored["tour"] else ALONE,
        mismatch=stored["mismatch"]
        and Mismatch(instant(stored["mismatch"][0]), tuple(stored["mismatch"][1])),
        rescheduled=tuple(map(instant, stored["rescheduled"])),
        fee=_fee_read(*stored["fee"]) if stored["fee"] else None,
        consents={
            what: Consent(instant(at), given, _money(amount), fault)
            for what, (at, given, amount, fault) in stored["consents"].items()
        },
        confirmed={column: Confirmed(*found) for column, found in stored["confirmed"].items()},
        unplaced=stored["unplaced"],
    )
