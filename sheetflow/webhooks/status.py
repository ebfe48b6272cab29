"""What a customer sees of the ticket under its unguessable address: number, status, what comes when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from sheetflow.charges import consent_holds
from sheetflow.errand import REPAIR, Errand, errand_of
from sheetflow.model import Text
from sheetflow.record import Appointment, TicketRecord
from sheetflow.webhooks.reception import services, status_address

pages = Blueprint("status", __name__)

#: What the customer is told in each status of WORKFLOW.md, and which open clock says by when (first that is there).
_WORDS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "new": (Text("已受理,正在安排", "Taken, being arranged"), ("response", "onsite")),
    "guidance": (
        Text("正在电话指导", "We are helping by phone"),
        ("guidance_followup", "response"),
    ),
    "to_dispatch": (
        Text("正在安排维修工程师", "Choosing a technician"),
        ("response", "promise", "onsite"),
    ),
    "dispatched": (
        Text("已安排工程师,将与您联系", "A technician will call you"),
        ("contact", "promise", "onsite"),
    ),
    "unreachable": (
        Text("我们没有联系上您", "We couldn't reach you"),
        (),
    ),
    "appointed": (Text("已约好上门时间", "The visit is agreed"), ("promise", "onsite")),
    "on_site": (Text("工程师正在维修", "The technician is at work"), ()),
    "assistance": (Text("正在请同事支援", "A colleague is coming to help"), ()),
    "parts_wait": (Text("正在等配件", "Waiting for parts"), ()),
    "customer_wait": (Text("等您的答复", "Waiting for your word"), ()),
    "escalated": (Text("由主管处理", "The supervisor has taken over"), ()),
    "workshop": (Text("在维修点检修", "In the workshop"), ()),
    "completed": (Text("已修好,我们会电话回访", "Done; we shall call to ask"), ("revisit",)),
    "closed": (Text("已结束", "Closed"), ()),
}

_RECEIVED = Text("已收到", "Received")

_AGREED = Text("您已同意报价,正在安排", "You agreed to the quote; we are seeing to it")

_PROPOSED = Text("想和您另约上门时间", "We would like to agree on another time")

_SORRY = Text(
    "非常抱歉,让您久等了。我们正在加紧安排,会尽快打电话给您。",
    "We are sorry to keep you waiting. We are seeing to it and will call you as soon as we can.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The ticket's state in plain words, and what is expected when."""

    number: str
    state: Text
    expected: Text | None = None
    at: datetime | None = None
    sorry: Text | None = None


_EXPECTED: Mapping[str, Text] = {
    "response": Text("我们最晚联系您", "We contact you by"),
    "guidance_followup": Text("我们最晚回电", "We call back by"),
    "contact": Text("工程师最晚来电", "The technician calls by"),
    "promise": Text("预计最晚上门", "We expect to be with you by"),
    "onsite": Text("最晚上门", "We are with you by"),
    "revisit": Text("最晚回访", "We ask how it went by"),
    "appointment": Text("约好的上门时间", "Agreed visit"),
}


@pages.get("/s/<token>")
def show(token: str) -> ResponseReturnValue:
    """Show a ticket's status; an unknown address is a page that says so."""
    given = services()
    number = given.ledger.ticket_of(token)
    if number is None:
        abort(404)
    record = given.ledger.record_of(number)
    return render_template(
        "status.html",
        shown=shown(number, record, given.deadlines(record) if record else {}, given.clock.now()),
        sent="sent" in request.args,
        known=record is not None,
        token=token,
        address=status_address(token),
        demonstration=given.is_demonstration(),
    )


def shown(
    number: str, record: TicketRecord | None, deadlines: Mapping[str, datetime], now: datetime
) -> Shown:
    """Choose the words for a ticket; before its first cycle it has no record and is 已收到.

    A time that has passed is apologised for (P1 4.1.3, 4.2.1, 4.9.1), and so is a technician who is held up.
    """
    if record is None or record.status not in _WORDS:
        return Shown(number, _RECEIVED)
    state, clocks = _WORDS[record.status]
    state = _in_words_of(errand_of(record), record.status) or state
    if record.status == "customer_wait" and _answered(record):
        state = _AGREED
    late = any(deadlines[clock] < now for clock in clocks if clock in deadlines)
    if record.appointment and not record.used and record.status in {"dispatched", "appointed"}:
        at = _agreed(record, record.appointment, deadlines.get("promise"))
        if at is None:
            return Shown(number, _PROPOSED, _EXPECTED["promise"], deadlines["promise"], _SORRY)
        sorry = _SORRY if late or at < now or record.tour.held_by else None
        return Shown(number, state, _EXPECTED["appointment"], at, sorry)
    for clock in clocks:
        if clock in deadlines:
            sorry = _SORRY if late else None
            return Shown(number, state, _EXPECTED[clock], deadlines[clock], sorry)
    return Shown(number, state)


def _answered(record: TicketRecord) -> bool:
    """Say whether the customer has agreed to the quote since their word is waited for."""
    said, since = record.consents.get("quote"), record.stamp("customer_wait_at")
    if not (said and said.given and since and said.at >= since):
        return False
    return record.fee is None or consent_holds(said.amount, record.fee.asked)


def _in_words_of(errand: Errand, status: str) -> Text | None:
    """Say it of an installation or of care, where the words for a repair say something else."""
    if errand is REPAIR:
        return None
    verb = errand.verb.zh
    return {
        "to_dispatch": Text("正在安排工程师", "Choosing a technician"),
        "on_site": Text(f"工程师正在{verb}", "The technician is at work"),
        "completed": Text(f"已{verb}好,我们会电话回访", "Done; we shall call to ask"),
    }.get(status)


def _agreed(
    record: TicketRecord, appointment: Appointment, promise: datetime | None
) -> datetime | None:
    """Give the time that the customer knows of, None where a later one than promised waits for their consent.

    Where the profile promises nothing, the last time that they agreed to is a promise all the same.
    """
    limit = promise or record.standing
    if appointment.agreed or limit is None or appointment.at <= limit:
        return appointment.at
    return record.standing
