"""A technician's day: when to leave, what can't be kept, whom a long job holds up."""

from __future__ import annotations

from sheetflow.planner import plan
from sheetflow.record import ALONE
from sheetflow.rules import RULES
from tests.builders import at
from tests.world import day


def test_the_way_is_counted_from_the_customer_before_the_first_from_the_desk() -> None:
    world, (first, second, third) = day(("城北", "16:00"), ("城北", "17:30"), ("城东", "19:30"))
    shown = [world.shown(number, "depart_by") for number in (first, second, third)]
    assert [when[-5:] for when in shown] == ["15:05", "17:20", "18:15"]


def test_tomorrow_begins_at_the_desk() -> None:
    world, (_, second) = day(("城北", "16:00"), ("城北", "3/11 9:00"))
    assert world.shown(second, "depart_by") == "2026-03-11 08:05"


def test_a_changed_address_moves_the_departure_of_the_next_visit_too() -> None:
    world, (first, second) = day(("城北", "16:00"), ("城北", "18:30"))
    world.act(first, region="城东", address="城东路8号")
    world.settle()
    assert world.shown(second, "depart_by") == "2026-03-10 17:15"


def test_not_under_way_by_then_is_late_until_somebody_leaves() -> None:
    world, (number,) = day(("城东", "16:00"))
    world.act(number, at("15:40"))
    assert world.shown(number, "flags") == ""
    assert world.memory
    assert not world.memory.due(at("15:40"))
    assert world.memory.due(at("15:41"))
    world.act(number, at("15:41"))
    assert world.shown(number, "flags") == "出发超时"
    assert world.shown(number, "next_action").startswith("陈立:马上出发,15:40就该走了")
    world.act(number, at("15:45"), departed_at="15:44", departure_check="全齐")
    assert world.shown(number, "flags") == ""


def test_who_is_there_and_waits_for_consent_to_the_fee_is_not_late_to_leave() -> None:
    world, (number,) = day(("城东", "16:00"))
    world.act(number, at("15:50"), quote_amount="90", arrived_at="15:48")
    assert world.shown(number, "status") == "已预约"
    assert "出发超时" not in world.shown(number, "flags")


def test_two_visits_that_cannot_both_be_kept_say_so_in_both_rows_and_the_dispatcher_hears_once() -> (
    None
):
    world, (first, second) = day(("城东", "16:00"), ("城南", "16:30"))
    for mine, other in ((first, second), (second, first)):
        assert "上门冲突" in world.shown(mine, "flags")
        assert other in world.shown(mine, "problem")
    [notice] = [one for one in world.notices.values() if one.kind == "visit_clash"]
    assert notice.facts["other"] == f"16:00 {first} 城东店"
    assert [one.name for one in notice.to] == ["林静"]
    world.act(second, at("14:50"), appointment_at="17:40", consent="")
    world.settle()
    assert [world.shown(one, "problem") for one in (first, second)] == ["", ""]


def test_an_expected_end_makes_room_or_takes_it() -> None:
    world, (first, second) = day(("城东", "16:00"), ("城东", "17:15"))
    assert world.shown(first, "problem") == ""
    world.act(first, expected_end="17:30")
    world.settle()
    assert second in world.shown(first, "problem")


def test_visits_of_two_technicians_do_not_clash() -> None:
    world, (first, second) = day(("城东", "16:00"), ("城南", "16:30"))
    world.act(second, technician="吴强")
    world.settle()
    assert world.shown(first, "problem") == ""


def test_a_job_that_runs_over_lists_the_later_visits_at_risk_to_the_dispatcher() -> None:
    world, (first, second, third) = day(("城东", "15:00"), ("城南", "16:45"), ("城南", "18:30"))
    world.act(first, at("15:05"), work_started_at="15:00")
    world.settle()
    assert world.record(first).tour.holds == ()
    world.act(first, at("16:15"))
    assert world.shown(second, "flags") == ""
    world.cycle(at("16:16"))
    world.settle()
    assert "延误有险" in world.shown(second, "flags")
    assert world.shown(second, "next_action") == (f"内勤:陈立还在{first},赶不上16:45;另约或改派")
    [notice] = world.told(first, "held_up")
    assert notice.facts["visits"] == f"16:45 {second} 城南店"
    assert [one.name for one in notice.to] == ["林静"]
    assert world.shown(third, "flags") == ""


def test_a_known_end_tells_of_all_that_follow_at_once() -> None:
    world, (first, second, third) = day(("城东", "15:00"), ("城南", "16:45"), ("城南", "18:00"))
    world.act(first, at("15:05"), work_started_at="15:00", expected_end="17:00")
    world.settle()
    [notice] = world.told(first, "held_up")
    assert notice.facts["visits"].splitlines() == [
        f"16:45 {second} 城南店",
        f"18:00 {third} 城南店",
    ]
    world.act(
        first,
        at("16:10"),
        work_ended_at="16:05",
        result="已修复",
        test_result="好",
        signature="已签·张",
        cause="老化",
        measures="更换",
        consent="同意方案",
    )
    world.settle()
    assert "延误有险" not in world.shown(second, "flags") + world.shown(third, "flags")


def test_a_ticket_without_an_hour_has_no_place_in_a_day() -> None:
    world, (number,) = day(("城东", "16:00"))
    world.act(number, appointment_at="")
    world.settle()
    assert world.record(number).tour == ALONE


def test_a_visit_that_is_held_up_at_its_new_time_too_is_told_again() -> None:
    """The job's own record says which times it keeps the technician from, so a plan without memory says the same."""
    world, (first, second) = day(("城东", "15:00"), ("城南", "16:45"))
    world.act(first, at("15:05"), work_started_at="15:00", expected_end="18:00")
    world.settle()
    world.type(second, "appointment_at", "17:00")
    view, later = world.view(), at("15:30")
    warm, cold = (
        plan(view, later, world.policy, rules=RULES, memory=memory, strict=True).plan
        for memory in (world.memory, None)
    )
    assert {one.once for one in warm.notices} == {one.once for one in cold.notices}
    world.settle()
    assert [one.facts["by"] for one in world.told(first, "held_up")] == ["16:45", "17:00"]


def test_who_is_sent_to_a_customer_once_more_is_not_late_for_the_time_before() -> None:
    world, (number,) = day(("城东", "15:00"))
    world.act(number, at("15:05"), work_started_at="15:00")
    world.act(number, at("15:30"), technician="吴强")
    assert world.shown(number, "depart_by") == ""
    assert world.shown(number, "flags") == ""
    world.act(number, at("15:35"), contact_result="接通", appointment_at="17:00")
    assert world.shown(number, "depart_by") == "2026-03-10 16:40"
