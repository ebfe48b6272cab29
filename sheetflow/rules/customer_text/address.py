"""What every text to a customer is made of: their machine, who comes, and times as one says them on the phone."""

from __future__ import annotations

from datetime import datetime

from sheetflow.clocks import after
from sheetflow.errand import REPAIR, errand_of
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.tickets import Ticket

#: English names of months, whatever the machine's own language is.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

NONE = Text("", "")


class Address:
    """One customer being spoken to; `turns` are the times at which another sentence is due.

    `late` says that a deadline was asked for that has passed: the customer waits for longer than they were told.
    """

    def __init__(self, ticket: Ticket, now: datetime, policy: Policy) -> None:
        """Take the ticket at this moment."""
        self.ticket, self.now, self.policy = ticket, now, policy
        self.turns: list[datetime] = []
        self.late = False
        self.errand = errand_of(ticket.record)

    @property
    def report(self) -> Text:
        """Name what was reported: 您报修的大锅灶 ZG-2A(单号WX20260310001)."""
        return self._named(f"您{self.errand.asked}的")

    @property
    def machine(self) -> Text:
        """Name what is worked on, with its number: 您的FY-3020(单号WX20260310001); a repair's as it was reported."""
        return self.report if self.errand is REPAIR else self._named("您的")

    def _named(self, whose: str) -> Text:
        no, model = self.ticket.no, self.ticket.text("product_model")
        if not model:
            called = self.errand.called
            return Text(f"{called.zh}(单号{no})", f"{called.en} {no}")
        return Text(f"{whose}{model}(单号{no})", f"your {model} (ticket {no})")

    @property
    def technician(self) -> Text:
        """Name who comes as P1 4.1.3 wants: name, staff number, phone."""
        member = self.policy.staff.get(self.ticket.record.technician)
        if member is None:
            return Text("师傅", "our technician")
        zh, en = f"工号{member.no}", f"staff no. {member.no}"
        if member.phone:
            zh, en = f"{zh},电话{member.phone}", f"{en}, phone {member.phone}"
        return Text(f"{member.name}师傅({zh})", f"{member.name} ({en})")

    def time(self, at: datetime) -> Text:
        """Say an instant so that it stays true tomorrow: 3月10日15:00, 15:00 on 10 Mar."""
        wall = self.policy.local(at)
        clock = f"{wall.hour:02}:{wall.minute:02}"
        return Text(
            f"{wall.month}月{wall.day}日{clock}", f"{clock} on {wall.day} {_MONTHS[wall.month - 1]}"
        )

    def by(self, *clocks: str) -> Text | None:
        """Say the deadline of the first of these clocks that runs; None where there is none, or it has passed."""
        for name in clocks:
            clock = self.ticket.clock(name)
            if clock.runs and clock.deadline:
                if self.now > clock.deadline:
                    self.late = True
                    return None
                self.turns.append(after(clock.deadline))
                return self.time(clock.deadline)
        return None


def first(words: str) -> str:
    """Begin an English sentence with these words."""
    return words[0].upper() + words[1:]
