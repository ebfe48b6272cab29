"""A job taken from a technician again: how the notice of it is named, and whether its reader ever heard of the job.

told of it 14:34, given to 刘勇 14:50     ->  陈立 hears that he need not go
chosen 14:31, 刘勇 instead at 14:33, before any mail left  ->  he hears nothing
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.clocks import named

#: How it ends where they have called the customer: they know of the job without a mail.
_CALLED = "/called"


def taken(former: str, sent: str, at: datetime, *, called: bool) -> str:
    """Give what a once-key says of a job that went from one technician to another."""
    return f"reassigned/{former}/{sent}/{named(at)}{_CALLED if called else ''}"


def expects(once: str, ticket_no: str, staff_no: str, heard: Iterable[str]) -> bool:
    """Say whether the reader of such a notice, where it was theirs, thinks that it still is; others read it anyhow.

    `heard` are the once-keys of what they have got about the ticket, oldest first: what they heard last counts.
    """
    off = f"{ticket_no}/reassigned/{staff_no}/"
    if not once.startswith(off) or once.endswith(_CALLED):
        return True
    given = tuple(f"{ticket_no}/dispatch/{kind}{staff_no}/" for kind in ("", "changed/"))
    last = [key for key in heard if key.startswith((off, *given))][-1:]
    return bool(last) and last[0].startswith(given)
