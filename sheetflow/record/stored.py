"""The record as JSON, as the ledger stores it: a codec per noun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sheetflow.record.codecs import (
    CELLS,
    INSTANT,
    MONEY,
    NAME_SET,
    NAMES,
    TEXT,
    Codec,
    by_name,
    each,
    maybe,
    noun,
)
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
from sheetflow.record.ticket import TicketRecord

GRADE = Codec(
    lambda since: [INSTANT.dump(since[0]), since[1]],
    lambda stored: (INSTANT.load(stored[0]), stored[1]),
)
ATTEMPTS = each(noun(Attempt, at=INSTANT))
PAUSE = noun(Pause, start=INSTANT, end=maybe(INSTANT))
CONSENT = noun(Consent, at=INSTANT, amount=maybe(MONEY), offered=maybe(INSTANT))
LISTED = noun(Listed, parts=CELLS)
MISMATCH = noun(Mismatch, since=INSTANT, columns=NAMES)
VISIT = noun(
    Visit,
    planned_at=maybe(INSTANT),
    departed_at=maybe(INSTANT),
    arrived_at=maybe(INSTANT),
    started_at=maybe(INSTANT),
    ended_at=maybe(INSTANT),
)


def _suggestion(said: Suggestion) -> list[Any]:
    figures = [said.technician, said.late, said.minutes, maybe(INSTANT).dump(said.there)]
    return [*figures, *TEXT.dump(said.why), *TEXT.dump(said.brief)]


def _suggested(stored: list[Any]) -> Suggestion:
    technician, late, minutes, there, *words = stored
    why, brief = TEXT.load(words[:2]), TEXT.load(words[2:])
    return Suggestion(technician, why, brief, late, minutes, maybe(INSTANT).load(there))


_TOUR = noun(Tour, holds=NAMES, look_at=maybe(INSTANT))
TOUR = Codec(
    lambda tour: None if tour == ALONE else _TOUR.dump(tour),
    lambda stored: _TOUR.load(stored) if stored else ALONE,
)

#: How each part of the record is stored that isn't JSON as it stands.
CODECS: Mapping[str, Codec] = {
    "revisits": each(noun(Revisit, at=INSTANT)),
    "stamps": by_name(INSTANT),
    "earlier": by_name(each(INSTANT)),
    "grades": each(GRADE),
    "pauses": each(PAUSE),
    "attempts": ATTEMPTS,
    "former": ATTEMPTS,
    "appointment": maybe(noun(Appointment, at=INSTANT)),
    "promised": maybe(INSTANT),
    "wished": maybe(INSTANT),
    "suggestion": maybe(Codec(_suggestion, _suggested)),
    "proposal": maybe(noun(Proposal, why=TEXT, brief=TEXT)),
    "likely": maybe(TEXT),
    "refusals": by_name(TEXT),
    "pending": each(noun(Fact, at=INSTANT)),
    "told": NAME_SET,
    "seen": CELLS,
    "shown": CELLS,
    "means": by_name(INSTANT),
    "ahead": NAME_SET,
    "early": NAME_SET,
    "missing": maybe(INSTANT),
    "archived": maybe(INSTANT),
    "entries": by_name(maybe(CELLS)),
    "listed": by_name(LISTED),
    "visits": each(VISIT),
    "tour": TOUR,
    "mismatch": maybe(MISMATCH),
    "rescheduled": each(INSTANT),
    "fee": maybe(noun(Fee, due=maybe(MONEY), asked=MONEY, doubt=TEXT, wants=NAMES, terms=TEXT)),
    "consents": by_name(CONSENT),
    "confirmed": by_name(noun(Confirmed)),
    "unplaced": by_name(CELLS),
}

#: The parts that are JSON as they stand.
_PLAIN = tuple(field.name for field in fields(TicketRecord) if field.name not in CODECS)


def dump(record: TicketRecord) -> dict[str, Any]:
    """Give the record as JSON; `load` is its inverse."""
    plain = {name: getattr(record, name) for name in _PLAIN}
    return plain | {name: codec.dump(getattr(record, name)) for name, codec in CODECS.items()}


def load(stored: Mapping[str, Any]) -> TicketRecord:
    """Give the record that `dump` wrote."""
    plain = {name: stored[name] for name in _PLAIN}
    coded = {name: codec.load(stored[name]) for name, codec in CODECS.items()}
    return TicketRecord(**plain, **coded)
