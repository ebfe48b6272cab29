"""A movement that the list of parts made says what the list says; what is typed there is put back and quoted."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import at
from tests.rules.stockroom import moves, part, stocked
from tests.world import World, on_site


def fitted() -> tuple[World, str, list[Scalar]]:
    """Give a desk with a part fitted from the van, and the row of it."""
    world, number = stocked(on_site, PWR_001=5)
    world.act(number, at("15:20"), parts_used="PWR-001 x1")
    return world, number, world.row(f"{number}-P1", "part_moves")


@pytest.mark.parametrize(
    ("column", "typed", "label"),
    [("quantity", 4, "数量"), ("part_no", "TC-08", "型号"), ("ticket_no", "", "维修单号")],
)
def test_what_is_typed_over_it_is_put_back_and_quoted(
    column: str, typed: Scalar, label: str
) -> None:
    world, number, row = fitted()
    stood, standing = list(row), part(world, "PWR-001")
    row[world.columns["part_moves"][column]] = typed
    world.cycle(at("15:30"))
    assert not world.cycle()
    assert row == stood
    assert part(world, "PWR-001") == standing
    assert world.shown(number, "problem") == (
        f"「配件流水」{number}-P1是系统按工单记的,「{label}」写的「{typed}」已恢复;要改请改「更换配件清单」"
    )
    world.act(number, problem="")
    assert world.shown(number, "problem") == ""


def test_who_confirmed_it_and_where_it_came_from_is_people_s() -> None:
    world, number, row = fitted()
    columns = world.columns["part_moves"]
    row[columns["confirmed_by"]], row[columns["from_place"]] = "刘勇", "仓库"
    world.settle()
    assert (row[columns["confirmed_by"]], world.shown(number, "problem")) == ("刘勇", "")
    assert part(world, "PWR-001")["on_hand"] == 4


def test_one_that_was_deleted_is_told_until_it_is_read_and_a_list_typed_anew_books_it_again() -> (
    None
):
    world, number, row = fitted()
    world.rows["part_moves"].remove(row)
    world.cycle(at("15:30"))
    assert not world.cycle()
    assert world.shown(number, "problem") == (
        f"「配件流水」{number}-P1被删掉了,库存不再算它:请撤销删除;没有用就改「更换配件清单」"
    )
    world.act(number, problem="", parts_used="")
    world.act(number, parts_used="PWR-001 x1")
    assert [one[:3] for one in moves(world, number)] == [("装机", "PWR-001", 1)]
    assert world.shown(number, "problem") == ""


def test_a_cold_plan_puts_back_what_a_warm_one_would() -> None:
    world, number, row = fitted()
    row[world.columns["part_moves"]["quantity"]] = 4
    world.cycle(at("15:30"), cold=True)
    assert row[world.columns["part_moves"]["quantity"]] == 1
    assert not world.cycle(cold=True)
    assert len([one for one in world.events if one.kind == "refused"]) == 1
    assert number in str(world.events[-1])
