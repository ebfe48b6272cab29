"""Take the calls that people write into 联系记录 themselves for what they are: calls of the ticket that they name.

P1 4.2.1, 4.1.2, 4.9.1; P2 S3 (duties 12, 18, 45).    a row WX…003 没接1 14:40  ->  attempt 1 at 14:40
A row counts once, when its result can be read; it says what the ticket's own cell would, by its 类型, else by the
status. Of several new ones the last goes into the cell; a result that no such call has is asked about. 催款 counts for
no clock. One whose time lies ahead is asked about (rules/wrong_entries.py), and counts once it comes; so is one before
the report, until either is put right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sheetflow.ahead import comes_first
from sheetflow.books import Entry
from sheetflow.cells import display
from sheetflow.model import Change, Say, SetEntry
from sheetflow.policy import Policy
from sheetflow.rules.contact import FAILURES
from sheetflow.rules.returning import soon_after_filing
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.timed_entries import to_come

TAB = "contacts"

#: The cell in which a call of each kind is recorded, and which kind a row means that doesn't say.
_CELLS = {
    "first": "contact_result",
    "reschedule": "contact_result",
    "guidance": "guidance_result",
    "revisit": "revisit_result",
}
_BY_STATUS = {"guidance": "guidance", "completed": "revisit"}

#: What reached nobody.
_SILENT = (*FAILURES, "bad_number")

#: What each cell calls the outcomes that it names otherwise.
_WORDS = {
    "contact_result": {"solved": "solved_by_phone"},
    "guidance_result": {"solved_by_phone": "solved", **dict.fromkeys(_SILENT, "no_answer")},
    "revisit_result": dict.fromkeys(_SILENT, "no_answer"),
}


def calls(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what the new rows of people's say, each once, and the last of them in the ticket's own cell."""
    book = desk.book(TAB)
    for ticket in desk.tickets:
        mine = f"{ticket.no}/"
        rows = [row for row in book.of(ticket.no) if not row.key.startswith(mine)]
        if not rows:
            continue
        new = [row for row in rows if not ticket.told(f"{TAB}/{row.key}")]
        ahead = {row.key: at for row in new if (at := to_come(row, now))}
        if ahead:
            yield ticket.wake(min(ahead.values()))
        new = [r for r in new if r.key not in ahead and isinstance(r.get("result"), str)]
        new = [row for row in new if not before_report(row, ticket)]
        new.sort(key=_when(now))
        if new and ticket.status == "closed":
            yield from _after_filing(ticket, new, now, policy)
        elif new:
            yield from _counted(ticket, new, now, policy)
        yield from _ordinals(ticket, rows, now)


def before_report(row: Entry, ticket: Ticket) -> datetime | None:
    """Give the time of a call that nobody can have made, for what it is about wasn't reported; None where it counts."""
    at, reported = row.get("at"), ticket.record.stamp("reported_at")
    if not isinstance(at, datetime) or not comes_first(at, reported) or ticket.record.imported:
        return None
    return at if _cell(row, ticket) and not ticket.told(f"{TAB}/{row.key}") else None


def _ordinals(ticket: Ticket, rows: Iterable[Entry], now: datetime) -> Iterator[Change]:
    """Yield which call each counted row was since the last one that somebody answered, as the system's own rows say."""
    places, failed = dict[int, int](), 0
    for one in ticket.record.attempts:
        places[_second(one.at)] = failed + 1
        failed = 0 if one.reached else failed + 1
    for row in rows if places else ():
        first = _cell(row, ticket) == "contact_result" and ticket.told(f"{TAB}/{row.key}")
        if first and (place := places.get(_second(_at(row, now)))):
            yield SetEntry(TAB, row.key, "attempt", place)


def _second(at: datetime) -> int:
    """Give an instant as a cell holds it."""
    return round(at.timestamp())


def _counted(
    ticket: Ticket, rows: Iterable[Entry], now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield what the rows say; one whose result its kind of call doesn't have waits until somebody puts it right."""
    last: dict[str, tuple[str, datetime]] = {}
    for row in rows:
        cell = _cell(row, ticket)
        outcome = _outcome(row, cell, ticket) if cell else ""
        if cell and outcome not in policy.column(cell).choice_labels:
            yield _asks(ticket, row, cell, policy)
            continue
        yield _once(ticket, row, now)
        if cell:
            call = outcome, _at(row, now)
            if _only_counts(ticket, call):
                yield from _earlier(ticket, cell, call)
                continue
            yield from _earlier(ticket, cell, last.get(cell))
            last[cell] = call
    for column, (outcome, at) in last.items():
        yield Say(ticket.no, column, outcome, at)


def _after_filing(
    ticket: Ticket, rows: Iterable[Entry], now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield that the fault is back, as the same typed into the filed row says (rules/filed_rows.py)."""
    for row in rows:
        back = (row.get("kind"), row.get("result")) == ("revisit", "unsolved")
        served = ticket.record.successor or not ticket.record.stamp("completed_at")
        if back and not served and soon_after_filing(ticket, now, policy):
            yield _once(ticket, row, now)
            yield ticket.happened("revisited", at=_at(row, now), result="unsolved")
            return


def _once(ticket: Ticket, row: Entry, now: datetime) -> Change:
    return ticket.happened("told", at=now, by="system", key=ticket.key(f"{TAB}/{row.key}"))


def _asks(ticket: Ticket, row: Entry, cell: str, policy: Policy) -> Change:
    """Ask for a result that this kind of call can have."""
    label, choices = policy.column(cell).label, policy.column(cell).choice_labels.values()
    said = display(policy.schema.tab(TAB).column("result"), row.raw("result"))
    return ticket.tell(
        f"联系记录 {row.key}:「{said}」不是{label.zh},请改成{'、'.join(one.zh for one in choices)}",
        f"Contacts {row.key}: '{said}' is no {label.en}. Choose {', '.join(one.en for one in choices)}",
    )


def _cell(row: Entry, ticket: Ticket) -> str:
    kind = row.get("kind")
    return _CELLS.get(str(kind) if kind else _BY_STATUS.get(ticket.status, "first"), "")


def _outcome(row: Entry, cell: str, ticket: Ticket) -> str:
    """Give the outcome as the ticket's cell names it; an unanswered call to be made again is the next of the ladder."""
    outcome = str(row.get("result"))
    if cell == "contact_result" and outcome == "no_answer":
        return f"no_answer_{min(len(ticket.record.failures) + 1, len(FAILURES))}"
    return _WORDS[cell].get(outcome, outcome)


def _only_counts(ticket: Ticket, call: tuple[str, datetime]) -> bool:
    """Say whether nobody answered before the last call that is known, which is what stands in the cell."""
    calls = ticket.record.attempts
    earlier = ticket.state.live and calls and call[1] < calls[-1].at
    return bool(earlier) and call[0] in FAILURES


def _earlier(ticket: Ticket, cell: str, call: tuple[str, datetime] | None) -> Iterator[Change]:
    """Yield a call that another one comes after: it only counts."""
    if call and cell == "contact_result":
        yield ticket.happened("attempted", at=call[1], reached=call[0] not in _SILENT)
    if call and cell == "revisit_result":
        yield ticket.happened("revisited", at=call[1], result=call[0])


def _when(now: datetime) -> Callable[[Entry], datetime]:
    return lambda row: _at(row, now)


def _at(row: Entry, now: datetime) -> datetime:
    at = row.get("at")
    return min(at, now) if isinstance(at, datetime) else now
