"""What a customer says when a product needs us: one reading for the public form, the API and everyone else's reports.

    understand({"customer_name": "张三", "phone": "138-0000-0001", …}, tickets=schema.tab("tickets"), …)
    -> Understood(values={"customer_name": "张三", …}, faults=())

REQUIREMENTS.md 1 to 3 (P1 4.1.1, P2 S1). Choices become keys, dates ISO dates, the rest is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeAlias

from sheetflow.columns import Column, folded
from sheetflow.model import Text
from sheetflow.schema.parts import Tab
from sheetflow.typed import understand_phone
from sheetflow.unreadable import Unreadable

#: What the model is called when the customer doesn't know it (REQUIREMENTS.md 1).
MODEL_UNKNOWN = Text("不清楚型号", "model unknown")

#: Of what was found, so much is quoted back.
QUOTED = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that can't be taken as it is: what was found, and why and what to write instead."""

    field: str
    found: str
    why: Text


@dataclass(frozen=True, slots=True)
class Understood:
    """A report's values by column key, without the empty ones, and at most one fault per field."""

    values: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """When and into which column a field is read; `now` is in the desk's zone."""

    now: datetime
    column: Column


Reader: TypeAlias = Callable[[str, Moment], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the report: its column's key, how it is read, and how many characters it may have."""

    key: str
    read: Reader
    limit: int = 120
    required: bool = False


def _line(text: str, moment: Moment) -> str:
    return " ".join(text.split())


def _lines(text: str, moment: Moment) -> str:
    return text


def _phone(text: str, moment: Moment) -> str:
    if understand_phone(text).kind == "impossible":
        raise Unreadable(
            Text("这里没有能打通的电话号码", "There is no number here that can be dialled"),
            Text(
                "请写成 138-0000-0001 或 010-6234-5678转8002 的样子",
                "Write it like 138-0000-0001 or 010-6234-5678 ext. 8002",
            ),
        )
    return _line(text, moment)


def _email(text: str, moment: Moment) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        raise Unreadable(
            Text("这不是邮箱地址", "This is no mail address"),
            Text(
                "请写成 name@example.com 的样子,或留空",
                "Write it like name@example.com, or leave it empty",
            ),
        )
    return text


def _bought(text: str, moment: Moment) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(
            Text("这不是一个日期", "This is no date"),
            Text("请写成 2025-03-10 的样子", "Write it like 2025-03-10"),
        ) from error
    if day > moment.now.date() + timedelta(days=1):
        raise Unreadable(
            Text("这一天还没有到", "This day hasn't come yet"),
            Text("请写购买的日期,或留空", "Write the day of purchase, or leave it empty"),
        )
    return day.isoformat()


def _wished(text: str, moment: Moment) -> str:
    """Give an instant as the desk's wall time, so that an appointment can equal it; other words stay as said."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _line(text, moment)
    wall = at.astimezone(moment.now.tzinfo) if at.tzinfo else at
    return wall.strftime("%Y-%m-%d %H:%M")


def _choice(text: str, moment: Moment) -> str:
    column = moment.column
    if not column.choices:
        return _line(text, moment)
    key = column.choice_keys.get(folded(text))
    if key is None:
        labels = column.choice_labels.values()
        raise Unreadable(
            Text("没有这个选项", "There is no such choice"),
            Text(
                f"请从这些里选:{'、'.join(label.zh for label in labels)}",
                f"Choose one of: {', '.join(label.en for label in labels)}",
            ),
        )
    return key


#: The report, in the order of the form. Required fields bind form and API; typed rows are taken with what they have.
REPORT: tuple[Entry, ...] = (
    Entry("request_type", _choice),
    Entry("product_type", _choice),
    Entry("product_model", _line, required=True),
    Entry("fault", _lines, limit=4000, required=True),
    Entry("brand", _line),
    Entry("serial_no", _line),
    Entry("purchase_date", _bought),
    Entry("fault_scene", _lines, limit=2000),
    Entry("customer_name", _line, limit=80, required=True),
    Entry("phone", _phone, limit=80, required=True),
    Entry("unit_name", _line),
    Entry("address", _line, limit=300, required=True),
    Entry("wished_time", _wished),
    Entry("wished_grade", _choice),
    Entry("loaner", _choice),
    Entry("email", _email, limit=254),
    Entry("channel", _choice),
)

BY_KEY: Mapping[str, Entry] = MappingProxyType({entry.key: entry for entry in REPORT})

#: The five facts without which a report isn't taken from form or API, and waits for a person when typed.
REQUIRED: tuple[str, ...] = tuple(entry.key for entry in REPORT if entry.required)

_MISSING = Unreadable(Text("这里还空着", "This is empty"), Text("请填写", "Please fill it in"))
_NOT_TEXT = Unreadable(Text("这不是文字", "This is no text"), Text("请写成文字", "Write a text"))


def understand(said: Mapping[str, object], *, tickets: Tab, now: datetime) -> Understood:
    """Read a whole report; `now` is in the desk's zone, wall times without an offset are taken in it.

    Every field that can't be taken gets its fault, unknown fields too: nothing that was said is dropped silently.
    """
    values: dict[str, str] = {}
    faults = [_unknown(name) for name in said if name not in BY_KEY]
    for entry in REPORT:
        found = said.get(entry.key)
        try:
            text = _text(found)
            if text := _read(text, entry, Moment(now, tickets.column(entry.key))):
                values[entry.key] = text
        except Unreadable as error:
            faults.append(Fault(entry.key, _quoted(found), error.why))
    return Understood(values, tuple(faults))


def cleaned(text: str) -> str:
    """Give a text without what nobody typed: control characters, lone surrogates, blanks at both ends.

    Line breaks become "\\n"; a tab stays. PostgreSQL takes no NUL, UTF-8 no surrogate, and Google cuts the rest.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter
        for letter in lines
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    ).strip()


def _text(found: object) -> str:
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, (str, int)):
        raise _NOT_TEXT
    return cleaned(str(found))


def _read(text: str, entry: Entry, moment: Moment) -> str:
    if not text:
        if entry.required:
            raise _MISSING
        return ""
    if len(text) > entry.limit:
        raise Unreadable(
            Text(f"有 {len(text)} 个字", f"This has {len(text)} characters"),
            Text(f"请缩短到 {entry.limit} 个字以内", f"Shorten it to {entry.limit}"),
        )
    return entry.read(text, moment)


def _unknown(name: str) -> Fault:
    near = get_close_matches(name, BY_KEY, n=1) or (["wished_grade"] if name == "grade" else [])
    meant = near[0] if near else ""
    return Fault(
        name[:QUOTED],
        "",
        Text(
            "没有这个字段。" + (f"是 {meant} 吗?" if meant else f"可以写的有:{'、'.join(BY_KEY)}"),
            "There is no such field. "
            + (f"Did you mean {meant}?" if meant else f"Fields are: {', '.join(BY_KEY)}."),
        ),
    )


def _quoted(found: object) -> str:
    text = "" if found is None else cleaned(str(found))
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
