"""The cell of the board that shows when the system last ran: written with every batch, else by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sheetflow.serials import to_serial
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.reading import Place

#: How old the heartbeat may get before it is written by itself.
HEARTBEAT_EVERY = timedelta(minutes=4)


class Heartbeat:
    """When the system last ran, as the sheet shows it; `at` is when that was written, None before the first time."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.at: datetime | None = None

    def is_young(self, now: datetime) -> bool:
        """Say whether it needn't be written by itself yet."""
        return self.at is not None and now - self.at < HEARTBEAT_EVERY

    def requests(self, place: Place | None, now: datetime) -> list[Message]:
        """Give the request that writes it, none where its label is gone."""
        if place is None or place.heartbeat is None or place.heartbeat >= place.column_count:
            return []
        shown = ask.row_of([to_serial(now, self._zone)])
        return [ask.update(place.sheet_id, place.header_row, place.heartbeat, [shown])]
