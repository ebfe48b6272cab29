"""Somebody who archives what was filed before April, and may be killed at it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sheetflow.bootstrap import archiving
from sheetflow.bootstrap.archivist import Moved
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.mortal import SHEETS, Fate, MortalWire, Point

#: Weeks after the tickets were filed on 2026-03-10, when no fault of theirs counts as the same repair any more.
LATER = datetime(2026, 4, 25, 3, 0, tzinfo=UTC)
APRIL = date(2026, 4, 1)


def archive(desk: Desk, to: str = "") -> Moved:
    """Archive all that may go."""
    seen = archiving.preview(desk.house, APRIL, to)
    return archiving.begin(desk.house, seen.filed, APRIL, to)


def archive_until(folder: Path, point: Point, to: str = "") -> None:
    """Archive in a process of its own, until it is killed."""
    with open_desk(folder, at=LATER) as desk:
        session = desk.house.client.http_client.session
        session.mount(SHEETS, MortalWire(session.get_adapter(SHEETS), Fate(point)))
        archive(desk, to)
