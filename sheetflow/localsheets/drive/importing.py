"""Drive v2's upload into a spreadsheet: what gspread's import_csv sends.

[documented by gspread] All other tabs go, and the first gets the new contents. Cells are read as if typed.
[assumed] It keeps its name and id.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from sheetflow.localsheets.batch.sheets import delete_sheet
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.creation import DEFAULT_COLUMNS, DEFAULT_ROWS, MAX_CELLS, new_sheet
from sheetflow.localsheets.drive.faults import DriveFault, bad_value
from sheetflow.localsheets.drive.kinds import CSV, SPREADSHEET, TSV
from sheetflow.localsheets.drive.opening import changing, opened
from sheetflow.localsheets.drive.stamps import stamp
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.valuewriting import ValueWriter

Lines = list[list[str]]


def upload(call: Call) -> Json:
    """files.update of Drive v2 with content: replace a spreadsheet's tabs by the one of a CSV."""
    opened(call)
    kind = call.query.get("uploadType", "")
    if kind != "media":
        raise DriveFault(
            501,
            f"uploadType {kind!r} is not supported by the local workbook. Send uploadType=media.",
        )
    if not call.flag("convert"):
        raise DriveFault(501, "A spreadsheet takes no file as it is. Send convert=true.")
    content, mime = call.body
    read = IMPORTS.get(mime)
    if read is None:
        raise DriveFault(
            501,
            f"Import of {mime or 'a file without a type'} is not supported. Send {' or '.join(IMPORTS)}.",
        )
    lines = read(content)
    with changing(call, "files.import") as draft:
        enter(call, draft, lines)
    return _file(draft)


def separated(separator: str) -> Callable[[bytes], Lines]:
    """Return the reader of texts with this between their cells; 400 for what isn't UTF-8."""

    def read(content: bytes) -> Lines:
        try:
            text = content.decode("utf-8-sig")
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except UnicodeDecodeError as fault:
            raise bad_value(
                "", f"The file is not UTF-8 at byte {fault.start}. Save it as UTF-8."
            ) from None
        except csv.Error as fault:
            raise bad_value("", f"The file can't be read as CSV: {fault}.") from None

    return read


IMPORTS: dict[str, Callable[[bytes], Lines]] = {CSV: separated(","), TSV: separated("\t")}


def enter(call: Call, draft: Book, lines: Lines) -> None:
    """Leave one tab in a draft, with these lines typed into it."""
    height, width = len(lines), max(map(len, lines), default=0)
    rows, columns = max(height, DEFAULT_ROWS), max(width, DEFAULT_COLUMNS)
    if rows * columns > MAX_CELLS:
        raise bad_value("", f"{height} rows of {width} columns are more than {MAX_CELLS} cells.")
    first = _emptied(draft, rows, columns)
    writer = ValueWriter(call.calculation(draft), "USER_ENTERED")
    writer.enter(Box(first.id, 0, height, 0, width), list(lines))


def _emptied(draft: Book, rows: int, columns: int) -> Sheet:
    """Leave the first tab, as empty as a new one, under its name and id."""
    first = next(iter(draft.sheets.values()))
    stays = new_sheet(draft, {}).id
    for sheet_id in list(draft.sheets):
        if sheet_id != stays:
            delete_sheet(draft, {"sheetId": sheet_id})
    grid = {"rowCount": rows, "columnCount": columns}
    sheet = new_sheet(draft, {"sheetId": first.id, "title": first.title, "gridProperties": grid})
    del draft.sheets[stays]
    draft.edited.discard(stays)
    return sheet


def _file(book: Book) -> Json:
    """Return the file as Drive v2 answers it."""
    return {
        "kind": "drive#file",
        "id": book.id,
        "title": book.properties["title"],
        "mimeType": SPREADSHEET,
        "createdDate": stamp(book.created_at),
        "modifiedDate": stamp(book.changed_at),
    }
