"""Suggest who is qualified and costs least, with the reason in one sentence; send them where that is switched on.

P1 4.1.3, P2 S3 (duty 13).    待派工, gas, 城北  ->  建议吴强:最早15:55到;次选陈立16:25;周平请假,其余3人不会燃气
Crosses rows: all waiting tickets are decided together, graver and earlier due ones first, each counted as a job on the
hands of whom it goes to. A suggestion changes with tickets, staff, shifts and deadlines, never with each minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.dispatch import LOOK_AGAIN, Choice, brief, decided, explanation, looked, sends, waits
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.record import Suggestion
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def dispatch(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the suggestion of each waiting ticket, or its assignment; rules/assignment.py shows the reason."""
    if policy.dispatch == "manual":
        yield from _left_to_people(desk, now)
        return
    for ticket, choice in decided(desk, now, policy):
        yield from _told(ticket, choice, now, policy)
    for ticket in desk.in_state("to_dispatch"):
        # Each that waits asks by itself: one that asked for all might be sent, or its row deleted, before the others.
        if waits(ticket):
            yield ticket.wake(looked(now) + LOOK_AGAIN)


def _left_to_people(desk: Snapshot, now: datetime) -> Iterator[Change]:
    """Take back what was suggested before people wanted to choose unasked."""
    for ticket in desk.anywhere_in("to_dispatch"):
        if ticket.record.suggestion and waits(ticket):
            yield ticket.happened("suggested", at=now, by="system", technician="", zh="", en="")


def _told(ticket: Ticket, choice: Choice, now: datetime, policy: Policy) -> Iterator[Change]:
    found = choice.best.candidate if choice.best else None
    sent = sends(choice, policy)
    why = explanation(choice, policy, looked(now), sent=sent)
    short, number = brief(choice, policy, looked(now)), found.member.no if found else ""
    minutes, there = _arrival(choice)
    suggested = Suggestion(number, why, short, choice.late, minutes, there)
    if ticket.record.suggestion != suggested:
        said = {"zh": why.zh, "en": why.en, "brief_zh": short.zh, "brief_en": short.en}
        yield ticket.happened(
            "suggested",
            at=now,
            by="system",
            technician=number,
            late=choice.late,
            minutes=minutes,
            there=there.isoformat() if there else None,
            **said,
        )
    if sent:
        yield ticket.happened("assigned", at=now, by="system", technician=number)


def _arrival(choice: Choice) -> tuple[int | None, datetime | None]:
    """Give the way in minutes of who could leave at once, or when they are there; neither where it is a guess."""
    if choice.best is None or not choice.way_known:
        return None, None
    arrival = choice.best.arrival
    if arrival.when == "now":
        return arrival.minutes, None
    return None, arrival.at if arrival.when == "known" else None
