"""What every sentence is made of: the ticket, who has it, and times and columns in the desk's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.gate import wanted
from sheetflow.policy import Policy
from sheetflow.rules.words import technician_name
from sheetflow.tickets import Ticket


class Line:
    """One ticket's 下一步 being worded; `who` is its technician, as typed where another system sent them."""

    def __init__(self, ticket: Ticket, now: datetime, policy: Policy) -> None:
        """Take the ticket at this moment."""
        self.ticket, self.now, self.policy = ticket, now, policy
        typed = ticket.text("technician") if ticket.record.imported else ""
        self.who = technician_name(ticket, policy) or typed

    def at(self, moment: datetime | None) -> str:
        """Give a time as the desk says it: 14:32, 3/11 10:00, — for none."""
        return self.policy.moment(moment, self.now) if moment else "—"

    def by(self, clock: str) -> str:
        """Give the deadline of one of the ticket's clocks."""
        return self.at(self.ticket.clock(clock).deadline)

    def labels(self, columns: Iterable[str]) -> tuple[str, str]:
        """Give the columns that are wanted as a list, in Chinese and in English."""
        words = [wanted(column, self.ticket.get, self.policy.label) for column in columns]
        return "、".join(word.zh for word in words), ", ".join(word.en for word in words)
