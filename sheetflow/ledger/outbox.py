"""Notices on their way: one record and one Message-ID per once-key, one delivery per person and channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Row,
    Update,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert  # compiles for SQLite as well

from sheetflow.ledger.database import Database
from sheetflow.ledger.identity import ledger_id
from sheetflow.ledger.numbers import digest
from sheetflow.ledger.tables import deliveries, outbox, runs
from sheetflow.model import Json, Notice, Recipient
from sheetflow.ports import Delivery

#: `waiting` for the write it speaks of, `due` at its time, `sent`, `failed` for good, or `cancelled`.
STATES = ("waiting", "due", "sent", "failed", "cancelled")

#: What may leave now, oldest first.
_DUE = (
    select(
        deliveries.c.id,
        deliveries.c.staff_no,
        deliveries.c.name,
        deliveries.c.address,
        deliveries.c.channel,
        deliveries.c.tries,
        outbox,
    )
    .join_from(deliveries, outbox)
    .where(deliveries.c.state == "due", deliveries.c.due_at <= bindparam("now"))
    .order_by(deliveries.c.id)
)

#: When something about a ticket last went to a person, or into a group, by one channel.
_LAST_SENT = (
    select(func.max(deliveries.c.sent_at))
    .join_from(deliveries, outbox)
    .where(
        outbox.c.ticket_no == bindparam("no"),
        deliveries.c.channel == bindparam("channel"),
        or_(
            deliveries.c.staff_no == bindparam("staff"),
            deliveries.c.address == bindparam("group"),
        ),
    )
)

#: What has left about a ticket, and for whom.
_TOLD = (
    select(deliveries.c.once, deliveries.c.staff_no)
    .join_from(deliveries, outbox)
    .where(outbox.c.ticket_no == bindparam("no"), deliveries.c.state == "sent")
    .order_by(deliveries.c.sent_at, deliveries.c.id)
)

#: The newest deliveries, and notices that nobody is there to get.
_NEWEST = (
    select(outbox, *(column for column in deliveries.c if column.name != "once"))
    .select_from(outbox.outerjoin(deliveries))
    .order_by(outbox.c.created_at.desc(), deliveries.c.id.desc().nulls_last())
)

#: Those of them since some time that reached nobody, and won't.
_UNDELIVERED = _NEWEST.where(
    outbox.c.created_at >= bindparam("since"),
    or_(deliveries.c.state == "failed", deliveries.c.id.is_(None)),
)

#: A notice enters once: of a known once-key nothing changes.
_ENTER = upsert(outbox).on_conflict_do_nothing()

#: The notices that entered with a run.
_ENTERED = select(outbox.c.once).where(outbox.c.run_id == bindparam("run"))

#: A waiting notice whose run came to nothing goes over to the run that plans it again.
_ADOPT = (
    update(outbox)
    .where(
        outbox.c.once == bindparam("key"),
        exists().where(deliveries.c.once == outbox.c.once, deliveries.c.state == "waiting"),
        exists().where(runs.c.run_id == outbox.c.run_id, runs.c.finished_at.is_not(None)),
    )
    .values(run_id=bindparam("run"))
)

#: What was cancelled or sent meanwhile is neither held nor tried again.
_STILL_DUE = deliveries.c.state == "due"

_WAITING_OF_RUN = (
    update(deliveries)
    .where(deliveries.c.state == "waiting", deliveries.c.once == outbox.c.once)
    .where(outbox.c.run_id == bindparam("run"))
)


class SqlOutbox:
    """Keeps the promise of ports.Outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, *, limit: int = 100) -> list[Delivery]:
        """Give deliveries that may leave now (released, not sent, not cancelled, retry time reached), oldest first."""
        with self._database.reading() as connection:
            return [_delivery(row) for row in connection.execute(_DUE.limit(limit), {"now": now})]

    def sent(self, delivery_ids: Sequence[int], at: datetime) -> None:
        """Note that these have left, even if they were cancelled on their way."""
        tries = deliveries.c.tries + 1
        self._change(_those(delivery_ids).values(state="sent", sent_at=at, tries=tries, reason=""))

    def failed(
        self, delivery_ids: Sequence[int], at: datetime, reason: str, retry_at: datetime | None
    ) -> None:
        """Note a failure; without a time to try again it is given up and shown on the health page."""
        tries, state = deliveries.c.tries + 1, "due" if retry_at else "failed"
        self._change(
            _those(delivery_ids)
            .where(_STILL_DUE)
            .values(state=state, due_at=retry_at or at, tries=tries, reason=reason)
        )

    def hold(self, delivery_ids: Sequence[int], until: datetime) -> None:
        """Keep these back until then, because of quiet hours, a digest or the ticket's last message."""
        self._change(_those(delivery_ids).where(_STILL_DUE).values(due_at=until))

    def cancel(self, delivery_ids: Sequence[int], reason: str) -> None:
        """Drop what is pointless by now; what was sent stays sent."""
        pending = _those(delivery_ids).where(deliveries.c.state.in_(("waiting", "due")))
        self._change(pending.values(state="cancelled", reason=reason))

    def last_sent(self, ticket_no: str, to: Recipient) -> datetime | None:
        """Give when this person, or group, last got a message about this ticket this way."""
        channel, staff, address = to.door
        group = None if staff else address
        asked = {"no": ticket_no, "channel": channel, "staff": staff or None, "group": group}
        with self._database.reading() as connection:
            return connection.execute(_LAST_SENT, asked).scalar()

    def heard(self, ticket_no: str, staff_no: str) -> list[str]:
        """Give the once-keys of the notices about this ticket that have reached somebody, oldest first."""
        with self._database.reading() as connection:
            told = connection.execute(_TOLD, {"no": ticket_no}).all()
        return [row.once for row in told if staff_no in row.staff_no.split()]

    def outbox(self, *, limit: int | None = 200) -> list[Mapping[str, Json]]:
        """Give the newest deliveries, or all (None): kind, ticket, once-key, message_id, state, name, times, reason.

        `state` is one of STATES, or "nobody" when there was nobody to get the notice.
        """
        with self._database.reading() as connection:
            return [_shown(row) for row in connection.execute(_NEWEST.limit(limit))]

    def undelivered(self, since: datetime, *, limit: int = 200) -> list[Mapping[str, Json]]:
        """Give the newest deliveries since then that were given up or had nobody, however many went well."""
        with self._database.reading() as connection:
            found = connection.execute(_UNDELIVERED.limit(limit), {"since": since})
            return [_shown(row) for row in found]

    def _change(self, change: Update) -> None:
        with self._database.writing() as connection:
            connection.execute(change)


def enqueue(connection: Connection, run_id: str, at: datetime, notices: Iterable[Notice]) -> None:
    """Put a run's notices into the outbox, each once-key once for ever."""
    by_once: dict[str, Notice] = {}
    for notice in notices:
        by_once.setdefault(notice.once, notice)
    if not by_once:
        return
    salt = ledger_id(connection)
    connection.execute(_ENTER, [_row(run_id, at, salt, notice) for notice in by_once.values()])
    new = set(connection.execute(_ENTERED, {"run": run_id}).scalars())
    known = [{"key": once, "run": run_id} for once in by_once if once not in new]
    if known:
        connection.execute(_ADOPT, known)
    ways = [way for once in by_once if once in new for way in _ways(by_once[once], at)]
    if ways:
        connection.execute(insert(deliveries), ways)


def release_waiting(connection: Connection, run_id: str) -> None:
    """Let the notices leave that waited for this run's writes."""
    connection.execute(_WAITING_OF_RUN.values(state="due"), {"run": run_id})


def drop_waiting(connection: Connection, run_id: str, ticket_nos: Collection[str]) -> None:
    """Cancel the waiting notices of tickets whose cells somebody else changed first."""
    if ticket_nos:
        theirs = _WAITING_OF_RUN.where(outbox.c.ticket_no.in_(sorted(ticket_nos)))
        reason = "somebody changed the row first"
        connection.execute(theirs.values(state="cancelled", reason=reason), {"run": run_id})


def message_id(salt: str, once: str) -> str:
    """Give a notice's Message-ID: the same whenever it is made again, another in every other ledger.

    `.invalid` is reserved (RFC 2606): the name can belong to nobody.
    """
    return f"<{digest(f'{salt} {once}')[:32]}@sheetflow.invalid>"


def _those(delivery_ids: Sequence[int]) -> Update:
    return update(deliveries).where(deliveries.c.id.in_(list(delivery_ids)))


def _row(run_id: str, at: datetime, salt: str, notice: Notice) -> dict[str, object]:
    return {
        "once": notice.once,
        "message_id": message_id(salt, notice.once),
        "run_id": run_id,
        "kind": notice.kind,
        "ticket_no": notice.ticket_no,
        "facts": dict(notice.facts),
        "urgent": notice.urgent,
        "clock": notice.clock,
        "created_at": at,
    }


def _ways(notice: Notice, at: datetime) -> list[dict[str, object]]:
    """Give a delivery for each of the notice's recipients, who may be named twice by two roles."""
    return [
        {
            "once": notice.once,
            "staff_no": to.staff_no,
            "name": to.name,
            "address": to.address,
            "channel": to.channel,
            "state": "waiting" if notice.after_write else "due",
            "due_at": at,
            "tries": 0,
            "reason": "",
        }
        for to in {(one.channel, one.staff_no, one.address): one for one in notice.to}.values()
    ]


def _delivery(row: Row[tuple[object, ...]]) -> Delivery:
    return Delivery(
        delivery_id=row.id,
        message_id=row.message_id,
        once=row.once,
        kind=row.kind,
        ticket_no=row.ticket_no,
        facts=row.facts,
        recipient=Recipient(row.staff_no, row.name, row.address, row.channel),
        urgent=row.urgent,
        clock=row.clock,
        created_at=row.created_at,
        tries=row.tries,
    )


def _shown(row: Row[tuple[object, ...]]) -> Mapping[str, Json]:
    return {
        "delivery_id": row.id,
        "kind": row.kind,
        "ticket_no": row.ticket_no,
        "once": row.once,
        "message_id": row.message_id,
        "state": row.state or "nobody",
        "recipient": row.name or "",
        "channel": row.channel or "",
        "tries": row.tries or 0,
        "created_at": row.created_at.isoformat(),
        "due_at": row.due_at.isoformat() if row.due_at else "",
        "sent_at": row.sent_at.isoformat() if row.sent_at else "",
        "reason": row.reason or "",
    }
