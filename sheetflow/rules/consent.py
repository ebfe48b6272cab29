"""Keep what the customer said to a plan, a quote or a new time, and flag a repair whose fee nobody agreed to.

P1 4.5.4, P2 S4 (duty 30).    同意报价 with 报价 700.00  ->  agreed to 700.00; then 报价 750.00  ->  flag 缺同意
Who agrees to the quote agrees to its plan. A dearer fee voids the consent, and so does another fault found than the one
agreed on, or told where nobody had found one. The repair is put back at the door (workflow.py), and so is its
completion at a dearer price. A refused quote is the dispatcher's to settle: another one, the supervisor, or 维修结果
客户放弃.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.agreement import refused
from sheetflow.charges.money import shown
from sheetflow.clocks import named
from sheetflow.fees import fee_of, fee_waits
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.words import technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

#: What each choice of 客户同意 is said to, and whether it is a yes.
SAYS = {
    "agree_reschedule": (("appointment",), True),
    "agree_plan": (("plan",), True),
    "agree_quote": (("plan", "quote"), True),
    "refuse_reschedule": (("appointment",), False),
    "refuse_plan": (("plan",), False),
    "refuse_quote": (("quote",), False),
}

#: Statuses in which the customer should have been asked by now.
ASKED_BY = ("on_site", "assistance", "parts_wait", "customer_wait", "workshop")


def consent(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each word of the customer's that staff choose, and the flag of fees without consent."""
    for ticket in desk.edited("consent"):
        if ticket.record.status != "closed":
            yield from _said(ticket, desk, now)
    for ticket in desk.live():
        if ticket.record.fee and fee_waits(ticket.record, ticket.get):
            no = refused(ticket.record, ticket.get)
            if no or ticket.status in ASKED_BY:
                yield ticket.flag("consent_missing")
            if no and ticket.may_remind:
                yield from _told(ticket, now, policy)


def _said(ticket: Ticket, desk: Snapshot, now: datetime) -> Iterator[Change]:
    """Yield what was said, to the amount and the fault that stand in the row now, the visit that is ahead included."""
    about, given = SAYS.get(str(ticket.get("consent")), ((), False))
    for what in about:
        fee = fee_of(ticket, desk.books, now, ahead=True) if what == "quote" else None
        offered = _offered(ticket, now, given=given) if what == "appointment" else None
        yield ticket.happened(
            "consented",
            at=now,
            what=what,
            given=given,
            amount=str(fee.asked) if fee else None,
            fault=(found := ticket.text("verified_fault")),
            told=None if found else ticket.text("fault"),
            offered=offered.isoformat() if offered else None,
        )


def _offered(ticket: Ticket, now: datetime, *, given: bool) -> datetime | None:
    """Give the new time that was asked about, None where what stands there was agreed to before.

    Who agrees after all agrees to the one that was put back since they had refused it.
    """
    at, last = ticket.moment("appointment_at", now), ticket.record.appointment
    if not (last and last.agreed and last.at == at):
        return at
    before = ticket.record.consents.get("appointment")
    return before.offered if given and before and not before.given else None


def _told(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of a refusal, once for each."""
    said = ticket.record.consents["quote"]
    what = f"quote_refused/{named(said.at)}"
    if not ticket.told(what):
        facts = {
            **whose(ticket),
            "amount": shown(said.amount) if said.amount else "",
            "technician": technician_name(ticket, policy),
            "product": ticket.text("product_model"),
            "fault": ticket.text("verified_fault") or ticket.text("fault"),
        }
        yield from ticket.announce("quote_refused", what, at=now, facts=facts)
