"""The rows of a tab beside the tickets, as read for one printing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sheetflow.books import Entry
from sheetflow.cells import decoder
from sheetflow.model import Table
from sheetflow.policy import Policy
from sheetflow.rows.layout import Layout


def entries(tables: Mapping[str, Table], tab: str, policy: Policy) -> Iterator[Entry]:
    """Yield the rows of a tab in sheet order, empty ones left out; a tab that wasn't read has none.

    The key of each is its row's number as people count them: 2 is the first below the header.
    """
    table = tables.get(tab)
    if table is None:
        return
    columns = policy.schema.tab(tab).by_key
    decode = {name: decoder(columns[name], policy.zone) for name in table.columns}
    layout = Layout(table.columns, decode)
    for position, row in enumerate(table.rows):
        if any(cell != "" for cell in row):
            yield Entry(str(position + 2), row, layout)
