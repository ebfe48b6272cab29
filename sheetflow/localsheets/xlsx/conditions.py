"""Conditions as formulas that every spreadsheet program works out the same, and back.

NUMBER_BETWEEN 1 and 5 on B2 is ``AND(ISNUMBER(B2),B2>=1,B2<=5)``. One table serves both ways, so that what was written
is known again when it is read.
"""

from __future__ import annotations

import re
from datetime import timedelta

from sheetflow.localsheets.book import Formula
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.parsing import typed
from sheetflow.localsheets.serials import from_serial, wall_time
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx.spelling import constant, literal, read, spelt, unquoted

COMPARED = {
    "GREATER": "{v}>{0}",
    "GREATER_THAN_EQ": "{v}>={0}",
    "LESS": "{v}<{0}",
    "LESS_THAN_EQ": "{v}<={0}",
    "EQ": "{v}={0}",
    "NOT_EQ": "{v}<>{0}",
    "BETWEEN": "{v}>={0},{v}<={1}",
    "NOT_BETWEEN": "OR({v}<{0},{v}>{1})",
}
ON_DATES = {
    "EQ": "EQ",
    "NOT_EQ": "NOT_EQ",
    "BEFORE": "LESS",
    "AFTER": "GREATER",
    "ON_OR_BEFORE": "LESS_THAN_EQ",
    "ON_OR_AFTER": "GREATER_THAN_EQ",
    "BETWEEN": "BETWEEN",
    "NOT_BETWEEN": "NOT_BETWEEN",
}
TEMPLATES: dict[str, str] = {
    "TEXT_CONTAINS": "ISNUMBER(FIND(UPPER({0}),UPPER({cell})))",
    "TEXT_NOT_CONTAINS": "ISERROR(FIND(UPPER({0}),UPPER({cell})))",
    "TEXT_STARTS_WITH": "LEFT({cell},LEN({0}))={0}",
    "TEXT_ENDS_WITH": "RIGHT({cell},LEN({0}))={0}",
    "TEXT_EQ": '{cell}&""={0}',
    "TEXT_NOT_EQ": '{cell}&""<>{0}',
    "TEXT_IS_EMAIL": (
        'AND(ISNUMBER(FIND("@",{cell},2)),ISNUMBER(FIND(".",{cell},FIND("@",{cell})+2)),'
        'ISERROR(FIND(" ",{cell})))'
    ),
    "TEXT_IS_URL": 'OR(LEFT({cell},7)="http://",LEFT({cell},8)="https://")',
    "BLANK": "LEN({cell})=0",
    "NOT_BLANK": "LEN({cell})>0",
    "DATE_IS_VALID": "AND(ISNUMBER({cell}),INT({cell})>=0)",
    **{
        f"NUMBER_{name}": f"AND(ISNUMBER({{cell}}),{test})".replace("{v}", "{cell}")
        for name, test in COMPARED.items()
    },
    **{
        f"DATE_{name}": f"AND(ISNUMBER({{cell}}),{COMPARED[like]})".replace("{v}", "INT({cell})")
        for name, like in ON_DATES.items()
    },
}
RELATIVE = {
    "TODAY": "TODAY()",
    "TOMORROW": "TODAY()+1",
    "YESTERDAY": "TODAY()-1",
    "PAST_WEEK": "TODAY()-7",
    "PAST_MONTH": "TODAY()-30",
    "PAST_YEAR": "TODAY()-365",
}
DATE = re.compile(r"DATE\((\d+),(\d+),(\d+)\)")


def formula_of(of: Calculation, condition: Json, cell: str, *, otherwise: bool) -> str | None:
    """Return a condition as a formula, without ``=``, about a cell such as ``B2``; None for one of a list.

    A formula unknown to Excel is `otherwise` there.
    """
    kind, values = condition["type"], condition.get("values", [])
    if kind == "CUSTOM_FORMULA":
        return spelt(values[0].get("userEnteredValue", ""), otherwise)
    if kind not in TEMPLATES:
        return None
    operands = [_operand(of, kind, one) for one in values]
    text = TEMPLATES[kind].replace("{cell}", cell)
    for place, operand in enumerate(operands):
        text = text.replace(f"{{{place}}}", operand)
    return text


def _operand(of: Calculation, kind: str, value: Json) -> str:
    if "relativeDate" in value:
        return RELATIVE.get(value["relativeDate"], "TODAY()")
    entry = value.get("userEnteredValue", "")
    properties = of.book.properties
    today = wall_time(of.at, properties["timeZone"]).date()
    entered = typed(entry, locale=properties["locale"], today=today).value
    if isinstance(entered, Formula):
        return f"({spelt(entered.text, None)})"
    if kind.startswith("TEXT_"):
        return literal(entry)
    if kind.startswith("DATE_") and isinstance(entered, int) and entered > 0:
        day = from_serial(entered)
        return f"DATE({day.year},{day.month},{day.day})"
    return constant(entered)


def condition_of(formula: str, cell: str) -> Json:
    """Return the condition that a file's formula about a cell is; CUSTOM_FORMULA for one of a person's own."""
    for kind, template in TEMPLATES.items():
        found = _pattern(template, cell).fullmatch(formula)
        if found is None:
            continue
        values = [_value(one) for one in found.groups()]
        if all(value is not None for value in values):
            return {"type": kind, "values": values} if values else {"type": kind}
    own = read(f"={formula}") or "=FALSE"
    return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": own}]}


def _pattern(template: str, cell: str) -> re.Pattern[str]:
    text = re.escape(template).replace(re.escape("{cell}"), re.escape(cell))
    for place in (0, 1):
        mark = re.escape(f"{{{place}}}")
        text = text.replace(mark, f"(?P<o{place}>.+)", 1).replace(mark, f"(?P=o{place})")
    return re.compile(text, re.S)


def _value(operand: str) -> Json | None:
    """Return a ConditionValue from its formula, None for what `_operand` never writes."""
    for name, text in RELATIVE.items():
        if operand == text:
            return {"relativeDate": name}
    if day := DATE.fullmatch(operand):
        return {"userEnteredValue": f"{int(day[1]):04d}-{int(day[2]):02d}-{int(day[3]):02d}"}
    if re.fullmatch(r'(?:"(?:[^"]|"")*"&?)+', operand):
        return {"userEnteredValue": unquoted(operand)}
    if re.fullmatch(r"-?[\d.]+(?:e[+-]?\d+)?|TRUE|FALSE", operand, re.I):
        return {"userEnteredValue": operand}
    if operand.startswith("(") and operand.endswith(")"):
        return {"userEnteredValue": read(f"={operand[1:-1]}")}
    return None


def shown_day(serial: float) -> str:
    """Return a serial number as a condition's text: 46091 is 2026-03-10, with a time where it has one."""
    wall = from_serial(serial)
    whole = wall - timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second) == wall
    return f"{wall:%Y-%m-%d}" if whole else f"{wall:%Y-%m-%d %H:%M:%S}"
