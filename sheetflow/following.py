"""What the recorded facts ask a ticket's status to become; whether it does is for the door to say (workflow.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.gate import UNFINISHED
from sheetflow.reach import before_the_call, in_reach_after_all, spoken_to
from sheetflow.record import CORRECTED, TAKEN_BACK, Fact, TicketRecord
from sheetflow.record.aftercare import ALONE
from sheetflow.record.row import UNCALLED, UNNAMED
from sheetflow.states import MAIN_LINE, STATES, Facts, path

#: Where a repair's result leads (WORKFLOW.md, "Status follows facts").
RESULT_LEADS_TO: Mapping[str, str] = MappingProxyType(
    {
        "fixed": "completed",
        "replaced": "completed",
        "refunded": "completed",
        "unfixable": "completed",
        "solved_by_phone": "completed",
        "parts_wait": "parts_wait",
        "not_fixed": "assistance",
        "given_up": "closed",
    }
)

_ORDER = tuple(STATES)


def follow(record: TicketRecord, facts: Facts) -> Iterator[Fact]:
    """Give what the pending facts ask for, each named by its status, in the order of the work itself.

    Along the main line, then off it, whichever rule noted them first: a refused new time ends with the supervisor. What
    was done in the workshop was there before. Of two that ask for the same the earlier counts: work that was typed as
    ended at 15:50 ended then. It is begun by its end only where it isn't completed.
    """
    wanted = [
        fact._replace(name=target)
        for fact in record.pending
        for target in _targets(record, fact, facts)
        if target
    ]
    ended = [
        fact._replace(name="on_site")
        for fact in record.pending
        if fact.name == "worked" and _was_there(record, facts)
    ]
    line = sorted(wanted, key=_in_the_works_order)
    off = [wish for wish in line if _off_line(wish)]
    yield from (*(wish for wish in line if not _off_line(wish)), *ended, *off)


def _in_the_works_order(wish: Fact) -> tuple[int, datetime, str, str]:
    return _ORDER.index(wish.name), wish.at, wish.actor, wish.channel


def _off_line(wish: Fact) -> bool:
    return wish.name not in (*MAIN_LINE, "workshop")


def _was_there(record: TicketRecord, facts: Facts) -> bool:
    """Say whether an end tells of work at the customer's: not in the workshop, on the phone or at the supervisor's."""
    settled = record.status == "escalated" and facts("result") is None
    elsewhere = settled or brought_in(record, facts)
    return not elsewhere and "on_site" in path(record.status, "completed", facts)


def _targets(record: TicketRecord, fact: Fact, facts: Facts) -> Iterator[str | None]:
    """Yield what a fact asks for: naming who did the work begins it, and completes it where it is over."""
    if fact.name == "assigned" and record.technician and UNNAMED in record.refusals:
        yield "on_site"
        yield _after_work(facts, said=False)
    else:
        yield _target(record, fact, facts)


def _target(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    name = fact.name
    if name.startswith("asked:"):
        return name.removeprefix("asked:")
    if name == "assigned" and UNCALLED in record.refusals:
        return "completed"
    if name == "assigned":
        return "dispatched" if record.technician else "to_dispatch"
    if name == "reasoned":
        return "closed" if "asked:closed" in record.refusals else None
    if name == "silent":
        return "unreachable"
    if name in ("answered", "appointed"):
        return spoken_to(record, fact, facts)
    if name == TAKEN_BACK:
        return before_the_call(record)
    if name == CORRECTED:
        return in_reach_after_all(record, fact)
    if name == "cleared" and (facts("result") == "given_up" or not _still_there(record)):
        return None
    if name in ("started", "cleared"):
        return "workshop" if brought_in(record, facts) else "on_site"
    if name == "by_phone":
        return "completed"
    if name == "succeeded":
        return None if STATES[record.status].live else "closed"
    if name == ALONE:
        return "completed" if record.status == "closed" else None
    said = any(one.name == "resulted" for one in record.pending)
    return _after_work(facts, said=said) if STATES[record.status].live else None


def _still_there(record: TicketRecord) -> bool:
    """Say whether the visit lasts on which the fee was asked for: agreed to later, on the phone, it begins nothing."""
    return bool(record.visits) and record.visits[-1].open


def brought_in(record: TicketRecord, facts: Facts) -> bool:
    """Say whether work that is done now is done in the workshop: nobody was sent, the machine was brought."""
    asked = any(fact.name == "asked:workshop" for fact in record.pending)
    there = record.stamp("workshop_in_at") is not None or facts("route") == "send_in"
    return not record.technician and (asked or there)


def _after_work(facts: Facts, *, said: bool) -> str | None:
    """Give where the result leads; 待配件 of an earlier visit, which nobody `said` now, leads nowhere again."""
    result = facts("result")
    if not isinstance(result, str) or (result in UNFINISHED and not said):
        return None
    target = RESULT_LEADS_TO.get(result)
    ended = isinstance(facts("work_ended_at"), datetime)
    if target == "completed" and result != "solved_by_phone" and not ended:
        return None
    return target
