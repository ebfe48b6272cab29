"""Customers who want it are called every so many months; off unless somebody says how many."""

from __future__ import annotations

from datetime import datetime

import pytest

from sheetflow.cells import display
from tests.builders import SHANGHAI, at
from tests.world import World, completed


def archived(world: World, months: str = "6", *, number: str = "K20260101001", **cells: str) -> str:
    """Put a customer into the archive; give their number."""
    row = [""] * world.widths["customers"]
    told = {"customer_no": number, "phone": "138-0000-0001", "care_months": months, **cells}
    for name, cell in told.items():
        row[world.columns["customers"][name]] = cell
    world.rows["customers"].append(row)
    return number


def care_at(world: World, number: str = "K20260101001") -> str:
    column = world.policy.schema.tab("customers").column("next_care_at")
    return display(
        column, world.row(number, "customers")[world.columns["customers"]["next_care_at"]]
    )


def test_the_next_call_is_so_many_months_after_the_repair() -> None:
    world, _ = completed()
    archived(world)
    world.settle()
    assert care_at(world) == "2026-09-10 10:00"


def test_without_months_there_is_none() -> None:
    world, _ = completed()
    archived(world, "")
    world.settle()
    assert care_at(world) == ""


@pytest.mark.parametrize("months", ["0", "13800000001"])
def test_months_that_can_be_none_are_asked_about_and_the_desk_goes_on(months: str) -> None:
    world, number = completed()
    archived(world, months)
    world.settle()
    assert care_at(world) == ""
    problem = world.row("K20260101001", "customers")[world.columns["customers"]["problem"]]
    assert problem == f"「{months}」不是1到120的整数。请写1到120的整数,例如 3"
    assert world.shown(number, "status") == "已完成"


def test_switched_off_again_it_goes() -> None:
    world, _ = completed()
    archived(world)
    world.settle()
    world.row("K20260101001", "customers")[world.columns["customers"]["care_months"]] = ""
    world.settle()
    assert care_at(world) == ""


def test_what_is_typed_over_it_goes_at_once_and_nothing_is_said_of_it() -> None:
    world, _ = completed()
    archived(world)
    world.settle()
    columns = world.columns["customers"]
    row = world.row("K20260101001", "customers")
    row[columns["next_care_at"]] = "明天"
    assert world.cycle()
    assert care_at(world) == "2026-09-10 10:00"
    assert world.row("K20260101001", "customers")[columns["problem"]] == ""
    assert not world.cycle()


def test_the_last_day_of_a_shorter_month_will_do() -> None:
    world = World()
    archived(world, "1", number="K20260131001", phone="138-0000-0009")
    world.settle()
    assert care_at(world, "K20260131001") == "2026-02-28 10:00"


def test_who_was_never_repaired_for_counts_from_the_archive() -> None:
    world = World()
    archived(world, "12", phone="138-0000-0009")
    world.settle()
    assert care_at(world) == "2027-01-01 10:00"


def test_another_of_their_phones_is_theirs_too() -> None:
    world, _ = completed()
    archived(world, phone="138-0000-0009", other_phones="13800000001")
    world.settle()
    assert care_at(world) == "2026-09-10 10:00"


def test_a_call_typed_into_the_contacts_moves_it_on() -> None:
    world, number = completed()
    archived(world)
    world.settle()
    row: list[str | float] = [""] * world.widths["contacts"]
    told = {"ticket_no": number, "at": "2026-09-10 11:00", "kind": "回访", "result": "满意"}
    for name, cell in told.items():
        row[world.columns["contacts"][name]] = cell
    world.rows["contacts"].append(row)
    world.now = datetime(2026, 9, 10, 12, tzinfo=SHANGHAI)
    world.settle()
    assert care_at(world) == "2027-03-10 10:00"


def test_a_call_is_ticked_off_by_the_customers_own_number_as_the_list_shows_it() -> None:
    world, _ = completed()
    archived(world)
    world.settle()
    columns = world.columns
    customer = str(world.rows["customers"][-1][columns["customers"]["customer_no"]])
    row: list[str | float] = [""] * world.widths["contacts"]
    told = {"ticket_no": customer, "at": "2026-09-10 11:00", "kind": "回访", "result": "接通"}
    for name, cell in told.items():
        row[columns["contacts"][name]] = cell
    world.rows["contacts"].append(row)
    world.now = datetime(2026, 9, 10, 12, tzinfo=SHANGHAI)
    world.settle()
    assert care_at(world) == "2027-03-10 10:00"
    assert row[columns["contacts"]["problem"]] == ""


@pytest.mark.parametrize("name", ["小麦面馆", "张先生"])
@pytest.mark.parametrize("others", [0, 1], ids=["only-one", "two-of-that-name"])
def test_a_call_is_ticked_off_by_a_name_that_nobody_else_has(name: str, others: int) -> None:
    world, _ = completed(unit_name="小麦面馆")
    world.rows["customers"].clear()
    archived(world, name="张先生", unit_name="小麦面馆")
    for _ in range(others):
        archived(world, number="K2", phone="138-0000-0009", name="张先生", unit_name="小麦面馆")
    world.settle()
    columns = world.columns["contacts"]
    row: list[str | float] = [""] * world.widths["contacts"]
    told = {"ticket_no": name, "at": "2026-09-10 11:00", "kind": "回访", "result": "接通"}
    for column, cell in told.items():
        row[columns[column]] = cell
    world.rows["contacts"].append(row)
    world.now = datetime(2026, 9, 10, 12, tzinfo=SHANGHAI)
    world.settle()
    assert care_at(world) == ("2026-09-10 10:00" if others else "2027-03-10 10:00")
    assert bool(row[columns["problem"]]) == bool(others)


@pytest.mark.parametrize(("months", "listed"), [("6", False), ("1", True)])
def test_it_stands_on_the_list_when_it_is_due(months: str, listed: bool) -> None:
    world, _ = completed()
    archived(world, months, unit_name="小麦面馆")
    world.settle()
    world.act(world.number(), at("9:00", day=31))
    columns = world.columns["today"]
    found = [row for row in world.rows["today"] if row[columns["block"]] == "定期回访"]
    assert [row[columns["unit_name"]] for row in found] == (["小麦面馆"] if listed else [])
