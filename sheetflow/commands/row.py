"""`sheetflow row restore`: a ticket's row that people deleted, appended again from the ledger's last values.

The row is recorded as a run that nobody has applied yet; the next cycle of whichever worker keeps the spreadsheet
appends it, guarded as everything is, and sees to it that it comes once (ARCHITECTURE.md, invariant 5).
"""

from __future__ import annotations

import secrets

import click

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.jobs import cycle
from sheetflow.errors import Refused
from sheetflow.model import NewRow, Table, Writes
from sheetflow.ports import Run
from sheetflow.record import TicketRecord
from sheetflow.rows.doubles import index_of
from sheetflow.rows.index import TICKETS, Index
from sheetflow.rows.lost import find_lost

#: One cycle appends the row, the next one sees it there; a third where somebody came between.
CYCLES = 3


def restore(house: House, number: str) -> None:
    """Bring a deleted row back and say so; raises Refused for a ticket that stands in the sheet or is unknown."""
    ask_back(house, number)
    click.echo(_outcome(house, number))


def ask_back(house: House, number: str) -> None:
    """Record that the row is to be appended, as the ledger last had it; raises Refused as `restore` does."""
    tickets = house.store.read().tables[TICKETS]
    record = house.ledger.record_of(number)
    if record is None:
        raise Refused(
            f"{number}: no such ticket is known. The number of a row that is gone stands on the health page."
        )
    if record.archived:
        raise Refused(
            f"{number}: its row is in the archive. sheetflow archive --restore {number} brings it back."
        )
    _refuse_standing(house, tickets, record)
    if not _on_its_way(house, number):
        row = NewRow(TICKETS, number, {"ticket_no": number, **record.seen, **record.shown})
        now = house.clock.now()
        house.ledger.begin(Run(secrets.token_hex(8), now, Writes(rows=(row,))))


def _refuse_standing(house: House, tickets: Table, record: TicketRecord) -> None:
    """Raise Refused where the row is in the sheet, under its number or another, or is about to come by itself."""
    number, index = record.ticket_no, index_of(tickets, house.ledger.records())
    if "ticket_no" not in tickets.columns:
        raise Refused(" ".join(tickets.problems))
    if number in index.rows:
        raise Refused(
            f"{number}: its row stands in the sheet. Nothing was appended; it may be hidden by a filter."
        )
    if found := _elsewhere(house, tickets, index, number):
        raise Refused(f"{number}: {found} Nothing was appended.")
    if any(report.ticket_no == number for report in house.ledger.pending_reports()):
        raise Refused(f"{number}: its row hasn't come yet; the next cycle brings it.")


def _elsewhere(house: House, tickets: Table, index: Index, number: str) -> str:
    """Say where the ticket's row stands without its number, "" where it is gone."""
    lost = find_lost(index, tickets.columns, house.ledger.records())
    if number in lost.emptied.values():
        return "its row stands in the sheet without a number; the next cycles put it back."
    was = {**lost.doubled, **{number: found for found, number in lost.renamed.items()}}
    found = was.get(number, "")
    return f"its row stands in the sheet as {found}. Change {found} back." if found else ""


def _on_its_way(house: House, number: str) -> bool:
    """Say whether a run that is still open appends the row: that of a restoring which was cut short, say."""
    return any(row.key == number for run in house.ledger.open_runs() for row in run.writes.rows)


def _outcome(house: House, number: str) -> str:
    """Work until the row is seen in the sheet, or leave that to the worker that keeps it."""
    tab = house.schema.tab(TICKETS).label.of(house.language)
    for _ in range(CYCLES):
        if cycle(house).outcome == "standby":
            return f"{number}: the server appends its row to {tab} with its next cycle."
        if not _on_its_way(house, number):
            return f"{number}: its row stands at the end of {tab} again, as the ledger last had it."
    return f"{number}: its row was recorded to be appended to {tab}; the next cycle tries again."
