"""Lists in pages: `pageSize`, `pageToken` and the token of the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sheetflow.localsheets.drive.faults import DriveFault, bad_value
from sheetflow.localsheets.shapes import Json

T = TypeVar("T")


def page(
    items: Sequence[T], query: Mapping[str, str], *, size: int, most: int
) -> tuple[list[T], Json]:
    """Return one page, and the `nextPageToken` that leads on where more follow.

    [documented] A size above the most is taken for it; [measured] one below 1 is 400.
    """
    asked = _whole(query, "pageSize") if query.get("pageSize") else size
    if asked < 1:
        raise DriveFault(
            400,
            f"Invalid value '{asked}'. Values must be within the range: [1, {most}]",
            reason="invalidParameter",
            location="pageSize",
        )
    start = _whole(query, "pageToken") if query.get("pageToken") else 0
    end = start + min(asked, most)
    following = {"nextPageToken": str(end)} if end < len(items) else {}
    return list(items[start:end]), following


def _whole(query: Mapping[str, str], name: str) -> int:
    text = query[name]
    if not (text.isascii() and text.lstrip("-").isdigit()) or len(text) > 9:
        raise bad_value(name)
    return max(int(text), 0)
