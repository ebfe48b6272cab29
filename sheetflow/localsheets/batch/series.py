"""How a line of cells goes on: 1, 3 → 5; 2026-03-10 → 2026-03-11; T1 → T2; Mon → Tue; a, b → a, b.

[assumed] A single number is repeated, a single date goes on by days, several numbers by the straight line nearest to
them; the alternate series does the other of the two. All else is repeated in turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from sheetflow.localsheets.book import Value
from sheetflow.localsheets.cells import number

Series = Callable[[int], Value]
"""The value at a place counted from the first of the line; also before it."""

MONTHS = "January February March April May June July August September October November December"
LISTS = tuple(
    tuple(names.split())
    for names in (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mon Tue Wed Thu Fri Sat Sun",
        MONTHS,
        " ".join(month[:3] for month in MONTHS.split()),
        "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
        "周一 周二 周三 周四 周五 周六 周日",
        "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    )
)
NUMBERED = re.compile(r"(.*?)(\d{1,15})", re.DOTALL | re.ASCII)
LARGEST = 1e15
"""Beyond it numbers have no next one, and a line through them no end."""

EXACT = 12
"""Decimal places that are kept of a line through numbers: 0.1, 0.2 → 0.3."""


def continued(values: list[Value], *, alternate: bool, dates: bool) -> Series:
    """Return the series that a line's values begin; `dates` says whether its numbers are shown as dates."""
    numbers = [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) == len(values) and max(map(abs, numbers)) < LARGEST:
        alone = len(numbers) == 1
        goes_on = (dates or not alone) != alternate
        return _line(numbers) if goes_on else _in_turn(values)
    texts = [one for one in values if isinstance(one, str)]
    if alternate or len(texts) < len(values):
        return _in_turn(values)
    return _names(texts) or _numbered(texts) or _in_turn(values)


def _in_turn(values: list[Value]) -> Series:
    return lambda place: values[place % len(values)]


def _line(numbers: list[float]) -> Callable[[int], float]:
    """Return the straight line nearest to the numbers; by ones from a single number."""
    count = len(numbers)
    middle, mean = (count - 1) / 2, sum(numbers) / count
    steps = sum((place - middle) ** 2 for place in range(count))
    rise = sum((place - middle) * (one - mean) for place, one in enumerate(numbers))
    slope = rise / steps if steps else 1.0
    return lambda place: number(round(mean + slope * (place - middle), EXACT))


def _names(texts: list[str]) -> Series | None:
    """Return days or months in their order, as far apart as the first two; None for other texts."""
    for names in LISTS:
        if set(texts) <= set(names):
            places = [names.index(text) for text in texts]
            step = places[1] - places[0] if len(places) > 1 else 1
            if all((one + step - next_) % len(names) == 0 for one, next_ in pairwise(places)):
                return lambda place: names[(places[0] + step * place) % len(names)]
    return None


def _numbered(texts: list[str]) -> Series | None:
    """Return texts that end in a number going on with the next one, as wide as the first; None for others."""
    found = [NUMBERED.fullmatch(text) for text in texts]
    matches = [one for one in found if one is not None]
    if len(matches) < len(texts) or len({one[1] for one in matches}) > 1:
        return None
    prefix, width = matches[0][1], len(matches[0][2])
    at = _line([int(one[2]) for one in matches])
    return lambda place: f"{prefix}{abs(round(at(place))):0{width}d}"
