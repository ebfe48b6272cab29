"""Each technician's day in one sentence: when they are taken, where the gaps are, which visits clash.

15:00–16:00, 17:30–18:30    ->  陈立 2单:15:00–16:00、17:30–18:30;空档16:00–17:30
Whoever has one visit has no day to tell of: its line says it all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from sheetflow.board.line import Line
from sheetflow.model import Text
from sheetflow.policy import Policy

#: A gap in which one more visit may fit; a figure of ours.
GAP = timedelta(minutes=30)


class _Visit(NamedTuple):
    start: datetime
    end: datetime
    clash: bool


def days(lines: Iterable[Line], policy: Policy, now: datetime) -> Mapping[str, Text]:
    """Give today's sentence of each technician with several visits, by staff number, in whatever block these stand."""
    today = policy.local(now).date()
    found: defaultdict[str, list[_Visit]] = defaultdict(list)
    for line in lines:
        if line.start and line.end and policy.local(line.start).date() == today:
            found[line.technician].append(_Visit(line.start, line.end, line.clash))
    return {
        number: _sentence(number, sorted(visits), policy, now)
        for number, visits in sorted(found.items())
        if number and len(visits) > 1
    }


def _sentence(number: str, visits: Sequence[_Visit], policy: Policy, now: datetime) -> Text:
    member = policy.staff.get(number)
    name, many = member.name if member else number, len(visits)
    zh = [f"{name} {many}单:{_spans(visits, '、', policy, now)}"]
    en = [f"{name}, {many} visits: {_spans(visits, ', ', policy, now)}"]
    gaps = _gaps(visits)
    if gaps:
        zh.append(f"空档{_spans(gaps, '、', policy, now)}")
        en.append(f"free {_spans(gaps, ', ', policy, now)}")
    clashes = [policy.moment(visit.start, now) for visit in visits if visit.clash]
    if clashes:
        zh.append(f"冲突{'、'.join(clashes)}")
        en.append(f"clash {', '.join(clashes)}")
    return Text(";".join(zh), "; ".join(en))


def _gaps(visits: Sequence[_Visit]) -> list[_Visit]:
    """Give the stretches between the visits, of which one may outlast the next."""
    gaps, until = [], visits[0].end
    for _, visit in pairwise(visits):
        if visit.start - until >= GAP:
            gaps.append(_Visit(until, visit.start, clash=False))
        until = max(until, visit.end)
    return gaps


def _spans(visits: Iterable[_Visit], comma: str, policy: Policy, now: datetime) -> str:
    return comma.join(
        f"{policy.moment(visit.start, now)}–{policy.moment(visit.end, now)}" for visit in visits
    )
