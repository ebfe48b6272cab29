"""Whether the machine is in the workshop: it waits there too, for the customer's word, for parts or for the supervisor.

送修返厂 14:40, 待客户 16:40, 送修返厂 17:10  ->  it came in at 14:40, and once
"""

from __future__ import annotations

from sheetflow.record.ticket import TicketRecord

#: When it came in, and when work on it went on there after a wait.
CAME_IN, WENT_ON = "workshop_in_at", "workshop_again_at"

#: The stamps of what takes it out again: somebody is to go to the customer or was there, or it is done.
_OUT = ("queued_at", "dispatched_at", "appointed_at", "arrived_at", "completed_at")


def in_workshop(record: TicketRecord) -> bool:
    """Say whether it was brought in, and nothing tells that it is at the customer's again."""
    since = record.stamp(CAME_IN)
    if since is None or record.ended:
        return False
    return not any(at and at > since for at in map(record.stamp, _OUT))
