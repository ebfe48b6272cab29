"""Filed tickets go to the archive and come back: whole, once, whatever people do meanwhile and wherever it is killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gspread.exceptions import WorksheetNotFound

from sheetflow.bootstrap import archiving
from sheetflow.bootstrap.unarchiving import bring_back, finish
from sheetflow.cli import main
from sheetflow.commands.archive import resume, rows_of
from sheetflow.commands.row import restore as row_restore
from sheetflow.errors import Refused
from sheetflow.figures import Period, cases_of, figures
from sheetflow.model import Scalar
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.mortal import PROCESSES, Fate, MortalWire, Point, SHEETS
from tests.end_to_end.wire import between_calls
from tests.world import DONE, HANDED_IN

#: Weeks after the tickets were filed on 2026-03-10; nothing that was filed before April comes back as a second repair.
LATER = datetime(2026, 4, 25, 3, 0, tzinfo=UTC)
APRIL = date(2026, 4, 1)
OWN = "老板备注"


@pytest.fixture(scope="session")
def shelved(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Make a desk with three filed tickets and one that is open, people's own column and rows beside them."""
    folder = Path(shutil.copytree(blank, tmp_path_factory.mktemp("shelved") / "desk"))
    with open_desk(folder) as desk:
        tab = desk.tab()
        at = len(tab.row_values(1)) + 1
        tab.add_cols(1)
        tab.update_cell(1, at, OWN)
        numbers = [desk.report(phone=f"138-0000-000{n}", serial_no=f"00{n}") for n in range(1, 5)]
        desk.rest()
        for hour, number in enumerate(numbers[:3], start=15):
            file_ticket(desk, number, hour)
            tab.update_cell(desk.where(number), at, f"老客户 {number[-1]}")
        desk.type_row(tab="payments", ticket_no=numbers[0], amount=0.5, note="'007")
        desk.rest()
    with open_desk(folder, at=LATER) as desk:
        desk.rest()
    return folder, numbers


def file_ticket(desk: Desk, number: str, hour: int) -> None:
    """Let a repair be done within an hour, and filed."""
    steps: list[tuple[int, dict[str, Scalar]]] = [
        (0, {"technician": "陈立"}),
        (1, {"contact_result": "接通", "appointment_at": f"{hour}:10"}),
        (12, {"work_started_at": f"{hour}:10"}),
        (32, {**DONE, "work_ended_at": f"{hour}:30"}),
        (40, {**HANDED_IN, "status": "已结单"}),
    ]
    for minute, cells in steps:
        desk.at(f"{hour}:{minute:02d}")
        desk.type(number, **cells)
        desk.rest()
    assert desk.house.ledger.records()[number].status == "closed"


@pytest.fixture
def folder(shelved: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(shelved[0], tmp_path / "desk"))


@pytest.fixture
def numbers(shelved: tuple[Path, list[str]]) -> list[str]:
    return shelved[1]


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with open_desk(folder, at=LATER) as desk:
        yield desk


def archive(desk: Desk) -> archiving.Moved:
    seen = archiving.preview(desk.house, APRIL)
    return archiving.begin(desk.house, seen.filed, APRIL)


def live(desk: Desk) -> list[str]:
    return [str(row["ticket_no"]) for row in desk.rows()]


def kept(desk: Desk, title: str = "归档") -> list[dict[str, Any]]:
    """Give the rows of an archive tab by header, none where there is no such tab."""
    with suppress(WorksheetNotFound):
        return desk.people.worksheet(title).get_all_records(numericise_ignore=["all"])
    return []


def whole(desk: Desk, number: str) -> dict[str, str]:
    """Give a ticket's row by header, as people read it, own columns too."""
    [row] = [
        row
        for row in desk.tab().get_all_records(numericise_ignore=["all"])
        if row["维修单号"] == number
    ]
    return {name: str(cell) for name, cell in row.items() if cell != ""}


def titles(desk: Desk) -> set[str]:
    return {tab.title for tab in desk.people.worksheets()}


def test_filed_tickets_go_with_what_belongs_to_them_and_the_desk_is_at_rest(
    desk: Desk, numbers: list[str]
) -> None:
    first, *_, open_one = numbers
    before, visits = whole(desk, first), len(desk.rows("visits"))
    assert visits == 3

    moved = archive(desk)

    assert (moved.went, moved.stays) == (numbers[:3], {})
    assert live(desk) == [open_one]
    assert (desk.rows("visits"), desk.rows("payments")) == ([], [])
    [row] = [row for row in kept(desk) if row["维修单号"] == first]
    assert {name: str(cell) for name, cell in row.items() if cell != ""} == before
    assert before[OWN] == "老客户 1"
    assert [row["维修单号"] for row in kept(desk, "归档·上门记录")] == numbers[:3]
    assert [row["说明"] for row in kept(desk, "归档·收款欠款")] == ["007"]
    assert not [title for title in titles(desk) if title.startswith("↪")]
    events = len(desk.house.ledger.events())
    desk.rest()
    assert desk.is_settled()
    assert len(desk.house.ledger.events()) == events
    assert [row["ticket_no"] for row in rows_of(desk.house)] == numbers[:3]
