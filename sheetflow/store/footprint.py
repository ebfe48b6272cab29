"""What a batch leaves of the rows it writes: how they stood before it and after it, and under which header.

System cells are written by index and without a guard, for a row that moved meanwhile shows a wrong one only until the
next plan. A column that moved is another matter: there people's own cells would be overwritten. So each batch copies
the first rows of every tab it writes cells into, the rows it writes, before and after, and what it appends. The header
comes back with the answer; only where its columns stand elsewhere the copies are looked at (shifted.py).

    A call | B {"tab", "columns", "header", "heads", "rows", "appended", "probes"} | F… the header as found
    below, from F on: some of the header's cells; the tab's first rows; of each row written as it was and as it is; the
    rows appended

Each row is copied by itself: a batch under way while somebody inserts a row may be altered, and one row has no inside.
And it is copied whole, whatever columns the grid has by then: a column just put in pushes none out of the copy. Some
of the header's cells, on the other hand, are copied one by one, just as cells are written: where the two copies differ,
the batch was altered, and its cells fell under other headers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sheetflow.model import Scalar
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.headers import SEARCHED_ROWS
from sheetflow.store.names import letters, quoted
from sheetflow.store.reading import Place
from sheetflow.store.scratch import ROW

#: Room beside a copied row for columns that people may just have put in; where they put in more, the batch fails whole.
SPARE_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class Footprint:
    """The copies of one tab that one call left in the scratch tab, from `slot` on.

    `columns` is where each column was meant to be, people's own by their headers, `header` the header's row, `heads`
    how many of the tab's first rows were copied; `rows` are (row of the grid, columns written there), by index;
    `appended` is how many rows were appended, `probes` are the columns whose header's cell was copied by itself.
    """

    call: str
    slot: int
    tab: str
    columns: Mapping[str, int]
    header: int
    heads: int
    rows: tuple[tuple[int, tuple[int, ...]], ...] = ()
    appended: int = 0
    probes: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Give how many rows of the scratch tab it takes."""
        return 2 + self.heads + 2 * len(self.rows) + self.appended

    def cells(self) -> tuple[str, str]:
        """Give the cells `call` and `record` of its first row."""
        said = {
            "tab": self.tab,
            "columns": dict(self.columns),
            "header": self.header,
            "heads": self.heads,
            "rows": self.rows,
            "appended": self.appended,
            "probes": self.probes,
        }
        return self.call, json.dumps(said, ensure_ascii=False)

    def head_slots(self) -> range:
        """Give the slots of the tab's first rows."""
        return range(self.slot + 2, self.slot + 2 + self.heads)

    def copies(self) -> Iterator[tuple[int, tuple[int, ...], int, int]]:
        """Yield each row, the columns written, the slot that shows it as it was, and the one that shows it as it is."""
        first = self.slot + 2 + self.heads
        for number, (row, columns) in enumerate(self.rows):
            yield row, columns, first + 2 * number, first + 2 * number + 1

    def appended_slots(self) -> range:
        """Give the slots of the rows appended."""
        end = self.slot + self.size
        return range(end - self.appended, end)


def footprint(
    place: Place,
    tab: str,
    columns: Mapping[str, int],
    rows: Mapping[int, Iterable[int]],
    *,
    call: str,
    slot: int,
    guarded: Iterable[int] = (),
    appended: int = 0,
) -> Footprint:
    """Plan the copies of a tab of which a call writes some `rows` of the grid, in the columns given with each.

    Probed are the guarded columns, and of neighbouring others the first and the last: what falls beside moves one.
    """
    heads = SEARCHED_ROWS if place.row_count is None else min(SEARCHED_ROWS, place.row_count)
    heads = max(heads, place.header_row + 1)
    written = tuple((row, tuple(sorted(at))) for row, at in sorted(rows.items()))
    every = {column for _, at in written for column in at}
    ends = {at for at in every if not {at - 1, at + 1} <= every}
    probes = tuple(sorted(ends | {*guarded}))
    return Footprint(call, slot, tab, columns, place.header_row, heads, written, appended, probes)


def room(place: Place) -> int:
    """Give how many columns the copy of a tab's row may take."""
    return place.column_count + SPARE_COLUMNS


def copy_rows(place: Place, first: int, count: int, scratch_id: int, slot: int) -> Message:
    """Give the request that copies whole rows of the grid beside a slot of the scratch tab."""
    source = ask.area(place.sheet_id, (first, first + count), (None, None))
    beside = ask.area(scratch_id, (slot + 1, slot + 1 + count), (ROW, ROW + 1))
    return ask.copy_values(source, beside)


def before(
    left: Footprint, place: Place, scratch_id: int, appended: Sequence[Sequence[Scalar]] = ()
) -> list[Message]:
    """Give the requests that copy header and rows before anything is written, with what will be appended."""
    found = [
        ask.update(scratch_id, left.slot + 1, 0, [ask.row_of(left.cells())]),
        copy_rows(place, left.header, 1, scratch_id, left.slot),
        copy_rows(place, 0, left.heads, scratch_id, left.slot + 2),
    ]
    for at in left.probes:
        cell = ask.one_cell(place.sheet_id, left.header, at)
        found.append(ask.copy_values(cell, ask.one_cell(scratch_id, left.slot + 2, ROW + at)))
    found += [copy_rows(place, row, 1, scratch_id, slot) for row, _, slot, _ in left.copies()]
    if appended:
        first = left.appended_slots().start
        found.append(ask.update(scratch_id, first + 1, ROW, [ask.row_of(row) for row in appended]))
    return found


def after(left: Footprint, place: Place, scratch_id: int) -> list[Message]:
    """Give the requests that copy the rows as they were written."""
    return [copy_rows(place, row, 1, scratch_id, slot) for row, _, _, slot in left.copies()]


def header_range(left: Footprint, place: Place, title: str) -> str:
    """Name the two copies of the header, which are to come back with the answer."""
    row = left.slot + 2
    return f"{quoted(title)}!{letters(ROW)}{row}:{letters(ROW + room(place) - 1)}{row + 1}"


def footprints(body: Sequence[Sequence[Scalar]]) -> list[Footprint]:
    """Read the footprints out of the scratch tab's rows below its header."""
    found = (_read(slot, row) for slot, row in enumerate(body))
    return [one for one in found if one is not None]


def used_rows(body: Sequence[Sequence[Scalar]]) -> int:
    """Give how many of the scratch tab's rows below its header are in use, copies of empty rows at their end included.

    Those aren't read: an answer ends with the last row that holds something.
    """
    return max([len(body), *(left.slot + left.size for left in footprints(body))])


def _read(slot: int, row: Sequence[Scalar]) -> Footprint | None:
    try:
        said: Mapping[str, Any] = json.loads(str(row[1]))
        return Footprint(
            call=str(row[0]),
            slot=slot,
            tab=str(said["tab"]),
            columns={str(key): int(at) for key, at in said["columns"].items()},
            header=int(said["header"]),
            heads=int(said["heads"]),
            rows=tuple((int(row), tuple(map(int, at))) for row, at in said["rows"]),
            appended=int(said["appended"]),
            probes=tuple(map(int, said.get("probes", ()))),
        )
    except (IndexError, KeyError, TypeError, ValueError, AttributeError):
        return None
