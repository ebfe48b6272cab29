"""Tabs and columns: made where they are missing, with header, note, width, format and drop-down."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.cells import Sheet, encoder
from sheetflow.model import Scalar, Value
from sheetflow.schema import Column
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
from sheetflow.store.names import FOLD, NOW, SCRATCH
from sheetflow.store.provision.colours import colour
from sheetflow.store.provision.draft import Draft, columns
from sheetflow.store.provision.heads import header_requests, label_requests, note_requests
from sheetflow.store.provision.tags import tag_requests

#: Rows of a new tab's grid, and columns of the scratch tab's, which holds copies of whole rows.
NEW_ROWS, SCRATCH_COLUMNS = 200, 60

#: Pixels: of a column before a folded group, of the two that show when the system last ran, of 2026-03-10 14:30, and of
#: any other column where nobody says otherwise.
FOLD_WIDTH, HEARTBEAT_WIDTH, MOMENT_WIDTH, PLAIN_WIDTH = 64, 120, 130, 100

_SETTINGS_COLOUR = "#9e9e9e"


def make(draft: Draft, *, index: int) -> list[Message]:
    """Give the requests that make a tab, or the missing columns of one that is there; columns first, then the rest."""
    if draft.found is None:
        return [_new_tab(draft, index)]
    return [
        {
            "insertDimension": {
                "range": columns(draft.sheet_id, at, at + 1),
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
        *header_requests(draft),
        *label_requests(draft),
        *note_requests(draft),
        *body_formats(draft.sheet_id, fresh, draft.body),
        *drop_downs(draft.sheet_id, differing_drop_downs(draft, where), draft.body),
        *_widths(draft),
        *_hidden(draft),
        *tag_requests(draft),
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


def differing_drop_downs(draft: Draft, where: Whereabouts) -> dict[int, Message]:
    """Give the drop-down of each column that offers none or others than the schema, by the column's index."""
    rules: dict[int, Message] = {}
    before = draft.before
    for index, column in draft.columns(draft.layout.places.values()).items():
        rule = choice_rule(column, draft.language, where)
        there = None
        if draft.found is not None and index not in draft.added:
            there = draft.found.cell(draft.layout.header_row + 1, before[index]).get(
                "dataValidation"
            )
        if rule is not None and not same_rule(rule, there):
            rules[index] = rule
    return rules


def _widths(draft: Draft) -> list[Message]:
    widths: dict[int, Message] = {}
    for index, key in draft.added.items():
        column = draft.tab.by_key.get(key)
        if width := _own_width(key, column) or _beside_narrow(draft, index):
            widths[index] = {"pixelSize": width}
    return [
        {
            "updateDimensionProperties": {
                "range": columns(draft.sheet_id, *span),
                "properties": properties,
                "fields": "pixelSize",
            }
        }
        for span, properties in spans(widths)
    ]


def _beside_narrow(draft: Draft, index: int) -> int | None:
    """Give the width of a column that would take over that of the narrow one before it."""
    before = draft.layout.slots[index - 1] if index and draft.found else None
    return PLAIN_WIDTH if before and before.startswith(FOLD) else None


def _own_width(key: str, column: Column | None) -> int | None:
    if column is None:
        return FOLD_WIDTH if key.startswith(FOLD) else HEARTBEAT_WIDTH
    shows_time = NUMBER_FORMATS.get(column.type, {}).get("type") == "DATE_TIME"
    return column.width or (MOMENT_WIDTH if shows_time else None)


def _hidden(draft: Draft) -> list[Message]:
    hidden: dict[int, Message] = {}
    for index, key in draft.added.items():
        column = draft.tab.by_key.get(key)
        if key == NOW or (column and column.hidden):
            hidden[index] = {"hiddenByUser": True}
        elif draft.found is not None and index in draft.layout.inserted:
            hidden[index] = {
                "hiddenByUser": False
            }  # the one before it, which it is made like, may be folded away
    return [
        {
            "updateDimensionProperties": {
                "range": columns(draft.sheet_id, *span),
                "properties": properties,
                "fields": "hiddenByUser",
            }
        }
        for span, properties in spans(hidden)
    ]
