"""The event log and the records folded from it, always in step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Row, Text, bindparam, cast, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert  # compiles for SQLite as well

from sheetflow import record
from sheetflow.ledger.database import Database
from sheetflow.ledger.tables import events, last_seen
from sheetflow.model import Event
from sheetflow.ports import Outdated
from sheetflow.record import TicketRecord

#: So many numbers are looked up at once; SQLite takes up to 32,766 parameters.
_AT_ONCE = 1000

#: The records' JSON as text: all of them are read as one document, which is quicker than one by one.
_RECORDS = select(cast(last_seen.c.record, Text))

#: The last event of each ticket of a run.
_LAST_OF_RUN = (
    select(events.c.ticket_no, func.max(events.c.id))
    .where(events.c.run_id == bindparam("run_id"))
    .group_by(events.c.ticket_no)
)

#: Who records events does it alone, until the transaction ends: what is read here is the newest there is, and numbers
#: are in the order in which others see them. Readers don't wait. SQLite has one writer at a time anyway.
_TAKE_TURNS = text("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE")

_NEWEST = select(func.coalesce(func.max(events.c.id), 0))

_ENTRY = upsert(last_seen)
#: A ticket's record as it is after its newest event.
_REMEMBER = _ENTRY.on_conflict_do_update(
    index_elements=[last_seen.c.ticket_no],
    set_={"event_id": _ENTRY.excluded.event_id, "record": _ENTRY.excluded.record},
)


class SqlEvents:
    """Keeps the promise of ports.Ledger about events and records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def records(self) -> dict[str, TicketRecord]:
        """Give every ticket's record by its number."""
        with self._database.reading() as connection:
            return _records(connection.execute(_RECORDS).scalars())

    def record_of(self, ticket_no: str) -> TicketRecord | None:
        """Give one ticket's record."""
        with self._database.reading() as connection:
            return stored(connection, [ticket_no]).get(ticket_no)

    def events(self, ticket_no: str | None = None, *, limit: int | None = None) -> list[Event]:
        """Give the event log, oldest first, of one ticket or of all; with a limit, its newest part."""
        wanted = select(events).order_by(events.c.id.desc()).limit(limit)
        if ticket_no is not None:
            wanted = wanted.where(events.c.ticket_no == ticket_no)
        with self._database.reading() as connection:
            found = connection.execute(wanted).all()
        return [event_of(row) for row in reversed(found)]

    def newest_event(self) -> int:
        """Give the number of the newest event, 0 before the first."""
        with self._database.reading() as connection:
            return int(connection.execute(_NEWEST).scalar_one())


def append(
    connection: Connection,
    run_id: str,
    happened: Sequence[Event],
    records: Mapping[str, TicketRecord],
) -> None:
    """Record a run's events and the records that they lead to.

    A record that isn't the fold of what is stored and of these events was planned on old knowledge: then Outdated
    is raised and the whole run comes to nothing. A ticket missing in `records` is folded here.
    """
    if not happened:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_TURNS)
    folded = _fold(stored(connection, {event.ticket_no for event in happened}), happened)
    stale = sorted(no for no, now in folded.items() if records.get(no, now) != now)
    if stale:
        raise Outdated(
            f"Ledger: {len(stale)} tickets, {stale[0]} first, were changed by another worker after this plan "
            "was made. Nothing was recorded; read the records again and plan again."
        )
    connection.execute(insert(events), [_row(run_id, event) for event in happened])
    last = connection.execute(_LAST_OF_RUN, {"run_id": run_id}).all()
    remember(connection, [(no, newest, folded[no]) for no, newest in last])


def remember(connection: Connection, folded: Iterable[tuple[str, int, TicketRecord]]) -> None:
    """Store tickets' records, each with its newest event."""
    rows = [
        {"ticket_no": no, "event_id": newest, "record": record.dump(now)}
        for no, newest, now in folded
    ]
    if rows:
        connection.execute(_REMEMBER, rows)


def stored(connection: Connection, ticket_nos: Iterable[str]) -> dict[str, TicketRecord]:
    """Give the records of these tickets as they are stored."""
    wanted, found = sorted(ticket_nos), dict[str, TicketRecord]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = last_seen.c.ticket_no.in_(wanted[start : start + _AT_ONCE])
        found |= _records(connection.execute(_RECORDS.where(some)).scalars())
    return found


def _records(texts: Iterable[str]) -> dict[str, TicketRecord]:
    loaded = map(record.load, json.loads(f"[{','.join(texts)}]"))
    return {one.ticket_no: one for one in loaded}


def _fold(
    records: Mapping[str, TicketRecord], happened: Iterable[Event]
) -> dict[str, TicketRecord]:
    folded: dict[str, TicketRecord] = {}
    for event in happened:
        before = folded.get(event.ticket_no) or records.get(event.ticket_no)
        folded[event.ticket_no] = record.fold(before, event)
    return folded


def event_of(row: Row[tuple[object, ...]]) -> Event:
    """Give an event as it was recorded."""
    return Event(row.ticket_no, row.kind, row.at, row.facts, row.actor, row.channel, row.rule or "")


def _row(run_id: str, event: Event) -> dict[str, object]:
    return {
        "run_id": run_id,
        "ticket_no": event.ticket_no,
        "kind": event.kind,
        "at": event.at,
        "facts": dict(event.values),
        "actor": event.actor,
        "channel": event.channel,
        "rule": event.rule,
    }
