"""Call customers periodically who want it: every so many months after the last word with them.

Duty 45 (定期回访, P1 duty 2).    客户档案: 回访间隔 6, last repaired 2026-03-10  ->  下次定期回访 2026-09-10 10:00
Off where 回访间隔 is empty. A repair, a revisit, or a row of kind 回访 in 联系记录 with their number, one of their
tickets, or a name or shop that nobody else has, is a word with the customer; one filed without any counts from the day
in the archive's number.
Crosses rows: all their tickets.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import chain

from sheetflow.archive import Customers, customers_of, digits_in
from sheetflow.books import Book, Entry
from sheetflow.model import Change, SetEntry
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import digits_of

TAB = "customers"

#: When on its day such a call is due.
_HOUR = 10

_FILED_ON = re.compile(r"[A-Z]+(\d{8})\d+")


@CrossesRows
def care(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield when to call each customer next who is to be called periodically."""
    cared = desk.book(TAB).derived(_cared)
    if not cared:
        return
    last, calls = _last_words(desk, policy), desk.book("contacts")
    archive = customers_of(desk.book(TAB))
    for entry in cared:
        own = _care_calls(chain.from_iterable(map(calls.of, _names(entry, archive))), policy)
        yield SetEntry(TAB, entry.key, "next_care_at", _next(entry, last, own, policy))


def _names(entry: Entry, archive: Customers) -> Iterator[str]:
    """Yield what means this customer and nobody else where a call's row names whom it is about."""
    yield entry.key
    for name in {entry.text("name").strip(), entry.text("unit_name").strip()}:
        if archive.named.get(name) is entry:
            yield name


def _care_calls(rows: Iterable[Entry], policy: Policy) -> list[datetime]:
    """Give when a customer was called, by the rows that name them; one without a time, on its day."""
    found = (row.get("at") or _filed_on(row.key, policy) for row in rows if is_care_call(row))
    return [at for at in found if isinstance(at, datetime)]


def is_care_call(row: Entry) -> bool:
    """Say whether a row of 联系记录 is of kind 回访."""
    return row.get("kind") == "revisit"


def _cared(book: Book) -> tuple[Entry, ...]:
    return tuple(e for e in book if e.raw("care_months") != "" or e.raw("next_care_at") != "")


def _next(
    entry: Entry, last: Mapping[str, datetime], own: Iterable[datetime], policy: Policy
) -> datetime | None:
    months = entry.get("care_months")
    words = [*own, *(last[phone] for phone in digits_in(entry) if phone in last)]
    since = max(words, default=None) or _filed_on(entry.key, policy)
    if since is None or not isinstance(months, int) or months < 1:
        return None
    return _later(policy.local(since), months)


def _later(wall: datetime, months: int) -> datetime:
    """Give the same day so many months later, the last of a shorter month, at the hour of such calls."""
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    day = min(wall.day, monthrange(year, month + 1)[1])
    return wall.replace(
        year=year, month=month + 1, day=day, hour=_HOUR, minute=0, second=0, microsecond=0
    )


def _filed_on(number: str, policy: Policy) -> datetime | None:
    found = _FILED_ON.fullmatch(number)
    try:
        day = date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        return None
    return datetime.combine(day, time(), policy.zone) if day else None


def _last_words(desk: Snapshot, policy: Policy) -> dict[str, datetime]:
    """Give when each phone's owner was last spoken to, by its digits."""
    found: dict[str, datetime] = {}
    for ticket in desk.everyone.values():
        phone = digits_of(str(ticket.raw("phone")))
        for at in _words(ticket, policy) if phone else ():
            found[phone] = max(at, found.get(phone, at))
    return found


def _words(ticket: Ticket, policy: Policy) -> Iterator[datetime]:
    stamps, read = ticket.record.stamps, policy.decoders_of("contacts")
    yield from (stamps[name] for name in ("completed_at", "revisited_at") if name in stamps)
    for key, cells in ticket.record.entries.items():
        if (
            cells
            and key.startswith("contacts/")
            and read["kind"](cells.get("kind", "")) == "revisit"
        ):
            at = read["at"](cells.get("at", ""))
            if isinstance(at, datetime):
                yield at
