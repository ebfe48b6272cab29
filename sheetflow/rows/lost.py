"""Which tickets' numbers stand in no row, and which rows without their own number are theirs all the same.

WORKFLOW.md, "Rows that people move about".    WX1 typed over with 7  ->  gone {WX1}, renamed {7: WX1}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sheetflow.errors import Problem
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.rows.index import Index
from sheetflow.rows.likeness import Owners

#: So many missing rows are named on the health page; the others are counted.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Lost:
    """Tickets whose number no row bears.

    `gone` are those on which work goes on and whose row nobody will number again; `emptied` are rows whose number was
    deleted, by fingerprint with the number they had; `renamed` are numbers typed over another, with the one before;
    `doubled` are tickets whose number was typed over with another ticket's, with that.
    """

    gone: frozenset[str] = frozenset()
    emptied: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    doubled: Mapping[str, str] = field(default_factory=dict)


def find_lost(
    index: Index,
    columns: Mapping[str, int],
    records: Mapping[str, TicketRecord],
    expected: Collection[str] = (),
) -> Lost:
    """Hold the rows against the records; rows `expected` are still on their way and not missed."""
    absent = records.keys() - index.rows.keys() if "ticket_no" in columns else set()
    absent -= set(expected)
    if not absent:
        return Lost()
    doubled = {number: found for found, number in index.mistaken.values()}
    alone = sorted(absent - doubled.keys())
    strange = sorted(index.rows.keys() - records.keys())
    # Thousands of archived tickets have no row here: they are looked through only when some row may be theirs.
    sought = alone if index.typed or strange else ()
    owners = Owners(columns, {number: records[number] for number in sought})
    emptied = {
        row.fingerprint: number for row in index.typed if (number := owners.claim(row.cells))
    }
    renamed = {found: number for found in strange if (number := owners.claim(index.rows[found]))}
    gone = {number for number in absent if _followed(records[number])}
    return Lost(frozenset(gone.difference(emptied.values())), emptied, renamed, doubled)


def unnoticed(lost: Lost, records: Mapping[str, TicketRecord]) -> frozenset[str]:
    """Give the gone tickets that nobody has been told of."""
    return frozenset(number for number in lost.gone if records[number].missing is None)


def problems(numbers: Iterable[str], lost: Lost, policy: Policy) -> tuple[Problem, ...]:
    """Say for the health page which rows are missing, or stand under another number, and what to do."""
    as_found = {**lost.doubled, **{number: found for found, number in lost.renamed.items()}}
    named = sorted({*numbers, *as_found})
    lines = [_problem(number, as_found.get(number, ""), policy) for number in named[:NAMED]]
    if more := len(named) - NAMED if len(named) > NAMED else 0:
        said = Text(f"还有{more}行不见了", f"{more} more rows are missing")
        lines.append(Problem(policy.say(Text("工单", "Tickets")), policy.say(said), ""))
    return tuple(lines)


def put_back(number: str) -> Text:
    """Give what a row under another number says in its `problem`."""
    return Text(f"单号原来是{number},请改回", f"The number was {number}; change it back")


def taken(found: str, number: str) -> Text:
    """Give what a row under another ticket's number says in its `problem`."""
    return Text(
        f"单号{found}是另一行的,这一行没有动;原来是{number},请改回",
        f"{found} is another row's number and this one was left alone; it was {number}, change it back",
    )


def _problem(number: str, found: str, policy: Policy) -> Problem:
    if found:
        what = Text(
            f"这一行的单号被改成了「{found}」", f"the row's number was changed to '{found}'"
        )
        remedy = Text(f"请把「{found}」改回{number}", f"Change '{found}' back to {number}")
    else:
        what = Text("表里找不到这一行", "no row of the sheet bears this number")
        remedy = Text(
            f"误删的请撤销,或运行 sheetflow row restore {number};系统不会自己补",
            f"Undo the deletion, or run sheetflow row restore {number}; it isn't added again by itself",
        )
    return Problem(number, policy.say(what), policy.say(remedy))


def _followed(record: TicketRecord) -> bool:
    return record.status != "closed" and not record.imported
