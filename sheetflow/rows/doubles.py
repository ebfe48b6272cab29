"""Of several rows with one number, the one that is the ticket's: not one whose own number was typed over.

GOOGLE_SHEETS.md, "Safe writing", 6; WORKFLOW.md, "Rows that people move about".
    WX1's row, typed over with WX2, above WX2's  ->  WX2 is the lower one, the upper is WX1's and left alone
WX1's row, typed over with WX2 whose own row was deleted  ->  WX1's all the same, and WX2 stays missing
Of copies the upper counts. A row with another customer's report is none: not when it comes to stand above, nor when
the other is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetflow.model import Table
from sheetflow.record import TicketRecord
from sheetflow.rows.copies import ours
from sheetflow.rows.index import Index, read_index
from sheetflow.rows.likeness import HALF, Owners, likeness


def index_of(table: Table, records: Mapping[str, TicketRecord]) -> Index:
    """Give the index of the tickets tab with each number at the row that is its ticket's."""
    index = read_index(table)
    marked = _marked(table, index)
    doubtful = index.twice | marked | _strangely_old(table, index, records)
    if not doubtful:
        return index
    rows, places, copies = dict(index.rows), dict[str, int](), dict[int, str]()
    positions = _positions(table, doubtful)
    mistaken = _mistaken(table, positions, index, records)
    for number, found in positions.items():
        record = records.get(number)
        own = _own(table, [at for at in found if at not in mistaken], record)
        if not own or (number in marked and not _alike(table, own[0], record)):
            del rows[number]
            copies |= dict.fromkeys(own, number)
        elif len(found) > 1:
            places[number] = own[0]
            rows[number] = table.rows[own[0]]
            copies |= dict.fromkeys(own[1:], number)
    twice = frozenset(copies.values()) & rows.keys()
    return replace(index, rows=rows, twice=twice, places=places, mistaken=mistaken, copies=copies)


def _own(table: Table, found: Sequence[int], record: TicketRecord | None) -> list[int]:
    """Give the rows with a ticket's number from above to below, those of other customers last."""
    return sorted(found, key=lambda at: (not _alike(table, at, record), at))


def _alike(table: Table, at: int, record: TicketRecord | None) -> bool:
    return record is None or likeness(table.rows[at], record, table.columns) > HALF


def _marked(table: Table, index: Index) -> frozenset[str]:
    """Give the numbers whose only row was left alone as another's, which was deleted meanwhile."""
    at = table.columns.get("next_action", -1)
    return frozenset(
        number for number, cells in index.rows.items() if 0 <= at < len(cells) and ours(cells[at])
    )


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
