"""What an event's values and a stored record are made of, read back from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sheetflow.model import Json, Scalar, Text


def instant(text: object) -> datetime:
    """Read an ISO instant; one without an offset is a fault of the writer."""
    at = datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return at


def text(values: Mapping[str, Json]) -> Text:
    """Read a sentence in both languages."""
    return Text(str(values["zh"]), str(values["en"]))


def mapping(found: Json) -> Mapping[str, Json]:
    """Read an object; anything else is an empty one."""
    return found if isinstance(found, Mapping) else {}


def cells(found: Json) -> dict[str, Scalar]:
    """Read raw cells by column."""
    return {column: scalar(cell) for column, cell in mapping(found).items()}


def names(found: Json) -> tuple[str, ...]:
    """Read a list of names; anything else is an empty one."""
    return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()


def scalar(found: Json) -> Scalar:
    """Read a raw cell; what is none is empty."""
    return found if isinstance(found, (str, int, float, bool)) else ""
