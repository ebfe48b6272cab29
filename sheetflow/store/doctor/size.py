"""How near the spreadsheet is to what Google takes and what a cycle carries."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.finding import Finding, Level
from sheetflow.model import Text
from sheetflow.store.api import Message
from sheetflow.store.doctor.description import Description

#: A spreadsheet's cells [documented], a reading's bytes by Google's advice [documented], and the characters of its
#: metadata [believed].
MOST_CELLS, MOST_BYTES, MOST_METADATA = 10_000_000, 2_000_000, 30_000

#: Live tickets (GOOGLE_SHEETS.md, "One cycle").
MOST_TICKETS = 3_000

#: From which part of the most a finding is a note, and from which a warning.
NOTE, WARNING = 0.5, 0.8

_ARCHIVE = Text(
    "请把早就结了的工单归档:sheetflow archive --before 日期",
    "Move tickets filed long ago to the archive: sheetflow archive --before DAY",
)


def cells(seen: Description) -> Iterator[Finding]:
    """Tell how many of the most cells the file has, empty ones too."""
    # A chart on a tab of its own has no grid.
    tabs = seen.wanted.found.tabs.values()
    grids = [one.row_count * one.column_count for one in tabs if "gridProperties" in one.properties]
    unit = Text("个单元格", "cells")
    remedy = Text(
        "请删掉没用的页签和空列,或归档", "Delete spare tabs and empty columns, or archive"
    )
    yield _measured("cells", sum(grids), MOST_CELLS, unit, remedy)


def tickets(seen: Description) -> Iterator[Finding]:
    """Tell how many tickets each cycle reads."""
    if "tickets" not in seen.tables:
        return
    _, table = seen.tables["tickets"]
    rows = sum(any(cell != "" for cell in row) for row in table.rows)
    yield _measured("tickets", rows, MOST_TICKETS, Text("张工单", "live tickets"), _ARCHIVE, full=1)


def read_bytes(seen: Description) -> Iterator[Finding]:
    """Tell how long the answer to a cycle's reading is."""
    yield _measured(
        "bytes", seen.read_bytes, MOST_BYTES, Text("字节/读取", "bytes a read"), _ARCHIVE
    )


def metadata(seen: Description) -> Iterator[Finding]:
    """Tell how much metadata the file, its tabs and its columns carry."""
    noted: list[Message] = [*seen.file.get("developerMetadata", ())]
    for tab in seen.wanted.found.tabs.values():
        noted += tab.sheet.get("developerMetadata", ())
    characters = sum(
        len(f"{one.get('metadataKey', '')}{one.get('metadataValue', '')}") for one in noted
    )
    characters += sum(
        len(f"sf{key}") for tab in seen.wanted.found.tabs.values() for key in tab.tagged
    )
    remedy = Text("请看看哪个插件在写元数据", "Look which add-on writes metadata")
    unit = Text("个元数据字符", "characters of metadata")
    yield _measured("metadata", characters, MOST_METADATA, unit, remedy)


def _measured(
    check: str, amount: int, most: int, unit: Text, remedy: Text, *, full: float = WARNING
) -> Finding:
    level: Level = "ok"
    if amount >= most * NOTE:
        level = "warning" if amount > most * full else "note"
    found = Text(f"{amount:,}{unit.zh},最多{most:,}", f"{amount:,} {unit.en} of {most:,}")
    where = Text("大小", "Size")
    return Finding(check, level, where, found, *((remedy,) if level != "ok" else ()))
