"""Choosing a technician is a dispatch, by whatever name they are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.model import Scalar
from tests.builders import POLICY, STAFF, at, member, on_leave, policy_of
from tests.test_settings_tabs import read, tab
from tests.world import DONE, World, completed, dispatched, on_site, waiting


@pytest.mark.parametrize("typed", ["1", 1, "01", "陈", "陈立", " 陈立 ", "陈立·工01"])
def test_a_technician_is_understood_when_typed_as(typed: str | int) -> None:
    world, number = waiting()
    world.act(number, at("14:31"), technician=typed)
    assert world.cell(number, "technician") == "陈立·工01"
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"


def test_the_technician_is_told_what_where_and_by_when() -> None:
    world, number = waiting(unit_name="小麦面馆", wished_time="下午都在")
    world.act(number, at("14:31"), technician="陈立")
    (notice,) = world.told(number, "dispatch")
    assert [recipient.name for recipient in notice.to] == ["陈立"]
    assert notice.after_write
    wanted = {
        "unit_name": "小麦面馆",
        "product": "大锅灶 ZG-2A",
        "fault": "打不着火",
        "grade": "普通",
        "region": "城东",
        "minutes": "20分钟",
        "wished": "下午都在",
        "by": "14:41",
        "arrive_by": "17:30",
    }
    assert {fact: notice.facts[fact] for fact in wanted} == wanted


@pytest.mark.parametrize(("grade", "urgent"), [("特急", True), ("紧急", False), ("普通", False)])
def test_a_critical_dispatch_waits_for_no_shift(grade: str, urgent: bool) -> None:
    world, number = waiting()
    world.act(number, at("22:10"), grade=grade)
    world.act(number, at("22:11"), technician="陈立")
    (notice,) = world.told(number, "dispatch")
    assert notice.urgent is urgent


def test_a_technician_whose_row_is_wrong_is_told_so_and_where() -> None:
    """Not that there is none of that name: 人员 has one, with a role that nobody knows."""
    row: dict[str, Scalar] = {"no": "09", "name": "马超", "roles": "师父、内勤"}
    policy, problems = read(tab("staff", row))
    world, number = waiting(replace(POLICY, left_out=policy.left_out))
    world.act(number, technician="马超")
    assert world.cell(number, "technician") == ""
    assert world.shown(number, "problem") == (
        "「马超」在「人员」里的那一行有错,还不能派,已恢复原值;请先改人员!2 角色,怎么改看运行页"
    )
    [problem] = problems
    assert problem.where == "人员!2 角色"
    assert problem.found.startswith(
        "角色里没有「师父」。请写其中一个或几个,用、隔开:接线员、内勤、技术人员"
    )


@pytest.mark.parametrize("sent", ["陈立", "吴强"])
def test_chosen_with_the_call_and_the_time_in_one_they_are_told_of_the_visit(sent: str) -> None:
    """Whoever types it all at once skips 已派工, and the technician has to hear of it all the same."""
    world, number = waiting() if sent == "陈立" else dispatched()
    world.act(
        number, at("14:35"), technician=sent, contact_result="接通", appointment_at="16:00"
    )  # fmt: skip
    assert world.shown(number, "status") == "已预约"
    notice = world.told(number, "dispatch")[-1]
    assert [recipient.name for recipient in notice.to] == [sent]
    assert (notice.facts["appointment"], notice.facts["by"]) == ("16:00", "")
    before = len(world.told(number, "dispatch"))
    moved = {"appointment_at": "17:00", "reschedule_reason": "堵车", "consent": "同意改约"}
    world.act(number, at("14:50"), **moved)
    anew = world.told(number, "dispatch")[before:]
    assert [one.facts["changed"] for one in anew] == ["预约时间"]


def test_who_is_under_way_when_it_is_typed_needs_no_dispatch() -> None:
    world, number = waiting()
    world.act(
        number, at("14:55"),
        technician="陈立", contact_result="接通", appointment_at="15:00", departed_at="14:50",
    )  # fmt: skip
    assert world.told(number, "dispatch") == []


def test_who_was_told_of_a_visit_hears_that_a_person_gave_it_to_another() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("14:40"), technician="吴强")
    [notice] = world.told(number, "reassign")
    assert [recipient.name for recipient in notice.to] == ["陈立"]
    assert (notice.facts["technician"], notice.facts["sent"]) == ("陈立", "吴强")
    world.act(number, at("14:45"), technician="陈立")
    assert world.told(number, "reassign")[-1].to[0].name == "吴强"


def test_who_had_a_ticket_taken_back_hears_it_also_once_another_is_sent() -> None:
    """Of the two notices the later one isn't sent to who has got the first (notify/test_conditions.py)."""
    world, number = dispatched()
    world.act(number, at("14:40"), technician="")
    world.act(number, at("14:50"), technician="吴强")
    told = world.told(number, "reassign")
    assert [(one.to[0].name, one.facts["sent"]) for one in told] == [("陈立", ""), ("陈立", "吴强")]


def test_who_has_not_been_told_yet_is_told_of_no_change_either() -> None:
    """At night the dispatch waits for their shift, and isn't sent once another goes."""
    world, number = waiting()
    world.act(number, at("22:11"), technician="陈立")
    world.act(number, at("22:20"), technician="吴强")
    assert world.told(number, "reassign") == []


def test_an_unknown_technician_is_put_back_with_a_sentence() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), technician="老李")
    assert world.cell(number, "technician") == "陈立·工01"
    assert world.shown(number, "problem") == (
        "没有叫「老李」的维修工程师,已恢复原值;请从下拉里选,新人先加到「人员」"
    )


def test_a_name_that_two_have_is_asked_back() -> None:
    world, number = waiting(policy_of(*STAFF, member("11", "陈明")))
    world.act(number, at("14:31"), technician="陈")
    assert world.cell(number, "technician") == ""
    assert world.shown(number, "problem") == (
        "维修工程师「陈」可能是陈立·工01、陈明·工11;请从下拉里选"
    )


def test_who_has_left_is_not_found_by_name() -> None:
    gone = [replace(one, active=False) if one.name == "陈立" else one for one in STAFF]
    world, number = waiting(policy_of(*gone))
    world.act(number, at("14:31"), technician="陈立")
    assert "没有叫「陈立」" in world.shown(number, "problem")
    assert world.shown(number, "status") == "待派工"


def test_another_technician_restarts_the_call_and_is_told() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="没接1")
    world.act(number, at("14:40"), technician="吴强")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "contact_by") == "2026-03-10 14:50"
    assert world.shown(number, "contact_met_at") == ""
    assert world.shown(number, "next_call_at") == ""
    told = [notice.to[0].name for notice in world.told(number, "dispatch")]
    assert told == ["陈立", "吴强"]


def test_who_gets_the_ticket_back_is_told_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), technician="吴强")
    world.act(number, at("14:45"), technician="陈立")
    told = [notice.to[0].name for notice in world.told(number, "dispatch")]
    assert told == ["陈立", "吴强", "陈立"]


def test_taken_from_everybody_it_waits_for_dispatch_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), technician="")
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "undispatched_by") == "2026-03-10 15:10"


def test_choosing_the_same_one_in_other_words_is_no_dispatch() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), technician="01")
    assert world.cell(number, "technician") == "陈立·工01"
    assert len(world.told(number, "dispatch")) == 1


def test_chosen_when_the_work_is_done_it_puts_right_who_did_it_and_sends_nobody() -> None:
    world, number = completed()
    told, due = len(world.notices), world.shown(number, "revisit_by")
    world.act(number, at("16:10"), technician="吴强")
    assert world.cell(number, "technician") == "吴强·工06"
    assert [world.shown(number, one) for one in ("status", "revisit_by")] == ["已完成", due]
    assert world.shown(number, "problem") == (
        "记为吴强修的,原记陈立;要再上门,「回访结果」填「未解决」;看过就清空「问题」"
    )
    assert len(world.notices) == told
    assert [row[world.columns["visits"]["technician"]] for row in world.rows["visits"]] == [
        "吴强·工06"
    ]
    world.act(number, at("16:12"), problem="")
    assert world.shown(number, "next_action").startswith("客服:")


def test_when_the_work_is_done_somebody_did_it() -> None:
    world, number = completed()
    world.act(number, at("16:10"), technician="")
    assert world.cell(number, "technician") == "陈立·工01"
    assert world.shown(number, "problem") == (
        "「已完成」的单要有维修工程师,已恢复原值;记错了人就选对的那位"
    )


def test_whoever_came_to_help_stays_the_helper_when_the_technician_is_put_right() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), result="未修复", helper="刘勇")
    world.act(number, at("15:40"), status="维修中")
    world.act(number, at("16:00"), **{**DONE, "result": "已修复"})
    assert world.shown(number, "status") == "已完成"
    world.act(number, at("16:10"), technician="吴强")
    assert [(one.technician, one.helps) for one in world.record(number).visits] == [
        ("06", False),
        ("02", True),
    ]


def test_an_imported_wording_stays() -> None:
    world = World()
    old = {"customer_name": "李", "technician": "*师傅(工号01)"}
    world.type_row(ticket_no="A-1", **old, status="维修中")
    world.cycle()
    assert world.cell("A-1", "technician") == "*师傅(工号01)"


def test_an_imported_ticket_given_to_somebody_is_theirs_and_announces_nothing() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="待派工", technician="老王")
    world.cycle()
    world.act("A-1", at("14:40"), technician="陈立")
    assert world.cell("A-1", "technician") == "陈立·工01"
    assert world.shown("A-1", "status") == "已派工"
    assert world.notices == {}


def test_without_a_promise_the_technician_is_told_the_on_site_limit() -> None:
    world, number = dispatched(policy_of(profile="generic"))
    assert world.told(number, "dispatch")[0].facts["arrive_by"] == "3/13 14:30"


def test_whoever_goes_there_next_is_told_no_arrival_that_is_over() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), result="未修复")
    world.act(number, at("15:25"), technician="吴强")
    facts = world.told(number, "dispatch")[-1].facts
    told = [facts[fact] for fact in ("technician", "by", "arrive_by", "appointment")]
    assert told == ["吴强", "15:35", "", ""]


def test_called_away_the_next_one_is_told_by_when_to_be_there() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), status="待派工")
    world.act(number, at("15:25"), technician="吴强")
    assert world.told(number, "dispatch")[-1].facts["arrive_by"] == "18:20"


@pytest.mark.parametrize("typed", ["已派工", "已预约"])
def test_a_dispatch_of_nobody_is_put_back_and_says_whom_to_choose_where(typed: str) -> None:
    world, number = waiting()
    world.act(number, at("14:31"), status=typed)
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "next_action") == (
        f"状态没改成「{typed}」:还没派人,先在「维修工程师」选一位"
    )
    world.act(number, at("14:32"), technician="陈立")
    assert world.shown(number, "status") == "已派工"


def test_an_appointment_before_anybody_was_sent_waits_for_a_technician_who_can_keep_it() -> None:
    away = "2026-03-11"
    world, number = waiting(on_leave(POLICY, "01", away))
    world.act(
        number, at("14:35"), contact_result="接通", appointment_at="3/11 9:00", consent="同意改约"
    )
    assert world.shown(number, "status") == "待派工"
    assert "建议派吴强(3/11 09:00能到)" in world.shown(number, "next_action")
    assert "陈立请假" in world.shown(number, "dispatch_reason")


def test_back_in_the_queue_nobody_has_it_and_the_same_technician_can_be_chosen_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="待派工")
    assert world.cell(number, "technician") == ""
    assert "建议派吴强" in world.shown(number, "next_action")
    assert "陈立刚退回这单" in world.shown(number, "dispatch_reason")
    world.act(number, at("14:45"), technician="陈立")
    assert world.shown(number, "status") == "已派工"
    assert len(world.told(number, "dispatch")) == 2


@pytest.mark.parametrize("how", [{"technician": ""}, {"status": "待派工"}])
def test_automatic_dispatch_sends_nobody_back_from_whom_it_was_taken(how: dict[str, str]) -> None:
    world, number = waiting(replace(POLICY, dispatch="automatic"))
    assert world.cell(number, "technician") == "陈立·工01"
    world.act(number, at("14:40"), **how)
    assert world.cell(number, "technician") == "吴强·工06"


def test_a_persons_choice_is_shown_as_fixed_and_the_systems_as_free() -> None:
    world, number = waiting(replace(POLICY, dispatch="automatic"))
    assert world.shown(number, "pin") == ""
    world.act(number, at("14:40"), technician="陈")
    assert world.record(number).chosen is False
    world.act(number, at("14:41"), technician="吴强")
    assert world.shown(number, "pin") == "是"
    world.act(number, at("14:45"), status="待派工")
    assert world.shown(number, "pin") == ""


def test_somebody_without_the_skill_is_sent_and_the_row_says_so() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), technician="刘勇")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "problem") == (
        "「人员」里刘勇没有燃气这项技能;确实会修就补上,不然改派"
    )
    assert world.shown(number, "next_action").startswith("刘勇:14:41前打客户电话")


def test_somebody_who_does_not_go_out_is_sent_and_the_row_says_so() -> None:
    world, number = waiting(policy_of(*STAFF, member("09", "孔师傅", roles=("warehouse",))))
    world.act(number, at("14:31"), technician="孔师傅")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "problem") == (
        "「人员」里孔师傅不是上门的人;确实上门就在「角色」里加上「技术人员」,不然改派"
    )


def test_somebody_on_leave_is_sent_and_the_row_says_so_at_once() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), technician="周平")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "next_action").startswith(
        "内勤:周平今天请假;建议改派陈立(20分钟可到)"
    )


def test_who_is_at_work_there_is_taken_off_for_a_reason_only() -> None:
    """WORKFLOW.md, "From every O and P state also": another technician from 维修中 with a reason."""
    world, number = on_site()
    world.act(number, at("15:20"), technician="吴强")
    assert [world.shown(number, c) for c in ("status", "technician")] == ["维修中", "陈立·工01"]
    assert world.shown(number, "next_action") == "陈立正在维修,没有改派:先写「改约原因」,再选一次"
    world.act(number, at("15:21"), technician="吴强", reschedule_reason="陈立不舒服")
    assert [world.shown(number, c) for c in ("status", "technician")] == ["已派工", "吴强·工06"]


#: Work typed with all that completion wants, and nobody in 维修工程师.
ALL_BUT_WHO = {"work_started_at": "15:00", **DONE}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"work_started_at": "15:00"}, "状态没改成「维修中」:谁在修"),
        (ALL_BUT_WHO, "状态没改成「已完成」:谁修的"),
        ({**ALL_BUT_WHO, "status": "已完成"}, "状态没改成「已完成」:谁修的"),
    ],
    ids=["a start", "a whole repair", "已完成 by hand"],
)
def test_work_of_nobody_is_put_back_and_says_where_to_name_the_technician(
    typed: dict[str, str], sentence: str
) -> None:
    world, number = waiting()
    world.act(number, at("16:00"), **typed)
    said = f"{sentence}?在「维修工程师」选他,这一步就接上"
    shown = ("status", "problem", "next_action")
    assert [world.shown(number, column) for column in shown] == ["待派工", said, said]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"work_started_at": "15:00"}, "维修中"),
        (ALL_BUT_WHO, "已完成"),
        ({"arrived_at": "15:00", "result": "待配件"}, "待配件"),
        ({"arrived_at": "15:00", "result": "未修复"}, "需支援"),
    ],
    ids=["a start", "a whole repair", "parts to wait for", "help"],
)
def test_once_the_technician_is_named_the_work_follows_by_itself(
    typed: dict[str, str], status: str
) -> None:
    world, number = waiting()
    world.act(number, at("16:00"), **typed)
    world.act(number, at("16:05"), technician="陈立")
    assert [world.shown(number, column) for column in ("status", "problem")] == [status, ""]
    assert world.record(number).stamp("arrived_at") == at("15:00")
    assert [visit[3] for visit in world.rows["visits"]] == ["陈立·工01"]


@pytest.mark.parametrize("together", [True, False], ids=["named with it", "named later"])
def test_a_repair_whose_start_nobody_typed_ends_as_typed_whenever_its_technician_is_named(
    *, together: bool
) -> None:
    world, number = waiting()
    repair = {**ALL_BUT_WHO, "work_started_at": "", "work_ended_at": "15:40"}
    world.act(number, at("16:00"), **repair, **({"technician": "陈立"} if together else {}))
    world.act(number, at("16:05"), technician="陈立")
    shown = ("status", "work_started_at", "problem", "promise_met_at", "completed_at")
    met = "2026-03-10 15:40"
    assert [world.shown(number, column) for column in shown] == ["已完成", "", "", met, met]
    assert [visit[3] for visit in world.rows["visits"]] == ["陈立·工01"]


@pytest.mark.parametrize(
    ("chosen", "already"),
    [
        ("已完成", "修过了先填维修起止时间和结果"),
        ("维修中", "已经在修就先填「维修开始时间」"),
    ],
)
def test_work_chosen_in_the_wrong_row_asks_and_naming_somebody_is_a_dispatch(
    chosen: str, already: str
) -> None:
    world, number = waiting()
    world.act(number, at("14:40"), status=chosen)
    said = f"状态没改成「{chosen}」:还没派人。要派就在「维修工程师」选一位,{already}"
    assert [world.shown(number, c) for c in ("status", "next_action")] == ["待派工", said]
    world.act(number, at("15:25"), technician="陈立")
    assert [world.shown(number, column) for column in ("status", "problem")] == ["已派工", ""]


def test_an_appointment_typed_with_the_name_says_that_nobody_is_at_work_yet() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), status="维修中")
    visit = {"contact_result": "接通", "appointment_at": "16:30"}
    world.act(number, at("14:50"), technician="陈立", **visit)
    assert [world.shown(number, column) for column in ("status", "problem")] == ["已预约", ""]
    assert world.shown(number, "promise_met_at") == ""


def test_automatic_dispatch_sends_nobody_to_where_somebody_is_at_work() -> None:
    away = policy_of(member("01", "陈立", leave="3/10 14:00-15:30"), automatic=True)
    world, number = waiting(away)
    world.act(number, at("15:10"), work_started_at="15:00")
    world.cycle(at("15:40"))
    assert world.cell(number, "technician") == ""


@pytest.mark.parametrize("status", ["送修返厂", "主管处理"])
def test_what_needs_nobody_there_is_completed_without_a_technician(status: str) -> None:
    world, number = waiting()
    world.act(number, at("14:40"), status=status, return_agreed_at="3/12 10:00")
    world.act(number, at("16:00"), **{**DONE, "result": "换机"})
    assert world.shown(number, "status") == "已完成"


def test_who_is_named_only_now_at_work_of_another_system_is_at_work_there() -> None:
    world = World()
    world.type_row(ticket_no="A-17", customer_name="李", status="维修中")
    world.cycle()
    world.act("A-17", at("14:40"), technician="陈立")
    assert world.shown("A-17", "status") == "维修中"
    assert world.shown("A-17", "technician") == "陈立·工01"


@pytest.mark.parametrize("heard", ["接通", "没接1"])
def test_whoever_is_sent_next_calls_anew_and_may_choose_the_same_result(heard: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result=heard)
    world.act(number, at("14:45"), technician="吴强")
    assert world.shown(number, "contact_result") == ""
    world.act(number, at("14:50"), contact_result=heard)
    assert [call.at for call in world.record(number).attempts] == [at("14:50")]


def test_a_call_typed_with_the_next_technician_and_what_the_customer_wants_stay() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="没接1")
    world.act(number, at("14:45"), technician="吴强", contact_result="接通")
    assert world.shown(number, "contact_result") == "接通"
    world.act(number, at("14:55"), contact_result="客户改期")
    world.act(number, at("15:00"), technician="陈立")
    assert world.shown(number, "contact_result") == "客户改期"


@pytest.mark.parametrize("status", ["待配件", "需支援"])
def test_what_only_whoever_was_sent_can_meet_dispatches_nobody(status: str) -> None:
    """docs/decisions/0024: a clock of nobody's dispatch would run, and that of the dispatch be met."""
    world, number = waiting()
    world.act(number, at("14:40"), status=status)
    assert world.shown(number, "status") == "待派工"
    refused = f"状态没改成「{status}」:还没派人,先在「维修工程师」选一位"
    assert world.shown(number, "next_action") == refused
    assert (world.shown(number, "contact_by"), world.shown(number, "dispatched_at")) == ("", "")
    assert world.shown(number, "undispatched_met_at") == ""
    world.act(number, at("14:50"), technician="陈立")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "problem") == ""


def test_nobody_is_told_to_be_there_by_a_time_that_has_passed() -> None:
    world, number = waiting()
    world.act(number, at("17:40"), technician="陈立")
    assert world.told(number, "dispatch")[-1].facts["arrive_by"] == ""


@pytest.mark.parametrize(
    ("result", "status"), [("待配件", "待配件"), ("未修复", "需支援")], ids=["parts", "help"]
)
@pytest.mark.parametrize("started", ["", "14:35"], ids=["no times", "times"])
def test_what_came_of_a_visit_of_nobody_asks_who_was_there_and_follows_once_they_are_named(
    result: str, status: str, started: str
) -> None:
    """docs/decisions/0024: it would dispatch nobody, and meet the clock of the dispatch."""
    world, number = waiting()
    times = {"work_started_at": started, "work_ended_at": "14:39"} if started else {}
    world.act(number, at("14:40"), result=result, **times)
    assert world.shown(number, "status") == "待派工"
    asked = f"状态没改成「{status}」:谁去的?在「维修工程师」选他,这一步就接上"
    assert world.shown(number, "next_action") == asked
    assert (world.shown(number, "contact_by"), world.shown(number, "dispatched_at")) == ("", "")
    assert world.shown(number, "undispatched_met_at") == ""
    world.act(number, at("14:50"), technician="陈立")
    assert world.shown(number, "status") == status
    assert world.shown(number, "undispatched_met_at") == "2026-03-10 14:50"
    assert world.shown(number, "problem") == ""


def test_a_result_of_nobodys_visit_that_is_taken_back_leaves_a_dispatch_to_choose() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), result="未修复")
    world.act(number, at("14:42"), result="")
    assert world.shown(number, "problem") == ""
    world.act(number, at("14:50"), technician="陈立")
    assert world.shown(number, "status") == "已派工"
