"""The local workbook's past is told and brought back by commands, while nobody serves it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sheetflow.bootstrap import open_house
from sheetflow.bootstrap.past import restore
from sheetflow.errors import Refused
from sheetflow.localsheets import local_client
from tests.end_to_end.served import serving
from tests.test_cli import Shell, blank, ready, shell_of

__all__ = ["blank", "ready"]


@pytest.fixture
def changed(ready: Shell) -> Shell:
    """Give a shell whose tickets tab somebody wrote into twice."""
    with open_house(ready.settings) as house:
        assert house.sheets is not None
        tab = local_client(house.sheets, "林静").open_by_key(house.spreadsheet_id).worksheet("工单")
        tab.update_acell("F2", "下午在")
        tab.update_acell("F2", "明天在")
    return ready


def test_the_history_names_who_changed_what_when_the_newest_first(changed: Shell) -> None:
    lines = json.loads(changed.said("workbook", "history", "--json"))
    numbers = [int(line["revision"]) for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    assert [(line["who"], line["what"]) for line in lines[:2]] == [("林静", "values.update")] * 2
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", lines[0]["at"])
    assert len(json.loads(changed.said("workbook", "history", "--json", "--limit", "1"))) == 1
    assert "林静" in changed.said("workbook", "history")


def test_the_history_of_a_cell_tells_what_stood_there(changed: Shell) -> None:
    lines = json.loads(changed.said("workbook", "history", "--cell", "工单!F2", "--json"))
    told = [(line["who"], line["before"], line["after"]) for line in lines[:2]]
    assert told == [("林静", "下午在", "明天在"), ("林静", "", "下午在")]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("nonsense!A1", "Unable to parse range"),
        ("工单!A1:B2", "is more than one cell"),
        ("工单!A99999", "lies outside the"),
    ],
)
def test_a_cell_that_isnt_one_is_told_with_what_to_type(
    ready: Shell, cell: str, found: str
) -> None:
    told = ready.refused("workbook", "history", "--cell", cell)
    assert told.startswith(f"--cell {cell}: ")
    assert found in told
    assert "such as 工单!F2" in told


def test_a_revision_comes_back_as_a_new_spreadsheet_beside_the_one_in_use(changed: Shell) -> None:
    lines = json.loads(changed.said("workbook", "history", "--cell", "工单!F2", "--json"))
    said = changed.said("workbook", "restore", "--revision", lines[1]["revision"])
    title, key = said.splitlines()[0].rsplit(": ", 1)
    assert title == f"维修台账 (修订 {lines[1]['revision']})"
    with open_house(changed.settings) as house:
        assert house.sheets is not None
        client = local_client(house.sheets)
        assert client.open_by_key(key).worksheet("工单").acell("F2").value == "下午在"
        own = client.open_by_key(house.spreadsheet_id)
        assert own.worksheet("工单").acell("F2").value == "明天在"


def test_a_revision_that_never_was_is_refused(ready: Shell) -> None:
    assert "has revisions 1 to" in ready.refused("workbook", "restore", "--revision", "9999")


def test_while_a_server_has_the_workbook_a_sentence_says_to_stop_it(blank: Path) -> None:
    with serving(blank) as (settings, _):
        told = shell_of(settings.data_dir).refused("workbook", "history")
    assert "Stop the server" in told


def test_a_google_spreadsheet_has_a_history_of_its_own(ready: Shell) -> None:
    with open_house(ready.settings) as house:
        google = replace(house.settings, spreadsheet_id="1aBc", sheets_url="")
        elsewhere = replace(house, settings=google, sheets=None)
        with pytest.raises(Refused, match="Version history"):
            restore(elsewhere, 1)
