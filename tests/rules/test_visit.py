"""The visit as the technician has it typed, an hour later or not."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, dispatched, on_site, waiting


def test_a_start_typed_later_counts_from_when_it_was() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("15:30"), work_started_at="15:10")
    assert world.shown(number, "status") == "维修中"
    assert world.record(number).stamp("work_started_at") == at("15:10")


def test_who_starts_has_arrived() -> None:
    world, number = on_site()
    assert world.shown(number, "promise_met_at") == "2026-03-10 15:00"
    assert world.shown(number, "onsite_met_at") == "2026-03-10 15:00"


def test_an_arrival_of_its_own_is_kept() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("15:30"), arrived_at="14:55", work_started_at="15:10")
    assert world.record(number).stamp("arrived_at") == at("14:55")
    assert world.shown(number, "onsite_met_at") == "2026-03-10 14:55"


def test_arriving_is_being_on_site() -> None:
    world, number = dispatched()
    world.act(number, at("15:30"), arrived_at="15:10")
    assert world.shown(number, "status") == "维修中"


def test_departure_is_counted_back_from_the_appointment_by_the_minutes_to_the_region() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    assert world.shown(number, "depart_by") == "2026-03-10 16:10"
    assert world.shown(number, "next_action") == (
        "陈立:16:30上门,16:10前出发,开始后填「维修开始时间」"
    )


def test_a_changed_region_moves_the_departure() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("14:45"), region="城北", address="城北解放路3号")
    assert world.shown(number, "depart_by") == "2026-03-10 15:35"


def test_on_site_nobody_has_to_depart() -> None:
    world, number = on_site()
    assert world.shown(number, "depart_by") == ""


def test_a_second_visit_leaves_the_clocks_that_the_first_has_met() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("10:00", day=4), appointment_at="2026-03-14 11:00")
    world.act(number, at("11:10", day=4), work_started_at="2026-03-14 11:00")
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "onsite_met_at") == "2026-03-10 15:00"


def test_the_result_of_an_earlier_visit_is_none_of_this_one_and_is_asked_for_anew() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("10:00", day=4), appointment_at="2026-03-14 11:00")
    world.act(number, at("11:10", day=4), work_started_at="2026-03-14 11:00")
    assert world.shown(number, "next_action") == (
        "差7项才能完成:客户同意、故障原因、处理措施、维修结束时间、维修结果(上次待配件)、试机结果、客户签字"
    )
    done = {name: cell for name, cell in DONE.items() if name != "result"}
    world.act(number, at("12:10", day=4), **{**done, "work_ended_at": "12:00"})
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "next_action") == "差1项才能完成:维修结果(上次待配件)"
    world.act(number, at("12:15", day=4), status="已完成")
    assert world.shown(number, "status") == "维修中"
    world.act(number, at("12:20", day=4), result="已修复")
    assert world.shown(number, "status") == "已完成"


def test_a_start_typed_wrong_and_mended_mends_the_arrival() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), work_started_at="14:50")
    assert world.shown(number, "onsite_met_at") == "2026-03-10 14:50"


def test_called_away_the_next_one_has_to_arrive_again() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="待派工", technician="")
    assert world.shown(number, "promise_met_at") == ""
    world.act(number, at("15:31"), technician="吴强")
    world.act(number, at("16:10"), work_started_at="16:00")
    assert world.shown(number, "promise_met_at") == "2026-03-10 16:00"


def test_who_has_left_is_not_there_yet() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("16:05"), departed_at="16:00")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "promise_met_at") == ""
    assert world.record(number).stamp("departed_at") == at("16:00")


def test_an_end_that_lies_ahead_is_asked_about_and_completes_nothing() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), **{**DONE, "work_ended_at": "3/12 15:50"})
    assert world.shown(number, "status") == "维修中"
    asked = "维修结束时间:3/12 15:50 还没到,到时才算数;不是那时就填实际时间,昨天的连日期写"
    assert world.shown(number, "next_action") == asked
    assert world.record(number).stamp("work_ended_at") is None

    world.act(number, at("15:40"), problem="")
    assert world.shown(number, "next_action") == asked.replace("3/12", "2026-03-12")
    world.act(number, at("15:49", day=2), status="已完成")
    assert world.shown(number, "status") == "维修中"
    world.act(number, at("15:49", day=2), work_ended_at="3/10 15:20")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "completed_at") == "2026-03-10 15:20"


@pytest.mark.parametrize("column", ["departed_at", "arrived_at", "work_started_at"])
@pytest.mark.parametrize("typed", ["明天10点", "3/11 10:00", 46092.5])
def test_nobody_has_left_or_begun_at_a_time_to_come(column: str, typed: str | float) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("14:50"), **{column: typed})
    assert world.shown(number, "status") == "已预约"
    assert world.record(number).stamp(column) is None
    assert "还没到" in world.shown(number, "problem")


def test_a_few_minutes_ahead_are_another_clock() -> None:
    world, number = on_site()
    world.act(number, at("15:42"), **DONE)
    assert world.shown(number, "status") == "已完成"


def test_nothing_has_happened_before_it_was_reported() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("15:30"), work_started_at="13:00")
    asked = "维修开始时间:13:00 早于报修时间,没有算数;请填实际时间,报修更早就改「报修时间」"
    assert world.shown(number, "next_action") == asked
    assert world.shown(number, "status") == "已派工"
    world.act(number, at("15:31"), problem="")
    assert world.shown(number, "next_action") == asked.replace("13:00", "2026-03-10 13:00")
    world.act(number, at("15:32"), work_started_at="13:01")
    world.act(number, at("15:33"), reported_at=46091.5)
    assert world.shown(number, "status") == "维修中"
    assert world.record(number).stamp("arrived_at") == at("13:01")


def test_work_that_ended_before_the_report_completes_nothing() -> None:
    world, number = waiting()
    world.act(number, at("15:00"), **{**DONE, "work_ended_at": "14:10"})
    assert world.shown(number, "status") == "待派工"
    assert world.record(number).stamp("completed_at") is None


def test_a_day_alone_is_no_time_at_which_anything_began() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("15:30"), work_started_at=46091)
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "next_action") == (
        "维修开始时间:「2026-03-10」没说清几点。是 3/10 09:00 吗?是就请填 3/10 09:00。"
    )


def test_the_end_of_an_earlier_visit_is_none_of_this_one_and_is_asked_for_anew() -> None:
    world, number = on_site()
    first = {**DONE, "work_ended_at": "15:35", "result": "待配件"}
    world.act(number, at("15:40"), **first, parts_eta="3/14 10:00")
    world.act(number, at("11:10", day=4), status="维修中")
    asked = "差2项才能完成:维修结束时间、维修结果(上次待配件)"
    assert world.shown(number, "next_action") == asked
    world.act(number, at("12:10", day=4), result="已修复")
    assert world.shown(number, "next_action") == "差1项才能完成:维修结束时间"
    world.act(number, at("12:11", day=4), work_ended_at="3/14 12:00")
    assert world.shown(number, "status") == "已完成"


def test_an_end_that_is_typed_with_the_second_visit_is_its_own() -> None:
    world, number = on_site()
    first = {**DONE, "work_ended_at": "15:35", "result": "待配件"}
    world.act(number, at("15:40"), **first, parts_eta="3/14 10:00")
    again = {"status": "维修中", "work_ended_at": "3/14 12:00", "result": "已修复"}
    world.act(number, at("12:10", day=4), **again)
    assert world.shown(number, "status") == "已完成"


def test_a_status_chosen_by_hand_is_when_the_work_began_unless_somebody_typed_it() -> None:
    world, number = dispatched()
    world.act(number, at("15:00"), status="维修中")
    assert world.shown(number, "work_started_at") == "2026-03-10 15:00"
    assert world.record(number).visits[-1].started_at == at("15:00")
    world.act(number, at("15:40"), work_started_at="14:50")
    assert world.record(number).visits[-1].started_at == at("14:50")

    other = world.report(phone="138-0000-0009", serial_no="SN9")
    world.settle()
    world.act(other, at("16:00"), technician="吴强", status="维修中", work_started_at="15:45")
    assert world.shown(other, "work_started_at") == "2026-03-10 15:45"


def test_a_status_refused_for_want_of_a_technician_begins_nothing_once_they_are_named() -> None:
    world, number = waiting()
    world.act(number, at("15:00"), status="维修中")
    world.act(number, at("15:05"), technician="陈立")
    assert [world.shown(number, c) for c in ("status", "work_started_at")] == ["已派工", ""]
    world.act(number, at("15:06"), status="维修中")
    assert world.shown(number, "work_started_at") == "2026-03-10 15:06"


def test_an_earlier_visit_doesnt_say_that_anybody_is_at_work_now() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="待派工")
    world.act(number, at("15:35"), status="维修中")
    world.act(number, at("15:40"), technician="吴强")
    assert world.shown(number, "status") == "已派工"


def test_a_second_visit_begun_by_the_status_has_a_start_of_its_own() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("11:10", day=4), status="维修中")
    assert world.shown(number, "work_started_at") == "2026-03-14 11:10"
    starts = [visit.started_at for visit in world.record(number).visits]
    assert starts == [at("15:00"), at("11:10", day=4)]


def test_an_emptied_start_stays_empty_and_an_arrival_alone_leaves_it_to_be_typed() -> None:
    world, number = dispatched()
    world.act(number, at("15:00"), status="维修中")
    world.act(number, at("15:05"), work_started_at="")
    assert world.shown(number, "work_started_at") == ""
    world, number = dispatched()
    world.act(number, at("15:05"), arrived_at="15:00")
    assert [world.shown(number, c) for c in ("status", "work_started_at")] == ["维修中", ""]


def test_who_goes_on_after_a_wait_of_the_same_day_began_when_they_did() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="待客户", next_contact_at="17:00")
    world.act(number, at("17:00"), status="维修中")
    assert world.shown(number, "work_started_at") == "2026-03-10 15:00"


def test_the_departure_follows_the_time_that_the_customer_agreed_to_and_no_other() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="明天10点")
    assert world.shown(number, "depart_by") == ""
    world.act(number, at("14:45"), appointment_at="16:30")
    assert world.shown(number, "depart_by") == "2026-03-10 16:10"
    world.act(number, at("14:50"), appointment_at="明天10点")
    assert world.shown(number, "depart_by") == "2026-03-10 16:10"
    world.act(number, at("14:55"), consent="同意改约")
    assert world.shown(number, "depart_by") == "2026-03-11 09:40"
