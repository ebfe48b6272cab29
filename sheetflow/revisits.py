"""What the calls after a repair came to: the customer's last word, or that nobody answered often enough.

P1 4.9.1, WORKFLOW.md "Revisit result" (duties 45, 46).    answer(record) -> "unhappy"
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from sheetflow.record import Revisit, TicketRecord

#: Results that end the call; an unanswered one is tried again (WORKFLOW.md, "Revisit result").
ENDS = ("satisfied", "unsolved", "unhappy", "declined")

#: Results after which nothing more is to be asked.
CONTENT = ("satisfied", "declined")

#: So many calls that nobody answered, on so many days, and the ticket may be filed (WORKFLOW.md, "Revisit result").
TRIES, DAYS = 3, 2


def calls(record: TicketRecord) -> tuple[Revisit, ...]:
    """Give the calls since the work ended."""
    done = record.stamp("completed_at")
    return tuple(call for call in record.revisits if done is None or call.at >= done)


def answer(record: TicketRecord) -> str:
    """Give the customer's last word, "" while nobody has answered."""
    said = (call.result for call in reversed(calls(record)) if call.result in ENDS)
    return next(said, "") if record.revisits else ""


def in_vain_at(record: TicketRecord, zone: tzinfo) -> datetime | None:
    """Give when nobody had answered often enough, three times on two days; None where it hasn't come to that."""
    return None if answer(record) else silent_since(record, zone)


def silent(record: TicketRecord) -> tuple[Revisit, ...]:
    """Give the calls since the customer last answered one, or since the work ended."""
    made = calls(record)
    answered = [number for number, call in enumerate(made, start=1) if call.result in ENDS]
    return made[max(answered, default=0) :]


def silent_since(record: TicketRecord, zone: tzinfo) -> datetime | None:
    """Give when so many of these calls were made, on so many days, that nobody need try on; None before that."""
    if len(record.revisits) < TRIES:
        return None
    days = set[date]()
    for number, call in enumerate(silent(record), start=1):
        days.add(call.at.astimezone(zone).date())
        if number >= TRIES and len(days) >= DAYS:
            return call.at
    return None


def settled(record: TicketRecord, zone: tzinfo) -> bool:
    """Say whether nothing more is to be asked: content, unwilling, called in vain, or asked by the guidance."""
    if not calls(record):
        asked, done = record.stamp("revisited_at"), record.stamp("completed_at")
        return asked is not None and (done is None or asked >= done)
    return answer(record) in CONTENT or in_vain_at(record, zone) is not None
