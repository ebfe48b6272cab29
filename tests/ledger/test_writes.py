"""Planned writes survive as JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.ledger.types import encode
from sheetflow.ledger.writes import dump, load
from sheetflow.model import CellWrite, NewRow, Page, Writes

_SCALARS = (
    st.text()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
)
_CELLS = st.dictionaries(st.text(), _SCALARS, max_size=4)
_WRITES = st.builds(
    Writes,
    cells=st.lists(st.builds(CellWrite, old=_SCALARS, new=_SCALARS), max_size=4).map(tuple),
    rows=st.lists(st.builds(NewRow, values=_CELLS), max_size=3).map(tuple),
    pages=st.lists(st.builds(Page, rows=st.lists(_CELLS, max_size=3).map(tuple)), max_size=2).map(
        tuple
    ),
)


@given(writes=_WRITES)
def test_writes_come_back_as_they_were_planned(writes: Writes) -> None:
    found = load(json.loads(encode(dump(writes))))

    assert found == writes
    for before, after in zip(writes.cells, found.cells, strict=True):
        assert (type(before.new), type(before.old)) == (type(after.new), type(after.old))


def test_one_and_true_stay_apart() -> None:
    writes = Writes(
        cells=(CellWrite("tickets", "", "loaner", 1, True), CellWrite("t", "", "c", 0, 1.0))
    )

    cells = load(json.loads(encode(dump(writes)))).cells

    assert [type(cell.new) for cell in cells] == [bool, float]
