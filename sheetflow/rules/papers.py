"""Flag papers and old parts that haven't come back once the technician has: they gate the filing, not the completion.

P1 4.7.1, 4.8.3, P2 KP (duties 33, 34, 40).    已完成 11:30, 20 min away, no receipt  ->  11:50 flag 单据未交, purple
The parts slip is wanted when parts or consumables were used, or issued. An old part is settled by 已收, by 客户留,
which the history keeps, or by its rows 旧件收回 in 配件流水; 无 and parts that nobody understood leave none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.model import Change, Scalar
from sheetflow.policy import Policy
from sheetflow.rules.completion import resolution
from sheetflow.stockroom import MOVES
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed.parts import says_nothing


def papers(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flags of completed work from when the technician is back; they stay where a second repair goes on."""
    for ticket in desk.in_state("completed", "closed"):
        if ticket.status == "closed" and not ticket.record.successor:
            continue
        wanted = papers_missing(ticket), old_part_due(ticket)
        if ticket.record.imported or not any(wanted):
            continue
        back = _back_at(ticket, policy)
        if back and back > now:
            yield ticket.wake(back)
            continue
        for flag, missing in zip(("docs_missing", "old_part_pending"), wanted, strict=True):
            if missing:
                yield ticket.flag(flag)


def papers_missing(ticket: Ticket) -> tuple[str, ...]:
    """Name the papers not handed in, of those that the desk wants; a ticket solved by phone has none."""
    if resolution(ticket) == "by_phone":
        return ()
    handed_in = ticket.get("docs_in")
    have = handed_in if isinstance(handed_in, tuple) else ()
    made = ("receipt", "parts_slip") if _took_parts(ticket) else ("receipt",)
    kept = ticket.policy.schema.policy.documents
    return tuple(paper for paper in made if paper in kept and paper not in have)


def old_part_due(ticket: Ticket) -> bool:
    """Say whether an old part hasn't come back; each part fitted leaves one (P2 KP)."""
    said = ticket.get("old_part")
    if said in ("collected", "kept_by_customer"):
        return False
    listed = ticket.record.listed.get("parts_used")
    if not (listed and ticket.policy.schema.policy.old_parts):
        return said == "pending"
    return said == "pending" or sum(listed.parts.values()) > _collected(ticket)


def _collected(ticket: Ticket) -> int:
    read = ticket.policy.decoders_of(MOVES)
    found = (row for row in _rows(ticket) if read["kind"](row.get("kind", "")) == "old_part")
    quantities = (read["quantity"](row.get("quantity", 0)) for row in found)
    return sum(many for many in quantities if isinstance(many, int))


def _took_parts(ticket: Ticket) -> bool:
    return not says_nothing(ticket.text("parts_used")) or any(_rows(ticket))


def _rows(ticket: Ticket) -> Iterator[Mapping[str, Scalar]]:
    """Yield what the ticket's rows of 配件流水 say."""
    for key, cells in ticket.record.entries.items():
        if cells and key.startswith(f"{MOVES}/"):
            yield cells


def _back_at(ticket: Ticket, policy: Policy) -> datetime | None:
    """Give when the technician is back at the desk: the way there after the work's end; at once in the workshop."""
    ended = ticket.record.stamp("completed_at")
    if ended is None or ticket.record.stamp("workshop_in_at"):
        return ended
    return ended + policy.travel(ticket.region)
