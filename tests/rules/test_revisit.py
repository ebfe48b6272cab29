"""A completed customer is called back within a day, until somebody has said how it went."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sheetflow.cells import display
from tests.builders import at
from tests.world import DONE, World, completed, filed, on_site, waiting


def test_the_call_is_due_a_day_after_the_work_really_ended() -> None:
    world, number = completed()
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"
    assert world.shown(number, "revisit_by") == "2026-03-11 15:50"
    assert world.shown(number, "next_due") == "2026-03-11 15:50"


def test_a_deadline_at_night_moves_to_an_hour_after_the_desk_opens() -> None:
    world, number = on_site()
    late = {**DONE, "work_ended_at": "21:40"}
    world.act(number, at("21:50"), **late)
    assert world.shown(number, "revisit_by") == "2026-03-12 09:00"


def test_a_customer_not_called_within_a_day_is_flagged_and_the_revisit_role_told_once() -> None:
    world, number = completed()
    for minute in ("15:50", "15:51", "15:52"):
        world.act(number, at(minute, day=1))
    (notice,) = world.told(number, "revisit_overdue")
    assert [recipient.name for recipient in notice.to] == ["林静"]
    facts = ("by", "over", "completed_at", "technician", "result", "product")
    told = ["15:50", "超时1分", "3/10 15:50", "陈立", "已修复", "大锅灶 ZG-2A"]
    assert [notice.facts[fact] for fact in facts] == told
    assert "回访超期" in world.shown(number, "flags")


@pytest.mark.parametrize("result", ["满意", "未解决", "不满意", "拒访"])
def test_a_result_ends_it(result: str) -> None:
    world, number = completed()
    world.act(number, at("10:00", day=1), revisit_result=result)
    world.act(number, at("16:00", day=1))
    assert world.shown(number, "revisit_met_at") == "2026-03-11 10:00"
    assert world.told(number, "revisit_overdue") == []


def test_an_unanswered_call_is_tried_again() -> None:
    world, number = completed()
    world.act(number, at("10:00", day=1), revisit_result="没接通")
    assert world.shown(number, "revisit_met_at") == ""
    assert "回访" in world.shown(number, "next_action")
    world.act(number, at("15:51", day=1))
    assert len(world.told(number, "revisit_overdue")) == 1


def test_a_filed_ticket_is_called_no_more() -> None:
    world, number = filed()
    world.act(number, at("16:00", day=1))
    assert world.told(number, "revisit_overdue") == []


def calls(world: World) -> list[tuple[str, str, str]]:
    """Give kind, attempt and result of each row of 联系记录 after the first contact."""
    tab = world.policy.schema.tab("contacts")
    at = world.columns["contacts"]
    rows = [row for row in world.rows["contacts"] if row[at["kind"]] == "回访"]
    names = ("kind", "attempt", "result")
    return [tuple(display(tab.column(name), row[at[name]]) for name in names) for row in rows]


def again(world: World, number: str, now: datetime, result: str) -> None:
    """Let somebody choose a result anew: empty the cell, wait one run, choose."""
    world.act(number, now, revisit_result="")
    world.act(number, now + timedelta(minutes=1), revisit_result=result)


def test_each_call_is_a_row_of_the_contacts() -> None:
    world, number = completed()
    world.act(number, at("16:30"), revisit_result="没接通")
    again(world, number, at("17:30"), "满意")
    assert calls(world) == [("回访", "1", "没接通"), ("回访", "2", "满意")]
    kinds = [event.values["result"] for event in world.events if event.kind == "revisited"]
    assert kinds == ["no_answer", "satisfied"]


def test_no_answer_is_tried_again_and_emptying_the_cell_says_nothing() -> None:
    world, number = completed()
    world.act(number, at("16:30"), revisit_result="没接通")
    said = "客服:第1次没接通,3/11 15:50前再打;清空「回访结果」再选"
    assert world.shown(number, "next_action") == said
    world.act(number, at("16:40"), revisit_result="")
    assert world.shown(number, "next_action") == said


def test_three_calls_on_two_days_that_nobody_answered_let_it_be_filed() -> None:
    world, number = completed()
    world.act(number, at("16:10"), docs_in="回执√", rating="满意", revisit_result="没接通")
    again(world, number, at("17:30"), "没接通")
    again(world, number, at("19:30"), "没接通")
    world.act(number, at("19:40"), status="已结单")
    assert world.shown(number, "status") == "已完成"
    world.act(number, at("19:50"), problem="")
    again(world, number, at("10:00", day=1), "没接通")
    assert world.shown(number, "next_action") == "内勤:可以归档(状态选「已结单」)"
    world.act(number, at("10:10", day=1), status="已结单")
    assert world.shown(number, "status") == "已结单"


def test_who_wants_no_call_is_asked_no_more() -> None:
    world, number = completed()
    world.act(number, at("16:30"), revisit_result="拒访", docs_in="回执√", rating="一般")
    assert world.shown(number, "next_action") == "内勤:可以归档(状态选「已结单」)"


def unhappy() -> tuple[World, str]:
    """Give a desk on which the customer isn't content, called at 10:00 of the next day."""
    world, number = completed()
    world.act(number, at("16:10"), docs_in="回执√", rating="一般")
    world.act(number, at("10:00", day=1), revisit_result="不满意")
    return world, number


def test_who_isnt_content_is_followed_up_by_somebody_on_a_day() -> None:
    world, number = unhappy()
    assert world.shown(number, "next_action") == "客服:客户不满意,填「跟进人」和「跟进时间」"
    world.act(number, at("10:05", day=1), followup_owner="吴强", followup_at="3/13 15:00")
    assert world.shown(number, "next_due") == "2026-03-13 15:00"
    said = "吴强:3/13 15:00跟进不满意的客户,再填「回访结果」"
    assert world.shown(number, "next_action") == said
    assert world.memory is not None
    assert [line.block for line in world.memory.lines()] == ["revisits"]


def test_solved_but_not_content_twice_is_followed_up_anew_until_content() -> None:
    world, number = unhappy()
    world.act(number, at("10:05", day=1), followup_owner="吴强", followup_at="3/13 15:00")
    again(world, number, at("15:10", day=3), "不满意")
    assert world.shown(number, "next_action") == "客服:客户不满意,填「跟进时间」"
    world.act(number, at("15:20", day=3), status="已结单")
    assert "还差回访结果" in world.shown(number, "problem")
    world.act(number, at("15:25", day=3), followup_at="3/16 15:00")
    again(world, number, at("15:10", day=6), "满意")
    world.act(number, at("15:20", day=6), status="已结单")
    assert world.shown(number, "status") == "已结单"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"followup_owner": "吴强"}, "客服:客户不满意,填「跟进时间」"),
        ({"followup_at": "3/13 15:00"}, "客服:客户不满意,填「跟进人」"),
    ],
    ids=["by whom", "when"],
)
def test_what_is_there_of_the_follow_up_is_not_asked_for(said: dict[str, str], asked: str) -> None:
    world, number = unhappy()
    world.act(number, at("10:05", day=1), **said)
    assert world.shown(number, "next_action") == asked


def test_who_isnt_content_and_answers_no_more_is_called_again_or_filed_by_the_supervisor() -> None:
    world, number = unhappy()
    for day in (1, 2):
        again(world, number, at("16:00", day=day), "没接通")
    said = "客服:客户不满意,第2次没接通,填「跟进人」和「跟进时间」"
    assert world.shown(number, "next_action") == said
    world.act(number, at("16:05", day=2), followup_owner="吴强", followup_at="3/13 15:00")
    assert world.shown(number, "next_action") == (
        "吴强:3/13 15:00跟进不满意的客户,第2次没接通;清空「回访结果」再选"
    )
    again(world, number, at("15:00", day=3), "没接通")
    page = world.policy.ticket_page(number)
    assert world.shown(number, "next_action") == (
        f"客服:客户不满意,第3次没接通,填「跟进时间」;不再联系就请主管打开 {page} 点「归档」"
    )
    again(world, number, at("16:00", day=3), "不满意")
    assert world.shown(number, "next_action") == "客服:客户不满意,填「跟进时间」"


def test_a_filing_refused_beside_a_filled_cell_says_why_that_doesnt_do() -> None:
    world, number = completed()
    world.act(number, at("16:10"), docs_in="回执√", rating="一般", revisit_result="没接通")
    world.act(number, at("16:12"), status="已结单")
    assert world.shown(number, "problem") == (
        "状态没改成「已结单」:还差回访结果(没接通要打满3次、跨2天)。补上后再选一次"
    )
    again(world, number, at("17:00"), "不满意")
    page = world.policy.ticket_page(number)
    assert world.shown(number, "problem") == (
        "状态没改成「已结单」:还差回访结果(客户还不满意)。补上后再选一次;"
        f"不等就请主管打开 {page} 点「归档」"
    )
    again(world, number, at("18:00"), "满意")
    assert world.shown(number, "problem") == ""


def test_the_call_back_of_the_guidance_is_the_revisit() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), status="电话指导")
    world.act(number, at("15:30"), guidance_result="已解决")
    assert world.shown(number, "revisit_met_at") == "2026-03-10 15:30"
    assert world.shown(number, "next_action") == "内勤:可以归档(状态选「已结单」)"


def test_solved_on_the_phone_without_a_call_back_is_still_called() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), result="电话解决")
    assert world.shown(number, "next_action").startswith("客服:3/11 14:40前回访")


def test_called_in_vain_three_times_on_two_days_it_is_due_no_more() -> None:
    world, number = completed()
    world.act(number, at("16:10"), revisit_result="没接通")
    again(world, number, at("17:30"), "没接通")
    again(world, number, at("10:00", day=1), "没接通")
    assert world.shown(number, "revisit_by") == ""
    world.act(number, at("18:00", day=1))
    assert world.told(number, "revisit_overdue") == []
    assert "回访超期" not in world.shown(number, "flags")


def test_in_vain_once_the_day_is_over_stays_late() -> None:
    world, number = completed()
    world.act(number, at("16:10"), revisit_result="没接通")
    again(world, number, at("17:30"), "没接通")
    again(world, number, at("16:30", day=1), "没接通")
    assert len(world.told(number, "revisit_overdue")) == 1
    assert world.shown(number, "revisit_met_at") == "2026-03-11 16:31"
    assert "回访超期" not in world.shown(number, "flags")


def test_a_follow_up_by_nobody_of_the_staff_is_asked_about() -> None:
    world, number = completed()
    told = {"followup_owner": "小王", "followup_at": "3/12 10:00"}
    world.act(number, at("16:10"), revisit_result="不满意", **told)
    assert world.shown(number, "next_action") == "客服:跟进人「小王」不在「人员」里,请从下拉里选"
    world.act(number, at("16:11"), followup_owner="林静")
    assert "小王" not in world.shown(number, "next_action")


@pytest.mark.parametrize("result", ["满意", "未解决"])
def test_a_result_typed_before_the_end_is_no_revisit(result: str) -> None:
    world, number = on_site()
    world.act(number, at("15:10"), revisit_result=result)
    assert "「回访结果」只算维修结束之后打的" in world.shown(number, "problem")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "next_action") == (
        "客服:3/11 15:50前回访;修完之前填的不算,清空「回访结果」再选"
    )
    world.act(number, at("16:01"), revisit_result="")
    world.act(number, at("10:00", day=1), revisit_result="满意")
    assert world.shown(number, "revisit_met_at") == "2026-03-11 10:00"


def test_a_result_typed_into_a_wrong_row_and_emptied_leaves_the_revisit_to_be_made() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), revisit_result="满意")
    world.act(number, at("15:13"), revisit_result="")
    assert world.shown(number, "problem") == ""
    world.act(number, at("16:00"), **DONE)
    assert "回访" in world.shown(number, "next_action")
    world.act(number, at("15:51", day=1))
    assert len(world.told(number, "revisit_overdue")) == 1


def test_a_call_after_the_end_counts_though_the_end_is_typed_later() -> None:
    world, number = on_site()
    world.act(number, at("15:55"), revisit_result="满意")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "revisit_met_at") == "2026-03-10 15:55"
    assert world.shown(number, "problem") == ""
