"""The eight tickets that were reported today."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.demonstration.stories.telling import Number, Story, customer
from sheetflow.demonstration.tale import Stage, Tale


def _finished(stage: Stage, number: Number) -> Tale:
    """Repaired in warranty, the receipt not back yet: purple."""
    return (
        Tale(
            stage, number(0, 1),
            **customer("小麦面馆", "张", 1, "城东", "人民路12号"),
            product_model="大锅灶 ZG-2A", fault="打不着火", purchase_date=stage.bought(200),
        )
        .reported(330).moved(329, "to_dispatch")
        .arranged(320, "01", stage.ago(270), called=316)
        .arrived(268).agreed_to_plan(260).stamped(215, "work_ended_at")
        .moved(
            210, "completed", verified_fault="点火器不打火", cause="点火器老化", measures="更换点火器",
            parts_used="IGN-220 x1", result="fixed", test_result="连续点火十次正常",
            signature="已签·张", rating="very_satisfied", docs_in=("parts_slip",), old_part="collected",
        )
    )  # fmt: skip


def _waits_for_the_fee(stage: Stage, number: Number) -> Tale:
    """Out of warranty: the quote of 700.00 waits for the customer."""
    return (
        Tale(
            stage, number(0, 2), **customer("半山餐厅", "吴", 2, "城西", "山脚路8号"),
            product_model="洗碗机 XW-80", fault="不进水,屏幕黑", purchase_date=stage.bought(900),
        )
        .reported(250).moved(249, "to_dispatch")
        .arranged(240, "03", stage.ago(100), called=236)
        .arrived(95)
        .moved(
            60, "customer_wait", verified_fault="电源模块和操作屏损坏", wait_reason="quote",
            next_contact_at=stage.ago(-30), planned_parts="PWR-001 x1;SCR-07 x1",
            quote_amount=Decimal(700),
        )
    )  # fmt: skip


def _to_be_called(stage: Stage, number: Number) -> Tale:
    """Sent by the system; the call is due in two minutes: amber."""
    return (
        Tale(
            stage, number(0, 3), **customer("同创文印", "何", 3, "城中", "文化街30号"),
            product_model="复印机 FY-3020", fault="卡纸,每十张卡一次", planned_parts="PKR-10 x1",
        )
        .reported(75).moved(74, "to_dispatch")
        .suggested(
            74, "04", "自动派孙浩:会办公设备的只有他,15分钟可到,手上没有单",
            "Sent automatically: Sun Hao, the only one for office machines, 15 min away, no jobs",
        )
        .agreed(60, stage.day(1, "10:00"), by_customer=True).sent(8, "04")
    )  # fmt: skip


def _guided_by_phone(stage: Stage, number: Number) -> Tale:
    """Told what to try by phone; nobody has called back in time: red."""
    return (
        Tale(
            stage, number(0, 4), **customer("慢豆咖啡", "林", 4, "城中", "河滨路5号"),
            product_model="制冰机 ZB-40", fault="不制冰,水一直流", route="phone",
        )
        .reported(215).moved(212, "guidance")
    )  # fmt: skip


def _slower_than_planned(stage: Stage, number: Number) -> Tale:
    """Still on site, later than planned."""
    return (
        Tale(
            stage, number(0, 5), **customer("川香小馆", "周", 5, "城东", "东门大街77号"),
            product_model="炒炉 CL-1B", fault="火力小,一直熄火", planned_parts="TC-08 x1",
        )
        .reported(200).moved(199, "to_dispatch")
        .arranged(190, "01", stage.ago(120), called=186)
        .arrived(110, expected_end=stage.ago(-40))
    )  # fmt: skip


def _to_depart(stage: Stage, number: Number) -> Tale:
    """Has an appointment, for which it is time to leave."""
    return (
        Tale(
            stage, number(0, 6), **customer("南门火锅", "郑", 6, "城南", "环城南路3号"),
            product_model="燃气火锅灶 HG-6", fault="两个灶眼漏气味", planned_parts="SV-15 x1",
        )
        .reported(150, "urgent").moved(149, "to_dispatch")
        .arranged(140, "01", stage.ago(-30), called=136, by_customer=True)
    )  # fmt: skip


def _at_risk(stage: Stage, number: Number) -> Tale:
    """Nobody can be there within the three hours: red, with a suggestion."""
    return (
        Tale(
            stage, number(0, 7), **customer("青石农家乐", "马", 7, "城北", "青石村1号"),
            product_model="鼓风灶 GF-1", serial_no="GF1-0007", fault="鼓风机不转",
            planned_parts="FAN-12 x1",
        )
        .reported(127, "urgent").moved(126, "to_dispatch")
    )  # fmt: skip


def _unreachable(stage: Stage, number: Number) -> Tale:
    """Critical, and three calls have failed."""
    return (
        Tale(
            stage, number(0, 8), **customer("第三中心食堂", "王", 8, "城西", "学府路100号"),
            product_model="蒸柜 ZGJ-24", fault="蒸柜不上汽,中午开不了饭", planned_parts="SEN-03 x1",
        )
        .reported(95, "critical").moved(94, "to_dispatch").sent(90, "03")
        .called(82, "no_answer_1", reached=False).called(70, "no_answer_2", reached=False)
        .called(58, "no_answer_3", reached=False).moved(58, "unreachable")
    )  # fmt: skip


TODAY: tuple[Story, ...] = (
    _finished,
    _waits_for_the_fee,
    _to_be_called,
    _guided_by_phone,
    _slower_than_planned,
    _to_depart,
    _at_risk,
    _unreachable,
)
