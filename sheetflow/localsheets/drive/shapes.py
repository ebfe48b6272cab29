"""What Drive's messages hold, from its discovery document (v3, revision 20261106; a test compares the two).

Drive's reader differs from that of Sheets: names that it doesn't know are passed over. gspread counts on it, sending
`withLink`. What Drive does know and this server doesn't keep is 501.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sheetflow.localsheets.drive.faults import DriveFault, bad_value
from sheetflow.localsheets.masks import Mask
from sheetflow.localsheets.shapes import Json

SHAPES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("shapes.json").read_text(encoding="utf-8")
)


def check(mask: Mask, message: str) -> None:
    """Raise the 400 for a field that the message doesn't have."""
    for name, below in mask.items():
        kind = SHAPES[message].get(name)
        inner = kind[1] if isinstance(kind, list) else kind
        if kind is None or (below and inner in ("string", "boolean", "date-time")):
            raise DriveFault(
                400,
                f"Invalid field selection {name}",
                reason="invalidParameter",
                location="fields",
            )
        if below and inner in SHAPES:
            check(below, inner)


def sent(message: str, body: Any, kept: frozenset[str]) -> Json:
    """Return the fields of a body that are kept here; 400 for one of another type, 501 for one not kept.

    ``sent("File", {"name": "Desk", "x": 1}, frozenset({"name"}))`` -> ``{"name": "Desk"}``
    """
    if body is not None and not isinstance(body, dict):
        raise bad_value("", "Invalid JSON payload received. Expected an object.")
    read: Json = {}
    for name, value in (body or {}).items():
        kind = SHAPES[message].get(name)
        if kind is None or value is None or name == "kind":
            continue
        if name not in kept:
            what = f"{message}.{name} can't be set in the local workbook."
            raise DriveFault(501, f"{what} Leave it out.")
        if not _is(kind, value):
            raise bad_value(name, f"Invalid value for {name}.")
        read[name] = value
    return read


def _is(kind: Any, value: Any) -> bool:
    """Say whether a JSON value is of a kind: a string, a boolean, a list or a map of them."""
    if isinstance(kind, list):
        if kind[0] == "list":
            return isinstance(value, list) and all(_is(kind[1], one) for one in value)
        return isinstance(value, dict) and all(_is(kind[1], one) for one in value.values())
    if kind == "boolean":
        return isinstance(value, bool)
    return isinstance(value, dict if kind == "object" else str)
