"""What was asked for a ticket, as the cells that still differ from the sheet.

System cells show the ledger and are simply put right; what people write too is guarded: `status`, `technician`, and the
first values of a new row.
Applying a projection and projecting again gives nothing (ARCHITECTURE.md, invariant 4).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sheetflow.asked import Asked
from sheetflow.board import Line, line_of
from sheetflow.bookkeeping import joined_sentences
from sheetflow.columns import Column
from sheetflow.model import CellWrite, Event, Json, Scalar, Table, Text, Value
from sheetflow.policy import Policy
from sheetflow.rows.index import TELLING, TICKETS
from sheetflow.serials import to_serial
from sheetflow.tickets import Ticket

NOTHING: Mapping[str, Scalar] = MappingProxyType({})


def wanted(ticket: Ticket, asked: Asked, policy: Policy) -> dict[str, Value]:
    """Give what the ticket's row shall show, flags and problem among it."""
    problem = joined_sentences(_sentences(ticket, asked), policy)
    return {**asked.cells, "flags": _flags(asked, policy), "problem": problem or None}


def encoded(values: Mapping[str, Value], policy: Policy) -> dict[str, Scalar]:
    """Give the raw cells that show these values."""
    return {name: policy.encode(name, value) for name, value in values.items()}


def differing(ticket: Ticket, values: Mapping[str, Value], policy: Policy) -> dict[str, Scalar]:
    """Give the raw cells of those values that the ticket's row doesn't show yet, as far as it has such columns."""
    encode, zone, places, row = policy.encoders, policy.zone, ticket.layout.columns, ticket.cells
    found: dict[str, Scalar] = {}
    for column, value in values.items():
        if (at := places.get(column)) is None:
            continue
        if value is None:
            cell: Scalar = ""
        elif type(value) is datetime:  # most of what is shown; a serial in every column
            cell = to_serial(value, zone)
        else:
            cell = encode[column](value)
        if row[at] != cell:
            found[column] = cell
    return found


def kept(begun: Ticket, ticket: Ticket) -> Mapping[str, Scalar]:
    """Give the cells that no rule may speak of now: the system's as last written, and those still to be written.

    What was typed into a filed row is put back, too. `begun` is the ticket as the planning began with it: what the plan
    itself writes is not among them.
    """
    if not (begun.unsettled or begun.astray or ticket.locked):
        return NOTHING
    shown, seen = begun.record.shown, begun.record.seen
    system = {name: shown.get(name, "") for name in begun.astray}
    unsettled = {name: seen[name] for name in begun.unsettled if name in seen}
    return system | unsettled | {name: seen.get(name, "") for name in ticket.locked}


class Picture(NamedTuple):
    """What a ticket's row is to show: the cells that differ from those read, and those noted as standing there now.

    `line` is its line in 今日.
    """

    differing: Mapping[str, Scalar]
    left: Mapping[str, Scalar]
    line: Line | None


def picture(
    ticket: Ticket, asked: Asked, begun: Ticket | None, policy: Policy, now: datetime
) -> Picture:
    """Give what the row of a ticket is to show; `begun` is the ticket as the planning began with it, if it did."""
    values, line = wanted(ticket, asked, policy), line_of(ticket, asked, now)
    stays = kept(begun, ticket) if begun else NOTHING
    if not (stays or ticket.unsettled):
        return Picture(differing(ticket, values, policy), NOTHING, line)
    cells = {**stays, **encoded(values, policy)}
    places, row = ticket.layout.columns, ticket.cells
    others = {
        name: cell for name, cell in cells.items() if name in places and row[places[name]] != cell
    }
    return Picture(others, left(ticket, cells), line)


def left(ticket: Ticket, cells: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Give the unsettled cells that needn't be written any more: they show already what they shall."""
    return {
        name: cells[name]
        for name in ticket.unsettled
        if name in cells and cells[name] == ticket.raw(name) != ticket.record.stands(name)
    }


def writes_of(ticket: Ticket, differing: Mapping[str, Scalar], policy: Policy) -> list[CellWrite]:
    """Give the writes that make the row show these cells."""
    columns, places, row = policy.schema.tab(TICKETS).by_key, ticket.layout.columns, ticket.cells
    return [
        CellWrite(
            TICKETS, ticket.no, name, row[places[name]], new, columns[name].written_by != "system"
        )
        for name, new in differing.items()
    ]


#: What people fill in for a ticket only, and what such a row lacks to be one (rows/index.py).
_MEANT = frozenset({"status", "technician", "unit_name", "address", "product_model"})
NO_TICKET = Text(
    "这一行还不是工单,没有单号:请写客户姓名、联系方式或故障描述",
    "This row is no ticket yet and has no number: type a customer, a phone or a fault",
)


def strays(table: Table, policy: Policy) -> Iterator[CellWrite]:
    """Yield what clears rows that hold the system's values alone: writes of ours that a deleted row led astray.

    One without a number that says too little to be a ticket, though it was meant for one, tells so.
    """
    number, name_of = table.columns.get("ticket_no", -1), {i: n for n, i in table.columns.items()}
    for position, cells in enumerate(table.rows):
        if number < 0 or (number < len(cells) and cells[number] != ""):
            continue
        filled = [(name_of.get(i, ""), cell) for i, cell in enumerate(cells) if cell != ""]
        if all(name in policy.system_columns for name, _ in filled):
            for name, cell in filled:
                yield CellWrite(TICKETS, "", name, cell, "", guarded=True, position=position)
        elif "problem" in table.columns and _meant(filled):
            said, stands = policy.say(NO_TICKET), table.cell(position, "problem")
            if stands == "":
                yield CellWrite(TICKETS, "", "problem", "", said, guarded=True, position=position)


def _meant(filled: Collection[tuple[str, Scalar]]) -> bool:
    names = {name for name, _ in filled}
    return not names.isdisjoint(_MEANT) and names.isdisjoint(TELLING)


def written(
    ticket_no: str, cells: Mapping[str, Scalar], columns: Mapping[str, Column], now: datetime
) -> Event:
    """Give the event of our own writes, so that whatever else stands there later was typed by somebody."""
    ours: dict[str, Json] = {}
    both: dict[str, Json] = {}
    for name, cell in cells.items():
        (ours if columns[name].written_by == "system" else both)[name] = cell
    return Event(ticket_no, "wrote", now, {"shown": ours, "seen": both})


def _flags(asked: Asked, policy: Policy) -> Value:
    if not asked.flags:
        return None
    order = policy.column("flags").choice_labels
    return tuple([flag for flag in order if flag in asked.flags]) or None


def _sentences(ticket: Ticket, asked: Asked) -> tuple[Text, ...]:
    return (*ticket.record.refusals.values(), *asked.sentences, *asked.asides)
