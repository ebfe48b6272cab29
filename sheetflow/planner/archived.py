"""Tickets whose rows stand in an archive: the desk still knows them, and nothing is planned for them.

GOOGLE_SHEETS.md, "One cycle".    WX1 archived  ->  its customer, its repair and its figures are known as before
A row that somebody copied back by hand is left alone and says what brings the ticket back whole, with the rows beside
it: a payment that is missing here would be a debt again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sheetflow.model import CellWrite, Scalar, Table, Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.rows.index import TICKETS, Index
from sheetflow.rows.layout import Layout
from sheetflow.tickets import Ticket

#: Where a row says so.
_SAYING = ("next_action", "problem")


def as_archived(record: TicketRecord, layout: Layout, policy: Policy) -> Ticket:
    """Give a ticket on the row that it had when it went."""
    cells: list[Scalar] = [""] * layout.width
    for name, at in layout.columns.items():
        cells[at] = record.ticket_no if name == "ticket_no" else record.stands(name)
    return Ticket(record, cells, layout, policy)


def marks(
    index: Index, table: Table, records: Mapping[str, TicketRecord], policy: Policy
) -> Iterator[CellWrite]:
    """Yield the writes that say in each such row what to do; what people wrote there themselves is left."""
    for number, cells in index.rows.items():
        record = records.get(number)
        if record is None or not record.archived:
            continue
        said = policy.say(told(number))
        for column in _SAYING:
            at = table.columns.get(column, -1)
            stands = cells[at] if 0 <= at < len(cells) else ""
            ours = stands in ("", record.shown.get(column, ""))
            if at >= 0 and ours and stands != said:
                yield CellWrite(TICKETS, number, column, stands, said, True)


def told(number: str) -> Text:
    """Give what a row says whose ticket is in the archive."""
    return Text(
        f"这张单已归档,这一行没有动;要接着办请运行 sheetflow archive --restore {number}",
        f"This ticket is archived and the row was left alone. sheetflow archive --restore {number} brings it back",
    )
