"""The rows of a tab as a list whose copies share what isn't changed.

Rows stand in blocks. A copy shares the blocks, and changing a row copies only its own block, so that a small
write to 50,000 rows costs little more than one to 500.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableSequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar, cast, overload

T = TypeVar("T")

BITS = 5
"""A block holds 2 ** BITS rows: a write copies the references to all blocks, and to all rows of each that it touches.

One row of 50,000 would be cheapest in blocks of 256, 200 rows in blocks of 16.
"""

SIZE = 1 << BITS
INSIDE = SIZE - 1


class Rows(MutableSequence[T], Generic[T]):
    """A list of rows; `draft` gives a copy for changing, and leaves this one as it is."""

    __slots__ = ("_blocks", "_count", "_mine")

    def __init__(self, rows: Iterable[T] = ()) -> None:
        """Hold some rows."""
        listed = list(rows)
        self._blocks = _blocks_of(listed)
        self._count = len(listed)
        self._mine: set[int] = set(range(len(self._blocks)))

    def draft(self) -> Rows[T]:
        """Return a copy that shares every block until it is changed; this one mustn't be changed any more."""
        twin: Rows[T] = Rows()
        twin._blocks = list(self._blocks)
        twin._count = self._count
        twin._mine = set()
        return twin

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._blocks)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return self._stretch(index)
        if index < 0:
            index = self._place(index)
        return self._blocks[index >> BITS][index & INSIDE]

    def _stretch(self, index: slice) -> list[T]:
        start, stop, step = index.indices(self._count)
        if step != 1:
            return list(self)[index]
        first = start >> BITS
        found = list(chain.from_iterable(self._blocks[first : (stop + INSIDE) >> BITS]))
        return found[start - (first << BITS) : max(stop, start) - (first << BITS)]

    @overload
    def __setitem__(self, index: int, new: T) -> None: ...
    @overload
    def __setitem__(self, index: slice, new: Iterable[T]) -> None: ...
    def __setitem__(self, index: int | slice, new: T | Iterable[T]) -> None:
        if isinstance(index, slice):
            self._splice(index, list(cast("Iterable[T]", new)))
        else:
            self.put(self._place(index), cast("T", new))

    def at(self, place: int) -> T:
        """Return the row at an index that isn't negative."""
        return self._blocks[place >> BITS][place & INSIDE]

    def put(self, place: int, row: T) -> None:
        """Put a row in the place of one that stands."""
        block = place >> BITS
        if block not in self._mine:
            self._blocks[block] = list(self._blocks[block])
            self._mine.add(block)
        self._blocks[block][place & INSIDE] = row

    def __delitem__(self, index: int | slice) -> None:
        if isinstance(index, slice):
            self._splice(index, [])
        else:
            place = self._place(index)
            self._splice(slice(place, place + 1), [])

    def insert(self, index: int, value: T) -> None:
        """Put a row before an index."""
        self._splice(slice(index, index), [value])

    def extend(self, values: Iterable[T]) -> None:
        """Put rows at the end."""
        self._splice(slice(self._count, self._count), list(values))

    def _place(self, index: int) -> int:
        place = index + self._count if index < 0 else index
        if not 0 <= place < self._count:
            raise IndexError(f"There is no row {index} among {self._count}.")
        return place

    def _splice(self, index: slice, new: list[T]) -> None:
        """Put rows in the place of a stretch; blocks before it stay shared."""
        start, stop, step = index.indices(self._count)
        if step != 1:
            raise ValueError("Rows are replaced by stretches without a step.")
        first = start >> BITS
        tail = list(chain.from_iterable(self._blocks[first:]))
        before = len(tail)
        tail[start - (first << BITS) : max(stop, start) - (first << BITS)] = new
        self._blocks[first:] = _blocks_of(tail)
        self._count += len(tail) - before
        self._mine = {one for one in self._mine if one < first}
        self._mine.update(range(first, len(self._blocks)))


def _blocks_of(rows: list[T]) -> list[list[T]]:
    return [rows[start : start + SIZE] for start in range(0, len(rows), SIZE)]


@dataclass(frozen=True)
class Splice(Generic[T]):
    """Where two lists of rows differ: after `at` rows alike, `before` stood where `after` stands now."""

    at: int
    before: list[T]
    after: list[T]


def splice_of(before: Rows[T], after: Rows[T]) -> Splice[T]:
    """Return the shortest stretch outside of which two lists hold the same rows in the same order."""
    one, other = list(before), list(after)
    shorter = min(len(one), len(other))
    head = _alike(shorter, lambda low, high: one[low:high] == other[low:high])
    tail = _alike(
        shorter - head,
        lambda low, high: (
            one[len(one) - high : len(one) - low] == other[len(other) - high : len(other) - low]
        ),
    )
    return Splice(head, one[head : len(one) - tail], other[head : len(other) - tail])


def _alike(length: int, same: Callable[[int, int], bool]) -> int:
    """Return how many rows from one end are alike: comparing a stretch costs less than looking at each row."""
    low, high = 0, length
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
