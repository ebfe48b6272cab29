"""The local workbook as an xlsx file, and an xlsx file as a new spreadsheet beside the desk's own."""

from __future__ import annotations

from pathlib import Path

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.past import opened
from sheetflow.errors import BadInput, Problem
from sheetflow.localsheets.calculation import calculation
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.xlsx.reading import UnreadableXlsx, book_of_xlsx
from sheetflow.localsheets.xlsx.writing import xlsx_of

ACTOR = "sheetflow workbook import"


def export_xlsx(house: House, path: Path) -> str:
    """Write the workbook as it stands to a file that isn't there yet; say where. Raises BadInput or Refused."""
    sheets = opened(house)
    if path.exists():
        raise BadInput([Problem(str(path), "is there already", "Name a file that isn't")])
    try:
        content = xlsx_of(calculation(sheets.book(house.spreadsheet_id), sheets.now()))
    except ApiFault as fault:
        where, _, found = fault.message.partition(" has ")
        raise BadInput([Problem(where, f"has {found}", "Nothing was written")]) from fault
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise BadInput([Problem(str(path), str(fault.strerror), "Name another place")]) from fault
    return f"{path}: {len(sheets.book(house.spreadsheet_id).sheets)} tabs, {len(content)} bytes"


def import_xlsx(house: House, path: Path) -> str:
    """Store an xlsx file as a new spreadsheet; say its id. Raises BadInput or Refused."""
    sheets = opened(house)
    try:
        book = sheets.add(
            lambda key, at: book_of_xlsx(path.read_bytes(), key, at, title=path.stem),
            actor=ACTOR,
            act="import.xlsx",
        )
    except UnreadableXlsx as fault:
        raise BadInput([Problem(str(path), str(fault), "Nothing was stored")]) from fault
    return (
        f"{book.properties['title']}: {book.id}\n"
        f"The desk's own spreadsheet was not changed. To look at this one: "
        f"sheetflow local-sheets --data {house.folder}"
    )
