"""Suspect a duplicate when phone and serial number, or phone and model, match a ticket that is still open.

P2 KP (duty 6).    same phone and serial as WX20260310007  ->  flag duplicate_suspect, stays in 待受理
Crosses rows: a new ticket is compared with all open ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def duplicates(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the suspicion once, when a ticket is new, and its flag while it is open."""
    fresh = [t for t in desk.in_state("new") if not t.record.imported and not t.told("compared")]
    elders = _open_by_identity(desk) if fresh else {}
    for ticket in fresh:
        yield ticket.happened("told", at=now, by="system", key=ticket.key("compared"))
        elder = next((no for no in elders.get(_identity(ticket), ()) if no < ticket.no), None)
        if elder and any(_identity(ticket)):
            yield ticket.happened("suspected", at=now, by="system", of=elder)
    for ticket in desk.in_state("new"):
        if ticket.record.duplicate_of:
            yield ticket.flag("duplicate_suspect")


def _open_by_identity(desk: Snapshot) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for ticket in desk.everyone.values():
        if ticket.state.live:
            found.setdefault(_identity(ticket), []).append(ticket.no)
    return {identity: sorted(numbers) for identity, numbers in found.items()}


def _identity(ticket: Ticket) -> tuple[str, str]:
    digits = "".join(filter(str.isdigit, ticket.text("phone")))
    device = ticket.text("serial_no") or ticket.text("product_model")
    return (digits, device.casefold()) if digits and device else ("", "")
