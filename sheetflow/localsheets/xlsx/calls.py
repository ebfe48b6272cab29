"""Calls that Excel refuses, or reads otherwise than Google does.

In Google ``FILTER(A2:A,B2:B>1,C2:C>1)`` has two conditions; Excel shows the second where nothing is found.
"""

from __future__ import annotations

from sheetflow.localsheets.formulas.reading import Argument, Call

LEAST = {
    "CEILING": 2,
    "FLOOR": 2,
    "IFERROR": 2,
    "INDEX": 2,
    "ROUND": 2,
    "ROUNDDOWN": 2,
    "ROUNDUP": 2,
}
"""[documented] So many arguments Excel wants where Google does with one."""

MOST = {"FILTER": 2, "SORT": 1}
"""[documented] Up to so many arguments mean the same in both: SORT's third is -1 there, FALSE here."""


def same_in_excel(formula: Argument) -> bool:
    """Say whether Excel reads each call of a formula as Google does."""
    return all(_same(item) for item in formula if isinstance(item, Call))


def _same(call: Call) -> bool:
    least, most = LEAST.get(call.name, 0), MOST.get(call.name, len(call.arguments))
    return least <= len(call.arguments) <= most and all(map(same_in_excel, call.arguments))
