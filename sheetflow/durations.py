"""Lengths of time as people write and read them: 4.5 h, 30 min, 1小时5分."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from unicodedata import normalize

from sheetflow.model import Language, Text
from sheetflow.unreadable import Unreadable

_SECONDS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
_UNITS = {
    "d": ("d", "day", "days", "天", "日"),
    "h": ("h", "hr", "hrs", "hour", "hours", "小时", "个小时", "时"),
    "min": ("min", "mins", "minute", "minutes", "分", "分钟"),
    "s": ("s", "sec", "second", "seconds", "秒", "秒钟"),
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([^\W\d_]*)\s*")
_SHOWN = {
    "zh": (("天", 1_440), ("小时", 60), ("分", 1)),
    "en": ((" d", 1_440), (" h", 60), (" min", 1)),
}

#: No target, warning or hold of a repair desk is longer; beyond it a number is a slip of the keyboard.
LONGEST = timedelta(days=3_660)


def parse_duration(text: str) -> timedelta:
    """Read a length of time with its units, in Chinese or English.

    ``4.5h``, ``4 h``, ``10 min``, ``1 d 2 h``, ``1小时5分``. A day is 24 hours *of the clock's calendar*. Units
    are d, h, min and s; each at most once, the larger first; at most ten years in all.

    Raises `Unreadable`, a ValueError, that says what was found and what to write.
    """
    plain = normalize("NFKC", text).strip().lower()
    seconds, smallest, at = Decimal(0), "", 0
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None:
            raise _unreadable(text, "is not a length of time", "不是时长")
        number, word = part.groups()
        if not word:
            raise _unreadable(text, "has no unit", "没有单位")
        unit = _UNIT.get(word, "")
        if not unit:
            raise _unreadable(text, f"has an unknown unit, '{word}'", f"的单位「{word}」不认识")
        if smallest and _SECONDS[unit] >= _SECONDS[smallest]:
            raise _unreadable(text, "has its units out of order", "的单位顺序不对")
        seconds, smallest, at = seconds + Decimal(number) * _SECONDS[unit], unit, part.end()
    if not plain:
        raise _unreadable(text, "is empty", "是空的")
    if seconds > LONGEST // timedelta(seconds=1):
        raise _unreadable(text, "is longer than ten years", "超过十年")
    return timedelta(microseconds=int(seconds * 1_000_000))


def _unreadable(text: str, found: str, found_zh: str) -> Unreadable:
    return Unreadable(
        Text(zh=f"「{text}」{found_zh}", en=f"'{text}' {found}"),
        Text(
            zh="请写数字加单位，例如 4小时 或 30分",
            en="Write a number and a unit, such as '4 h' or '30 min'",
        ),
    )


def format_duration(duration: timedelta, lang: Language) -> str:
    """Say a length of time to the minute, seconds dropped: ``35分``, ``35 min``, ``1小时5分``, ``2 d 3 h``.

    Less than a minute is ``0分``; what is negative carries one minus in front.
    """
    minutes = abs(duration) // timedelta(minutes=1)
    parts = []
    for word, size in _SHOWN[lang]:
        count, minutes = divmod(minutes, size)
        if count:
            parts.append(f"{count}{word}")
    if not parts:
        return f"0{_SHOWN[lang][-1][0]}"
    sign = "-" if duration < timedelta() else ""
    return sign + ("" if lang == "zh" else " ").join(parts)
