"""Times as Drive writes and reads them: RFC 3339, in UTC with milliseconds. [documented]"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """Return ``2026-03-10T06:30:00.000Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(text: str) -> datetime | None:
    """Return the time that a text says, None where it says none; without an offset it is UTC. [documented]"""
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None
