"""A mapping of the schema file as its reader takes it: key by key, each checked, faults collected on the way.

section = Section(spot, problems)
label = section.label("label")        # a missing one is reported, an empty Text goes on
section.close()                       # whatever was not taken is an unknown key, with its nearest known name
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import time, timedelta
from decimal import Decimal
from difflib import get_close_matches

from sheetflow.durations import parse_duration
from sheetflow.errors import Problem
from sheetflow.model import Text
from sheetflow.schema.places import Spot
from sheetflow.unreadable import Unreadable

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class Section:
    """A reader over one mapping; a wrong value is reported and a harmless one goes on, so that all faults show."""

    def __init__(self, spot: Spot, problems: list[Problem]) -> None:
        self.spot = spot
        self.problems = problems
        self._taken: set[str] = set()
        self._entries: Mapping[str, Spot] = {}
        if isinstance(spot.value, Mapping):
            self._entries = spot.value
        elif spot.value is not None:
            self.complain(spot, f"{shown(spot)} is not a mapping", "Write 'key: value' lines")

    def complain(self, spot: Spot, found: str, remedy: str) -> None:
        """Report a fault of some value in or below this section."""
        self.problems.append(Problem(spot.where, found, remedy))

    def take(self, key: str) -> Spot | None:
        """Give the value of a key, or None where it is absent or null."""
        self._taken.add(key)
        spot = self._entries.get(key)
        return spot if spot is not None and spot.value is not None else None

    def has(self, key: str) -> bool:
        """Say whether the key is written, even as null."""
        return key in self._entries

    def keys(self) -> list[str]:
        """Give the keys as written, in order."""
        return list(self._entries)

    def needed(self, key: str, remedy: str) -> Spot | None:
        """Give the value of a key that must be there."""
        spot = self.take(key)
        if spot is None:
            self.complain(self.spot, f"'{key}' is missing", remedy)
        return spot

    def section(self, key: str) -> Section:
        """Give the mapping under a key; an absent one is empty."""
        spot = self.take(key)
        below = f"{self.spot.path}.{key}".lstrip(".")
        empty = Spot(self.spot.file, self.spot.line, below, {})
        return Section(spot or empty, self.problems)

    def entries(self, *, capitals: bool = False) -> Iterator[tuple[str, Section]]:
        """Give every key with the mapping below it: for keys that are names of things."""
        for key, spot in self.named(capitals=capitals):
            yield key, Section(spot, self.problems)

    def named(self, *, capitals: bool = False) -> Iterator[tuple[str, Spot]]:
        """Give every key with its value, having checked that the key can be a name in code."""
        for key, spot in self._entries.items():
            self._taken.add(key)
            if not (_NAME if capitals else _KEY).fullmatch(key):
                letters = "letters" if capitals else "small letters"
                remedy = f"Use {letters}, digits and _, beginning with a letter"
                self.complain(spot, f"'{key}' can't be a key", remedy)
            yield key, spot

    def text(self, key: str, default: str = "") -> str:
        """Give a text; a number or a list is reported."""
        spot = self.take(key)
        if spot is None:
            return default
        if not isinstance(spot.value, str):
            self.complain(spot, f"{shown(spot)} is not text", f"Write text, such as {key}: '…'")
            return default
        return spot.value

    def label(self, key: str = "label", *, required: bool = True) -> Text:
        """Give a wording in both languages."""
        example = f"Write {key}: {{zh: …, en: …}}"
        spot = self.needed(key, example) if required else self.take(key)
        return both_languages(self, spot, example) if spot else Text("", "")

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Give true or false."""
        spot = self.take(key)
        if spot is None:
            return default
        if not isinstance(spot.value, bool):
            self.complain(spot, f"{shown(spot)} is neither true nor false", "Write true or false")
            return default
        return spot.value

    def number(self, key: str, default: int, *, example: int | None = None) -> int:
        """Give a whole number that isn't negative; the example stands in the complaint, else the default does."""
        spot = self.take(key)
        if spot is None:
            return default
        value = spot.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            below = isinstance(value, int) and value < 0
            found = "below 0" if below else "not a whole number"
            such = default if example is None else example
            self.complain(
                spot, f"{shown(spot)} is {found}", f"Write a whole number, such as {such}"
            )
            return default
        return value

    def bounds(self, key: str) -> tuple[int, int] | None:
        """Give the least and the greatest whole number that may stand somewhere: `between: [-5, 120]`."""
        spot = self.take(key)
        if spot is None:
            return None
        ends = spot.value if isinstance(spot.value, (list, tuple)) else ()
        found = [end.value for end in ends if isinstance(end.value, int)]
        if len(ends) == 2 and sorted(found) == found and len(found) == 2:
            return found[0], found[1]
        remedy = f"Write the least and the greatest, such as {key}: [0, 100]"
        self.complain(spot, f"{shown(spot)} is not two whole numbers, the smaller first", remedy)
        return None

    def duration(self, key: str, default: timedelta = timedelta()) -> timedelta:
        """Give a length of time."""
        spot = self.take(key)
        return default if spot is None else read_duration(self, spot) or default

    def clock_time(self, key: str) -> time | None:
        """Give a time of day such as 08:00."""
        spot = self.take(key)
        if spot is None:
            return None
        match = _CLOCK_TIME.fullmatch(str(spot.value))
        if match is None:
            self.complain(spot, f"{shown(spot)} is not a time of day", "Write one such as '08:00'")
            return None
        return time(int(match.group(1)), int(match.group(2)))

    def one_of(self, key: str, known: Collection[str], default: str) -> str:
        """Give one of the known words."""
        spot = self.take(key)
        return self.known(spot, known, default) if spot else default

    def names(
        self, key: str, known: Collection[str] | None = None, default: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Give a list of texts, each one of the known words where these are given; [] is one of none."""
        spot = self.take(key)
        if spot is None:
            return default
        if not isinstance(spot.value, (list, tuple)):
            example = spot.value if isinstance(spot.value, str) else "a, b"
            self.complain(spot, f"{shown(spot)} is not a list", f"Write {key}: [{example}]")
            return default
        if known is None:
            return tuple(str(item.value) for item in spot.value)
        found = (self.known(item, known, "") for item in spot.value)
        return tuple(name for name in found if name)

    def known(self, spot: Spot, known: Collection[str], default: str) -> str:
        """Give the spot's word where it is a known one; else report it with the nearest known one."""
        if spot.value in known:
            return str(spot.value)
        self.complain(spot, f"{shown(spot)} is not known here", nearest(str(spot.value), known))
        return default

    def close(self) -> None:
        """Report every key that nobody took."""
        for key in self._entries.keys() - self._taken:
            remedy = nearest(key, self._taken)
            self.complain(self._entries[key], f"'{key}' is not a key here", remedy)


def shown(spot: Spot) -> str:
    """Say a value as the writer would recognise it."""
    if isinstance(spot.value, Mapping):
        return "a mapping"
    if isinstance(spot.value, (list, tuple)):
        return "a list"
    return f"'{spot.value}'" if isinstance(spot.value, (str, int, Decimal)) else "nothing"


def nearest(word: str, known: Collection[str]) -> str:
    """Give the remedy for an unknown word: the nearest known one, or all of them."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Write '{close[0]}' if that was meant"
    return f"Write one of: {', '.join(sorted(known))}" if known else "Take it out"


def read_duration(section: Section, spot: Spot) -> timedelta | None:
    """Read a length of time at its place; what can't be read is reported as durations.py says it."""
    try:
        return parse_duration(str(spot.value))
    except Unreadable as unreadable:
        section.problems.append(unreadable.at(spot.where))
        return None


def both_languages(section: Section, spot: Spot, example: str) -> Text:
    """Read {zh, en} at its place."""
    if not isinstance(spot.value, Mapping):
        section.complain(spot, f"{shown(spot)} is not in both languages", example)
        return Text("", "")
    entries = Section(spot, section.problems)
    zh, en = entries.text("zh"), entries.text("en")
    entries.close()
    if not (zh and en):
        lacking = " and ".join(name for name, words in (("zh", zh), ("en", en)) if not words)
        section.complain(spot, f"{lacking} is missing", example)
    return Text(zh, en)
