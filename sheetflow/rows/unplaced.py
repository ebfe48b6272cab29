"""Rows to append, held against the columns that are there now: what finds none is kept with the ticket, not dropped.

A header that somebody renamed takes its column away until it is put right. 联系方式 renamed, a report arrives  ->  the
row without its phone, `unplaced` {tickets/WX1: {phone: …}}; named back  ->  the phone is written into its empty cell.
A row of 工单 goes there without the cell, for people look for it; one of another tab waits for all of its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sheetflow.books import OWNER
from sheetflow.model import Event, Json, NewRow, Scalar, Table
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.rows.index import TICKETS


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a row can be appended now, None nothing of it, and the cells to be kept until they find their columns."""

    row: NewRow | None
    kept: Mapping[str, Scalar]


def fit(row: NewRow, table: Table, policy: Policy) -> Fitted:
    """Part a row by the columns that its tab has; the system's own cells are worked out anew and needn't be kept."""
    known = policy.schema.tab(row.tab).by_key
    astray = {name: cell for name, cell in row.values.items() if name in known and cell != ""}
    astray = {name: cell for name, cell in astray.items() if name not in table.columns}
    if not astray:
        return Fitted(row, {})
    if row.tab != TICKETS:
        return Fitted(None, row.values)
    values = {name: cell for name, cell in row.values.items() if name not in astray}
    kept = {name: cell for name, cell in astray.items() if known[name].written_by != "system"}
    return Fitted(NewRow(row.tab, row.key, values), kept)


def owing(name: str, owner: str, cells: Mapping[str, Scalar], now: datetime) -> Event:
    """Give the event that a row, by tab/number, has these cells kept; none when all of it found its place."""
    said: dict[str, Json] = dict(cells)
    return Event(owner, "unplaced", now, {"key": name, "cells": said})


def waiting(record: TicketRecord) -> Iterator[NewRow]:
    """Yield a ticket's rows that wait for columns of other tabs."""
    for name, cells in record.unplaced.items():
        tab, _, key = name.partition("/")
        if tab != TICKETS:
            yield NewRow(tab, key, cells)


def owner_of(row: NewRow) -> str:
    """Give the number of the ticket that a row is, or names; "" where it names none."""
    return row.key if row.tab == TICKETS else str(row.values.get(OWNER, ""))
