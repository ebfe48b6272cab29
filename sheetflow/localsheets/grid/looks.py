"""How a cell looks, as a page needs it: colours as #rrggbb, bold, alignment."""

from __future__ import annotations

from sheetflow.localsheets.formats import css
from sheetflow.localsheets.shapes import Json

PLAIN_BACKGROUND, PLAIN_TEXT = "#ffffff", "#000000"


def look(format_: Json) -> Json:
    """Return a CellFormat as ``{"bg": "#f4cccc", "fg": …, "bold": true, …}``; what is default is absent."""
    text = format_.get("textFormat", {})
    found = {
        "bg": _color(format_, "backgroundColor", PLAIN_BACKGROUND),
        "fg": _color(text, "foregroundColor", PLAIN_TEXT),
        "bold": text.get("bold", False),
        "italic": text.get("italic", False),
        "strike": text.get("strikethrough", False),
        "underline": text.get("underline", False),
        "align": format_.get("horizontalAlignment", "").lower(),
        "wrap": format_.get("wrapStrategy") == "WRAP",
        "link": text.get("link", {}).get("uri", ""),
    }
    return {name: value for name, value in found.items() if value}


def _color(format_: Json, name: str, plain: str) -> str:
    if name not in format_:
        return ""
    shown = css(format_[name])
    return "" if shown == plain else shown
