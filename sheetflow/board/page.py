"""The body of the 今日 tab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sheetflow.board.arrangement import Block, fitted, of_today
from sheetflow.board.day import days
from sheetflow.board.line import Line
from sheetflow.model import Page, Scalar, Text
from sheetflow.policy import Policy
from sheetflow.schema import Tab


def page_of(lines: Iterable[Line], policy: Policy, now: datetime) -> Page:
    """Give the lines of each block and how many more it has, then how many tickets can wait."""
    tab = policy.schema.tab("today")
    today, later = of_today(lines, now)
    told = days(today, policy, now)
    rows = [row for block in fitted(today, policy, now) for row in _rows(block, told, tab, policy)]
    if later:
        rest = Text(f"还有{later}条不急", f"{later} more, not pressing")
        rows.append({"next_action": policy.say(rest)})
    return Page(tab.key, tuple(rows))


def _rows(
    block: Block, told: Mapping[str, Text], tab: Tab, policy: Policy
) -> Iterator[Mapping[str, Scalar]]:
    """Yield a block's lines, each technician's day above their first visit, and how many more there are."""
    technician = ""
    for line in block.lines:
        if block.key == "visits" and line.technician != technician and line.technician in told:
            day = {"block": block.key, "next_action": policy.say(told[line.technician])}
            yield policy.encode_row(tab, {**day, "technician": line.technician})
        technician = line.technician
        cells = {name: getattr(line, name) or None for name in tab.by_key}
        yield policy.encode_row(tab, cells)
    if block.cut:
        tickets = policy.schema.tab("tickets").label
        rest = Text(
            f"另有{block.cut}条没列出,看「{tickets.zh}」",
            f"{block.cut} more not listed: see {tickets.en}",
        )
        yield policy.encode_row(tab, {"block": block.key, "next_action": policy.say(rest)})
