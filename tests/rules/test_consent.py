"""Plan, duration and fee first, then the repair: consents are kept, a fee without one gates it (P1 4.5.4; duty 30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sheetflow.charges import Price
from sheetflow.history import History
from sheetflow.policy import Policy
from tests.builders import POLICY, SHANGHAI, at
from tests.rules.test_visits import rows
from tests.rules.till import NEW, OLD, charges_also, charging, confirm, rates
from tests.world import DONE, World, dispatched, on_site, waiting


def appointed(*report: Any) -> tuple[World, str]:
    """Give a desk on which 陈立 has an appointment for 15:00."""
    world, number = dispatched(*report)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    return world, number


def shown(world: World, number: str, *columns: str) -> list[str]:
    return [world.shown(number, column) for column in columns]


FIRST = "先报价90.00元,客户同意后填「客户同意」再修"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("work_started_at", "15:00"), ("status", "维修中"), ("arrived_at", "14:58")],
)
def test_a_repair_is_put_back_while_its_fee_waits_for_consent(column: str, cell: str) -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:01"), **{column: cell})
    assert shown(world, number, "status", "next_action", "problem") == [
        "已预约",
        f"状态没改成「维修中」:{FIRST}",
        f"状态没改成「维修中」:{FIRST}",
    ]


def test_parts_and_start_typed_at_once_want_the_consent_first() -> None:
    world, number = charging(appointed, purchase_date=OLD)
    world.act(number, at("15:01"), planned_parts="GSK-02", work_started_at="15:00")
    assert shown(world, number, "status", "amount_due") == ["已预约", "90.00"]
    assert [event.kind for event in world.events].count("charged") == 1


def test_unknown_warranty_counts_as_fee_bearing_and_warranty_as_none() -> None:
    for bought, status in (("", "已预约"), (NEW, "维修中")):
        world, number = charging(appointed, purchase_date=bought, planned_parts="GSK-02")
        world.act(number, at("15:01"), work_started_at="15:00")
        assert world.shown(number, "status") == status


def test_once_the_customer_agrees_the_repair_that_was_put_back_goes_on() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("15:04"), consent="同意报价")
    assert shown(world, number, "status", "problem", "flags") == ["维修中", "", ""]
    assert shown(world, number, "plan_consent_at", "fee_consent_at") == ["2026-03-10 15:04"] * 2
    assert world.shown(number, "arrived_at") == ""
    assert world.shown(number, "next_action").startswith("差6项才能完成")


def test_it_goes_on_too_when_the_fee_falls_away() -> None:
    world, number = charging(appointed, planned_parts="GSK-02", warranty_override="在保")
    world.act(number, at("15:01"), work_started_at="15:00", warranty_reason="有发票")
    assert world.shown(number, "status") == "已预约"
    confirm(world, number, "warranty_override")
    assert shown(world, number, "status", "amount_due") == ["维修中", "0.00"]


def test_parts_consent_and_start_may_be_typed_at_once() -> None:
    world, number = charging(appointed, purchase_date=OLD)
    world.act(
        number, at("15:05"), planned_parts="GSK-02", consent="同意报价", work_started_at="15:00"
    )
    assert shown(world, number, "status", "flags") == ["维修中", ""]


def test_a_fee_found_on_site_is_flagged_and_asked_for_first() -> None:
    world, number = charging(on_site, purchase_date=OLD)
    world.act(number, at("15:10"), verified_fault="电源坏", quote_amount=700)
    assert shown(world, number, "status", "flags") == ["维修中", "缺同意"]
    assert world.shown(number, "next_action") == "先报价700.00元,客户同意后填「客户同意」再修"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"quote_amount": 750}, id="a dearer quote"),
        pytest.param({"verified_fault": "压缩机卡死"}, id="another fault"),
        pytest.param({"consent": "不同意报价"}, id="a word taken back"),
    ],
)
def test_the_consent_is_void(changes: dict[str, Any]) -> None:
    world, number = charging(on_site, purchase_date=OLD, verified_fault="电源坏", quote_amount=700)
    world.act(number, at("15:12"), consent="同意报价")
    assert world.shown(number, "flags") == ""
    world.act(number, at("15:30"), **changes)
    assert world.shown(number, "flags") == "缺同意"
    world.act(number, at("15:32"), consent="")
    world.act(number, at("15:33"), consent="同意报价")
    assert world.shown(number, "flags") == ""


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"quote_amount": 650}, id="a lower quote"),
        pytest.param({"verified_fault": " 电源坏 "}, id="the same fault"),
        pytest.param({"consent": ""}, id="a cell emptied"),
        pytest.param({"consent": "同意改约"}, id="a word on something else"),
    ],
)
def test_the_consent_stands(changes: dict[str, Any]) -> None:
    world, number = charging(on_site, purchase_date=OLD, verified_fault="电源坏", quote_amount=700)
    world.act(number, at("15:12"), consent="同意报价")
    world.act(number, at("15:30"), **changes)
    assert world.shown(number, "flags") == ""


@pytest.mark.parametrize("sum_now", [700, 650])
def test_a_fault_told_in_more_words_is_no_new_one(sum_now: int) -> None:
    world, number = charging(on_site, purchase_date=OLD, verified_fault="门封条老化")
    world.act(number, at("15:10"), quote_amount=700)
    world.act(number, at("15:12"), consent="同意报价")
    world.act(number, at("15:30"), verified_fault="门封条老化开裂", quote_amount=sum_now)
    assert shown(world, number, "flags", "problem") == ["", ""]
    world.act(number, at("15:40"), quote_amount=750)
    assert world.shown(number, "flags") == "缺同意"


def test_another_fault_at_the_same_sum_is_what_the_customer_is_asked_about() -> None:
    world, number = charging(on_site, purchase_date=OLD, verified_fault="电源坏", quote_amount=700)
    world.act(number, at("15:12"), consent="同意报价")
    world.act(number, at("15:30"), verified_fault="压缩机卡死")
    asked = "故障变了:「电源坏」→「压缩机卡死」。700.00元客户再同意后,清空再选「客户同意」"
    assert world.shown(number, "next_action") == asked
    world.act(number, at("16:00"), **DONE)
    assert f"状态没改成「已完成」:{asked}" in world.shown(number, "problem")


@pytest.mark.parametrize(
    ("before", "words"),
    [({}, "不多收就「优惠」填100.00"), ({"discount": 10}, "不多收就「优惠」再加100.00")],
)
def test_what_is_not_charged_is_said_in_yuan(before: dict[str, Any], words: str) -> None:
    world, number = charging(appointed, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:36"), **before, discount_reason="老客户")
    agreed(world, number)
    world.act(number, at("16:00"), **DONE)
    assert words in world.shown(number, "problem")


@pytest.mark.parametrize("later", [True, False], ids=["planned first", "typed at once"])
def test_who_is_there_and_may_not_begin_yet_has_arrived(later: bool) -> None:
    world, number = charging(appointed, purchase_date=OLD)
    parts = {"planned_parts": "GSK-02"}
    if later:
        world.act(number, at("14:50"), **parts)
    world.act(number, at("15:00"), status="维修中", **({} if later else parts))
    assert shown(world, number, "status", "onsite_met_at") == ["已预约", "2026-03-10 15:00"]
    assert world.record(number).arrived
    refusals = [e for e in world.events if e.kind == "refused" and e.ticket_no == number]
    assert len(refusals) == 1
    world.cycle(at("15:40"))
    assert not {"到场迟到", "承诺超时"} & set(world.shown(number, "flags").split("、"))
    assert "clock_breach" not in world.kinds(number)
    world.act(number, at("15:45"), consent="同意报价")
    assert shown(world, number, "status", "onsite_met_at") == ["维修中", "2026-03-10 15:00"]


def test_a_fault_that_nobody_had_found_yet_is_the_one_agreed_on() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700, consent="同意报价")
    world.act(number, at("15:30"), verified_fault="电源坏")
    assert world.shown(number, "flags") == ""


def test_who_refuses_the_quote_may_give_up() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700)
    world.act(number, at("15:20"), consent="不同意报价")
    assert world.shown(number, "next_action") == (
        "客户不同意报价700.00元:改「报价」再问、转主管,或「维修结果」选客户放弃并写「备注」"
    )
    world.act(number, at("15:25"), result="客户放弃", remarks="嫌贵")
    assert shown(world, number, "status", "resolution", "amount_due", "fee_consent_at") == [
        "已结单",
        "客户放弃",
        "0.00",
        "",
    ]


def test_who_gives_up_before_the_repair_began_is_not_being_repaired() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:01"), status="维修中")
    world.act(number, at("15:10"), result="客户放弃")
    assert world.shown(number, "status") == "已预约"
    world.act(number, at("15:12"), remarks="嫌贵")
    assert shown(world, number, "status", "problem") == ["已结单", ""]


def test_waiting_for_the_answer_says_what_was_asked() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700)
    world.act(
        number, at("15:20"), status="待客户", wait_reason="报价", next_contact_at="2026-03-10 16:00"
    )
    assert shown(world, number, "status", "flags", "next_action") == [
        "待客户",
        "缺同意",
        "等客户答复报价700.00元,16:00再联系,答复填「客户同意」",
    ]
    world.act(number, at("15:40"), consent="同意报价")
    assert shown(world, number, "flags", "next_action") == [
        "",
        "客户已同意700.00元:约时间填「预约时间」;在现场就选「维修中」",
    ]


def test_the_plan_s_consent_is_kept_for_a_free_repair_too() -> None:
    world, number = charging(on_site, purchase_date=NEW, parts_used="GSK-02")
    world.act(number, at("15:20"), consent="同意方案")
    assert shown(world, number, "plan_consent_at", "fee_consent_at") == ["2026-03-10 15:20", ""]


def test_a_new_time_s_consent_is_kept() -> None:
    world, number = charging(appointed)
    world.act(number, at("14:50"), appointment_at="2026-03-11 10:00", consent="同意改约")
    assert world.shown(number, "appointment_consent_at") == "2026-03-10 14:50"


def test_completion_does_not_wait_for_what_was_never_asked() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02")
    world.act(number, at("16:00"), **DONE)
    assert shown(world, number, "status", "amount_due", "flags") == [
        "已完成",
        "90.00",
        "欠款",
    ]


def test_nobody_is_asked_for_a_fee_before_somebody_goes() -> None:
    world, number = charging(waiting, purchase_date=OLD, planned_parts="GSK-02")
    assert shown(world, number, "amount_due", "flags") == ["90.00", ""]


def test_a_part_without_a_price_wants_a_quote_first() -> None:
    world, number = charging(appointed, purchase_date=OLD)
    row = list(world.rows["parts"][0])
    row[world.columns["parts"]["part_no"]] = "XX-9"
    world.rows["parts"].append(row)
    world.act(number, at("14:50"), planned_parts="XX-9")
    assert "配件XX-9没有价格" in world.shown(number, "problem")
    world.act(number, at("15:01"), work_started_at="15:00")
    assert "有配件没有价格:先填「报价」告诉客户" in world.shown(number, "next_action")


def test_the_history_tells_the_fee_and_what_was_agreed() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700)
    world.act(number, at("15:20"), consent="同意报价")
    world.act(number, at("15:30"), quote_amount=650)
    history = History(POLICY.schema, {}, SHANGHAI)
    own = [event for event in world.events if event.ticket_no == number]
    told = [(e.said.what.zh, e.said.before.zh, e.said.after.zh) for e in history.of(own)]
    assert ("应收", "700.00", "650.00") in told
    assert ("应收", "", "700.00") in told
    assert ("客户同意的费用", "", "700.00") in told


def by_the_hour() -> Policy:
    """Give the policy of a desk that charges 120.00 an hour, and 50.00 for coming."""
    hour = Price("LAB", "工时", "labour", Decimal(120), measure="hour")
    return charges_also(
        rates(prices=[hour, Price("OUT", "上门费", "call_out", Decimal(50))]), "labour", "call_out"
    )


def test_the_quote_names_what_is_charged_by_the_hour() -> None:
    world, number = charging(appointed, by_the_hour(), purchase_date=OLD)
    world.act(number, at("15:01"), work_started_at="15:00")
    asked = "先报价50.00元,另加工时120.00元/小时,客户同意后填「客户同意」再修"
    assert world.shown(number, "next_action") == f"状态没改成「维修中」:{asked}"
    world.act(number, at("15:05"), consent="同意报价")
    assert shown(world, number, "status", "flags") == ["维修中", ""]


def test_the_quote_estimates_the_labour_where_the_work_s_end_is_planned() -> None:
    world, number = charging(appointed, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:40"), expected_end="2026-03-10 16:30")
    world.act(number, at("15:01"), work_started_at="15:00")
    assert "先报价230.00元,含工时约1.5小时,120.00元/小时" in world.shown(number, "next_action")
    assert world.shown(number, "amount_due") == "230.00"


@pytest.mark.parametrize("when", ["with the call", "before the call", "before anybody is sent"])
def test_who_agrees_before_a_time_is_accepted_agrees_to_what_the_visit_costs(when: str) -> None:
    stage = waiting if when == "before anybody is sent" else dispatched
    world, number = charging(stage, by_the_hour(), purchase_date=OLD)
    told = {"contact_result": "接通", "appointment_at": "15:00"}
    if when == "with the call":
        world.act(number, at("14:35"), **told, consent="同意报价")
    else:
        world.act(number, at("14:33"), consent="同意报价")
        world.act(number, at("14:34"), technician="陈立")
        world.act(number, at("14:35"), **told)
    world.act(number, at("15:01"), work_started_at="15:00")
    assert shown(world, number, "status", "problem") == ["维修中", ""]
    assert world.record(number).consents["quote"].amount == Decimal("50.00")


def test_a_consent_to_less_than_is_asked_by_now_is_emptied_and_chosen_anew() -> None:
    world, number = charging(appointed, purchase_date=OLD)
    world.act(number, at("14:40"), consent="同意报价")
    world.act(number, at("15:01"), planned_parts="GSK-02", work_started_at="15:00")
    asked = "先报价90.00元,客户同意后清空再选「客户同意」再修"
    assert world.shown(number, "next_action") == f"状态没改成「维修中」:{asked}"
    again(world, number)
    assert shown(world, number, "status", "problem") == ["维修中", ""]


def agreed(world: World, number: str) -> None:
    """Let the customer agree to what is asked, and the work begin."""
    world.act(number, at("14:40"), consent="同意报价")
    world.act(number, at("15:01"), work_started_at="15:00")
    assert shown(world, number, "status", "flags") == ["维修中", ""]


def again(world: World, number: str) -> None:
    """Let staff empty 客户同意 and choose it anew."""
    world.act(number, at("16:05"), consent="")
    world.act(number, at("16:06"), consent="同意报价")


LONGER = (
    "费用150.00元,客户只同意50.00元:同意了就清空再选「客户同意」,不多收就「优惠」填100.00并写原因"
)


def test_labour_that_nobody_agreed_to_is_asked_for_before_the_completion() -> None:
    world, number = charging(appointed, by_the_hour(), purchase_date=OLD)
    agreed(world, number)
    world.act(number, at("16:00"), **DONE)
    assert shown(world, number, "status", "amount_due", "next_action") == [
        "维修中",
        "150.00",
        f"状态没改成「已完成」:{LONGER}",
    ]
    assert world.shown(number, "flags") == "缺同意"
    again(world, number)
    assert shown(world, number, "status", "amount_due", "problem") == ["已完成", "150.00", ""]


def test_what_is_not_charged_needs_no_consent() -> None:
    world, number = charging(appointed, by_the_hour(), purchase_date=OLD)
    agreed(world, number)
    world.act(number, at("16:00"), **DONE)
    world.act(number, at("16:05"), discount=100, discount_reason="没先说工时")
    assert shown(world, number, "status", "amount_due", "problem") == ["已完成", "50.00", ""]


def test_a_repair_that_became_dearer_is_completed_once_the_customer_agrees() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="PWR-001")
    agreed(world, number)
    found = {"verified_fault": "点火针断", "parts_used": "PWR-001;IGN-220"}
    world.act(number, at("16:00"), **DONE, **found)
    assert shown(world, number, "status", "amount_due") == ["维修中", "245.00"]
    assert "费用245.00元,客户只同意180.00元" in world.shown(number, "problem")
    again(world, number)
    assert shown(world, number, "status", "problem", "flags") == ["已完成", "", "欠款"]


def test_a_quote_refused_keeps_the_repair_from_being_completed_at_its_price() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("14:40"), consent="不同意报价")
    world.act(number, at("16:00"), **DONE, parts_used="GSK-02")
    assert world.shown(number, "status") == "已预约"
    assert "费用90.00元客户还没同意" in world.shown(number, "problem")


def test_a_repair_typed_when_all_is_done_leaves_no_refusal_behind() -> None:
    world, number = charging(dispatched, by_the_hour(), purchase_date=OLD)
    visit = {"contact_result": "接通", "appointment_at": "15:00", "work_started_at": "15:00"}
    world.act(number, at("16:00"), **visit, **DONE, parts_used="GSK-02")
    assert shown(world, number, "status", "amount_due", "problem", "flags") == [
        "已完成",
        "240.00",
        "",
        "欠款",
    ]


def test_a_repair_put_back_for_its_fee_is_not_completed_over_it() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("16:00"), **DONE, parts_used="GSK-02")
    assert world.shown(number, "status") == "已预约"
    world.act(number, at("16:05"), consent="同意报价")
    assert shown(world, number, "status", "problem") == ["已完成", ""]


@pytest.mark.parametrize("stage", [waiting, dispatched, appointed, on_site])
def test_a_refused_quote_is_the_dispatchers_to_settle_wherever_it_was_refused(stage: Any) -> None:
    world, number = charging(stage, purchase_date=OLD, planned_parts="GSK-02 x2")
    world.act(number, at("15:10"), consent="不同意报价")
    assert "缺同意" in world.shown(number, "flags")
    assert world.shown(number, "next_action").startswith("客户不同意报价180.00元:改「报价」再问")
    [told] = world.told(number, "quote_refused")
    assert told.facts["amount"] == "180.00"
    world.act(number, at("15:30"), discount=30, discount_reason="老客户")
    assert not world.shown(number, "next_action").startswith("客户不同意")
    world.act(number, at("15:35"), consent="")
    world.act(number, at("15:36"), consent="同意报价")
    assert "缺同意" not in world.shown(number, "flags")


@pytest.mark.parametrize(
    ("found", "flags"),
    [("打不着火,还漏气", "缺同意"), ("打不着火，另有异响", "缺同意"), ("打不着火,还是针阀", "")],
)
def test_a_fault_told_after_the_old_one_is_a_new_one(found: str, flags: str) -> None:
    """P1 4.5.4 (duty 30): a new fault voids the consent."""
    world, number = charging(
        on_site, purchase_date=OLD, verified_fault="打不着火", quote_amount=700
    )
    world.act(number, at("15:12"), consent="同意报价")
    world.act(number, at("15:30"), verified_fault=found)
    assert world.shown(number, "flags") == flags


def test_what_the_supervisor_settles_is_not_completed_at_a_fee_that_nobody_agreed_to() -> None:
    """P1 4.5.4 (duty 30): fee consent gates the repair, whichever way the ticket took to its completion."""
    world, number = charging(dispatched, purchase_date=OLD, quote_amount=50)
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("15:10"), status="主管处理")
    world.act(number, at("15:20"), status="需支援")
    world.act(number, at("15:25"), status="主管处理")
    world.act(number, at("16:00"), **{**DONE, "result": "换机"})
    assert world.shown(number, "status") == "主管处理"
    assert "客户还没同意" in world.shown(number, "next_action")
    world.act(number, at("16:05"), discount=50, discount_reason="换机不收")
    assert world.shown(number, "status") == "已完成"


def test_who_refused_a_quote_is_settled_before_any_doubt_about_it() -> None:
    world, number = charging(on_site, purchase_date=OLD, planned_parts="GSK-02", discount=0.1)
    world.act(number, at("15:10"), consent="不同意报价")
    assert "优惠10%没有计入" in world.shown(number, "problem")
    assert world.shown(number, "next_action").startswith("客户不同意报价")


def test_a_refused_plan_is_settled_before_anything_else_is_asked_for() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), consent="不同意方案")
    assert world.shown(number, "next_action") == (
        "客户不同意方案:改方案再问、转主管,或「维修结果」选客户放弃并写「备注」"
    )
    world.act(number, at("15:20"), consent="同意方案")
    assert "不同意" not in world.shown(number, "next_action")


@pytest.mark.parametrize(
    ("now", "flags"),
    [("漏气", "缺同意"), ("打不着火,还漏气", "缺同意"), ("打不着火,冷天更难点着", "")],
)
def test_another_fault_told_before_anybody_found_one_voids_what_was_agreed_on(
    now: str, flags: str
) -> None:
    """P1 4.5.4 (duty 30): the quote was agreed to on the phone, for the fault as the customer told it."""
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700)
    world.act(number, at("15:12"), consent="同意报价")
    world.act(number, at("15:20"), fault=now)
    assert world.shown(number, "flags") == flags
    said = f"故障变了:「打不着火」→「{now}」。700.00元客户再同意后,清空再选「客户同意」"
    assert (world.shown(number, "next_action") == said) is bool(flags)


def test_what_the_customer_told_may_be_put_right_once_the_fault_is_found() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700)
    world.act(number, at("15:12"), consent="同意报价")
    world.act(number, at("15:15"), verified_fault="针阀老化")
    world.act(number, at("15:20"), fault="点不着")
    assert world.shown(number, "flags") == ""


@pytest.mark.parametrize("column", ["arrived_at", "work_started_at"])
@pytest.mark.parametrize(
    "agreed_on", [{}, {"appointment_at": "3/12 11:00"}], ids=["", "with-a-time"]
)
def test_a_visit_put_back_for_its_fee_and_over_begins_nothing_on_the_phone(
    column: str, agreed_on: dict[str, str]
) -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:00"), **{column: "15:00"})
    assert "先报价" in world.shown(number, "next_action")
    world.act(number, at("15:20"), result="待配件", parts_eta="3/12 10:00")
    columns = ("arrived_at", "ended_at", "outcome")
    assert rows(world, *columns) == [["15:00", "15:20", "待配件"]]

    world.act(number, at("10:00", day=1), consent="同意报价", **agreed_on)
    status = "已预约" if agreed_on else "待配件"
    assert shown(world, number, "status", "problem") == [status, ""]
    assert world.record(number).stamp("work_started_at") != at("10:00", day=1)
    world.act(number, at("11:10", day=2), work_started_at="3/12 11:02")
    assert rows(world, *columns) == [["15:00", "15:20", "待配件"], ["11:02", "", ""]]


def test_who_leaves_to_come_again_with_the_fee_unanswered_begins_with_the_next_visit() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:00"), arrived_at="15:00")
    world.act(number, at("15:20"), contact_result="客户改期", appointment_at="3/12 11:00")
    assert rows(world, "arrived_at", "ended_at", "outcome") == [["15:00", "15:20", "改天"]]
    world.act(number, at("10:00", day=1), consent="同意报价")
    assert shown(world, number, "status", "problem") == ["已预约", ""]


def test_who_waits_there_for_the_consent_begins_their_one_visit_with_it() -> None:
    world, number = charging(appointed, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("15:00"), arrived_at="15:00")
    assert rows(world, "arrived_at", "outcome") == [["15:00", ""]]
    world.act(number, at("15:10"), consent="同意报价")
    assert shown(world, number, "status", "problem") == ["维修中", ""]
    assert rows(world, "arrived_at", "outcome") == [["15:00", ""]]


def test_the_quote_for_a_machine_that_was_brought_names_the_labour_and_no_way() -> None:
    world, number = charging(waiting, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:40"), route="送修", status="送修返厂")
    wait = {"status": "待客户", "wait_reason": "报价", "next_contact_at": "17:00"}
    world.act(number, at("15:40"), **wait)
    assert "等客户答复报价工时120.00元/小时" in world.shown(number, "next_action")
    assert "报价工时120.00元/小时,您定了随时告诉我们" in world.shown(number, "customer_text")
    world.act(number, at("15:42"), planned_parts="GSK-02 x1")
    for column in ("next_action", "customer_text"):
        assert "报价90.00元,另加工时120.00元/小时" in world.shown(number, column)
    world.act(number, at("16:05"), consent="同意报价")
    assert world.shown(number, "flags") == ""
    world.act(number, at("16:06"), status="送修返厂")
    world.act(number, at("17:40"), work_started_at="16:30")
    assert world.shown(number, "amount_due") == "90.00"


def test_what_was_brought_and_is_not_repaired_costs_no_labour() -> None:
    world, number = charging(waiting, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:40"), route="送修", status="送修返厂")
    world.act(number, at("15:40"), result="客户放弃", remarks="太贵")
    assert world.shown(number, "status") == "已结单"
    assert world.shown(number, "amount_due") in ("", "0.00")
