"""The order of files.list: `orderBy`, such as ``folder,modifiedTime desc,name``. [documented]"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sheetflow.localsheets.drive.faults import bad_value
from sheetflow.localsheets.shapes import Json


def _natural(file: Json) -> list[tuple[bool, int, str]]:
    """Return a name in parts, so that 2 comes before 12."""
    parts = re.findall(r"\d+|\D+", file["name"].casefold())
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


ORDERS: dict[str, Callable[[Json], Any]] = {
    "createdTime": lambda file: file["createdTime"],
    "folder": lambda file: 0,
    "modifiedTime": lambda file: file["modifiedTime"],
    "name": lambda file: file["name"].casefold(),
    "name_natural": _natural,
    "recency": lambda file: file["modifiedTime"],
    "starred": lambda file: not file["starred"],
}


def ordered(files: Iterable[Json], asked: str) -> list[Json]:
    """Return files in the order asked for; 400 for a key that isn't served."""
    found = list(files)
    for word in reversed(asked.split(",") if asked else []):
        key, _, direction = word.strip().partition(" ")
        if key not in ORDERS or direction.strip() not in ("", "desc"):
            raise bad_value("orderBy")
        found.sort(key=ORDERS[key], reverse=bool(direction))
    return found
