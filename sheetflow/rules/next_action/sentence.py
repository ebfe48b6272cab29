"""Which sentence stands in a row: an incident, what was refused, a promise at risk, else what its status wants.

What rules tell in the row comes before the last two: `rounds` puts it there, since it is other rules that know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sheetflow.agreement import after_refusal, refused
from sheetflow.dispatch import LOOK_AGAIN, given_out, looked
from sheetflow.durations import format_duration
from sheetflow.model import Text
from sheetflow.reach import lost_from
from sheetflow.record.money import DOUBT
from sheetflow.record.row import FEE_WAITS
from sheetflow.refusals import UNFILED
from sheetflow.rules.filing import missing_to_file
from sheetflow.rules.next_action.ending import closed, completed
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.next_action.sending import guidance, new, to_dispatch
from sheetflow.rules.next_action.visiting import appointed, dispatched, on_site, unreachable
from sheetflow.rules.next_action.waiting import (
    assistance,
    customer_wait,
    escalated,
    parts_wait,
    to_supervisor,
    workshop,
)
from sheetflow.rules.promise import at_risk, unagreed
from sheetflow.rules.refusal import insists
from sheetflow.rules.reschedule import WHY_MOVED
from sheetflow.states import MAIN_LINE


def _finished(line: Line) -> Text | None:
    """Say what completed work wants, and what of it was refused: a revisit or a follow-up waits for no paper or price.

    What the filing lacked is told as far as it still does (rules/filing.py).
    """
    ticket, wants = line.ticket, completed(line)
    told = ticket.record.refusals
    said = told.get(f"asked:closed/{UNFILED}") or told.get(DOUBT)
    if said is None or wants is None or "revisit_result" not in missing_to_file(ticket):
        return said or wants
    return Text(f"{wants.zh}。{said.zh}", f"{wants.en}. {said.en}")


BY_STATUS: Mapping[str, Callable[[Line], Text | None]] = MappingProxyType(
    {
        "new": new,
        "guidance": guidance,
        "to_dispatch": to_dispatch,
        "dispatched": dispatched,
        "unreachable": unreachable,
        "appointed": appointed,
        "on_site": on_site,
        "assistance": assistance,
        "parts_wait": parts_wait,
        "customer_wait": customer_wait,
        "escalated": escalated,
        "workshop": workshop,
        "completed": _finished,
        "closed": closed,
    }
)


def sentence(line: Line) -> Text | None:
    """Give the sentence, None for a row that nobody has to do anything about."""
    ticket = line.ticket
    if ticket.get("incident") and ticket.status == "escalated":
        return escalated(line)
    if refusals := [
        why for name, why in ticket.record.refusals.items() if _comes_first(line, name)
    ]:
        return refusals[-1]
    if beyond := to_supervisor(line):
        return beyond
    if ticket.state.live and ticket.status != "escalated" and refused(ticket.record, ticket.get):
        return after_refusal(ticket.record)
    if (proposal := ticket.record.proposal) and given_out(ticket):
        return Text(f"内勤:{proposal.brief.zh}", f"Dispatcher: {proposal.brief.en}")
    if late := _nobody_in_time(line):
        return late
    suggested = ticket.status == "to_dispatch" and ticket.record.suggestion
    risky = at_risk(ticket, line.now) or unagreed(ticket)
    if risky and not (suggested or insists(ticket) or _lost(line)):
        return _risky(line)
    return BY_STATUS[ticket.status](line)


def _lost(line: Line) -> bool:
    """Say whether nobody has answered for so long that the ticket may be closed for that alone."""
    lost = lost_from(line.ticket.record, line.policy)
    return lost is not None and lost <= line.now


def _comes_first(line: Line, refusal: str) -> bool:
    """Say whether a refusal comes before what the status wants, so that somebody sees it; all stay in `problem`.

    A repair is asked for no more once the ticket waits for something else, or its price was refused. Why a time was
    moved comes after the consent to it and the way there.
    """
    ticket = line.ticket
    if refusal == WHY_MOVED:
        return False
    about_fee = refusal == DOUBT or refusal.startswith("asked:on_site")
    if about_fee and refused(ticket.record, ticket.get):
        return False
    if refusal == FEE_WAITS and ticket.status not in MAIN_LINE:
        return False
    return ticket.status != "completed" or refusal not in (f"asked:closed/{UNFILED}", DOUBT)


def _nobody_in_time(line: Line) -> Text | None:
    """Say how late the first who could come to one that waits would be; None while they would be in time."""
    ticket, promised = line.ticket, line.ticket.clock("promise").deadline
    suggestion = ticket.record.suggestion
    waits = ticket.status == "to_dispatch" and suggestion and suggestion.technician
    if not (waits and suggestion and promised and at_risk(ticket, line.now)):
        return None
    member = line.policy.staff.get(suggestion.technician)
    who, by = member.name if member else suggestion.technician, line.at(promised)
    # Said for the end of the five minutes that dispatch looks at: who apologises names a time that can be kept.
    earliest = suggestion.earliest(looked(line.now) + LOOK_AGAIN)
    if earliest is None and (suggestion.late or line.now > promised):
        return Text(
            f"内勤:赶不上{by}的承诺,先派{who};请致歉、另约并填「客户同意」",
            f"Dispatcher: too late for {by}, send {who}; apologise, agree a time, record consent",
        )
    if earliest is None or earliest <= promised:
        return None
    over = earliest - promised
    return Text(
        f"内勤:最快{who}{line.at(earliest)}到,超承诺{format_duration(over, 'zh')};请致歉、另约并填「客户同意」",
        f"Dispatcher: earliest {who} {line.at(earliest)}, {format_duration(over, 'en')} past the promise; "
        "apologise, agree a time, record consent",
    )


def _risky(line: Line) -> Text:
    appointment, standing = line.ticket.record.appointment, line.ticket.record.standing
    ours = standing if line.ticket.clock("promise").deadline is None else None
    by = line.at(ours) if ours else line.by("promise")
    if appointment and line.ticket.get("consent") == "agree_reschedule":
        at = line.at(appointment.at)
        return Text(
            f"内勤:{at}是新时间,客户要再同意一次;清空「客户同意」再选",
            f"Dispatcher: {at} is another time; empty Consent, ask the customer, choose again",
        )
    if appointment:
        at = line.at(appointment.at)
        return Text(
            f"内勤:约的{at}晚于{by}的承诺;请致歉,客户同意后填「客户同意」",
            f"Dispatcher: {at} is later than the promise of {by}; apologise and record consent",
        )
    promised = line.ticket.clock("promise").deadline or line.now
    if line.now > promised:
        return Text(
            f"内勤:{by}的承诺已过;请致歉、另约并填「客户同意」",
            f"Dispatcher: the promise of {by} is broken; apologise, agree a time, record consent",
        )
    way, suggestion = line.policy.travel(line.ticket.region), line.ticket.record.suggestion
    left = promised - line.now
    if suggestion and suggestion.late and line.who and way <= left:
        # Other jobs, one long one, or a shift that begins too late: which it is the choice knew, and 派工理由 says.
        return Text(
            f"内勤:{line.who}赶不上{by}的承诺;请致歉、另约并填「客户同意」",
            f"Dispatcher: {line.who} can't make {by}; apologise, agree a time, record consent",
        )
    minutes = int(way.total_seconds() // 60)
    return Text(
        f"内勤:赶不上{by}的承诺(路上要{minutes}分钟);请致歉、另约并填「客户同意」",
        f"Dispatcher: {minutes} min away, too late for {by}; apologise, agree a time, record consent",
    )
