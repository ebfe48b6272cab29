"""A cell's CellFormat as an xlsx file's fonts, fills, borders, alignments and number formats, and back."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from sheetflow.localsheets.formats import normal
from sheetflow.localsheets.patterns import DATE_LETTERS, SPOKEN, default_pattern
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx.colours import Palette, argb
from sheetflow.localsheets.xlsx.strings import escaped, unescaped

FAMILY, SIZE = "Arial", 10
GENERAL = "General"
SIDES = ("top", "bottom", "left", "right")
BORDERS = {
    "DOTTED": "dotted",
    "DASHED": "dashed",
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
}
GOOGLES = {ours: name for name, ours in BORDERS.items()}
CLIP = "CLIP"
"""A file has no place for it: it is told by `justifyLastLine`, which changes only text that is spread over its cell."""

UPRIGHT = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
BOLD_AND_SO_ON = {
    "bold": "b",
    "italic": "i",
    "strikethrough": "strike",
}
BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)
ESCAPED = re.compile(r"\\([-/ :.,年月日时分秒])")
"""What LibreOffice escapes without need: ``yyyy\\-mm\\-dd`` is ``yyyy-mm-dd``."""

MONEY = re.compile(r"[$¥￥€£]")


def dress(cell: Cell, format_: Json, locale: str) -> None:
    """Give a cell of a file a CellFormat."""
    text = format_.get("textFormat", {})
    cell.font = _font(text, Font(name=FAMILY, sz=SIZE))
    if "backgroundColor" in format_:
        cell.fill = PatternFill("solid", fgColor=argb(format_["backgroundColor"]))
    if "borders" in format_:
        cell.border = Border(
            **{
                name: _side(format_["borders"][name])
                for name in SIDES
                if name in format_["borders"]
            }
        )
    cell.alignment = _alignment(format_)
    cell.number_format = escaped(pattern_of(format_.get("numberFormat", {}), locale))


def tinted(color: str) -> PatternFill:
    """Return the fill of a band: its second colour, which nobody sees, is the first and tells it from a cell's own."""
    return PatternFill("solid", fgColor=color, bgColor=color)


def is_tinted(fill: Any) -> bool:
    """Say whether a fill is one of a band."""
    return bool(fill and fill.fill_type == "solid" and fill.fgColor == fill.bgColor)


def pattern_of(number_format: Json, locale: str) -> str:
    """Return a number format as the file has it."""
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or default_pattern(kind, locale)
    return "@" if kind == "TEXT" else pattern or GENERAL


def _font(text: Json, plain: Font) -> Font:
    return Font(
        name=escaped(text["fontFamily"]) if "fontFamily" in text else plain.name,
        sz=text.get("fontSize", plain.sz),
        u="single" if text.get("underline") else None,
        color=argb(text["foregroundColor"]) if "foregroundColor" in text else None,
        **{ours: text[name] for name, ours in BOLD_AND_SO_ON.items() if name in text},
    )


def _side(border: Json) -> Side:
    return Side(BORDERS.get(border.get("style", "")), argb(border.get("color", {})))


def _alignment(format_: Json) -> Alignment:
    rotation = format_.get("textRotation", {})
    angle = rotation.get("angle", 0)
    return Alignment(
        horizontal=format_.get("horizontalAlignment", "").lower() or None,
        vertical=UPRIGHT.get(format_.get("verticalAlignment", "")),
        wrap_text=True if format_.get("wrapStrategy") == "WRAP" else None,
        justifyLastLine=True if format_.get("wrapStrategy") == CLIP else None,
        textRotation=255 if rotation.get("vertical") else (angle if angle >= 0 else 90 - angle),
    )


def highlight(format_: Json) -> DifferentialStyle:
    """Return a conditional format's format as the file has it."""
    fill = format_.get("backgroundColor")
    return DifferentialStyle(
        font=_font(format_.get("textFormat", {}), Font()),
        fill=None if fill is None else PatternFill(bgColor=argb(fill), fill_type="solid"),
    )


class Looks:
    """The formats of a file that is read."""

    def __init__(self, file: Any, known: Json) -> None:
        """Prepare for an openpyxl workbook; `known` holds number formats by pattern, where the file tells of them."""
        self.file = file
        self.known = known
        self.palette = Palette.of(file.loaded_theme)
        self.plain: Font = file._fonts[0] if file._fonts else Font()

    def format_of(self, style_id: int, *, in_bands: bool = False) -> Json:
        """Return the CellFormat of a style of the file, what is default left out, and bands where the tab has them."""
        style = self.file._cell_styles[style_id]
        fill = self.file._fills[style.fillId]
        found = {
            "numberFormat": self.number_format(style_id),
            "backgroundColor": None if in_bands and is_tinted(fill) else self._background(fill),
            "textFormat": self.text_format(self.file._fonts[style.fontId], self.plain),
            "borders": self._borders(self.file._borders[style.borderId]),
            **_aligned(self.file._alignments[style.alignmentId]),
        }
        read: Json = normal(
            {
                name: value
                for name, value in found.items()
                if value is not None and (value or name == "backgroundColor")
            }
        )
        return read

    def pattern(self, style_id: int) -> str:
        """Return a style's number format as the file has it."""
        number = self.file._cell_styles[style_id].numFmtId
        own = number - BUILTIN_FORMATS_MAX_SIZE
        if 0 <= own < len(self.file._number_formats):
            return unescaped(str(self.file._number_formats[own]))
        return str(BUILTIN_FORMATS.get(number, GENERAL))

    def number_format(self, style_id: int) -> Json:
        """Return a style's number format, empty for none."""
        pattern = ESCAPED.sub(r"\1", self.pattern(style_id))
        if pattern in self.known:
            known: Json = self.known[pattern]
            return known
        kind = kind_of(pattern)
        return {"type": kind, "pattern": pattern} if kind else {}

    def highlight(self, style: DifferentialStyle | None) -> Json:
        """Return the format of a conditional format."""
        if style is None:
            return {}
        text = self.text_format(style.font, Font()) if style.font else {}
        color = self._background(style.fill, of_rule=True)
        read: Json = {"textFormat": text} if text else {}
        read |= {} if color is None else {"backgroundColor": color}
        for name in ("fontFamily", "fontSize"):
            text.pop(name, None)
        kept: Json = normal({name: value for name, value in read.items() if value or color == {}})
        return kept

    def text_format(self, font: Font, plain: Font) -> Json:
        """Return a font's TextFormat where it differs from the file's own."""
        found: Json = {name: True for name, ours in BOLD_AND_SO_ON.items() if getattr(font, ours)}
        if font.u and font.u != "none":
            found["underline"] = True
        color = self.palette.channels(font.color)
        if color is not None and font.color != plain.color:
            found["foregroundColor"] = color
        if font.name and font.name != plain.name:
            found["fontFamily"] = unescaped(font.name)
        if font.sz and font.sz != plain.sz:
            found["fontSize"] = round(font.sz)
        return found

    def _background(self, fill: Any, *, of_rule: bool = False) -> Json | None:
        if fill is None or not (of_rule or getattr(fill, "fill_type", None) == "solid"):
            return None
        shown = fill.bgColor if of_rule else fill.fgColor
        return self.palette.channels(shown)

    def _borders(self, border: Any) -> Json:
        return {
            name: {
                "style": GOOGLES.get(side.style, "SOLID"),
                "color": self.palette.channels(side.color) or {},
            }
            for name in SIDES
            if (side := getattr(border, name)) is not None and side.style
        }


def _aligned(alignment: Any) -> Json:
    across = (alignment.horizontal or "").upper()
    upright = {ours: name for name, ours in UPRIGHT.items()}.get(alignment.vertical, "")
    turned = alignment.textRotation or 0
    rotation: Json = {"vertical": True} if turned == 255 else {}
    if 0 < turned <= 180:
        rotation = {"angle": turned if turned <= 90 else 90 - turned}
    return {
        "horizontalAlignment": across if across in ("LEFT", "CENTER", "RIGHT") else "",
        "verticalAlignment": upright,
        "wrapStrategy": "WRAP" if alignment.wrap_text else CLIP * bool(alignment.justifyLastLine),
        "textRotation": rotation,
    }


def kind_of(pattern: str) -> str:
    """Return the type of number format that a pattern is, empty for a cell without one."""
    if pattern == GENERAL:
        return ""
    if pattern == "@":
        return "TEXT"
    bare = BRACKETS.sub("", SPOKEN.sub("", pattern.partition(";")[0]))
    if DATE_LETTERS.search(bare):
        day, time = bool(re.search("[yd]", bare, re.I)), bool(re.search("[hs]", bare, re.I))
        if day or not time:
            return "DATE_TIME" if time else "DATE"
        return "TIME"
    if "%" in bare:
        return "PERCENT"
    if re.search("E[+-]", bare, re.I):
        return "SCIENTIFIC"
    return "CURRENCY" if MONEY.search(pattern) else "NUMBER"
