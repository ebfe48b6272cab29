"""One ticket as 今日 lists it: in which block, how late, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from sheetflow.asked import Asked
from sheetflow.dispatch import stop_of
from sheetflow.gate import GIVEN_UP
from sheetflow.receivables import OVERPAID, reminder
from sheetflow.revisits import answer
from sheetflow.tickets import Ticket

#: Where a ticket is looked for that is neither late nor an incident.
BY_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "new": "to_dispatch",
        "to_dispatch": "to_dispatch",
        "guidance": "to_dispatch",
        "dispatched": "visits",
        "unreachable": "customer_due",
        "appointed": "visits",
        "on_site": "visits",
        "assistance": "incident",
        "escalated": "incident",
        "parts_wait": "parts_due",
        "customer_wait": "customer_due",
        "workshop": "workshop",
        "completed": "revisits",
    }
)

#: Flags of what has still to come back once the customer was called.
_OUTSTANDING = frozenset({"docs_missing", "old_part_pending", "loaner_out"})

#: The day of the week on which debts are looked through.
MONDAY = 0

_NEVER = datetime.max.replace(tzinfo=UTC)


class Line(NamedTuple):
    """One ticket on the board; `level` is breach, warning or "".

    Of a visit with an hour, `start` and `end` say from when to when its technician is taken, `clash` that it can't be
    kept beside another.
    """

    block: str
    ticket_no: str
    unit_name: str
    next_action: str
    next_due: datetime | None
    technician: str
    status: str
    level: str
    start: datetime | None = None
    end: datetime | None = None
    clash: bool = False

    @property
    def due(self) -> datetime:
        """Give the deadline to sort by; what has none comes last."""
        return self.next_due or _NEVER

    def late(self, now: datetime) -> bool:
        """Say whether a deadline has passed: of a clock, or a date on which somebody was to act."""
        return self.level == "breach" or self.due < now

    def pressing(self, now: datetime) -> tuple[int, datetime, str]:
        """Give the order in which lines are kept: late, not routine, soon late, the rest by deadline."""
        ranks = (self.late(now), self.block == "incident", self.level == "warning", True)
        return ranks.index(True), self.due, self.ticket_no


def line_of(ticket: Ticket, asked: Asked, now: datetime) -> Line | None:
    """Give a ticket's line, or None when it isn't today's business; imported and filed tickets are not."""
    if ticket.record.imported:
        return None
    if ticket.status == "closed":
        return _left(ticket, asked) or (_debt(ticket) if _reminded(ticket, asked, now) else None)
    # Parts that are in stock are today's business, however far the next deadline lies.
    due = None if ticket.record.supplied else asked.cells.get("next_due")
    level = _level(ticket, asked, now)
    block = _block(ticket, asked, level)
    if block is None:
        return _debt(ticket) if _reminded(ticket, asked, now) else None
    action, stop = asked.cells.get("next_action"), ticket.derived(stop_of)
    visit = stop if stop and (stop.to_come or stop.at_work) else None
    return Line(
        block,
        ticket.no,
        ticket.text("unit_name"),
        str(action or ""),
        due if isinstance(due, datetime) else None,
        ticket.record.technician,
        ticket.status,
        level,
        visit.start if visit else None,
        visit.end if visit else None,
        bool(ticket.record.tour.clash),
    )


def _left(ticket: Ticket, asked: Asked) -> Line | None:
    """Give the line of a ticket that was given up while money or a loaner has still to come back, None once it has."""
    if ticket.get("close_reason") not in GIVEN_UP:
        return None
    lent, surplus = "loaner_out" in asked.flags, OVERPAID in ticket.record.refusals
    if not (lent or surplus):
        return None
    words, record = str(asked.cells.get("next_action") or ""), ticket.record
    block, shop = "debts" if surplus else "papers", ticket.text("unit_name")
    return Line(block, ticket.no, shop, words, None, record.technician, record.status, "")


def _reminded(ticket: Ticket, asked: Asked, now: datetime) -> bool:
    """Say whether what is owed belongs on today's list, as it does on Mondays (SHEET.md, "今日")."""
    return "payment_due" in asked.flags and ticket.policy.local(now).weekday() == MONDAY


def _debt(ticket: Ticket) -> Line:
    record, policy = ticket.record, ticket.policy
    words = policy.say(reminder(record, policy))
    shop = ticket.text("unit_name")
    return Line("debts", ticket.no, shop, words, None, record.technician, record.status, "")


def _level(ticket: Ticket, asked: Asked, now: datetime) -> str:
    """Give breach where a rule has flagged one, warning where a shown clock or a promise at risk says so."""
    if asked.flags and any(flag.endswith("_overdue") for flag in asked.flags):
        return "breach"
    clocks = map(ticket.clock, ticket.policy.watched[ticket.record.status])
    if "promise_at_risk" in asked.flags or any(clock.warned(now) for clock in clocks):
        return "warning"
    return ""


def _block(ticket: Ticket, asked: Asked, level: str) -> str | None:
    """Give the first block that a ticket belongs into: what isn't routine, what is late, what its status says."""
    if "incident" in asked.flags:
        return "incident"
    if level == "breach":
        return "overdue"
    block = "parts_arrived" if ticket.record.supplied else BY_STATUS.get(ticket.status)
    if block != "revisits" or ticket.clock("revisit").runs or answer(ticket.record) == "unhappy":
        return block
    return "papers" if asked.flags & _OUTSTANDING else None
