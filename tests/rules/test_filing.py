"""Finished work is filed once revisit, papers and what was lent are there; what is undone is given up for a reason."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, HANDED_IN, completed, dispatched, filed, on_site, waiting


def test_filing_is_offered_when_all_is_there_and_is_one_choice() -> None:
    world, number = completed()
    world.act(number, at("16:10"), **HANDED_IN)
    assert world.shown(number, "next_action") == "内勤:可以归档(状态选「已结单」)"
    world.act(number, at("16:20"), status="已结单")
    shown = [world.shown(number, column) for column in ("status", "close_reason", "next_action")]
    assert shown == ["已结单", "归档", ""]


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ("docs_in", "单据交回"),
        ("rating", "满意度"),
        ("revisit_result", "回访结果"),
    ],
)
def test_what_is_missing_is_named_and_the_status_put_back(lacking: str, named: str) -> None:
    world, number = completed()
    cells = {name: cell for name, cell in HANDED_IN.items() if name != lacking}
    world.act(number, at("16:10"), **cells, status="已结单")
    assert world.shown(number, "status") == "已完成"
    said = f"状态没改成「已结单」:还差{named}。补上后再选一次"
    assert world.shown(number, "problem") == said


def test_a_rating_may_be_none_with_a_reason() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **DONE, rating="未评")
    assert world.shown(number, "next_action") == "差1项才能完成:验收说明"
    world.act(number, at("16:05"), acceptance_reason="客户赶时间")
    world.act(number, at("16:10"), docs_in="回执√", revisit_result="满意", status="已结单")
    assert world.shown(number, "status") == "已结单"


def test_filing_does_not_wait_for_payment() -> None:
    world, number = completed()
    world.act(number, at("16:10"), **HANDED_IN, quote_amount="180", status="已结单")
    assert world.shown(number, "status") == "已结单"


def test_a_loaner_that_is_out_is_flagged_once_the_work_is_done_and_gates_the_filing() -> None:
    world, number = on_site()
    lent = {"loaner": "要", "loaner_model": "ZB-20", "loaner_out_at": "15:10"}
    world.act(number, at("15:10"), **lent)
    assert "备用机未还" not in world.shown(number, "flags")
    world.act(number, at("16:00"), **DONE)
    assert "备用机未还" in world.shown(number, "flags")
    world.act(number, at("16:10"), **HANDED_IN)
    assert world.shown(number, "next_action") == "内勤:收齐后归档,还差备用机归还"
    world.act(number, at("16:20"), loaner_back_at="16:15", status="已结单")
    assert world.shown(number, "status") == "已结单"
    assert world.shown(number, "flags") == ""


@pytest.mark.parametrize("reason", ["取消", "作废", "客户放弃"])
def test_a_loaner_of_a_job_that_was_given_up_is_on_today_until_it_comes_back(reason: str) -> None:
    world, number = dispatched()
    over = {"status": "已结单", "close_reason": reason, "remarks": "不修了"}
    world.act(number, at("14:40"), loaner_out_at="14:40", **over)
    assert world.shown(number, "flags") == "备用机未还"
    said = "内勤:收回备用机,填「备用机归还」"
    assert world.shown(number, "next_action") == said
    world.cycle(at("08:00", day=3), cold=True)
    assert [(line[0], line[3]) for line in world.rows["today"]] == [("未交单据/旧件", said)]
    world.act(number, at("08:40", day=3), loaner_back_at="8:30")
    assert [world.shown(number, c) for c in ("flags", "problem", "next_action")] == ["", "", ""]
    assert world.rows["today"] == []


def test_a_loaner_that_is_all_that_is_missing_is_on_today() -> None:
    world, number = completed()
    world.act(number, at("16:05"), loaner_out_at="15:10")
    world.act(number, at("16:10"), **HANDED_IN)
    [line] = world.rows["today"]
    assert (line[0], line[3]) == ("未交单据/旧件", "内勤:收齐后归档,还差备用机归还")


def test_a_loaner_that_came_back_before_it_was_lent_is_asked_about() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), loaner_out_at="15:10")
    world.act(number, at("15:20"), loaner_back_at="15:05")
    assert "「备用机归还」早于「备用机借出」,请改对其中一个" in world.shown(number, "problem")
    world.act(number, at("15:25"), loaner_back_at="15:20")
    assert world.shown(number, "problem") == ""


def test_the_reason_of_a_customer_who_gave_up_is_filled_in() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), result="客户放弃", remarks="嫌贵")
    shown = [world.shown(number, column) for column in ("status", "close_reason", "resolution")]
    assert shown == ["已结单", "客户放弃", "客户放弃"]


def test_a_reason_chosen_alone_says_that_the_ticket_is_still_open() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), close_reason="取消")
    said = "「结单原因」是取消,单还没结:要结单「状态」选已结单,不结就清空「结单原因」"
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已派工", said]
    world.act(number, at("14:42"), close_reason="")
    assert world.shown(number, "problem") == ""
    world.act(number, at("14:43"), close_reason="取消")
    world.act(number, at("14:44"), status="已结单")
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已结单", ""]


WHY = "状态没改成「已结单」:客户为什么放弃?写在「备注」,写好就结单"


@pytest.mark.parametrize(
    "typed", [{"result": "客户放弃"}, {"status": "已结单", "close_reason": "客户放弃"}]
)
def test_why_the_customer_gave_up_is_asked_before_the_row_is_filed(typed: dict[str, str]) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **typed)
    shown = [world.shown(number, column) for column in ("status", "next_action", "problem")]
    assert shown == ["维修中", WHY, WHY]
    world.act(number, at("16:05"), remarks="嫌贵")
    shown = [world.shown(number, column) for column in ("status", "close_reason", "problem")]
    assert shown == ["已结单", "客户放弃", ""]
    assert world.shown(number, "remarks") == "嫌贵"


def test_another_reason_needs_no_word_from_the_customer() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), status="已结单", close_reason="客户放弃")
    world.act(number, at("16:05"), close_reason="取消")
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已结单", ""]


def test_who_wants_the_repair_after_all_is_not_asked_why_they_gave_up() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), result="客户放弃")
    world.act(number, at("16:02"), result="")
    world.act(number, at("16:05"), remarks="又要修")
    assert [world.shown(number, c) for c in ("status", "problem")] == ["维修中", ""]


def test_what_is_undone_is_not_filed() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), close_reason="归档", status="已结单")
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "problem").startswith("状态没改成「已结单」:没修完不能归档")


def test_what_is_finished_is_not_cancelled() -> None:
    world, number = completed()
    world.act(number, at("16:10"), **HANDED_IN, close_reason="取消", status="已结单")
    assert world.shown(number, "status") == "已完成"
    assert "修完的单只能归档" in world.shown(number, "problem")


def test_a_named_supervisor_files_without_what_is_missing() -> None:
    world, number = completed()
    world.act(number, at("16:10"), revisit_result="不满意")
    world.say(number, "asked", to="closed", reason="客户要价太高", by="06 吴强")
    world.act(number, at("16:20"))
    assert world.shown(number, "status") == "已结单"


def test_a_refused_filing_says_so_where_the_supervisor_may_do_without() -> None:
    world, number = completed()
    world.act(number, at("16:10"), status="已结单")
    assert "asked:closed/unfiled" in world.record(number).refusals
    world.act(number, at("16:20"), **HANDED_IN, status="已结单")
    assert world.record(number).refusals == {}


def test_what_a_refused_filing_names_shrinks_and_goes_with_what_comes_in() -> None:
    world, number = completed()
    world.act(number, at("16:10"), revisit_result="满意", status="已结单")
    said = "状态没改成「已结单」:还差{}。补上后再选一次"
    assert world.shown(number, "problem") == said.format("单据交回、满意度")
    world.act(number, at("16:20"), docs_in="回执√")
    assert world.shown(number, "problem") == said.format("满意度")
    world.act(number, at("16:25"), docs_in="")
    assert world.shown(number, "problem") == said.format("单据交回、满意度")
    world.act(number, at("16:30"), docs_in="回执√", rating="非常满意")
    shown = [world.shown(number, c) for c in ("status", "problem", "next_action")]
    assert shown == ["已完成", "", "内勤:可以归档(状态选「已结单」)"]


def test_a_refused_filing_that_was_read_is_not_said_again() -> None:
    world, number = completed()
    world.act(number, at("16:10"), revisit_result="满意", status="已结单")
    world.act(number, at("16:15"), problem="", docs_in="回执√")
    assert world.shown(number, "problem") == ""


def test_the_resolution_stays_when_it_is_filed() -> None:
    world, number = filed()
    assert world.shown(number, "resolution") == "上门修复"


@pytest.mark.parametrize("signature", ["已签", "已签·", "Signed"])
def test_a_signature_without_a_name_is_asked_for(signature: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "signature": signature})
    assert world.shown(number, "next_action") == "差1项才能完成:客户签字(写上谁签的)"
    world.act(number, at("16:01"), status="已完成")
    assert "还差客户签字(写上谁签的)" in world.shown(number, "problem")


def test_confirmed_remotely_wants_no_reason() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "signature": "远程确认"})
    assert world.shown(number, "status") == "已完成"


def test_an_older_remark_doesn_t_say_why_the_customer_gave_up() -> None:
    world, number = waiting(remarks="门口有狗")
    world.act(number, at("14:35"), technician="陈立", remarks="门口有狗,先打电话")
    world.act(number, at("14:50"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("15:20"), result="客户放弃")
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "next_action").startswith("状态没改成「已结单」:客户为什么放弃?")
    world.act(number, at("15:21"), remarks="门口有狗,先打电话;嫌贵")
    assert world.shown(number, "status") == "已结单"


def test_a_reason_written_on_site_before_the_result_is_the_reason() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), remarks="嫌贵")
    world.act(number, at("15:21"), result="客户放弃")
    assert world.shown(number, "status") == "已结单"


def test_a_refused_filing_is_told_where_everybody_looks_as_long_as_that_is_missing() -> None:
    """SHEET.md: a refusal also shows inside 下一步, or nobody sees it; a revisit comes first."""
    world, number = completed()
    world.act(number, at("16:05"), status="已结单")
    call = "客服:3/11 15:50前回访;没接通也要填「回访结果」"
    refused = "状态没改成「已结单」:还差回访结果、单据交回、满意度。补上后再选一次"
    assert world.shown(number, "next_action") == f"{call}。{refused}"
    world.act(number, at("16:10"), rating="满意")
    assert world.shown(number, "next_action") == f"{call}。{refused.replace('、满意度', '')}"
    world.act(number, at("16:15"), status="已结单", revisit_result="满意")
    assert world.shown(number, "next_action") == "状态没改成「已结单」:还差单据交回。补上后再选一次"


@pytest.mark.parametrize(
    ("emptied", "named"),
    [
        ({"work_ended_at": ""}, "维修结束时间"),
        ({"result": ""}, "维修结果"),
        ({"cause": "", "signature": ""}, "故障原因、客户签字"),
        ({"signature": "无人签"}, "验收说明"),
        ({"rating": "未评"}, "验收说明"),
    ],
)
def test_what_completed_the_work_is_wanted_as_long_as_it_isn_t_filed(
    emptied: dict[str, str], named: str
) -> None:
    world, number = completed()
    world.act(number, at("16:05"), **emptied)
    said = f"已完成的单少了「{named.replace('、', '」、「')}」:补上,不然不能归档"
    assert world.shown(number, "problem") == said
    assert world.shown(number, "next_action").startswith("客服:3/11 15:50前回访")

    world.act(number, at("16:10"), **HANDED_IN | emptied)
    assert world.shown(number, "next_action") == f"内勤:收齐后归档,还差{named}"
    world.act(number, at("16:12"), status="已结单")
    assert [world.shown(number, c) for c in ("status", "next_action")] == [
        "已完成", f"状态没改成「已结单」:还差{named}。补上后再选一次",
    ]  # fmt: skip

    back = {column: DONE.get(column, "非常满意") for column in emptied}
    world.act(number, at("16:20"), **back)
    assert [world.shown(number, c) for c in ("problem", "next_action")] == [
        "", "内勤:可以归档(状态选「已结单」)",
    ]  # fmt: skip


def test_what_the_workshop_repaired_isn_t_filed_without_its_result_either() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="送修返厂")
    world.act(number, at("16:00"), **DONE)
    world.act(number, at("16:05"), **HANDED_IN, result="", test_result="")
    said = "内勤:收齐后归档,还差维修结果、试机结果"
    assert world.shown(number, "next_action") == said


@pytest.mark.parametrize("otherwise", ["", "没接1"])
def test_what_was_solved_on_the_phone_is_filed_with_nothing_of_a_repair(otherwise: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="电话里已解决")
    world.act(number, at("15:40"), contact_result=otherwise)
    assert "少了" not in world.shown(number, "problem")
    world.act(number, at("16:10"), revisit_result="满意", status="已结单")
    assert world.shown(number, "status") == "已结单"
