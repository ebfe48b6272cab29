"""Columns added to the schema come into a sheet that is in use: anywhere, several at once, into their groups."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.columns import Column
from sheetflow.localsheets import LocalSheets
from sheetflow.model import Text
from sheetflow.schema import Group, Schema, Tab
from sheetflow.store import provision
from sheetflow.store.names import FOLD, stable_id
from tests.store.desk import FULL, NOON, SHANGHAI, Desk, column, new_desk, small_schema

Json = dict[str, Any]

#: Columns of the tab as it is in use: two groups that neighbour each other, and plain columns around them.
BEFORE = ("", "", "repair", "repair", "done", "done", "")


def tab_of(columns: list[Column]) -> Tab:
    """Give a tickets tab with these columns beside the small one's."""
    small = small_schema().tab("tickets")
    names = dict.fromkeys(one.group for one in columns if one.group)
    groups = tuple(Group(name, Text(name + "组", name)) for name in names)
    return replace(small, columns=(*small.columns, *columns), groups=groups)


def schema_of(columns: list[Column]) -> Schema:
    tab = tab_of(columns)
    return replace(
        small_schema(),
        tabs=tuple(tab if one.key == "tickets" else one for one in small_schema().tabs),
    )


def in_use() -> list[Column]:
    return [column(f"old{at}", group=group) for at, group in enumerate(BEFORE)]


def sheet_of(desk: Desk) -> Json:
    found = desk.people.fetch_sheet_metadata(desk.spreadsheet_id, {"includeGridData": "true"})
    tabs: list[Json] = found["sheets"]
    return next(one for one in tabs if one["properties"]["sheetId"] == stable_id("tab", "tickets"))


def header(sheet: Json) -> list[str]:
    cells = sheet["data"][0]["rowData"][0]["values"]
    return [cell.get("userEnteredValue", {}).get("stringValue", "") for cell in cells]


def hold(sheet: Json, columns: list[Column]) -> None:
    """See that every column stands there once, in the schema's order, and is folded with its group and no other."""
    names = header(sheet)
    order = [names.index(one.label.en) for one in columns]
    assert order == sorted(order)
    assert len(set(names) - {""}) == len([name for name in names if name])
    at = {one.label.en: index for one, index in zip(columns, order, strict=True)}
    wanted = {}
    for one in columns:
        if one.group:
            first, _ = wanted.get(one.group, (at[one.label.en], 0))
            wanted[one.group] = first, at[one.label.en] + 1
    spans = [group["range"] for group in sheet.get("columnGroups", ())]
    assert [(span["startIndex"], span["endIndex"]) for span in spans] == sorted(wanted.values())
    for name, (first, _) in wanted.items():
        assert names[first - 1] == FOLD + name
    shown = sheet["data"][0]["columnMetadata"]
    hidden = {index for index, one in enumerate(shown) if one.get("hiddenByUser")}
    folded = {at[one.label.en] for one in columns if one.group}
    assert hidden & set(range(min(order), len(names))) == folded


def added(places: list[int]) -> list[Column]:
    """Give the columns in use with new ones among them, each in a group of its neighbours' or of its own."""
    columns = in_use()
    for number, place in enumerate(places):
        at = place % (len(columns) + 1)
        around = [columns[near].group for near in (at - 1, at) if 0 <= near < len(columns)]
        inside = len(around) == 2 and around[0] == around[1] and around[0]
        group = around[0] if inside else [*around, f"new{number}", ""][place % (len(around) + 2)]
        columns.insert(at, column(f"new{number}", group=group))
    return columns


PLACES = st.lists(st.integers(0, 200), min_size=1, max_size=5)


@settings(max_examples=12, deadline=None)
@given(PLACES)
def test_columns_added_anywhere_come_into_their_groups_and_a_second_run_changes_nothing(
    places: list[int],
) -> None:
    columns = added(places)
    with tempfile.TemporaryDirectory() as folder:
        sheets = LocalSheets(Path(folder) / "workbook.sqlite", now=lambda: NOON)
        desk = new_desk(sheets, schema=schema_of(in_use()))
        made = provision(
            desk.client, desk.spreadsheet_id, schema_of(columns), language="en", zone=SHANGHAI
        )
        assert made.changed
        hold(sheet_of(desk), columns)
        again = provision(
            desk.client, desk.spreadsheet_id, schema_of(columns), language="en", zone=SHANGHAI
        )
        sheets.close()
    assert not again.changed


def first_of(group: str) -> Column:
    return next(one for one in FULL.tab("tickets").columns if one.group == group)


@pytest.mark.parametrize("group", ["product", "completion"])
def test_a_column_comes_first_in_a_group_of_the_schema_that_is_shipped(
    sheets: LocalSheets, group: str
) -> None:
    desk = new_desk(sheets, schema=FULL)
    before = len(sheet_of(desk)["columnGroups"])
    tab = FULL.tab("tickets")
    at = tab.columns.index(first_of(group))
    columns = [*tab.columns[:at], column("leak", group=group), *tab.columns[at:]]
    wider = replace(tab, columns=tuple(columns))
    schema = replace(FULL, tabs=tuple(wider if one.key == "tickets" else one for one in FULL.tabs))
    provision(desk.client, desk.spreadsheet_id, schema, language="en", zone=SHANGHAI)
    sheet = sheet_of(desk)
    names = header(sheet)
    place = names.index("Leak")
    assert names[place - 1].startswith(FOLD)
    assert names[place + 1] == first_of(group).label.en
    assert len(sheet["columnGroups"]) == before
    assert sheet["data"][0]["columnMetadata"][place]["pixelSize"] == 100


def test_a_group_that_people_widened_and_opened_stays_wide_and_open(sheets: LocalSheets) -> None:
    desk = new_desk(sheets, schema=schema_of(in_use()))
    group = sheet_of(desk)["columnGroups"][0]
    tab, first, end = (group["range"][name] for name in ("sheetId", "startIndex", "endIndex"))
    opened = {"dimensionGroup": {**group, "collapsed": False}, "fields": "collapsed"}
    own = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": end - 1, "endIndex": end}
    desk.do({"updateDimensionGroup": opened}, {"insertDimension": {"range": own}})
    columns = in_use()
    columns.insert(2, column("new", group="repair"))
    provision(desk.client, desk.spreadsheet_id, schema_of(columns), language="en", zone=SHANGHAI)
    sheet = sheet_of(desk)
    spans = [one["range"] for one in sheet["columnGroups"]]
    assert (spans[0]["startIndex"], spans[0]["endIndex"]) == (first, end + 2)
    shown = sheet["data"][0]["columnMetadata"][first : end + 2]
    assert not any(one.get("hiddenByUser") for one in shown)


def test_where_people_took_the_narrow_column_between_two_groups_away_they_stay_one(
    sheets: LocalSheets,
) -> None:
    desk = new_desk(sheets, schema=schema_of(in_use()))
    sheet = sheet_of(desk)
    tab, at = sheet["properties"]["sheetId"], header(sheet).index(FOLD + "done")
    narrow = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    desk.do({"deleteDimension": {"range": narrow}})
    columns = in_use()
    columns.insert(4, column("new", group="done"))
    for _ in range(2):
        made = provision(
            desk.client, desk.spreadsheet_id, schema_of(columns), language="en", zone=SHANGHAI
        )
    assert not made.changed
    assert FOLD + "done" not in header(sheet_of(desk))
    [group] = sheet_of(desk)["columnGroups"]
    assert group["range"]["endIndex"] - group["range"]["startIndex"] == 5
