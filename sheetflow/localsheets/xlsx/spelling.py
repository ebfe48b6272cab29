"""Formulas as an xlsx file spells them, and back.

``=XLOOKUP(A2,B2:B,C2:C)`` is ``_xlfn.XLOOKUP(A2,B2:B1048576,C2:C1048576)`` there. What Excel doesn't know is kept as
Google's own export keeps it: ``IFERROR(__xludf.DUMMYFUNCTION("=QUERY(A:B)"),"what it showed")``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from openpyxl.utils import FORMULAE

from sheetflow.localsheets.formulas.reading import Unreadable, parsed
from sheetflow.localsheets.formulas.references import End, Reference, rewritten
from sheetflow.localsheets.xlsx.calls import same_in_excel

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
LONGEST_LITERAL = 255
"""[documented] Excel's limits: rows, columns, and the characters of a text written in a formula."""

WORKSHEET = frozenset(["FILTER", "SORT"])
LATER = frozenset(
    [
        "ACOT",
        "ACOTH",
        "AGGREGATE",
        "ARABIC",
        "BASE",
        "BITAND",
        "BITLSHIFT",
        "BITOR",
        "BITRSHIFT",
        "BITXOR",
        "BYCOL",
        "BYROW",
        "CEILING.MATH",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "COMBINA",
        "CONCAT",
        "COT",
        "COTH",
        "CSC",
        "CSCH",
        "DAYS",
        "DECIMAL",
        "DROP",
        "EXPAND",
        "FLOOR.MATH",
        "FORMULATEXT",
        "HSTACK",
        "IFNA",
        "IFS",
        "ISFORMULA",
        "ISOWEEKNUM",
        "MAKEARRAY",
        "MAP",
        "MAXIFS",
        "MINIFS",
        "MODE.MULT",
        "MODE.SNGL",
        "NETWORKDAYS.INTL",
        "NUMBERVALUE",
        "PERCENTILE.EXC",
        "PERCENTILE.INC",
        "PERCENTRANK.EXC",
        "PERCENTRANK.INC",
        "PERMUTATIONA",
        "PHI",
        "QUARTILE.EXC",
        "QUARTILE.INC",
        "RANDARRAY",
        "RANK.AVG",
        "RANK.EQ",
        "REDUCE",
        "SCAN",
        "SEC",
        "SECH",
        "SEQUENCE",
        "SHEET",
        "SHEETS",
        "SORTBY",
        "STDEV.P",
        "STDEV.S",
        "SWITCH",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTJOIN",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "UNICHAR",
        "UNICODE",
        "UNIQUE",
        "VAR.P",
        "VAR.S",
        "VSTACK",
        "WORKDAY.INTL",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
        "XOR",
    ]
)
"""Functions that came after Excel 2007: their names carry a prefix in the file.

LET and LAMBDA are left out: names of their own would need one, too.
"""

SPILL = frozenset(
    [
        "BYCOL",
        "BYROW",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "DROP",
        "EXPAND",
        "FILTER",
        "HSTACK",
        "MAKEARRAY",
        "MAP",
        "RANDARRAY",
        "SCAN",
        "SEQUENCE",
        "SORT",
        "SORTBY",
        "TAKE",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "TRANSPOSE",
        "UNIQUE",
        "VSTACK",
        "WRAPCOLS",
        "WRAPROWS",
    ]
)
"""Functions that fill the cells beside them in Google's sheets without ARRAYFORMULA."""

NAMED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|([A-Za-z_][\w.]*)(?=\s*\()""")
SPELT = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|_xl(?:fn|ws|pm|udf)\.""")
KEPT = re.compile(
    r'^=\s*IFERROR\(__xludf\.DUMMYFUNCTION\(((?:"(?:[^"]|"")*"&?)+)\),(.*)\)$', re.S | re.I
)
"""LibreOffice saves the name in small letters."""

WHOLE_ARRAY = re.compile(r"^=\s*ARRAYFORMULA\((.*)\)\s*$", re.S | re.I)
FIRST_NAME = re.compile(r"^=\s*([A-Za-z][\w.]*)\(")
LITERAL = re.compile(r'"((?:[^"]|"")*)"')
BRACES = re.compile(r'\{(?:[^{}"]|"(?:[^"]|"")*")*\}')
CONSTANTS = re.compile(r'\{(?:"(?:[^"]|"")*"|[-+0-9.,;\s]|TRUE|FALSE)*\}', re.I)
COMPUTED = "COMPUTED_VALUE"
BOOLEANS = {"=TRUE()": True, "=FALSE()": False}
"""LibreOffice saves the value TRUE as this formula; one that a person typed is kept as what Excel doesn't know."""


def spelt(formula: str, shown: Any) -> str:
    """Return a formula as the file has it, without ``=``; what it shows is kept beside one unknown to Excel."""
    text = known(formula)
    if text is not None:
        return text
    return f"IFERROR(__xludf.DUMMYFUNCTION({literal(formula[1:])}),{constant(shown)})"


def computed(shown: Any) -> str:
    """Return what stands in a cell that such a formula fills."""
    return f"IFERROR(__xludf.DUMMYFUNCTION({literal(literal(COMPUTED))}),{constant(shown)})"


def known(formula: str) -> str | None:
    """Return a formula in Excel's spelling, None for one that Excel would refuse."""
    if formula in BOOLEANS:
        return None
    try:
        alike = same_in_excel(parsed(formula))
    except Unreadable:
        return None
    if not alike:
        return None
    if not all(CONSTANTS.fullmatch(one) for one in BRACES.findall(_bare(formula))):
        return None
    names = {match[2].upper() for match in NAMED.finditer(formula) if match[2]}
    if not all(name in FORMULAE or name in LATER or name in WORKSHEET for name in names):
        return None
    return NAMED.sub(_prefixed, rewritten(formula, closed))[1:]


def _bare(formula: str) -> str:
    """Return a formula with its texts emptied."""
    return LITERAL.sub('""', formula)


def _prefixed(match: re.Match[str]) -> str:
    name = (match[2] or "").upper()
    if name in WORKSHEET:
        return f"_xlfn._xlws.{match[2]}"
    return f"_xlfn.{match[2]}" if name in LATER else match[0]


def read(text: str) -> str | None:
    """Return a file's formula, with its ``=``, as Google writes it; None for a cell that an array fills."""
    kept = KEPT.match(text)
    if kept:
        inside = unquoted(kept[1])
        return None if inside.strip('"') == COMPUTED else f"={inside}"
    return rewritten(SPELT.sub(lambda match: match[1] or "", text), opened)


def array_of(formula: str) -> str | None:
    """Return the formula inside ARRAYFORMULA, or one that fills cells by itself; None for any other."""
    whole = WHOLE_ARRAY.match(formula)
    if whole and _balanced(whole[1]):
        return f"={whole[1]}"
    name = FIRST_NAME.match(formula)
    return formula if name and name[1].upper() in SPILL else None


def _balanced(text: str) -> bool:
    """Say whether a text's brackets close in it: ``A1)+(B1`` isn't one argument."""
    depth = 0
    for sign in LITERAL.sub("", text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def from_array(formula: str) -> str:
    """Return a file's array formula as Google writes it."""
    name = FIRST_NAME.match(formula)
    fills = name is not None and name[1].upper() in SPILL
    return formula if fills else f"=ARRAYFORMULA({formula[1:]})"


def closed(reference: Reference) -> Reference:
    """Return ``A2:A`` as ``A2:A1048576``: a file's ranges have both ends."""
    return _ends(
        reference,
        lambda first, last: replace(
            last,
            row=LAST_ROW if last.row is None and first.row is not None else last.row,
            column=LAST_COLUMN if last.column is None and first.column is not None else last.column,
        ),
    )


def opened(reference: Reference) -> Reference:
    """Return ``A2:A1048576`` as ``A2:A``."""
    return _ends(
        reference,
        lambda first, last: replace(
            last,
            row=None if last.row == LAST_ROW else last.row,
            column=None if last.column == LAST_COLUMN else last.column,
        ),
    )


def _ends(reference: Reference, change: Callable[[End, End], End]) -> Reference:
    if reference.last is None:
        return reference
    return replace(reference, last=change(reference.first, reference.last))


def literal(text: str) -> str:
    """Return a text as a formula writes it, in pieces where it is too long for one."""
    pieces = [text[at : at + LONGEST_LITERAL] for at in range(0, len(text), LONGEST_LITERAL)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces or [""])


def unquoted(literals: str) -> str:
    """Return the text of what `literal` wrote."""
    return "".join(piece.replace('""', '"') for piece in LITERAL.findall(literals))


def constant(value: Any) -> str:
    """Return a value as a formula writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return literal("" if value is None else str(value))
