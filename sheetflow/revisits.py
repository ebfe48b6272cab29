"""What the calls after a repair came to: the customer's last word, or that nobody answered often enough.

P1 4.9.1, WORKFLOW.md "Revisit result" (duties 45, 46).    answer(record) -> "unhappy"
"""

from __future__ import annotations

from datetime import tzinfo

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


def in_vain(record: TicketRecord, zone: tzinfo) -> bool:
    """Say whether the customer was called often enough without an answer: three times on two days."""
    made = calls(record)
    days = {call.at.astimezone(zone).date() for call in made}
    return not answer(record) and len(made) >= TRIES and len(days) >= DAYS


def settled(record: TicketRecord, zone: tzinfo) -> bool:
    """Say whether nothing more is to be asked: content, unwilling, called in vain, or asked by the guidance."""
    if not calls(record):
        return record.stamp("revisited_at") is not None
    return answer(record) in CONTENT or in_vain(record, zone)
