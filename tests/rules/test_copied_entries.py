"""A row beside 工单 that was copied with its number: one counts, the other says so, and nothing is lost in silence."""

from __future__ import annotations

import pytest

from sheetflow.bookkeeping import read_books
from sheetflow.copied import problems
from sheetflow.model import Scalar
from tests.rules.stockroom import move, part, stocked
from tests.rules.stockroom import told as moved
from tests.rules.test_entries import pay, told
from tests.world import World, dispatched

COUNTS = "这个收款编号另外还有一行,只认这一行;那一行没有算数"
COPY = "没有算数:收款编号F20260310002是另一行的;另外一笔就清空这里的收款编号,会得到新号;多余就删掉这一行"


def copied(*, above: bool = False, **cells: Scalar) -> tuple[World, str, list[Scalar]]:
    """Give a desk with a payment of 40 that was copied with its number, and the copy with other cells."""
    world, number = dispatched()
    row = pay(world, ticket_no=number, amount=40)
    world.settle()
    copy = list(row)
    for column, cell in cells.items():
        copy[world.columns["payments"][column]] = cell
    world.rows["payments"].insert(0 if above else 1, copy)
    return world, number, copy


@pytest.mark.parametrize("above", [False, True], ids=["below", "above"])
def test_the_row_counts_that_was_there_and_the_copy_says_that_it_does_not(above: bool) -> None:
    world, number, copy = copied(above=above, amount=60)
    world.settle()
    [row] = [one for one in world.rows["payments"] if one is not copy]
    assert world.shown(number, "amount_paid") == "40.00"
    assert (told(world, row), told(world, copy)) == (COUNTS, COPY)
    assert not world.cycle(cold=True)


def test_a_copy_whose_number_is_cleared_is_another_payment_and_both_say_nothing_more() -> None:
    world, number, copy = copied(amount=60)
    world.settle()
    copy[0] = ""
    world.settle()
    assert world.shown(number, "amount_paid") == "100.00"
    assert [told(world, row) for row in world.rows["payments"]] == ["", ""]


def test_of_rows_alike_the_upper_counts_and_a_copy_deleted_leaves_nothing_behind() -> None:
    world, number, _ = copied()
    world.settle()
    assert [told(world, row) for row in world.rows["payments"]] == [COUNTS, COPY]
    world.rows["payments"].remove(world.rows["payments"][1])
    world.settle()
    assert (world.shown(number, "amount_paid"), told(world, world.rows["payments"][0])) == (
        "40.00",
        "",
    )


def test_a_movement_copied_for_another_part_is_booked_once_it_has_a_number_of_its_own() -> None:
    world, _ = stocked()
    row = move(world, "入库", "PWR-001", 5)
    world.settle()
    columns = world.columns["part_moves"]
    copy = list(row)
    copy[columns["part_no"]], copy[columns["quantity"]] = "TC-08", 3
    world.rows["part_moves"].append(copy)
    world.settle()
    assert moved(world, copy).startswith(f"没有算数:流水号{row[0]}是另一行的;")
    assert part(world, "TC-08")["on_hand"] == 0
    copy[0] = ""
    world.settle()
    assert (part(world, "TC-08")["on_hand"], moved(world, copy), moved(world, row)) == (3, "", "")


def test_a_part_that_stands_twice_is_told_to_change_its_own_number() -> None:
    world, _ = stocked(PWR_001=2)
    row = world.row("PWR-001", "parts")
    world.rows["parts"].append(list(row))
    world.settle()
    at = world.columns["parts"]["problem"]
    assert (
        world.rows["parts"][-1][at] == "没有算数:型号PWR-001是另一行的;请改这里的型号,或删掉这一行"
    )


def test_the_health_page_names_each_number_that_stands_twice() -> None:
    world, _, _ = copied(amount=60)
    world.settle()
    books = read_books(world.reading(), world.policy, {}, {})
    assert [str(one) for one in problems(books.values(), world.policy)] == [
        "payments/F20260310002: 「收款欠款」里有两行或更多,只认其中一行. "
        "另外一笔就清空这里的收款编号,会得到新号;多余就删掉这一行."
    ]
