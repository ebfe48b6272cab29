"""Gradients as the colour scales of an xlsx file, and back."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles.colors import Color

from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.cells import number
from sheetflow.localsheets.conditions import operand
from sheetflow.localsheets.formats import normal
from sheetflow.localsheets.gradients import ENDS, POINTS
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx.colours import Palette, argb
from sheetflow.localsheets.xlsx.spelling import read as google_formula
from sheetflow.localsheets.xlsx.spelling import spelt

KINDS = {
    "MIN": "min",
    "MAX": "max",
    "NUMBER": "num",
    "PERCENT": "percent",
    "PERCENTILE": "percentile",
}
GOOGLES = {theirs: ours for ours, theirs in KINDS.items()}


def written(of: Calculation, sheet: Sheet, gradient: Json) -> Rule | None:
    """Return a gradient as the file has it, None for one whose points are no numbers: it shades nothing."""
    points = [gradient[name] for name in POINTS if name in gradient]
    ends = [_end(of, sheet, point) for point in points]
    if any(end is None for end in ends):
        return None
    shades = [Color(rgb=argb(point["color"])) for point in points]
    return Rule("colorScale", colorScale=ColorScale(cfvo=ends, color=shades))


def _end(of: Calculation, sheet: Sheet, point: Json) -> FormatObject | None:
    if point["type"] in ENDS:
        return FormatObject(KINDS[point["type"]])
    text = point["value"]
    if text.startswith("="):
        kind = "formula" if point["type"] == "NUMBER" else KINDS[point["type"]]
        return FormatObject(kind, spelt(text, 0)) if kind == "formula" else None
    given = operand(of, sheet, {"userEnteredValue": text})
    is_number = type(given) in (int, float)
    return FormatObject(KINDS[point["type"]], given) if is_number else None


def read(scale: Any, palette: Palette) -> Json | None:
    """Return a file's colour scale as a gradient, None where a colour isn't known."""
    shades = [palette.channels(one) for one in scale.color]
    ends = [_point(one) for one in scale.cfvo]
    if len(ends) not in (2, 3) or len(shades) != len(ends) or None in shades:
        return None
    names = POINTS if len(ends) == 3 else (POINTS[0], POINTS[2])
    points = [{**end, "color": shade} for end, shade in zip(ends, shades, strict=True)]
    kept: Json = normal(dict(zip(names, points, strict=True)))
    return kept


def _point(end: Any) -> Json:
    if end.type == "formula":
        return {"type": "NUMBER", "value": google_formula(f"={end.val}") or "=0"}
    kind = GOOGLES[end.type]
    return {"type": kind} if kind in ENDS else {"type": kind, "value": _text(end.val)}


def _text(value: Any) -> str:
    return f"={value}" if isinstance(value, str) else repr(number(value or 0.0))
