"""What the maker of a new file sent with it: cells, sizes, rules and all else that a batch could add."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.localsheets.batch.registry import ACTS
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import unsupported
from sheetflow.localsheets.shapes import Json

ANSWERED = {"properties", "sheets", "spreadsheetId", "spreadsheetUrl"}
OF_FILE = {"namedRanges": "addNamedRange", "developerMetadata": "createDeveloperMetadata"}
OF_TAB = {
    "merges": "mergeCells",
    "conditionalFormats": "addConditionalFormatRule",
    "filterViews": "addFilterView",
    "protectedRanges": "addProtectedRange",
    "bandedRanges": "addBanding",
    "rowGroups": "addDimensionGroup",
    "columnGroups": "addDimensionGroup",
    "developerMetadata": "createDeveloperMetadata",
    "basicFilter": "setBasicFilter",
}
NAMES = {
    "mergeCells": "range",
    "addConditionalFormatRule": "rule",
    "addFilterView": "filter",
    "setBasicFilter": "filter",
    "addProtectedRange": "protectedRange",
    "addBanding": "bandedRange",
    "addNamedRange": "namedRange",
    "createDeveloperMetadata": "developerMetadata",
}
"""Under which name a request of a batch takes such a part."""

SIZES = (("rowMetadata", "ROWS", "startRow"), ("columnMetadata", "COLUMNS", "startColumn"))
Request = tuple[str, Json]


def fill(book: Book, asked: Json) -> None:
    """Give a new file the parts that its maker sent, as a batch would add them; other parts are 501."""
    for name in set(asked) - ANSWERED - set(OF_FILE):
        raise unsupported(f"Creating a spreadsheet with {name}")
    for sheet_id, sent in zip(list(book.sheets), asked.get("sheets", []), strict=False):
        for name in set(sent) - {"properties", "data"} - set(OF_TAB):
            raise unsupported(f"Creating a sheet with {name}")
        for data in sent.get("data", []):
            _run(book, _of_data(sheet_id, data))
        _run(book, _of_parts(sent, OF_TAB))
    _run(book, _of_parts(asked, OF_FILE))


def _run(book: Book, requests: Iterator[Request]) -> None:
    for kind, body in requests:
        ACTS[kind](book, body)


def _of_parts(sent: Json, kinds: dict[str, str]) -> Iterator[Request]:
    for name, kind in kinds.items():
        parts = sent.get(name, [])
        for place, part in enumerate(parts if isinstance(parts, list) else [parts]):
            if kind == "addDimensionGroup":
                yield kind, {"range": part.get("range", {})}
            elif kind == "addConditionalFormatRule":
                yield kind, {"rule": part, "index": place}
            else:
                yield kind, {NAMES[kind]: part}


def _of_data(sheet_id: int, data: Json) -> Iterator[Request]:
    """Return the writing of a GridData: its cells, its rows' heights and its columns' widths."""
    start = {
        "sheetId": sheet_id,
        "rowIndex": data.get("startRow", 0),
        "columnIndex": data.get("startColumn", 0),
    }
    yield "updateCells", {"start": start, "rows": data.get("rowData", []), "fields": "*"}
    for name, dimension, first in SIZES:
        for place, properties in enumerate(data.get(name, []), data.get(first, 0)):
            span = {"startIndex": place, "endIndex": place + 1}
            if properties:
                there = {"sheetId": sheet_id, "dimension": dimension, **span}
                body = {"range": there, "properties": properties, "fields": "*"}
                yield "updateDimensionProperties", body
