"""`sheetflow show TABLE`: a tab as staff see it, by column key, or the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheetflow.bootstrap.house import House
from sheetflow.cells import display
from sheetflow.commands.archive import rows_of as archived
from sheetflow.commands.table import print_table
from sheetflow.errors import BadInput, Problem, Refused
from sheetflow.schema import Tab

#: A terminal of 80 to 120 columns shows so many side by side.
MOST_COLUMNS = 7

#: What the tab of archived tickets is called.
ARCHIVED = ("归档", "Archive")

Rows = Sequence[Mapping[str, str]]


def rows_of(house: House, name: str) -> tuple[Rows, Sequence[Refused]]:
    """Give the rows of a tab, every column of the schema as a string; `name` is a tab's key or label.

    With them what keeps other rows from being shown.
    """
    if name == "outbox":
        notices = house.ledger.outbox(limit=None)
        return [{key: str(cell) for key, cell in row.items()} for row in notices], ()
    if name in ("archive", *ARCHIVED):
        return archived(house)
    key = house.schema.tab_by_label(name)
    if key is None:
        known = ", ".join(tab.key for tab in house.schema.tabs)
        raise BadInput(
            [Problem("show", f"there is no tab '{name}'", f"Name one of {known}, archive, outbox")]
        )
    return _tab_rows(house, house.schema.tab(key)), ()


def _tab_rows(house: House, tab: Tab) -> Rows:
    read = house.store.read().tables[tab.key]
    shown = [
        {column.key: display(column, read.cell(at, column.key)) for column in tab.columns}
        for at in range(len(read.rows))
    ]
    return [row for row in shown if any(row.values())]


def print_rows(rows: Rows, *, title: str) -> None:
    """Print the first columns that are in use anywhere, as many as a terminal shows well; --json gives all."""
    used = [key for key in (rows[0] if rows else {}) if any(row.get(key) for row in rows)]
    more = f"{len(used) - MOST_COLUMNS} more columns with --json" if used[MOST_COLUMNS:] else None
    names = used[:MOST_COLUMNS]
    print_table(
        names, ([row.get(key, "") for key in names] for row in rows), title=title, caption=more
    )
