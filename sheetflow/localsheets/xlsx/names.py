"""A file's defined names as named ranges."""

from __future__ import annotations

import secrets
from typing import Any

from sheetflow.localsheets.a1 import parse
from sheetflow.localsheets.batch.named_ranges import NAME
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.ranges import must_fit
from sheetflow.localsheets.shapes import Json


def named_ranges(book: Book, file: Any) -> list[Json]:
    """Return the named ranges of a file: names of one range each; others, such as constants, are left out."""
    found: list[Json] = []
    for defined in file.defined_names.by_sheet().get("global", {}).values():
        text = str(defined.attr_text or "").replace("$", "")
        if defined.hidden or not NAME.fullmatch(defined.name) or "!" not in text:
            continue
        try:
            box = parse(book, text)
            must_fit(box, book.sheet(box.sheet_id))
        except ApiFault:
            continue
        range_ = {
            "sheetId": box.sheet_id,
            "startRowIndex": box.top,
            "endRowIndex": box.bottom,
            "startColumnIndex": box.left,
            "endColumnIndex": box.right,
        }
        found.append({"namedRangeId": secrets.token_hex(8), "name": defined.name, "range": range_})
    return found
