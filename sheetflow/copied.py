"""Rows beside 工单 that bear the number of another row: one counts, each other says what to do and is left alone.

WORKFLOW.md, "Rows that people move about".    收款欠款: F1 40.00 copied, 60.00 typed into the copy  ->  问题 of both
The row counts that its ticket's record knows, else the upper (`books.read_book`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sheetflow.books import PROBLEM, Book
from sheetflow.errors import Problem
from sheetflow.model import CellWrite, Scalar, Text
from sheetflow.policy import Policy


def counting(book: Book, policy: Policy) -> Text:
    """Give what the row says that counts."""
    name = _name(book, policy)
    return Text(
        f"这个{name.zh}另外还有一行,只认这一行;那一行没有算数",
        f"Another row has this {name.en} too; only this one counts",
    )


def copy(book: Book, position: int, policy: Policy) -> Text:
    """Give what another row says, at a position."""
    key, name, remedy = book.copies[position], _name(book, policy), _remedy(book, policy)
    return Text(
        f"没有算数:{name.zh}{key}是另一行的;{remedy.zh}",
        f"Doesn't count: {name.en} {key} is another row's. {remedy.en}",
    )


def marks(book: Book, policy: Policy) -> Iterator[CellWrite]:
    """Yield the writes that say in each other row that it doesn't count, and what to do."""
    for position in book.copies:
        stands, said = _stands(book, position), policy.say(copy(book, position, policy))
        if stands != said:
            yield CellWrite(book.tab, "", PROBLEM, stands, said, True, position)


def problems(books: Iterable[Book], policy: Policy) -> Iterator[Problem]:
    """Say for the health page which numbers stand in several rows, and what to do."""
    for book in books:
        what, remedy = _copies(policy.schema.tab(book.tab).label), _remedy(book, policy)
        for key in sorted(book.places):
            yield Problem(f"{book.tab}/{key}", policy.say(what), policy.say(remedy))


def _copies(tab: Text) -> Text:
    return Text(
        f"「{tab.zh}」里有两行或更多,只认其中一行",
        f"several rows of {tab.en} bear this number; one of them counts",
    )


def _remedy(book: Book, policy: Policy) -> Text:
    name = _name(book, policy)
    if policy.schema.tab(book.tab).numbered:
        return Text(
            f"另外一笔就清空这里的{name.zh},会得到新号;多余就删掉这一行",
            f"Clear its {name.en} to get a new one, or delete the row",
        )
    return Text(f"请改这里的{name.zh},或删掉这一行", f"Change its {name.en}, or delete the row")


def _name(book: Book, policy: Policy) -> Text:
    tab = policy.schema.tab(book.tab)
    return tab.column(tab.key_columns[0]).label


def _stands(book: Book, position: int) -> Scalar:
    row, at = book.rows[position], book.layout.columns[PROBLEM]
    return row[at] if at < len(row) else ""
