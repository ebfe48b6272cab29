"""How the cells below a header look and what they offer: number formats and drop-downs, by column type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from sheetflow.model import Language
from sheetflow.schema import Column
from sheetflow.store.api import Message
from sheetflow.store.names import letters, quoted
from sheetflow.store.requests import area

_TEXT: Final[Message] = {"type": "TEXT"}

#: Text that looks like a number or a date stays text in these, also when staff edit the cell later: phones, serials.
NUMBER_FORMATS: Mapping[str, Message] = {
    **dict.fromkeys(
        ("text", "longtext", "phone", "link", "choice", "choices", "list", "technician"), _TEXT
    ),
    "duration": _TEXT,
    "datetime": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"},
    "deadline": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"},
    "date": {"type": "DATE", "pattern": "yyyy-mm-dd"},
    "money": {"type": "NUMBER", "pattern": "0.00"},
    "integer": {"type": "NUMBER", "pattern": "0"},
    "percent": {"type": "PERCENT", "pattern": "0%"},
}

#: Where the cells of another tab's column are: its title and the column's index, None while it isn't there.
Whereabouts = Callable[[str], tuple[str, int] | None]


def body_formats(
    sheet_id: int, columns: Mapping[int, Column], rows: tuple[int, int | None]
) -> list[Message]:
    """Give the requests that format rows of a tab, neighbouring columns of one look together."""
    looks = {index: _look(column) for index, column in columns.items()}
    return [
        {
            "repeatCell": {
                "range": area(sheet_id, rows, span),
                "cell": {"userEnteredFormat": look},
                "fields": "userEnteredFormat(numberFormat,wrapStrategy)",
            }
        }
        for span, look in spans(looks)
        if look
    ]


def drop_downs(
    sheet_id: int, rules: Mapping[int, Message], rows: tuple[int, int | None]
) -> list[Message]:
    """Give the requests that offer choices in rows of a tab; filtered rows are included."""
    return [
        {
            "setDataValidation": {
                "range": area(sheet_id, rows, span),
                "rule": rule,
                "filteredRowsIncluded": True,
            }
        }
        for span, rule in spans(rules)
    ]


def choice_rule(column: Column, language: Language, where: Whereabouts) -> Message | None:
    """Give the drop-down of a column: a closed list's labels, or another column's cells.

    Not strict, for people may type an alias, which the system understands. None where several may be chosen.
    """
    if column.type == "choices":
        return None
    if column.choices:
        condition = _one_of("ONE_OF_LIST", [one.label.of(language) for one in column.choices])
    elif column.choices_from and (place := where(column.choices_from)) is not None:
        title, index = place
        cells = f"={quoted(title)}!${letters(index)}$2:${letters(index)}"
        condition = _one_of("ONE_OF_RANGE", [cells])
    else:
        return None
    return {"condition": condition, "showCustomUi": True}


def same_rule(one: Message | None, other: Message | None) -> bool:
    """Say whether two drop-downs offer the same; a range may come back with its last row filled in."""
    return _offered(one) == _offered(other)


def spans(looks: Mapping[int, Message]) -> Iterable[tuple[tuple[int, int], Message]]:
    """Join neighbouring columns that want the same: ((first, end), what)."""
    indices = sorted(looks)
    runs = groupby(enumerate(indices), key=lambda item: (item[1] - item[0], repr(looks[item[1]])))
    for _, run in runs:
        members = [index for _, index in run]
        yield (members[0], members[-1] + 1), looks[members[0]]


def _look(column: Column) -> Message:
    look: Message = {}
    if column.type in NUMBER_FORMATS:
        look["numberFormat"] = NUMBER_FORMATS[column.type]
    if column.wrap or column.type == "longtext":
        # A long text that isn't wrapped is cut at its cell's edge, or it would run over empty neighbours.
        look["wrapStrategy"] = "WRAP" if column.wrap else "CLIP"
    return look


def _one_of(kind: str, values: Sequence[str]) -> Message:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def _offered(rule: Message | None) -> tuple[str, ...]:
    condition = (rule or {}).get("condition", {})
    values = [one.get("userEnteredValue", "") for one in condition.get("values", ())]
    if condition.get("type") == "ONE_OF_RANGE":
        values = [value.rstrip("0123456789").rstrip("$") for value in values]
    return (condition.get("type", ""), *values)
