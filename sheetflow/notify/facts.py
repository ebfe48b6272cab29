"""Facts made fit to be shown: phones and names masked, customers' words short, on one line and without tricks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from sheetflow import masking
from sheetflow.model import Language, Text
from sheetflow.notices import LISTS, OPEN

#: Longest fact, and longest shop in a subject, in columns of a phone (a Chinese character takes two).
FACT_WIDTH, SHOP_WIDTH = 90, 32

SOMEBODY = Text("散客", "private customer")

_LABEL = re.compile(r"\s*(?:：|:(?=\s|$))\s*")
_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def cleaned(fact: str, value: str) -> str:
    """Give a fact as it may be shown.

    Phones and e-mail are masked, web addresses left out (a customer could send staff anywhere), control and
    direction characters dropped. A list keeps its lines, whose words are ours and the tickets' shops.
    """
    lines = [_line(line) for line in value.splitlines()]
    if fact not in OPEN:
        lines = [_ADDRESS.sub("…", masking.text(line)) for line in lines]
    if fact in LISTS:
        return "\n".join(filter(None, lines))
    return clipped(" ".join(filter(None, lines)), FACT_WIDTH)


def _line(line: str) -> str:
    readable = (" " if c.isspace() else c for c in line)
    return " ".join("".join(c for c in readable if unicodedata.category(c)[0] != "C").split())


def clipped(text: str, width: int) -> str:
    """Give a text no wider than `width`, its end replaced by … where it is too long; no word is cut in two."""
    room = width
    for place, character in enumerate(text):
        room -= columns(character)
        if room < 0:
            return f"{_whole_words(text, place).rstrip()}…"
    return text


def _whole_words(text: str, end: int) -> str:
    """Give the text up to a place, or to the last blank before it where a word of Latin letters goes on there."""
    cut = text[:end]
    inside = text[end - 1 : end + 1]
    return cut.rpartition(" ")[0] or cut if inside.isascii() and inside.isalnum() else cut


def columns(text: str) -> int:
    """Give the width of a text: wide characters, such as Chinese ones, count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shop(facts: Mapping[str, str], language: Language) -> str:
    """Name the customer as a subject may: the shop, else 张**, else 散客."""
    known = facts.get("unit_name") or masking.name(facts.get("customer_name", ""))
    return clipped(known or SOMEBODY.of(language), SHOP_WIDTH)


def labelled(lines: str) -> Iterator[tuple[str, str]]:
    """Yield label and value of each line `label: value` that has a value; a line without a label is all value.

    The colon of a time, as in `15:00 小麦面馆`, ends no label.
    """
    for line in filter(None, map(str.strip, lines.splitlines())):
        label, *value = _LABEL.split(line, maxsplit=1)
        if not value:
            yield "", line
        elif value[0]:
            yield label, value[0]


def listed(lines: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each block of a list as its head and its lines; "# 超时 3" is a head, lines before any have none."""
    head, block = "", list[str]()
    for line in lines.splitlines():
        if not line.startswith("# "):
            block.append(line)
            continue
        if head or block:
            yield head, tuple(block)
        head, block = line[2:], []
    if head or block:
        yield head, tuple(block)


def besides(everyone: str, name: str) -> str:
    """Give the names of `陈立、林静` or `Chen Li, Lin Jing` without one of them."""
    between = "、" if "、" in everyone else ", "
    return between.join(other for other in everyone.split(between) if other and other != name)
