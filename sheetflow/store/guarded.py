"""Guarded writes in a batch: copies of what they will hit, records of what they mean, then the cells themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheetflow.model import Scalar
from sheetflow.store import requests as ask
from sheetflow.store.aims import Aim
from sheetflow.store.api import Message
from sheetflow.store.batch import Batch
from sheetflow.store.footprint import copy_rows, room
from sheetflow.store.names import letters, quoted
from sheetflow.store.reading import key_text
from sheetflow.store.scratch import KEY, OLD, ROW, SETTLED, Record, Trace


def write_guarded(batch: Batch, aims: Sequence[Aim], *, call: str, first: int) -> None:
    """Copy what will be hit, leave the records from slot `first` on, write the cells."""
    if not aims:
        return
    scratch = batch.scratch
    batch.records = records_of(aims, call=call, first=first)
    for target, record in zip(aims, batch.records, strict=True):
        batch.requests += _copies(target, record, scratch.sheet_id)
    rows = [ask.row_of(record.cells()) for record in batch.records]
    batch.requests.append(ask.update(scratch.sheet_id, first + 1, 0, rows))
    batch.requests += [
        ask.update(
            target.place.sheet_id, target.row, target.column, [ask.row_of([target.write.new])]
        )
        for target in aims
    ]
    batch.answer.append(_answer_range(aims, first, scratch.title))


def records_of(aims: Sequence[Aim], *, call: str, first: int) -> list[Record]:
    """Give the records of a call's guarded writes; the first of a row is the home of the row's copy."""
    homes: dict[tuple[int, int], int] = {}
    renamed: dict[tuple[int, int], str] = {}
    for slot, target in enumerate(aims, first):
        row = target.place.sheet_id, target.row
        homes.setdefault(row, slot)
        if target.column == target.key_column:
            renamed[row] = key_text(target.write.new)
    return [
        Record(
            call=call,
            slot=slot,
            tab=target.write.tab,
            column=target.write.column,
            key=target.key,
            old=target.write.old,
            new=target.write.new,
            home=homes[target.place.sheet_id, target.row],
            row=target.row,
            at=target.column,
            key_at=target.key_column,
            fingerprint=target.fingerprint,
            twins=bool(target.key) and target.twins,
            renamed=renamed.get((target.place.sheet_id, target.row)),
            pays=target.pays,
        )
        for slot, target in enumerate(aims, first)
    ]


def mark_settled(batch: Batch, closed: Iterable[Trace]) -> None:
    """Mark what is settled: nothing is owed for it any more. Of cells astray a row tells which, by their indices."""
    marks: dict[int, Scalar] = {}
    for trace in closed:
        slot, stray = trace.record.slot, trace.record.stray
        marks[slot] = True if stray is None else f"{marks.get(slot, '')} {stray}".strip()
    batch.requests += [
        ask.update(batch.scratch.sheet_id, slot + 1, SETTLED, [ask.row_of([mark])])
        for slot, mark in marks.items()
    ]


def _copies(target: Aim, record: Record, scratch_id: int) -> list[Message]:
    sheet_id, slot_row = target.place.sheet_id, record.slot + 1
    key = ask.one_cell(sheet_id, target.row, target.key_column)
    old = ask.one_cell(sheet_id, target.row, target.column)
    copies = [
        ask.copy_values(key, ask.one_cell(scratch_id, slot_row, KEY)),
        ask.copy_values(old, ask.one_cell(scratch_id, slot_row, OLD)),
    ]
    if record.home == record.slot:
        copies.append(copy_rows(target.place, target.row, 1, scratch_id, record.slot))
    return copies


def _answer_range(aims: Sequence[Aim], first: int, title: str) -> str:
    """Name the copies to come back: key and value, and the whole row where only it tells rows apart."""
    widths = [room(target.place) for target in aims if target.wants_row]
    last = letters(ROW + max(widths) - 1 if widths else OLD)
    return f"{quoted(title)}!{letters(KEY)}{first + 2}:{last}{first + 1 + len(aims)}"
