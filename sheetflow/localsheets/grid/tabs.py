"""What a page needs to know of a tab besides its rows: columns, groups, choices, frozen panes."""

from __future__ import annotations

from sheetflow.localsheets.a1 import column_letters
from sheetflow.localsheets.book import Book, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.grid.saved import saved_views
from sheetflow.localsheets.griddata import DEFAULT_WIDTH
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.resource import sheet_properties
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.validity import choices

EMPTY = Row(0)


def tab(of: Calculation, sheet: Sheet) -> Json:
    """Return a tab: id, title, frozen panes, groups, filter views, saved views, and its columns.

    A column's label is the text of the first row, its choices those of the first row below the frozen ones.
    """
    properties = sheet_properties(of.book, sheet)
    grid = properties["gridProperties"]
    header_rows = grid.get("frozenRowCount", 0)
    return {
        "id": sheet.id,
        "title": sheet.title,
        "hidden": bool(properties.get("hidden")),
        "color": properties.get("tabColor"),
        "frozenRows": header_rows,
        "frozenColumns": grid.get("frozenColumnCount", 0),
        "columns": _columns(of, sheet, max(1, header_rows)),
        "groups": [
            {
                "start": group["range"]["startIndex"],
                "end": group["range"]["endIndex"],
                "depth": group["depth"],
                "collapsed": group.get("collapsed", False),
            }
            for group in sheet.parts.get("columnGroups", [])
        ],
        "filterViews": [
            {"id": view["filterViewId"], "title": view["title"]}
            for view in sheet.parts.get("filterViews", [])
        ],
        "savedViews": saved_views(of.book, sheet),
    }


def tabs_revision(book: Book) -> int:
    """Return when what `tab` answers of any tab may last have changed."""
    return max([book.tabs_revision, *map(_tab_revision, book.sheets.values())])


def _tab_revision(sheet: Sheet) -> int:
    below_header = max(1, sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0))
    return max(
        [sheet.head_revision, sheet.order_revision]
        + [row.revision for row in sheet.rows[: below_header + 1]]
    )


def _columns(of: Calculation, sheet: Sheet, first_data_row: int) -> list[Json]:
    renderer = Renderer(of.book)
    header = sheet.rows[0] if sheet.rows else EMPTY
    model = sheet.rows[first_data_row] if first_data_row < len(sheet.rows) else EMPTY
    columns = []
    for index, column in enumerate(sheet.columns):
        shown = renderer.formatted(of.value(sheet, 0, index), header.style(index))
        answer = {
            "index": index,
            "letter": column_letters(index),
            "label": shown,
            "width": DEFAULT_WIDTH if column.width is None else column.width,
            "hidden": column.hidden,
            "format": renderer.number_format(model.style(index)).get("type", ""),
        }
        note = of.book.styles.by_id[header.style(index)].get("note")
        if note:
            answer["help"] = note
        rule = of.book.styles.by_id[model.style(index)].get("dataValidation")
        if rule:
            answer |= validation(of, rule)
        columns.append(answer)
    return columns


def validation(of: Calculation, rule: Json) -> Json:
    """Return a validation rule for a page: the choices it offers, whether others are refused, its help."""
    answer: Json = {"strict": bool(rule.get("strict"))}
    offered = choices(of, rule)
    if offered is not None:
        answer["choices"] = offered
    if rule["condition"]["type"] == "BOOLEAN":
        answer["checkbox"] = True
    if rule.get("inputMessage"):
        answer["prompt"] = rule["inputMessage"]
    return answer
