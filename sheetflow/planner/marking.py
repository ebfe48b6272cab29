"""What rows of the settings tabs say of themselves: why one can't be used, and what goes on meanwhile.

SHEET.md, "Tabs": a wrong row there is marked and the last good policy goes on.
    人员: 01 陈立, 请假 下周  ->  its 问题: 请假:「下周」。请写日期,例如 …。更正前按上次的有效内容执行
A mark is the system's and goes where the row was read: led astray by a sort, the next plan puts it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sheetflow import copied
from sheetflow.asked import EntriesAsked
from sheetflow.bookkeeping import joined_sentences
from sheetflow.books import NO_BOOK, PROBLEM, Book
from sheetflow.levels import in_force
from sheetflow.model import CellWrite, Table, Text
from sheetflow.policy import Policy
from sheetflow.settings_tabs import POLICY_TABS


def marks(
    tables: Mapping[str, Table],
    asked: EntriesAsked,
    policy: Policy,
    books: Mapping[str, Book] = MappingProxyType({}),
) -> Iterator[CellWrite]:
    """Yield the writes that make each row of the settings tabs say what is wrong with it, "" when nothing is."""
    for tab in POLICY_TABS:
        table = tables.get(tab)
        if table is None or PROBLEM not in table.columns:
            continue
        wrong, key = _wrong(tab, policy), policy.schema.tab(tab).key_columns[0]
        book = books.get(tab, NO_BOOK)
        for position in range(len(table.rows)):
            stands = table.cell(position, PROBLEM)
            told = asked.sentences(tab, str(table.cell(position, key)))
            if position in book.copies:
                told = [copied.copy(book, position, policy)]
            said = _with(wrong.get(position, ()), told)
            if (shown := joined_sentences(said, policy)) != stands:
                yield CellWrite(tab, "", PROBLEM, stands, shown, position=position)


def _wrong(tab: str, policy: Policy) -> Mapping[int, Sequence[Text]]:
    """Give what rows say is wrong with them, a level also what holds meanwhile: a change may wait for its 应用."""
    wrong = policy.marks.get(tab, {})
    if tab != "levels" or not wrong:
        return wrong
    holds = in_force(policy)
    return {
        at: [
            Text(f"{one.zh}:{holds[at]}", f"{one.en}: {holds[at]}") if at in holds else one
            for one in told
        ]
        for at, told in wrong.items()
    }


def _with(marked: Sequence[Text], told: Sequence[Text]) -> list[Text]:
    """Give what a row says, and what rules add to it that it doesn't say yet: both look at the cells."""
    new = (one for one in told if not any(one.zh in other.zh for other in marked))
    return [*marked, *new]
