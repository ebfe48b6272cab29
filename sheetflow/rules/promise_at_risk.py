"""Say that nobody will keep the promise while there is time to apologise: who could be there first, and who next.

P1 4.1.3 (duty 15), SHEET.md "Notices".    15:24 promised, the way takes 55 min, nobody has left by 14:29  ->  red, one
notice: 最快吴强 15:55,其次陈立 16:25(跨区)
Crosses rows: whoever could go has other tickets on hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sheetflow.dispatch import Prospects
from sheetflow.durations import format_duration
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.rules.promise import at_risk, comes_too_late
from sheetflow.rules.watching import clock_facts
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def promise_at_risk(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of each promise that nobody can keep any more; rules/promise.py flags it."""
    prospects = Prospects(desk, now, policy)
    for ticket in desk.tickets:
        if not (at_risk(ticket, now) or comes_too_late(ticket)):
            continue
        clock = ticket.clock("promise")
        if clock.overdue(now) or not ticket.may_remind:
            continue
        what = clock.key("risk", ticket.record.cycle)
        if not ticket.told(what):
            facts = _facts(ticket, prospects, now, policy)
            yield from ticket.announce(
                "promise_at_risk", what, at=now, facts=facts, clock="promise"
            )


def _facts(
    ticket: Ticket, prospects: Prospects, now: datetime, policy: Policy
) -> Mapping[str, str]:
    """Give who could be there and how late; `late` is "" where they would still be in time, or it is a guess.

    The customer is told the first time that is known.
    `agreed` is the hour at which the customer expects somebody, "" where they wait from now on.
    """
    clock, found = ticket.clock("promise"), prospects.earliest(ticket)
    first, second = (*found, None, None)[:2]
    at = next((one.at for one in found if one.at), None)
    hour = ticket.record.standing
    over = at - clock.deadline if at and clock.deadline else timedelta(0)
    return {
        **clock_facts(ticket, clock, now, policy, "promise_at_risk"),
        "earliest": policy.say(first.words) if first else "",
        "earliest_at": policy.moment(at, now) if at else "",
        "second": policy.say(second.words) if second else "",
        "agreed": policy.moment(hour, now) if hour and hour > now else "",
        "late": format_duration(over, policy.language) if over > timedelta(0) else "",
    }
