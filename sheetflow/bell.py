"""The bell between processes: whoever takes something in rings, and the worker hears it within a second.

Pages and worker may be processes of one ledger: what is asked for lies there, and is merged there too.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sheetflow.errors import SheetflowError
from sheetflow.ports import Ledger

_log = logging.getLogger(__name__)

WAKE = "wake"

#: Between two cycles that were rung for lies at least this, however often somebody rings: twelve reads and at most
#: twelve writes a minute, a fifth of what Google allows one user (GOOGLE_SHEETS.md, quotas).
GAP = timedelta(seconds=5)


def ring(ledger: Ledger, now: datetime, *, again: timedelta = timedelta(0)) -> None:
    """Ask for a cycle, and for another after `again`. With the ledger away the ordinary one comes anyway."""
    mark = {"mark": secrets.token_hex(8), "again": (now + again).isoformat()}
    try:
        ledger.keep(WAKE, mark)
    except SheetflowError as fault:
        _log.warning("nobody was woken: %s", fault)


class Bell:
    """Hears whoever rings from the moment on in which it was made."""

    def __init__(self, ledger: Ledger) -> None:
        """Listen at a ledger."""
        self._ledger = ledger
        self._mark: Mapping[str, str] = {}
        self._mark = self._kept()
        self._due: set[datetime] = set()
        self._last: datetime | None = None

    def rings(self, now: datetime) -> bool:
        """Say whether a cycle is asked for now; what is asked for too soon after the last is kept, never forgotten."""
        if (mark := self._kept()) != self._mark:
            self._mark = mark
            self._due |= {now, datetime.fromisoformat(mark["again"])}
        asked = {at for at in self._due if at <= now}
        if not asked or (self._last is not None and now - self._last < GAP):
            return False
        self._due -= asked
        self._last = now
        return True

    def _kept(self) -> Mapping[str, str]:
        """Give the mark that was left last; while the ledger is away the one that is known."""
        try:
            found = self._ledger.kept(WAKE)
        except SheetflowError:  # the cycle tells of it
            return self._mark
        return {name: str(one) for name, one in found.items()} if isinstance(found, Mapping) else {}
