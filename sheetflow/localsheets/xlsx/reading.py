"""A spreadsheet from an xlsx file: what `xlsx_of` wrote, and what Excel, WPS, LibreOffice and Google write.

openpyxl reads the file's parts; cells come from its parser as they stand, so that a number stays the number it is and
no date is rounded on the way.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import COMMENTS_NS
from openpyxl.xml.functions import fromstring

from sheetflow.localsheets.batch.sheets import checked_property, update_sheet_properties
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.creation import MAX_SHEETS, new_book
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx import filters
from sheetflow.localsheets.xlsx.looks import Looks
from sheetflow.localsheets.xlsx.names import named_ranges
from sheetflow.localsheets.xlsx.strings import shared_texts, unescaped
from sheetflow.localsheets.xlsx.tabs import Tab
from sheetflow.localsheets.xlsx.writing import ABOUT, CHOICES

MOST_BYTES = 1_000_000_000
"""So much may a file hold unpacked: 10 million cells, Google's limit, take less."""


class UnreadableXlsx(Exception):
    """The file is no xlsx file that can be read; save it as .xlsx in Excel, WPS or LibreOffice, then try again."""


def book_of_xlsx(content: bytes, key: str, at: datetime, *, title: str) -> Book:
    """Return a new spreadsheet of an xlsx file, to be stored by `LocalSheets.add`. Raises `UnreadableXlsx`."""
    with _refusing(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return _Reader(content).book(key, at, title)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what openpyxl and zipfile raise for a broken file into one exception."""
    try:
        yield
    except (
        ApiFault,
        BadZipFile,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        SyntaxError,
    ) as fault:
        raise UnreadableXlsx(
            f"This is no xlsx file that can be read: {fault}. Save it as .xlsx in Excel, WPS or LibreOffice, "
            "then try again."
        ) from fault


@dataclass
class _Reader:
    """One file on its way into a spreadsheet."""

    content: bytes
    about: Json = field(default_factory=dict)

    def book(self, key: str, at: datetime, title: str) -> Book:
        reader = ExcelReader(BytesIO(self.content), keep_links=False)
        if sum(part.file_size for part in reader.archive.infolist()) > MOST_BYTES:
            raise ValueError(f"unpacked it is larger than {MOST_BYTES // 10**6} MB")
        for read in ("manifest", "workbook", "custom", "theme"):
            getattr(reader, f"read_{read}")()
        apply_stylesheet(reader.archive, reader.wb)
        self.about = _about(reader.wb)
        strings = shared_texts(reader)
        found = [one for one in self._tabs(reader, strings) if one.cells is not None]
        return self._made(reader, found, key, at, title)

    def _tabs(self, reader: Any, strings: list[str]) -> Iterator[Tab]:
        """Give the tabs of a file, their cells read."""
        looks = Looks(reader.wb, self.about.get("formats", {}))
        for sheet, part in list(reader.parser.find_sheets())[:MAX_SHEETS]:
            if part.target not in reader.valid_files or "chartsheet" in part.Type:
                continue
            path = get_rels_path(part.target)
            related = RelationshipList()
            if path in reader.valid_files:
                related = get_dependents(reader.archive, path)
            with reader.archive.open(part.target) as source:
                tab = Tab(sheet.name, sheet.state, looks, WorkSheetParser(source, strings))
                tab.read()
            for comments in related.find(COMMENTS_NS):
                tree = fromstring(reader.archive.read(comments.target))
                for place, comment in CommentSheet.from_tree(tree).comments:
                    tab.notes[place] = unescaped(comment.content or "")
            for link in tab.parser.hyperlinks.hyperlink:
                target = related.get(link.id).target if link.id else None
                if target:
                    tab.links[link.ref] = target
            yield tab

    def _made(self, reader: Any, tabs: list[Tab], key: str, at: datetime, title: str) -> Book:
        told = self.about.get("properties", {}).items()
        properties = {"title": title, **{name: checked_property(name, one) for name, one in told}}
        lists = {}
        for tab in tabs:
            if tab.title == CHOICES and tab.state == "veryHidden":
                lists = tab.choices(CHOICES)
        shown = [tab for tab in tabs if not (tab.title == CHOICES and lists)]
        sizes = self.about.get("tabs", {})
        asked = [{"properties": tab.properties(sizes.get(tab.title))} for tab in shown]
        book = new_book(key, at, {"properties": properties, "sheets": asked})
        for tab, sheet in zip(shown, book.sheets.values(), strict=True):
            tab.bands = self.about.get("bands", {}).get(tab.title, [])
            tab.fill(book, sheet, lists)
        book.named_ranges = named_ranges(book, reader.parser)
        for sheet in list(book.sheets.values()):
            whole = sizes.get(sheet.title, [0, 0, 0, sheet.title])[3]
            if whole != sheet.title:
                renamed = {"sheetId": sheet.id, "title": whole}
                update_sheet_properties(book, {"properties": renamed, "fields": "title"})
        for tab, sheet in zip(shown, book.sheets.values(), strict=True):
            if "basicFilter" in sheet.parts:
                filters.read(Calculation(book, at), sheet, tab.parser.auto_filter)
        return book


def _about(file: Any) -> Json:
    """Return what `xlsx_of` kept of a spreadsheet, nothing for a file of another program."""
    for one in file.custom_doc_props:
        if one.name == ABOUT:
            told = json.loads(unescaped(one.value or "{}"))
            return told if _is_told(told) else {}
    return {}


def _is_told(told: Any) -> bool:
    """Say whether this is what `xlsx_of` keeps, and not what somebody made of it."""
    return (
        isinstance(told, dict)
        and all(isinstance(told.get(name), dict) for name in ("properties", "tabs", "formats"))
        and isinstance(told.setdefault("bands", {}), dict)
        and all(
            isinstance(listed, list) and all(isinstance(one.get("range"), dict) for one in listed)
            for listed in told["bands"].values()
        )
        and all(
            isinstance(one, list)
            and [type(part) for part in one] == [int, int, int, str]
            and min(one[0] + 1, one[1], one[2]) > 0
            for one in told["tabs"].values()
        )
        and told["properties"].keys() <= {"locale", "timeZone", "autoRecalc"}
        and all(isinstance(one, str) for one in told["properties"].values())
        and all(
            isinstance(one, dict)
            and one.keys() <= {"type", "pattern"}
            and all(isinstance(part, str) for part in one.values())
            for one in told["formats"].values()
        )
    )
