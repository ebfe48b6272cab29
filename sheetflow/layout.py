"""How the tickets tab lies there as read: where its columns stand, and how their cells become values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from sheetflow.model import Scalar, Value

Places: TypeAlias = tuple[tuple[str, int], ...]


def differing(
    cells: Sequence[Scalar], places: Places, known: Mapping[str, Scalar]
) -> tuple[str, ...]:
    """Name the columns whose cell isn't what is known of it; what isn't known is empty."""
    stands = known.get
    return tuple([name for name, i in places if cells[i] != stands(name, "")])


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
    def people_places(self) -> Places:
        """Give where the columns stand that people write."""
        return self.places(self.people)

    @cached_property
    def system_places(self) -> Places:
        """Give where the columns stand that only the system writes."""
        return self.places(self.system)

    def places(self, names: tuple[str, ...]) -> Places:
        """Give those of the columns that are in the sheet, each with its index."""
        found = self._places.get(names)
        if found is None:
            found = tuple((name, self.columns[name]) for name in names if name in self.columns)
            self._places[names] = found
        return found

    @cached_property
    def _places(self) -> dict[tuple[str, ...], Places]:
        return {}
