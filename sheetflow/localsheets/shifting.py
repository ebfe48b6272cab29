"""What follows when rows or columns are inserted, deleted or moved: every range and formula that names them.

A `Span` maps a half-open stretch of indices to where it is afterwards, None when all of it is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.filtering import on_columns
from sheetflow.localsheets.formulas.references import (
    OPEN,
    Reference,
    Span,
    copied,
    counted,
    fixed,
    moved,
    rewritten,
    spanned,
)
from sheetflow.localsheets.rewriting import Change, rewrite
from sheetflow.localsheets.shapes import Json

LISTS = ("filterViews", "protectedRanges", "bandedRanges")


def inserted(at: int, count: int) -> Span:
    """Return the span of inserting before an index: what starts there or later moves on."""

    def span(start: int, end: int) -> tuple[int, int]:
        return (start + count if start >= at else start, end + count if end > at else end)

    return span


def deleted(first: int, last: int) -> Span:
    """Return the span of deleting ``first ≤ index < last``."""

    def left(index: int) -> int:
        return index - max(0, min(index, last) - first)

    def span(start: int, end: int) -> tuple[int, int] | None:
        return (left(start), left(end)) if left(start) < left(end) else None

    return span


def relocated(first: int, last: int, to: int) -> Span:
    """Return the span of moving ``first ≤ index < last`` before `to`, counted before the removal."""
    size = last - first
    target = to if to <= first else to - size
    gone, back = deleted(first, last), inserted(target, size)

    def span(start: int, end: int) -> tuple[int, int] | None:
        if first <= start and end <= last:
            return start + target - first, end + target - first
        left = gone(start, end)
        return left and back(*left)

    return span


def shift(book: Book, sheet: Sheet, span: Span, *, rows: bool) -> None:
    """Move everything of a draft that names rows or columns of a tab: ranges, rules, tags, formulas."""
    axis = "Row" if rows else "Column"
    shift_parts(sheet, span, axis)
    book.named_ranges = [
        {**named, "range": there}
        for named in book.named_ranges
        if (there := ranged(named["range"], sheet.id, span, axis)) is not None
    ]
    dimension = "ROWS" if rows else "COLUMNS"
    book.metadata = [
        tag for one in book.metadata if (tag := _tag(one, sheet.id, span, dimension)) is not None
    ]
    rewrite_formulas(
        book, sheet, lambda reference: spanned(reference, span, rows=rows), rows=rows, span=span
    )


def shift_parts(sheet: Sheet, span: Span, axis: str) -> None:
    """Move the ranges of a tab's rules, filters, merges, protections and groups."""
    parts = sheet.parts
    for name in LISTS:
        if name in parts:
            parts[name] = [
                moved for one in parts[name] if (moved := _with_range(one, sheet.id, span, axis))
            ]
    if "merges" in parts:
        parts["merges"] = [
            box for one in parts["merges"] if (box := ranged(one, sheet.id, span, axis))
        ]
    if "basicFilter" in parts:
        there = _with_range(parts.pop("basicFilter"), sheet.id, span, axis)
        if there:
            parts["basicFilter"] = there
    groups = "rowGroups" if axis == "Row" else "columnGroups"
    if groups in parts:
        parts[groups] = [group for one in parts[groups] if (group := _group(one, span))]


def _with_range(part: Json, sheet_id: int, span: Span, axis: str) -> Json | None:
    if "range" not in part:
        return part
    there = ranged(part["range"], sheet_id, span, axis)
    if there is None:
        return None
    moved_part = {**part, "range": there}
    return on_columns(moved_part, span) if axis == "Column" else moved_part


def ranged(grid_range: Json, sheet_id: int, span: Span, axis: str) -> Json | None:
    """Return a GridRange after the change; open ends stay open."""
    start, end = f"start{axis}Index", f"end{axis}Index"
    if grid_range.get("sheetId", 0) != sheet_id or not (start in grid_range or end in grid_range):
        return grid_range
    low = grid_range.get(start, 0)
    there = span(low, grid_range.get(end, max(low + 1, OPEN)))
    if there is None:
        return None
    bounds = dict(zip((start, end), there, strict=True))
    return {**grid_range, **{name: bounds[name] for name in bounds if name in grid_range}}


def _group(group: Json, span: Span) -> Json | None:
    there = span(group["range"]["startIndex"], group["range"]["endIndex"])
    if there is None:
        return None
    return {**group, "range": {**group["range"], "startIndex": there[0], "endIndex": there[1]}}


def _tag(tag: Json, sheet_id: int, span: Span, dimension: str) -> Json | None:
    place = tag["location"].get("dimensionRange")
    if not place or place["sheetId"] != sheet_id or place["dimension"] != dimension:
        return tag
    there = span(place["startIndex"], place["endIndex"])
    if there is None:
        return None
    moved = {**place, "startIndex": there[0], "endIndex": there[1]}
    return {**tag, "location": {**tag["location"], "dimensionRange": moved}}


def rewrite_formulas(book: Book, changed: Sheet, change: Change, *, rows: bool, span: Span) -> None:
    """Rewrite what refers to a tab: formulas in cells, validation lists and conditional formats."""
    rewrite(book, changed, change)
    if "conditionalFormats" in changed.parts:
        axis = "Row" if rows else "Column"
        changed.parts["conditionalFormats"] = [
            there
            for rule in changed.parts["conditionalFormats"]
            if (there := _rule(rule, changed, span, axis, change))
        ]


def _rule(rule: Json, sheet: Sheet, span: Span, axis: str, change: Change) -> Json | None:
    pairs = [(one, there) for one in rule["ranges"] if (there := ranged(one, sheet.id, span, axis))]
    if not pairs:
        return None
    ranges = [there for _, there in pairs]
    condition = rule.get("booleanRule", {}).get("condition", {})
    if condition.get("type") != "CUSTOM_FORMULA":
        by_value: Json = with_formulas({**rule, "ranges": ranges}, change)
        return by_value
    first = _read_from(rule["ranges"][0], *pairs[0], span, axis)
    values = [
        {"userEnteredValue": first(one.get("userEnteredValue", ""), change)}
        for one in condition.get("values", [])
    ]
    boolean = {**rule["booleanRule"], "condition": {**condition, "values": values}}
    return {**rule, "ranges": ranges, "booleanRule": boolean}


def _read_from(
    anchor: Json, old: Json, new: Json, span: Span, axis: str
) -> Callable[[str, Change], str]:
    """Return what rewrites a formula read from a rule's first cell, which may be another one afterwards.

    The formula is read from the cell that comes first now, where that stood. What is counted from
    each cell keeps its distance where the rule has several rows (columns): ``=$A3<>$A2`` is that
    again once row 3 is gone, and all others of the rule are as they were.
    """
    rows, other = axis == "Row", "Column" if axis == "Row" else "Row"
    low, high = old.get(f"start{axis}Index", 0), old.get(f"end{axis}Index", OPEN)
    at = new.get(f"start{axis}Index", 0)
    came = next((one for one in range(low, high) if (span(one, one + 1) or (-1,))[0] == at), low)
    along = came - anchor.get(f"start{axis}Index", 0)
    across = old.get(f"start{other}Index", 0) - anchor.get(f"start{other}Index", 0)

    def rewrite_one(text: str, change: Change) -> str:
        def follow(reference: Reference) -> Reference | None:
            now = change(reference)
            if high - low == 1 or fixed(reference, rows=rows):
                return now
            kept = copied(reference, *((at - came, 0) if rows else (0, at - came)))
            return kept if now is None or kept is None else counted(now, kept)

        text = moved(text, *((along, across) if rows else (across, along)))
        return rewritten(text, follow)

    return rewrite_one


def with_formulas(part: Any, change: Change) -> Any:
    """Return a rule with the formulas of its condition or its gradient's points rewritten."""
    if isinstance(part, list):
        return [with_formulas(item, change) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        name: rewritten(value, change)
        if name in ("userEnteredValue", "value")
        and isinstance(value, str)
        and value.startswith("=")
        else with_formulas(value, change)
        for name, value in part.items()
    }
