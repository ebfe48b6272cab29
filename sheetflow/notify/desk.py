"""What sending asks of the desk at the moment in which a notice is about to leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sheetflow.ports import Delivery


class DeskNow(Protocol):
    """The tickets and the people as they are now; bootstrap/present.py keeps this promise."""

    def still(self, delivery: Delivery) -> bool:
        """Say whether what a notice speaks of holds at this moment."""

    def facts(self, delivery: Delivery) -> Mapping[str, str]:
        """Give what a notice says, its times as they are at this moment."""

    def collects(self, delivery: Delivery) -> bool:
        """Say whether its recipient wants such a notice with the next digest only."""

    def edited(self, ticket_no: str) -> datetime | None:
        """Give when somebody last changed a ticket's row."""

    def link(self, kind: str, ticket_no: str) -> str:
        """Give the address of the page for a notice's kind and ticket, or ""."""

    def grade(self, ticket_no: str) -> str:
        """Give a ticket's grade by its key, "" for no ticket."""

    def roles(self, staff_no: str) -> tuple[str, ...]:
        """Give the keys of the roles that somebody has."""
