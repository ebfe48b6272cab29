"""The grade that staff choose moves the clocks, from the original report on."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, dispatched, filed, waiting


@pytest.mark.parametrize(
    ("grade", "response", "onsite"),
    [
        ("特急", "2026-03-10 16:30", "2026-03-11 14:30"),
        ("紧急", "2026-03-10 18:30", "2026-03-12 14:30"),
        ("普通", "2026-03-11 14:30", "2026-03-13 14:30"),
    ],
)
def test_each_grade_has_its_response_and_on_site_times(
    grade: str, response: str, onsite: str
) -> None:
    world = World()
    number = world.typed_in(customer_name="李", fault="漏水", grade=grade)
    assert [world.shown(number, c) for c in ("response_by", "onsite_by")] == [response, onsite]


def test_an_upgrade_leaves_half_an_hour_and_breaches_nothing() -> None:
    world, number = waiting()
    world.act(number, at("17:25"), grade="特急", remarks="客户催")
    assert world.shown(number, "response_by") == "2026-03-10 17:55"
    assert "response" not in [notice.clock for notice in world.told(number, "clock_breach")]


def test_a_met_clock_keeps_its_deadline() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("14:50"), grade="特急")
    assert world.shown(number, "response_by") == "2026-03-11 14:30"
    assert world.shown(number, "onsite_by") == "2026-03-11 14:30"


def test_a_public_callers_grade_is_a_wish() -> None:
    world, number = waiting(wished_grade="critical")
    assert world.shown(number, "grade") == "普通"
    assert world.shown(number, "wished_grade") == "特急"
    assert world.shown(number, "response_by") == "2026-03-11 14:30"


def test_another_word_leaves_the_grade_and_says_so() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), grade="很急很急")
    assert world.record(number).grade == "normal"
    assert world.shown(number, "problem") == "紧急程度「很急很急」看不懂,仍按「普通」;请从下拉里选"
    assert world.cell(number, "grade") == "很急很急"


def test_an_emptied_grade_changes_nothing() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), grade="")
    assert world.shown(number, "onsite_by") == "2026-03-13 14:30"
    assert world.shown(number, "problem") == ""


def test_a_filed_ticket_keeps_its_grade() -> None:
    world, number = filed()
    world.act(number, at("16:20"), grade="特急")
    assert world.record(number).grade == "normal"
    assert world.cell(number, "grade") == "普通"
    assert world.shown(number, "problem").startswith("已结单,「紧急程度」改成「特急」没有采用")


def test_who_changes_the_grade_is_asked_why_and_nothing_waits_for_it() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), grade="特急")
    assert world.shown(number, "problem") == "紧急程度改成了特急,请写「定级原因」"
    assert world.shown(number, "onsite_by") == "2026-03-11 14:30"
    world.act(number, at("14:41"), grade_reason="午市停业")
    assert world.shown(number, "problem") == ""


def test_a_wish_for_a_graver_grade_is_told_until_somebody_has_decided() -> None:
    world, number = waiting(wished_grade="critical")
    assert world.shown(number, "next_action").startswith("客户要特急,定级;建议派陈立")
    world.act(number, at("14:40"), grade_reason="还能用,按普通")
    assert world.shown(number, "next_action").startswith("建议派陈立")


def test_a_wish_that_is_granted_or_less_is_told_no_more() -> None:
    for wish, grade in (("urgent", "特急"), ("normal", "普通")):
        world, number = waiting(wished_grade=wish)
        world.act(number, at("14:40"), grade=grade)
        assert world.shown(number, "next_action").startswith("建议派")
