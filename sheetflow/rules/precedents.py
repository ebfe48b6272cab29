"""Look up what earlier repairs say of a new fault: likely cause, remedy and parts; a person still decides.

P1 4.1.2, P2 S2 (duty 7).    打不着火 on a ZG-2A  ->  同型号3单:点火针老化2次(IGN-220) ; no history, nothing said
Once when a ticket is new, and again when its model or fault is put right: what stands there doesn't change by itself.
Crosses rows: the history is all finished tickets. rules/suggestion.py shows what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.precedents import Precedent, Precedents
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket

#: What a fault is known by.
ASKS = frozenset({"product_model", "fault"})

_NOTHING = Text("", "")


@CrossesRows
def precedents(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what is known of each new fault, where it is other than what was said before."""
    fresh = [t for t in desk.in_state("new") if not t.told("compared")]
    mended = [t for t in desk.edited(*ASKS) if t.state.live and t.told("compared")]
    asking = [ticket for ticket in (*fresh, *mended) if not ticket.record.imported]
    if not asking:
        return
    known = Precedents(one for t in desk.everyone.values() if (one := t.derived(_repaired)))
    for ticket in asking:
        said = known.told(ticket.text("product_model"), ticket.text("fault")) or _NOTHING
        if said != (ticket.record.likely or _NOTHING):
            yield ticket.happened("likened", at=now, by="system", zh=said.zh, en=said.en)


def _repaired(ticket: Ticket) -> Precedent | None:
    """Give a ticket as a precedent: one that was repaired, and not in vain."""
    if ticket.state.live or ticket.record.successor or ticket.get("result") != "fixed":
        return None
    listed = ticket.record.listed.get("parts_used")
    return Precedent(
        ticket.no,
        ticket.text("product_model"),
        ticket.text("fault"),
        ticket.text("cause"),
        ticket.text("measures"),
        tuple(listed.parts) if listed else (),
    )
