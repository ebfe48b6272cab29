"""How a value of the record becomes JSON and comes back: small codecs, and how they are put together.

VISITS = each(noun(Visit, planned_at=maybe(INSTANT)))
VISITS.dump((Visit("T01", planned_at=at),)) -> [["T01", "2026-03-10T09:00:00+08:00", …]], and VISITS.load is its inverse
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sheetflow.model import Text
from sheetflow.record.values import instant


class Codec(NamedTuple):
    """What makes JSON of a value, and its inverse."""

    dump: Callable[[Any], Any]
    load: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


PLAIN = Codec(_same, _same)
INSTANT = Codec(datetime.isoformat, instant)
MONEY = Codec(str, Decimal)
NAMES = Codec(list, tuple)
NAME_SET = Codec(sorted, frozenset)
TEXT = Codec(lambda text: [text.zh, text.en], lambda stored: Text(*stored))
CELLS = Codec(dict, _same)


def maybe(codec: Codec) -> Codec:
    """Let None stay None."""
    dump, load = codec
    return Codec(
        lambda value: None if value is None else dump(value),
        lambda stored: None if stored is None else load(stored),
    )


def each(codec: Codec) -> Codec:
    """Code a tuple of such values."""
    dump, load = codec
    return Codec(
        lambda values: [dump(value) for value in values],
        lambda stored: tuple([load(value) for value in stored]),
    )


def by_name(codec: Codec) -> Codec:
    """Code such values by name."""
    dump, load = codec
    return Codec(
        lambda values: {name: dump(value) for name, value in values.items()},
        lambda stored: {name: load(value) for name, value in stored.items()},
    )


def noun(kind: type[Any], **codecs: Codec) -> Codec:
    """Code a named tuple as a list of its fields, plainly where nothing is said; a shorter list is loaded, too."""
    dumps, loads = zip(*(codecs.get(name, PLAIN) for name in kind._fields), strict=True)
    return Codec(
        lambda value: [dump(one) for dump, one in zip(dumps, value, strict=True)],
        lambda stored: kind(*[load(one) for load, one in zip(loads, stored, strict=False)]),
    )
