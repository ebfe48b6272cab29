"""Follow up what wasn't collected on site: the same technician every week, the supervisor after 30 days.

P1 4.7.5 (duty 43).    已完成 3/9, 90.00 unpaid  ->  欠款 in red; 3/10 a row in 收款欠款; Mondays 9:00 one notice
The row, filed on the day after, is where the customer's answer and the late payment are written; it shows what is owed
and for how many days, which is counted anew at midnight. A row in which a part was paid is a payment from then on, and
the rest has the next row: /debt2. Filing a ticket doesn't wait for its payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sheetflow.charges import AGES, age_of, days_since
from sheetflow.charges.money import shown
from sheetflow.model import Change, SetEntry, Text, Value
from sheetflow.policy import Policy
from sheetflow.receivables import (
    DEBT,
    PAYMENTS,
    debt_rows,
    ended_on,
    last_word,
    owed,
    paid_in,
    week_of,
)
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
        yield from _shown(ticket, desk, amount, days)
        if amount:
            yield ticket.flag("payment_due")
            yield ticket.wake(policy.midnight(now))
            yield from _row(ticket, amount, days, now, policy)
            yield from _reminders(ticket, amount, ended, now, policy)


def _shown(ticket: Ticket, desk: Snapshot, amount: Decimal, days: int) -> Iterator[Change]:
    """Yield what is owed, in the last of the debt's rows; in no other, so that the column adds up."""
    last = next(reversed(debt_rows(ticket.record)), "")
    if last:
        yield SetEntry(PAYMENTS, last, "due", amount)
        yield SetEntry(PAYMENTS, last, "days", days if amount else None)
    for entry in desk.book(PAYMENTS).of(ticket.no):
        if entry.key != last and (entry.raw("due"), entry.raw("days")) != ("", ""):
            yield SetEntry(PAYMENTS, entry.key, "due", None)
            yield SetEntry(PAYMENTS, entry.key, "days", None)


def _row(
    ticket: Ticket, amount: Decimal, days: int, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield the debt's row once the day is over on which it might have been paid on site, and the rest's after a part.

    Where people took it out it comes back with the next reminder, which sends the technician there.
    """
    rows = debt_rows(ticket.record)
    again = rows and paid_in(ticket.record, rows[-1], policy)
    if days and (again or not (rows or ticket.filed(PAYMENTS, f"{ticket.no}/{DEBT}"))):
        yield from _files(ticket, amount, days, now)


def _files(ticket: Ticket, amount: Decimal, days: int, now: datetime) -> Iterator[Change]:
    mine = f"{PAYMENTS}/{ticket.no}/{DEBT}"
    before = sum(1 for key in ticket.record.entries if key.startswith(mine))
    key = f"{ticket.no}/{DEBT}{before + 1 if before else ''}"
    row: dict[str, Value] = {
        "payment_no": key,
        "ticket_no": ticket.no,
        "technician": ticket.record.technician or None,
        "due": amount,
        "days": days,
    }
    yield from ticket.files(PAYMENTS, key, row, at=now)


def _reminders(
    ticket: Ticket, amount: Decimal, ended: date, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield this week's notices, also when Monday morning was missed; a debt begun since then waits for the next."""
    days = days_since(ended, policy.local(now).date())
    for kind in ("debt", "old_debt"):
        last = _last_monday(now, policy, policy.schema.notices[kind].at or time(9))
        yield ticket.wake(last + WEEK)
        age = age_of(days_since(ended, last.date()))
        due = ended < last.date() if kind == "debt" else age in OLD
        week = f"{kind}/{week_of(last)}"
        if due and ticket.may_remind and not ticket.told(week):
            facts = _facts(ticket, amount, ended, now, policy)
            yield from ticket.announce(kind, week, at=now, facts=facts)
            if kind == DEBT and ticket.record.entries and not debt_rows(ticket.record):
                yield from _files(ticket, amount, days, now)


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
