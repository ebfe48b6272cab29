"""Which times of the visits can have been: each step after the one before it, each visit after the one before.

    departed 14:50, arrived 14:45  ->  departed 14:50;    the visit before ended 15:20, started 15:10  ->  no start

Which of two is the slip only people know: they are asked (rules/steps_in_order.py), and 上门记录 shows what can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sheetflow.record.elements import Visit

#: The steps of a visit before its end, in the order in which they happen.
_BEFORE_THE_END = ("departed_at", "arrived_at", "started_at")


def possible(visits: Iterable[Visit]) -> Iterator[Visit]:
    """Yield each visit without the steps that can't have been; the end of one that is over stands for good."""
    since: datetime | None = None
    for visit in visits:
        found = _in_order(visit, since)
        yield found
        since = found.ended_at or since


def _in_order(visit: Visit, since: datetime | None) -> Visit:
    latest, over = since, None if visit.open else visit.ended_at
    kept: dict[str, datetime | None] = {}
    for name in _BEFORE_THE_END:
        at = getattr(visit, name)
        if at and ((latest and at < latest) or (over and at > over)):
            kept[name] = None
        latest = kept.get(name, at) or latest
    if visit.open and visit.ended_at and latest and visit.ended_at < latest:
        kept["ended_at"] = None
    return Visit(**{**visit._asdict(), **kept})
