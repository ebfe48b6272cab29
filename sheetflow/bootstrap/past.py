"""What was changed in the local workbook, and an earlier revision of it as a new spreadsheet.

The file is opened for it, so no server may have it open; a Google spreadsheet has a version history of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sheetflow.bootstrap.house import House
from sheetflow.errors import BadInput, Problem, Refused
from sheetflow.localsheets import LocalSheets, NoSuchRevision
from sheetflow.localsheets.a1 import parse
from sheetflow.localsheets.database import Revision
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.ranges import Box

ACTOR = "sheetflow workbook restore"

Lines = Sequence[Mapping[str, str]]


def lines_of(house: House, cell: str, limit: int) -> Lines:
    """Give the latest changes, of one cell where one is named, the newest first. Raises BadInput or Refused."""
    sheets, zone = opened(house), house.zone
    if not cell:
        found = sheets.history(house.spreadsheet_id, limit=limit)
        return [_told(one, zone) for one in found]
    box = _cell(sheets, house.spreadsheet_id, cell)
    changes = sheets.changes_of(house.spreadsheet_id, box.sheet_id, box.top, box.left, limit=limit)
    return [
        {**_told(one.revision, zone), "before": one.before, "after": one.after} for one in changes
    ]


def _told(revision: Revision, zone: ZoneInfo) -> Mapping[str, str]:
    return {
        "revision": str(revision.number),
        "at": _minute(revision.at, zone),
        "who": revision.actor,
        "what": ", ".join(revision.acts),
    }


def _minute(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def restore(house: House, revision: int) -> str:
    """Store the workbook as it stood at a revision as a new spreadsheet; say where. Raises Refused."""
    try:
        book = opened(house).restore(house.spreadsheet_id, revision, actor=ACTOR)
    except NoSuchRevision as fault:
        raise Refused(str(fault)) from fault
    return (
        f"{book.properties['title']}: {book.id}\n"
        f"The desk's own spreadsheet was not changed. To look at this one: "
        f"sheetflow local-sheets --data {house.folder}"
    )


def opened(house: House) -> LocalSheets:
    """Give the local workbook's spreadsheets; raises Refused where another process, or Google, has them."""
    if house.sheets is not None:
        return house.sheets
    if house.settings.spreadsheet_id and not house.settings.sheets_url:
        raise Refused(
            "The spreadsheet is Google's and keeps its own history: File, Version history there."
        )
    raise Refused(
        "A server has the workbook open, and its file has one owner at a time. Stop the server, ask again, start it."
    )


def _cell(sheets: LocalSheets, key: str, cell: str) -> Box:
    try:
        box = parse(sheets.book(key), cell)
    except ApiFault as fault:
        raise _wrong(cell, fault.message) from fault
    sheet = sheets.book(key).sheet(box.sheet_id)
    if (box.height, box.width) != (1, 1):
        raise _wrong(cell, "is more than one cell")
    if box.top >= len(sheet.rows) or box.left >= len(sheet.columns):
        raise _wrong(
            cell, f"lies outside the {len(sheet.rows)} rows and {len(sheet.columns)} columns"
        )
    return box


def _wrong(cell: str, found: str) -> BadInput:
    return BadInput([Problem(f"--cell {cell}", found, "Name a tab and a cell, such as 工单!F2")])
