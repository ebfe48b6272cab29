"""Say in one line who has to do what, by when, and where to record it; one rule, so that one line stands there.

SHEET.md, "下一步".    已派工, call due 14:32  ->  陈立:14:32前打客户电话,结果填「联系结果」
Minutes over are not written: age is shown by the colours and the board, never by a cell that would change each minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.board import SOON
from sheetflow.clocks import after
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.reach import lost_from
from sheetflow.rules.next_action.due import nearest_due
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.next_action.sentence import sentence
from sheetflow.tickets import Snapshot


def next_action(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the sentence and the nearest deadline of each ticket; a filed row is blank."""
    midnight = policy.midnight(now)
    for ticket in desk.tickets:
        due, text = nearest_due(ticket, policy), sentence(Line(ticket, now, policy))
        said = policy.say(text) if text else None
        yield ticket.shows_all({"next_due": due, "next_action": said})
        turns = [at for at in _turns(due) if at > now]
        if text:
            turns.append(midnight)
        if (lost := lost_from(ticket.record, policy)) and lost > now:
            turns.append(lost)
        named = ticket.record.suggestion
        if ticket.status == "escalated" and named and named.there and now <= named.there:
            turns.append(after(named.there))
        if turns:
            yield ticket.wake(min(turns))


def _turns(due: datetime | None) -> tuple[datetime, ...]:
    """Give when 今日 has to take a deadline in, and when it is late: the list stands elsewhere then, unasked."""
    return (due - SOON, after(due)) if due else ()
