"""Rows that bear a ticket's number a second time: each is left alone and says so, until its number is cleared.

WORKFLOW.md, "Rows that people move about".    row 3 copied to row 9  ->  下一步 and `problem` of both say what to do
A row left alone stays so when the one that counts is deleted, unless it is a copy of it (rows/doubles.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.errors import Problem
from sheetflow.model import CellWrite, Scalar, Table, Text
from sheetflow.policy import Policy
from sheetflow.rows.index import TICKETS, Index

#: What the row that counts says, and what each other one does.
UPPER = Text(
    "这个单号另外还有一行,只认这一行;请清空那一行的单号",
    "Another row has this number too; only this one counts. Clear the number there",
)
LOWER = Text(
    "这个单号是另一行的,这一行没有动;清空这里的单号,会得到新号",
    "This number is another row's and this one was left alone. Clear it here to get a new one",
)


def marks(index: Index, table: Table, policy: Policy) -> Iterator[CellWrite]:
    """Yield the writes that say so in each such row; what people wrote into its `problem` themselves is left."""
    said = policy.say(LOWER)
    for position, number in index.copies.items():
        for column in ("next_action", "problem"):
            stands = table.cell(position, column)
            ours = column == "next_action" or stands in ("", _upper(column, number, index, table))
            if column in table.columns and ours and stands != said:
                yield CellWrite(TICKETS, "", column, stands, said, True, position)


def _upper(column: str, number: str, index: Index, table: Table) -> Scalar:
    """Give what the row says that counts: a copy says the same when it is made."""
    return table.cell(index.places[number], column) if number in index.places else ""


def ours(cell: Scalar) -> bool:
    """Say whether a cell holds a copy's mark; it stays for a moment when the upper row is deleted instead."""
    return cell in (LOWER.zh, LOWER.en)


def problems(index: Index, policy: Policy) -> tuple[Problem, ...]:
    """Say for the health page which numbers stand in several rows, and what to do."""
    what = Text(
        "这个单号有两行或更多,只认其中一行", "several rows bear this number; one of them counts"
    )
    remedy = Text("请清空另一行的单号", "Clear the number in the other row")
    said = policy.say(what), policy.say(remedy)
    return tuple(Problem(number, *said) for number in sorted(index.twice))
