"""An archived ticket brought back: its row and those beside it appended to the live tabs as they went.

The rows are recorded as a run, with the event, in one transaction; the next cycle of whichever worker keeps the
spreadsheet appends them, once, as it does everything (ARCHITECTURE.md, invariant 5). Only when they stand there again
are the copies taken out of the archive. `RETURNING` names the ticket in the ledger until then.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

from sheetflow.bell import GAP, ring
from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.jobs import cycle
from sheetflow.errors import Refused
from sheetflow.model import Event, NewRow, Writes
from sheetflow.ports import Outdated, Run
from sheetflow.record import TicketRecord, fold
from sheetflow.rows.index import TICKETS
from sheetflow.store.archiving import Archive, ArchiveUnreachable, Look, Row

__all__ = [
    "RETURNING",
    "ArchiveUnreachable",
    "archive_of",
    "bring_back",
    "finish",
    "note",
    "returning",
]

#: The kept document of a ticket that is on its way back: its number, and the spreadsheet of the archive.
RETURNING = "unarchive"

#: One cycle appends the rows, the next one sees them there; another two where somebody came between.
CYCLES = 4

#: Seconds between two looks at whether the server has appended them.
LOOK_SECONDS = 0.5

#: Seconds until it is rung for again: two cycles, and what a call of Google takes.
RING_SECONDS = 12.0

#: Another may record something of a ticket so often while we do.
TRIES = 5


def archive_of(house: House, to: str = "") -> Archive:
    """Give the archive of a desk in a spreadsheet, "" its own."""
    return Archive(house.client, house.spreadsheet_id, house.schema, language=house.language, to=to)


def bring_back(house: House, number: str, *, patience: float = 0.0) -> bool:
    """Bring an archived ticket's rows back; says whether they stand there and the copies are gone.

    Where a server keeps the spreadsheet, that is asked to append them and waited for so many seconds. Raises Refused
    for a ticket that is in no archive, or whose row isn't there any more.
    """
    record = house.ledger.record_of(number)
    if record is None:
        raise Refused(f"{number}: no such ticket is known.", zh=f"{number}:没有这张工单。")
    before = returning(house)
    if before and before[0] != number and not finish(house, patience=patience):
        raise Refused(
            f"{before[0]} is still on its way back. Try again in a minute.",
            zh=f"{before[0]}还在取回。请过一分钟再试。",
        )
    if record.archived:
        _ask_back(house, record)
    elif returning(house) is None or returning(house, number) is None:
        raise Refused(
            f"{number}: the ticket isn't archived. Its row is, or was, in the tickets tab.",
            zh=f"{number}:没有归档。它的行在「工单」页里,或原来在那里。",
        )
    return finish(house, patience=patience)


def returning(house: House, number: str = "") -> tuple[str, str] | None:
    """Give the ticket that is on its way back, and its archive's spreadsheet; with a number, only that one."""
    kept = house.ledger.kept(RETURNING)
    if not isinstance(kept, Mapping):
        return None
    found: Mapping[str, Any] = kept
    no, to = str(found["ticket"]), str(found["to"])
    return (no, to) if number in ("", no) else None


def finish(house: House, *, patience: float = 0.0) -> bool:
    """Work, or wait for the server, until the rows on their way back stand there; then take their copies away."""
    on_its_way = returning(house)
    if on_its_way is None:
        return True
    number, to = on_its_way
    record = house.ledger.record_of(number)
    if record is None or record.archived:
        house.ledger.keep(RETURNING, None)  # killed before anything was asked for
        return True
    if not _stand_there(house, number, patience):
        return False
    _take_out(house, number, to)
    house.ledger.keep(RETURNING, None)
    return True


def _stand_there(house: House, number: str, patience: float) -> bool:
    for _ in range(CYCLES):
        if not _open(house, number):
            return True
        if cycle(house).outcome == "standby":
            return _appended_by_the_server(house, number, patience)
    return False


def _appended_by_the_server(house: House, number: str, patience: float) -> bool:
    """Ring for the two cycles that this takes, and wait so many seconds; a batch that was shut out takes another."""
    began, rung, waiting = time.monotonic(), -RING_SECONDS, threading.Event()
    while _open(house, number):
        waited = time.monotonic() - began
        if waited - rung >= RING_SECONDS:
            ring(house.ledger, house.clock.now(), again=GAP)
            rung = waited
        if waited >= patience:
            return False
        waiting.wait(LOOK_SECONDS)
    return True


def _ask_back(house: House, record: TicketRecord) -> None:
    """Record that a ticket's rows are to be appended, but for those that somebody has copied back by hand."""
    number, to = record.ticket_no, record.archive_id
    look = archive_of(house, to).look()
    kept = {(row.tab, row.key): row for row in look.rows("kept") if row.owner == number}
    there = {(row.tab, row.key) for row in look.rows("live")}
    if (TICKETS, number) not in kept and (TICKETS, number) not in there:
        raise Refused(
            f"{number}: its row isn't in the archive any more. Take it back from that spreadsheet's version history.",
            zh=f"{number}:归档里已没有它的行。请从那个表格的版本历史找回。",
        )
    rows = tuple(_as_new(row, look) for place, row in kept.items() if place not in there)
    house.ledger.keep(RETURNING, {"ticket": number, "to": to})
    note(house, number, "unarchived", {}, Writes(rows=rows))


def _as_new(row: Row, look: Look) -> NewRow:
    """Give a copy as a row to append, its key first."""
    first = look.tabs["kept", row.tab].tab.key_columns[0]
    return NewRow(row.tab, row.key, {first: row.key, **row.cells})


def _open(house: House, number: str) -> bool:
    """Say whether a run that is still open appends rows of the ticket."""
    rows: Iterable[NewRow] = (row for run in house.ledger.open_runs() for row in run.writes.rows)
    return any(number in (row.key, row.values.get("ticket_no")) for row in rows)


def _take_out(house: House, number: str, to: str) -> None:
    """Take a ticket's copies out of its archive."""
    archive = archive_of(house, to)
    archive.join()

    archive.drop_copies(
        lambda look, row: row.owner == number and (row.tab, row.key) in look.standing
    )
    archive.close()


def note(
    house: House, number: str, kind: str, values: Mapping[str, str], writes: Writes | None = None
) -> TicketRecord:
    """Record an event of a ticket, with what is to be written for it, on what is known of it by now."""
    for tries in range(TRIES):
        record, now = house.ledger.record_of(number), house.clock.now()
        event = Event(number, kind, now, dict(values), channel="archive")
        after = fold(record, event)
        run = Run(secrets.token_hex(8), now, writes or Writes(), (event,), {number: after})
        try:
            house.ledger.begin(run)
        except Outdated:
            if tries == TRIES - 1:
                raise
            continue
        if writes is None:
            house.ledger.finish(run.run_id, now, confirmed=True)
        return after
    raise AssertionError("a loop of tries returns or raises")
