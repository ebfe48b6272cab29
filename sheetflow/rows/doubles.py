"""Of several rows with one number, the one that is the ticket's: not one whose own number was typed over.

GOOGLE_SHEETS.md, "Safe writing", 6; WORKFLOW.md, "Rows that people move about".
    WX1's row, typed over with WX2, above WX2's  ->  WX2 is the lower one, the upper is WX1's and left alone
WX1's row, typed over with WX2 whose own row was deleted  ->  WX1's all the same, and WX2 stays missing
Of copies the upper counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetflow.model import Table
from sheetflow.record import TicketRecord
from sheetflow.rows.index import Index, read_index
from sheetflow.rows.likeness import Owners, likeness


def index_of(table: Table, records: Mapping[str, TicketRecord]) -> Index:
    """Give the index of the tickets tab with each number at the row that is its ticket's."""
    index = read_index(table)
    doubtful = index.twice | _strangely_old(table, index, records)
    if not doubtful:
        return index
    rows, places, copies = dict(index.rows), dict[str, int](), dict[int, str]()
    positions = _positions(table, doubtful)
    mistaken = _mistaken(table, positions, index, records)
    for number, found in positions.items():
        own = [at for at in found if at not in mistaken]
        if not own:
            del rows[number]
            continue
        if len(found) == 1:
            continue
        places[number] = own[0]
        rows[number] = table.rows[own[0]]
        copies |= dict.fromkeys(own[1:], number)
    twice = frozenset(copies.values())
    return replace(index, rows=rows, twice=twice, places=places, mistaken=mistaken, copies=copies)


def _strangely_old(
    table: Table, index: Index, records: Mapping[str, TicketRecord]
) -> frozenset[str]:
    """Give the numbers whose row was reported at another time than their ticket, while some ticket has no row.

    It may be that one's, under a number that nobody bears any more; its other cells decide.
    """
    at = table.columns.get("reported_at", -1)
    if at < 0 or records.keys() <= index.rows.keys():
        return frozenset()
    return frozenset(
        number
        for number, cells in index.rows.items()
        if number in records
        and (cells[at] if at < len(cells) else "") != records[number].stands("reported_at")
    )


def _positions(table: Table, numbers: frozenset[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {number: [] for number in sorted(numbers)}
    for position in range(len(table.rows)):
        number = str(table.cell(position, "ticket_no")).strip()
        if number in found:
            found[number].append(position)
    return found


def _mistaken(
    table: Table,
    positions: Mapping[str, Sequence[int]],
    index: Index,
    records: Mapping[str, TicketRecord],
) -> dict[int, tuple[str, str]]:
    """Give the rows that are liker a ticket without a row than the one whose number they bear, the clearest first."""
    absent = {no: record for no, record in records.items() if no not in index.rows}
    owners = Owners(table.columns, absent)
    own = {
        at: likeness(table.rows[at], records[number], table.columns) if number in records else 0.0
        for number, found in positions.items()
        for at in found
    }
    clearest = sorted(own, key=lambda at: own[at] - owners.likest(table.rows[at])[1])
    claimed = {at: owners.claim(table.rows[at], above=own[at]) for at in clearest}
    numbers = {at: number for number, found in positions.items() for at in found}
    return {at: (numbers[at], had) for at, had in claimed.items() if had}
