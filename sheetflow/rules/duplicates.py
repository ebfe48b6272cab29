"""Suspect a duplicate when phone and serial number, or phone and model, match a ticket that is still open.

P2 KP (duty 6).    same phone and serial as WX20260310007  ->  flag duplicate_suspect, stays in 待受理
Once when a ticket is new, and again while nobody was sent when phone, serial number or model is put right or the other
ticket was closed undone: one that is in 待派工 by then is flagged there, and one that turns out to be another machine,
or the only one left of the two, is suspected no more. Dispatch sends nobody to a suspect unasked.
Crosses rows: a ticket is compared with all open ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sheetflow.machines import KNOWN_BY, UNSENT, caller, same_machine, suspect
from sheetflow.model import Change, Record
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def duplicates(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each suspicion when a ticket is new or put right, and its flag until somebody has looked."""
    fresh = [t for t in desk.in_state("new") if not t.record.imported and not t.told("compared")]
    mended = [t for t in desk.edited(*KNOWN_BY) if t.state.live and t.told("compared")]
    mended += _left_over(desk)
    open_ones = _open_by_caller(desk) if fresh or mended else {}
    for ticket in fresh:
        yield ticket.happened("told", at=now, by="system", key=ticket.key("compared"))
        yield from _compared(ticket, open_ones.get(caller(ticket), ()), now)
    known = {ticket.no for ticket in fresh}
    for younger in _looked_at_again(mended, open_ones):
        if younger.no not in known:
            yield from _compared(younger, open_ones.get(caller(younger), ()), now)
    for ticket in desk.in_state(*UNSENT):
        if suspect(ticket):
            yield ticket.flag("duplicate_suspect")


def _left_over(desk: Snapshot) -> list[Ticket]:
    """Give the suspects whose other ticket was just closed undone: merged into them, or cancelled.

    Where the work was done, the report may well be about that, and somebody still has to look.
    """
    closed = desk.in_state("closed")
    ended = {ticket.no for ticket in closed if ticket.record.stamp("completed_at") is None}
    if not ended:
        return []
    everyone = desk.everyone.values()
    return [one for one in everyone if one.record.duplicate_of in ended and suspect(one)]


def _looked_at_again(
    mended: Iterable[Ticket], open_ones: dict[str, list[Ticket]]
) -> Iterable[Ticket]:
    """Give the tickets put right and the younger ones of the same customers, for which nobody was sent."""
    found = {ticket.no: ticket for ticket in mended}
    for elder in tuple(found.values()):
        found.update((t.no, t) for t in open_ones.get(caller(elder), ()) if t.no > elder.no)
    return [found[no] for no in sorted(found) if found[no].status in UNSENT]


def _compared(ticket: Ticket, callers: Iterable[Ticket], now: datetime) -> Iterator[Record]:
    """Yield the eldest open ticket about the same machine, or that there is none any more."""
    elders = [one.no for one in callers if one.no < ticket.no and same_machine(one, ticket)]
    of, before = min(elders, default=""), ticket.record.duplicate_of
    if of != before and (of or suspect(ticket)):
        yield ticket.happened("suspected", at=now, by="system", of=of)


def _open_by_caller(desk: Snapshot) -> dict[str, list[Ticket]]:
    """Give the open tickets by phone; who left none is nobody's double."""
    found: dict[str, list[Ticket]] = {}
    for ticket in desk.everyone.values():
        if ticket.state.live and (phone := caller(ticket)):
            found.setdefault(phone, []).append(ticket)
    return found
