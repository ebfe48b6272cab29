"""The ledger: what the system knows, on SQLite or PostgreSQL."""

from sheetflow.ledger.ledger import SqlLedger, open_ledger

__all__ = ["SqlLedger", "open_ledger"]
