"""The policy as the pages know it: who works here, and which clocks a ticket has.

Where cycles run in this process it is the last cycle's. Where only pages are served, or before the first cycle, it is
read from the sheet's settings tabs, so that 「你是谁」 still has names to offer.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sheetflow.bootstrap.house import House, open_deadlines, read_policy_of, settings_of
from sheetflow.charges import DebtorList
from sheetflow.debtors import debtors
from sheetflow.errors import SheetflowError
from sheetflow.levels import KEPT, Proposal, counting, proposed
from sheetflow.model import Table
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.store import Workbook

_log = logging.getLogger(__name__)

#: How old the settings may be that pages alone go by: as old as a cycle on Google is.
FRESH = timedelta(minutes=1)


class StandingPolicy:
    """Gives the policy now; safe to ask from several threads."""

    def __init__(self, house: House) -> None:
        """Read nothing yet; the sheet is read apart from the worker's own readings."""
        store = Workbook(
            house.client,
            house.spreadsheet_id,
            house.schema,
            language=house.language,
            zone=house.zone,
            now=house.clock.now,
        )
        self._house, self._runner = replace(house, store=store), house.runner
        self._lock = threading.Lock()
        self._policy: Policy | None = None
        self._asked_at: datetime | None = None

    def now(self) -> Policy | None:
        """Give the policy, None while nothing could be read."""
        return self._runner.policy or self._from_sheet()

    def deadlines(self, record: TicketRecord) -> Mapping[str, datetime]:
        """Give a ticket's open deadlines by clock, for its status page."""
        policy = self.now()
        return open_deadlines(record, policy) if policy else {}

    def levels(self) -> tuple[Proposal, Policy] | None:
        """Give the service levels that wait to be confirmed, beside the policy that counts. Raises as `tables` does."""
        with self._lock:
            read = settings_of(self._house)
        counts = counting(read, self._house.ledger.kept(KEPT))
        found = proposed(self._house.ledger.records().values(), counts, read)
        return (found, counts) if found else None

    def debtors(self) -> DebtorList | None:
        """Give the debtor list as of today, None while nothing could be read."""
        policy, now = self.now(), self._house.clock.now()
        if policy is None:
            return None
        return debtors(self._house.ledger.records().values(), policy, policy.local(now).date())

    def tables(self) -> Mapping[str, Table]:
        """Give the tabs as they are now, for papers to print. Raises Unavailable or Refused."""
        with self._lock:
            return self._house.store.read().tables

    def topics(self) -> list[tuple[str, str]]:
        """Give the help tab's topics with their text. Raises Unavailable or Refused."""
        table = self.tables()["help"]
        rows = range(len(table.rows))
        found = [(str(table.cell(i, "topic")), str(table.cell(i, "text"))) for i in rows]
        return [(topic, text) for topic, text in found if topic and text]

    def _from_sheet(self) -> Policy | None:
        now = self._house.clock.now()
        with self._lock:
            if self._asked_at is None or now - self._asked_at >= FRESH:
                self._asked_at = now
                try:
                    self._policy = read_policy_of(self._house)
                except SheetflowError as fault:
                    _log.warning("the settings can't be read for the pages: %s", fault)
            return self._policy
