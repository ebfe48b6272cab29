"""P1 4.1.2, P2 S2 (duty 7): cause, remedy and parts likely needed, from finished tickets of the same model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import POLICY, at
from tests.world import World, completed

REPAIRED = {"cause": "点火针老化", "measures": "换点火针", "parts_used": ""}
SAID = "同型号1单:点火针老化1次(换点火针)"


def repaired(**cells: str) -> World:
    """Give a desk on which a ZG-2A that didn't light was repaired."""
    world, number = completed()
    world.act(number, at("16:01"), **{**REPAIRED, **cells})
    return world


def reported(world: World, **values: str) -> str:
    number = world.report(**{"phone": "138-0000-0009", "serial_no": "SN-9", **values})
    world.cycle()
    return number


def test_a_new_fault_shows_what_helped_before_on_the_same_model() -> None:
    world = repaired()
    number = reported(world, fault="点火打不着")
    assert world.shown(number, "suggestion") == SAID
    assert not world.cycle()


def test_it_is_said_in_the_language_of_the_workbook() -> None:
    world = repaired()
    world.policy = replace(POLICY, language="en")
    number = reported(world)
    assert world.shown(number, "suggestion") == "1 of this model: 点火针老化 ×1 (换点火针)"


def test_whether_it_is_complex_stays_with_the_person() -> None:
    world = repaired()
    assert world.shown(reported(world), "complexity") == ""


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"product_model": "炒炉 CL-1B"}, id="another-model"),
        pytest.param({"fault": "漏水"}, id="another-fault"),
    ],
)
def test_nothing_is_said_of(values: dict[str, str]) -> None:
    world = repaired()
    number = reported(world, **values)
    assert world.shown(number, "suggestion") == ""
    assert world.record(number).likely is None


def test_a_repair_that_was_in_vain_is_no_precedent() -> None:
    world = repaired()
    elder = world.number()
    world.act(elder, at("16:10"), revisit_result="未解决")
    assert world.shown(reported(world), "suggestion") == ""


def test_a_fault_put_right_is_looked_up_again_and_one_that_nothing_is_known_of_empties_it() -> None:
    world = repaired()
    number = reported(world, fault="漏水")
    world.act(number, at("16:20"), fault="打不着火")
    assert world.shown(number, "suggestion") == SAID
    world.act(number, at("16:21"), product_model="炒炉 CL-1B")
    assert world.shown(number, "suggestion") == ""


def test_what_stands_there_does_not_change_by_itself() -> None:
    world = repaired()
    number = reported(world)
    world.act("WX20260310001", at("16:30"), cause="电池没电")
    world.act(number, at("16:31"), remarks="下午在")
    assert world.shown(number, "suggestion") == SAID


def test_what_somebody_types_over_it_is_put_back() -> None:
    world = repaired()
    number = reported(world)
    world.act(number, at("16:20"), suggestion="x")
    assert world.shown(number, "suggestion") == SAID


def test_a_typed_row_gets_it_as_a_web_report_does() -> None:
    world = repaired()
    number = world.typed_in(
        customer_name="何女士", phone="138-0000-0008", product_model="ZG-2A", fault="打不着火"
    )
    assert world.shown(number, "suggestion") == SAID
