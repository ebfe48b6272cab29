"""A report becomes a row with a number, however it came: by the form, typed by staff, found in an old sheet."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import NOW, at
from tests.world import World, waiting

TYPED = {"customer_name": "李女士", "phone": "138-0000-0002", "fault": "漏水"}


def test_a_web_report_is_a_numbered_graded_row_with_its_deadlines_after_one_cycle() -> None:
    world, number = waiting()
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "grade") == "普通"
    assert world.shown(number, "reported_at") == "2026-03-10 14:30"
    assert world.shown(number, "channel") == "网页"
    deadlines = [world.shown(number, f"{clock}_by") for clock in ("response", "onsite", "promise")]
    assert deadlines == ["2026-03-11 14:30", "2026-03-13 14:30", "2026-03-10 17:30"]
    assert world.kinds(number) == ["new_report"]
    assert not world.cycle()


def test_what_the_customer_wrote_stands_in_the_row_to_the_letter() -> None:
    world, number = waiting(fault="=1+1 打不着火", unit_name="小麦面馆")
    assert world.cell(number, "fault") == "=1+1 打不着火"
    assert world.cell(number, "unit_name") == "小麦面馆"


def test_a_report_whose_row_never_arrived_is_appended_again_and_announced_once() -> None:
    world, number = waiting()
    world.rows["tickets"].clear()
    world.memory = None
    again = world.cycle(at("14:31"))
    assert [row.key for row in again.writes.rows] == [number]
    assert (world.shown(number, "grade"), world.shown(number, "region")) == ("普通", "城东")
    assert len(world.told(number, "new_report")) == 1


def test_a_typed_row_gets_its_number_once_it_has_stood_still_for_a_cycle() -> None:
    world = World()
    world.type_row(**TYPED)
    world.cycle(at("14:31"))
    assert world.number() == ""
    world.rows["tickets"][0][world.columns["tickets"]["fault"]] = "漏水,很大"
    world.cycle(at("14:32"))
    assert world.number() == ""
    world.cycle(at("14:33"))
    assert world.number() == "WX20260310001"


def test_a_typed_row_is_a_report_like_any() -> None:
    world = World()
    number = world.typed_in(**TYPED, address="城东人民路1号", product_model="大锅灶 ZG-2A")
    assert world.shown(number, "reported_at") == "2026-03-10 14:30"
    assert (world.shown(number, "status"), world.shown(number, "channel")) == ("待派工", "电话")
    assert world.shown(number, "next_action").startswith("建议派陈立")
    assert world.kinds(number) == ["new_report"]


def test_what_a_typed_row_says_already_counts_as_asked_for() -> None:
    world = World()
    number = world.typed_in(**TYPED, technician="陈", grade="特急")
    assert world.shown(number, "technician") == "陈立·工01"
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "response_by") == "2026-03-10 16:30"


def test_two_rows_typed_alike_to_the_letter_are_two_tickets() -> None:
    world = World()
    world.type_row(**TYPED)
    number = world.typed_in(**TYPED)
    assert {world.number(0), number} == {"WX20260310001", "WX20260310002"}


def test_a_row_without_name_phone_or_fault_is_nobodys_ticket() -> None:
    world = World()
    world.type_row(remarks="下周盘点")
    for _ in range(3):
        world.cycle()
    assert world.number() == ""
    assert not world.records


def test_a_row_meant_for_a_ticket_that_says_too_little_tells_what_it_lacks_until_it_is_one() -> (
    None
):
    world = World()
    world.type_row(status="待派工", address="城东1号")
    world.cycle()
    row, problem = world.rows["tickets"][0], world.columns["tickets"]["problem"]
    assert row[problem] == "这一行还不是工单,没有单号:请写客户姓名、联系方式或故障描述"
    assert not world.cycle()
    row[world.columns["tickets"]["fault"]] = "漏水"
    for _ in range(3):
        world.cycle()
    assert world.number() == "WX20260310001"
    assert world.shown(world.number(), "problem") == ""


def test_what_it_lacks_is_gone_with_the_words_of_such_a_row() -> None:
    world = World()
    world.type_row(status="待派工")
    world.cycle()
    world.rows["tickets"][0][world.columns["tickets"]["status"]] = ""
    world.cycle()
    assert set(world.rows["tickets"][0]) == {""}


def test_rows_of_another_system_are_taken_over_as_they_are_and_announce_nothing() -> None:
    world = World()
    old = {"customer_name": "张*", "phone": "138-0000-0000", "status": "已完成"}
    world.type_row(ticket_no="WX2023901", **old, technician="*师傅(工号01)", work_ended_at=45200.48)
    world.type_row(ticket_no="A-17", customer_name="李", status="维修中", result="换了个阀")
    world.cycle()
    world.cycle(at("9:00", day=9))
    assert world.shown("WX2023901", "status") == "已完成"
    assert world.shown("WX2023901", "technician") == "*师傅(工号01)"
    assert world.shown("A-17", "result") == "换了个阀"
    assert world.shown("A-17", "problem") == ""
    assert not world.notices


def test_a_numbered_row_typed_into_a_desk_at_work_is_a_new_report() -> None:
    world, _ = waiting()
    world.type_row(ticket_no="WX2023901", **TYPED)
    world.cycle(at("14:31"))
    assert world.shown("WX2023901", "reported_at") == "2026-03-10 14:31"
    assert world.record("WX2023901").stamp("reported_at") == NOW.replace(minute=31)


def test_what_another_system_wrote_is_nobodys_edit_and_its_grade_counts() -> None:
    world = World()
    old = {"customer_name": "李", "remarks": "老客户", "amount_due": 700, "reported_at": 46090.5}
    world.type_row(ticket_no="A-1", **old, status="待派工", grade="紧急")
    world.cycle()
    assert [event.kind for event in world.events] == ["imported", "wrote"]
    assert [world.shown("A-1", c) for c in ("amount_due", "problem")] == ["700.00", ""]
    assert world.shown("A-1", "onsite_by") == "2026-03-11 12:00"


def test_a_number_without_a_status_on_a_first_connection_is_an_old_ticket_too() -> None:
    world = World()
    world.type_row(ticket_no="A-1", **TYPED)
    world.cycle()
    assert world.shown("A-1", "status") == "待受理"
    assert world.notices == {}


def test_the_facts_of_a_typed_row_are_its_report_and_not_edits_of_it() -> None:
    world = World()
    world.typed_in(**TYPED, technician="陈")
    edited = [event.values["column"] for event in world.events if event.kind == "edited"]
    assert edited == ["technician"]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(46091.375, id="as-a-time"),
        pytest.param("3/10 9:00", id="as-a-date"),
        pytest.param("9:00", id="as-an-hour"),
        pytest.param("今天上午9点", id="in-words"),
    ],
)
def test_the_time_of_the_report_that_is_typed_with_a_row_is_when_it_was_reported(
    typed: Scalar,
) -> None:
    world = World()
    number = world.typed_in(**TYPED, reported_at=typed)
    assert world.shown(number, "reported_at") == "2026-03-10 09:00"
    assert world.shown(number, "response_by") == "2026-03-11 09:00"
    assert world.shown(number, "problem") == ""
    assert not world.cycle()


def test_a_visit_that_is_typed_with_an_earlier_report_of_it_is_taken() -> None:
    world = World()
    done = {"work_started_at": "11:10", "work_ended_at": "11:50"}
    number = world.typed_in(**TYPED, reported_at="9:00", technician="陈立", **done)
    times = [world.shown(number, f"work_{end}_at") for end in ("started", "ended")]
    assert times == ["2026-03-10 11:10", "2026-03-10 11:50"]
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "problem") == ""


def test_a_report_of_a_new_row_that_lies_ahead_is_put_back_with_a_sentence() -> None:
    world = World()
    number = world.typed_in(**TYPED, reported_at="明天9:00")
    assert world.shown(number, "reported_at") == "2026-03-10 14:30"
    assert world.shown(number, "problem").startswith("「报修时间」明天9:00 还没到,已恢复原值")


def test_a_report_of_a_new_row_at_no_known_hour_is_asked_about() -> None:
    world = World()
    number = world.typed_in(**TYPED, reported_at="今天早上")
    assert world.shown(number, "reported_at") == "2026-03-10 14:30"
    assert world.shown(number, "problem") == (
        "「报修时间」看不出「今天早上」是几点,已恢复原值;请写成 3/11 9:30"
    )


def test_a_copy_of_a_row_without_its_number_was_reported_now_and_says_nothing_of_the_rest() -> None:
    world, elder = waiting()
    copied = dict(zip(world.columns["tickets"], world.rows["tickets"][0], strict=False))
    world.now = at("14:50")
    number = world.typed_in(**{**copied, "ticket_no": "", "phone": "138-0000-0003"})
    assert number != elder
    assert world.shown(number, "reported_at") == "2026-03-10 14:50"
    assert world.shown(number, "problem") == ""
