"""Rows beside 工单 that name a ticket: numbered, recorded, and told what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from sheetflow.model import Change, Scalar, TellEntry, Text
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot
from tests.acts import add
from tests.builders import at
from tests.world import DONE, World, dispatched, on_site

#: 2026-03-10 12:00, as a cell holds it.
NOON = 46091.5


def pay(world: World, **cells: Scalar) -> list[Scalar]:
    """Let somebody type a row into 收款欠款."""
    row: list[Scalar] = [""] * world.widths["payments"]
    for column, cell in {"at": NOON, **cells}.items():
        row[world.columns["payments"][column]] = cell
    world.rows["payments"].append(row)
    return row


def told(world: World, row: list[Scalar]) -> str:
    return str(row[world.columns["payments"]["problem"]])


def kinds(world: World, number: str) -> list[str]:
    """Give what was recorded about rows of other tabs, oldest first."""
    kept = ("filed", "entered", "struck")
    return [e.kind for e in world.events if e.ticket_no == number and e.kind in kept]


def test_a_typed_row_is_numbered_and_recorded_with_the_ticket_it_names() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=100, method="现金")
    world.cycle()
    assert row[0] == ""  # somebody may still be typing

    world.cycle()
    assert row[0] == "F20260310002"
    assert world.record(number).entries == {
        "payments/F20260310002": {"at": NOON, "amount": 100, "method": "现金"}
    }
    assert not world.cycle()


def test_a_change_in_a_row_is_recorded_and_its_ticket_planned_again() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=100)
    world.settle()
    row[world.columns["payments"]["amount"]] = 120
    plan = world.cycle()

    entered = [event for event in plan.events if event.kind == "entered"]
    assert [event.values["cells"] for event in entered] == [{"at": NOON, "amount": 120}]
    assert not world.cycle()


@pytest.mark.parametrize("tab", ["payments", "part_moves"])
def test_what_was_paid_or_moved_on_a_day_to_come_is_asked_about_until_it_is_there(tab: str) -> None:
    world, number = dispatched()
    row = add(world, tab, ticket_no=number, at=NOON + 3, amount=100) if tab == "payments" else (
        add(world, tab, kind="入库", part_no="PWR-001", quantity=3, at=NOON + 3)
    )  # fmt: skip
    world.settle()
    asks = world.columns[tab]["problem"]
    assert "3/13 12:00 还没到,已照算;不是那时就改成实际时间" in str(row[asks])
    row[world.columns[tab]["at"]] = NOON
    world.settle()
    assert "还没到" not in str(row[asks])


def test_a_row_taken_out_is_struck_and_may_come_back() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=100)
    world.settle()
    world.rows["payments"].remove(row)
    world.settle()
    assert world.record(number).entries == {"payments/F20260310002": None}

    world.rows["payments"].append(row)
    world.settle()
    assert kinds(world, number) == ["entered", "struck", "entered"]


def test_a_row_that_names_another_ticket_now_is_struck_there_and_entered_here() -> None:
    world, first = dispatched()
    second = world.report(phone="138-0000-0002", serial_no="SN2")
    row = pay(world, ticket_no=first, amount=100)
    world.settle()
    row[world.columns["payments"]["ticket_no"]] = second
    world.settle()

    assert kinds(world, first) == ["entered", "struck"]
    assert kinds(world, second) == ["entered"]


def test_a_row_of_a_ticket_that_does_not_exist_says_so_until_it_does() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no="WX1", amount=100)
    world.settle()
    assert told(world, row) == "没有单号「WX1」的工单。请照「工单」里的维修单号填"

    row[world.columns["payments"]["ticket_no"]] = number
    world.settle()
    assert told(world, row) == ""


def test_a_cell_that_cannot_be_understood_says_so_and_other_rows_go_on() -> None:
    world, number = dispatched()
    bad, good = pay(world, ticket_no=number, amount="一百"), pay(world, ticket_no=number, amount=5)
    world.settle()

    assert "一百" in told(world, bad)
    assert (told(world, good), good[0] != "") == ("", True)


def test_a_row_that_the_system_files_is_its_own_and_what_staff_add_is_recorded() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="没接1")
    [row] = world.rows["contacts"]
    row[world.columns["contacts"]["note"]] = "打了两遍"
    plan = world.cycle()

    assert kinds(world, number) == ["filed", "entered"]
    assert "打了两遍" in str(plan.events[0].values["cells"])
    assert not world.cycle()


def test_a_row_filed_once_is_not_filed_again_when_people_take_it_out() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="没接1")
    world.rows["contacts"].clear()
    world.settle()

    assert world.rows["contacts"] == []
    assert kinds(world, number) == ["filed", "struck"]


def test_what_is_planned_again_because_of_a_row_is_what_a_cold_plan_gives() -> None:
    world, number = dispatched()
    other = world.report(phone="138-0000-0002", serial_no="SN2")
    row = pay(world, ticket_no=number, amount=100)
    world.settle()
    row[world.columns["payments"]["amount"]] = "oops"
    pay(world, ticket_no=other, amount=1)
    world.cycle()
    world.cycle()

    assert not world.cycle(cold=True)


@pytest.mark.parametrize("order", [1, -1], ids=["one way", "the other way"])
def test_what_two_rules_say_of_a_row_stands_there_in_one_order(order: int) -> None:
    @CrossesRows
    def a_rule(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        for entry in desk.book("payments"):
            yield TellEntry("payments", entry.key, Text("甲", "a"))

    @CrossesRows
    def b_rule(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        for entry in desk.book("payments"):
            yield TellEntry("payments", entry.key, Text("乙", "b"))

    world, number = dispatched()
    world.rules = (*world.rules, *(a_rule, b_rule)[::order])
    row = pay(world, ticket_no=number, amount=100)
    world.settle()

    assert told(world, row) == "甲；乙"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param(
            {"amount": 50, "method": "现金"}, "还没算数:差「维修单号」,请补上", id="no ticket"
        ),
        pytest.param({"ticket_no": "WX20260310001"}, "还没算数:差「金额」,请补上", id="no amount"),
        pytest.param({"note": "押金"}, "还没算数:差「维修单号」「金额」,请补上", id="neither"),
    ],
)
def test_a_row_typed_by_halves_says_what_it_lacks(cells: dict[str, Scalar], said: str) -> None:
    world, number = dispatched()
    row = pay(world, **cells)
    world.cycle()
    assert told(world, row) == said
    assert not world.cycle()
    row[world.columns["payments"]["ticket_no"]] = number
    row[world.columns["payments"]["amount"]] = 50
    world.settle()
    assert told(world, row) == ""
    assert world.record(number).entries


def test_a_row_that_was_emptied_again_keeps_no_sentence() -> None:
    world, _ = dispatched()
    row = pay(world, amount=50)
    world.cycle()
    for column in ("at", "amount"):
        row[world.columns["payments"][column]] = ""
    world.cycle()
    assert row == [""] * world.widths["payments"]


@pytest.mark.parametrize(
    ("tab", "column", "typed", "shown"),
    [
        ("leads", "next_at", "明天10点", "2026-03-11 10:00"),
        ("payments", "at", "昨天9点", "2026-03-09 09:00"),
        ("payments", "at", 0.375, "2026-03-10 09:00"),
        ("part_moves", "at", "今天9点", "2026-03-10 09:00"),
        ("contacts", "next_call_at", "3/12 9:30", "2026-03-12 09:30"),
    ],
)
def test_a_time_is_understood_as_in_a_ticket_and_its_day_written_beside_it(
    tab: str, column: str, typed: Scalar, shown: str
) -> None:
    world, number = dispatched()
    add(world, "parts", part_no="PWR-001", name="电源模块")
    rows: dict[str, dict[str, Scalar]] = {
        "leads": {"need": "换机"},
        "payments": {"amount": 20},
        "part_moves": {"kind": "入库", "part_no": "PWR-001", "quantity": 2},
        "contacts": {"result": "没接1"},
    }
    row = add(world, tab, ticket_no=number, **rows[tab], **{column: typed})
    for _ in range(2):
        world.cycle(at("14:40"))
    assert not world.cycle()
    stands, problem = (row[world.columns[tab][name]] for name in (column, "problem"))
    assert world.policy.decoders_of(tab)[column](stands) == at(
        shown[11:], day=int(shown[8:10]) - 10
    )
    assert problem == ""
    entered = [one.values["cells"] for one in world.events if one.kind == "entered"]
    assert len(entered) == 1
    assert entered[0][column] == stands


def test_a_time_typed_into_a_row_that_stands_there_is_understood_too() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=20)
    world.settle()
    row[world.columns["payments"]["at"]] = "昨天9点"
    world.cycle(at("14:50"))
    assert row[world.columns["payments"]["at"]] == 46090.375
    assert not world.cycle()
    assert not world.cycle(cold=True)


def test_a_lead_that_is_typed_begins_as_new_and_asks_about_an_owner_whom_nobody_knows() -> None:
    world, number = dispatched()
    row, columns = (
        add(world, "leads", ticket_no=number, need="换机", owner="小王"),
        world.columns["leads"],
    )
    for _ in range(2):
        world.cycle(at("14:40"))
    assert not world.cycle()
    assert [row[columns[name]] for name in ("status", "problem")] == [
        "新",
        "「小王」不在「人员」里,请从下拉里选",
    ]
    row[columns["owner"]], row[columns["status"]] = "林静", "跟进"
    world.cycle(at("14:50"))
    assert [row[columns[name]] for name in ("status", "problem")] == ["跟进", ""]
    assert not world.cycle()


def test_a_movement_names_just_what_it_lacks() -> None:
    world, _ = dispatched()
    add(world, "parts", part_no="PWR-001", name="电源模块")
    row = add(world, "part_moves", part_no="PWR-001", quantity=2)
    for _ in range(3):
        world.cycle()
    assert row[world.columns["part_moves"]["problem"]] == "还没记账:差「类型」,请补上"


def test_a_vague_time_is_asked_about() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=20, at="昨天")
    world.settle()
    assert told(world, row) == "「昨天」没说清几点。是 3/9 09:00 吗?是就请填 3/9 09:00。"
    row[world.columns["payments"]["at"]] = "上次"
    world.settle()
    assert (
        told(world, row) == "「上次」不是几月几日几点的时间。请写几月几日几点的时间,例如 3/11 14:00"
    )


@pytest.mark.parametrize("typed", ["XX", 99, ""], ids=["a word", "a figure", "nothing"])
def test_a_number_typed_over_is_put_back_and_its_row_says_nothing_new(typed: Scalar) -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=100, method="现金")
    other = pay(world, ticket_no=number, amount=50)
    world.settle()
    own, known = row[0], dict(world.record(number).entries)
    row[0] = typed
    world.cycle()
    assert (row[0], other[0]) == (own, "F20260310003")
    assert world.record(number).entries == known
    assert kinds(world, number) == ["entered", "entered"]
    assert not world.cycle()


def test_a_call_whose_number_was_typed_over_is_no_other_call() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接1")
    [own] = world.rows["contacts"]
    row = add(world, "contacts", ticket_no=number, result="没接通", at=46091.61)
    world.settle()
    numbers = own[0], row[0]
    own[0], row[0] = "1", "2"
    world.settle()
    assert (own[0], row[0]) == numbers
    assert len(world.record(number).attempts) == 2


def test_a_visit_whose_number_was_typed_over_goes_on_in_its_row() -> None:
    world, number = on_site()
    [row] = world.rows["visits"]
    row[0] = "第一次"
    world.cycle()
    assert row[0] == f"{number}/V1"
    world.act(number, at("15:50"), **DONE)
    assert "完成" in row


def test_of_rows_that_say_the_same_nobody_can_tell_which_lost_its_number() -> None:
    world, number = dispatched()
    rows = [pay(world, ticket_no=number, amount=100) for _ in range(2)]
    world.settle()
    rows[0][0], rows[1][0] = "XX", "YY"
    world.settle()
    assert [row[0] for row in rows] == ["XX", "YY"]


def test_a_row_that_says_something_else_is_another_one() -> None:
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=100)
    world.settle()
    row[0], row[world.columns["payments"]["amount"]] = "", 60
    world.settle()
    assert row[0] == "F20260310003"
