"""Where alembic finds the connection that `migrate` hands it; the transaction is `migrate`'s."""

from alembic import context

from sheetflow.ledger.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
