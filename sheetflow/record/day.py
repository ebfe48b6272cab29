"""How its technician's day and the customer's archive change a ticket's record."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.model import Event
from sheetflow.record.elements import Mismatch, Tour
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import instant, names


def toured(record: TicketRecord, event: Event) -> TicketRecord:
    """Another place in the technician's day."""
    said, look_at = event.values, event.values.get("look_at")
    tour = Tour(
        start=str(said.get("start") or ""),
        clash=str(said.get("clash") or ""),
        held_by=str(said.get("held_by") or ""),
        holds=names(said.get("holds")),
        look_at=instant(look_at) if look_at else None,
    )
    return replace(record, tour=tour)


def mismatched(record: TicketRecord, event: Event) -> TicketRecord:
    """The row differs from the archive, in other columns than before, or no longer; it is due since the first."""
    columns = names(event.values.get("columns"))
    since = record.mismatch.since if record.mismatch else event.at
    return replace(record, mismatch=Mismatch(since, columns) if columns else None)
