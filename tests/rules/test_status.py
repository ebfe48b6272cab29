"""Status follows facts; what staff choose by hand is one more, and only what does harm is put back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import POLICY, at, switched
from tests.world import DONE, HANDED_IN, World, completed, dispatched, filed, on_site, waiting


def test_the_main_course_needs_no_choice_of_a_status_at_all() -> None:
    world, number = waiting()
    seen = [world.shown(number, "status")]
    for minute, cells in {
        "14:31": {"technician": "陈立"},
        "14:35": {"contact_result": "接通", "appointment_at": "15:00"},
        "15:01": {"work_started_at": "15:00"},
        "16:00": DONE,
        "16:01": {**HANDED_IN, "status": "结单"},
    }.items():
        world.act(number, at(minute), **cells)
        seen.append(world.shown(number, "status"))
    assert seen == ["待派工", "已派工", "已预约", "维修中", "已完成", "已结单"]


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("待配件", "待配件"),
        ("缺件", "待配件"),
        ("未修复", "需支援"),
        ("客户放弃", "已结单"),
        ("换机", "已完成"),
        ("退款", "已完成"),
        ("无法修复", "已完成"),
        ("修好", "已完成"),
    ],
)
def test_the_result_leads_on(result: str, status: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "result": result}, remarks="客户说的")
    assert world.shown(number, "status") == status


@pytest.mark.parametrize(
    ("typed", "status"), [("完工", "已完成"), ("修好", "已完成"), ("completed", "已完成")]
)
def test_staffs_own_words_are_accepted(typed: str, status: str) -> None:
    world, number = on_site()
    facts = {name: cell for name, cell in DONE.items() if name != "result"}
    world.act(number, at("16:00"), **facts, result="已修复", status=typed)
    assert world.cell(number, "status") == status


def test_skipping_forward_walks_the_line_and_marks_what_was_inferred() -> None:
    world, number = dispatched()
    world.act(number, at("16:00"), **DONE, status="已完成")
    moves = [e for e in world.events if e.kind == "moved"][-2:]
    assert [(e.values["to"], bool(e.values.get("inferred"))) for e in moves] == [
        ("on_site", True),
        ("completed", False),
    ]


def test_completion_without_what_it_wants_is_put_back_and_says_what_is_missing() -> None:
    world, number = on_site()
    facts = {name: cell for name, cell in DONE.items() if name != "test_result"}
    world.act(number, at("16:00"), **facts, status="完工")
    assert world.cell(number, "status") == "维修中"
    said = "状态没改成「已完成」:还差试机结果。补上后再选一次"
    assert world.shown(number, "problem") == said
    assert world.shown(number, "next_action") == said


def test_a_refusal_is_answered_when_the_status_is_reached() -> None:
    world, number = on_site()
    world.act(number, at("15:50"), status="完工")
    assert "还差" in world.shown(number, "problem")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "next_action").startswith("客服:")


def test_a_refusal_names_what_is_still_missing_when_some_of_it_came_in() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), cause="老化", measures="更换", consent="同意方案")
    world.act(number, at("15:50"), work_ended_at="15:50", result="已修复", status="完工")
    assert "还差试机结果、客户签字" in world.shown(number, "problem")
    world.act(number, at("15:51"), test_result="正常", signature="拒签")
    assert "还差验收说明" in world.shown(number, "problem")
    assert world.shown(number, "next_action") == world.shown(number, "problem")


def test_cause_measures_and_the_consent_to_the_plan_are_written_down_before_completion() -> None:
    """P1 4.5.4, P2 S4 (duties 28, 30)."""
    world, number = on_site()
    lacks = {"cause": "", "measures": "", "consent": ""}
    world.act(number, at("16:00"), **{**DONE, **lacks})
    said = "差3项才能完成:客户同意、故障原因、处理措施"
    assert [world.shown(number, c) for c in ("status", "next_action")] == ["维修中", said]
    world.act(number, at("16:02"), cause="针阀老化", measures="换针阀")
    world.act(number, at("16:03"), consent="同意方案")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "plan_consent_at") == "2026-03-10 16:03"


def test_a_desk_that_asks_for_no_more_completes_with_end_result_test_and_signature() -> None:
    world, number = on_site(switched(POLICY, completion_wants=()))
    world.act(number, at("16:00"), **{**DONE, "cause": "", "measures": "", "consent": ""})
    assert world.shown(number, "status") == "已完成"


def test_facts_that_lack_something_are_not_refused_aloud() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), work_ended_at="15:50", result="已修复")
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "problem") == ""


def test_an_unknown_status_is_put_back_with_a_sentence() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="什么状态")
    assert world.cell(number, "status") == "已派工"
    assert world.shown(number, "problem") == "状态「什么状态」看不懂,已恢复原值;请从下拉里选"


@pytest.mark.parametrize("word", ["取消", "作废", "客户放弃"])
def test_a_reason_typed_as_a_status_says_where_it_belongs(word: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status=word)
    assert world.cell(number, "status") == "已派工"
    assert world.shown(number, "problem") == (
        f"「{word}」不是状态,已恢复原值;「状态」选已结单、「结单原因」选{word}"
    )


def test_an_emptied_status_is_put_back_without_a_word() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="")
    assert world.cell(number, "status") == "已派工"
    assert world.shown(number, "problem") == ""


def test_no_way_back_from_finished_work_names_the_legal_choice_and_the_way_to_another_visit() -> (
    None
):
    world, number = completed()
    world.act(number, at("16:10"), status="待派工")
    assert world.cell(number, "status") == "已完成"
    assert world.shown(number, "problem") == (
        "状态没改成「待派工」:「已完成」之后可选已结单;没修好要再上门,「回访结果」选未解决"
    )


def test_closing_what_is_undone_wants_a_reason() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status="结单")
    assert world.shown(number, "problem") == "状态没改成「已结单」:还差「结单原因」。选好就结单"
    world.act(number, at("15:11"), close_reason="取消", status="结单")
    assert world.cell(number, "status") == "已结单"
    assert world.shown(number, "closed_at") == "2026-03-10 15:11"
    assert world.shown(number, "next_action") == ""


def test_waiting_for_the_customer_pauses_until_work_goes_on() -> None:
    world, number = dispatched()
    waits = {"status": "待客户", "next_contact_at": "16:00", "wait_reason": "不在"}
    world.act(number, at("15:00"), **waits)
    assert world.shown(number, "promise_by") == "暂停·3/10 16:00"
    assert world.shown(number, "next_action") == "等客户,16:00再联系"
    world.act(number, at("16:00"), status="维修中")
    assert world.shown(number, "promise_by") == "2026-03-10 18:30"


def test_a_pause_after_the_arrival_changes_no_deadline_that_was_met() -> None:
    world, number = on_site()
    met = world.shown(number, "onsite_by")
    world.act(number, at("15:30"), status="待客户", next_contact_at="17:00")
    world.act(number, at("17:00"), status="维修中")
    assert world.shown(number, "onsite_by") == met


def test_everything_typed_at_once_is_walked_in_the_order_of_the_work() -> None:
    world = World()
    number = world.typed_in(
        customer_name="李",
        phone="138-0000-0002",
        fault="漏水",
        technician="陈",
        contact_result="接通",
        work_started_at="14:00",
        work_ended_at="14:20",
        result="已修复",
        test_result="正常",
        signature="已签·李",
        cause="老化",
        measures="更换",
        consent="同意方案",
    )
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "completed_at") == "2026-03-10 14:20"


REOPENING = (
    "状态没改:重开已结单的工单要主管。请主管打开 http://127.0.0.1:8000/desk/tickets/{} 点「重开」"
)


def test_reopening_a_filed_ticket_in_the_sheet_is_put_back_with_a_link_to_the_desk() -> None:
    world, number = filed(replace(POLICY, desk_url="http://127.0.0.1:8000"))
    world.act(number, at("16:20"), status="已完成")
    assert world.cell(number, "status") == "已结单"
    assert world.shown(number, "problem") == REOPENING.format(number)


def test_a_named_supervisor_reopens_a_filed_ticket_on_the_desk() -> None:
    world, number = filed()
    world.act(number, at("16:20"), status="已完成")
    world.say(number, "asked", to="completed", reason="还漏水", by="06 吴强")
    world.act(number, at("16:25"))
    assert world.cell(number, "status") == "已完成"
    assert world.shown(number, "problem") == ""
    moved = next(event for event in reversed(world.events) if event.kind == "moved")
    assert (moved.actor, moved.channel, moved.at) == ("06 吴强", "desk", at("16:20"))


def test_a_result_typed_into_a_filed_row_does_not_open_it() -> None:
    world, number = filed()
    world.act(number, at("16:20"), result="换机")
    assert world.shown(number, "status") == "已结单"


def test_an_unknown_status_is_no_matter_any_more_once_the_work_is_done() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status="维修好了")
    assert "看不懂" in world.shown(number, "next_action")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "next_action").startswith("客服:")


def test_who_stayed_at_work_without_a_reason_is_no_matter_once_they_left() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), technician="周平")
    assert "正在维修,没有改派" in world.shown(number, "next_action")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "problem") == ""
