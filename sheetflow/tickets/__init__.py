"""What a rule sees: tickets, each a row of the sheet with its record, and the words in which it asks for changes.

for ticket in desk.tickets:
    if ticket.edited("contact_result"):
        yield ticket.happened("attempted", at=now, reached=False)
"""

from sheetflow.tickets.row import BROUGHT_LATER
from sheetflow.tickets.snapshot import Snapshot, Stranger
from sheetflow.tickets.ticket import Ticket

__all__ = ["BROUGHT_LATER", "Snapshot", "Stranger", "Ticket"]
