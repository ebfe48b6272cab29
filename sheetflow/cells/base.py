"""What all column types share: the shape of a type, plain wordings, and the reason of a bad cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sheetflow.columns import Column
from sheetflow.model import BadCell, Language, Scalar, Text, Value
from sheetflow.unreadable import Unreadable

#: Reads a cell that isn't blank.
Read: TypeAlias = Callable[[Scalar], Value]

#: Writes a value that is neither None nor a BadCell.
Write: TypeAlias = Callable[[Value], Scalar]


@dataclass(frozen=True)
class Sheet:
    """What writing depends on besides the column: the zone, the language, the names of the staff by number."""

    zone: ZoneInfo
    language: Language
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CellType:
    """One type: how its cells are read and written, and how a raw number in it looks to people."""

    read: Callable[[Column, ZoneInfo], Read]
    write: Callable[[Column, Sheet], Write]
    shown: Callable[[int | float], str]


def written(raw: Scalar) -> str:
    """Say a raw cell as text, whole numbers without a fraction: 7.0 -> "7", True -> "TRUE"."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and isfinite(raw) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def as_is(column: Column, sheet: Sheet) -> Write:
    """Write a value just as it is."""
    return plain


def plain(value: Value) -> Scalar:
    """Give what JSON can carry: text that people typed or that was imported verbatim stays itself."""
    return value if isinstance(value, (str, int)) else str(value)


def bad(text: str, found: Text, remedy: Text) -> BadCell:
    """Give a bad cell with what was found and what to type instead."""
    return BadCell(text, Unreadable(found, remedy).why)


def unlike(text: str, kind: Text, example: str) -> BadCell:
    """Give a bad cell that should have been of some kind: 「x」不是金额。请写金额,例如 30.00."""
    found = Text(f"「{text}」不是{kind.zh}", f"'{text}' is not {kind.en}")
    return bad(
        text, found, Text(f"请写{kind.zh},例如 {example}", f"Type {kind.en}, such as {example}")
    )
