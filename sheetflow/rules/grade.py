"""Take the grade that staff choose; the clocks follow it from the original report.

P2 S2 (duty 9).    紧急程度 普通 -> 特急 at 12:00, reported 09:00  ->  response 12:30, on-site tomorrow 09:00
Whoever changes it is asked for the reason, and nothing waits for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket


def grade(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the grade of each ticket where staff changed it, and ask why.

    On a filed ticket, or in other words, it is refused.
    """
    for ticket in desk.edited("grade"):
        wanted = ticket.get("grade")
        if isinstance(wanted, str) and ticket.state.category != "closed":
            if wanted != ticket.record.grade:
                yield ticket.happened("graded", at=now, grade=wanted)
        elif wanted is not None:
            yield ticket.refuse("grade", _why(ticket, policy), at=now)
    for ticket in desk.live():
        if len(ticket.record.grades) > 1 and ticket.raw("grade_reason") == "":
            yield _reason(ticket, policy)


def _reason(ticket: Ticket, policy: Policy) -> Change:
    grade, column = policy.label(f"grade.{ticket.record.grade}"), policy.label("grade_reason")
    return ticket.tell(
        f"紧急程度改成了{grade.zh},请写「{column.zh}」",
        f"The grade was changed to {grade.en}: write {column.en}",
        aside=True,
    )


def _why(ticket: Ticket, policy: Policy) -> Text:
    typed = ticket.raw("grade")
    kept = policy.label(f"grade.{ticket.record.grade}")
    if ticket.state.category == "closed":
        return Text(
            f"已结单,紧急程度仍按「{kept.zh}」;要改请主管先重开",
            f"Closed: the grade stays {kept.en}. Ask the supervisor to reopen it first",
        )
    return Text(
        f"紧急程度「{typed}」看不懂,仍按「{kept.zh}」;请从下拉里选",
        f"Grade '{typed}' is unknown, {kept.en} goes on. Choose one from the list",
    )
