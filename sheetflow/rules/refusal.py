"""Name another technician where the customer refuses a new time: the supervisor sends them, or settles it otherwise.

P1 4.1.3 (duty 15).    不同意改约, 吴强 could be there at 15:30  ->  主管处理, 「客户不同意改约;可改派吴强 15:30…」
Crosses rows: whoever could go has other tickets on hand. That it goes to the supervisor is in rules/promise.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.dispatch import Prospects
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.record import Consent
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket

REFUSED = "refuse_reschedule"

_NOBODY = Text("没有别人可派", "nobody else can go")


def at_stake(ticket: Ticket) -> Consent | None:
    """Give the customer's word about a new time that brought the ticket to the supervisor, or came while it was there.

    What they had said before is settled: the visit was made, or the time was kept.
    """
    said, since = ticket.record.consents.get("appointment"), ticket.record.stamp("escalated_at")
    if ticket.status != "escalated" or said is None or since is None:
        return None
    return said if said.at >= since else None


def insists(ticket: Ticket) -> bool:
    """Say whether the supervisor has to settle that the customer refused a new time."""
    said = at_stake(ticket)
    return said is not None and not said.given and ticket.get("consent") == REFUSED


@CrossesRows
def refusal(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield who could go instead, by dispatch's own ranking, for each refusal as it is typed."""
    for ticket in desk.edited("consent"):
        if ticket.get("consent") != REFUSED or not ticket.state.live:
            continue
        found = Prospects(desk, now, policy).earliest(ticket)
        other = next((one for one in found if one.member != ticket.record.technician), None)
        words = other.words if other else None
        brief, why = _NOBODY, _NOBODY
        if words:
            brief = Text(f"可改派{words.zh}", f"could send {words.en}")
            why = Text(f"客户不同意改约,改派{words.zh}", f"new time refused, so {words.en}")
        yield ticket.happened(
            "suggested",
            at=now,
            by="system",
            technician=other.member if other else "",
            zh=why.zh,
            en=why.en,
            brief_zh=brief.zh,
            brief_en=brief.en,
            there=other.at.isoformat() if other and other.at else None,
        )
