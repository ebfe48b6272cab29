"""Write what found no column into its cell as soon as the column is back, and say so in the row meanwhile.

WORKFLOW.md, "Rows that people move about".    联系方式 renamed while a report came  ->  `problem`: 没有「联系方式」列 …
Once only, and only into an empty cell: what somebody has typed there by then is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def unplaced(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the cells that are owed to rows whose columns are there, and a sentence where they aren't."""
    known = policy.schema.tab("tickets").by_key
    for ticket in desk.tickets:
        if not ticket.record.unplaced:
            continue
        owed = [name for name in ticket.record.owed if name in known]
        for column in owed:
            if column in ticket.layout.columns:
                yield ticket.shows(column, ticket.get(column))
        missing = [policy.label(name) for name in owed if name not in ticket.layout.columns]
        if missing:
            yield ticket.tell(*_sentence(missing))


def _sentence(labels: list[Text]) -> tuple[str, str]:
    zh = "、".join(f"「{label.zh}」" for label in labels)
    en = ", ".join(f"'{label.en}'" for label in labels)
    return (
        f"表里没有{zh}列:内容系统先记着,表头改回{zh}就自动补上",
        f"There is no column {en}: what belongs there is kept, and written once the header says {en} again",
    )
