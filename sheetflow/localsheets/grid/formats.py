"""What typing may bring to a cell's format: a number format and a link, so that taking it back takes them away."""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.shapes import Json


def typed_format(book: Book, style: int) -> Json:
    """Return a style's ``{"numberFormat": {"type", "pattern"} | null, "link": {"uri"} | null}``."""
    format_ = book.styles.by_id[style].get("userEnteredFormat", {})
    link = format_.get("textFormat", {}).get("link")
    return {"numberFormat": format_.get("numberFormat"), "link": link}


def given_format(book: Book, style: int, kept: Any) -> int:
    """Return the number of the style that has what `typed_format` told; 400 for another shape."""
    if not isinstance(kept, dict) or not _is_format(kept):
        raise invalid("format needs numberFormat and link, each as the answer told it.")
    before = book.styles.by_id[style]
    format_ = before.get("userEnteredFormat", {})
    text = _filled({**format_.get("textFormat", {}), "link": kept["link"]})
    format_ = _filled({**format_, "numberFormat": kept["numberFormat"], "textFormat": text})
    return book.styles.number(_filled({**before, "userEnteredFormat": format_}))


def _filled(shape: Json) -> Json:
    return {name: value for name, value in shape.items() if value}


def _is_format(kept: Json) -> bool:
    """Say whether this is a number format's two texts and a link's address, or nothing."""
    parts = (kept.get("numberFormat") or {}, kept.get("link") or {})
    return kept.keys() == {"numberFormat", "link"} and all(
        isinstance(part, dict)
        and part.keys() <= {"type", "pattern", "uri"}
        and all(isinstance(text, str) for text in part.values())
        for part in parts
    )
