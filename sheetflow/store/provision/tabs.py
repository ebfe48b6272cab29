"""Tabs and columns: made where they are missing, with header, note, width, format and drop-down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sheetflow.cells import Sheet, encoder
from sheetflow.model import Language, Scalar, Value
from sheetflow.schema import Column, Group, Tab
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.formats import (
    NUMBER_FORMATS,
    Whereabouts,
    body_formats,
    choice_rule,
    drop_downs,
    same_rule,
    spans,
)
from sheetflow.store.names import FOLD, HEARTBEAT, METADATA, NOW, SCRATCH
from sheetflow.store.provision.colours import colour
from sheetflow.store.provision.found import FoundTab
from sheetflow.store.provision.layout import LAST_RUN, LAST_RUN_LABEL, Layout

#: Rows of a new tab's grid, and columns of the scratch tab's, which holds copies of whole rows.
NEW_ROWS, SCRATCH_COLUMNS = 200, 60

#: Pixels: of a column before a folded group, and of the two that show when the system last ran.
FOLD_WIDTH, HEARTBEAT_WIDTH = 64, 120

_HEADER_FILL, _SETTINGS_COLOUR = "#eceff1", "#9e9e9e"


@dataclass(frozen=True)
class Draft:
    """One tab on its way: what the schema wants, where its columns go, and what is there already (None: nothing)."""

    tab: Tab
    sheet_id: int
    layout: Layout
    language: Language
    found: FoundTab | None

    @property
    def title(self) -> str:
        """Give the title that the tab has or gets."""
        return self.found.title if self.found else self.tab.label.of(self.language)

    @property
    def body(self) -> tuple[int, None]:
        """Give the rows below the header, without an end."""
        return self.layout.header_row + 1, None

    @property
    def added(self) -> dict[int, str]:
        """Map the indices of the columns to be made to their keys."""
        places = self.layout.places
        return {places[key]: key for key in self.layout.added}

    def columns(self, indices: Iterable[int]) -> dict[int, Column]:
        """Give the schema's columns among these indices."""
        keys = {index: self.layout.slots[index] or "" for index in indices}
        by_key = self.tab.by_key
        return {index: by_key[key] for index, key in keys.items() if key in by_key}


def make(draft: Draft, *, index: int) -> list[Message]:
    """Give the requests that make a tab, or the missing columns of one that is there; columns first, then the rest."""
    if draft.found is None:
        return [_new_tab(draft, index)]
    return [
        {
            "insertDimension": {
                "range": _columns(draft.sheet_id, at, at + 1),
                "inheritFromBefore": at > 0,
            }
        }
        if at < draft.found.column_count + number
        else ask.grow(draft.sheet_id, "COLUMNS", 1)
        for number, at in enumerate(draft.layout.inserted)
    ]


def dress(draft: Draft, where: Whereabouts) -> list[Message]:
    """Give the requests that write headers and formats of what is new, and notes and drop-downs that differ."""
    fresh = draft.columns(draft.added)
    return [
        *_headers(draft),
        *_notes(draft),
        *body_formats(draft.sheet_id, fresh, draft.body),
        *_drop_downs(draft, where),
        *_widths(draft),
        *_hidden(draft),
        *_tags(draft),
    ]


def first_rows(draft: Draft, sheet: Sheet) -> list[Message]:
    """Give the request that writes a new tab's first values; from then on the tab is the truth."""
    if draft.found is not None or not draft.tab.first:
        return []
    encoders = {column.key: encoder(column, sheet) for column in draft.tab.columns}

    def cell(row: Mapping[str, Value], slot: str) -> Scalar:
        return encoders[slot](row.get(slot)) if slot in encoders else ""

    rows = [
        ask.row_of(cell(row, slot or "") for slot in draft.layout.slots)
        for row in draft.tab.first_rows(sheet.language)
    ]
    return [ask.update(draft.sheet_id, 1, 0, rows)]


def _new_tab(draft: Draft, index: int) -> Message:
    wide = SCRATCH_COLUMNS if draft.tab.key == SCRATCH else 0
    properties: Message = {
        "sheetId": draft.sheet_id,
        "title": draft.title,
        "index": index,
        "gridProperties": {
            "rowCount": NEW_ROWS,
            "columnCount": max(len(draft.layout.slots), wide),
            "frozenRowCount": 1,
            "frozenColumnCount": draft.tab.frozen,
        },
    }
    if draft.tab.place == "hidden":
        properties["hidden"] = True
    elif draft.tab.place == "settings":
        properties["tabColorStyle"] = {"rgbColor": colour(_SETTINGS_COLOUR)}
    return {"addSheet": {"properties": properties}}


def _headers(draft: Draft) -> list[Message]:
    row = draft.layout.header_row
    cells = {index: _header_cell(draft, key) for index, key in draft.added.items()}
    fields = "userEnteredValue,note,userEnteredFormat"
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


def _notes(draft: Draft) -> list[Message]:
    """Write the help of columns that were there before, where the schema says something new."""
    if draft.found is None:
        return []
    row, shift = draft.layout.header_row, _before(draft.layout)
    changed = [
        (index, _note(draft, key))
        for key, index in draft.layout.places.items()
        if index not in draft.added and key in draft.tab.by_key
        if _note(draft, key) != draft.found.cell(row, shift[index]).get("note", "")
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


def _drop_downs(draft: Draft, where: Whereabouts) -> list[Message]:
    """Offer the choices in columns that don't, or that offer others than the schema."""
    rules: dict[int, Message] = {}
    shift = _before(draft.layout)
    for index, column in draft.columns(draft.layout.places.values()).items():
        rule = choice_rule(column, draft.language, where)
        there = None
        if draft.found is not None and index not in draft.added:
            there = draft.found.cell(draft.layout.header_row + 1, shift[index]).get(
                "dataValidation"
            )
        if rule is not None and not same_rule(rule, there):
            rules[index] = rule
    return drop_downs(draft.sheet_id, rules, draft.body)


def _widths(draft: Draft) -> list[Message]:
    widths: dict[int, Message] = {}
    for index, key in draft.added.items():
        column = draft.tab.by_key.get(key)
        width = column.width if column else _own_width(key)
        if width:
            widths[index] = {"pixelSize": width}
    return [
        {
            "updateDimensionProperties": {
                "range": _columns(draft.sheet_id, *span),
                "properties": properties,
                "fields": "pixelSize",
            }
        }
        for span, properties in spans(widths)
    ]


def _own_width(key: str) -> int:
    return FOLD_WIDTH if key.startswith(FOLD) else HEARTBEAT_WIDTH


def _hidden(draft: Draft) -> list[Message]:
    hidden: dict[int, Message] = {}
    for index, key in draft.added.items():
        column = draft.tab.by_key.get(key)
        if key == NOW or (column and column.hidden):
            hidden[index] = {"hiddenByUser": True}
    return [
        {
            "updateDimensionProperties": {
                "range": _columns(draft.sheet_id, *span),
                "properties": properties,
                "fields": "hiddenByUser",
            }
        }
        for span, properties in spans(hidden)
    ]


def _tags(draft: Draft) -> list[Message]:
    """Tag new tabs and columns with their keys, so that they are known under any title or header."""
    places: list[tuple[str, Message]] = [
        (key, {"dimensionRange": _columns(draft.sheet_id, index, index + 1)})
        for index, key in draft.added.items()
    ]
    if draft.found is None:
        places.insert(0, (draft.tab.key, {"sheetId": draft.sheet_id}))
    return [tag(key, location) for key, location in places]


def tag(value: str, location: Message, *, key: str = METADATA) -> Message:
    """Give the request that notes a value on a column, a tab or the spreadsheet."""
    noted = {
        "metadataKey": key,
        "metadataValue": value,
        "location": location,
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": noted}}


def _before(layout: Layout) -> Mapping[int, int]:
    """Map indices after the columns are inserted to those before."""
    at = list(range(len(layout.slots) - len(layout.inserted)))
    marked: list[int | None] = list(at)
    for index in layout.inserted:
        marked.insert(index, None)
    return {after: before for after, before in enumerate(marked) if before is not None}


def _columns(sheet_id: int, first: int, end: int) -> Message:
    return {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": first, "endIndex": end}
