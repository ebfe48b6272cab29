"""The desk as it is at the moment of sending, from the ledger and the last cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sheetflow.bootstrap.house import House
from sheetflow.notify.anew import facts_now
from sheetflow.notify.conditions import OF_A_JOB, holds
from sheetflow.ports import Delivery
from sheetflow.recipients import wish
from sheetflow.roster import StaffMember

#: So many events of a ticket are looked through for its last edit; a cycle records fewer.
LATELY = 50


@dataclass(frozen=True)
class Present:
    """Keeps the promise of notify.desk.DeskNow for one round of sending, which began `at`."""

    house: House
    at: datetime

    def still(self, delivery: Delivery) -> bool:
        """Say whether what a notice speaks of holds at this moment."""
        record = self.house.ledger.record_of(delivery.ticket_no) if delivery.ticket_no else None
        return holds(delivery, record, self.house.runner.policy, self.at, self._heard(delivery))

    def facts(self, delivery: Delivery) -> Mapping[str, str]:
        """Give what a notice says, its times as they are at this moment."""
        record = self.house.ledger.record_of(delivery.ticket_no) if delivery.ticket_no else None
        return facts_now(delivery, record, self.house.runner.policy, self.at, self._heard(delivery))

    def collects(self, delivery: Delivery) -> bool:
        """Say whether its recipient, or all of a group's, want such a notice with the next digest only."""
        wishes = [wish(one, delivery.kind, urgent=delivery.urgent) for one in self._who(delivery)]
        return bool(wishes) and "now" not in wishes and "digest" in wishes

    def edited(self, ticket_no: str) -> datetime | None:
        """Give when somebody last changed a ticket's row, whichever process saw it."""
        lately = self.house.ledger.events(ticket_no, limit=LATELY) if ticket_no else []
        return max((event.at for event in lately if event.kind == "edited"), default=None)

    def link(self, kind: str, ticket_no: str) -> str:
        """Give the page that a notice leads to: the ticket's row, the tabs, the board, or the health page."""
        desk = f"{self.house.settings.desk_url}/desk"
        if ticket_no:
            return f"{desk}/grid?ticket={ticket_no}"
        pages = {"system": "health", "parts_low": "grid"}
        return f"{desk}/{pages.get(kind, '')}"

    def grade(self, ticket_no: str) -> str:
        """Give a ticket's grade by its key, "" for no ticket."""
        record = self.house.ledger.record_of(ticket_no) if ticket_no else None
        return record.grade if record else ""

    def roles(self, staff_no: str) -> tuple[str, ...]:
        """Give the keys of the roles that somebody has, or any of several, their numbers between blanks."""
        roles = (role for member in self._staff(staff_no) for role in member.roles)
        return tuple(dict.fromkeys(roles))

    def _heard(self, delivery: Delivery) -> list[str]:
        """Give what its reader has got about the ticket, where it matters."""
        if delivery.kind not in OF_A_JOB:
            return []
        return self.house.ledger.heard(delivery.ticket_no, delivery.recipient.staff_no)

    def _who(self, delivery: Delivery) -> list[StaffMember]:
        return self._staff(delivery.recipient.staff_no)

    def _staff(self, numbers: str) -> list[StaffMember]:
        staff = policy.staff if (policy := self.house.runner.policy) else {}
        return [staff[number] for number in numbers.split() if number in staff]
