"""Put right what was typed over the system's own cells, and quote it: nothing that people type is lost.

GOOGLE_SHEETS.md, "Safe writing", 2.    次 typed into 回访期限  ->  event "overwritten", quoted in `problem`, put back
A time typed into a stamp is a back-dating: accepted, and quoted nowhere (WORKFLOW.md, "Truth"). A cell that reads as
ours does is nothing that anybody said: rows put back as displayed get their seconds again, and that is all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from sheetflow.ahead import lies_ahead
from sheetflow.model import Change, Scalar, Text
from sheetflow.policy import Policy
from sheetflow.receivables import PAID
from sheetflow.rows import copies
from sheetflow.tickets import Snapshot, Ticket

#: Where staff say what makes a cell of ours, as far as they may.
SAID_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "amount_due": ("quote_amount", "discount"),
        "warranty": ("warranty_override",),
        "resolution": ("result",),
        "depart_by": ("appointment_at",),
    }
)

#: Back-dating by more than this is noted with the event, not refused (WORKFLOW.md, "Truth").
LATE = timedelta(minutes=30)


def overwritten(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield an event for each system cell that shows neither what we wrote nor nothing."""
    for ticket in desk.tickets:
        for column in ticket.overwritten:
            if not (copies.ours(ticket.raw(column)) or _pays(ticket, column)):
                yield from _typed_over(ticket, column, ticket.raw(column), now, policy)


def _pays(ticket: Ticket, column: str) -> bool:
    """Say whether a figure was typed into 实收: that is a payment (rules/payments.py)."""
    return column == PAID and isinstance(ticket.get(column), Decimal)


def _typed_over(
    ticket: Ticket, column: str, raw: Scalar, now: datetime, policy: Policy
) -> Iterator[Change]:
    at = ticket.moment(column, now)
    label, shows = policy.label(column), policy.display(column, raw)
    reported = ticket.record.stamp("reported_at") if column != "reported_at" else None
    early, stamp = at and reported and _before(at, reported), policy.column(column).stamp
    if at and stamp and not (early or lies_ahead(at, now)):
        at = max(at, reported) if reported else at
        yield ticket.happened("stamped", at=at, name=column, typed=raw, late=now - at > LATE)
        yield ticket.happened("overwritten", at=now, column=column, typed=raw)
        return
    why = _unpaid(label, shows) if column == PAID else _ours(column, shows, policy)
    if stamp:
        why = _impossible(label, shows, early=bool(early)) if at else _hourless(label, shows)
    said = {"zh": why.zh, "en": why.en}
    yield ticket.happened("overwritten", at=now, column=column, typed=raw, **said)


def _before(at: datetime, reported: datetime) -> bool:
    """Say whether a step was before its report; a cell without seconds names any of its minute.

    A clock that runs from the report would never be met by it, and one that runs from it be late at once.
    """
    return at < reported.replace(second=0, microsecond=0)


def _impossible(label: Text, shows: str, *, early: bool) -> Text:
    zh, en = ("早于报修时间", "is before the report") if early else ("还没到", "lies ahead")
    return Text(
        f"「{label.zh}」{shows} {zh},已恢复原值;请写实际时间",
        f"{label.en} {shows} {en} and was put back. Type when it was",
    )


def _hourless(label: Text, shows: str) -> Text:
    return Text(
        f"「{label.zh}」看不出「{shows}」是几点,已恢复原值;请写成 3/11 9:30",
        f"{label.en}: '{shows}' doesn't say when and was put back. Write it as 3/11 9:30",
    )


def _ours(column: str, shows: str, policy: Policy) -> Text:
    label, others = policy.label(column), [policy.label(one) for one in SAID_IN.get(column, ())]
    zh, en = "要备注请写在「备注」", "Use Remarks for notes"
    if others:
        zh = f"要改请填{'或'.join(f'「{one.zh}」' for one in others)}"
        en = f"To change it fill in {' or '.join(one.en for one in others)}"
    return Text(
        f"「{label.zh}」由系统填写,你写的「{shows}」已恢复原值;{zh}",
        f"{label.en} is filled by the system; your '{shows}' was put back. {en}",
    )


def _unpaid(label: Text, shows: str) -> Text:
    return Text(
        f"「{label.zh}」里「{shows}」看不出是多少,没有记成收款,已恢复原值;收到钱请写数字,例如 30.00",
        f"{label.en}: '{shows}' is no amount, so no payment was noted; it was put back. Write a figure, such as 30.00",
    )
