"""Header cells: labels, the help beside them, and the two cells of the header that aren't columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.model import Scalar
from sheetflow.schema import Group
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.formats import NUMBER_FORMATS
from sheetflow.store.names import FOLD, HEARTBEAT, NOW
from sheetflow.store.provision.colours import colour
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.layout import LAST_RUN, LAST_RUN_LABEL

_HEADER_FILL: Final = "#eceff1"


def header_requests(draft: Draft) -> list[Message]:
    """Write the header cells of what is new, neighbours in one request."""
    cells = {index: _header_cell(draft, key) for index, key in draft.added.items()}
    fields = "userEnteredValue,note,userEnteredFormat"
    return _written(draft, draft.layout.header_row, cells, fields)


def label_requests(draft: Draft) -> list[Message]:
    """Write the heartbeat's label again where its column is known by its metadata alone."""
    at = draft.layout.places.get(LAST_RUN_LABEL)
    if draft.found is None or at is None or at in draft.added or not draft.layout.headed:
        return []
    row = draft.layout.header_row
    stands = draft.found.values()[row][draft.before[at] : draft.before[at] + 1]
    if stands and stands[0] in (HEARTBEAT.zh, HEARTBEAT.en):
        return []
    return _written(draft, row, {at: _header_cell(draft, LAST_RUN_LABEL)}, "userEnteredValue")


def header_row_requests(draft: Draft, places: Mapping[str, int]) -> list[Message]:
    """Make a header row above all others, for columns whose places are known though nothing names them any more."""
    head = {"sheetId": draft.sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    frozen = {"sheetId": draft.sheet_id, "gridProperties": {"frozenRowCount": 1}}
    cells = {index: _header_cell(draft, key) for key, index in places.items()}
    return [
        {"insertDimension": {"range": head, "inheritFromBefore": False}},
        *_written(draft, 0, cells, "userEnteredValue,note,userEnteredFormat,dataValidation"),
        {
            "updateSheetProperties": {
                "properties": frozen,
                "fields": "gridProperties.frozenRowCount",
            }
        },
    ]


def _written(draft: Draft, row: int, cells: Mapping[int, Message], fields: str) -> list[Message]:
    return [
        {
            "updateCells": {
                "start": {"sheetId": draft.sheet_id, "rowIndex": row, "columnIndex": index},
                "rows": [{"values": cells_of_run}],
                "fields": fields,
            }
        }
        for index, cells_of_run in _runs(cells)
    ]


def _runs(cells: Mapping[int, Message]) -> list[tuple[int, list[Message]]]:
    runs: list[tuple[int, list[Message]]] = []
    for index in sorted(cells):
        if runs and runs[-1][0] + len(runs[-1][1]) == index:
            runs[-1][1].append(cells[index])
        else:
            runs.append((index, [cells[index]]))
    return runs


def _header_cell(draft: Draft, key: str) -> Message:
    look: Message = {
        "backgroundColorStyle": {"rgbColor": colour(_HEADER_FILL)},
        "textFormat": {"bold": True},
        "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE",
    }
    if key in (NOW, LAST_RUN):
        moment = {**look, "numberFormat": NUMBER_FORMATS["datetime"]}
        value: Message = {"userEnteredValue": {"formulaValue": "=NOW()"}} if key == NOW else {}
        return {**value, "userEnteredFormat": moment}
    cell = {**ask.cell(_header_text(draft, key)), "userEnteredFormat": look}
    note = _note(draft, key)
    return {**cell, "note": note} if note else cell


def _header_text(draft: Draft, key: str) -> Scalar:
    if key == LAST_RUN_LABEL:
        return HEARTBEAT.of(draft.language)
    if key.startswith(FOLD):
        groups: Mapping[str, Group] = {group.key: group for group in draft.tab.groups}
        return FOLD + groups[key.removeprefix(FOLD)].label.of(draft.language)
    return draft.tab.column(key).label.of(draft.language)


def _note(draft: Draft, key: str) -> str:
    column = draft.tab.by_key.get(key)
    return column.help.of(draft.language) if column and column.help else ""


def note_requests(draft: Draft) -> list[Message]:
    """Write the help of columns that were there before, where the schema says something new and a header is there."""
    if draft.found is None or not draft.layout.headed:
        return []
    row, before = draft.layout.header_row, draft.before
    changed = [
        (index, _note(draft, key))
        for key, index in draft.layout.places.items()
        if index not in draft.added and key in draft.tab.by_key
        if _note(draft, key) != draft.found.cell(row, before[index]).get("note", "")
    ]
    return [
        {
            "updateCells": {
                "start": {"sheetId": draft.sheet_id, "rowIndex": row, "columnIndex": index},
                "rows": [{"values": [{"note": note} if note else {}]}],
                "fields": "note",
            }
        }
        for index, note in changed
    ]
