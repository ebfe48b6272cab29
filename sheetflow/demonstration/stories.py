"""The fourteen tickets of the demonstration day, each at the point that it is there to show (SHEET.md).

Times are relative to now, so that what is red in the book is red on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sheetflow.demonstration.tale import Stage, Tale
from sheetflow.model import Value

#: Gives the number of a day so many days ago, and of a serial on it.
Number = Callable[[int, int], str]


def stories(stage: Stage, number: Number) -> Iterator[Tale]:
    """Yield every story, today's first."""
    yield from _today(stage, number)
    yield from _earlier(stage, number)


def _customer(
    shop: str, name: str, line: int, region: str, street: str, **more: Value
) -> dict[str, Value]:
    return {
        "unit_name": shop,
        "customer_name": name,
        "phone": f"138-0000-{line:04d}",
        "region": region,
        "address": f"{region}{street}",
        **more,
    }  # fmt: skip


def _today(stage: Stage, number: Number) -> Iterator[Tale]:
    yield (
        Tale(
            stage, number(0, 1),
            **_customer("小麦面馆", "张", 1, "城东", "人民路12号"),
            product_model="大锅灶 ZG-2A", fault="打不着火", warranty_override="in_warranty",
        )
        .reported(330).moved(329, "to_dispatch").sent(320, "01").called(316, "reached", reached=True)
        .agreed(316, stage.ago(270)).moved(315, "appointed").stamped(268, "arrived_at")
        .stamped(268, "work_started_at").moved(268, "on_site").stamped(215, "work_ended_at")
        .moved(
            210, "completed", verified_fault="点火器不打火", cause="点火器老化", measures="更换点火器",
            parts_used="IGN-220 x1", result="fixed", test_result="连续点火十次正常",
            signature="已签·张", rating="very_satisfied",
        )
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 2), **_customer("半山餐厅", "吴", 2, "城西", "山脚路8号"),
            product_model="洗碗机 XW-80", fault="不进水,屏幕黑", quote_amount=700,
        )
        .reported(250).moved(249, "to_dispatch").sent(240, "03").called(236, "reached", reached=True)
        .agreed(236, stage.ago(100)).moved(235, "appointed").stamped(95, "arrived_at")
        .stamped(95, "work_started_at").moved(95, "on_site")
        .moved(
            60, "customer_wait", verified_fault="电源模块和操作屏损坏", wait_reason="quote",
            next_contact_at=stage.ago(-30), planned_parts="PWR-001 x1;SCR-07 x1",
        )
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 3), **_customer("同创文印", "何", 3, "城中", "文化街30号"),
            product_model="复印机 FY-3020", fault="卡纸,每十张卡一次",
        )
        .reported(75).moved(74, "to_dispatch")
        .suggested(
            74, "04", "自动派孙浩:会办公设备的只有他,15分钟可到,手上没有单",
            "Sent automatically: Sun Hao, the only one for office machines, 15 min away, no jobs",
        )
        .agreed(60, stage.day(1, "10:00"), by_customer=True).sent(8, "04")
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 4), **_customer("慢豆咖啡", "林", 4, "城中", "河滨路5号"),
            product_model="制冰机 ZB-40", fault="不制冰,水一直流", route="phone",
        )
        .reported(215).moved(212, "guidance")
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 5), **_customer("川香小馆", "周", 5, "城南", "南门大街77号"),
            product_model="炒炉 CL-1B", fault="火力小,一直熄火",
        )
        .reported(200).moved(199, "to_dispatch").sent(190, "01").called(186, "reached", reached=True)
        .agreed(186, stage.ago(120)).moved(185, "appointed").stamped(110, "arrived_at")
        .stamped(110, "work_started_at").moved(110, "on_site", expected_end=stage.ago(-40))
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 6), **_customer("南门火锅", "郑", 6, "城南", "环城南路3号"),
            product_model="燃气火锅灶 HG-6", fault="两个灶眼漏气味",
        )
        .reported(150, "urgent").moved(149, "to_dispatch").sent(140, "01")
        .called(136, "reached", reached=True).agreed(136, stage.ago(-30), by_customer=True)
        .moved(135, "appointed")
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 7), **_customer("青石农家乐", "马", 7, "城北", "青石村1号"),
            product_model="鼓风灶 GF-1", serial_no="GF1-0007", fault="鼓风机不转",
        )
        .reported(127, "urgent").moved(126, "to_dispatch")
    )  # fmt: skip
    yield (
        Tale(
            stage, number(0, 8), **_customer("第三中心食堂", "王", 8, "城西", "学府路100号"),
            product_model="蒸柜 ZGJ-24", fault="蒸柜不上汽,中午开不了饭",
        )
        .reported(95, "critical").moved(94, "to_dispatch").sent(90, "03")
        .called(82, "no_answer_1", reached=False).called(70, "no_answer_2", reached=False)
        .called(58, "no_answer_3", reached=False).moved(58, "unreachable")
    )  # fmt: skip


def _earlier(stage: Stage, number: Number) -> Iterator[Tale]:
    day = 24 * 60
    yield (
        Tale(
            stage, number(1, 7), **_customer("甜甜甜品", "李", 10, "城东", "花园路9号"),
            product_model="冷柜 LG-600", fault="门封漏冷", quote_amount=90,
        )
        .reported(day + 300).moved(day + 299, "to_dispatch").sent(day + 290, "02")
        .called(day + 285, "reached", reached=True).agreed(day + 285, stage.ago(day + 120))
        .moved(day + 284, "appointed").stamped(day + 118, "arrived_at")
        .stamped(day + 118, "work_started_at").moved(day + 118, "on_site", consent="agree_quote")
        .stamped(day + 50, "work_ended_at")
        .moved(
            day + 48, "completed", verified_fault="门封条老化", measures="更换门封条",
            parts_used="GSK-02 x1", result="fixed", test_result="温度正常", signature="已签·李",
            docs_in=("receipt", "parts_slip"),
        )
    )  # fmt: skip
    yield (
        Tale(
            stage, number(1, 4), **_customer("阿成面点", "成", 11, "城中", "学院路21号"),
            product_model="电磁大锅灶 DC-15", fault="通电就跳闸",
        )
        .reported(day + 400).moved(day + 399, "to_dispatch").sent(day + 390, "05")
        .called(day + 385, "reached", reached=True).agreed(day + 385, stage.ago(day + 200))
        .moved(day + 384, "appointed").stamped(day + 195, "arrived_at")
        .stamped(day + 195, "work_started_at").moved(day + 195, "on_site")
        .moved(
            day + 120, "parts_wait", verified_fault="功率模块击穿", planned_parts="IGBT-25 ×2",
            parts_eta=stage.day(1, "10:00"),
        )
    )  # fmt: skip
    yield (
        Tale(
            stage, f"{number(4, 2)}-2", **_customer("雪顶奶茶", "高", 12, "城东", "步行街6号"),
            product_model="风冷柜 FL-300", fault="修过又不冷了",
        )
        .reported(300, "urgent", cycle=2).moved(299, "to_dispatch").sent(290, "02")
        .called(286, "reached", reached=True).agreed(286, stage.ago(110)).moved(285, "appointed")
        .stamped(105, "arrived_at").stamped(105, "work_started_at").moved(105, "on_site")
        .moved(40, "assistance", verified_fault="压缩机卡死")
        .stamped(40, "beyond_desk_at")
    )  # fmt: skip
    yield (
        Tale(
            stage, number(2, 3), **_customer("江边烧烤", "韩", 13, "城西", "江边路2号"),
            product_model="烤炉 KL-4", fault="烤炉不加热", incident="abuse",
        )
        .reported(2 * day + 60).moved(2 * day + 59, "to_dispatch").sent(2 * day + 50, "03")
        .called(2 * day + 45, "reached", reached=True).agreed(2 * day + 45, stage.ago(2 * day))
        .moved(2 * day + 44, "appointed").stamped(2 * day, "arrived_at")
        .stamped(2 * day, "work_started_at").moved(2 * day, "on_site").moved(2 * day - 20, "escalated")
    )  # fmt: skip


#: …009: the same customer reports the same stove again, through the form.
SECOND_REPORT = {
    "unit_name": "青石农家乐",
    "customer_name": "马",
    "phone": "138-0000-0007",
    "address": "城北青石村1号",
    "product_model": "鼓风灶 GF-1",
    "serial_no": "GF1-0007",
    "fault": "还是不吹风,什么时候来?",
    "channel": "web",
    "request_type": "repair",
}
