"""What was asked for a ticket, as the cells that still differ from the sheet.

System cells show the ledger and are simply put right; `status` and `technician`, which people write too, are guarded.
Applying a projection and projecting again gives nothing (ARCHITECTURE.md, invariant 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetflow.columns import Column
from sheetflow.model import CellWrite, Scalar, Text, Value
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.rounds import Asked
from sheetflow.tickets import Ticket

TICKETS = "tickets"


def shown(ticket: Ticket, asked: Asked, policy: Policy) -> dict[str, Scalar]:
    """Give the raw cells that the ticket's row shall show, flags and problem among them."""
    cells = {column: policy.encode(column, value) for column, value in asked.cells.items()}
    cells["flags"] = policy.encode("flags", _flags(asked, policy))
    cells["problem"] = "；".join(policy.say(text) for text in _sentences(ticket, asked))
    return cells


def differing(ticket: Ticket, cells: Mapping[str, Scalar], policy: Policy) -> list[CellWrite]:
    """Give the writes that make the row show these cells; a column missing from the sheet is left out."""
    columns = policy.schema.tab(TICKETS).by_key
    return [
        CellWrite(TICKETS, ticket.no, name, raw, new, columns[name].written_by == "both")
        for name, new in cells.items()
        if name in ticket.layout.columns and (raw := ticket.raw(name)) != new
    ]


def remembered(
    record: TicketRecord, cells: Mapping[str, Scalar], columns: Mapping[str, Column]
) -> TicketRecord:
    """Give the record that knows what was written, so that whatever else stands there was typed."""
    ours = {name: new for name, new in cells.items() if columns[name].written_by == "system"}
    both = {name: new for name, new in cells.items() if columns[name].written_by == "both"}
    return replace(record, shown={**record.shown, **ours}, seen={**record.seen, **both})


def _flags(asked: Asked, policy: Policy) -> Value:
    order = policy.schema.tab(TICKETS).column("flags").choice_labels
    return tuple(flag for flag in order if flag in asked.flags) or None


def _sentences(ticket: Ticket, asked: Asked) -> tuple[Text, ...]:
    return (*ticket.record.refusals.values(), *asked.sentences)
