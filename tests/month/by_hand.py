"""The report's figures counted by hand: from the tally of what people did, and from the cells that stand in the sheet.

Nothing here asks `sheetflow.figures` or a record; a cell is read as it stands, a serial with its label beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from sheetflow.figures import Figure
from sheetflow.model import Scalar
from tests.builders import SHANGHAI
from tests.month.desk import Desk

#: How many, of how many where it is a share.
Count: TypeAlias = tuple[int, int | None]

#: Each clock's columns in 工单, by their first word.
CLOCKS = {
    "response": "response",
    "contact": "contact",
    "undispatched": "undispatched",
    "promise": "promise",
    "onsite": "onsite",
    "guidance_followup": "followup",
    "escalation": "escalate",
    "revisit": "revisit",
}

GRADES = {"特急": "critical", "紧急": "urgent", "普通": "normal"}

#: Hours until somebody has to speak to the customer, by grade (WORKFLOW.md, "Clocks").
RESPONSE = {"critical": 2, "urgent": 4, "normal": 24}

#: Serials count days; instants that differ by less are the same.
SECOND = 1 / 86400

#: The classes of 欠款 by their last day.
AGES = {"month": 30, "two_months": 60, "quarter": 90, "older": 10**6}


def counts(desk: Desk) -> dict[str, Count]:
    """Give every figure that is a count or a share, by its key."""
    return {
        **_from_tally(desk),
        **_on_time(desk),
        "wasted": _wasted(desk),
    }


def sums(desk: Desk) -> dict[str, tuple[Decimal, int]]:
    """Give every figure that is a sum of money, and of how many."""
    tally, today = desk.tally, desk.now.astimezone(SHANGHAI).date()
    found = {"paid": (sum(tally.paid, Decimal(0)), len(tally.paid))}
    owed = {no: due - tally.settled[no] for no, due in tally.due.items() if due > tally.settled[no]}
    found["owed"] = (sum(owed.values(), Decimal(0)), len(owed))
    first = 0
    for age, last in AGES.items():
        ended = {no: tally.completed[no].astimezone(SHANGHAI).date() for no in owed}
        here = [owed[no] for no, day in ended.items() if first <= (today - day).days <= last]
        found[f"owed/{age}"] = (sum(here, Decimal(0)), len(here))
        first = last + 1
    return found


def differing(found: Mapping[str, Figure], desk: Desk) -> Iterator[str]:
    """Yield a sentence for each figure that isn't what is counted here, and for each that nobody counts."""
    counted, money = counts(desk), sums(desk)
    for key, (count, of) in counted.items():
        figure = found[key]
        if (figure.count, figure.of) != (count, of):
            yield f"{key}: {figure.count} of {figure.of}, by hand {count} of {of}"
    for key, (amount, many) in money.items():
        figure = found[key]
        if (figure.value, figure.count, figure.of) != (f"{amount:.2f}", many, None):
            yield f"{key}: {figure.value} on {figure.count}, by hand {amount:.2f} on {many}"
    yield from (f"{key}: nobody counts it" for key in found.keys() - counted.keys() - money.keys())
    for key, figure in found.items():
        if key not in money and figure.value != _shown(key, figure):
            yield f"{key}: shows {figure.value} for {figure.count} of {figure.of}"


def _shown(key: str, figure: Figure) -> str:
    """Give what a count reads like: a share in percent, of nothing as a dash; a load and a plain number as they are."""
    if figure.of is None or key.startswith("load/"):
        return str(figure.count)
    return f"{100 * figure.count / figure.of:.1f}%" if figure.of else "–"


def _from_tally(desk: Desk) -> dict[str, Count]:
    """Count what people noted as they acted."""
    tally = desk.tally
    visited = tally.visited & tally.completed.keys()
    answers, first = [*tally.answers.values()], [*tally.first_calls.values()]
    done = Counter(
        hands.get(no, "") for hands in (tally.technician, tally.helpers) for no in tally.completed
    )
    return {
        "reported": (len(tally.reported), None),
        "completed": (len(tally.completed), None),
        "closed": (len(tally.closed), None),
        "calls_answered": (sum(reached for _, reached in tally.calls), len(tally.calls)),
        "first_calls_answered": (sum(first), len(first)),
        "first_visit_fix": (len(tally.fixed_at_once & visited), len(visited)),
        "revisited": (len(tally.revisited), len(tally.completed)),
        "satisfied": (answers.count("满意"), len(answers)),
        "reschedules": (tally.rescheduled, None),
        "parts": (tally.parts.total(), None),
        **{f"parts/{part}": (many, None) for part, many in tally.parts.items()},
        **{f"load/{no}": (many, many) for no, many in done.items() if no},
    }


def _on_time(desk: Desk) -> dict[str, Count]:
    """Count each clock from the deadline and the time it was met that each row shows, in all and by its grade.

    Where a breach was announced, the deadline that the first notice named counts.
    """
    met: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for row in desk.named("tickets"):
        for clock, column in CLOCKS.items():
            told = _announced(desk, str(row["ticket_no"]), clock)
            by = row[f"{column}_by"] if told is None else told
            met_at = row[f"{column}_met_at"]
            kept = _kept(by, met_at, row["closed_at"])
            kept = False if kept is None and told is not None else kept
            grade = GRADES[str(row["grade"])]
            for key in (f"on_time/{clock}", f"on_time/{clock}/{grade}") if kept is not None else ():
                due[key] += 1
                met[key] += kept
    keys = [f"on_time/{clock}{end}" for clock in CLOCKS for end in ("", *_ends())]
    return {key: (met[key], due[key]) for key in keys}


def _announced(desk: Desk, number: str, clock: str) -> float | None:
    """Give the earliest deadline of a clock of which somebody was told that it is broken, as a cell has it."""
    begin = f"{number}/{clock}/"
    named = [
        once.rpartition("/")[2]
        for once in desk.notices
        if once.startswith(begin) and "/breach+" in once
    ]
    if not named:
        return None
    first = datetime.strptime(min(named), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return (first.astimezone(SHANGHAI) - datetime(1899, 12, 30, tzinfo=SHANGHAI)) / timedelta(
        days=1
    )


def _ends() -> Iterator[str]:
    yield from (f"/{grade}" for grade in GRADES.values())


def _kept(by: Scalar, met: Scalar, closed: Scalar) -> bool | None:
    """Say whether a deadline was kept; None for none, one that stands still, or a row that was closed before it."""
    if not isinstance(by, float | int):
        return None
    if isinstance(met, float | int):
        return met <= by + SECOND
    return False if isinstance(closed, float | int) and closed > by else None


def _wasted(desk: Desk) -> Count:
    """Count the rows of 上门记录."""
    outcomes = [row["outcome"] for row in desk.named("visits") if row["outcome"] != ""]
    return outcomes.count("空跑"), len(outcomes)


def responses(desk: Desk) -> tuple[int, int]:
    """Count 响应准时率 again, from the hours of each grade and from whom people spoke to."""
    tally, met, due = desk.tally, 0, 0
    for row in desk.named("tickets"):
        no = str(row["ticket_no"])
        hours = RESPONSE[GRADES[str(row["grade"])]]
        deadline = tally.reported[no] + timedelta(hours=hours)
        spoke = tally.first_contact.get(no)
        if spoke or tally.closed[no] > deadline:
            due += 1
            met += bool(spoke and spoke <= deadline)
    return met, due
