"""History's rows as they will stand: each planned like a row of the sheet before it is one.

So its deadlines stand there from the first moment, and the next cycle finds nothing to write.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetflow.model import Event, NewRow, Reading, Scalar, Table
from sheetflow.plan import View
from sheetflow.planner import plan
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold
from sheetflow.rows.index import TICKETS
from sheetflow.rule import Rule


@dataclass(frozen=True)
class Complete:
    """Rows with what the system shows in them, all events of their tickets, and the records these lead to."""

    rows: tuple[NewRow, ...]
    events: tuple[Event, ...]
    records: Mapping[str, TicketRecord]


def complete(
    rows: Mapping[str, Mapping[str, Scalar]],
    first: Sequence[Event],
    columns: Mapping[str, int],
    now: datetime,
    policy: Policy,
    rules: Sequence[Rule],
) -> Complete:
    """Plan rows by ticket number, whose records begin with these events; `columns` are the sheet's.

    Notices are left out: an import announces nothing (WORKFLOW.md, "Clocks", 9).
    """
    begun = {event.ticket_no: fold(None, event) for event in first}
    width = max(columns.values(), default=-1) + 1
    table = Table(TICKETS, columns, [_cells(row, columns, width) for row in rows.values()])
    view = View(Reading({TICKETS: table}, ""), begun)
    made = plan(view, now, policy, rules=rules, max_changes=sys.maxsize).plan
    shown: dict[str, dict[str, Scalar]] = {number: dict(row) for number, row in rows.items()}
    for write in made.writes.cells:
        shown[write.key][write.column] = write.new
    return Complete(
        tuple(NewRow(TICKETS, number, row) for number, row in shown.items()),
        (*first, *made.events),
        {**begun, **made.records},
    )


def _cells(row: Mapping[str, Scalar], columns: Mapping[str, int], width: int) -> list[Scalar]:
    cells: list[Scalar] = [""] * width
    for name, cell in row.items():
        if name in columns:
            cells[columns[name]] = cell
    return cells
