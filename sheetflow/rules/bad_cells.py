"""Say in the row what a cell holds that can't be understood; all other cells and rows go on.

ARCHITECTURE.md, invariant 8.    预约时间 "后天看情况"  ->  `problem`: 预约时间:「后天看情况」… ; flag bad_cell
A region that isn't in 区域路程 is asked about, for nobody knows the way there: dispatch and departure count with it.
It is said in 下一步 too, but for what the work has gone beyond: nobody on site asks whether all was packed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import BadCell, Change
from sheetflow.policy import Policy
from sheetflow.record import unclear
from sheetflow.tickets import Snapshot, Ticket

#: What is filled in before the arrival, and what still matters once the work is done: revisit, papers, money.
ON_THE_WAY = frozenset({"departure_check", "departed_at", "appointment_at", "expected_end"})
AFTERWARDS = frozenset(
    {
        *("revisit_result", "followup_owner", "followup_at", "docs_in", "rating", "old_part"),
        *("loaner_back_at", "close_reason", "result", "parts_used", "quote_amount", "discount"),
    }
)

#: Before anybody is sent, who goes there depends on the way.
UNSENT = frozenset({"new", "to_dispatch"})


def bad_cells(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a sentence and a flag for each cell that can't be understood; imported wording stays, and a filed row."""
    for ticket in desk.tickets:
        if ticket.record.imported or ticket.status == "closed":
            continue
        for column in ticket.filled(policy.checked_columns):
            found = ticket.get(column)
            if isinstance(found, BadCell):
                yield ticket.flag("bad_cell")
                if not ticket.record.refusals.keys() & {column, unclear(column)}:
                    label = policy.label(column)
                    zh, en = f"{label.zh}:{found.why.zh}", f"{label.en}: {found.why.en}"
                    yield ticket.tell(zh, en, aside=_gone_beyond(ticket, column))
        if (named := ticket.region) and policy.regions and named not in policy.regions:
            yield ticket.flag("bad_cell")
            yield ticket.tell(*_nowhere(named), aside=ticket.status not in UNSENT)


def _nowhere(named: str) -> tuple[str, str]:
    return (
        f"「区域路程」里没有「{named}」,路程和出发时间算不出;「区域」从下拉里选,新区域先加到「区域路程」",
        f"Regions has no '{named}', so the way there is unknown: choose a Region from the list, or add it to Regions",
    )


def _gone_beyond(ticket: Ticket, column: str) -> bool:
    """Say whether a cell is about the way there of somebody who is there, or about a repair that is done."""
    if ticket.status == "completed":
        return column not in AFTERWARDS
    return column in ON_THE_WAY and ticket.record.arrived
