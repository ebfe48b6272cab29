"""The functions on texts. Places count from 1; ``FIND("a","ba")`` is 2."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.formulas.kinds import FormulaError, Scope, as_text, as_whole


def _found(_: Scope, wanted: Any, text: Any, start: Any = 1) -> int:
    """FIND(wanted, text, [start]): where it begins, its case minded; #VALUE! when it isn't there."""
    return _place("FIND", re.compile(re.escape(as_text(wanted))), text, start)


def _searched(_: Scope, wanted: Any, text: Any, start: Any = 1) -> int:
    """SEARCH(wanted, text, [start]): FIND whatever the case. [assumed] ``?`` and ``*`` are themselves."""
    pattern = re.compile(re.escape(as_text(wanted)), re.IGNORECASE)
    return _place("SEARCH", pattern, text, start)


def _place(name: str, wanted: re.Pattern[str], text: Any, start: Any) -> int:
    whole, first = as_text(text), as_whole(start) - 1
    found = wanted.search(whole, first) if 0 <= first <= len(whole) else None
    if found is None:
        raise FormulaError("#VALUE!", f"{name} doesn't find the text that it looks for.")
    return found.start() + 1


def _left(_: Scope, text: Any, count: Any = 1) -> str:
    """LEFT(text, [count]): its first characters, all of them when it is shorter."""
    return as_text(text)[: _at_least(0, "LEFT", count)]


def _right(_: Scope, text: Any, count: Any = 1) -> str:
    """RIGHT(text, [count]): its last characters."""
    whole = as_text(text)
    return whole[max(len(whole) - _at_least(0, "RIGHT", count), 0) :]


def _middle(_: Scope, text: Any, start: Any, count: Any) -> str:
    """MID(text, start, count): so many characters from a place on, none beyond its end."""
    first = _at_least(1, "MID", start) - 1
    return as_text(text)[first : first + _at_least(0, "MID", count)]


def _at_least(least: int, name: str, value: Any) -> int:
    """Read a place or count; [assumed] one that is too small is #NUM!, as for INDEX."""
    number = as_whole(value)
    if number < least:
        raise FormulaError(
            "#NUM!", f"Function {name}: {number} should be greater than or equal to {least}."
        )
    return number


def _trimmed(_: Scope, value: Any) -> str:
    """TRIM(text): without spaces at its ends, one between words."""
    return " ".join(part for part in as_text(value).split(" ") if part)


TEXTS: dict[str, Callable[..., Any]] = {
    "EXACT": lambda _, one, other: as_text(one) == as_text(other),
    "FIND": _found,
    "LEFT": _left,
    "LEN": lambda _, value: len(as_text(value)),
    "LOWER": lambda _, value: as_text(value).lower(),
    "MID": _middle,
    "RIGHT": _right,
    "SEARCH": _searched,
    "TRIM": _trimmed,
    "UPPER": lambda _, value: as_text(value).upper(),
}
