"""Tabs that the system makes whole: written where they differ from what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.board import Line, page_of
from sheetflow.model import Page, Reading, Table
from sheetflow.policy import Policy


def changed_pages(
    reading: Reading, lines: Iterable[Line], policy: Policy, now: datetime
) -> tuple[Page, ...]:
    """Give 今日 with these lines, unless it stands there already or the tab isn't there."""
    return unlike(reading, page_of(lines, policy, now))


def unlike(reading: Reading, page: Page) -> tuple[Page, ...]:
    """Give the page, unless its tab says the same already or isn't there."""
    table = reading.tables.get(page.tab)
    return () if table is None or _same(page, table) else (page,)


def _same(page: Page, table: Table) -> bool:
    stands = [
        {name: cell for name in table.columns if (cell := table.cell(position, name)) != ""}
        for position in range(len(table.rows))
    ]
    while stands and not stands[-1]:
        stands.pop()
    wanted = [
        {name: cell for name, cell in row.items() if cell != "" and name in table.columns}
        for row in page.rows
    ]
    return stands == wanted
