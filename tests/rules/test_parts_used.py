"""What technicians type into 更换配件清单 is booked; what isn't clear is asked about (P1 4.3.1; duty 32)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.rule import Rule
from sheetflow.rules import RULES
from tests.builders import at
from tests.rules.stockroom import PARTS, add, move, moves, part, stocked
from tests.world import World, completed, filed, on_site


def test_a_part_that_was_fitted_leaves_the_technician_s_van() -> None:
    world, number = stocked(on_site, PWR_001=3)
    move(world, "领用", "PWR-001", 2, person="陈立", ticket_no=number, at="2026-03-10 13:00")
    world.settle()
    world.act(number, at("15:40"), parts_used="PWR-001 x2")

    assert moves(world, number)[1:] == [("装机", "PWR-001", 2, "工01车", "客户")]
    assert part(world, "PWR-001") == {"on_hand": 1, "reserved": 0, "pending_count": 0}


def test_a_part_is_booked_once_whatever_is_typed_besides() -> None:
    world, number = stocked(on_site, PWR_001=3)
    world.act(number, at("15:40"), parts_used="PWR-001")
    world.act(number, at("15:45"), remarks="慢", parts_used="PWR-001 x1")
    world.cycle(cold=True)
    assert len(moves(world, number)) == 1


def test_a_list_corrected_gives_the_difference() -> None:
    world, number = stocked(on_site, PWR_001=3)
    world.act(number, at("15:40"), parts_used="PWR-001 x2")
    world.act(number, at("15:50"), parts_used="PWR-001;热电偶")
    assert moves(world, number)[1:] == [
        ("退回", "PWR-001", 1, "客户", "工01车"),
        ("装机", "TC-08", 1, "工01车", "客户"),
    ]


def test_a_list_emptied_takes_back_all_and_typed_again_it_is_booked_again() -> None:
    world, number = stocked(on_site, PWR_001=3)
    for typed in ("PWR-001", "", "PWR-001"):
        world.act(number, world.now, parts_used=typed)
    assert [kind for kind, *_ in moves(world, number)] == ["装机", "退回", "装机"]


def test_what_is_not_clear_is_asked_about_in_the_row_and_the_rest_is_booked() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="TC-08;点火针")
    asked = "更换配件清单:点火针=IGN-220 脉冲点火器?是就写 IGN-220 x1"
    assert world.shown(number, "next_action") == asked
    assert asked in world.shown(number, "problem")
    assert [row[1] for row in moves(world, number)] == ["TC-08"]

    world.act(number, at("15:45"), parts_used="TC-08;IGN-220 x1")
    assert world.shown(number, "problem") == ""
    assert [row[1] for row in moves(world, number)] == ["TC-08", "IGN-220"]


@pytest.mark.parametrize("rules", [RULES, RULES[::-1]], ids=["as they are", "backwards"])
def test_the_question_stands_whatever_the_order_of_the_rules(rules: tuple[Rule, ...]) -> None:
    world, number = stocked(on_site)
    world.rules = rules
    world.act(number, at("15:40"), parts_used="点火针")
    assert "点火针=IGN-220" in world.shown(number, "problem")


def test_nothing_is_taken_back_while_something_has_to_be_asked() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="TC-08")
    world.act(number, at("15:45"), parts_used="热电藕")
    assert [kind for kind, *_ in moves(world, number)] == ["装机"]


def test_a_question_that_was_read_is_not_asked_again() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="点火针")
    world.act(number, at("15:45"), problem="")
    assert "点火针" not in world.shown(number, "next_action")


def test_a_question_is_answered_by_a_new_row_of_the_parts_tab() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="风压开关")
    add(world, "parts", part_no="APS-3", name="风压开关")
    world.settle()
    assert moves(world, number) == [("装机", "APS-3", 1, "工01车", "客户")]
    assert world.shown(number, "problem") == ""


def test_what_was_understood_stays_when_the_part_leaves_the_tab() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="TC-08")
    world.rows["parts"].remove(world.row("TC-08", "parts"))
    world.settle()
    assert not world.cycle(cold=True)
    assert world.shown(number, "problem") == ""


def test_a_desk_without_parts_is_asked_nothing() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), parts_used="点火针;随便什么", planned_parts="梯子")
    assert (moves(world, number), world.shown(number, "problem")) == ([], "")


def test_consumables_and_none_move_nothing_and_raise_no_question() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="辅料:生料带、螺丝若干;无")
    assert (moves(world, number), world.shown(number, "problem")) == ([], "")


def test_a_row_that_people_take_out_stays_out_until_the_list_says_something_else() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:40"), parts_used="TC-08")
    world.rows["part_moves"].clear()
    world.settle()
    assert moves(world, number) == []

    world.act(number, at("15:50"), parts_used="TC-08 x2")
    assert [(row[1], row[2]) for row in moves(world, number)] == [("TC-08", 2)]
    assert str(world.rows["part_moves"][0][0]).endswith("-P2")


def test_a_part_was_fitted_when_the_work_ended() -> None:
    world, number = stocked(completed)
    world.act(number, at("17:00"), parts_used="TC-08")
    typed = world.rows["part_moves"][0][world.columns["part_moves"]["at"]]
    assert typed == world.cell(number, "work_ended_at")


def test_a_filed_ticket_books_nothing_any_more() -> None:
    world, number = stocked(filed)
    world.act(number, at("17:00"), parts_used="TC-08")
    assert moves(world, number) == []


def test_the_books_are_the_list_however_often_it_was_corrected() -> None:
    quantity = st.integers(1, 4)
    lists = st.dictionaries(st.sampled_from([no for no, *_ in PARTS]), quantity, max_size=3)

    @given(st.lists(lists, min_size=1, max_size=4))
    @settings(max_examples=15, deadline=None)
    def law(typed: list[dict[str, int]]) -> None:
        world, number = stocked(on_site)
        for wanted in typed:
            world.act(number, parts_used=";".join(f"{no} x{n}" for no, n in wanted.items()))
        assert balance(world, number) == typed[-1]
        assert not world.cycle(cold=True)

    law()


def balance(world: World, number: str) -> dict[str, int]:
    """Give what the customer has by the ticket's rows."""
    sums: dict[str, int] = {}
    for kind, part_no, quantity, *_ in moves(world, number):
        sign = 1 if kind == "装机" else -1
        sums[str(part_no)] = sums.get(str(part_no), 0) + sign * int(quantity)
    return {part_no: quantity for part_no, quantity in sums.items() if quantity}
