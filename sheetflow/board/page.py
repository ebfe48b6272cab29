"""The body of the 今日 tab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sheetflow.board.arrangement import Block, arranged, fitted
from sheetflow.board.line import Line
from sheetflow.model import Page, Scalar, Text
from sheetflow.policy import Policy
from sheetflow.schema import Tab


def page_of(lines: Iterable[Line], policy: Policy, now: datetime) -> Page:
    """Give the lines of each block and how many more it has, then how many tickets can wait."""
    tab = policy.schema.tab("today")
    today, later = arranged(lines, policy, now)
    rows = [row for block in fitted(today, policy, now) for row in _rows(block, tab, policy)]
    if later:
        rest = Text(f"还有{later}条不急", f"{later} more, not pressing")
        rows.append({"next_action": policy.say(rest)})
    return Page(tab.key, tuple(rows))


def _rows(block: Block, tab: Tab, policy: Policy) -> Iterator[Mapping[str, Scalar]]:
    for line in block.lines:
        cells = {name: getattr(line, name) or None for name in tab.by_key}
        yield policy.encode_row(tab, cells)
    if block.cut:
        tickets = policy.schema.tab("tickets").label
        rest = Text(
            f"另有{block.cut}条没列出,看「{tickets.zh}」",
            f"{block.cut} more not listed: see {tickets.en}",
        )
        yield policy.encode_row(tab, {"block": block.key, "next_action": policy.say(rest)})
