"""Movements with good defaults, so that a test shows only what matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sheetflow.stock import Kind, Movement

MORNING = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
TICKET = "WX20260310001"
_NUMBERS = count(1)


def at(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def move(kind: Kind, quantity: int = 1, part: str = "IGN-220", **fields: Any) -> Movement:
    """Make a movement by technician 01; without a number and a time of its own it follows those made before."""
    serial = next(_NUMBERS)
    usual: dict[str, Any] = {"no": f"M{serial}", "at": at(serial), "person": "01"}
    return Movement(**{**usual, "kind": kind, "quantity": quantity, "part": part, **fields})
