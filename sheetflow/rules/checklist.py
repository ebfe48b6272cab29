"""See that who leaves has all with them, and who comes back has left all in order.

P1 4.3.1, 4.6.3, 4.6.4; P2 S3 (duties 20, 39).    left with 工服;工具箱  ->  flag 检查未齐, 下一步 names the rest
全齐 ticks all at once. The parts slip is wanted only where parts are to be brought. Nothing waits for a check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: What ticks everything.
ALL = "all"


def checklist(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flag of a departure or a leaving whose check isn't complete."""
    for ticket in desk.tickets:
        if not ticket.record.imported and (lacks_before(ticket) or lacks_after(ticket)):
            yield ticket.flag("check_missing")


def lacks_before(ticket: Ticket) -> tuple[str, ...]:
    """Name what isn't ticked although the technician is on the way; nothing before, nor once they are there."""
    visits = ticket.record.visits
    last = visits[-1] if visits else None
    if last is None or not (last.open and last.made) or last.arrived_at:
        return ()
    wanted = _wanted(ticket, "departure_check")
    slip = ticket.raw("planned_parts") != ""
    return tuple(name for name in wanted if slip or name != "parts_slip")


def lacks_after(ticket: Ticket) -> tuple[str, ...]:
    """Name what isn't ticked of a check on the way out that somebody began; an empty one is only asked for."""
    if ticket.record.status != "completed" or ticket.raw("leaving_check") == "":
        return ()
    return _wanted(ticket, "leaving_check")


def _wanted(ticket: Ticket, column: str) -> tuple[str, ...]:
    said = ticket.get(column)
    have = said if isinstance(said, tuple) else ()
    if ALL in have:
        return ()
    choices = ticket.policy.column(column).choice_labels
    return tuple(name for name in choices if name != ALL and name not in have)
