"""What formulas calculate with: blanks (None), numbers, texts, booleans, areas, and errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Any, Protocol

#: Whole numbers below it are exact in a float.
EXACT = 2**53

ERROR_TYPES = {
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
    "#ERROR!": "ERROR",
}


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A formula's failure as its cell shows it: ``#NAME?`` and a sentence."""

    shown: str
    message: str = ""

    @property
    def type(self) -> str:
        """Return the API's name of the error."""
        return ERROR_TYPES.get(self.shown, "ERROR")


class FormulaError(Exception):
    """Raised inside a calculation; the cell shows its `error`."""

    def __init__(self, shown: str, message: str = "") -> None:
        """Keep the error that the cell shows."""
        super().__init__(shown)
        self.error = ErrorValue(shown, message)


def unknown_function(name: str) -> ErrorValue:
    """Return the error of a function that isn't calculated here, with a note of what to do."""
    return ErrorValue(
        "#NAME?",
        f"Unknown function: '{name}'. The local workbook doesn't calculate it: "
        "write the formula with other functions, or open the file in Google Sheets.",
    )


class Area:
    """The values of a range, row by row, read when first asked for.

    `beside` is called where one value is wanted: that in the formula's own row or column.
    """

    def __init__(
        self,
        rows: list[list[Any]] | Callable[[], list[list[Any]]],
        beside: Callable[[], Any] | None = None,
    ) -> None:
        """Keep the values, or what reads them."""
        self._rows = rows
        self.beside = beside

    @cached_property
    def rows(self) -> list[list[Any]]:
        """Return the values; raises `FormulaError` when one of them is an error."""
        return self._rows() if callable(self._rows) else self._rows

    def flat(self) -> list[Any]:
        """Return all values, left to right and top to bottom."""
        return [value for row in self.rows for value in row]


class Scope(Protocol):
    """What a formula can see: other cells and the time."""

    now: float

    def cell(self, title: str | None, row: int, column: int) -> Any:
        """Return a cell's value; raises `FormulaError` when it shows an error or isn't there."""

    def area(
        self,
        title: str | None,
        top: int | None,
        bottom: int | None,
        left: int | None,
        right: int | None,
    ) -> Area:
        """Return the values of a range, inclusive bounds, None where it is open."""

    def named(self, name: str) -> Any:
        """Return the value or area of a named range."""


def as_number(value: Any) -> float | int:
    """Return a value as arithmetic takes it: blank is 0, TRUE is 1, a text that is a number counts."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return _number_of(value)
    return as_number(single(value))


def as_whole(value: Any) -> int:
    """Return a value as places and counts are taken: 2.9 is 2, -2.9 is -2."""
    return int(as_number(value))


def _number_of(text: str) -> float:
    """Read a text as a number; "nan", "inf" and "1_000" are words here."""
    try:
        number = float(text)
    except ValueError:
        return _not_a_number(text)
    return number if isfinite(number) and "_" not in text else _not_a_number(text)


def _not_a_number(value: str) -> float:
    raise FormulaError("#VALUE!", f"'{value}' is a text and cannot be coerced to a number.")


def on_scale(number: Any) -> float | int:
    """Return a result as a cell can hold it: beyond 15 digits a float; infinite or complex is #NUM!."""
    if isinstance(number, int) and abs(number) < EXACT:
        return number
    if isinstance(number, complex) or not isfinite(number):
        raise FormulaError("#NUM!", "The result isn't a number that a cell can hold.")
    return float(number)


def as_text(value: Any) -> str:
    """Return a value as ``&`` joins it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    return as_text(single(value))


def as_bool(value: Any) -> bool:
    """Return a value as AND, OR, NOT and IF take it; a text other than TRUE and FALSE is #VALUE!."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise FormulaError("#VALUE!", f"'{value}' cannot be coerced to a boolean.")
    if isinstance(value, Area):
        return as_bool(single(value))
    return bool(value)


def single(value: Any) -> Any:
    """Return the one value of a one-cell area, or the one beside the formula; else it is #VALUE!.

    [measured] ``=A1:A4*2`` in C2 takes A2; in C9 it is "An array value could not be found."
    """
    if not isinstance(value, Area):
        return value
    if value.beside is not None:
        return value.beside()
    flat = value.flat()
    return flat[0] if len(flat) == 1 else none_beside()


def none_beside() -> Any:
    """Fail as a range does where one value is wanted and none of its cells is beside the formula."""
    raise FormulaError("#VALUE!", "An array value could not be found.")


def compared(one: Any, other: Any) -> int:
    """Return -1, 0 or 1: numbers before texts before booleans, texts whatever their case, blank as 0 or ""."""
    one, other = single(one), single(other)
    if one is None:
        one = _blank_like(other)
    if other is None:
        other = _blank_like(one)
    ranks = _rank(one), _rank(other)
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(one, str) and isinstance(other, str):
        one, other = one.casefold(), other.casefold()
    return int(one > other) - int(one < other)


def _blank_like(value: Any) -> Any:
    if isinstance(value, str):
        return ""
    return False if isinstance(value, bool) else 0


def _rank(value: Any) -> int:
    return 2 if isinstance(value, bool) else int(isinstance(value, str))
