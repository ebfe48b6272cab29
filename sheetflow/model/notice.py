"""A notice whose recipients are found, as the outbox keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: How notices travel: to a person, and into a group chat.
MAIL, BOT = "mail", "bot"

#: Those by which several people read what comes to one address.
SHARED = frozenset({BOT})


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member of staff as a notice reaches them; for a group several, their numbers between blanks."""

    staff_no: str
    name: str
    address: str
    channel: str = MAIL

    @property
    def shared(self) -> bool:
        """Say whether several people read what comes there."""
        return self.channel in SHARED

    @property
    def door(self) -> tuple[str, str, str]:
        """Give what messages are counted by: each person by mail, a group whoever in it is meant."""
        return (self.channel, "" if self.shared else self.staff_no, self.address)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its recipients found: what the outbox keeps, one record per once-key."""

    once: str
    kind: str
    ticket_no: str
    facts: Mapping[str, str]
    to: tuple[Recipient, ...]
    urgent: bool = False
    clock: str = ""
    after_write: bool = False
