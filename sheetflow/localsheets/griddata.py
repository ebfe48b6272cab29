"""GridData: the cells of a rectangle with as much of each as the mask asks for."""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.book import Book, Column, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.cells import extended
from sheetflow.localsheets.effectiveformats import DEFAULT_FORMAT, EffectiveFormats
from sheetflow.localsheets.filtering import filtered_out
from sheetflow.localsheets.formulas.kinds import ErrorValue
from sheetflow.localsheets.links import link_of
from sheetflow.localsheets.masks import Mask
from sheetflow.localsheets.metadata import answered
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.validity import of_cell

DEFAULT_WIDTH, DEFAULT_HEIGHT = 100, 21
ENTERED = ("userEnteredFormat", "note", "dataValidation", "textFormatRuns", "chipRuns")


def grid_data(of: Calculation, sheet: Sheet, box: Box, mask: Mask) -> Json:
    """Return the GridData of a rectangle clipped to the grid.

    [documented by gspread, of notes] Rows after the last that says something are left out.
    """
    box = box.clipped(sheet)
    answer: Json = {}
    if box.top:
        answer["startRow"] = box.top
    if box.left:
        answer["startColumn"] = box.left
    if not mask or "rowData" in mask:
        writer = CellAnswers(of, sheet, mask.get("rowData", {}).get("values", {}))
        if rows := writer.rows(box):
            answer["rowData"] = rows
    if not mask or "rowMetadata" in mask:
        tags = _tags(of.book, sheet, "ROW")
        hidden = filtered_out(of, sheet)
        answer["rowMetadata"] = [
            {**_row_metadata(sheet.rows[index], index in hidden), **tags.get(index, {})}
            for index in box.rows
        ]
    if not mask or "columnMetadata" in mask:
        tags = _tags(of.book, sheet, "COLUMN")
        answer["columnMetadata"] = [
            {**_column_metadata(sheet.columns[index]), **tags.get(index, {})}
            for index in box.columns
        ]
    return answer


def _tags(book: Book, sheet: Sheet, kind: str) -> dict[int, Json]:
    """Return the developer metadata of a tab's rows or columns, by index."""
    found: dict[int, Json] = {}
    for tag in book.metadata:
        span = tag["location"].get("dimensionRange", {})
        if tag["location"]["locationType"] == kind and span["sheetId"] == sheet.id:
            listed = found.setdefault(span["startIndex"], {"developerMetadata": []})
            listed["developerMetadata"].append(answered(tag))
    return found


def _row_metadata(row: Row, filtered: bool) -> Json:
    answer: Json = {"pixelSize": DEFAULT_HEIGHT if row.height is None else row.height}
    hidden = {"hiddenByFilter": filtered, "hiddenByUser": row.hidden}
    return {**{name: True for name, one in hidden.items() if one}, **answer}


def _column_metadata(column: Column) -> Json:
    answer: Json = {"pixelSize": DEFAULT_WIDTH if column.width is None else column.width}
    return {"hiddenByUser": True, **answer} if column.hidden else answer


class CellAnswers:
    """Answers CellData; only what the mask names is worked out."""

    def __init__(self, of: Calculation, sheet: Sheet, mask: Mask) -> None:
        """Prepare for the cells of a tab under a CellData mask."""
        self.of = of
        self.sheet = sheet
        self.renderer = Renderer(of.book)
        self.styles = of.book.styles.by_id

        def wanted(name: str) -> bool:
            return not mask or name in mask

        self.entered = [name for name in ENTERED if wanted(name)]
        self.wants = {
            name
            for name in ("userEnteredValue", "effectiveValue", "formattedValue", "hyperlink")
            if wanted(name)
        }
        self.formats = EffectiveFormats(of, sheet) if wanted("effectiveFormat") else None

    def rows(self, box: Box) -> list[Json]:
        """Return the RowData of a rectangle, up to the last row that says something."""
        found = [self.row(index, box) for index in box.rows]
        while found and not found[-1]:
            found.pop()
        return found

    def row(self, index: int, box: Box) -> Json:
        """Return a RowData: cells that say nothing are cut from its end."""
        row = self.sheet.rows[index]
        reach = self.formats.reach(index) if self.formats else 0
        used = max(self.of.reach(self.sheet, index), len(row.styles), reach)
        cells = [self.cell(row, index, column) for column in range(box.left, min(box.right, used))]
        while cells and not cells[-1]:
            cells.pop()
        return {"values": cells} if cells else {}

    def cell(self, row: Row, index: int, column: int) -> Json:
        """Return one cell's CellData."""
        answer: Json = {}
        entered, number = row.value(column), row.style(column)
        style = self.styles[number]
        value = self.of.value(self.sheet, index, column)
        if entered is not None and "userEnteredValue" in self.wants:
            answer["userEnteredValue"] = extended(entered)
        if value is not None:
            self._add_values(answer, value, number, self.of.inferred(self.sheet, index, column))
        for name in self.entered:
            if name in style:
                answer[name] = style[name]
        if "dataValidation" in answer:
            answer["dataValidation"] = of_cell(style["dataValidation"], index, column)
        if "hyperlink" in self.wants and (
            link := link_of(self.of, self.sheet, style, entered, (index, column))
        ):
            answer["hyperlink"] = link
        if self.formats:
            shown = self.formats.at(index, column)
            if shown or entered is not None:
                answer["effectiveFormat"] = shown or DEFAULT_FORMAT
        return answer

    def _add_values(self, answer: Json, value: Any, style: int, inferred: Json) -> None:
        if "effectiveValue" in self.wants:
            answer["effectiveValue"] = effective(value)
        if "formattedValue" in self.wants:
            answer["formattedValue"] = self.renderer.formatted(value, style, inferred)


def effective(value: Any) -> Json:
    """Return an effective value as ExtendedValue."""
    if isinstance(value, ErrorValue):
        return {"errorValue": {"type": value.type, "message": value.message}}
    return extended(value)
