"""Staff act between our read and our write: their value wins, or is told; nobody's ticket goes backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from sheetflow.runner import Runner
from tests.end_to_end.desk import Desk
from tests.end_to_end.wire import Between, between_calls


@pytest.fixture
def between(desk: Desk) -> Between:
    return between_calls(desk)


@pytest.fixture
def numbers(desk: Desk) -> tuple[str, str]:
    """Give two tickets that wait for a technician."""
    first, second = desk.report(unit_name="乙"), desk.report(phone="138-0000-0002", unit_name="甲")
    desk.rest()
    return first, second


def dispatches(desk: Desk) -> list[tuple[str, str]]:
    """Give whom the dispatches that were sent or wait went to, with their states."""
    desk.rest()
    desk.clock.at += timedelta(minutes=4)
    desk.rest()
    found = [one for one in desk.notices() if one["kind"] == "dispatch"]
    return sorted((str(one["recipient"]), str(one["state"])) for one in found)


def test_a_technician_chosen_meanwhile_is_the_one_who_is_sent(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [lambda: desk.type(first, technician="刘勇")]
    assert desk.work().outcome == "conflict"
    assert dispatches(desk) == [("刘勇", "sent"), ("陈立", "cancelled")]
    assert desk.row(first)["technician"] == "刘勇·工02"
    assert desk.row(first)["status"] == "已派工"
    assert desk.is_settled()


def test_a_status_chosen_meanwhile_is_taken_as_what_staff_ask_for(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [lambda: desk.type(first, status="电话指导")]
    desk.rest()
    assert desk.row(first)["status"] == "电话指导"
    assert desk.is_settled()


def test_a_status_chosen_meanwhile_that_cannot_be_is_told_in_the_row(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [lambda: desk.type(first, status="已完成")]
    desk.rest()
    assert desk.row(first)["status"] == "已派工"
    assert "已完成" in str(desk.row(first)["problem"])
    assert desk.is_settled()


def test_a_value_that_could_not_be_put_back_is_quoted_in_its_row(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [lambda: desk.type(first, technician="刘勇")]
    between.answers = [lambda: desk.type(first, technician="吴强")]
    desk.rest()
    assert desk.row(first)["technician"] == "吴强·工06"
    assert "「维修工程师」里的「刘勇」被系统写入的「陈立·工01」盖住了" in str(
        desk.row(first)["problem"]
    )
    assert desk.is_settled()


@pytest.mark.parametrize(
    "after",
    [
        pytest.param([], id="and-leaves-it"),
        pytest.param([lambda desk: desk.type_at(2, fault="灯不亮")], id="and-types-on"),
        pytest.param([lambda desk: desk.type_at(2, status="已取消")], id="and-types-again"),
        pytest.param([lambda desk: desk.tab().delete_rows(2)], id="and-deletes-the-row"),
    ],
)
def test_what_somebody_typed_into_a_row_inserted_meanwhile_stands_there_or_is_quoted(
    desk: Desk,
    between: Between,
    numbers: tuple[str, str],
    after: list[Callable[[Desk], object]],
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    acts: list[Callable[[Desk], object]] = [
        lambda desk: desk.tab().insert_row([], 2),
        lambda desk: desk.type_at(2, status="待客户"),
        *after,
    ]
    between.acts = [partial(act, desk) for act in acts]
    desk.rest()
    stands = [row["ticket_no"] for row in desk.rows() if row["status"] == "待客户"]
    quoted = "没有编号的一行里,「状态」的「待客户」" in str(desk.row(first)["problem"])
    assert stands == [""] or quoted
    assert desk.row(first)["status"] == "已派工"
    assert desk.is_settled()


def test_what_was_quoted_of_another_row_goes_when_somebody_empties_the_problem(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [
        lambda: desk.tab().insert_row([], 2),
        lambda: desk.type_at(2, status="待客户"),
        lambda: desk.tab().delete_rows(2),
    ]
    desk.rest()
    desk.type(first, status="待客户")
    desk.rest()
    assert "没有编号的一行里" in str(desk.row(first)["problem"])
    desk.type(first, problem="")
    desk.rest()
    assert "没有编号的一行里" not in str(desk.row(first)["problem"])
    assert desk.is_settled()


def test_what_was_covered_in_a_row_of_no_ticket_is_told_on_the_health_page_and_outlives_a_start(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    began = desk.clock.at
    desk.type_row(tab="payments", amount=80)
    between.acts = [
        lambda: desk.tab("payments").insert_row([], 2),
        lambda: desk.type_at(2, tab="payments", problem="我写的"),
        lambda: desk.tab("payments").delete_rows(2),
    ]
    desk.rest()
    told = [str(one) for one in desk.house.runner.problems]
    assert any("没有编号的一行里,「问题」的「我写的」被系统清空了" in one for one in told)
    assert [str(one) for one in desk.house.runner.overwritten(began)] == told
    desk.house.runner.stop()
    other = Runner(desk.house.store, desk.house.ledger, desk.clock, desk.house.office)
    other.cycle()
    assert [str(one) for one in other.problems] == told
    other.stop()
    assert desk.is_settled()


def test_the_history_tells_what_a_write_met_and_gave_back(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [lambda: desk.type(first, technician="刘勇")]
    desk.rest()
    [met] = [event.values for event in desk.house.ledger.events(first) if event.kind == "noted"]
    assert met == {"column": "technician", "typed": "刘勇", "met_by": "陈立·工01"}
    assert desk.row(first)["problem"] == ""


#: Four people, one for each call that gives back what the one before had typed.
IN_TURN = ("刘勇", "吴强", "林静", "老板")


def test_each_of_several_values_typed_in_turn_is_quoted_or_stands(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [partial(desk.type, first, technician=name) for name in IN_TURN]
    desk.rest()
    row = desk.row(first)
    found = f"{row['technician']} {row['problem']}"
    assert [name for name in IN_TURN if name not in found] == []
    assert desk.is_settled()


def test_what_is_met_before_the_report_is_written_is_told_too(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type(first, technician="陈立")
    between.acts = [partial(desk.type, first, technician=name) for name in IN_TURN]
    desk.work()
    between.acts = [lambda: desk.type(first, technician="小周")]
    between.answers = [lambda: desk.tab().delete_rows(desk.where(first))]
    assert desk.house.runner.report()
    desk.rest()
    assert "小周" in [event.values.get("typed") for event in desk.house.ledger.events(first)]
    assert desk.is_settled()


def test_rows_sorted_meanwhile_send_nobody_elsewhere_and_take_nothing_back(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, second = numbers
    desk.type(first, technician="陈立")
    between.acts = [lambda: desk.tab().sort((desk.column("unit_name"), "des"))]
    desk.rest()
    assert (desk.row(first)["status"], desk.row(first)["technician"]) == ("已派工", "陈立·工01")
    assert (desk.row(second)["status"], desk.row(second)["technician"]) == ("待派工", "")
    assert dispatches(desk) == [("陈立", "sent")]
    assert moves(desk, first) == ["to_dispatch", "dispatched"]
    assert moves(desk, second) == ["to_dispatch"]
    assert desk.is_settled()


def test_what_a_sort_led_into_other_rows_is_put_right_and_nobody_is_told_to_have_typed_it(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    first, second = numbers
    before = desk.row(second)
    desk.type(first, appointment_at="后天看情况")
    between.acts = [lambda: desk.tab().sort((desk.column("unit_name"), "des"))]
    desk.rest()
    assert "后天看情况" in str(desk.row(first)["problem"])
    assert desk.row(second) == before
    assert [e.kind for e in desk.house.ledger.events() if e.kind == "overwritten"] == []
    assert desk.is_settled()


def test_a_row_deleted_meanwhile_leaves_the_others_right(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    _, second = numbers
    third = desk.report(phone="138-0000-0003")
    desk.rest()
    desk.type(second, technician="陈立")
    between.acts = [lambda: desk.tab().delete_rows(2)]
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [second, third]
    assert (desk.row(second)["status"], desk.row(second)["technician"]) == ("已派工", "陈立·工01")
    assert (desk.row(third)["status"], desk.row(third)["technician"]) == ("待派工", "")
    assert dispatches(desk) == [("陈立", "sent")]
    assert moves(desk, third) == ["to_dispatch"]
    assert desk.is_settled()


def test_what_a_deleted_row_led_below_the_last_one_is_cleared(
    desk: Desk, between: Between, numbers: tuple[str, str]
) -> None:
    _, second = numbers
    desk.type(second, technician="陈立")
    between.acts = [lambda: desk.tab().delete_rows(2)]
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [second]
    assert desk.row(second)["status"] == "已派工"
    assert desk.is_settled()


def moves(desk: Desk, number: str) -> list[object]:
    """Give the statuses that a ticket came to."""
    return [e.values["to"] for e in desk.house.ledger.events(number) if e.kind == "moved"]
