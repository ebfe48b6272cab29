"""A good notice of each kind in each language, as the rules give it, so that a test shows only what matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sheetflow.message import Message
from sheetflow.model import Language, Notice, Recipient, Writes
from sheetflow.notify.policy import SendingPolicy
from sheetflow.ports import Delivery, Ledger, Run

CHEN = Recipient("01", "陈立", "chen@example.com")
LIN = Recipient("07", "林静", "lin@example.com")
WU = Recipient("06", "吴强", "wu@example.com")

ZH: Mapping[str, Mapping[str, str]] = {
    "incident": {
        "unit_name": "江边烧烤",
        "place": "城东 江边路",
        "technician": "陈立",
        "technician_phone": "138-0000-0101",
        "at": "14:30",
    },
    "escalation": {
        "unit_name": "雪顶奶茶",
        "found_at": "13:50",
        "tried": "换了启动电容,压缩机仍卡死",
        "informed": "已告知 14:05",
        "by": "15:50",
        "technician": "刘勇",
        "step": "需支援",
        "grade": "紧急",
        "product": "风冷柜 FL-300",
        "fault": "修过又不冷了",
    },
    "assistance": {
        "unit_name": "雪顶奶茶",
        "technician": "刘勇",
        "at": "13:50",
        "helper": "赵明",
        "found": "压缩机卡死",
        "region": "城东",
        "grade": "紧急",
        "product": "风冷柜 FL-300",
        "fault": "修过又不冷了",
    },
    "dispatch": {
        "unit_name": "青石农家乐",
        "technician": "陈立",
        "grade": "紧急",
        "product": "鼓风灶 GF-1",
        "fault": "点不着火,风机不转",
        "region": "城北",
        "by": "14:42",
        "minutes": "55分钟",
        "wished": "今天下午",
        "warranty": "在保",
        "parts": "FAN-12 鼓风机×1、IGN-220 点火器×1",
        "arrive_by": "15:24",
    },
    "clock_breach": {
        "unit_name": "慢豆咖啡",
        "grade": "普通",
        "clock": "response",
        "by": "14:00",
        "over": "超时32分",
        "step": "已派工",
        "who": "刘勇",
        "told": "林静 14:00",
        "fault": "不制冰",
        "everyone": "林静、吴强",
    },
    "held_up": {
        "unit_name": "川香小馆",
        "technician": "陈立",
        "by": "15:00",
        "visits": "15:00 WX20260310006 南门火锅\n16:30 WX20260310011 小麦面馆",
    },
    "reassign": {
        "unit_name": "小麦面馆",
        "technician": "陈立",
        "cause": "陈立3/11请假",
        "by": "3/11 09:00",
        "instead": "吴强(3/11 09:00能到)",
        "sent": "",
    },
    "quote_refused": {
        "unit_name": "半山餐厅",
        "amount": "700.00",
        "technician": "陈立",
        "product": "洗碗机 XW-80",
        "fault": "操作屏坏",
    },
    "visit_clash": {
        "unit_name": "南门火锅",
        "technician": "陈立",
        "by": "15:00",
        "other": "14:40 WX20260310005 川香小馆",
    },
    "promise_at_risk": {
        "unit_name": "青石农家乐",
        "by": "15:24",
        "earliest": "吴强 15:55",
        "earliest_at": "15:55",
        "second": "陈立 16:25",
        "late": "31分",
        "product": "鼓风灶 GF-1",
    },
    "not_contacted": {
        "unit_name": "同创文印",
        "technician": "陈立",
        "dispatched_at": "14:22",
        "by": "14:32",
        "over": "超时3分",
        "product": "复印机 FY-3020",
        "fault": "卡纸",
        "everyone": "陈立、林静",
    },
    "unreachable": {
        "unit_name": "第三中心食堂",
        "technician": "陈立",
        "attempts": "14:00、14:10、14:21",
        "other_numbers": "139-0000-0002、010-6543 2100",
        "paused": "到场、承诺",
        "by": "",
    },
    "revisit_overdue": {
        "unit_name": "甜甜甜品",
        "by": "13:40",
        "over": "超时50分",
        "completed_at": "昨天13:40",
        "technician": "刘勇",
        "result": "已修复",
        "product": "冷柜 LG-600",
    },
    "clock_warning": {
        "unit_name": "小麦面馆",
        "grade": "特急",
        "clock": "onsite",
        "by": "明天10:00",
        "left": "剩6小时",
        "step": "已预约",
        "who": "陈立",
        "product": "大锅灶 ZG-2A",
        "fault": "熄火",
    },
    "new_report": {
        "unit_name": "青石农家乐",
        "grade": "紧急",
        "product": "GF-1",
        "fault": "点不着火",
        "region": "城北",
        "by": "15:10",
        "response_by": "18:30",
        "onsite_by": "3/12 14:30",
        "missing": "维修地址",
        "duplicate_of": "WX20260310007",
        "suggestion": "建议派吴强(最早15:55到,手上1单)",
        "promise_by": "15:24",
    },
    "debt": {
        "unit_name": "甜甜甜品",
        "owed": "90.00",
        "days": "6天",
        "last_word": "月底付",
        "technician": "刘勇",
        "product": "冷柜 LG-600",
    },
    "old_debt": {
        "unit_name": "甜甜甜品",
        "owed": "90.00",
        "days": "34天",
        "technician": "刘勇",
        "last_word": "月底付",
        "product": "冷柜 LG-600",
    },
    "row_missing": {
        "unit_name": "小麦面馆",
        "stands_as": "WX2026031",
        "grade": "特急",
        "product": "大锅灶 ZG-2A",
        "fault": "熄火",
        "technician": "陈立",
    },
    "digest": {
        "title": "攒下的通知",
        "count": "7",
        "lines": "# 超时 1\n【响应超时】WX20260310004 慢豆咖啡 14:00到期\n"
        "# 待派工 2\n【待派工】WX20260310007 青石农家乐 15:10前派工\n【待派工】WX20260310009 散客 15:20前派工",
    },
    "parts_low": {
        "count": "2",
        "lines": "IGBT-25 功率模块:库存0,预留0,最低2;在等:WX20260309004×2\n"
        "SCR-07 操作屏:库存1,预留1,最低1;在等:WX20260310002×1",
    },
    "system": {
        "where": "邮件服务器 mail.example.com:587",
        "found": "连接不上,12条通知在等",
        "remedy": "查网络和邮件服务器;修好后会自动补发",
        "since": "14:10",
    },
}

EN: Mapping[str, Mapping[str, str]] = {
    "incident": {
        "unit_name": "Riverside BBQ",
        "place": "East, River Road",
        "technician": "Chen Li",
        "technician_phone": "138-0000-0101",
        "at": "14:30",
    },
    "escalation": {
        "unit_name": "Snowtop Tea",
        "found_at": "13:50",
        "tried": "new capacitor, the compressor still sticks",
        "informed": "at 14:05",
        "by": "15:50",
        "technician": "Liu Yong",
        "step": "Needs assistance",
        "grade": "Urgent",
        "product": "fridge FL-300",
        "fault": "warm again",
    },
    "assistance": {
        "unit_name": "Snowtop Tea",
        "technician": "Liu Yong",
        "at": "13:50",
        "helper": "Zhao Ming",
        "found": "compressor sticks",
        "region": "East",
        "grade": "Urgent",
        "product": "fridge FL-300",
        "fault": "warm again",
    },
    "dispatch": {
        "unit_name": "Bluestone Farm",
        "technician": "Chen Li",
        "grade": "Urgent",
        "product": "blower stove GF-1",
        "fault": "does not light, fan stands still",
        "region": "North",
        "by": "14:42",
        "minutes": "55 min",
        "wished": "this afternoon",
        "warranty": "in warranty",
        "parts": "FAN-12 fan ×1, IGN-220 igniter ×1",
        "arrive_by": "15:24",
    },
    "clock_breach": {
        "unit_name": "Slow Bean Cafe",
        "grade": "Normal",
        "clock": "response",
        "by": "14:00",
        "over": "32 min over",
        "step": "Dispatched",
        "who": "Liu Yong",
        "told": "Lin Jing 14:00",
        "fault": "makes no ice",
        "everyone": "Lin Jing, Wu Qiang",
    },
    "held_up": {
        "unit_name": "Sichuan Kitchen",
        "technician": "Chen Li",
        "by": "15:00",
        "visits": "15:00 WX20260310006 South Gate Hotpot\n16:30 WX20260310011 Wheat Noodles",
    },
    "reassign": {
        "unit_name": "Wheat Noodles",
        "technician": "Chen Li",
        "cause": "Chen Li is on leave 3/11",
        "by": "3/11 09:00",
        "instead": "Wu Qiang (can be there at 3/11 09:00)",
        "sent": "",
    },
    "quote_refused": {
        "unit_name": "Hillside Diner",
        "amount": "700.00",
        "technician": "Chen Li",
        "product": "dishwasher XW-80",
        "fault": "screen broken",
    },
    "visit_clash": {
        "unit_name": "South Gate Hotpot",
        "technician": "Chen Li",
        "by": "15:00",
        "other": "14:40 WX20260310005 Sichuan Kitchen",
    },
    "promise_at_risk": {
        "unit_name": "Bluestone Farm",
        "by": "15:24",
        "earliest": "Wu Qiang 15:55",
        "earliest_at": "15:55",
        "second": "Chen Li 16:25",
        "late": "31 min",
        "product": "blower stove GF-1",
    },
    "not_contacted": {
        "unit_name": "Tongchuang Copies",
        "technician": "Chen Li",
        "dispatched_at": "14:22",
        "by": "14:32",
        "over": "3 min over",
        "product": "copier FY-3020",
        "fault": "paper jam",
        "everyone": "Chen Li, Lin Jing",
    },
    "unreachable": {
        "unit_name": "Third Canteen",
        "technician": "Chen Li",
        "attempts": "14:00, 14:10, 14:21",
        "other_numbers": "139-0000-0002, 010-6543 2100",
        "paused": "on-site visit, promise",
        "by": "",
    },
    "revisit_overdue": {
        "unit_name": "Sweet Desserts",
        "by": "13:40",
        "over": "50 min over",
        "completed_at": "yesterday 13:40",
        "technician": "Liu Yong",
        "result": "Repaired",
        "product": "freezer LG-600",
    },
    "clock_warning": {
        "unit_name": "Wheat Noodles",
        "grade": "Critical",
        "clock": "onsite",
        "by": "tomorrow 10:00",
        "left": "6 h left",
        "step": "Appointed",
        "who": "Chen Li",
        "product": "wok range ZG-2A",
        "fault": "flame goes out",
    },
    "new_report": {
        "unit_name": "Bluestone Farm",
        "grade": "Urgent",
        "product": "GF-1",
        "fault": "does not light",
        "region": "North",
        "by": "15:10",
        "response_by": "18:30",
        "onsite_by": "3/12 14:30",
        "missing": "address",
        "duplicate_of": "WX20260310007",
        "suggestion": "Suggested: Wu Qiang (there by 15:55, 1 job)",
        "promise_by": "15:24",
    },
    "debt": {
        "unit_name": "Sweet Desserts",
        "owed": "90.00",
        "days": "6 days",
        "last_word": "pays at the end of the month",
        "technician": "Liu Yong",
        "product": "Freezer LG-600",
    },
    "old_debt": {
        "unit_name": "Sweet Desserts",
        "owed": "90.00",
        "days": "34 days",
        "technician": "Liu Yong",
        "last_word": "pays at the end of the month",
        "product": "Freezer LG-600",
    },
    "row_missing": {
        "unit_name": "Wheat Noodles",
        "stands_as": "WX2026031",
        "grade": "Critical",
        "product": "wok stove ZG-2A",
        "fault": "flame goes out",
        "technician": "Chen Li",
    },
    "digest": {
        "title": "Notices of the night",
        "count": "7",
        "lines": "# Overdue 1\n[Response overdue] WX20260310004 Slow Bean Cafe due 14:00\n"
        "# To dispatch 2\n[To dispatch] WX20260310007 Bluestone Farm dispatch by 15:10\n"
        "[To dispatch] WX20260310009 private customer dispatch by 15:20",
    },
    "parts_low": {
        "count": "2",
        "lines": "IGBT-25 power module: 0 on hand, 0 reserved, minimum 2; waiting: WX20260309004×2\n"
        "SCR-07 panel: 1 on hand, 1 reserved, minimum 1; waiting: WX20260310002×1",
    },
    "system": {
        "where": "Mail server mail.example.com:587",
        "found": "no connection, 12 notices are waiting",
        "remedy": "Check network and mail server; the notices leave by themselves afterwards",
        "since": "14:10",
    },
}

FACTS: Mapping[Language, Mapping[str, Mapping[str, str]]] = {"zh": ZH, "en": EN}

POLICY = SendingPolicy(zone=ZoneInfo("Asia/Shanghai"), language="zh")


@dataclass(frozen=True)
class Desk:
    """The desk at the moment of sending: every notice holds and nobody edits, unless told otherwise."""

    settled: Collection[str] = ()
    collected: Collection[str] = ()
    edit: datetime | None = None
    grades: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def still(self, delivery: Delivery) -> bool:
        return delivery.ticket_no not in self.settled

    def facts(self, delivery: Delivery) -> Mapping[str, str]:
        return delivery.facts

    def collects(self, delivery: Delivery) -> bool:
        return delivery.kind in self.collected

    def edited(self, ticket_no: str) -> datetime | None:
        return self.edit

    def link(self, kind: str, ticket_no: str) -> str:
        return f"http://desk.example/{ticket_no}" if ticket_no else ""

    def grade(self, ticket_no: str) -> str:
        return self.grades.get(ticket_no, "")

    def roles(self, staff_no: str) -> tuple[str, ...]:
        return self.people.get(staff_no, ())


def message(to: Recipient = CHEN, **values: Any) -> Message:
    """Give a message to a technician about his dispatch, unless told otherwise."""
    given: dict[str, Any] = {
        "message_id": "<1@sheetflow.invalid>",
        "kind": "dispatch",
        "subject": "【派工】",
        "text": "text",
        "html": "<p>html</p>",
        "brief": "【派工】 text",
        **values,
    }
    return Message(to, **given)


def notice(
    kind: str = "clock_breach",
    ticket_no: str = "WX20260310001",
    *to: Recipient,
    once: str = "",
    facts: Mapping[str, str] | None = None,
    **more: Any,
) -> Notice:
    """Give a notice, to the dispatcher unless told otherwise."""
    told = ZH[kind] if facts is None else facts
    return Notice(once or f"{ticket_no}/{kind}", kind, ticket_no, told, to or (LIN,), **more)


def enter(ledger: Ledger, *notices: Notice, at: datetime) -> None:
    """Record notices as a cycle does."""
    run = Run(
        f"{at:%H%M%S%f}-{'+'.join(notice.once for notice in notices)}",
        at,
        Writes(),
        notices=notices,
    )
    ledger.begin(run)
    ledger.finish(run.run_id, at, confirmed=True)
