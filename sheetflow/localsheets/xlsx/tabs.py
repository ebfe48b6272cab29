"""One tab of an xlsx file on its way into a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula

from sheetflow.localsheets.a1 import column_index, column_letters
from sheetflow.localsheets.batch.banding import add_banding
from sheetflow.localsheets.batch.merging import as_stored
from sheetflow.localsheets.book import PLAIN, Book, Column, Formula, Row, Sheet, Value
from sheetflow.localsheets.cells import number, text
from sheetflow.localsheets.creation import DEFAULT_COLUMNS, DEFAULT_ROWS, MAX_CELLS
from sheetflow.localsheets.griddata import DEFAULT_HEIGHT, DEFAULT_WIDTH
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.serials import SECONDS_A_DAY, serial
from sheetflow.localsheets.shapes import Json, read_message
from sheetflow.localsheets.validity import anchored
from sheetflow.localsheets.xlsx import highlights
from sheetflow.localsheets.xlsx.looks import Looks
from sheetflow.localsheets.xlsx.rows import POINTS
from sheetflow.localsheets.xlsx.spelling import BOOLEANS, from_array, read
from sheetflow.localsheets.xlsx.strings import unescaped
from sheetflow.localsheets.xlsx.validations import rule_of

PIXELS = 7
SINCE_1904 = 1462
"""Days from 1899-12-30 to the first day of a file that counts from 1904."""

PLACE = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class Tab:
    """A tab's parts as openpyxl's parser tells them."""

    title: str
    state: str
    looks: Looks
    parser: Any
    cells: dict[int, list[Json]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    filled: set[tuple[int, int]] = field(default_factory=set)
    bands: list[Json] = field(default_factory=list)

    def read(self) -> None:
        """Read all of the tab's part of the file."""
        self.cells = {index - 1: cells for index, cells in self.parser.parse() if cells}

    def properties(self, told: list[Any] | None) -> Json:
        """Return the tab's SheetProperties; `told` is its id, rows and columns where the file tells."""
        view = self.parser.views.sheetView[0] if hasattr(self.parser, "views") else None
        color = getattr(getattr(self.parser, "sheet_properties", None), "tabColor", None)
        channels = self.looks.palette.channels(color)
        answer: Json = {
            "title": self.title,
            "hidden": self.state != "visible",
            "rightToLeft": bool(view and view.rightToLeft),
            "gridProperties": {**self._size(told), **_frozen(view)},
        }
        if told:
            answer["sheetId"] = told[0]
        if channels is not None:
            answer |= {"tabColor": channels, "tabColorStyle": {"rgbColor": channels}}
        return answer

    def _size(self, told: list[Any] | None) -> Json:
        rows = max(self.cells, default=-1) + 1
        columns = max((cells[-1]["column"] for cells in self.cells.values()), default=0)
        least = told[1:3] if told else (DEFAULT_ROWS, DEFAULT_COLUMNS)
        rows, columns = max(rows, least[0]), max(columns, least[1])
        if rows * columns > MAX_CELLS:
            raise ValueError(f"{self.title} has more than {MAX_CELLS} cells")
        return {"rowCount": rows, "columnCount": columns}

    def choices(self, title: str) -> dict[str, list[str]]:
        """Return the lists of this tab by the range that each is in, as a rule names it."""
        lists: dict[str, list[str]] = {}
        for index in sorted(self.cells):
            for cell in self.cells[index]:
                letters = column_letters(cell["column"] - 1)
                lists.setdefault(letters, []).append(unescaped(str(cell["value"])))
        return {
            f"{title}!${letters}$1:${letters}${len(texts)}": texts
            for letters, texts in lists.items()
        }

    def fill(self, book: Book, sheet: Sheet, lists: dict[str, list[str]]) -> None:
        """Fill a new tab of a spreadsheet with what was read."""
        self._fill_rows(book, sheet)
        self._fill_sizes(sheet)
        self._fill_looks(book, sheet)
        self._fill_rules(book, sheet, lists)
        merged = getattr(self.parser, "merged_cells", None)
        if merged:
            boxes = [_box(sheet, CellRange(one.ref)) for one in merged.mergeCell]
            sheet.parts["merges"] = [as_stored(box) for box in boxes if box.height * box.width > 1]
        found = highlights.read(sheet.id, self.parser.formatting, self.looks)
        if found:
            sheet.parts["conditionalFormats"] = found
        for part in self.bands:
            there = {**part, "range": {**part["range"], "sheetId": sheet.id}}
            add_banding(book, {"bandedRange": read_message("BandedRange", there)})
        filtered = getattr(self.parser, "auto_filter", None)
        if filtered is not None and filtered.ref:
            sheet.parts["basicFilter"] = {"range": as_stored(_box(sheet, CellRange(filtered.ref)))}

    def _fill_rows(self, book: Book, sheet: Sheet) -> None:
        styles: dict[int, int] = {}
        rows = self.parser.row_dimensions
        for index in sorted(self.cells.keys() | {int(one) - 1 for one in rows}):
            if index >= len(sheet.rows):
                continue
            row = sheet.own(index)
            self._fill_row(book, row, self.cells.get(index, []), styles)
            told = rows.get(str(index + 1), {})
            row.hidden = told.get("hidden") in ("1", "true")
            if told.get("customHeight") in ("1", "true") and "ht" in told:
                height = round(float(told["ht"]) / POINTS)
                row.height = None if height == DEFAULT_HEIGHT else height

    def _fill_row(self, book: Book, row: Row, cells: list[Json], styles: dict[int, int]) -> None:
        values: list[Value] = []
        looks: list[int] = []
        for cell in cells:
            column, style_id = cell["column"] - 1, cell["style_id"]
            style = styles.get(style_id)
            if style is None:
                format_ = self.looks.format_of(style_id, in_bands=bool(self.bands))
                style = book.styles.number({"userEnteredFormat": format_} if format_ else {})
                styles[style_id] = style
            value = cell["value"]
            if value.__class__ is not str or cell["data_type"] != "s" or self.filled:
                value = self._value(cell)
            if isinstance(value, Formula):
                row.formulas = True
            while len(values) < column:
                values.append(None)
                looks.append(PLAIN)
            values.append(value or (None if value == "" else value))
            looks.append(style)
        while values and values[-1] is None:
            values.pop()
        while looks and looks[-1] == PLAIN:
            looks.pop()
        row.values, row.styles = values, looks

    def _value(self, cell: Json) -> Value:
        """Return what a cell of the file is worth."""
        value, kind = cell["value"], cell["data_type"]
        if value is None or (cell["row"], cell["column"]) in self.filled:
            return None
        if kind == "f":
            return self._formula(value, cell)
        if isinstance(value, datetime | date | time | timedelta):
            return number(_serial(value))
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            if self.looks.file.epoch == MAC_EPOCH and _is_day(self.looks, cell["style_id"]):
                value += SINCE_1904
            return number(value)
        return text(str(value))

    def _formula(self, value: Any, cell: Json) -> Value:
        if isinstance(value, ArrayFormula):
            box = CellRange(value.ref)
            self.filled |= {
                place for row in box.rows for place in row if place != (cell["row"], cell["column"])
            }
            entered = read(unescaped(value.text or "="))
            return Formula(from_array(entered)) if entered else None
        if value in BOOLEANS:
            return BOOLEANS[value]
        entered = read(unescaped(str(value)))
        return Formula(entered) if entered and len(entered) > 1 else None

    def _fill_sizes(self, sheet: Sheet) -> None:
        for told in self.parser.column_dimensions.values():
            pixels = round(float(told.get("width", 0)) * PIXELS)
            own = told.get("customWidth") in ("1", "true") and pixels != DEFAULT_WIDTH
            column = Column(pixels if own else None, told.get("hidden") in ("1", "true"))
            for index in range(int(told["min"]) - 1, min(int(told["max"]), len(sheet.columns))):
                sheet.columns[index] = column

    def _fill_looks(self, book: Book, sheet: Sheet) -> None:
        for place, note in self.notes.items():
            _restyle(book, sheet, place, note=note)
        for place, uri in self.links.items():
            _restyle(book, sheet, place, link=uri)

    def _fill_rules(self, book: Book, sheet: Sheet, lists: dict[str, list[str]]) -> None:
        made = getattr(self.parser, "data_validations", None)
        for one in made.dataValidation if made else ():
            found = rule_of(one, lists)
            if found is not None:
                rule, corner = found
                boxes = [_box(sheet, box) for box in one.sqref.ranges]
                _put_rule(book, sheet, rule, corner, boxes)


def _put_rule(
    book: Book, sheet: Sheet, rule: Json, corner: tuple[int, int], boxes: Iterable[Box]
) -> None:
    """Give the cells of rectangles a validation rule; rows of the same styles get the same ones."""
    kept = anchored({"dataValidation": rule}, *corner)
    known: dict[tuple[int, ...], list[int]] = {}
    for box in boxes:
        for index in box.rows:
            row = sheet.own(index)
            before = (box.left, box.right, *row.styles)
            after = known.get(before)
            if after is None:
                after = row.styles + [PLAIN] * (box.right - len(row.styles))
                for column in box.columns:
                    style = book.styles.by_id[after[column]]
                    after[column] = book.styles.number({**style, **kept})
                known[before] = after
            row.styles = list(after)


def _restyle(book: Book, sheet: Sheet, place: str, *, note: str = "", link: str = "") -> None:
    """Give a cell a note or a link."""
    found = PLACE.match(place)
    if found is None:
        return
    index, column = int(found[2]) - 1, column_index(found[1])
    if index >= len(sheet.rows) or column >= len(sheet.columns):
        return
    row = sheet.own(index)
    style = dict(book.styles.by_id[row.style(column)])
    if note:
        style["note"] = note
    if link:
        format_ = style.get("userEnteredFormat", {})
        text_format = {**format_.get("textFormat", {}), "link": {"uri": link}}
        style["userEnteredFormat"] = {**format_, "textFormat": text_format}
    row.put_style(column, book.styles.number(style))


def _box(sheet: Sheet, box: CellRange) -> Box:
    return Box(sheet.id, box.min_row - 1, box.max_row, box.min_col - 1, box.max_col).clipped(sheet)


def _frozen(view: Any) -> Json:
    pane = view.pane if view else None
    answer: Json = {} if not view or view.showGridLines in (None, True) else {"hideGridlines": True}
    if pane is not None and pane.state in ("frozen", "frozenSplit"):
        answer |= {
            "frozenRowCount": int(pane.ySplit or 0),
            "frozenColumnCount": int(pane.xSplit or 0),
        }
    return answer


def _serial(value: datetime | date | time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / SECONDS_A_DAY
    if not isinstance(value, datetime):
        value = datetime.fromisoformat(f"{value.isoformat()}T00:00:00")
    return serial(value.replace(tzinfo=None))


def _is_day(looks: Looks, style_id: int) -> bool:
    return looks.number_format(style_id).get("type") in ("DATE", "DATE_TIME")
