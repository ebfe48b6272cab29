"""Keep a filed row as it was filed: what is typed there is put back and quoted, unless the fault is back.

P1 4.8.4 (duty 41), WORKFLOW.md "Status follows facts".    备注 typed into 已结单  ->  put back, told in `problem`
回访结果 未解决 or 结单原因 转返修 within 30 days of the filing opens a second repair (rules/second_repair.py). Papers,
old part and loaner of a ticket that was given up or goes on in another row may still come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.returning import soon_after_filing
from sheetflow.rules.words import reopen_first
from sheetflow.tickets import Snapshot, Ticket

#: What says in a filed row that the fault is back.
_BACK = {"revisit_result": "unsolved", "close_reason": "second_repair"}


def filed_rows(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the refusal of each value typed into a filed row, and the call that says that the fault is back."""
    for ticket in desk.in_state("closed"):
        for column in ticket.locked:
            if _back(ticket, column) and soon_after_filing(ticket, now, policy):
                before, after = ticket.raw(column), ticket.locked[column]
                yield ticket.happened("edited", at=now, column=column, before=before, after=after)
                yield ticket.happened("revisited", at=now, result="unsolved")
            else:
                yield from _refused(ticket, column, now, policy)


def _back(ticket: Ticket, column: str) -> bool:
    """Say whether a value typed into a repaired ticket's row says that the fault is back."""
    typed = ticket.layout.decode[column](ticket.locked[column]) if column in _BACK else None
    done = ticket.record.stamp("completed_at")
    return (
        typed is not None and typed == _BACK[column] and bool(done and not ticket.record.successor)
    )


def _refused(ticket: Ticket, column: str, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the refusal, once for as long as it stands."""
    raw = ticket.locked[column]
    why = _why(ticket, column, policy.display(column, raw), policy)
    if ticket.record.refusals.get(column) != why:
        said = {"column": column, "typed": raw, "zh": why.zh, "en": why.en}
        yield ticket.happened("locked", at=now, by="system", **said)


def _why(ticket: Ticket, column: str, typed: str, policy: Policy) -> Text:
    if _back(ticket, column):
        days = policy.schema.policy.second_repair_days
        return Text(
            f"结单已超过{days}天,不再算返修;请在最下面另录一行,系统会连上这张单",
            f"Closed more than {days} days ago: no second repair any more. Type a new row below, it will be linked",
        )
    return reopen_first(ticket, column, typed, policy)
