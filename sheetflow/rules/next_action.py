"""Say in one line who has to do what, by when, and where to record it; one rule, so that one line stands there.

SHEET.md, "下一步".    已派工, call due 14:32  ->  陈立:14:32前打客户电话,结果填「联系结果」
Minutes over are not written: age is shown by the colours and the board, never by a cell that would change each minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sheetflow.model import BadCell, Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.completion import papers_missing
from sheetflow.rules.contact import next_call
from sheetflow.rules.promise import at_risk
from sheetflow.rules.revisit import ENDS
from sheetflow.rules.triage import missing
from sheetflow.rules.visit import depart_by
from sheetflow.rules.words import technician_name
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.workflow import missing_to_complete

#: The clocks that somebody has to meet in each status, the nearest of which is 最近时限.
WATCHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "new": ("undispatched", "response", "onsite"),
        "guidance": ("guidance_followup", "onsite"),
        "to_dispatch": ("undispatched", "promise", "response", "onsite"),
        "dispatched": ("contact", "promise", "response", "onsite"),
        "unreachable": ("response",),
        "appointed": ("promise", "onsite"),
        "on_site": ("escalation",),
        "assistance": ("escalation",),
        "parts_wait": ("onsite", "promise"),
        "customer_wait": (),
        "escalated": ("promise", "onsite"),
        "workshop": (),
        "completed": ("revisit",),
        "closed": (),
    }
)


def next_action(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the sentence and the nearest deadline of each ticket; a filed row is blank."""
    midnight = _midnight(now, policy)
    for ticket in desk.tickets:
        due = _due(ticket, policy)
        yield ticket.shows("next_due", due)
        text = _sentence(ticket, _Line(ticket, due, now, policy))
        if text:
            yield ticket.wake(midnight)
        yield ticket.shows("next_action", policy.say(text) if text else None)


def _due(ticket: Ticket, policy: Policy) -> datetime | None:
    clocks = (ticket.clock(name) for name in WATCHED[ticket.status])
    running = [clock.deadline for clock in clocks if clock.runs and clock.deadline]
    others = (next_call(ticket, policy), _waits_until(ticket))
    return min([*running, *(at for at in others if at)], default=None)


def _midnight(now: datetime, policy: Policy) -> datetime:
    """Give when 10:00 of today becomes 3/10 10:00 of yesterday, and the sentences are said anew."""
    wall = policy.local(now) + timedelta(days=1)
    return wall.replace(hour=0, minute=0, second=0, microsecond=0)


def _waits_until(ticket: Ticket) -> datetime | None:
    column = {"customer_wait": "next_contact_at", "parts_wait": "parts_eta"}.get(ticket.status)
    if ticket.status == "workshop":
        column = "return_agreed_at"
    return ticket.time(column) if column else None


class _Line:
    """What the sentences are made of."""

    def __init__(self, ticket: Ticket, due: datetime | None, now: datetime, policy: Policy) -> None:
        self.ticket, self.now, self.policy = ticket, now, policy
        typed = ticket.text("technician") if ticket.record.imported else ""
        self.who = technician_name(ticket, policy) or typed
        self.due = due
        self._said: dict[datetime | None, str] = {None: "—"}

    def at(self, moment: datetime | None) -> str:
        if moment not in self._said:
            self._said[moment] = self.policy.moment(moment, self.now) if moment else ""
        return self._said[moment]

    def by(self, clock: str) -> str:
        return self.at(self.ticket.clock(clock).deadline)

    def labels(self, columns: tuple[str, ...]) -> tuple[str, str]:
        words = [self.policy.label(column) for column in columns]
        return "、".join(word.zh for word in words), ", ".join(word.en for word in words)


def _sentence(ticket: Ticket, line: _Line) -> Text | None:
    said = _BY_STATUS[ticket.status](ticket, line)
    suggested = ticket.status == "to_dispatch" and ticket.record.suggestion
    if at_risk(ticket, line.now, line.policy) and not suggested:
        said = _risky(ticket, line)
    refusals = tuple(ticket.record.refusals.values())
    if refusals:
        return refusals[-1]
    return _unread(ticket, line) or said


#: Choices that steer the work: one that can't be read is said where everybody looks (SHEET.md, "下一步"); a vague time
#: is asked about once instead (rules/edits.py).
_STEERING = ("contact_result", "consent", "result")


def _unread(ticket: Ticket, line: _Line) -> Text | None:
    if ticket.record.imported:
        return None
    for column in ticket.filled(_STEERING):
        found = ticket.get(column)
        if isinstance(found, BadCell):
            label = line.policy.label(column)
            return Text(f"{label.zh}:{found.why.zh}", f"{label.en}: {found.why.en}")
    return None


def _risky(ticket: Ticket, line: _Line) -> Text:
    minutes = int(line.policy.travel(ticket.region).total_seconds() // 60)
    by, appointment = line.by("promise"), ticket.record.appointment
    if appointment:
        at = line.at(appointment.at)
        return Text(
            f"内勤:约的{at}晚于{by}的承诺;请致歉,客户同意后填「客户同意」",
            f"Dispatcher: {at} is later than the promise of {by}; apologise and record consent",
        )
    return Text(
        f"内勤:赶不上{by}的承诺(路上要{minutes}分钟);请致歉、另约并填「客户同意」",
        f"Dispatcher: the promise of {by} can't be kept ({minutes} min away); apologise, agree a time, record consent",
    )


def _new(ticket: Ticket, line: _Line) -> Text:
    by = line.by("undispatched")
    if ticket.record.duplicate_of:
        elder = ticket.record.duplicate_of
        return Text(
            f"内勤:可能与{elder}重复,核对后填「重复于」或派工,{by}前",
            f"Dispatcher: may repeat {elder}; check, then merge or dispatch by {by}",
        )
    wanting = missing(ticket)
    if wanting:
        zh, en = line.labels(wanting)
        return Text(f"内勤:问清{zh},{by}前派工", f"Dispatcher: ask for {en}, dispatch by {by}")
    return Text(
        f"内勤:核对型号和地址,{by}前派工", f"Dispatcher: check model and address, dispatch by {by}"
    )


def _to_dispatch(ticket: Ticket, line: _Line) -> Text:
    suggestion = ticket.record.suggestion
    if suggestion is None:
        return _new(ticket, line)
    if not suggestion.technician:
        return suggestion.why
    return Text(
        f"{suggestion.why.zh};同意就在「维修工程师」选他",
        f"{suggestion.why.en}. Choose them in Technician to confirm",
    )


def _dispatched(ticket: Ticket, line: _Line) -> Text:
    failures = len(ticket.record.attempts)
    again = next_call(ticket, line.policy)
    if again:
        left = line.policy.schema.policy.max_attempts - failures
        return Text(
            f"{line.who}:第{failures}次没接,{line.at(again)}再打(还剩{left}次)",
            f"{line.who}: no answer, call again {line.at(again)} ({left} left)",
        )
    if ticket.record.stamp("contacted_at") and ticket.record.attempts:
        return Text(
            f"{line.who}:已联系上,把约好的时间填「预约时间」",
            f"{line.who}: reached; put the agreed time in Appointment",
        )
    if ticket.clock("contact").deadline is None:
        return Text(
            f"{line.who}:打客户电话,结果填「联系结果」",
            f"{line.who}: call the customer, record it in Contact result",
        )
    return Text(
        f"{line.who}:{line.by('contact')}前打客户电话,结果填「联系结果」",
        f"{line.who}: call by {line.by('contact')}, record it in Contact result",
    )


def _appointed(ticket: Ticket, line: _Line) -> Text:
    appointment = ticket.record.appointment
    at = line.at(appointment.at if appointment else None)
    leave = depart_by(ticket, line.policy)
    go = f",{line.at(leave)}前出发" if leave else ""
    return Text(
        f"{line.who}:{at}上门{go},开始后填「维修开始时间」",
        f"{line.who}: on site at {at}; record Work started",
    )


def _on_site(ticket: Ticket, line: _Line) -> Text:
    if str(ticket.get("consent")) != "agree_quote" and ticket.get("quote_amount"):
        amount = ticket.get("quote_amount")
        return Text(
            f"先报价{amount}元,客户同意后填「客户同意」再修",
            f"Quote {amount} and record consent before repairing",
        )
    wanting = missing_to_complete(ticket.get)
    zh, en = line.labels(wanting)
    return Text(
        f"差{len(wanting)}项才能完成:{zh}", f"{len(wanting)} things missing to complete: {en}"
    )


def _unreachable(ticket: Ticket, line: _Line) -> Text:
    if len(ticket.record.attempts) < line.policy.schema.policy.max_attempts:
        return Text(
            "内勤:打不通,查备用电话或微信,再改状态",
            "Dispatcher: no way to reach them; try another number, then change the status",
        )
    return Text(
        "内勤:三次没接,查备用电话或微信,再改状态",
        "Dispatcher: 3 calls failed; try another number, then change the status",
    )


def _guidance(ticket: Ticket, line: _Line) -> Text:
    by = line.by("guidance_followup")
    return Text(
        f"接线员:{by}前回访指导结果,填「指导结果」",
        f"Hotline: call back by {by}, record the outcome",
    )


def _assistance(ticket: Ticket, line: _Line) -> Text:
    return Text(
        "内勤:安排支援人员,或转主管处理",
        "Dispatcher: send a second technician, or ask the supervisor",
    )


def _parts_wait(ticket: Ticket, line: _Line) -> Text:
    eta, parts = ticket.time("parts_eta"), ticket.text("planned_parts")
    if eta is None:
        return Text(
            "内勤:填「配件预计到货」,再告诉客户", "Dispatcher: record when the parts are due"
        )
    return Text(
        f"等{parts or '配件'},预计{line.at(eta)}到;到货后约客户",
        f"Waiting for {parts or 'parts'}, due {line.at(eta)}; then book the customer",
    )


def _customer_wait(ticket: Ticket, line: _Line) -> Text:
    until = ticket.time("next_contact_at")
    if until is None:
        return Text(
            "内勤:填「下次联系客户」和「等待原因」",
            "Dispatcher: record when to contact next, and why",
        )
    return Text(
        f"等客户,{line.at(until)}再联系",
        f"Waiting for the customer; contact again {line.at(until)}",
    )


def _escalated(ticket: Ticket, line: _Line) -> Text:
    return Text("主管:与客户商定办法,再改状态", "Supervisor: settle it with the customer")


def _workshop(ticket: Ticket, line: _Line) -> Text:
    agreed = line.at(ticket.time("return_agreed_at"))
    return Text(f"送修中,约定{agreed}返还", f"In the workshop, agreed back {agreed}")


def _completed(ticket: Ticket, line: _Line) -> Text | None:
    if ticket.record.imported:
        return None
    if ticket.get("revisit_result") in ENDS:
        papers = papers_missing(ticket)
        if papers:
            return Text("内勤:收齐单据后归档", "Dispatcher: collect the papers, then file")
        return Text("内勤:可以归档(状态选「已结单」)", "Dispatcher: ready to file (status Closed)")
    by = line.by("revisit")
    return Text(
        f"客服:{by}前回访;没接通也要填「回访结果」",
        f"Service: revisit by {by}; record unanswered calls too",
    )


def _closed(ticket: Ticket, line: _Line) -> None:
    return None


_BY_STATUS: Mapping[str, Callable[[Ticket, _Line], Text | None]] = MappingProxyType(
    {
        "new": _new,
        "guidance": _guidance,
        "to_dispatch": _to_dispatch,
        "dispatched": _dispatched,
        "unreachable": _unreachable,
        "appointed": _appointed,
        "on_site": _on_site,
        "assistance": _assistance,
        "parts_wait": _parts_wait,
        "customer_wait": _customer_wait,
        "escalated": _escalated,
        "workshop": _workshop,
        "completed": _completed,
        "closed": _closed,
    }
)
