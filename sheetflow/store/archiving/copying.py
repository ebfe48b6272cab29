"""Copies in an archive tab: headers as the live tab has them, people's own columns too, rows added at the end.

The columns of the schema carry their keys as metadata, as those of the live tabs do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.model import Language, Scalar, Text
from sheetflow.schema import Tab
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.archiving.grid import Grid, Row
from sheetflow.store.archiving.landing import protected
from sheetflow.store.formats import NUMBER_FORMATS
from sheetflow.store.provision.tags import tag

#: The archive of the tickets tab; those of other tabs are called by both names.
ARCHIVE = Text("归档", "Archive")


def title_of(tab: Tab, language: Language) -> str:
    """Name the archive tab of a tab: 归档, 归档·上门记录."""
    name = ARCHIVE.of(language)
    return name if tab.key == "tickets" else f"{name}·{tab.label.of(language)}"


def copies(
    tab: Tab, sheet_id: int, rows: Sequence[Row], there: Grid | None, *, language: Language
) -> Iterator[Message]:
    """Yield what adds rows to an archive tab, which is made where there is none yet."""
    known = {} if there is None else {name: at for at, name in there.names.items()}
    wanted = dict.fromkeys(name for row in rows for name in row.cells)
    ours = [column.key for column in tab.columns]
    order = ours if there is None else [name for name in ours if name in wanted]
    new = [name for name in dict.fromkeys([*order, *wanted]) if name not in known]
    first = there.column_count if there else 0
    if there is None:
        yield from _tab(tab, sheet_id, len(new), language)
    elif new:
        yield ask.grow(sheet_id, "COLUMNS", len(new))
    columns = known | {name: first + at for at, name in enumerate(new)}
    if new:
        header = [_header(tab, name, language) for name in new]
        at_row = there.header if there else 0
        yield ask.update(sheet_id, at_row, first, [ask.row_of(header)])
        for at, name in enumerate(new, start=first):
            if name in tab.by_key:
                yield tag(name, _column(sheet_id, at))
    lines = [_line(row, columns, tab) for row in rows]
    fields = f"{ask.VALUE},userEnteredFormat.numberFormat"
    yield {"appendCells": {"sheetId": sheet_id, "rows": lines, "fields": fields}}


def _tab(tab: Tab, sheet_id: int, columns: int, language: Language) -> Iterator[Message]:
    title = title_of(tab, language)
    grid = {"rowCount": 2, "columnCount": columns, "frozenRowCount": 1}
    yield {
        "addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}
    }
    yield protected(sheet_id, title)


def _column(sheet_id: int, at: int) -> Message:
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    return {"dimensionRange": span}


def _header(tab: Tab, name: str, language: Language) -> str:
    return tab.column(name).label.of(language) if name in tab.by_key else name


def _line(row: Row, columns: dict[str, int], tab: Tab) -> Message:
    cells: list[Message] = [{}] * (1 + max(columns[name] for name in row.cells))
    for name, cell in row.cells.items():
        cells[columns[name]] = _cell(name, cell, tab)
    return {"values": cells}


def _cell(name: str, cell: Scalar, tab: Tab) -> Message:
    column = tab.by_key.get(name)
    look = NUMBER_FORMATS.get(column.type) if column else None
    return (
        {**ask.cell(cell), "userEnteredFormat": {"numberFormat": look}} if look else ask.cell(cell)
    )
