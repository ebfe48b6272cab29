"""How its lists of parts change a ticket's record: what they were understood as, and whether the parts are there."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.model import Event
from sheetflow.record.elements import Listed
from sheetflow.record.row import unclear
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import mapping, text


def listed(record: TicketRecord, event: Event) -> TicketRecord:
    """A list was read; what isn't clear in it is asked until it is worded otherwise, or acknowledged."""
    column, asks = str(event.values["column"]), bool(event.values.get("zh"))
    quantities = {no: int(str(many)) for no, many in mapping(event.values.get("parts")).items()}
    found = Listed(str(event.values.get("text") or ""), quantities, not asks)
    refusals = {name: why for name, why in record.refusals.items() if name != unclear(column)}
    question = {unclear(column): text(event.values)} if asks else {}
    return replace(
        record,
        listed={**record.listed, column: found},
        refusals={**refusals, **question},
    )


def supplied(record: TicketRecord, event: Event) -> TicketRecord:
    """All parts that it waits for are in stock, or are no longer."""
    return replace(record, supplied=bool(event.values["ready"]))
