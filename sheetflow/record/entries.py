"""How the rows of other tabs that name a ticket change its record: filed by the system, typed by people, struck out."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.model import Event
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import cells


def entered(record: TicketRecord, event: Event) -> TicketRecord:
    """An entry stands in its tab, or says something else than before; `key` is tab/number."""
    key = str(event.values["key"])
    return replace(record, entries={**record.entries, key: cells(event.values.get("cells"))})


def struck(record: TicketRecord, event: Event) -> TicketRecord:
    """An entry is gone, or names another ticket now; that it was there is kept, so that it isn't filed again."""
    return replace(record, entries={**record.entries, str(event.values["key"]): None})
