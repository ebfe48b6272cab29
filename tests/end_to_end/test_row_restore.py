"""A row that somebody deleted is appended again by its number: whole, once, and only when it is gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from sheetflow.bootstrap import House, open_house
from sheetflow.bootstrap.jobs import cycle
from sheetflow.cli import main
from sheetflow.commands.row import ask_back, restore
from sheetflow.errors import Refused
from sheetflow.rows.index import read_index
from sheetflow.runner import LEASE
from tests.end_to_end.desk import NOW, Desk, open_desk
from tests.end_to_end.mortal import Point, kill
from tests.end_to_end.served import serving


@pytest.fixture
def number(desk: Desk) -> str:
    """Give a ticket with a technician and a remark, in the first of two rows."""
    first = desk.report(fault="=1+1 打不着火", serial_no="007")
    desk.report(phone="138-0000-0002")
    desk.rest()
    desk.type(first, technician="陈立", remarks="下午在")
    desk.rest()
    return first


def delete(desk: Desk, number: str) -> dict[str, object]:
    """Let somebody delete a ticket's row, and give what stood there."""
    before = dict(desk.row(number))
    desk.tab().delete_rows(desk.where(number))
    desk.rest()
    return before


def bring_back(desk: Desk, number: str) -> None:
    restore(desk.house, number)
    desk.rest()


def test_the_row_comes_back_as_it_was_and_all_goes_on(desk: Desk, number: str) -> None:
    before = delete(desk, number)
    desk.at("14:50")
    bring_back(desk, number)
    after = desk.row(number)
    moved = {"next_action", "next_due", "flags", "customer_text"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert [row["ticket_no"] for row in desk.rows()][-1] == number
    assert "row_back" in [event.kind for event in desk.house.ledger.events(number)]
    assert desk.house.runner.problems == ()
    assert desk.is_settled()
    desk.type(number, contact_result="接通")
    desk.rest()
    assert desk.house.ledger.records()[number].attempts[-1].reached


def test_nothing_of_it_is_taken_for_somebodys_edit(desk: Desk, number: str) -> None:
    delete(desk, number)
    before = len(desk.house.ledger.events(number))
    bring_back(desk, number)
    new = {event.kind for event in desk.house.ledger.events(number)[before:]}
    assert new.isdisjoint({"edited", "overwritten", "refused", "moved", "assigned"})


def test_it_comes_once_however_often_it_is_asked_for(desk: Desk, number: str) -> None:
    delete(desk, number)
    bring_back(desk, number)
    with pytest.raises(Refused, match="stands in the sheet"):
        restore(desk.house, number)
    assert [row["ticket_no"] for row in desk.rows()].count(number) == 1


def test_a_number_that_nobody_has_is_refused(desk: Desk, number: str) -> None:
    with pytest.raises(Refused, match="no such ticket is known"):
        restore(desk.house, "WX20990101001")
    assert len(desk.rows()) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("WX9", "stands in the sheet as WX9. Change WX9 back", id="typed-over"),
        pytest.param("", "without a number; the next cycles put it back", id="emptied"),
    ],
)
def test_a_row_that_only_lost_its_number_is_refused(
    desk: Desk, number: str, typed: str, said: str
) -> None:
    desk.type(number, ticket_no=typed)
    with pytest.raises(Refused, match=said):
        restore(desk.house, number)
    assert len(desk.rows()) == 2


def test_a_report_whose_row_is_to_come_is_refused(desk: Desk) -> None:
    number = desk.report()
    desk.work()
    desk.tab().delete_rows(desk.where(number))
    with pytest.raises(Refused, match="the next cycle brings it"):
        restore(desk.house, number)
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [number]


def test_the_command_says_what_it_did_and_asks_no_server(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        delete(desk, number)
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    done = CliRunner().invoke(main, ["row", "restore", number], obj=env)
    assert (done.exit_code, done.output) == (
        0,
        f"{number}: its row stands at the end of 工单 again, as the ledger last had it.\n",
    )
    again = CliRunner().invoke(main, ["row", "restore", number], obj=env)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.startswith(f"{number}: its row stands in the sheet.")
    with open_desk(folder) as desk:
        assert [row["ticket_no"] for row in desk.rows()] == [number]
        assert not [run for run in desk.house.ledger.open_runs() if run.writes.rows]


@pytest.mark.parametrize(
    ("call", "when"),
    [("ledger.begin", "after"), ("wire.batch", "before"), ("wire.batch", "after")],
)
def test_a_restoring_that_was_killed_is_finished_once(folder: Path, call: str, when: str) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        delete(desk, number)
        ask_back(desk.house, number)
    instants = [NOW + timedelta(seconds=60 + n) for n in range(4)]
    kill(folder, instants, Point(call, when))
    with open_desk(folder, at=NOW + 2 * LEASE) as desk:
        desk.rest()
        assert [row["ticket_no"] for row in desk.rows()] == [number]
        assert desk.is_settled()


def test_while_the_desk_is_served_the_row_comes_into_the_served_workbook(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        delete(desk, number)
    with serving(folder) as (settings, clock), open_house(settings, clock) as worker:
        assert worker.runner.keeps()
        with open_house(settings, clock) as house:
            restore(house, number)
            assert house.sheets is None
        assert numbers(worker) == []
        for _ in range(2):
            cycle(worker)
        assert numbers(worker) == [number]
        with open_house(settings, clock) as house, pytest.raises(Refused, match="stands in the"):
            restore(house, number)


def numbers(house: House) -> list[str]:
    """Give the numbers in the sheet."""
    return list(read_index(house.store.read().tables["tickets"]).rows)
