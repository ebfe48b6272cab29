"""How cells look in the end, read through the Sheets API as any client reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gspread import Spreadsheet


class Look(NamedTuple):
    """How a cell looks, as the schema writes it: fill and text as colours, bold."""

    fill: str
    text: str
    bold: bool


PLAIN = Look("#ffffff", "#000000", False)


def look_of(cell: Mapping[str, Any]) -> Look:
    """Read a cell's effective format; one that has none is plain."""
    if "effectiveFormat" not in cell:
        return PLAIN
    shown = cell["effectiveFormat"]
    text = shown["textFormat"]
    return Look(
        _hex(shown["backgroundColorStyle"]),
        _hex(text["foregroundColorStyle"]),
        bool(text.get("bold")),
    )


def _hex(style: Mapping[str, Any]) -> str:
    channels = (round(255 * style["rgbColor"].get(name, 0)) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def looks_of_row(people: Spreadsheet, title: str, number: int) -> list[Look]:
    """Give how the cells of a tab's row look, from the first column on."""
    answer = people.fetch_sheet_metadata(
        {
            "ranges": f"'{title}'!{number}:{number}",
            "fields": "sheets(data(rowData(values(effectiveFormat))))",
        }
    )
    return [look_of(cell) for cell in answer["sheets"][0]["data"][0]["rowData"][0]["values"]]
