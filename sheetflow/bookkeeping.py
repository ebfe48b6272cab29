"""The tabs beside 工单 in a planning: read into books, and what rules asked for them turned into writes.

System cells are simply put right; a row that is just getting its number is found by where it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from sheetflow import copied
from sheetflow.asked import EntriesAsked
from sheetflow.books import OWNER, PROBLEM, Book, Entry, joined, read_book, stirred
from sheetflow.filed_moves import as_filed
from sheetflow.model import CellWrite, NewRow, Reading, Scalar, Text, Value
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.renumbered import renumbered
from sheetflow.schema import Schema, Tab
from sheetflow.settings_tabs import POLICY_TABS
from sheetflow.stockroom import MOVES
from sheetflow.timed_entries import timed

#: What stands between two sentences there.
APART = Text("；", "; ")


def tabs_of(schema: Schema) -> Iterator[Tab]:
    """Yield the tabs in which people keep rows beside 工单."""
    for tab in schema.tabs:
        if tab.place == "front" and tab.key != "tickets" and not tab.rewritten:
            yield tab


def read_books(
    reading: Reading,
    policy: Policy,
    numbers: Mapping[str, str],
    before: Mapping[str, Book],
    records: Mapping[str, TicketRecord] = MappingProxyType({}),
    now: datetime | None = None,
    coming: Sequence[NewRow] = (),
) -> dict[str, Book]:
    """Give the book of each tab that is there; of rows with one number the one counts that is recorded.

    With `now` times are understood as people type them. Rows `coming` aren't there yet.
    """
    found = dict[str, Book]()
    for tab in tabs_of(policy.schema):
        if table := reading.tables.get(tab.key):
            known = partial(_known, tab.key, policy, records)
            last = before.get(tab.key)
            book = read_book(tab, table, policy, numbers, last, known=known)
            if book is not last:
                book = renumbered(book, last, policy, records, coming)
                book = as_filed(book, last, records) if tab.key == MOVES else book
                book = timed(book, now, policy) if now else book
            found[tab.key] = book
    return found


def _known(tab: str, policy: Policy, records: Mapping[str, TicketRecord], entry: Entry) -> bool:
    """Say whether an entry says what was recorded of it with the ticket that it names."""
    record = records.get(entry.owner)
    last = record.entries.get(f"{tab}/{entry.key}") if record else None
    return last is not None and entry.said(policy.people_columns_of(tab), last) == last


def changed_by(before: Mapping[str, Book], now: Mapping[str, Book]) -> frozenset[str]:
    """Give the numbers of the tickets that have other entries now than before, or whose entries say something else."""
    changed = (stirred(before[tab], book) for tab, book in now.items() if tab in before)
    return frozenset().union(*changed)


def entry_writes(
    books: Mapping[str, Book], asked: EntriesAsked, policy: Policy
) -> Iterator[CellWrite]:
    """Yield the writes that number typed rows, and that make the rows' system cells show what was asked for."""
    for book in books.values():
        yield from book.numbering(policy.schema.tab(book.tab).key_columns[0])
        if PROBLEM in book.layout.columns and book.tab not in POLICY_TABS:
            yield from _problems(book, asked, policy)
            yield from _halves(book, policy)
            yield from copied.marks(book, policy)
        yield from _put_back(book)
    for (tab, key, column), value in asked.cells.items():
        if tab in books and (entry := books[tab].entries.get(key)):
            cell = policy.encode_row(policy.schema.tab(tab), {column: value})[column]
            yield from _differing(books[tab], entry, column, cell)


def arriving(rows: Iterable[NewRow], asked: EntriesAsked, policy: Policy) -> Iterator[NewRow]:
    """Yield the rows that are on their way with what rules asked for them meanwhile, so that they arrive whole."""
    cells: dict[tuple[str, str], dict[str, Value]] = {}
    for (tab, key, column), value in asked.cells.items():
        cells.setdefault((tab, key), {})[column] = value
    for row in rows:
        place = (row.tab, row.key)
        found = policy.encode_row(policy.schema.tab(row.tab), cells.get(place, {}))
        if sentences := asked.sentences(*place):
            found[PROBLEM] = joined_sentences(sentences, policy)
        yield replace(row, values={**row.values, **found}) if found else row


def as_written(
    books: Mapping[str, Book], rows: Iterable[NewRow], asked: EntriesAsked, policy: Policy
) -> Mapping[str, Book]:
    """Give the books as they will stand once these rows, and the cells that rules asked for, are written."""
    found = dict(joined(books, [row for row in rows if row.tab in books]))
    by_tab: dict[str, dict[tuple[str, str], Value]] = {}
    for (tab, key, column), value in asked.cells.items():
        by_tab.setdefault(tab, {})[key, column] = value
    for tab, cells in by_tab.items():
        if tab in found:
            encode = policy.schema.tab(tab)
            raw = {at: policy.encode_row(encode, {at[1]: v})[at[1]] for at, v in cells.items()}
            found[tab] = found[tab].showing(raw)
    return found


def joined_sentences(sentences: Collection[Text], policy: Policy) -> str:
    """Give several sentences as one cell shows them, each once."""
    if not sentences:
        return ""
    return policy.say(APART).join(dict.fromkeys(policy.say(text) for text in sentences))


def _problems(book: Book, asked: EntriesAsked, policy: Policy) -> Iterator[CellWrite]:
    """Yield what each row says is wrong with it; most rows neither say anything nor have to."""
    concerned = asked.concerned(book.tab) | book.derived(_complaining)
    for entry in book:
        if entry.key in concerned:
            said = asked.sentences(book.tab, entry.key)
            yield from _differing(book, entry, PROBLEM, joined_sentences(said, policy))


def _complaining(book: Book) -> frozenset[str]:
    return frozenset(entry.key for entry in book if entry.raw(PROBLEM) != "")


def _halves(book: Book, policy: Policy) -> Iterator[CellWrite]:
    """Yield what a row still lacks that people typed by halves, and take it off a row that they emptied again."""
    tab, columns = policy.schema.tab(book.tab), book.layout.columns
    theirs = (*policy.people_columns_of(book.tab), OWNER)
    for row in book.halves:
        cells = {name: row.cells[at] for name, at in columns.items() if at < len(row.cells)}
        lacks = [tab.column(name).label for name in tab.telling if cells.get(name, "") == ""]
        begun = any(cells.get(name, "") != "" for name in theirs)
        said, stands = _lacking(lacks) if begun else Text("", ""), cells.get(PROBLEM, "")
        if stands != policy.say(said):
            yield CellWrite(
                book.tab, "", PROBLEM, stands, policy.say(said), True, row.position, row.fingerprint
            )


def _lacking(labels: Iterable[Text]) -> Text:
    names = [*labels]
    return Text(
        f"还没算数:差「{'」「'.join(name.zh for name in names)}」,请补上",
        f"Doesn't count yet: fill in {' and '.join(name.en for name in names)}",
    )


def _put_back(book: Book) -> Iterator[CellWrite]:
    """Yield what a row says that was filed so, or a time with its day, over what people typed there."""
    for (key, column), typed in book.retyped.items():
        cell, position = book.entries[key].raw(column), book.places.get(key, -1)
        if row := book.typed_as(key):
            yield CellWrite(book.tab, "", column, typed, cell, True, row.position, row.fingerprint)
        else:
            yield CellWrite(book.tab, _stands_as(book, key), column, typed, cell, True, position)


def _differing(book: Book, entry: Entry, column: str, cell: Scalar) -> Iterator[CellWrite]:
    stands = entry.raw(column)
    if stands == cell or column not in book.layout.columns:
        return
    if row := book.typed_as(entry.key):
        yield CellWrite(book.tab, "", column, stands, cell, True, row.position, row.fingerprint)
        return
    position = book.places.get(entry.key, -1)
    key = _stands_as(book, entry.key)
    yield CellWrite(book.tab, key, column, stands, cell, position >= 0, position)


def _stands_as(book: Book, key: str) -> str:
    """Give the number under which a row stands in the sheet as read."""
    return book.renamed.get(key, key)
