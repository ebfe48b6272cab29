"""Which answers of a Form are new, which were changed since they were taken, and which are too old to be taken.

take(document, tabs, …)  ->  (document, Taking(new=(…), changed=(…)))     settle(document, numbers, told)  ->  document

People may sort the tab, insert and delete rows and columns, copy it or link the Form again, which copies all answers.
So an answer is known by when it was sent, to the millisecond, and by its cells, whichever tab it stands in:

1. The same time, and all cells that were there: the same answer, whatever was written beside it.
2. The same time and other cells, and the one known of that time nowhere: it was changed.
3. Another time, and one that was there at the last look is gone, whose cells it has by half: Google dates an answer
   anew when the customer changes it [believed]. Once its ticket is done that is a new report.
4. Else it is new. In doubt it is: of two tickets the second is found by its phone number, a lost one by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from sheetflow.forms.memory import Entry, Memory, dumped, loaded
from sheetflow.forms.questions import stamp_column
from sheetflow.model import FormTab, Json, Scalar
from sheetflow.serials import plausible, to_serial

#: A tab first seen brings no work that was there long before: what came since a day before the last look is taken.
BEFORE = timedelta(days=1)

#: How many were left is told for a week, or until they are deleted.
TOLD = BEFORE + timedelta(days=7)

#: So long an answer is remembered; one that is older isn't looked at any more.
REMEMBERED = timedelta(days=60)

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to be accepted under `key`, with its tab's header."""

    key: str
    header: Sequence[Scalar]
    cells: Sequence[Scalar]
    serial: float


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that was changed after its ticket was made: in which tab, and which questions have other answers."""

    key: str
    number: str
    title: str
    questions: tuple[str, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class Row:
    """One row of answers: when it was sent (ms of the spreadsheet's wall time), and its cells as digests."""

    ms: int
    serial: float
    digests: frozenset[str]
    cells: Sequence[Scalar] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Taking:
    """What is to be done: answers to accept, changes to tell; by title how many were `left` and rows without a time."""

    new: tuple[Answer, ...] = ()
    changed: tuple[Changed, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)
    untimed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def take(
    document: Json,
    tabs: Iterable[FormTab],
    *,
    now: datetime,
    since: datetime,
    zone: ZoneInfo,
    done: Callable[[str], bool],
) -> tuple[Json, Taking]:
    """Give what is to be done, and the document that remembers it; new answers stand there before they are accepted.

    `since` is the last look before this one, `done` says of a number whether its ticket's work is over.
    """
    memory, present = loaded(document), _ms(to_serial(now, zone))
    new: dict[str, Answer] = {}
    changed: list[Changed] = []
    left: dict[str, int] = {}
    untimed: dict[str, tuple[int, ...]] = {}
    for tab in tabs:
        floor, before = memory.floors.get(tab.sheet_id, (None, 0))
        first = floor is None
        if floor is None:
            floor = max(_ms(to_serial(min(now, since) - BEFORE, zone)), memory.forgotten)
        rows, untimed[tab.title] = _rows(tab)
        recent = [row for row in rows if row.ms >= floor]
        older = len(rows) - len(recent)
        memory.floors[tab.sheet_id] = (floor, older if first else before)
        told = present - floor <= _ms(TOLD / timedelta(days=1))
        left[tab.title] = min(older, memory.floors[tab.sheet_id][1]) if told else 0
        for key, row in _matched(recent, tab.sheet_id, memory, done):
            entry = memory.entries[key]
            if not entry.number:
                new.setdefault(key, Answer(key, tab.rows[0], row.cells, row.serial))
                memory.entries[key] = replace(entry, digests=row.digests, ms=row.ms)
            elif not _says(row, entry):
                asked = tuple(_questions(tab.rows[0], row, entry.digests))
                changed.append(Changed(key, entry.number, tab.title, asked, row))
    memory.forget(present - _ms(REMEMBERED / timedelta(days=1)))
    return dumped(memory), Taking(tuple(new.values()), tuple(changed), left, untimed)


def settle(document: Json, numbers: Mapping[str, str], told: Iterable[Changed]) -> Json:
    """Give the document that knows the answers' numbers, and the changes that were told."""
    memory = loaded(document)
    for key in numbers.keys() & memory.entries.keys():
        memory.entries[key] = replace(memory.entries[key], number=numbers[key])
    for one in told:
        if entry := memory.entries.get(one.key):
            memory.entries[one.key] = replace(entry, ms=one.row.ms, digests=one.row.digests)
    return dumped(memory)


def _rows(tab: FormTab) -> tuple[list[Row], tuple[int, ...]]:
    """Give the answers of a tab, and the numbers of its rows that don't say when they were sent."""
    rows: list[Row] = []
    untimed: list[int] = []
    stamp = stamp_column(tab.rows[0]) if tab.rows else 0
    for at, cells in enumerate(tab.rows[1:], start=2):
        sent = cells[stamp] if stamp < len(cells) else ""
        if isinstance(sent, (int, float)) and not isinstance(sent, bool) and plausible(sent):
            others = (cell for index, cell in enumerate(cells) if index != stamp and cell != "")
            rows.append(Row(_ms(sent), sent, frozenset(map(_digest, others)), cells))
        elif any(cell != "" for cell in cells):
            untimed.append(at)
    return rows, tuple(untimed)


def _matched(
    rows: Sequence[Row], tab: int, memory: Memory, done: Callable[[str], bool]
) -> Iterator[tuple[str, Row]]:
    """Yield each row with the key of its answer, a new one where none is known, and note what stands there by now."""
    entries = memory.entries
    found: dict[int, str] = {}
    seen: set[str] = set()

    def match(candidates: Callable[[Row], Iterable[str]]) -> None:
        for at, row in enumerate(rows):
            if at not in found and (keys := list(candidates(row))):
                found[at] = max(keys, key=lambda key: len(entries[key].digests & row.digests))
                seen.add(found[at])

    times: dict[int, list[str]] = {}
    for key, entry in entries.items():
        times.setdefault(entry.ms, []).append(key)
    match(lambda row: (k for k in times.get(row.ms, ()) if _says(row, entries[k])))
    match(
        lambda row: (
            key
            for key in times.get(row.ms, ())
            if key not in seen and (tab in entries[key].tabs or _alike(row, entries[key]))
        )
    )
    gone = [key for key, entry in entries.items() if tab in entry.tabs and key not in seen]
    match(lambda row: (key for key in gone if _moved(row, key, entries, seen, done)))
    for at, row in enumerate(rows):
        if at not in found:
            found[at] = f"{row.ms}-{_digest(' '.join(sorted(row.digests)))}"
            entries.setdefault(found[at], Entry("", row.ms, frozenset(), row.digests))
            seen.add(found[at])
    for key, entry in entries.items():
        stands = key in seen
        if stands != (tab in entry.tabs):
            entries[key] = replace(entry, tabs=entry.tabs ^ {tab})
    yield from ((found[at], row) for at, row in enumerate(rows))


def _says(row: Row, entry: Entry) -> bool:
    """Say whether a row still has all that was answered; what staff write beside it is no answer."""
    return row.digests >= entry.digests if entry.digests else not row.digests


def _alike(row: Row, entry: Entry) -> bool:
    return bool(entry.digests) and 2 * len(row.digests & entry.digests) >= len(entry.digests)


def _moved(
    row: Row,
    key: str,
    entries: Mapping[str, Entry],
    seen: Collection[str],
    done: Callable[[str], bool],
) -> bool:
    entry = entries[key]
    return key not in seen and entry.ms < row.ms and _alike(row, entry) and not done(entry.number)


def _questions(header: Sequence[Scalar], row: Row, known: Collection[str]) -> Iterator[str]:
    stamp = stamp_column(header)
    for at, (title, cell) in enumerate(zip(header, row.cells, strict=False)):
        if at != stamp and cell != "" and _digest(cell) not in known:
            yield str(title)


def _digest(cell: Scalar) -> str:
    return blake2b(str(cell).strip().encode(errors="replace"), digest_size=3).hexdigest()


def _ms(days: float) -> int:
    return round(days * _DAY_MS)
