"""A copied row: the upper keeps the number, the lower is left alone until its number is cleared."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import at
from tests.world import World, waiting

TOLD = ("next_action", "problem")

Row = list[Scalar]


def copied() -> tuple[World, str]:
    world, number = waiting()
    world.rows["tickets"].append(list(world.rows["tickets"][0]))
    world.cycle(at("14:31"))
    return world, number


def lower(world: World, column: str) -> object:
    return world.rows["tickets"][1][world.columns["tickets"][column]]


def test_the_upper_row_says_that_its_number_stands_twice() -> None:
    world, number = copied()
    said = "这个单号另外还有一行,只认这一行;请清空那一行的单号"
    assert [world.shown(number, column) for column in TOLD] == [said, said]
    assert not world.cycle()


def test_the_lower_row_says_so_where_everybody_looks_and_is_told_once() -> None:
    world, _ = copied()
    said = "这个单号是另一行的,这一行没有动;清空这里的单号,会得到新号"
    assert [lower(world, column) for column in TOLD] == [said, said]
    assert not world.cycle(cold=True)


def test_what_staff_wrote_into_the_lower_rows_problem_is_left() -> None:
    world, _ = waiting()
    copy = list(world.rows["tickets"][0])
    world.rows["tickets"].append(copy)
    world.type_in(copy, "problem", "这才是对的")
    world.cycle(at("14:31"))
    assert lower(world, "problem") == "这才是对的"
    assert str(lower(world, "next_action")).startswith("这个单号是另一行的")
    assert not world.cycle()


def test_when_the_upper_row_is_deleted_the_lower_is_the_ticket_and_quotes_nothing() -> None:
    world, number = copied()
    world.delete(world.rows["tickets"][0])
    world.act(number, at("14:32"))
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "next_action").startswith("建议")


OTHER = {"customer_name": "别人", "phone": "139-0000-0002", "fault": "另一台漏水"}
ALONE = "这个单号是另一行的,这一行没有动;清空这里的单号,会得到新号"


def used(*, above: bool = False) -> tuple[World, str, Row]:
    """Let somebody type another customer's report under a number that is in use; give the number and the row."""
    world, number = waiting()
    world.type_row(ticket_no=number, **OTHER)
    row = world.rows["tickets"][-1]
    if above:
        world.rows["tickets"].reverse()
    world.cycle(at("14:31"))
    return world, number, row


@pytest.mark.parametrize("above", [False, True], ids=["below", "above"])
def test_another_customers_row_under_a_used_number_is_left_alone_wherever_it_stands(
    above: bool,
) -> None:
    world, number, row = used(above=above)
    assert [row[world.columns["tickets"][column]] for column in TOLD] == [ALONE, ALONE]
    assert world.record(number).seen["customer_name"] == "张先生"
    world.rows["tickets"].reverse()
    assert not world.cycle(at("14:32"))


def test_another_customers_row_does_not_become_the_ticket_whose_own_row_is_deleted() -> None:
    world, number, row = used()
    world.delete(true_row(world, number, row))
    for minute in ("14:32", "14:33", "14:34"):
        world.cycle(at(minute))
    assert world.record(number).seen["customer_name"] == "张先生"
    assert [row[world.columns["tickets"][column]] for column in TOLD] == [ALONE, ALONE]
    assert world.kinds(number).count("row_missing") == 1
    assert not world.cycle(cold=True)
    world.type_in(row, "ticket_no", "")
    for minute in ("14:35", "14:36", "14:37"):
        world.cycle(at(minute))
    own = world.number()
    assert own != number
    assert world.record(own).seen["customer_name"] == "别人"
    assert world.shown(own, "problem") == ""


def test_what_is_typed_into_the_lower_row_changes_nothing() -> None:
    world, number = copied()
    for column, cell in {"technician": "陈立", "grade": "特急", "onsite_by": "别管"}.items():
        world.rows["tickets"][1][world.columns["tickets"][column]] = cell
    assert not world.cycle(at("14:32"))
    assert [lower(world, c) for c in ("technician", "grade", "onsite_by")] == [
        "陈立",
        "特急",
        "别管",
    ]
    assert world.record(number).technician == ""


def test_the_upper_row_goes_on() -> None:
    world, number = copied()
    world.act(number, at("14:32"), technician="陈立")
    assert world.shown(number, "status") == "已派工"
    assert lower(world, "status") == "待派工"


def test_the_lower_row_becomes_a_ticket_of_its_own_when_its_number_is_cleared() -> None:
    world, number = copied()
    world.rows["tickets"][1][world.columns["tickets"]["ticket_no"]] = ""
    for minute in (32, 33, 34):
        world.cycle(at(f"14:{minute}"))
    second = world.number()
    assert second == "WX20260310002"
    assert world.shown(second, "reported_at") == "2026-03-10 14:33"
    assert world.shown(number, "problem") == ""
    assert world.shown(second, "problem") == ""
    assert not world.cycle()


def typed_over(*, upper: bool = True) -> tuple[World, str, str, Row]:
    """Type over a row's number with another live ticket's, above or below its row; give both, and the row."""
    world = World()
    own = world.report(phone="138-0000-0002", unit_name="小麦面馆", customer_name="李女士")
    other = world.report(fault="漏水")
    if not upper:
        own, other = other, own
    world.settle()
    world.act(other, at("14:31"), technician="刘勇")
    row = world.row(own)
    world.type_in(row, "ticket_no", other)
    return world, own, other, row


@pytest.mark.parametrize("upper", [True, False], ids=["above", "below"])
def test_a_number_typed_over_with_anothers_leaves_the_other_as_it_was(upper: bool) -> None:
    world, _, other, row = typed_over(upper=upper)
    before, record = list(true_row(world, other, row)), world.record(other)
    world.cycle(at("14:32"))
    world.cycle(at("14:33"))
    assert true_row(world, other, row) == before
    assert world.record(other).seen == record.seen
    assert world.record(other).technician == "02"


def true_row(world: World, number: str, wrong: Row) -> Row:
    """Give the row that is a ticket's own, not the one whose number was typed over."""
    at = world.columns["tickets"]["ticket_no"]
    [found] = [row for row in world.rows["tickets"] if row[at] == number and row is not wrong]
    return found


@pytest.mark.parametrize("upper", [True, False], ids=["above", "below"])
def test_the_row_says_whose_number_it_bears_and_which_it_had(upper: bool) -> None:
    world, own, other, row = typed_over(upper=upper)
    world.cycle(at("14:32"))
    said = f"单号{other}是另一行的,这一行没有动;原来是{own},请改回"
    assert [row[world.columns["tickets"][column]] for column in TOLD] == [said, said]
    assert "单号" not in str(true_row(world, other, row)[world.columns["tickets"]["problem"]])
    world.cycle(at("14:33"))
    [told] = world.told(own, "row_missing")
    assert told.facts["stands_as"] == other
    assert not world.cycle(at("14:34"))
    assert not world.cycle(at("14:34"), cold=True)


@pytest.mark.parametrize("upper", [True, False], ids=["above", "below"])
def test_the_other_ticket_goes_on_in_its_own_row(upper: bool) -> None:
    world, _, other, row = typed_over(upper=upper)
    world.cycle(at("14:32"))
    wrong, right = list(row), true_row(world, other, row)
    world.type_in(right, "contact_result", "接通")
    world.cycle(at("14:35"))
    world.cycle(at("14:35"))
    assert world.record(other).attempts[-1].reached
    assert right[world.columns["tickets"]["next_action"]] != ""
    assert [a for a, b in zip(row, wrong, strict=True) if a != b] in ([], [row_problem(world, row)])


def row_problem(world: World, row: Row) -> Scalar:
    return row[world.columns["tickets"]["problem"]]


def test_what_is_typed_into_the_row_meanwhile_waits_for_its_number() -> None:
    world, own, other, row = typed_over()
    world.cycle(at("14:32"))
    world.type_in(row, "technician", "陈立")
    world.cycle(at("14:33"))
    world.cycle(at("14:34"))
    assert world.record(other).technician == "02"
    world.type_in(row, "ticket_no", own)
    world.cycle(at("14:35"))
    world.cycle(at("14:35"))
    assert (world.record(own).technician, world.record(own).status) == ("01", "dispatched")
    assert row_problem(world, row) == ""
    assert world.record(own).missing is None
    assert not world.cycle()


def test_two_rows_of_one_customer_are_told_apart_by_all_that_stands_there() -> None:
    world = World()
    first, second = world.report(serial_no="SN1"), world.report(serial_no="SN2")
    world.settle()
    row = world.row(first)
    world.type_in(row, "ticket_no", second)
    world.cycle(at("14:31"))
    assert world.record(second).seen["serial_no"] == "SN2"
    assert f"原来是{first}" in str(row_problem(world, row))


def test_three_rows_with_one_number_are_a_copy_and_a_wrong_number() -> None:
    world, own, other, row = typed_over()
    world.rows["tickets"].append(list(true_row(world, other, row)))
    world.cycle(at("14:32"))
    assert f"原来是{own}" in str(row_problem(world, row))
    assert "另外还有一行" in str(world.rows["tickets"][1][world.columns["tickets"]["problem"]])
    world.cycle(at("14:33"))
    assert not world.cycle(at("14:33"))


def test_a_number_typed_over_with_one_whose_row_is_gone_is_no_edit_of_that_ticket() -> None:
    """Two rows; the second is deleted and its number typed over the first one's: nothing is lost, and it is said."""
    world = World()
    first = world.report(customer_name="张先生", phone="138-0000-0001", fault="打不着火")
    world.settle()
    world.now = at("15:00")
    other = world.report(customer_name="李女士", phone="138-0000-0002", fault="漏水")
    world.settle()
    row = world.row(first)
    world.delete(world.row(other))
    world.cycle(at("15:10"))
    world.type_in(row, "ticket_no", other)
    before = world.record(other)
    for minute in ("15:11", "15:12", "15:13"):
        world.cycle(at(minute))
    assert world.record(other).seen == before.seen
    assert all(world.record(number).missing for number in (first, other))
    said = row[world.columns["tickets"]["problem"]]
    assert said == f"单号{other}是另一行的,这一行没有动;原来是{first},请改回"
    assert not world.cycle(at("15:14"))

    world.type_in(row, "ticket_no", first)
    world.cycle(at("15:20"))
    assert world.record(first).missing is None
    assert world.shown(first, "problem") == ""
