"""The ledger's tables. A change here needs a migration beside it; a test compares the two on both databases."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from sheetflow.ledger.types import Document, Instant

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

#: SQLite counts by itself only in a column of type INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")

#: Customers' reports as they came in, each with its number, before any row.
inbox = Table(
    "inbox",
    METADATA,
    Column("ticket_no", Text, primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("report", Document, nullable=False),
    Column("digest", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("placed_at", Instant, index=True),
)

#: The last serial given in each series, one series a day.
number_series = Table(
    "number_series",
    METADATA,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

#: The number given to each key, so that a retry gets the same one. Keys are kept as digests only.
numbers = Table(
    "numbers",
    METADATA,
    Column("key_digest", Text, primary_key=True),
    Column("ticket_no", Text),
)

#: What a cycle decided. `writes` are kept until the run is finished; `conflicts` tell what it met.
runs = Table(
    "runs",
    METADATA,
    Column("id", _Serial, primary_key=True),
    Column("run_id", Text, nullable=False, unique=True),
    Column("begun_at", Instant, nullable=False),
    Column("writes", Document, nullable=False),
    Column("reports", Document, nullable=False),
    Column("finished_at", Instant, index=True),
    Column("confirmed", Boolean),
    Column("conflicts", Document),
    sqlite_autoincrement=True,
)

#: Everything that was accepted as having happened, in the order in which it was accepted: the history.
events = Table(
    "events",
    METADATA,
    Column("id", _Serial, primary_key=True),
    Column("run_id", Text, ForeignKey("runs.run_id"), nullable=False, index=True),
    Column("ticket_no", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("facts", Document, nullable=False),
    Column("actor", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("rule", Text),
    Index("ix_events_ticket_no_id", "ticket_no", "id"),
    sqlite_autoincrement=True,
)

#: Each ticket's record: the fold of its events up to and with `event_id`.
last_seen = Table(
    "last_seen",
    METADATA,
    Column("ticket_no", Text, primary_key=True),
    Column("event_id", _Serial, nullable=False),
    Column("record", Document, nullable=False),
)

#: Notices, one for each once-key and never again.
outbox = Table(
    "outbox",
    METADATA,
    Column("once", Text, primary_key=True),
    Column("message_id", Text, nullable=False, unique=True),
    Column("run_id", Text, ForeignKey("runs.run_id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("ticket_no", Text, nullable=False),
    Column("facts", Document, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("clock", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

#: A notice's way to one person by one channel. `state` is one of `outbox.STATES`.
deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", _Serial, primary_key=True),
    Column("once", Text, ForeignKey("outbox.once"), nullable=False),
    Column("staff_no", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("sent_at", Instant),
    Column("reason", Text, nullable=False),
    UniqueConstraint("once", "channel", "staff_no", "address"),
    Index("ix_deliveries_state_due_at", "state", "due_at"),
    sqlite_autoincrement=True,
)

#: Who may do what alone, and until when.
leases = Table(
    "leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

#: Small documents by name.
kept = Table(
    "kept",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("document", Document, nullable=False),
)

#: Each scheduled job's last run.
jobs = Table(
    "jobs",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("ran_at", Instant, nullable=False),
    Column("error", Text, nullable=False),
)
