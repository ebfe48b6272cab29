"""On the real spreadsheet and ledger: rows deleted, numbers typed over and deleted, over restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.desk import Desk, open_desk


@pytest.fixture
def numbers(desk: Desk) -> tuple[str, str]:
    """Give two tickets with technicians."""
    first, second = desk.report(), desk.report(phone="138-0000-0002")
    desk.rest()
    desk.type(first, technician="陈立")
    desk.type(second, technician="刘勇")
    desk.rest()
    return first, second


def rows(desk: Desk, number: str) -> list[str]:
    kinds = [event.kind for event in desk.house.ledger.events(number)]
    return [kind for kind in kinds if kind.startswith("row_")]


def missing(desk: Desk, number: str) -> list[str]:
    return [str(one["recipient"]) for one in desk.notices(number) if one["kind"] == "row_missing"]


def test_a_deleted_row_is_told_of_once_and_stays_on_the_health_page(
    desk: Desk, numbers: tuple[str, str]
) -> None:
    first, second = numbers
    desk.tab().delete_rows(2)
    desk.work()
    assert rows(desk, first) == []
    desk.rest()
    assert (rows(desk, first), missing(desk, first)) == (["row_missing"], ["林静"])
    assert [row["ticket_no"] for row in desk.rows()] == [second]
    assert [problem.where for problem in desk.house.runner.problems] == [first]
    assert desk.is_settled()


def test_the_first_read_after_a_start_is_the_first_of_two(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        desk.tab().delete_rows(2)
        desk.work()
    with open_desk(folder) as desk:
        desk.work()
        assert rows(desk, number) == []
        desk.work()
        assert rows(desk, number) == ["row_missing"]
    with open_desk(folder) as desk:
        desk.work(3)
        assert rows(desk, number) == ["row_missing"]
        assert [problem.where for problem in desk.house.runner.problems] == [number]


def test_a_number_typed_over_is_told_in_its_row_and_all_goes_on_when_it_is_put_back(
    desk: Desk, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type_at(2, ticket_no="WX1")
    desk.rest()
    assert desk.row("WX1")["problem"] == f"单号原来是{first},请改回"
    assert desk.house.ledger.events("WX1") == []
    assert missing(desk, first) == ["林静"]
    assert desk.is_settled()
    desk.type("WX1", ticket_no=first)
    desk.rest()
    assert rows(desk, first) == ["row_missing", "row_back"]
    assert (desk.row(first)["problem"], desk.row(first)["status"]) == ("", "已派工")
    assert desk.house.runner.problems == ()
    assert desk.is_settled()


def test_a_deleted_number_is_put_back_into_its_row(desk: Desk, numbers: tuple[str, str]) -> None:
    first, second = numbers
    before = desk.rows()
    desk.type_at(2, ticket_no="")
    desk.rest()
    assert desk.rows() == before
    assert {event.ticket_no for event in desk.house.ledger.events()} == {first, second}
    assert desk.is_settled()
