"""Whoever was told of a job hears what of it has changed since."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, dispatched, on_site, waiting


def appointed() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    return world, number


@pytest.mark.parametrize(
    ("changes", "changed", "appointment"),
    [
        ({"address": "城南路8号"}, "维修地址", "16:30"),
        ({"phone": "138-0000-0002"}, "联系方式", "16:30"),
        ({"contact_result": "客户改期", "appointment_at": "17:00"}, "预约时间", "17:00"),
        (
            {"address": "城南路8号", "appointment_at": "17:00", "consent": "同意改约"},
            "维修地址、预约时间",
            "17:00",
        ),
    ],
    ids=["address", "phone", "time", "both"],
)
def test_whoever_has_the_job_is_told_what_of_it_changed_and_only_once(
    changes: dict[str, str], changed: str, appointment: str
) -> None:
    world, number = appointed()
    world.act(number, at("15:00"), **changes)
    world.cycle(at("15:10"))
    first, again = world.told(number, "dispatch")
    assert "changed" not in first.facts
    assert [recipient.name for recipient in again.to] == ["陈立"]
    assert (again.facts["changed"], again.facts["appointment"]) == (changed, appointment)


@pytest.mark.parametrize(
    "changes",
    [
        {"remarks": "带梯子"},
        {"contact_result": "", "appointment_at": "16:30"},
        {"appointment_at": ""},
        {"address": "城南路8号", "technician": "吴强"},
    ],
    ids=["another cell", "the same time", "no time", "given to another"],
)
def test_nobody_is_told_of_what_is_no_change_for_them(changes: dict[str, str]) -> None:
    world, number = appointed()
    world.act(number, at("15:00"), **changes)
    assert not [one for one in world.told(number, "dispatch") if "changed" in one.facts]


def test_a_time_agreed_in_their_own_call_is_no_news_to_them() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), appointment_at="16:30")
    world.act(number, at("14:50"), contact_result="接通", appointment_at="17:00")
    assert world.kinds(number).count("dispatch") == 1


def test_who_is_there_already_and_who_was_told_nothing_yet_hears_of_no_change() -> None:
    for world, number in (on_site(), waiting()):
        before = world.kinds(number).count("dispatch")
        world.act(number, at("15:30"), address="城南路8号")
        assert world.kinds(number).count("dispatch") == before


def test_of_a_new_time_they_hear_once_the_customer_agrees_to_it_and_of_a_refused_one_never() -> (
    None
):
    for consent, heard in (("同意改约", ["18:30"]), ("不同意改约", [])):
        world, number = appointed()
        world.act(number, at("15:00"), appointment_at="18:30", reschedule_reason="堵车")
        assert len(world.told(number, "dispatch")) == 1
        world.act(number, at("15:05"), consent=consent)
        told = world.told(number, "dispatch")[1:]
        assert [one.facts["appointment"] for one in told] == heard
        assert all(one.facts["changed"] == "预约时间" for one in told)


def test_of_a_refused_time_they_hear_once_the_customer_agrees_to_it_after_all() -> None:
    """The refusal brought it to the supervisor; the yes brings it back to whoever would else come at 16:30."""
    world, number = appointed()
    world.act(number, at("15:00"), appointment_at="18:30", reschedule_reason="堵车")
    world.act(number, at("15:05"), consent="不同意改约")
    assert world.shown(number, "status") == "主管处理"
    world.act(number, at("15:20"), consent="同意改约", appointment_at="18:30")
    assert world.shown(number, "status") == "已预约"
    told = [one.facts for one in world.told(number, "dispatch")[1:]]
    assert [(one["changed"], one["appointment"]) for one in told] == [("预约时间", "18:30")]


def test_what_changes_before_the_customer_agrees_is_told_with_the_time_that_stands() -> None:
    world, number = appointed()
    new = {"address": "城南路8号", "appointment_at": "18:30", "reschedule_reason": "堵车"}
    world.act(number, at("15:00"), **new)
    facts = world.told(number, "dispatch")[-1].facts
    assert (facts["changed"], facts["appointment"]) == ("维修地址", "16:30")


def test_beside_a_new_time_no_other_one_says_when_to_be_there() -> None:
    world, number = appointed()
    world.act(
        number, at("15:50"), appointment_at="17:50", reschedule_reason="堵车", consent="同意改约"
    )
    facts = world.told(number, "dispatch")[-1].facts
    assert (facts["appointment"], facts["arrive_by"]) == ("17:50", "")


def test_a_time_struck_out_and_another_typed_is_news_as_if_it_were_typed_over() -> None:
    world, number = appointed()
    world.act(number, at("14:50"), appointment_at="18:30", consent="同意改约")
    world.act(number, at("15:10"), appointment_at="")
    world.act(number, at("15:12"), appointment_at="16:30")
    told = [one.facts.get("appointment") for one in world.told(number, "dispatch")[1:]]
    assert told == ["18:30", "16:30"]


def test_a_time_that_was_refused_was_never_told_and_wants_no_word_back() -> None:
    world, number = appointed()
    world.act(number, at("14:50"), appointment_at="18:30")
    world.act(number, at("15:10"), consent="不同意改约")
    world.act(number, at("15:12"), status="已预约")
    assert len(world.told(number, "dispatch")) == 1


def test_another_address_is_told_with_its_own_region_and_the_way_there() -> None:
    for left in ({}, {"departed_at": "15:38", "departure_check": "全齐"}):
        world, number = appointed()
        world.act(number, at("15:41"), **left)
        world.act(number, at("15:45"), address="城北2号")
        facts = world.told(number, "dispatch")[-1].facts
        assert (facts["region"], facts["minutes"]) == ("城北", "55分钟")


def test_an_address_that_changes_while_the_supervisor_has_it_is_told_to_who_still_has_the_job() -> (
    None
):
    world, number = appointed()
    world.act(number, at("14:50"), status="主管处理")
    world.act(number, at("15:10"), address="城北2号")
    assert world.told(number, "dispatch")[-1].facts["changed"] == "维修地址"


def test_a_region_that_somebody_chose_stays_in_what_is_told() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), region="城南")
    world.act(number, at("15:10"), address="城北2号")
    assert world.told(number, "dispatch")[-1].facts["region"] == "城南"


def test_an_address_in_no_known_region_leaves_the_one_that_was_told() -> None:
    world, number = appointed()
    world.act(number, at("15:10"), address="某路2号")
    assert world.told(number, "dispatch")[-1].facts["region"] == world.shown(number, "region")
