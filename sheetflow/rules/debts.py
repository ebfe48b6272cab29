"""Follow up what wasn't collected on site: the same technician every week, the supervisor after 30 days.

P1 4.7.5 (duty 43).    已完成 3/9, 90.00 unpaid  ->  欠款 in red; 3/10 a row in 收款欠款; Mondays 9:00 one notice
The row, filed on the day after, is where the customer's answer and the late payment are written; it shows what is owed
and for how many days, which is counted anew at midnight. Filing a ticket doesn't wait for its payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sheetflow.charges import AGES, age_of, days_since
from sheetflow.charges.money import shown
from sheetflow.model import Change, SetEntry, Text, Value
from sheetflow.policy import Policy
from sheetflow.receivables import PAYMENTS, ended_on, last_word, owed, week_of
from sheetflow.rules.words import technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

#: The ages at which a debt is the supervisor's too: past 30 days (SHEET.md, "Notices").
OLD = AGES[1:]

WEEK = timedelta(days=7)


def debts(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each debt's flag, row and notices, and when it is looked at again."""
    for ticket in desk.in_state("completed", "closed"):
        ended, amount = ended_on(ticket.record, policy), owed(ticket.record, policy)
        if ended is None:
            continue
        days = days_since(ended, policy.local(now).date())
        if ticket.filed(PAYMENTS, _key(ticket)):
            yield SetEntry(PAYMENTS, _key(ticket), "due", amount)
            yield SetEntry(PAYMENTS, _key(ticket), "days", days if amount else None)
        if amount:
            yield ticket.flag("payment_due")
            yield ticket.wake(policy.midnight(now))
            yield from _row(ticket, amount, days, now)
            yield from _reminders(ticket, amount, ended, now, policy)


def _key(ticket: Ticket) -> str:
    return f"{ticket.no}/debt"


def _row(ticket: Ticket, amount: Decimal, days: int, now: datetime) -> Iterator[Change]:
    """Yield the debt's row once the day is over on which it might have been paid on site."""
    if days and not ticket.filed(PAYMENTS, _key(ticket)):
        row: dict[str, Value] = {
            "payment_no": _key(ticket),
            "ticket_no": ticket.no,
            "technician": ticket.record.technician or None,
            "due": amount,
            "days": days,
        }
        yield from ticket.files(PAYMENTS, _key(ticket), row, at=now)


def _reminders(
    ticket: Ticket, amount: Decimal, ended: date, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield this week's notices, also when Monday morning was missed; a debt begun since then waits for the next."""
    for kind in ("debt", "old_debt"):
        last = _last_monday(now, policy, policy.schema.notices[kind].at or time(9))
        yield ticket.wake(last + WEEK)
        age = age_of(days_since(ended, last.date()))
        due = ended < last.date() if kind == "debt" else age in OLD
        week = f"{kind}/{week_of(last)}"
        if due and ticket.may_remind and not ticket.told(week):
            facts = _facts(ticket, amount, ended, now, policy)
            yield from ticket.announce(kind, week, at=now, facts=facts)


def _last_monday(now: datetime, policy: Policy, hour: time) -> datetime:
    wall = policy.local(now)
    monday = wall.date() - timedelta(days=wall.weekday())
    at = datetime.combine(monday, hour, policy.zone)
    return at if at <= wall else datetime.combine(monday - WEEK, hour, policy.zone)


def _facts(
    ticket: Ticket, amount: Decimal, ended: date, now: datetime, policy: Policy
) -> dict[str, str]:
    days = days_since(ended, policy.local(now).date())
    return {
        **whose(ticket),
        "owed": shown(amount),
        "days": policy.say(Text(f"{days}天", f"{days} day{'s' * (days > 1)}")),
        "technician": technician_name(ticket, policy),
        "last_word": last_word(ticket.record),
        "product": ticket.text("product_model"),
    }
