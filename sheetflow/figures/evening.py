"""The owner's day: how much was on time, completed, paid and is owed, each counted as the report counts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sheetflow.figures.case import Case
from sheetflow.figures.counting import DEFINITIONS, Counted
from sheetflow.figures.figure import Figure, Period, share
from sheetflow.model import Text
from sheetflow.policy import Policy


def evening(cases: Sequence[Case], policy: Policy, now: datetime) -> tuple[Figure, ...]:
    """Give today's on-time share over all clocks and grades, what was completed and paid, and what is owed."""
    today = now.astimezone(policy.zone).date()
    counted = Counted(cases, Period(today, today, policy.zone), policy, now)
    found = {
        figure.key: figure
        for name in ("on_time", "taken", "receivables")
        for figure in DEFINITIONS[name](counted)
    }
    rates = [found[f"on_time/{spec.name}"] for spec in policy.schema.clocks]
    met, due = sum(rate.count for rate in rates), sum(rate.of or 0 for rate in rates)
    on_time = share("on_time", Text("准时率", "On time"), met, due)
    return (on_time, *(found[key] for key in ("completed", "paid", "owed")))
