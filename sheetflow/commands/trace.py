"""`sheetflow trace`: a ticket's story from the ledger, oldest first (P1 4.8.4, duty 48).

    2026-03-10 14:35 · 表格 · contact · 给客户打电话: 没接

Personal values are masked, as everywhere outside the sheet and the technician's page (P2 KP, duty 47).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.standing import StandingPolicy
from sheetflow.errors import Refused
from sheetflow.history import History


def lines_of(house: House, number: str) -> Sequence[Mapping[str, str]]:
    """Give the story's lines in the workbook's language; raises Refused for a ticket that nobody knows."""
    events = house.ledger.events(number)
    if not events:
        raise Refused(
            f"{number}: no such ticket is known. Its number stands in the tickets tab's first column."
        )
    policy = StandingPolicy(house).now()
    names = {member.no: member.name for member in policy.staff.values()} if policy else {}
    history = History(house.schema, names, house.zone)
    return [
        {
            "at": f"{entry.at.astimezone(house.zone):%Y-%m-%d %H:%M}",
            "who": entry.who.of(house.language),
            "rule": entry.rule,
            "what": entry.said.what.of(house.language),
            "before": entry.said.before.of(house.language),
            "after": entry.said.after.of(house.language),
            "note": entry.said.note.of(house.language),
        }
        for entry in reversed(history.of(events))
    ]


def print_story(lines: Sequence[Mapping[str, str]], *, title: str) -> None:
    """Print the story line by line, whole: a narrow terminal wraps it, a file gets it as it is."""
    click.echo(title)
    for line in lines:
        click.echo(sentence_of(line))


def sentence_of(line: Mapping[str, str]) -> str:
    """Give a line of the story: 2026-03-10 14:35 · 系统 · status · 状态: 待受理 → 待派工 (推定的一步)."""
    value = " → ".join(side or "–" for side in (line["before"], line["after"]))
    value = value if line["before"] else line["after"]
    said = f"{line['what']}: {value}" if value else line["what"]
    note = f" ({line['note']})" if line["note"] else ""
    return " · ".join(filter(None, (line["at"], line["who"], line["rule"], said))) + note
