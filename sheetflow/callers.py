"""Who solved a trouble on the phone: the technician, who clicked, whom 联系记录 names, the only one there.

WORKFLOW.md, "Resolution": 电话解决 wants outcome and caller.    林静 is the only hotline  ->  "07";  one of two  ->  ""
"""

from __future__ import annotations

from sheetflow.policy import Policy
from sheetflow.record import TicketRecord

_PHONE = "hotline"


def unknown_caller(record: TicketRecord, policy: Policy, actor: str) -> bool:
    """Say whether somebody has to say who it was; a desk that names nobody in 人员 asks for nobody."""
    clicked = actor.partition(" ")[0] in policy.staff
    known = record.technician or clicked or _named_in_a_call(record) or alone(policy)
    return bool(policy.staff) and not known


def alone(policy: Policy) -> str:
    """Give the number of the only one who answers the phone here, "" where there are several or none."""
    found = [one.no for one in policy.staff.values() if one.active and _PHONE in one.roles]
    return found[0] if len(found) == 1 else ""


def _named_in_a_call(record: TicketRecord) -> bool:
    calls = (cells for key, cells in record.entries.items() if key.startswith("contacts/"))
    return any(cells and cells.get("who") for cells in calls)
