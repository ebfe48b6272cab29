"""The kinds of BooleanCondition: how many values each takes, and what only validation knows. [documented]"""

from __future__ import annotations

from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.shapes import Json

WITHOUT_VALUES = frozenset({"BLANK", "NOT_BLANK", "TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"})
TWO_VALUES = frozenset({"NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN", "DATE_BETWEEN", "DATE_NOT_BETWEEN"})
MANY_VALUES = frozenset({"ONE_OF_LIST"})
ONLY_VALIDATION = frozenset({"ONE_OF_RANGE", "ONE_OF_LIST", "BOOLEAN", "FILTER_EXPRESSION"})


def checked(condition: Json) -> Json:
    """Return a condition; 400 when its type is missing or it has the wrong number of values."""
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    if kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("condition.type is required.")
    values = condition.get("values", [])
    if kind in MANY_VALUES:
        good = bool(values)
    elif kind == "BOOLEAN":
        good = len(values) <= 2
    elif kind in WITHOUT_VALUES:
        good = not values
    else:
        good = len(values) == (2 if kind in TWO_VALUES else 1)
    if not good:
        raise invalid(f"ConditionType {kind} has the wrong number of values: {len(values)}.")
    return condition


def of_values(condition: Json, *, where: str) -> Json:
    """Return a condition of a highlight or a filter; 400 also for a kind that only validation knows."""
    if checked(condition)["type"] in ONLY_VALIDATION:
        raise invalid(f"ConditionType {condition['type']} is not supported in {where}.")
    return condition
