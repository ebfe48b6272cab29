"""What the recorded facts ask a ticket's status to become; whether it does is for the door to say (workflow.py).

A fact is an event that the status hasn't followed yet: `TicketRecord.pending` has them, sheetflow/record/ names them.

    asked:STATUS          course.py, row.py            somebody chose the status, or why the customer gave up is told
    assigned              course.py                    a technician was named, or taken back
    started, worked       course.py                    到达时间 or 维修开始时间; 维修结束时间
    ended                 course.py, row.py, money.py  what else a completion wants was typed, or agreed to
    resulted, reasoned    row.py                       维修结果; 结单原因
    answered, silent      calls.py                     the customer was reached; the ladder's last call was in vain
    corrected             calls.py                     a call came to less than was chosen first
    taken_back            calls.py, aftercare.py       what completed the ticket is none of it
    appointed             appointments.py              a time for the visit
    cleared               money.py                     the answer to the fee for which a repair was put back
    succeeded, alone      aftercare.py                 another ticket repairs it again; none does after all

In here a `fact` is one of these, while `facts` give the row's cells as understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

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

#: The times that say when a repair began.
_BEGUN = ("arrived_at", "work_started_at")


def follow(record: TicketRecord, facts: Facts) -> Iterator[Fact]:
    """Give what the pending facts ask for, each named by its status, in the order of the work itself.

    Along the main line, then off it, whichever rule noted them first: a refused new time ends with the supervisor. What
    was done in the workshop was there before. Of two that ask for the same the earlier counts: work that was typed as
    ended at 15:50 ended then. It is begun by its end only where it isn't completed.
    """
    record = _named(record, facts)
    wanted = [
        fact._replace(name=target)
        for fact in record.pending
        if (target := LEADS[fact.name.partition(":")[0]](record, fact, facts))
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


def _named(record: TicketRecord, facts: Facts) -> TicketRecord:
    """Give the record with what was refused for want of a name as if it were typed with it (nobody.py)."""
    named = next((fact for fact in record.pending if fact.name == "assigned"), None)
    if named is None or not record.technician or UNNAMED not in record.refusals:
        return record
    begun = [at for at in map(facts, _BEGUN) if isinstance(at, datetime)]
    told = [named._replace(name="started", at=min(begun))] if begun else []
    if isinstance(ended := facts("work_ended_at"), datetime):
        told.append(named._replace(name="worked", at=ended))
    if facts("result") and not record.visits:
        told.append(named._replace(name="resulted"))
    return replace(record, pending=(*record.pending, *told))


def _chosen(record: TicketRecord, fact: Fact, facts: Facts) -> str:
    return fact.name.removeprefix("asked:")


def _sent(record: TicketRecord, fact: Fact, facts: Facts) -> str:
    """Give where naming somebody leads: to the dispatch, or to the end of what they had solved on the phone."""
    if UNCALLED in record.refusals:
        return "completed"
    return "dispatched" if record.technician else "to_dispatch"


def _begun(record: TicketRecord, fact: Fact, facts: Facts) -> str:
    return "workshop" if brought_in(record, facts) else "on_site"


def _begun_for_the_fee(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    """Give where the answer to the fee leads: to the work, unless the customer gave up or nobody is there any more."""
    if facts("result") == "given_up" or not _still_there(record):
        return None
    return _begun(record, fact, facts)


def _finished(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    said = any(one.name == "resulted" for one in record.pending)
    return _after_work(facts, said=said) if STATES[record.status].live else None


def _explained(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    """Give where a reason to close leads: to the closing that was refused for want of it."""
    return "closed" if "asked:closed" in record.refusals else None


def _repaired_again(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    return None if STATES[record.status].live else "closed"


def _not_again(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    return "completed" if record.status == "closed" else None


#: Gives the status that a fact asks for, None for none.
_Leads: TypeAlias = Callable[[TicketRecord, Fact, Facts], str | None]

#: Where each fact leads, by its name up to a colon.
LEADS: Mapping[str, _Leads] = MappingProxyType(
    {
        "asked": _chosen,
        "assigned": _sent,
        "answered": spoken_to,
        "appointed": spoken_to,
        "silent": lambda record, fact, facts: "unreachable",
        CORRECTED: lambda record, fact, facts: in_reach_after_all(record, fact),
        TAKEN_BACK: lambda record, fact, facts: before_the_call(record),
        "started": _begun,
        "cleared": _begun_for_the_fee,
        **dict.fromkeys(("worked", "ended", "resulted"), _finished),
        "reasoned": _explained,
        "succeeded": _repaired_again,
        ALONE: _not_again,
    }
)


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
