"""A spreadsheet as an xlsx file: values with their types, formats, notes, choices, highlights, sizes, merges, names."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from sheetflow.localsheets.a1 import column_letters, quoted
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.griddata import DEFAULT_HEIGHT, DEFAULT_WIDTH
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx import filters, highlights, validations
from sheetflow.localsheets.xlsx.colours import argb
from sheetflow.localsheets.xlsx.looks import FAMILY, SIZE, dress, pattern_of, tinted
from sheetflow.localsheets.xlsx.naming import fitting
from sheetflow.localsheets.xlsx.package import SharedTexts, assembled
from sheetflow.localsheets.xlsx.rows import POINTS, Look, RowWriter
from sheetflow.localsheets.xlsx.strings import escaped, escaped_address

ABOUT = "sheetflow"
"""The file's own property that holds what xlsx has no place for: see `_about`."""

CHOICES = "_choices"
"""The hidden tab that holds lists too long for a rule."""

PIXELS = 7
"""[documented] A column's width counts characters of 7 pixels."""


def xlsx_of(of: Calculation) -> bytes:
    """Return a spreadsheet as an xlsx file; 400 for a text longer than such a file's cell may hold."""
    titles = {sheet.id: sheet.title for sheet in of.book.sheets.values()}
    return _File(fitting(of), titles).content()


@dataclass
class _File:
    """One file under way."""

    of: Calculation
    titles: dict[int, str]
    frame: Workbook = field(default_factory=Workbook)
    texts: SharedTexts = field(default_factory=SharedTexts)
    styles: dict[tuple[Look, bool], int] = field(default_factory=dict)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def content(self) -> bytes:
        self.frame.remove(self.frame.active)
        self.frame._fonts[0] = Font(name=FAMILY, sz=SIZE)
        self.frame._named_styles["Normal"].font = Font(name=FAMILY, sz=SIZE)
        rows = [self._tab(sheet) for sheet in self.of.book.sheets.values()]
        self._write_lists()
        self._write_names()
        about = json.dumps(_about(self.of, self.titles), ensure_ascii=False)
        self.frame.custom_doc_props.append(StringProperty(name=ABOUT, value=escaped(about)))
        self.frame.calculation.fullCalcOnLoad = True
        return assembled(self.frame, rows, self.texts)

    def _tab(self, sheet: Sheet) -> str:
        """Write a tab but for its rows, and return those."""
        tab = self.frame.create_sheet(sheet.title)
        self._view(tab, sheet)
        self._columns(tab, sheet)
        for merge in sheet.parts.get("merges", []):
            tab.merged_cells.add(_a1(box_of(self.of.book, merge)))
        for ranges, rule in highlights.written(self.of, sheet):
            tab.conditional_formatting.add(ranges, rule)
        for rule, listed in validations.areas(self.of, sheet):
            choices = self._choices(rule["condition"])
            tab.add_data_validation(validations.validation(self.of, rule, listed, choices))
        if "basicFilter" in sheet.parts:
            box = box_of(self.of.book, sheet.parts["basicFilter"].get("range", {})).clipped(sheet)
            if box.height > 0 and box.width > 0:
                tab.auto_filter.ref = _a1(box)
                tab.auto_filter.filterColumn = filters.columns(self.of, sheet)
        rows = RowWriter(self.of, sheet, style=self._style, shared=self.texts.add).xml()
        self._notes_and_links(tab, sheet)
        return rows

    def _view(self, tab: Any, sheet: Sheet) -> None:
        grid = sheet.properties.get("gridProperties", {})
        frozen = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
        if any(frozen):
            tab.freeze_panes = f"{column_letters(frozen[1])}{frozen[0] + 1}"
        tab.sheet_state = "hidden" if sheet.properties.get("hidden") else "visible"
        tab.sheet_view.rightToLeft = sheet.properties.get("rightToLeft")
        tab.sheet_view.showGridLines = not grid.get("hideGridlines", False)
        if "tabColor" in sheet.properties:
            tab.sheet_properties.tabColor = argb(sheet.properties["tabColor"])
        tab.sheet_format.defaultColWidth = DEFAULT_WIDTH / PIXELS
        tab.sheet_format.defaultRowHeight = DEFAULT_HEIGHT * POINTS

    def _columns(self, tab: Any, sheet: Sheet) -> None:
        for index, column in enumerate(sheet.columns):
            if column.width is not None or column.hidden:
                kept = tab.column_dimensions[column_letters(index)]
                kept.width = (DEFAULT_WIDTH if column.width is None else column.width) / PIXELS
                kept.hidden = column.hidden

    def _style(self, look: Look, quoted: bool) -> int:
        """Return a look's number in the file; `quoted` keeps a text that looks like something else a text."""
        key = (look, quoted)
        known = self.styles.get(key)
        if known is None:
            cell = Cell(self.frame.worksheets[0], row=1, column=1)
            number, tint = look
            format_ = self.of.book.styles.by_id[number].get("userEnteredFormat", {})
            if tint:
                cell.fill = tinted(tint)
            if format_:
                dress(cell, format_, self.of.book.properties["locale"])
            if quoted:
                cell.quotePrefix = 1
            known = self.styles[key] = cell.style_id
        return known

    def _notes_and_links(self, tab: Any, sheet: Sheet) -> None:
        styles = self.of.book.styles.by_id
        for index, row in enumerate(sheet.rows):
            for column, number in enumerate(row.styles):
                note = styles[number].get("note")
                text = styles[number].get("userEnteredFormat", {}).get("textFormat", {})
                if note or "link" in text:
                    cell = tab.cell(index + 1, column + 1)
                    if note:
                        cell.comment = Comment(escaped(note), ABOUT)
                    if text.get("link", {}).get("uri"):
                        cell.hyperlink = escaped_address(text["link"]["uri"])

    def _choices(self, condition: Json) -> str:
        """Return the range of the hidden tab that holds a list too long for its rule, empty for another rule."""
        if not validations.too_long(condition):
            return ""
        texts = tuple(validations.offered(condition))
        if texts not in self.lists:
            column = column_letters(len(self.lists))
            self.lists[texts] = f"{CHOICES}!${column}$1:${column}${len(texts)}"
        return self.lists[texts]

    def _write_lists(self) -> None:
        if not self.lists:
            return
        tab = self.frame.create_sheet(CHOICES)
        tab.sheet_state = "veryHidden"
        for column, texts in enumerate(self.lists, 1):
            for row, text in enumerate(texts, 1):
                cell = tab.cell(row, column)
                cell.value = escaped(text)
                cell.data_type = "s"

    def _write_names(self) -> None:
        for named in self.of.book.named_ranges:
            box = box_of(self.of.book, named["range"])
            title = quoted(self.of.book.sheet(box.sheet_id).title)
            text = f"{title}!{_a1(box, fixed=True)}"
            self.frame.defined_names[named["name"]] = DefinedName(named["name"], attr_text=text)


def _a1(box: Box, *, fixed: bool = False) -> str:
    sign = "$" if fixed else ""
    first = f"{sign}{column_letters(box.left)}{sign}{box.top + 1}"
    return f"{first}:{sign}{column_letters(box.right - 1)}{sign}{box.bottom}"


def _about(of: Calculation, titles: dict[int, str]) -> Json:
    """Return what xlsx has no place for: zone and locale, each tab's id, size and whole name, number formats, bands.

    ``{"properties": {…}, "tabs": {"工单": [id, rows, columns, "工单"]}, "formats": {"@": {"type": "TEXT"}},
    "bands": {"工单": [BandedRange, …]}}``
    """
    book = of.book
    formats: dict[str, Json] = {}
    for style in book.styles.by_id.values():
        number_format = style.get("userEnteredFormat", {}).get("numberFormat")
        if number_format:
            pattern = pattern_of(number_format, book.properties["locale"])
            formats.setdefault(pattern, number_format)
    return {
        "properties": {
            name: book.properties[name]
            for name in ("locale", "timeZone", "autoRecalc")
            if name in book.properties
        },
        "tabs": {
            sheet.title: [
                sheet.id,
                len(sheet.rows),
                len(sheet.columns),
                titles[sheet.id],
            ]
            for sheet in book.sheets.values()
        },
        "formats": formats,
        "bands": {
            sheet.title: sheet.parts["bandedRanges"]
            for sheet in book.sheets.values()
            if sheet.parts.get("bandedRanges")
        },
    }
