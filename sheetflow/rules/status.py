"""Let the status follow the facts through the one door, and put back what the door refuses.

WORKFLOW.md, "Status follows facts"; P1 4.5.4, P2 S4 (duties 28, 38).
已完成 without a test result  ->  put back, 「还差试机结果」 in `problem`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sheetflow.columns import folded
from sheetflow.fees import fee_waits
from sheetflow.following import follow
from sheetflow.helping import helper
from sheetflow.model import BadCell, Change, Event, Record, Say, Text
from sheetflow.nobody import nobody
from sheetflow.policy import Policy
from sheetflow.record import Fact, TicketRecord, fold
from sheetflow.record.aftercare import UNSOLVED
from sheetflow.record.row import FEE_WAITS, SENT, UNNAMED, WHO
from sheetflow.refusals import CONSENT, Refusal
from sheetflow.reopening import not_again
from sheetflow.rules.filing import missing_to_file
from sheetflow.states import Facts, path
from sheetflow.stockroom import stockroom
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.workflow import NOTHING_OUT, move

#: What a choice of 维修中 stamps (WORKFLOW.md, "States").
START = "work_started_at"

#: What a reopening empties: it is closed for another reason, or the same again.
WHY = "close_reason"


def status(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what staff ask for in 状态, the moves that pending facts lead to, and the accepted status."""
    for ticket in desk.edited("status"):
        yield from _asked(ticket, now, policy)
    for ticket in desk.tickets:
        if ticket.record.pending and not begins(ticket):
            yield from followed(ticket, desk, now, policy)
        yield ticket.shows("status", ticket.record.status)


def begins(ticket: Ticket) -> bool:
    """Say whether the work is about to begin: rules/two_places.py looks at the technician's other tickets first."""
    record, facts = ticket.record, ticket.get
    return any(_at_work(record, wish.name, facts) for wish in follow(record, facts))


def _at_work(record: TicketRecord, target: str, facts: Facts) -> bool:
    """Say whether a status is reached by being at work there."""
    if target == "completed":
        return "on_site" in path(record.status, target, facts)
    return target == "on_site"


def _asked(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the wish; an emptied cell is put back without a word, an unknown one with a sentence."""
    before, after = ticket.record.seen.get("status", ""), ticket.raw("status")
    yield ticket.happened("edited", at=now, column="status", before=before, after=after)
    wanted = ticket.get("status")
    if isinstance(wanted, BadCell):
        yield ticket.refuse("status", _unknown(wanted.text, policy), at=now)
    elif isinstance(wanted, str) and wanted != ticket.record.status:
        yield ticket.happened("asked", at=now, to=wanted)


def _unknown(typed: str, policy: Policy) -> Text:
    """Say what to choose instead; 取消 is no status, but a reason to close."""
    keys = policy.column("close_reason").choice_keys
    if reason := keys.get(folded(typed)):
        word = policy.label(f"close_reason.{reason}")
        return Text(
            f"「{typed}」不是状态,已恢复原值;「状态」选已结单、「结单原因」选{word.zh}",
            f"'{typed}' is no status and was put back. Set Status to Closed and Closed because to {word.en}",
        )
    return Text(
        f"状态「{typed}」看不懂,已恢复原值;请从下拉里选",
        f"Status '{typed}' is unknown and was put back. Choose one from the list",
    )


def followed(
    ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy, *, busy: Refusal | None = None
) -> Iterator[Change]:
    """Yield the moves in the order of the work; refused aloud is only an explicit wish, or what wants a supervisor.

    Who is put back for the fee is there all the same, so the arrival stands. While the technician is `busy` elsewhere
    the work neither begins nor is completed; all else is followed. What such a wish still lacks is told anew when
    facts came in that change it; a step that the work went beyond in the same typing is no matter any more, nor
    what its beginning lacks where its completion lacks the same.
    """
    record, refused = ticket.record, dict[str, Change]()
    for wish in follow(record, ticket.get):
        target, at = wish.name, wish.at
        if target == record.status and target != "dispatched":
            continue
        if busy and _at_work(record, target, ticket.get):
            refused["on_site"] = ticket.refuse(
                "status", busy.why, at=now, wish=f"asked:on_site/{busy.wants}"
            )
            if record.status not in ("new", "to_dispatch"):
                continue
            target, wish = "dispatched", wish._replace(name="dispatched")
        moved = _moved(ticket, record, wish, desk, policy)
        if isinstance(moved, Refusal):
            step = {WHO: "on_site", SENT: "dispatched"}.get(moved.wants, target)
            name = f"asked:{step}/{moved.wants}".rstrip("/")
            told = _explicit(ticket.record, target) or _news(ticket.record, name, moved)
            if told and not (target == "on_site" and step in refused):
                refused[step] = ticket.refuse("status", moved.why, at=now, wish=name)
            if target == "on_site" and moved.wants == CONSENT and not record.arrived:
                yield ticket.happened("stamped", at=at, name="arrived_at")
            continue
        for event in moved:
            yield Record(event)
            record = fold(record, event)
            refused.pop(str(event.values["to"]), None)
        if busy and target != "dispatched":
            refused.pop("on_site", None)
        if target == "on_site":
            yield from _begun(ticket, record, at)
    yield from refused.values()
    yield from _opened(ticket, record)
    if FEE_WAITS in record.refusals and not fee_waits(record, ticket.get):
        yield ticket.happened("narrowed", at=now, by="system", wish=FEE_WAITS, zh="", en="")
    yield ticket.happened("followed", at=now, by="system")


def _opened(ticket: Ticket, record: TicketRecord) -> Iterator[Change]:
    """Yield empty cells for why it was closed, and for the answer that is taken back with it."""
    if ticket.status == "closed" != record.status and ticket.raw(WHY) != "":
        yield Say(ticket.no, WHY, None)
    if not_again(ticket.record) and ticket.get("revisit_result") == UNSOLVED:
        yield Say(ticket.no, "revisit_result", None)


def _moved(
    ticket: Ticket, record: TicketRecord, wish: Fact, desk: Snapshot, policy: Policy
) -> tuple[Event, ...] | Refusal:
    """Give the events that follow a wish from where the record is by now, or why there are none."""
    closes = wish.name == "closed"
    found = nobody(record, wish.name, ticket.get, policy) or move(
        record,
        wish.name,
        ticket.get,
        policy,
        at=wish.at,
        actor=wish.actor,
        channel=wish.channel,
        out=_out(ticket, desk, policy) if closes else NOTHING_OUT,
        unfiled=missing_to_file(ticket) if closes else (),
    )
    if isinstance(found, Refusal):
        return found
    return tuple(_told(ticket, event, policy) for event in found)


def _told(ticket: Ticket, event: Event, policy: Policy) -> Event:
    """Give a move as this rule's, whichever asked for it, and one that takes the work up again with who came to help.

    Their way there is a visit of its own (record/visits.py).
    """
    again = (event.values["from"], event.values["to"]) == ("assistance", "on_site")
    came = helper(ticket, policy) if again else ""
    values = {**event.values, "helper": came} if came else event.values
    return replace(event, values=values, rule=status.__name__)


def _begun(ticket: Ticket, record: TicketRecord, at: datetime) -> Iterator[Change]:
    """Yield the moment of the choice as the work's start, where nobody typed one for this visit.

    What stands there is an earlier visit's only if it is of another day: who goes on after a wait began when they did.
    An arrival says nothing of the start, which stays asked for; nor does naming who was there.
    """
    refused = (wish for wish in ticket.record.refusals if wish != UNNAMED)
    said = (*(fact.name for fact in ticket.record.pending), *refused)
    chosen = any(name == "cleared" or name.startswith("asked:on_site") for name in said)
    last, stands = ticket.record.stamp(START), ticket.raw(START) != ""
    if stands and last and ticket.time(START) == last:
        stands = ticket.policy.local(last).date() == ticket.policy.local(at).date()
    if chosen and record.visits[-1].started_at is None and not stands and not record.imported:
        yield Say(ticket.no, START, at, at)


def _out(ticket: Ticket, desk: Snapshot, policy: Policy) -> Mapping[str, int]:
    """Give the parts that ride in a van for the ticket."""
    sums: dict[str, int] = {}
    if ticket.record.entries:
        for part, _, quantity in stockroom(desk.books, policy).shelf.out(ticket.no):
            sums[part] = sums.get(part, 0) + quantity
    return sums


def _news(record: TicketRecord, wish: str, refusal: Refusal) -> bool:
    """Say whether a refusal that nobody chose a status for is told: it names what has to happen, or says it anew."""
    told = record.refusals.get(wish)
    return told != refusal.why and bool(refusal.wants or told)


def _explicit(record: TicketRecord, target: str) -> bool:
    return any(fact.name == f"asked:{target}" and fact.actor != "system" for fact in record.pending)
