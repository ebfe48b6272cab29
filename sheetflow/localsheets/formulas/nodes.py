"""The parts of a calculation as closures: constants, references, operators."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.formulas.kinds import (
    Area,
    FormulaError,
    Scope,
    as_number,
    as_text,
    compared,
    on_scale,
    single,
)
from sheetflow.localsheets.formulas.references import Reference

Node = Callable[[Scope, int, int], Any]
"""A node takes what it can see, and how many rows and columns below and beside its first place it is."""

COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}
OF_NUMBERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
NUMERIC = (int, float)
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": lambda one, other: float(one) ** other,
}


def raising(shown: str, message: str) -> Node:
    """Return the node of a failure."""

    def fail(scope: Scope, rows: int, columns: int) -> Any:
        raise FormulaError(shown, message)

    return fail


def caught(inner: Node) -> Node:
    """Return the node of a value whose failure is a value, too."""

    def value(scope: Scope, rows: int, columns: int) -> Any:
        try:
            return single(inner(scope, rows, columns))
        except FormulaError as failure:
            return failure.error

    return value


def plain_number(text: str) -> float | int:
    """Return the number that digits are."""
    return on_scale(int(text) if text.isdigit() and len(text) < 16 else float(text))


def constant(value: Any) -> Node:
    """Return the node of a value."""
    return lambda scope, rows, columns: value


def negated(inner: Node) -> Node:
    """Return the node of a minus sign."""
    return lambda scope, rows, columns: -as_number(inner(scope, rows, columns))


def binary(sign: str, left: Node, right: Node) -> Node:
    """Return the node of an operator between two others."""
    if sign in COMPARISONS:
        return _comparison(sign, left, right)
    if sign == "&":
        return lambda scope, rows, columns: (
            as_text(left(scope, rows, columns)) + as_text(right(scope, rows, columns))
        )
    calculate = ARITHMETIC[sign]

    def arithmetic(scope: Scope, rows: int, columns: int) -> Any:
        one, other = as_number(left(scope, rows, columns)), as_number(right(scope, rows, columns))
        try:
            return on_scale(calculate(one, other))
        except ZeroDivisionError:
            raise FormulaError("#DIV/0!", "Division by zero.") from None
        except OverflowError:
            raise FormulaError("#NUM!", "The result is too large.") from None

    return arithmetic


def _comparison(sign: str, left: Node, right: Node) -> Node:
    holds, of_numbers = COMPARISONS[sign], OF_NUMBERS[sign]

    def compare(scope: Scope, rows: int, columns: int) -> bool:
        one, other = left(scope, rows, columns), right(scope, rows, columns)
        if type(one) in NUMERIC and type(other) in NUMERIC:
            return of_numbers(one, other)
        return holds(compared(one, other))

    return compare


def cell(reference: Reference) -> Node:
    """Look a cell up; what isn't fixed by ``$`` moves with the offset."""
    end, title = reference.first, reference.title
    row, column = end.row or 0, end.column or 0
    down, right = int(not end.row_fixed), int(not end.column_fixed)

    def look(scope: Scope, rows: int, columns: int) -> Any:
        return scope.cell(title, row + down * rows, column + right * columns)

    return look


def area(reference: Reference) -> Node:
    """Return the node of a range."""
    title, first, last = reference.title, reference.first, reference.last or reference.first

    def look(scope: Scope, rows: int, columns: int) -> Area:
        return scope.area(
            title,
            _at(first.row, first.row_fixed, rows),
            _at(last.row, last.row_fixed, rows),
            _at(first.column, first.column_fixed, columns),
            _at(last.column, last.column_fixed, columns),
        )

    return look


def as_area(inner: Node) -> Node:
    """Return the node of a cell as a range of one."""

    def look(scope: Scope, rows: int, columns: int) -> Area:
        value = inner(scope, rows, columns)
        return value if isinstance(value, Area) else Area([[value]])

    return look


def _at(index: int | None, fixed: bool, offset: int) -> int | None:
    return index if index is None or fixed else index + offset
