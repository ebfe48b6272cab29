"""The functions that are calculated here, by name. A full calculator takes their place in a later release;
whatever isn't listed shows ``#NAME?``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sheetflow.localsheets.formulas.kinds import (
    Area,
    FormulaError,
    Scope,
    as_bool,
    as_number,
    as_text,
    single,
)
from sheetflow.localsheets.patterns import compiled

Function = Callable[..., Any]
Node = Callable[[Scope, int, int], Any]

VOLATILE = frozenset({"NOW", "TODAY"})

#: What asks of which kind a value is; an error is a value to them, of no kind that they ask for.
TYPE_TESTS = frozenset({"ISBLANK", "ISLOGICAL", "ISNUMBER", "ISTEXT"})


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
    exponent = Decimal(1).scaleb(-int(as_number(places)))
    result = float(Decimal(repr(as_number(value))).quantize(exponent, ROUND_HALF_UP))
    return int(result) if result.is_integer() else result


def _modulo(_: Scope, value: Any, by: Any) -> float:
    if as_number(by) == 0:
        raise FormulaError("#DIV/0!", "Function MOD parameter 2 cannot be zero.")
    return as_number(value) % as_number(by)


def _formatted(_: Scope, value: Any, pattern: Any) -> str:
    value = single(value)
    if isinstance(value, str | bool):
        return as_text(value)
    return compiled(as_text(pattern), "en_US")(as_number(value))


def _found(_: Scope, wanted: Any, text: Any, start: Any = 1) -> int:
    first = int(as_number(start)) - 1
    at = as_text(text).find(as_text(wanted), first) if first >= 0 else -1
    if at < 0:
        raise FormulaError("#VALUE!", "FIND doesn't find the text that it looks for.")
    return at + 1


def _trimmed(_: Scope, value: Any) -> str:
    return " ".join(part for part in as_text(value).split(" ") if part)


FUNCTIONS: dict[str, Function] = {
    "ABS": lambda _, value: abs(as_number(value)),
    "AND": lambda _, *values: all(_logical(values)),
    "CONCATENATE": lambda _, *values: "".join(as_text(one) for one in _flat(values)),
    "COUNT": lambda _, *values: sum(type(one) in (int, float) for one in _flat(values)),
    "COUNTA": lambda _, *values: sum(one is not None for one in _flat(values)),
    "EXACT": lambda _, one, other: as_text(one) == as_text(other),
    "FALSE": lambda _: False,
    "FIND": _found,
    "INT": lambda _, value: math.floor(as_number(value)),
    "ISBLANK": lambda _, value: single(value) is None,
    "ISLOGICAL": lambda _, value: isinstance(single(value), bool),
    "ISNUMBER": lambda _, value: type(single(value)) in (int, float),
    "ISTEXT": lambda _, value: isinstance(single(value), str),
    "LEFT": lambda _, value, count=1: as_text(value)[: int(as_number(count))],
    "LEN": lambda _, value: len(as_text(value)),
    "LOWER": lambda _, value: as_text(value).lower(),
    "MAX": lambda _, *values: max(_numbers(values), default=0),
    "MIN": lambda _, *values: min(_numbers(values), default=0),
    "MOD": _modulo,
    "NOT": lambda _, value: not as_bool(value),
    "NOW": lambda scope: scope.now,
    "OR": lambda _, *values: any(_logical(values)),
    "ROUND": _rounded,
    "SUM": lambda _, *values: sum(_numbers(values)),
    "TEXT": _formatted,
    "TODAY": lambda scope: math.floor(scope.now),
    "TRIM": _trimmed,
    "TRUE": lambda _: True,
    "UPPER": lambda _, value: as_text(value).upper(),
}


def _if(arguments: list[Node]) -> Node:
    """IF(condition, then, else): only the branch taken is calculated."""
    condition, *branches = arguments

    def choose(scope: Scope, rows: int, columns: int) -> Any:
        if as_bool(condition(scope, rows, columns)):
            return branches[0](scope, rows, columns) if branches else True
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


LAZY: dict[str, Callable[[list[Node]], Node]] = {
    "IF": _if,
    "IFERROR": _iferror,
    "ISERROR": _iserror,
}
