"""How the tickets tab lies there as read: where its columns stand, and how their cells become values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import TypeAlias

from sheetflow.model import Scalar, Value

Places: TypeAlias = tuple[tuple[str, int], ...]

_EMPTY = repeat("")


@dataclass(frozen=True)
class Stretch:
    """Some of the columns, looked at together."""

    places: Places

    def differing(self, cells: Sequence[Scalar], known: Mapping[str, Scalar]) -> tuple[str, ...]:
        """Name those whose cell isn't what is known of it; what isn't known is empty."""
        found = self._pick(cells)
        # In nearly all rows nothing differs, which one comparison tells soonest.
        stands = tuple(map(known.get, self._names, _EMPTY))
        if found == stands:
            return ()
        pairs = zip(self._names, found, stands, strict=True)
        return tuple([name for name, cell, was in pairs if cell != was])

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.places)

    @cached_property
    def _pick(self) -> Callable[[Sequence[Scalar]], tuple[Scalar, ...]]:
        at = [i for _, i in self.places]
        return itemgetter(*at) if len(at) > 1 else lambda cells: tuple(cells[i] for i in at)


@dataclass(frozen=True)
class Layout:
    """How the tickets tab is read: where each column stands, and what turns its cells into values.

    `people` and `system` name the columns that people write, and those that only the system does.
    """

    columns: Mapping[str, int]
    decode: Mapping[str, Callable[[Scalar], Value]]
    people: tuple[str, ...] = ()
    system: tuple[str, ...] = ()

    @cached_property
    def width(self) -> int:
        """Give how many cells a row has at the least."""
        return max(self.columns.values(), default=-1) + 1

    def with_columns(self, names: Collection[str]) -> Layout:
        """Give the layout with these columns too, those that aren't there yet behind the others."""
        missing = sorted(name for name in names if name not in self.columns)
        if not missing:
            return self
        added = {name: self.width + number for number, name in enumerate(missing)}
        return replace(self, columns={**self.columns, **added})

    @cached_property
    def theirs(self) -> Stretch:
        """Give the columns that people write."""
        return Stretch(self.places[self.people])

    @cached_property
    def ours(self) -> Stretch:
        """Give the columns that only the system writes."""
        return Stretch(self.places[self.system])

    @cached_property
    def places(self) -> Mapping[tuple[str, ...], Places]:
        """Map names to those of the columns that are in the sheet, each with its index."""
        return _Places(self.columns)


class _Places(dict[tuple[str, ...], Places]):
    """The places of columns that were asked for together, found once."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        self._columns = columns

    def __missing__(self, names: tuple[str, ...]) -> Places:
        columns = self._columns
        found = self[names] = tuple((name, columns[name]) for name in names if name in columns)
        return found
