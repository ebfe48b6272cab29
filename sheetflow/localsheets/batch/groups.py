"""Folded groups of rows and columns.

[documented] Grouping raises the depth of what it covers: B:D and then C:E give B:E at depth 1 and C:D at
depth 2. So groups that touch are one.
"""

from __future__ import annotations

from sheetflow.localsheets.batch.dimensions import resize, span_of
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.masks import required
from sheetflow.localsheets.resource import as_answered
from sheetflow.localsheets.shapes import Json

DEEPEST = 8


def add_group(book: Book, request: Json) -> Json:
    """Make what the range covers one level deeper."""
    return _change_depth(book, request, +1)


def delete_group(book: Book, request: Json) -> Json:
    """Make what the range covers one level shallower."""
    return _change_depth(book, request, -1)


def update_group(book: Book, request: Json) -> Json:
    """Fold or unfold a group; its rows or columns are hidden or shown with it."""
    required(request, "DimensionGroup")
    asked = request.get("dimensionGroup", {})
    sheet, rows, start, end = span_of(book, asked.get("range", {}))
    sheet = book.edit(sheet.id)
    groups = list(sheet.parts.get(_name(rows), []))
    for place, group in enumerate(groups):
        if _key(group) == (start, end, asked.get("depth", 0)):
            collapsed = bool(asked.get("collapsed"))
            groups[place] = _folded(group, collapsed)
            sheet.parts[_name(rows)] = groups
            resize(sheet, rows, range(start, end), {"hidden": collapsed})
            return {}
    raise invalid(f"No group at depth {asked.get('depth', 0)} from {start} to {end}.")


def _change_depth(book: Book, request: Json, by: int) -> Json:
    sheet, rows, start, end = span_of(book, request.get("range", {}))
    if start == end:
        raise invalid("range must contain at least one row or column.")
    size = len(sheet.rows) if rows else len(sheet.columns)
    if end > size:
        raise invalid(f"range.endIndex[{end}] is after the last of {size}.")
    sheet = book.edit(sheet.id)
    groups = sheet.parts.get(_name(rows), [])
    depths = [0] * max([end, *(group["range"]["endIndex"] for group in groups)])
    for group in groups:
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths[index], group["depth"])
    if by < 0 and not any(depths[start:end]):
        raise invalid("There is no group over the range.")
    for index in range(start, end):
        depths[index] = max(0, depths[index] + by)
    if max(depths) > DEEPEST:
        raise invalid(f"Groups can't be more than {DEEPEST} deep.")
    return {"dimensionGroups": as_answered(_rebuild(sheet, rows, depths))}


def _rebuild(sheet: Sheet, rows: bool, depths: list[int]) -> list[Json]:
    """Store the groups that depths by index mean; a group found again keeps its folding."""
    name = _name(rows)
    folded = {_key(group) for group in sheet.parts.get(name, []) if group.get("collapsed")}
    groups = []
    for depth in range(1, max(depths, default=0) + 1):
        for start, end in _runs(depths, depth):
            span = {
                "sheetId": sheet.id,
                "dimension": "ROWS" if rows else "COLUMNS",
                "startIndex": start,
                "endIndex": end,
            }
            group = {"range": span, "depth": depth}
            groups.append(_folded(group, _key(group) in folded))
    sheet.parts[name] = groups
    return groups


def _runs(depths: list[int], least: int) -> list[tuple[int, int]]:
    """Return the longest stretches of at least a depth."""
    runs: list[tuple[int, int]] = []
    for index, depth in enumerate(depths):
        if depth < least:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _folded(group: Json, collapsed: bool) -> Json:
    plain = {name: value for name, value in group.items() if name != "collapsed"}
    return {**plain, "collapsed": True} if collapsed else plain


def _key(group: Json) -> tuple[int, int, int]:
    span = group["range"]
    return span["startIndex"], span["endIndex"], group["depth"]


def _name(rows: bool) -> str:
    return "rowGroups" if rows else "columnGroups"
