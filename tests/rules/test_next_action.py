"""下一步 says in one line who has to do what, by when, and where to record it: SHEET.md's sentences."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.builders import POLICY, STAFF, at, policy_of, switched
from tests.world import DONE, World, completed, dispatched, filed, on_site, waiting

MANUAL = switched(POLICY, triage="manual")
NAMES = {"陈立": "Chen Li", "林静": "Lin Jing", "吴强": "Wu Qiang"}
ENGLISH = policy_of(
    *(replace(one, name=NAMES.get(one.name, one.name)) for one in STAFF), language="en"
)


def said(world: World, number: str) -> str:
    return world.shown(number, "next_action")


def test_new_web_report() -> None:
    world = World(MANUAL)
    world.now = at("14:40")
    number = world.report()
    world.cycle()
    assert said(world, number) == "内勤:核对型号和地址,15:10前派工"


def test_suggestion_waiting() -> None:
    world, number = waiting()
    assert world.shown(number, "dispatch_reason").startswith("建议陈立:")
    assert said(world, number) == "建议派陈立(20分钟可到);同意就在「维修工程师」选他"


def test_a_suggestion_is_as_short_in_english() -> None:
    world, number = waiting(policy_of(language="en"))
    assert world.shown(number, "next_action") == (
        "Suggested: 陈立 (20 min away). Choose them to confirm"
    )


def test_nobody_to_suggest_says_why() -> None:
    nobody = policy_of(*(one for one in STAFF if one.name in ("孙浩", "林静", "老板")))
    world, number = waiting(nobody)
    assert said(world, number) == world.shown(number, "dispatch_reason")
    assert said(world, number).startswith("没人会燃气;请在「人员」补技能")


def test_dispatched() -> None:
    world = World()
    world.now = at("14:20")
    number = world.report()
    world.cycle()
    world.act(number, at("14:22"), technician="陈立")
    assert said(world, number) == "陈立:14:32前打客户电话,结果填「联系结果」"


def test_no_answer_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="没接1")
    assert said(world, number) == "陈立:第1次没接,14:45再打(还剩2次)"


def test_unreachable() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接3")
    assert said(world, number) == "内勤:三次没接,查备用电话或微信,再改状态"


def test_who_was_out_of_reach_for_seven_days_may_be_given_up_without_a_word_more() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接3")
    world.cycle(at("14:39", day=7))
    assert "可以结单" not in said(world, number)
    world.cycle(at("14:40", day=7))
    assert said(world, number) == (
        "内勤:7天没联系上,可以结单(「结单原因」选客户放弃,状态选「已结单」),或再打一次"
    )
    world.act(number, at("14:45", day=7), close_reason="客户放弃", status="已结单")
    assert world.shown(number, "status") == "已结单"


def test_before_that_somebody_has_to_say_why_the_customer_gave_up() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接3")
    world.act(number, at("14:45", day=6), close_reason="客户放弃", status="已结单")
    assert world.shown(number, "status") == "联系不上"


def test_fee_due() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), quote_amount=700)
    assert said(world, number) == "先报价700.00元,客户同意后填「客户同意」再修"
    world.act(number, at("15:20"), consent="同意报价")
    assert said(world, number).startswith("差6项")


def test_parts() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), result="待配件")
    assert said(world, number) == "内勤:填「配件预计到货」,再告诉客户"
    world.act(number, at("15:11"), planned_parts="IGBT-25×2", parts_eta="3/11 10:00")
    assert said(world, number) == "等IGBT-25×2,预计3/11 10:00到;到货后约客户"


def test_finishing() -> None:
    world, number = on_site()
    done = {**DONE, "test_result": "", "signature": ""}
    world.act(number, at("15:55"), **done)
    assert said(world, number) == "差2项才能完成:试机结果、客户签字"


def test_revisit_then_papers_then_filing() -> None:
    world, number = completed()
    assert said(world, number) == "客服:3/11 15:50前回访;没接通也要填「回访结果」"
    world.act(number, at("17:00"), revisit_result="满意")
    assert said(world, number) == "内勤:收齐后归档,还差单据交回、满意度"
    world.act(number, at("17:10"), docs_in="回执√", rating="未评", acceptance_reason="客户不在")
    assert said(world, number) == "内勤:可以归档(状态选「已结单」)"


def test_a_filing_put_back_hides_neither_the_revisit_nor_the_follow_up() -> None:
    world, number = completed()
    world.act(number, at("16:10"), status="已结单")
    assert "还差" in world.shown(number, "problem")
    assert said(world, number).startswith("客服:3/11 15:50前回访")
    world.act(number, at("16:20"), revisit_result="不满意")
    assert said(world, number).startswith("客服:客户不满意,填「跟进人」和「跟进时间」")


def test_a_filed_row_is_blank() -> None:
    world, number = filed()
    assert [world.shown(number, column) for column in ("next_action", "next_due")] == ["", ""]


@pytest.mark.parametrize(
    ("status", "begins"),
    [
        ("需支援", "内勤:安排支援人员"),
        ("主管处理", "主管:"),
        ("待客户", "内勤:填「下次联系客户」和「等待原因」"),
        ("送修返厂", "送修中,与客户约好返还时间,填「"),
    ],
)
def test_every_other_status_has_its_line(status: str, begins: str) -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status=status)
    assert said(world, number).startswith(begins)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        pytest.param({}, "Chen Li: call by 14:41, record it in Contact result", id="dispatched"),
        pytest.param(
            {"contact_result": "1"},
            "Chen Li: no answer, call again 14:45 (2 left)",
            id="no-answer-once",
        ),
        pytest.param(
            {"contact_result": "3"},
            "Dispatcher: 3 calls failed; try another number",
            id="unreachable",
        ),
        pytest.param(
            {"work_started_at": "14:33", "quote_amount": 700},
            "Status not changed to On site: Quote 700.00 and record consent before repairing",
            id="fee-due",
        ),
        pytest.param(
            {"work_started_at": "14:33", "result": "Waiting for parts", "parts_eta": "3/11 10:00"},
            "Waiting for parts, due 3/11 10:00; then book the customer",
            id="parts",
        ),
        pytest.param(
            {"work_started_at": "14:33", "work_ended_at": "14:34", "result": "Fixed"},
            "5 things missing to complete: Consent, Cause, Measures, Test result, Signature",
            id="finishing",
        ),
    ],
)
def test_in_english(cells: dict[str, str], sentence: str) -> None:
    world, number = waiting(ENGLISH)
    world.act(number, at("14:31"), technician="Chen Li")
    world.act(number, at("14:35"), **cells)
    assert said(world, number).startswith(sentence)


def test_the_nearest_deadline_stands_beside_it() -> None:
    world, number = waiting()
    assert world.shown(number, "next_due") == "2026-03-10 15:00"
    world.act(number, at("14:31"), technician="陈立")
    assert world.shown(number, "next_due") == "2026-03-10 14:41"
    world.act(number, at("14:40"), contact_result="没接1")
    assert world.shown(number, "next_due") == "2026-03-10 14:50"
    world.act(number, at("14:50"), contact_result="接通", appointment_at="16:00")
    assert world.shown(number, "next_due") == "2026-03-10 15:40"
    world.act(number, at("15:35"), departed_at="15:35")
    assert world.shown(number, "next_due") == "2026-03-10 16:00"


def test_the_time_that_turns_red_is_the_one_that_is_shown() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="空号错号")
    assert world.shown(number, "status") == "联系不上"
    shown = [world.shown(number, column) for column in ("promise_by", "response_by", "next_due")]
    assert shown == ["2026-03-10 17:30", "2026-03-11 14:30", "2026-03-10 17:30"]


def test_tomorrow_becomes_today_at_midnight_without_anybody_typing() -> None:
    world, number = completed()
    assert "3/11 15:50前" in said(world, number)
    world.cycle(at("0:00", day=1))
    assert "客服:15:50前" in said(world, number)


def test_no_minute_that_passes_changes_the_line() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **DONE, docs_in="回执")
    for minute in ("16:01", "17:13", "19:59"):
        assert not world.cycle(at(minute))
        assert world.plans[-1].planned == 0


RULE_FILES = sorted((Path(__file__).parents[2] / "sheetflow" / "rules").rglob("*.py"))


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: file.stem)
def test_every_field_that_a_sentence_quotes_is_a_word_of_the_sheet(file: Path) -> None:
    words = {tab.label.zh for tab in POLICY.schema.tabs}
    for column in (*POLICY.schema.tab("tickets").columns, *POLICY.schema.tab("staff").columns):
        words |= {column.label.zh, *(choice.label.zh for choice in column.choices)}
    body = ast.parse(file.read_text("utf-8")).body[
        1:
    ]  # the first is the docstring with its examples
    source = "\n".join(map(ast.unparse, body))
    assert set(re.findall(r"「([^」{]+)」", source)) <= words


def test_what_cannot_be_read_in_a_steering_cell_is_said_where_everybody_looks() -> None:
    world, number = dispatched()
    world.type(number, "contact_result", "打了三遍吧")
    world.settle()
    assert said(world, number).startswith("联系结果:「打了三遍吧」")


def test_a_row_of_another_system_speaks_of_no_deadline_that_it_has_not() -> None:
    world = World()
    world.report()
    world.settle()
    world.type_row(
        ticket_no="WX2020-OLD1",
        status="已派工",
        technician="老陈",
        customer_name="张",
        fault="不着",
    )
    world.settle()
    assert said(world, "WX2020-OLD1") == "老陈:打客户电话,结果填「联系结果」"


def test_the_workshop_has_an_agreed_day() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", return_agreed_at="3/12 10:00")
    assert said(world, number) == "送修中,约定3/12 10:00返还"
    assert world.shown(number, "next_due") == "2026-03-12 10:00"


@pytest.mark.parametrize(
    ("place", "agreed", "looked", "told"),
    [
        pytest.param(
            "店内",
            "3/12 10:00",
            at("10:01", day=2),
            "内勤:约定10:00返还,已过;打电话另约,改「约定交还」",
            id="late",
        ),
        pytest.param(
            "待取件",
            "3/12 10:00",
            at("9:00", day=3),
            "内勤:约定3/12 10:00没来取;打电话另约,改「约定交还」",
            id="not-fetched",
        ),
    ],
)
def test_a_return_that_has_passed_is_agreed_anew(
    place: str, agreed: str, looked: datetime, told: str
) -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", workshop_place=place, return_agreed_at=agreed)
    world.cycle(looked)
    assert said(world, number) == told


def test_what_is_repaired_in_the_workshop_names_what_completion_still_wants() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", return_agreed_at="3/12 10:00")
    world.act(number, at("16:00"), **{**DONE, "signature": "", "test_result": ""})
    assert said(world, number) == "已修好,约定3/12 10:00返还;还要填试机结果、客户签字"


def test_parts_that_nobody_named_are_parts() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), result="待配件", parts_eta="3/11 10:00")
    assert said(world, number) == "等配件,预计3/11 10:00到;到货后约客户"
    world.cycle(at("10:30", day=1))
    assert said(world, number).startswith("内勤:配件预计10:00到,已过;问供应商")


def test_an_appointment_says_when_to_leave_where_the_way_is_known() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    assert said(world, number) == "陈立:16:30上门,16:10前出发,开始后填「维修开始时间」"
    world.act(number, at("14:41"), region="外地", address="外地")
    assert said(world, number) == "陈立:16:30上门,开始后填「维修开始时间」"


def test_a_promise_at_risk_asks_for_another_time_once_somebody_is_sent() -> None:
    world, number = waiting()
    world.act(number, at("17:15"))
    assert said(world, number).startswith("内勤:最快陈立17:40到,超承诺10分")
    world.act(number, at("17:16"), technician="陈立")
    assert said(world, number).startswith("内勤:赶不上17:30的承诺")


def test_an_address_so_far_away_that_who_is_under_way_comes_too_late_is_said_at_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("15:41"), departed_at="15:38", departure_check="全齐")
    assert said(world, number) == "陈立:在路上,16:00到;到了填「到达时间」"
    world.act(number, at("15:45"), address="城南2号")
    assert said(world, number) == "陈立:在路上,16:00到;到了填「到达时间」"
    world.act(number, at("15:46"), address="城北2号")
    assert said(world, number) == "内勤:陈立约16:33才到,赶不上16:00;打给客户致歉、另约"
    world.act(
        number, at("15:50"), appointment_at="16:40", consent="同意改约", reschedule_reason="改地址"
    )
    assert said(world, number) == "陈立:在路上,16:40到;到了填「到达时间」"


ANOTHER_DAY = {"status": "待客户", "wait_reason": "改期", "next_contact_at": "3/10 18:00"}


def test_a_time_typed_while_the_customer_is_waited_for_says_that_nobody_was_sent() -> None:
    world, number = waiting()
    world.act(number, at("15:40"), **ANOTHER_DAY)
    world.act(number, at("16:06"), appointment_at="17:00")
    assert said(world, number) == "内勤:17:00上门还没派人,在「维修工程师」选一位"
    world.act(number, at("16:08"), technician="陈立")
    assert world.shown(number, "status") == "已派工"


def test_a_time_typed_while_the_customer_is_waited_for_asks_for_their_word() -> None:
    world, number = dispatched()
    world.act(number, at("15:40"), **ANOTHER_DAY)
    world.act(number, at("16:06"), appointment_at="17:00")
    assert said(world, number) == "陈立:17:00上门,客户说好了就在「联系结果」选接通"
    world.act(number, at("16:08"), contact_result="接通")
    assert world.shown(number, "status") == "已预约"


def test_a_time_from_before_the_wait_is_what_the_customer_puts_off() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), appointment_at="17:00")
    world.act(number, at("15:40"), **ANOTHER_DAY)
    assert said(world, number) == "等客户,18:00再联系"
