"""Column types: how a cell becomes a value and a value a cell, one pair per type.

    decode(status, "缺件", zone=shanghai) -> "parts_wait"        encode(status, "parts_wait", …) -> "待配件"
    decode(appointment_at, "明天下午", zone=shanghai) -> BadCell("明天下午", …)

What can't be understood is a BadCell with its reason; an empty cell is None. `decode(encode(v)) == v` for every
type, but for `Paused`, whose cell doesn't carry the year. Text in a column of another type is written as it is:
an imported history keeps its wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sheetflow.cells.base import CellType, Sheet, written
from sheetflow.cells.numbers import DURATION, INTEGER, MONEY, PERCENT
from sheetflow.cells.times import DATE, DATETIME, DEADLINE
from sheetflow.cells.words import BOOLEAN, CHOICE, CHOICES, LINK, LIST, PHONE, TECHNICIAN, TEXT
from sheetflow.columns import Column
from sheetflow.model import BadCell, Language, Scalar, Value

Decoder: TypeAlias = Callable[[Scalar], Value]
Encoder: TypeAlias = Callable[[Value], Scalar]

#: Every column type by its name in the schema; `longtext` is wrapped text, `phone` is checked by typed.py.
TYPES: Mapping[str, CellType] = MappingProxyType(
    {
        "text": TEXT,
        "longtext": TEXT,
        "choice": CHOICE,
        "choices": CHOICES,
        "list": LIST,
        "technician": TECHNICIAN,
        "phone": PHONE,
        "link": LINK,
        "boolean": BOOLEAN,
        "money": MONEY,
        "integer": INTEGER,
        "percent": PERCENT,
        "duration": DURATION,
        "date": DATE,
        "datetime": DATETIME,
        "deadline": DEADLINE,
    }
)


def decoder(column: Column, zone: ZoneInfo) -> Decoder:
    """Give the reader of a column's cells, prepared once for many rows."""
    read = TYPES[column.type].read(column, zone)

    def decoded(raw: Scalar) -> Value:
        if isinstance(raw, str) and not raw.strip():
            return None
        return read(raw)

    return decoded


def encoder(column: Column, sheet: Sheet) -> Encoder:
    """Give the writer of a column's cells, prepared once for many rows."""
    write = TYPES[column.type].write(column, sheet)

    def encoded(value: Value) -> Scalar:
        if value is None:
            return ""
        return value.text if isinstance(value, BadCell) else write(value)

    return encoded


def decode(column: Column, raw: Scalar, *, zone: ZoneInfo) -> Value:
    """Give the value of one cell; `decoder` is faster for many."""
    return decoder(column, zone)(raw)


def encode(
    column: Column,
    value: Value,
    *,
    zone: ZoneInfo,
    language: Language,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Scalar:
    """Give the cell of one value; `names` are the staff's by number, as technician cells show them."""
    return encoder(column, Sheet(zone, language, names))(value)


def display(column: Column, raw: Scalar) -> str:
    """Give a cell as staff see it: 46092.5 in a datetime column reads 2026-03-11 12:00; empty is ""."""
    if isinstance(raw, (bool, str)):
        return written(raw)
    return TYPES[column.type].shown(raw)


__all__ = [
    "TYPES",
    "Decoder",
    "Encoder",
    "Sheet",
    "decode",
    "decoder",
    "display",
    "encode",
    "encoder",
]
