"""How a cell looks in the end: the file's default, its band, its own format, and the rules that colour it."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.localsheets.bands import Bands
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formats import css
from sheetflow.localsheets.highlights import Highlights
from sheetflow.localsheets.shapes import Json

DEFAULT_FORMAT: Json = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "foregroundColorStyle": {"rgbColor": {}},
        "fontFamily": "Arial",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
    },
    "hyperlinkDisplayType": "PLAIN_TEXT",
}


class EffectiveFormats:
    """The formats of one tab's cells at one moment."""

    def __init__(self, of: Calculation, sheet: Sheet) -> None:
        """Prepare for a tab."""
        self.rows, self.styles = sheet.rows, of.book.styles.by_id
        self.highlights, self.bands = Highlights.of(of, sheet), Bands(of.book, sheet)

    def reach(self, row: int) -> int:
        """Return how many cells of a row, from its first, bands and rules may colour."""
        return max(self.highlights.reach, self.bands.reach(row))

    def at(self, row: int, column: int) -> Json | None:
        """Return a cell's CellFormat, None for one that nothing is said of: it looks like `DEFAULT_FORMAT`."""
        band = self.bands.format_at(row, column)
        shown = self.highlights.format_at(row, column)
        style = self.styles[self.rows[row].style(column)]
        if not (band or shown or style):
            return None
        return layered(DEFAULT_FORMAT, band, style.get("userEnteredFormat", {}), shown)


def layered(*formats: Json) -> Json:
    """Return formats laid over each other, property by property; the last wins."""
    result: Json = {}
    for one in formats:
        for name, value in one.items():
            below = result.get(name)
            merges = name == "textFormat" and isinstance(below, dict)
            result[name] = layered(below or {}, value) if merges else value
    return result


def wanted_colour(asked: Json, name: str) -> Json | None:
    """Return the colour that a sort or filter names, None for none. [documented] A colour of the theme is 400."""
    style = asked.get(f"{name}Style")
    if style is None:
        colour: Json | None = asked.get(name)
        return colour
    if "rgbColor" not in style:
        raise invalid(f"{name}Style must be an RGB-type color.")
    rgb: Json = style["rgbColor"]
    return rgb


def colour_test(
    of: Calculation, sheet: Sheet, *, background: Json | None, text: Json | None
) -> Callable[[int, int], bool] | None:
    """Return the test whether a cell has this background, or else this colour of its text; None without either."""
    colour = text if background is None else background
    if colour is None:
        return None
    formats, wanted = EffectiveFormats(of, sheet), css(colour)

    def has(row: int, column: int) -> bool:
        found = formats.at(row, column) or DEFAULT_FORMAT
        there = found if background is not None else found["textFormat"]
        shown = there.get("foregroundColor" if background is None else "backgroundColor")
        return shown is not None and css(shown) == wanted

    return has
