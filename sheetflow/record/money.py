"""How money changes a ticket's record: what the repair costs, what the customer agreed to, what was confirmed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sheetflow.model import Event, Json, Text
from sheetflow.record.elements import Confirmed, Consent, Fee
from sheetflow.record.row import FEE_WAITS
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import instant, names, scalar

#: How the doubts about a fee are named.
DOUBT = "fee"

#: How its refusal to complete a repair that became dearer than agreed is named.
DEARER = "asked:completed/fee"

#: The stamp of each consent.
STAMPS = {
    "plan": "plan_consent_at",
    "quote": "fee_consent_at",
    "appointment": "appointment_consent_at",
}


def charged(record: TicketRecord, event: Event) -> TicketRecord:
    """The fee is another one, or none any more; what is doubtful in it is told until it is mended or read."""
    doubt = Text(str(event.values.get("zh") or ""), str(event.values.get("en") or ""))
    asked = event.values.get("asked")
    fee = None
    if asked is not None:
        due = _money(event.values.get("due"))
        bearing, wants = bool(event.values.get("bearing")), names(event.values.get("wants"))
        terms = Text(
            str(event.values.get("beside_zh") or ""), str(event.values.get("beside_en") or "")
        )
        fee = Fee(due, Decimal(str(asked)), bearing, doubt, wants, terms)
    refusals = {name: why for name, why in record.refusals.items() if name != DOUBT}
    told = {DOUBT: doubt} if fee and doubt.zh else {}
    return _cleared(replace(record, fee=fee, refusals={**refusals, **told}), event)


def consented(record: TicketRecord, event: Event) -> TicketRecord:
    """The customer's word, with its stamp; a refusal takes back what was agreed to before."""
    what, given = str(event.values["what"]), bool(event.values["given"])
    amount, offered = _money(event.values.get("amount")), event.values.get("offered")
    time = instant(offered) if offered else None
    fault, told = str(event.values["fault"]), str(event.values.get("told") or "")
    said = Consent(event.at, given, amount, fault, time, told)
    stamps = {name: at for name, at in record.stamps.items() if name != STAMPS[what]}
    after = replace(
        record,
        consents={**record.consents, what: said},
        stamps={**stamps, STAMPS[what]: event.at} if given else stamps,
    )
    if what == "plan" and given:
        after = replace(after, pending=after.awaiting("ended", event))
    return _cleared(after, event) if what == "quote" else after


def confirmed(record: TicketRecord, event: Event) -> TicketRecord:
    """A named supervisor stands by what a cell says."""
    found = Confirmed(
        scalar(event.values["cell"]), str(event.values.get("reason") or ""), event.actor
    )
    return replace(record, confirmed={**record.confirmed, str(event.values["column"]): found})


def _cleared(record: TicketRecord, event: Event) -> TicketRecord:
    """Let a repair that was put back for its fee be looked at again, and its completion."""
    for wish, fact in ((FEE_WAITS, "cleared"), (DEARER, "ended")):
        if wish in record.refusals:
            record = replace(record, pending=record.awaiting(fact, event))
    return record


def _money(found: Json) -> Decimal | None:
    return None if found is None else Decimal(str(found))
