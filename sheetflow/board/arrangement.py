"""Today's lines in their blocks, the nearest deadline first, and which of them there is room for.

SHEET.md, "今日": 40 lines at most. Nothing late falls out: where more are late, all of them are shown; what room they
leave goes to the most pressing others, and each block says how many of its own didn't fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

from sheetflow.board.line import Line
from sheetflow.model import Text
from sheetflow.policy import Policy

#: So many lines are shown; of the others only what is late (SHEET.md, "今日").
MOST = 40

#: What is due later than this, and warns of nothing yet, isn't pressing.
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines that are looked for in one place: those shown, and how many others there was no room for."""

    key: str
    title: Text
    lines: tuple[Line, ...]
    cut: int


def arranged(lines: Iterable[Line], policy: Policy, now: datetime) -> tuple[list[Line], int]:
    """Give all lines of today in order, and how many less pressing ones there are."""
    today, later = of_today(lines, now)
    return _in_order(today, policy), later


def of_today(lines: Iterable[Line], now: datetime) -> tuple[list[Line], int]:
    """Give all lines of today as they come, and how many less pressing ones there are."""
    soon, today, later = now + SOON, list[Line](), 0
    for line in lines:
        if line.level == "" and line.next_due and line.next_due > soon:
            later += 1
        else:
            today.append(line)
    return today, later


def turns_at(lines: Iterable[Line], now: datetime) -> datetime | None:
    """Give when the list says something else though nothing happens: one more line is due within a day."""
    coming = (line.next_due - SOON for line in lines if line.next_due)
    return min((at for at in coming if at > now), default=None)


def _in_order(lines: Iterable[Line], policy: Policy) -> list[Line]:
    order = {block: number for number, block in enumerate(blocks(policy))}
    return sorted(lines, key=lambda line: (order[line.block], *_within(line), line.ticket_no))


def _within(line: Line) -> tuple[str, datetime]:
    """Give the order in a block: by deadline, visits by technician and hour (SHEET.md, "今日")."""
    if line.block != "visits":
        return "", line.due
    return line.technician, line.start or line.due


def fitted(today: Sequence[Line], policy: Policy, now: datetime) -> tuple[Block, ...]:
    """Give the blocks in order, each with those of its lines that fit, in order too; `today` as it comes."""
    kept = _fitting(today, now)
    fits: dict[str, list[Line]] = {key: [] for key in blocks(policy)}
    for line in _in_order((line for line in today if line.ticket_no in kept), policy):
        fits[line.block].append(line)
    count = Counter(line.block for line in today)
    return tuple(
        Block(key, title, tuple(fits[key]), count[key] - len(fits[key]))
        for key, title in blocks(policy).items()
    )


def blocks(policy: Policy) -> Mapping[str, Text]:
    """Give the blocks' titles in their order, as the schema lists them."""
    return policy.schema.tab("today").column("block").choice_labels


def _fitting(today: Sequence[Line], now: datetime) -> frozenset[str]:
    """Give the numbers of the lines that are shown."""
    room = max(MOST, sum(line.late(now) for line in today))
    chosen = nsmallest(room, today, key=lambda line: line.pressing(now))
    return frozenset(line.ticket_no for line in chosen)
