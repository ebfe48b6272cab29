"""Rows whose ticket nobody has recorded yet: typed rows with the number they get, and numbers found in the sheet."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.plan import View
from sheetflow.rows.index import Index, TypedRow
from sheetflow.rows.layout import Layout
from sheetflow.tickets import Stranger


def strangers(
    view: View, index: Index, typed: Mapping[str, TypedRow], layout: Layout
) -> tuple[Stranger, ...]:
    """Give the rows that have no record; `typed` are those of people's by the number reserved for them.

    A number found is a new report where its status is empty, but not when the sheet is connected for the first time.
    """
    status = layout.columns.get("status", -1)
    first_connection = not view.records

    def fresh(number: str) -> bool:
        cells = index.rows[number]
        begun = 0 <= status < len(cells) and cells[status] != ""
        return not (first_connection or begun)

    known = view.records.keys()
    numbered = [Stranger(no, row.cells, fresh=True) for no, row in typed.items() if no not in known]
    found = [
        Stranger(number, cells, fresh=fresh(number))
        for number, cells in index.rows.items()
        if number not in known and number not in view.renamed
    ]
    return (*numbered, *found)
