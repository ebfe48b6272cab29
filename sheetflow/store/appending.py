"""Rows appended to a tab: onto empty rows that are formatted already, people's own columns beside ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetflow.model import Language, NewRow, Scalar, Table
from sheetflow.schema import Column, Tab
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.formats import (
    NUMBER_FORMATS,
    Whereabouts,
    body_formats,
    choice_rule,
    drop_downs,
)
from sheetflow.store.reading import Place, positions

#: Empty rows kept below the last one, with formats and drop-downs in place, for what we append and people type.
SPARE_ROWS, GROWTH_ROWS = 50, 200


@dataclass(frozen=True, slots=True)
class Appending:
    """Rows on their way to the end of a tab, by the indices planned for, and the requests that bring them there."""

    rows: Sequence[Sequence[Scalar]] = ()
    requests: Sequence[Message] = ()


def appending(
    rows: Sequence[NewRow],
    table: Table,
    place: Place,
    tab: Tab,
    *,
    language: Language,
    where: Whereabouts,
) -> Appending:
    """Append rows to one tab, but for those whose key stands there already; by their keys they are found again.

    They fall on empty rows that have their formats and drop-downs already; where few are left, more are made first.
    In a tab of which only the header was read nobody knows how many are left: there they bring their formats along.
    """
    known = positions(table, tab.key_columns)
    own, headers = own_columns(rows, table, place, tab)
    by_index = {index: column for column, index in table.columns.items()} | own
    width = max(by_index, default=-1) + 1
    new = [row for row in rows if not (row.key and row.key in known)]
    if not new:
        return Appending()
    cells = [_cut([row.values.get(by_index.get(at, ""), "") for at in range(width)]) for row in new]
    columns = {index: tab.column(column) for column, index in table.columns.items()}
    requests = list(headers)
    if place.row_count is None:
        return Appending(cells, [*requests, _dressed(place.sheet_id, cells, columns)])
    left = place.row_count - place.row(len(table.rows)) - len(cells)
    if left < SPARE_ROWS:
        length = GROWTH_ROWS - left
        made = place.row_count, place.row_count + length
        rules = {at: choice_rule(column, language, where) for at, column in columns.items()}
        offered = {at: rule for at, rule in rules.items() if rule is not None}
        requests.append(ask.grow(place.sheet_id, "ROWS", length))
        requests += body_formats(place.sheet_id, columns, made)
        requests += drop_downs(place.sheet_id, offered, made)
    requests.append(ask.append(place.sheet_id, [ask.row_of(row) for row in cells]))
    return Appending(cells, requests)


def _dressed(
    sheet_id: int, rows: Sequence[Sequence[Scalar]], columns: Mapping[int, Column]
) -> Message:
    """Give the request that appends cells with their formats, to a tab of unknown length."""
    formats = {
        at: NUMBER_FORMATS[one.type] for at, one in columns.items() if one.type in NUMBER_FORMATS
    }
    dressed = [
        {
            "values": [
                {**ask.cell(cell), "userEnteredFormat": {"numberFormat": formats[at]}}
                if at in formats
                else ask.cell(cell)
                for at, cell in enumerate(row)
            ]
        }
        for row in rows
    ]
    fields = f"{ask.VALUE},userEnteredFormat.numberFormat"
    return {"appendCells": {"sheetId": sheet_id, "rows": dressed, "fields": fields}}


def own_columns(
    rows: Sequence[NewRow], table: Table, place: Place, tab: Tab
) -> tuple[dict[int, str], list[Message]]:
    """Give the index of each of people's own columns that the rows fill, and the requests that make the new ones.

    A new one stands at the right end, under its header.
    """
    wanted = dict.fromkeys(name for row in rows for name in row.values if name not in tab.by_key)
    new = [name for name in wanted if name not in table.own]
    found = {table.own[name]: name for name in wanted if name in table.own}
    if not new:
        return found, []
    first = max(place.width, max(table.columns.values(), default=-1) + 1)
    requests = [ask.update(place.sheet_id, place.header_row, first, [ask.row_of(new)])]
    if first + len(new) > place.column_count:
        length = first + len(new) - place.column_count
        requests.insert(0, ask.grow(place.sheet_id, "COLUMNS", length))
    return {**found, **{first + at: name for at, name in enumerate(new)}}, requests


def _cut(cells: list[Scalar]) -> list[Scalar]:
    """Leave out the blanks at a row's end: of 150 columns a new ticket fills 20."""
    while cells and cells[-1] == "":
        cells.pop()
    return cells
