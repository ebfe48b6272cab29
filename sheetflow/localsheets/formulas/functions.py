"""The functions that are calculated here, by name. A full calculator takes their place in a later release;
whatever isn't listed shows ``#NAME?``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from sheetflow.localsheets.formulas.kinds import (
    Area,
    FormulaError,
    Scope,
    as_bool,
    as_number,
    as_text,
    as_whole,
    on_scale,
    single,
)
from sheetflow.localsheets.formulas.texts import TEXTS
from sheetflow.localsheets.patterns import compiled
from sheetflow.localsheets.serials import serial_of_date

Function = Callable[..., Any]
Node = Callable[[Scope, int, int], Any]

VOLATILE = frozenset({"NOW", "TODAY"})

#: What asks of which kind a value is; an error is a value to them, of no kind that they ask for.
TYPE_TESTS = frozenset({"ISBLANK", "ISLOGICAL", "ISNUMBER", "ISTEXT"})

#: What takes a single cell as it takes a range.
OF_RANGES = frozenset({"COUNT", "COUNTA", "MAX", "MIN", "SUM"})

#: A float has no digit at a place beyond these, on either side of the point.
FINEST = 330

#: 9999-12-31.
LAST_DAY = serial_of_date(date.max)


def _flat(arguments: Iterable[Any]) -> list[Any]:
    """Return all values; those typed as an argument, and those in areas."""
    return [
        value
        for argument in arguments
        for value in (argument.flat() if isinstance(argument, Area) else [argument])
    ]


def _numbers(arguments: Iterable[Any]) -> list[float]:
    """Return the numbers to add up: in an area texts and booleans don't count, as arguments they do."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, Area):
            found += [one for one in argument.flat() if type(one) in (int, float)]
        else:
            found.append(as_number(argument))
    return found


def _logical(arguments: Iterable[Any]) -> list[bool]:
    return [
        as_bool(value)
        for argument in arguments
        for value in (argument.flat() if isinstance(argument, Area) else [argument])
        if not (isinstance(argument, Area) and (value is None or isinstance(value, str)))
    ]


def _rounded(_: Scope, value: Any, places: Any = 0) -> float | int:
    """ROUND(value, [places]): half away from zero; places below 0 round tens and hundreds."""
    number, digits = as_number(value), as_whole(places)
    if digits > FINEST:
        return number
    exponent = Decimal(1).scaleb(-max(digits, -FINEST))
    with localcontext(prec=2 * FINEST):
        result = float(Decimal(repr(number)).quantize(exponent, ROUND_HALF_UP))
    return on_scale(int(result) if result.is_integer() else result)


def _day(_: Scope, year: Any, month: Any, day: Any) -> int:
    """DATE(year, month, day): the serial number of a day; DATE(2026,14,0) is 2027-01-31.

    [documented] Months and days beyond their range count on into the next or back; years below 1900 have
    1900 added; a day before 1899-12-30 or after 9999 is #NUM!.
    """
    whole = as_whole(year)
    years, months = divmod(
        (whole if whole >= 1900 else whole + 1900) * 12 + as_whole(month) - 1, 12
    )
    try:
        found = serial_of_date(date(years, months + 1, 1)) + as_whole(day) - 1
    except (ValueError, OverflowError):
        found = -1
    if whole < 0 or not 0 <= found <= LAST_DAY:
        raise FormulaError("#NUM!", "Function DATE doesn't come to a day before the year 10000.")
    return found


def _modulo(_: Scope, value: Any, by: Any) -> float:
    if as_number(by) == 0:
        raise FormulaError("#DIV/0!", "Function MOD parameter 2 cannot be zero.")
    return as_number(value) % as_number(by)


def _formatted(_: Scope, value: Any, pattern: Any) -> str:
    value = single(value)
    if isinstance(value, str | bool):
        return as_text(value)
    return compiled(as_text(pattern), "en_US")(as_number(value))


FUNCTIONS: dict[str, Function] = {
    **TEXTS,
    "ABS": lambda _, value: abs(as_number(value)),
    "AND": lambda _, *values: all(_logical(values)),
    "CONCATENATE": lambda _, *values: "".join(as_text(one) for one in _flat(values)),
    "COUNT": lambda _, *values: sum(type(one) in (int, float) for one in _flat(values)),
    "COUNTA": lambda _, *values: sum(one is not None for one in _flat(values)),
    "DATE": _day,
    "FALSE": lambda _: False,
    "INT": lambda _, value: math.floor(as_number(value)),
    "ISBLANK": lambda _, value: single(value) is None,
    "ISLOGICAL": lambda _, value: isinstance(single(value), bool),
    "ISNUMBER": lambda _, value: type(single(value)) in (int, float),
    "ISTEXT": lambda _, value: isinstance(single(value), str),
    "MAX": lambda _, *values: max(_numbers(values), default=0),
    "MIN": lambda _, *values: min(_numbers(values), default=0),
    "MOD": _modulo,
    "NOT": lambda _, value: not as_bool(value),
    "NOW": lambda scope: scope.now,
    "OR": lambda _, *values: any(_logical(values)),
    "ROUND": _rounded,
    "SUM": lambda _, *values: on_scale(sum(_numbers(values))),
    "TEXT": _formatted,
    "TODAY": lambda scope: math.floor(scope.now),
    "TRUE": lambda _: True,
}


def _if(arguments: list[Node]) -> Node:
    """IF(condition, then, else): only the branch taken is calculated."""
    condition, *branches = arguments

    def choose(scope: Scope, rows: int, columns: int) -> Any:
        if as_bool(condition(scope, rows, columns)):
            return branches[0](scope, rows, columns)
        return branches[1](scope, rows, columns) if len(branches) > 1 else False

    return choose


def first_false(arguments: list[Node]) -> Node:
    """AND(…) that stops at the first argument that doesn't hold."""

    def test(scope: Scope, rows: int, columns: int) -> bool:
        for one in arguments:
            value = one(scope, rows, columns)
            if value is False or (value is not True and not all(_logical([value]))):
                return False
        return True

    return test


def _iferror(arguments: list[Node]) -> Node:
    """IFERROR(value, otherwise)."""

    def attempt(scope: Scope, rows: int, columns: int) -> Any:
        try:
            return single(arguments[0](scope, rows, columns))
        except FormulaError:
            return arguments[1](scope, rows, columns) if len(arguments) > 1 else None

    return attempt


def _iserror(arguments: list[Node]) -> Node:
    """ISERROR(value)."""

    def attempt(scope: Scope, rows: int, columns: int) -> bool:
        try:
            single(arguments[0](scope, rows, columns))
        except FormulaError:
            return True
        return False

    return attempt


LAZY: dict[str, tuple[Callable[[list[Node]], Node], int, int]] = {
    "IF": (_if, 2, 3),
    "IFERROR": (_iferror, 1, 2),
    "ISERROR": (_iserror, 1, 1),
}
"""What calculates its arguments itself, and how many it has at least and at most."""
