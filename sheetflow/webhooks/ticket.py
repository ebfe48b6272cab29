"""One ticket's page on the desk: where it stands, by when, its history, and the acts that want a named person.

An act is recorded as an event and taken in by the next cycle, through the one door like everything else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sheetflow import masking
from sheetflow.history import History
from sheetflow.model import Event, Json, Text, Writes
from sheetflow.ports import Run
from sheetflow.record import TicketRecord
from sheetflow.refusals import PARTS_OUT, UNFILED
from sheetflow.reopening import reopened
from sheetflow.revisits import answer
from sheetflow.webhooks.confirming import confirmed, waiting
from sheetflow.webhooks.reader import actor, supervises
from sheetflow.webhooks.reception import services

pages = Blueprint("ticket", __name__, url_prefix="/desk/tickets")

LONGEST_REASON = 300

#: Columns that say what a ticket is about to whoever follows a notice's link; those that are filled in are shown.
ABOUT = (
    "product_model",
    "fault",
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock that runs: its name, when it ends, and whether that has passed."""

    label: Text
    at: datetime
    over: bool


@pages.get("/<path:number>")
def show(number: str) -> ResponseReturnValue:
    """Show a ticket; looking changes nothing."""
    record = services().ledger.record_of(number)
    return _page(record) if record else unknown(number)


@pages.post("/<path:number>/reopen")
def reopen(number: str) -> ResponseReturnValue:
    """Ask that a closed ticket goes on where it was; a supervisor's act, with its reason (WORKFLOW.md, "One door")."""
    record = services().ledger.record_of(number)
    if record is None:
        return unknown(number)
    if not supervises():
        return render_template("message.html", title=_SUPERVISORS_ONLY), 403
    reason = _reason()
    if _may_be_reopened(record):
        if not reason:
            return _page(record, missing=True), 422
        _ask(number, reopened(record), reason)
    return redirect(url_for("ticket.show", number=number), 303)


@pages.post("/<path:number>/close")
def close(number: str) -> ResponseReturnValue:
    """Ask that a ticket is closed with parts out, which come back, or unfiled; a supervisor's act, with its reason."""
    record = services().ledger.record_of(number)
    if record is None:
        return unknown(number)
    if not supervises():
        return render_template("message.html", title=_CLOSING), 403
    reason = _reason()
    if _may_be_closed(record):
        if not reason:
            return _page(record, missing=True), 422
        _ask(number, "closed", reason)
    return redirect(url_for("ticket.show", number=number), 303)


@pages.post("/<path:number>/confirm")
def confirm(number: str) -> ResponseReturnValue:
    """Record that the reader stands by a cell as the page showed it; a supervisor's act, with its reason."""
    record = services().ledger.record_of(number)
    if record is None:
        return unknown(number)
    if not supervises():
        return render_template("message.html", title=_CONFIRMING), 403
    column, shown = request.form.get("column", ""), request.form.get("shown", "")
    for one in waiting(record, services().schema):
        if (one.column, one.shown) == (column, shown):
            if not _reason():
                return _page(record, missing=True), 422
            _record(number, "confirmed", column=column, cell=one.cell, reason=_reason())
    return redirect(url_for("ticket.show", number=number), 303)


def _reason() -> str:
    return " ".join(request.form.get("reason", "").split())[:LONGEST_REASON]


def _ask(number: str, status: str, reason: str) -> None:
    """Record what the reader asks for."""
    _record(number, "asked", to=status, reason=reason)


def _record(number: str, kind: str, **values: Json) -> None:
    """Record an act of the reader's, and have a cycle follow it."""
    given = services()
    now, run_id = given.clock.now(), secrets.token_hex(8)
    event = Event(number, kind, now, values, actor(), "desk")
    given.ledger.begin(Run(run_id, now, Writes(), events=(event,)))
    given.ledger.finish(run_id, now, confirmed=True)
    given.wake()


def _page(record: TicketRecord, *, missing: bool = False) -> str:
    given = services()
    names = {member.no: member.name for member in given.staff()}
    history = History(given.schema, names, given.settings.zone)
    return render_template(
        "desk/ticket.html",
        number=record.ticket_no,
        shop=_shop(record),
        status=history.choice("status", record.status),
        technician=history.name(record.technician),
        about=_about(record, history),
        next_action=record.shown.get("next_action", ""),
        deadlines=_deadlines(record),
        refusals=[*map(_masked, record.refusals.values())],
        archived=_archived(record) if record.archived else None,
        waiting=_waiting(record),
        closed=record.status == "closed",
        may_reopen=supervises() and _may_be_reopened(record),
        reopened=history.choice("status", reopened(record)),
        may_close=_may_be_closed(record) if supervises() else "",
        confirmations=[*waiting(record, given.schema)],
        supervises=supervises(),
        missing=missing,
        longest=LONGEST_REASON,
        entries=history.of(given.ledger.events(record.ticket_no)),
        moment=history.moment,
    )


def _may_be_reopened(record: TicketRecord) -> bool:
    return record.status == "closed" and not (record.archived or _waiting(record))


def _may_be_closed(record: TicketRecord) -> str:
    """Give for want of what it isn't closed already: the parts that it has out, or papers and a content customer.

    A refusal goes once it was read; a customer who isn't content may never be.
    """
    found = (wants for wants in (PARTS_OUT, UNFILED) if f"asked:closed/{wants}" in record.refusals)
    open_still = record.status != "closed" and not _waiting(record)
    unhappy = record.status == "completed" and answer(record) == "unhappy"
    return next(found, UNFILED if unhappy else "") if open_still else ""


def _waiting(record: TicketRecord) -> bool:
    """Say whether something was asked for on this page that no cycle has followed yet."""
    wants = record.fee.wants if record.fee else ()
    return any(fact.channel == "desk" for fact in record.pending) or any(
        confirmed(record, column) for column in wants
    )


def _shop(record: TicketRecord) -> str:
    shop, person = (str(record.seen.get(name, "")) for name in ("unit_name", "customer_name"))
    return shop or masking.name(person)


def _about(record: TicketRecord, history: History) -> list[tuple[Text, Text]]:
    """Give the label and the words of what the ticket is about, masked as in its history."""
    cells = ((history.column(key), record.stands(key)) for key in ABOUT)
    return [(column.label, history.cell(column, cell)) for column, cell in cells if cell != ""]


def _deadlines(record: TicketRecord) -> list[Deadline]:
    """Give the deadlines that somebody has to meet in the ticket's status, the nearest first."""
    given = services()
    found, now = given.deadlines(record), given.clock.now()
    clocks = [clock for clock in given.schema.clocks if record.status in clock.seen_in]
    open_ones = [(found[clock.name], clock.label) for clock in clocks if clock.name in found]
    nearest_first = sorted(open_ones, key=lambda one: one[0])
    return [Deadline(label, at, at < now) for at, label in nearest_first]


def _masked(why: Text) -> Text:
    return Text(masking.text(why.zh), masking.text(why.en))


def unknown(number: str) -> ResponseReturnValue:
    """Say that there is no such ticket."""
    title = Text(
        f"没有工单 {number}。请检查单号;刚提交的报修过一分钟再看",
        f"There is no ticket {number}. Check the number; look again in a minute if it was reported just now",
    )
    return render_template("message.html", title=title), 404


def _archived(record: TicketRecord) -> Text:
    """Say where an archived ticket's row is, and how whoever runs the service brings it back."""
    where = _HERE if not record.archive_id else _ELSEWHERE
    name = request.script_root.removeprefix("/b/")
    command = f"sheetflow archive --restore {record.ticket_no}{f' --branch {name}' if name else ''}"
    return Text(
        f"这张单已归档,它的行在{where.zh}。要接着办,请管电脑的人运行 {command}",
        f"This ticket is archived; its row is in {where.en}. To go on with it, have whoever keeps the computer run "
        f"{command}",
    )


_HERE = Text("「归档」页", "the archive tab")
_ELSEWHERE = Text("另一个表格的「归档」页", "the archive tab of another spreadsheet")
_CONFIRMING = Text(
    "改判保修、改报价要主管确认。请主管在工作台点「换人」报上自己的名字,再打开这张工单",
    "Overriding the warranty or the price wants a supervisor. Ask one to press 'change' on the desk, say who they are, "
    "and open this ticket again",
)
_CLOSING = Text(
    "还有配件没退回,这张工单要主管才能结。请主管在工作台点「换人」报上自己的名字,再打开这张工单",
    "Parts of this ticket are out, and only a supervisor closes it. Ask one to press 'change' on the desk, say who "
    "they are, and open this ticket again",
)
_SUPERVISORS_ONLY = Text(
    "重开已结单的工单要主管。请主管在工作台点「换人」报上自己的名字,再打开这张工单",
    "Only a supervisor reopens a closed ticket. Ask one to press 'change' on the desk, say who they are, "
    "and open this ticket again",
)
