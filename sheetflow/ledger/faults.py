"""What a database says when it can't, in words that tell what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from sheetflow.errors import Refused, SheetflowError, Unavailable

#: PostgreSQL's disk_full and insufficient_privilege (Appendix A of its manual).
_DISK_FULL = "53100"
_NO_RIGHT = "42501"

#: Its classes for a lost connection and an operator's act, and for a rollback and too few resources: they pass.
_GONE = ("08", "57")
_CROWDED = ("40", "53")

#: What its server says to those whom it doesn't let in.
_UNWANTED = ("authentication failed", "does not exist", "no pg_hba.conf entry", "is not permitted")

_FULL = "The disk of the ledger {at} is full. Nothing of this step was recorded. Free some space; work then goes on."
_BUSY = "The ledger {at} is busy with others. Nothing of this step was recorded; try again."
_AWAY = "The ledger {at} doesn't answer. Nothing of this step was confirmed. Start its server; work then goes on."
_CLOSED = "The ledger {at} can't be opened or written. Let its folder exist and the service's user write there."
_BROKEN = "The file of the ledger {at} is damaged or no ledger. Put the last backup in its place."
_NOT_LET_IN = "The ledger {at} refuses us: {said}. Put SHEETFLOW_DATABASE_URL right, or create what is missing there."

#: What SQLite says, and what that is for us.
_SQLITE: tuple[tuple[str, type[SheetflowError], str], ...] = (
    ("database or disk is full", Refused, _FULL),
    ("database is locked", Unavailable, _BUSY),
    ("unable to open database file", Refused, _CLOSED),
    ("readonly database", Refused, _CLOSED),
    ("disk I/O error", Refused, _CLOSED),
    ("database disk image is malformed", Refused, _BROKEN),
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
    except NoFreeConnection as error:
        raise Unavailable(_BUSY.format(at=at)) from error


def _fault(error: DBAPIError, at: str) -> SheetflowError | None:
    said = str(error.orig)
    if isinstance(error.orig, psycopg.Error):
        return _of_postgres(error.orig.sqlstate, said, at, lost=error.connection_invalidated)
    for words, kind, sentence in _SQLITE:
        if words in said:
            return kind(sentence.format(at=at))
    return None


def _of_postgres(state: str | None, said: str, at: str, *, lost: bool) -> SheetflowError | None:
    if state == _DISK_FULL:
        return Refused(_FULL.format(at=at))
    # libpq tells without a state why it has no connection: nobody there, or somebody who doesn't want us.
    unwanted = state is None and any(words in said for words in _UNWANTED)
    if unwanted or state == _NO_RIGHT:
        return Refused(_NOT_LET_IN.format(at=at, said=said.rpartition("FATAL:")[2].strip()))
    if lost or state is None or state.startswith(_GONE):
        return Unavailable(_AWAY.format(at=at))
    return Unavailable(_BUSY.format(at=at)) if state.startswith(_CROWDED) else None
