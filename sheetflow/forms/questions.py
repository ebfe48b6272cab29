"""What a Form's questions ask, and one answer as a report; nothing that a customer said is dropped.

「联系电话」 138-0000-0001, 「有台阶吗」 有  ->  {"phone": "138-0000-0001", "fault": "打不着火\\n有台阶吗: 有", …}

A question is a field of ours when it says what our own form, the header in 工单 or one of its aliases says. What else
was answered stands below the fault or, where nobody told one, in 备注: it is no fault that anybody could be sent for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sheetflow.columns import folded
from sheetflow.intake import BY_KEY, REQUIRED, cleaned, understand
from sheetflow.model import Scalar, Text
from sheetflow.schema.parts import Tab
from sheetflow.serials import from_serial, plausible

#: What our form calls its fields, in a customer's words; the sheet's headers are for staff.
ASKED: Mapping[str, Text] = MappingProxyType(
    {
        "request_type": Text("需要什么服务", "What do you need"),
        "product_type": Text("产品种类", "Kind of product"),
        "product_model": Text("产品型号", "Model"),
        "fault": Text("故障情况", "What is wrong"),
        "brand": Text("品牌", "Brand"),
        "serial_no": Text("序列号", "Serial number"),
        "purchase_date": Text("购买日期", "Date of purchase"),
        "fault_scene": Text("什么时候出现", "When does it happen"),
        "customer_name": Text("您的姓名", "Your name"),
        "phone": Text("联系电话", "Phone"),
        "unit_name": Text("店名或单位", "Shop or company"),
        "address": Text("维修地址", "Address"),
        "wished_time": Text("希望上门时间", "Wished time of the visit"),
        "wished_grade": Text("有多急", "How urgent is it"),
        "loaner": Text("需要备用机吗", "Do you need a loaner"),
        "email": Text("邮箱", "E-mail"),
    }
)

#: What else Forms call them; the addresses that Google collects by itself stand under the first two.
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "email": ("电子邮件地址", "Email Address", "电子邮箱", "Email"),
        "phone": ("电话号码", "手机号", "手机号码", "您的电话", "Phone number", "Your phone"),
        "customer_name": ("您的称呼", "怎么称呼您", "Name", "Full name"),
        "address": ("您的地址", "详细地址", "上门维修地址", "Your address"),
        "fault": ("故障现象", "问题描述", "What's wrong", "Describe the problem"),
        "product_model": ("机器型号", "设备型号", "Product model"),
    }
)

#: The header of the column in which Google puts when an answer was sent.
_STAMP = frozenset(map(folded, ("时间戳记", "时间戳", "時間戳記", "Timestamp")))

#: So much of an answer is taken into one cell; the whole of it stands in the answers' tab.
LONGEST = 8_000

_DATES, _DECORATION = ("purchase_date",), "*＊?？:：。. "


def stamp_column(header: Sequence[Scalar]) -> int:
    """Give the index of the column that says when an answer was sent: the first one, unless somebody moved it."""
    return next((at for at, title in enumerate(header) if folded(str(title)) in _STAMP), 0)


def fields_of(header: Sequence[Scalar], tickets: Tab) -> Mapping[int, str]:
    """Map the index of each question that asks for a field of the report to the field."""
    names = {folded(word): key for key, words in _ALSO.items() for word in words}
    names |= {folded(word): key for key, asked in ASKED.items() for word in (asked.zh, asked.en)}
    found: dict[int, str] = {}
    for at, title in enumerate(header):
        plain = str(title).strip(_DECORATION)
        key = names.get(folded(plain)) or tickets.by_label(plain)
        if key in BY_KEY and at != stamp_column(header):
            found[at] = str(key)
    return found


def unasked(header: Sequence[Scalar], tickets: Tab) -> tuple[str, ...]:
    """Name the fields without which nobody can be sent, and for which no question asks."""
    asked = set(fields_of(header, tickets).values())
    return tuple(key for key in REQUIRED if key not in asked)


def report_of(
    header: Sequence[Scalar], cells: Sequence[Scalar], *, tickets: Tab, zone: ZoneInfo
) -> dict[str, str]:
    """Give one answer as a report's values; what can't be understood stands there as it was said, to be asked about.

    The same answer gives the same values whenever it is read: what is to come is judged by when it was sent.
    """
    fields, stamp = fields_of(header, tickets), stamp_column(header)
    said: dict[str, str] = {}
    others: list[str] = []
    for at, cell in enumerate(cells):
        key = fields.get(at, "")
        words = _words(cell, key, zone)
        if at == stamp or not words:
            continue
        if key and key not in said:
            said[key] = words
        else:
            title = str(header[at]).strip() if at < len(header) else ""
            others.append(f"{title}: {words}" if title else words)
    sent = from_serial(float(cells[stamp]), zone)
    values = _understood(said, tickets, sent)
    if others:
        place = "fault" if values.get("fault") else "remarks"
        values[place] = "\n".join(filter(None, (values.get(place), *others)))
    return {"channel": "web", **{key: _cut(words) for key, words in values.items()}}


def _understood(said: Mapping[str, str], tickets: Tab, sent: datetime) -> dict[str, str]:
    """Give what the public form would have taken, and beside it what it would have sent back to be put right."""
    found = understand(said, tickets=tickets, now=sent)
    doubtful = {fault.field: said[fault.field] for fault in found.faults if fault.field in said}
    return {**doubtful, **found.values}


def _words(cell: Scalar, key: str, zone: ZoneInfo) -> str:
    """Give a cell as the customer wrote it: a phone number that became a figure, a date that became a serial."""
    if isinstance(cell, (str, bool)):
        return cleaned(str(cell))
    if key == "wished_time" and plausible(cell):
        return from_serial(cell, zone).strftime("%Y-%m-%d %H:%M")
    if key in _DATES and plausible(cell):
        return from_serial(cell, zone).date().isoformat()
    return str(int(cell)) if float(cell).is_integer() else repr(cell)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
