"""上门记录: a row for each way to a customer, filled in as it goes."""

from __future__ import annotations

from datetime import date

import pytest

from sheetflow.figures import Period, cases_of, figures
from sheetflow.serials import from_serial
from tests.builders import POLICY, SHANGHAI, at
from tests.world import DONE, World, dispatched, on_site, waiting


def rows(world: World, *columns: str) -> list[list[str]]:
    """Give the visits as staff see them: instants as the day's wall time, all else as it stands."""
    places = [world.columns["visits"][column] for column in columns]
    return [[shown(row[place]) for place in places] for row in world.rows["visits"]]


def shown(cell: object) -> str:
    return f"{from_serial(cell, SHANGHAI):%H:%M}" if isinstance(cell, float) else str(cell)


STEPS = ("planned_at", "departed_at", "arrived_at", "started_at", "ended_at", "outcome")


def appointed() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    return world, number


def test_a_departure_begins_a_row_that_the_steps_fill() -> None:
    world, number = appointed()
    assert world.rows["visits"] == []
    world.act(number, at("16:05"), departed_at="16:05")
    assert rows(world, "visit_no", "ticket_no", "technician", "cycle") == [
        [f"{number}/V1", number, "陈立·工01", "1"]
    ]
    assert rows(world, *STEPS) == [["16:30", "16:05", "", "", "", ""]]
    world.act(number, at("16:26"), arrived_at="16:26")
    world.act(number, at("16:31"), work_started_at="16:31")
    world.act(number, at("17:20"), **{**DONE, "work_ended_at": "17:15"})
    assert rows(world, *STEPS) == [["16:30", "16:05", "16:26", "16:31", "17:15", "完成"]]


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [
        pytest.param({"status": "待配件"}, "改天", id="before-they-came"),
        pytest.param({"status": "待派工"}, "叫走", id="called-away"),
        pytest.param({"technician": "吴强"}, "叫走", id="somebody-else"),
        pytest.param({"status": "联系不上"}, "空跑", id="for-nothing"),
    ],
)
def test_no_visit_is_over_before_a_step_of_it_that_was_typed_a_little_ahead(
    choice: dict[str, str], outcome: str
) -> None:
    world, number = appointed()
    world.act(number, at("16:05"), departed_at="16:10")
    world.act(number, at("16:07"), **choice)
    assert rows(world, "departed_at", "ended_at", "outcome")[0] == ["16:10", "16:10", outcome]


def test_a_start_alone_is_a_visit_too() -> None:
    world, _ = on_site()
    assert rows(world, *STEPS) == [["15:00", "", "15:00", "15:00", "", ""]]


def test_a_second_visit_of_one_cycle_is_a_second_row() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("10:00", day=4), appointment_at="2026-03-14 11:00")
    world.act(number, at("11:10", day=4), result="", work_started_at="2026-03-14 11:05")
    assert rows(world, "visit_no", "cycle", "arrived_at", "started_at", "ended_at", "outcome") == [
        [f"{number}/V1", "1", "15:00", "15:00", "15:40", "待配件"],
        [f"{number}/V2", "1", "11:05", "11:05", "", ""],
    ]


def test_nobody_at_the_agreed_time_is_a_visit_for_nothing() -> None:
    world, number = appointed()
    world.act(number, at("16:05"), departed_at="16:05")
    world.act(number, at("16:40"), status="联系不上")
    assert rows(world, *STEPS) == [["16:30", "16:05", "", "", "16:40", "空跑"]]


def test_for_nothing_also_where_nobody_typed_the_departure() -> None:
    world, number = appointed()
    world.act(number, at("16:40"), status="联系不上")
    assert rows(world, *STEPS) == [["16:30", "", "", "", "16:40", "空跑"]]


def test_for_nothing_also_where_the_arrival_was_typed_at_the_door() -> None:
    """docs/decisions/0031; the promise was kept, and another time is asked for."""
    world, number = appointed()
    world.act(number, at("16:31"), arrived_at="16:29")
    world.act(number, at("16:40"), status="联系不上")
    assert rows(world, *STEPS) == [["16:30", "", "16:29", "", "16:40", "空跑"]]
    assert world.shown(number, "promise_met_at") == "2026-03-10 16:29"
    said = "内勤:上门没人,打给客户另约;填「联系结果」「预约时间」"
    assert world.shown(number, "next_action") == said
    world.act(number, at("16:45"), contact_result="")
    world.act(number, at("16:46"), contact_result="接通", appointment_at="18:00")
    assert world.shown(number, "status") == "已预约"


@pytest.mark.parametrize(("came", "left"), [("16:29", "16:40"), ("16:41", "16:41")])
@pytest.mark.parametrize("together", [True, False])
def test_who_waits_because_the_customer_is_away_was_there_for_nothing(
    together: bool, came: str, left: str
) -> None:
    """docs/decisions/0031; what is put right in 等待原因 is put right in 上门记录."""
    world, number = appointed()
    world.act(number, at("16:31"), arrived_at=came)
    typed = {"wait_reason": "不在"} if together else {}
    world.act(number, at("16:40"), status="待客户", **typed)
    if not together:
        assert rows(world, "outcome") == [["改天"]]
        world.act(number, at("16:42"), wait_reason="不在")
    assert rows(world, *STEPS) == [["16:30", "", came, "", left, "空跑"]]
    world.act(number, at("16:45"), next_contact_at="3/11 9:00", wait_reason="暂停")
    assert rows(world, "outcome") == [["改天"]]
    world.act(number, at("16:46"), wait_reason="不在")
    world.act(number, at("9:00", day=1), contact_result="接通", appointment_at="3/11 14:00")
    assert world.shown(number, "status") == "已预约"
    assert rows(world, "outcome") == [["空跑"]]


def test_who_goes_away_while_the_work_goes_on_was_there() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), status="待客户", wait_reason="不在", next_contact_at="3/11 9:00")
    assert rows(world, "outcome") == [["改天"]]


def test_once_the_work_has_begun_somebody_was_there() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status="联系不上")
    assert world.shown(number, "status") == "维修中"


def test_out_of_reach_before_anybody_left_was_no_visit() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), status="联系不上")
    assert world.rows["visits"] == []


def test_called_away_ends_the_visit_and_the_next_technician_has_one_of_their_own() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), technician="吴强", reschedule_reason="叫去急修")
    world.act(number, at("16:10"), work_started_at="16:00")
    assert rows(world, "technician", "started_at", "ended_at", "outcome") == [
        ["陈立·工01", "15:00", "15:30", "叫走"],
        ["吴强·工06", "16:00", "", ""],
    ]


def test_another_day_is_agreed_on_site() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), status="已预约", appointment_at="3/11 9:00")
    assert rows(world, "started_at", "ended_at", "outcome") == [["15:00", "15:20", "改天"]]


def test_a_jam_moves_the_visit_under_way_and_another_day_ends_it() -> None:
    world, number = appointed()
    world.act(number, at("16:05"), departed_at="16:05")
    world.act(number, at("16:20"), appointment_at="17:00")
    assert rows(world, *STEPS) == [["17:00", "16:05", "", "", "", ""]]
    world.act(number, at("16:50"), appointment_at="3/11 9:00", consent="同意改约")
    assert rows(world, *STEPS) == [["17:00", "16:05", "", "", "16:50", "改天"]]


def test_a_second_technician_who_comes_to_help_has_a_visit_of_their_own() -> None:
    """P1 4.5.5, SHEET.md "visits": the first ends with 支援, and it was no repair at the first visit."""
    world, number = on_site()
    world.act(number, at("15:20"), result="未修复", helper="吴强")
    world.act(number, at("16:10"), result="", status="维修中")
    assert rows(world, "technician", "arrived_at", "ended_at", "outcome") == [
        ["陈立·工01", "15:00", "15:20", "支援"],
        ["吴强·工06", "16:10", "", ""],
    ]
    world.act(number, at("17:00"), **{**DONE, "work_ended_at": "17:00"})
    assert rows(world, "technician", "ended_at", "outcome")[1] == ["吴强·工06", "17:00", "完成"]
    march = Period(date(2026, 3, 1), date(2026, 3, 31), SHANGHAI)
    cases = cases_of(world.records.values(), POLICY)
    found = {one.key: one for one in figures(cases, march, POLICY, at("18:00"))}
    assert [found[key].count for key in ("first_visit_fix", "load/01", "load/06")] == [0, 1, 1]


def test_whoever_is_helped_and_goes_on_has_one_visit() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), result="未修复")
    assert rows(world, "outcome") == [["支援"]]
    world.act(number, at("15:40"), result="", status="维修中")
    assert rows(world, "started_at", "ended_at", "outcome") == [["15:00", "", ""]]


def test_a_time_put_right_after_the_work_stands_in_the_row() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **DONE)
    world.act(number, at("16:30"), arrived_at="14:58", work_ended_at="15:45")
    assert rows(world, "arrived_at", "started_at", "ended_at") == [["14:58", "15:00", "15:45"]]


def test_what_people_add_is_theirs_and_a_system_cell_typed_over_is_put_right() -> None:
    world, _ = on_site()
    [row] = world.rows["visits"]
    row[world.columns["visits"]["reason"]] = "厨房正忙"
    row[world.columns["visits"]["outcome"]] = "完成"
    world.settle()
    assert rows(world, "reason", "outcome") == [["厨房正忙", ""]]
    assert not world.cycle(cold=True)


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "nobody-sent"])
def test_whom_the_supervisor_cannot_reach_nobody_has_been_to(sent: bool) -> None:
    world, number = appointed() if sent else waiting()
    world.act(number, at("14:45"), status="主管处理")
    world.act(number, at("14:50"), status="联系不上")
    assert world.shown(number, "status") == "主管处理"
    choices = world.shown(number, "problem")
    assert choices.startswith("状态没改成「联系不上」:「主管处理」之后可选")
    assert "待客户" in choices
    assert rows(world, "outcome") == []
    assert [world.shown(number, f"{clock}_met_at") for clock in ("promise", "onsite")] == ["", ""]
    world.cycle(at("17:31"))
    assert "承诺超时" in world.shown(number, "flags")


@pytest.mark.parametrize(
    "status", [{"result": "待配件", "parts_eta": "3/12 10:00"}, {"status": "送修返厂"}]
)
def test_who_is_called_in_vain_after_a_visit_was_not_visited_again(status: dict[str, str]) -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **status)
    world.act(number, at("15:40"), work_started_at="")
    world.act(number, at("15:50"), status="联系不上")
    assert "状态没改成「联系不上」" in world.shown(number, "problem")
    assert rows(world, "ended_at") == [["15:20"]]


PARTS = {"result": "待配件", "parts_eta": "3/12 10:00"}
QUOTE = {"status": "待客户", "wait_reason": "报价", "next_contact_at": "3/11 10:00"}


@pytest.mark.parametrize("clock", ["15:22", "15:50"])
@pytest.mark.parametrize("left", [PARTS, QUOTE, {"status": "主管处理"}, {"status": "已预约"}])
def test_who_soon_is_at_work_again_never_left(left: dict[str, str], clock: str) -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **left)
    assert rows(world, "outcome") != [[""]]
    world.act(number, at(clock), status="维修中")
    assert rows(world, "arrived_at", "started_at", "ended_at", "outcome") == [
        ["15:00", "15:00", "", ""]
    ]
    assert "到场迟到" not in world.shown(number, "flags")


def test_parts_wait_chosen_by_mistake_and_put_right_to_repaired_is_one_visit() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **PARTS)
    world.act(number, at("15:21"), **{**DONE, "work_ended_at": "15:19"})
    assert rows(world, "arrived_at", "started_at", "ended_at", "outcome") == [
        ["15:00", "15:00", "15:19", "完成"]
    ]


@pytest.mark.parametrize(
    ("clock", "since", "times"),
    [
        pytest.param("15:51", {}, {}, id="later"),
        pytest.param("15:40", {"departed_at": "15:25"}, {}, id="left-again"),
        pytest.param("15:40", {"technician": "吴强"}, {}, id="somebody-else"),
        pytest.param("15:45", {"appointment_at": "15:40"}, {}, id="another-time-agreed"),
        pytest.param("15:45", {}, {"work_started_at": "15:40"}, id="a-start-of-its-own"),
    ],
)
def test_who_came_again_has_a_second_visit(
    clock: str, since: dict[str, str], times: dict[str, str]
) -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **PARTS)
    world.act(number, at("15:30"), **since)
    world.act(number, at(clock), status="维修中", **times)
    assert rows(world, "outcome") == [["待配件"], [""]]


@pytest.mark.parametrize(
    "closed",
    [
        {"status": "已结单", "close_reason": "取消"},
        {"result": "客户放弃", "remarks": "嫌贵"},
        {"status": "已结单", "close_reason": "作废"},
    ],
)
@pytest.mark.parametrize("helped", [False, True])
def test_a_visit_on_which_the_repair_was_given_up_did_not_repair_it(
    closed: dict[str, str], helped: bool
) -> None:
    world, number = on_site()
    if helped:
        world.act(number, at("15:05"), result="未修复", helper="吴强")
        world.act(number, at("15:08"), status="维修中", result="")
    world.act(number, at("15:10"), **closed)
    assert world.shown(number, "status") == "已结单"
    assert rows(world, "ended_at", "outcome")[-1] == ["15:10", "放弃"]
