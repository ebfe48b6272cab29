"""What a database says when it can't, in words that tell what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from sheetflow.errors import Refused, SheetflowError, Unavailable

#: PostgreSQL's disk_full, and the classes of a lost connection, too few resources, an operator's act and a rollback
#: that a second try may spare (Appendix A of its manual).
_DISK_FULL = "53100"
_PASSING = ("08", "40", "53", "57")

_FULL = "The disk of the ledger {at} is full. Nothing of this step was recorded. Free some space; work then goes on."
_BUSY = (
    "The ledger {at} is busy with another process. Nothing of this step was recorded; try again."
)
_AWAY = "The ledger {at} doesn't answer. Nothing of this step was confirmed. Start its server; work then goes on."
_CLOSED = "The ledger {at} can't be opened or written. Let its folder exist and the service's user write there."
_BROKEN = "The file of the ledger {at} is damaged or no ledger. Put the last backup in its place."
_LOGIN = "The ledger {at} refuses us: {said}. Put the address right in SHEETFLOW_DATABASE_URL."

#: What SQLite says, and what that is for us.
_SQLITE: tuple[tuple[str, type[SheetflowError], str], ...] = (
    ("database or disk is full", Refused, _FULL),
    ("database is locked", Unavailable, _BUSY),
    ("unable to open database file", Refused, _CLOSED),
    ("readonly database", Refused, _CLOSED),
    ("disk I/O error", Refused, _CLOSED),
    ("malformed", Refused, _BROKEN),
    ("file is not a database", Refused, _BROKEN),
)


@contextmanager
def told(at: str) -> Iterator[None]:
    """Let a database's faults of the environment come out as Refused or Unavailable; ours stay as they are.

    `at` is the ledger's address without its password.
    """
    try:
        yield
    except DBAPIError as error:
        fault = _fault(error, at)
        if fault is None:
            raise
        raise fault from error


def _fault(error: DBAPIError, at: str) -> SheetflowError | None:
    said = str(error.orig)
    for words, kind, sentence in _SQLITE:
        if words in said:
            return kind(sentence.format(at=at))
    state = getattr(error.orig, "sqlstate", None)
    if state == _DISK_FULL:
        return Refused(_FULL.format(at=at))
    if error.connection_invalidated or (state or "").startswith(_PASSING):
        return Unavailable(_AWAY.format(at=at))
    return _unconnected(said, at) if state is None else None


def _unconnected(said: str, at: str) -> SheetflowError | None:
    """Tell a server that isn't there from one that doesn't want us; libpq says both without a state."""
    if "FATAL" in said:
        return Refused(_LOGIN.format(at=at, said=said.rpartition("FATAL:")[2].strip()))
    return Unavailable(_AWAY.format(at=at)) if "connection" in said else None
