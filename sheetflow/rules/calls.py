"""Take the calls that people write into 联系记录 themselves for what they are: calls of the ticket that they name.

P1 4.2.1, 4.1.2, 4.9.1; P2 S3 (duties 12, 18, 45).    a row WX…003 没接1 14:40  ->  attempt 1 at 14:40
A row counts once, when its result can be read; it says what the ticket's own cell would, by its 类型, else by the
status. Of several new ones the last goes into the cell. 催款 counts for no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.books import Entry
from sheetflow.model import Change, Say
from sheetflow.policy import Policy
from sheetflow.rules.contact import FAILURES
from sheetflow.tickets import Snapshot, Ticket

TAB = "contacts"

#: The cell in which a call of each kind is recorded, and which kind a row means that doesn't say.
_CELLS = {
    "first": "contact_result",
    "reschedule": "contact_result",
    "guidance": "guidance_result",
    "revisit": "revisit_result",
}
_BY_STATUS = {"guidance": "guidance", "completed": "revisit"}

#: What each cell calls the outcomes that it names otherwise.
_WORDS = {
    "contact_result": {"solved": "solved_by_phone"},
    "guidance_result": {"solved_by_phone": "solved", **dict.fromkeys(FAILURES, "no_answer")},
    "revisit_result": dict.fromkeys(FAILURES, "no_answer"),
}


def calls(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what the new rows of people's say, each once, and the last of them in the ticket's own cell."""
    book = desk.book(TAB)
    for ticket in desk.tickets:
        mine = f"{ticket.no}/"
        rows = [row for row in book.of(ticket.no) if not row.key.startswith(mine)]
        new = [row for row in rows if not ticket.told(f"{TAB}/{row.key}")]
        if not new or ticket.status == "closed":
            continue
        last: dict[str, tuple[str, datetime]] = {}
        for row in sorted(new, key=lambda row: _at(row, now)):
            if isinstance(row.get("result"), str):
                yield ticket.happened(
                    "told", at=now, by="system", key=ticket.key(f"{TAB}/{row.key}")
                )
                if cell := _cell(row, ticket):
                    yield from _earlier(ticket, cell, last.get(cell))
                    last[cell] = _outcome(row, cell, ticket), _at(row, now)
        for column, (outcome, at) in last.items():
            if outcome in policy.column(column).choice_labels:
                yield Say(ticket.no, column, outcome, at)


def _cell(row: Entry, ticket: Ticket) -> str:
    kind = row.get("kind")
    return _CELLS.get(str(kind) if kind else _BY_STATUS.get(ticket.status, "first"), "")


def _outcome(row: Entry, cell: str, ticket: Ticket) -> str:
    """Give the outcome as the ticket's cell names it; an unanswered call to be made again is the next of the ladder."""
    outcome = str(row.get("result"))
    if cell == "contact_result" and outcome == "no_answer":
        return f"no_answer_{min(len(ticket.record.attempts) + 1, len(FAILURES))}"
    return _WORDS[cell].get(outcome, outcome)


def _earlier(ticket: Ticket, cell: str, call: tuple[str, datetime] | None) -> Iterator[Change]:
    """Yield a call that another row of the same planning comes after: it only counts."""
    if call and cell == "contact_result":
        yield ticket.happened(
            "attempted", at=call[1], reached=call[0] not in (*FAILURES, "bad_number")
        )


def _at(row: Entry, now: datetime) -> datetime:
    at = row.get("at")
    return min(at, now) if isinstance(at, datetime) else now
