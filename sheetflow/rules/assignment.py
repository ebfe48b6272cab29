"""Send whom staff choose: a technician's name in 维修工程师 is a dispatch, another name a re-dispatch.

P1 4.1.3, P2 S3 (duties 13 and 14).    维修工程师 "1" or 陈立  ->  已派工, 陈立·工01, one notice to the technician
Chosen together with the call and the time they are told of the visit; who was told before hears that another goes.
In 已完成 it puts right who did the work, and is no dispatch (docs/decisions/0024).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import named
from sheetflow.dispatch import SkillBook, knows, skill_book, skill_of
from sheetflow.dispatch.crew import goes_out
from sheetflow.errors import Problem
from sheetflow.fees import asked_for, standing
from sheetflow.handover import taken, times
from sheetflow.journey import under_way
from sheetflow.model import Change, Say, Text
from sheetflow.policy import Policy
from sheetflow.record.row import unclear
from sheetflow.rules.first_values import another_region
from sheetflow.rules.words import about, reopen_first, technician_name, whose
from sheetflow.standing import agreed
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import understand_technician

#: Where it says why this technician.
REASON = ("dispatch_reason",)


#: Results of a call that say nothing but that somebody called.
_CALLS = ("reached", "no_answer_1", "no_answer_2", "no_answer_3")


def assignment(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the assignment that staff ask for, or why not, who has it and why, and the notice of each dispatch.

    Imported wording stays.
    """
    for ticket in desk.edited("technician"):
        yield from _asked(ticket, now, policy)
    for ticket in desk.tickets:
        if ticket.record.technician or not ticket.record.imported:
            yield ticket.shows("technician", ticket.record.technician or None)
        if not ticket.record.imported and (ticket.record.suggestion or ticket.filled(REASON)):
            yield ticket.shows("dispatch_reason", _reason(ticket, policy))
        if ticket.record.pending:
            yield from _pinned(ticket)
            yield from _calls_anew(ticket)
    book = skill_book(policy)
    for ticket in desk.in_state("dispatched", "appointed"):
        if ticket.record.chosen and not ticket.record.imported:
            yield from _doubtful(ticket, book, policy)
        if ticket.may_announce and not (ticket.status == "appointed" and under_way(ticket)):
            yield from _dispatch_notice(ticket, desk, now, policy)


def _asked(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    typed = ticket.text("technician")
    yield ticket.happened(
        "edited", at=now, column="technician",
        before=ticket.record.seen.get("technician", ""), after=ticket.raw("technician"),
    )  # fmt: skip
    found = chosen(ticket, policy)
    if not isinstance(found, str):
        yield ticket.refuse("technician", _unknown(typed, found, policy), at=now)
    elif ticket.state.category == "closed":
        yield ticket.refuse("technician", reopen_first(ticket, "technician", typed, policy), at=now)
    elif ticket.state.category == "resolved":
        yield from _put_right(ticket, found, now, policy)
    elif found and found != ticket.record.technician and _taken_off_unexplained(ticket):
        yield ticket.refuse("technician", _why_first(ticket, policy), at=now)
    elif found != ticket.record.technician:
        yield ticket.happened("assigned", at=now, technician=found)
        if found:
            yield from _called_off(ticket, found, now, policy)


def _put_right(ticket: Ticket, found: str, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield who did the work that is done, where somebody else stood there; nobody is sent by it, and it says so."""
    former = technician_name(ticket, policy)
    if not found and former:
        yield ticket.refuse("technician", _somebody_did_it(policy), at=now)
    elif found != ticket.record.technician:
        yield ticket.happened("assigned", at=now, technician=found)
        why = _noted(policy.staff[found].name, former)
        yield ticket.refuse("technician", why, at=now, wish=unclear("technician"))


def _somebody_did_it(policy: Policy) -> Text:
    label = policy.label("status.completed")
    return Text(
        f"「{label.zh}」的单要有维修工程师,已恢复原值;记错了人就选对的那位",
        f"A ticket that is {label.en} has a technician: put back. If it is the wrong one, choose the right one",
    )


def _noted(name: str, former: str) -> Text:
    was, instead = (f",原记{former}", f", not {former}") if former else ("", "")
    return Text(
        f"记为{name}修的{was};要再上门,「回访结果」填「未解决」;看过就清空「问题」",
        f"Noted: repaired by {name}{instead}. To send somebody again choose Unsolved in Revisit result; once read "
        "empty Problem",
    )


def _called_off(ticket: Ticket, sent: str, now: datetime, policy: Policy) -> Iterator[Change]:
    """Tell who had it, and knows of it, that a person gave it to another; the dispatcher is whoever did."""
    former = ticket.record.technician or ticket.record.returned_by
    member = policy.staff.get(former)
    told = former != sent and knows(ticket, former, now, policy)
    if member and member.active and told and not ticket.record.imported:
        visit = agreed(ticket.record, now, policy)
        facts = {
            **whose(ticket), "technician": member.name, "sent": policy.staff[sent].name,
            "cause": "", "by": policy.moment(visit, now) if visit else "", "instead": "",
        }  # fmt: skip
        called = former == ticket.record.technician and bool(ticket.record.attempts)
        what = taken(former, sent, now, called=called)
        yield from ticket.announce("reassign", what, at=now, facts=facts, to=(), staff=(former,))


def _pinned(ticket: Ticket) -> Iterator[Change]:
    """Show a person's choice as fixed and the system's as free, until somebody says otherwise."""
    given = any(fact.name == "assigned" for fact in ticket.record.pending)
    if given and bool(ticket.get("pin")) != ticket.record.chosen:
        yield Say(ticket.no, "pin", ticket.record.chosen or None)


def _calls_anew(ticket: Ticket) -> Iterator[Change]:
    """Yield an empty 联系结果 for whoever is sent next: what the last one heard, or didn't, is no call of theirs.

    It stands in 联系记录. What the customer wants, or that the number is wrong, stays.
    """
    given = any(fact.name == "assigned" for fact in ticket.record.pending)
    again = given and ticket.record.technician and ticket.record.stamp("dispatched_at")
    called = ticket.record.attempts or ticket.edited("contact_result")
    if again and not called and ticket.get("contact_result") in _CALLS:
        yield Say(ticket.no, "contact_result", None)


def _doubtful(ticket: Ticket, book: SkillBook, policy: Policy) -> Iterator[Change]:
    """Tell of a person's choice that 人员 doesn't say they go out, or can repair it: it stands all the same."""
    member = policy.staff.get(ticket.record.technician)
    known = book.of(member) if member else None
    if member and member.active and not goes_out(member):
        yield ticket.tell(
            f"「人员」里{member.name}不是上门的人;确实上门就在「角色」里加上「技术人员」,不然改派",
            f"Staff doesn't say that {member.name} goes out: add the role Technician, or send another",
            aside=True,
        )
    elif (
        member
        and known is not None
        and (skill := skill_of(ticket, book))
        and skill.key not in known
    ):
        yield ticket.tell(
            f"「人员」里{member.name}没有{skill.label.zh}这项技能;确实会修就补上,不然改派",
            f"Staff doesn't say that {member.name} can repair {skill.label.en}: add the skill, or send another",
            aside=True,
        )


def chosen(ticket: Ticket, policy: Policy) -> str | tuple[str, ...]:
    """Give the number that 维修工程师 means, "" where it is empty, or all that it may mean: several, or none."""
    typed = ticket.text("technician")
    if typed in policy.staff:
        return typed
    roster = [(member.no, member.name) for member in policy.staff.values() if member.active]
    return understand_technician(typed, roster) if typed else ""


def acts(ticket: Ticket, policy: Policy) -> str:
    """Give the number of whoever is chosen in this very read, else of the ticket's own technician, "" for nobody."""
    live = ticket.edited("technician") and ticket.state.category not in ("resolved", "closed")
    found = chosen(ticket, policy) if live else ""
    return found if isinstance(found, str) and found else ticket.record.technician


def _unknown(typed: str, candidates: tuple[str, ...], policy: Policy) -> Text:
    names = [policy.staff[no].label for no in candidates if no in policy.staff]
    if names:
        return Text(
            f"维修工程师「{typed}」可能是{'、'.join(names)};请从下拉里选",
            f"Technician '{typed}' may be {', '.join(names)}. Choose one from the list",
        )
    if found := _left_out(typed, policy):
        return Text(
            f"「{typed}」在「人员」里的那一行有错,还不能派,已恢复原值;请先改{found.where},怎么改看运行页",
            f"The row of '{typed}' in Staff is wrong and doesn't count; the former value was put back. "
            f"Mend {found.where} first: the page Health says how",
        )
    return Text(
        f"没有叫「{typed}」的维修工程师,已恢复原值;请从下拉里选,新人先加到「人员」",
        f"No technician '{typed}'; the former value was put back. Choose one, or add them to Staff",
    )


def _left_out(typed: str, policy: Policy) -> Problem | None:
    """Give what is wrong with the row of 人员 that means this one, of the rows that count for nothing."""
    rows = {row.key: row for row in policy.left_out if row.tab == "staff"}
    roster = [(no, row.words.get("name", "")) for no, row in rows.items()]
    meant = understand_technician(typed, roster)
    return rows[meant].problem if isinstance(meant, str) else None


def _taken_off_unexplained(ticket: Ticket) -> bool:
    """Say whether whoever is at work there would be taken off without a reason (WORKFLOW.md, 已派工)."""
    called_away = ticket.edited("status") and ticket.get("status") != "on_site"
    explained = called_away or ticket.text("reschedule_reason")
    return ticket.status == "on_site" and bool(ticket.record.technician) and not explained


def _why_first(ticket: Ticket, policy: Policy) -> Text:
    name, column = technician_name(ticket, policy), policy.label("reschedule_reason")
    return Text(
        f"{name}正在维修,没有改派:先写「{column.zh}」,再选一次",
        f"{name} is at work there and stays: write {column.en} first, then choose again",
    )


def _reason(ticket: Ticket, policy: Policy) -> str | None:
    """Give the reason of the suggestion that waits or was taken; a technician chosen otherwise has none."""
    suggestion, record = ticket.record.suggestion, ticket.record
    if suggestion is None:
        return None
    taken = bool(record.technician) and suggestion.technician == record.technician
    waits = record.status == "to_dispatch"
    return policy.say(suggestion.why) if taken or waits else None


def _dispatch_notice(
    ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Announce each dispatch once; one that is back-dated is the one announced already."""
    dispatched, technician = ticket.record.stamp("dispatched_at"), ticket.record.technician
    if not (dispatched and technician):
        return
    to = f"dispatch/{technician}/"
    if ticket.told(what := to + named(dispatched)):
        return
    announced = ticket.key(to)
    last = max((key for key in ticket.record.told if key.startswith(announced)), default="")
    if ticket.key(what) > last:
        facts = job_facts(ticket, desk, now, policy)
        yield from ticket.announce("dispatch", what, at=now, facts=facts, after_write=True)


def job_facts(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> dict[str, str]:
    """Give what a dispatch notice says of the job, as it stands now; another address is on its way to its region."""
    region = another_region(ticket, policy) or ticket.region
    minutes = int(policy.travel(region).total_seconds() // 60)
    fee = ticket.record.fee
    return {
        **about(ticket, policy),
        "region": region,
        "technician": technician_name(ticket, policy),
        **times(ticket.record, now, policy),
        "minutes": policy.say(Text(f"{minutes}分钟", f"{minutes} min")) if minutes else "",
        "wished": ticket.text("wished_time"),
        "warranty": policy.say(policy.label(f"warranty.{standing(ticket, desk.books)}")),
        "charge": policy.say(_charge(asked_for(fee))) if fee and fee.bearing else "",
        "parts": ticket.text("planned_parts"),
    }


def _charge(asked: Text) -> Text:
    return Text(f"先报价{asked.zh}", f"quote {asked.en} first")
