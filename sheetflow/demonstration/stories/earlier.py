"""The four tickets of the days before, each with something left to do."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.demonstration.stories.telling import Number, Story, customer
from sheetflow.demonstration.tale import Stage, Tale

#: In minutes, as the stories count.
DAY = 24 * 60


def _to_be_revisited(stage: Stage, number: Number) -> Tale:
    """Repaired yesterday; the revisit is overdue: red."""
    return (
        Tale(
            stage, number(1, 7), **customer("甜甜甜品", "李", 10, "城东", "花园路9号"),
            product_model="冷柜 LG-600", fault="门封漏冷", purchase_date=stage.bought(800),
            quote_amount=Decimal(90),
        )
        .reported(DAY + 300).moved(DAY + 299, "to_dispatch")
        .arranged(DAY + 290, "02", stage.ago(DAY + 120), called=DAY + 285)
        .arrived(DAY + 118).agreed_to_fee(DAY + 115, Decimal(90))
        .stamped(DAY + 50, "work_ended_at")
        .moved(
            DAY + 48, "completed", verified_fault="门封条老化", cause="用久变硬",
            measures="更换门封条", parts_used="GSK-02 x1", result="fixed", test_result="温度正常", signature="已签·李",
            docs_in=("receipt", "parts_slip"), old_part="collected",
        )
    )  # fmt: skip


def _waits_for_parts(stage: Stage, number: Number) -> Tale:
    """A module is on its way; then a second visit."""
    return (
        Tale(
            stage, number(1, 4), **customer("阿成面点", "成", 11, "城中", "学院路21号"),
            product_model="电磁大锅灶 DC-15", fault="通电就跳闸", purchase_date=stage.bought(100),
        )
        .reported(DAY + 400).moved(DAY + 399, "to_dispatch")
        .arranged(DAY + 390, "05", stage.ago(DAY + 200), called=DAY + 385)
        .arrived(DAY + 195)
        .moved(
            DAY + 120, "parts_wait", verified_fault="功率模块击穿", planned_parts="IGBT-25 ×2",
            parts_eta=stage.day(1, "10:00"),
        )
    )  # fmt: skip


def _second_repair(stage: Stage, number: Number) -> Tale:
    """Repaired before, broken again: beyond the technician, support is wanted."""
    return (
        Tale(
            stage, f"{number(4, 2)}-2", **customer("雪顶奶茶", "高", 12, "城东", "步行街6号"),
            product_model="风冷柜 FL-300", fault="修过又不冷了",
        )
        .reported(300, "urgent", cycle=2).moved(299, "to_dispatch")
        .arranged(290, "02", stage.ago(110), called=286).arrived(105)
        .moved(40, "assistance", verified_fault="压缩机卡死")
        .stamped(40, "beyond_desk_at")
    )  # fmt: skip


def _abuse(stage: Stage, number: Number) -> Tale:
    """The technician was abused: the supervisor's, reminders muted."""
    return (
        Tale(
            stage, number(2, 3), **customer("江边烧烤", "韩", 13, "城西", "江边路2号"),
            product_model="烤炉 KL-4", fault="烤炉不加热", incident="abuse",
        )
        .reported(2 * DAY + 60).moved(2 * DAY + 59, "to_dispatch")
        .arranged(2 * DAY + 50, "03", stage.ago(2 * DAY), called=2 * DAY + 45)
        .arrived(2 * DAY).moved(2 * DAY - 20, "escalated")
    )  # fmt: skip


EARLIER: tuple[Story, ...] = (
    _to_be_revisited,
    _waits_for_parts,
    _second_repair,
    _abuse,
)
