"""The first tables: inbox, numbers, runs, events, records, outbox, leases, kept documents and jobs."""

import sqlalchemy as sa
from alembic import op

from sheetflow.ledger.types import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _intake()
    _history()
    _post()
    _small()


def _intake() -> None:
    """Reports and their numbers."""
    op.create_table(
        "inbox",
        sa.Column("ticket_no", sa.Text(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("placed_at", Instant()),
        sa.PrimaryKeyConstraint("ticket_no", name="pk_inbox"),
        sa.UniqueConstraint("token", name="uq_inbox_token"),
    )
    op.create_index("ix_inbox_placed_at", "inbox", ["placed_at"])
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_number_series"),
    )
    op.create_table(
        "numbers",
        sa.Column("key_digest", sa.Text(), nullable=False),
        sa.Column("ticket_no", sa.Text()),
        sa.PrimaryKeyConstraint("key_digest", name="pk_numbers"),
    )


def _history() -> None:
    """What was decided, what happened, and what it came to."""
    op.create_table(
        "runs",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("writes", sa.JSON(), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.Column("finished_at", Instant()),
        sa.Column("confirmed", sa.Boolean()),
        sa.Column("conflicts", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("run_id", name="uq_runs_run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_finished_at", "runs", ["finished_at"])
    op.create_table(
        "events",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("ticket_no", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_events_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_run_id", "events", ["run_id"])
    op.create_index("ix_events_ticket_no_id", "events", ["ticket_no", "id"])
    op.create_table(
        "last_seen",
        sa.Column("ticket_no", sa.Text(), nullable=False),
        sa.Column("event_id", _SERIAL, nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_no", name="pk_last_seen"),
    )


def _post() -> None:
    """Notices and their ways to people."""
    op.create_table(
        "outbox",
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ticket_no", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_outbox_run_id"),
        sa.PrimaryKeyConstraint("once", name="pk_outbox"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
    )
    op.create_index("ix_outbox_run_id", "outbox", ["run_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("staff_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["once"], ["outbox.once"], name="fk_deliveries_once"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "once",
            "channel",
            "staff_no",
            "address",
            name="uq_deliveries_once_channel_staff_no_address",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])


def _small() -> None:
    """Leases, documents by name, and jobs."""
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "kept",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_kept"),
    )
    op.create_table(
        "jobs",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ran_at", Instant(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_jobs"),
    )
