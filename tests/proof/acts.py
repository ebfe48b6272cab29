"""What people may do, each with its name; acts that come to the same on the sheet as it begins are listed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.proof.deeds import (
    Deed,
    changes_zone,
    clears,
    copies_file,
    deletes_tab,
    deletes_token,
    duplicates,
    inserts_column,
    moves_column,
    pastes,
    renames_header,
    renames_tab,
    replaces,
    sorts,
    swaps_tabs,
    take_back,
    takes_over,
    types,
)
from tests.proof.sheet import COLUMNS, KEY, PARTS, REMARKS, STATUS, TICKETS

_ROWS = (1, 2, 3)


def _rows() -> Iterator[tuple[str, Deed]]:
    for row in _ROWS:
        for name in COLUMNS:
            yield f"type over {name} of {row}", types(row, name)
            yield f"clear {name} of {row}", clears(row, name)
        for key in sorted({"WX1", "WX2"} - {f"WX{row}"}):
            yield f"{row} takes over {key}", takes_over(row, key)
        yield f"insert above {row}", lambda people, row=row: people.insert(row)
        yield f"delete {row}", lambda people, row=row: people.delete(row)
        yield f"duplicate {row}", duplicates(row)
        for to in sorted({1, 2, 3, 4} - {row, row + 1}):
            yield f"move {row} to {to}", lambda people, row=row, to=to: people.move(row, to)
    for row, name in ((1, KEY), (1, STATUS), (2, STATUS)):
        yield f"paste at {name} of {row}", pastes(row, name)
    yield "type a row below", types(4, REMARKS)


def _tab() -> Iterator[tuple[str, Deed]]:
    for name in COLUMNS:
        for order in ("ASCENDING", "DESCENDING"):
            yield f"sort by {name} {order.lower()}", sorts(name, order)
            through = sorts(name, order, through_a_filter=True)
            yield f"sort through a filter by {name} {order.lower()}", through
    yield "find and replace", replaces
    yield "take back the last act", take_back
    for name in COLUMNS:
        yield f"rename the header of {name}", renames_header(name)
    for name, to in (
        (KEY, 4),
        (STATUS, 0),
        (STATUS, 4),
        (REMARKS, 0),
        (REMARKS, 2),
        ("problem", 4),
    ):
        yield f"move {name} to {to}", moves_column(name, to)
    yield "rename the tab", renames_tab
    yield "swap two tabs", swaps_tabs
    yield "delete the tab", deletes_tab(TICKETS)
    yield "delete another tab", deletes_tab(PARTS)
    yield "delete the token", deletes_token
    yield "change the zone", changes_zone
    yield "copy the file", copies_file
    for at in (0, 2):
        yield f"insert a column at {at}", inserts_column(at)


ACTS: Mapping[str, Deed] = dict([*_rows(), *_tab()])

#: Acts that come to the same as another one as far as the desk goes, also as the second of two: what is typed or
#: cleared in the system's own column, in which nothing is kept; the same in a numbered row further down, which is told
#: by its number; a sort through a filter, which gives the order that one of a range does; a copy of the file, which
#: leaves this one alone.
_LIKE_ANOTHER = (
    "type over problem",
    "clear problem",
    "type over remarks of 2",
    "clear remarks of 2",
    "sort through a filter",
    "copy the file",
)

#: The acts of which every two are played.
PAIRED: Mapping[str, Deed] = {
    name: deed for name, deed in ACTS.items() if not name.startswith(_LIKE_ANOTHER)
}
