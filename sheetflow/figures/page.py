"""The 报表 tab: the month so far, a row a figure."""

from __future__ import annotations

from collections.abc import Iterable

from sheetflow.figures.figure import Figure, Period
from sheetflow.model import Page
from sheetflow.policy import Policy

REPORT = "report"


def report_page(found: Iterable[Figure], period: Period, policy: Policy) -> Page:
    """Give the tab's whole body."""
    tab = policy.schema.tab(REPORT)
    rows = (
        {
            "figure": policy.say(figure.label),
            "from": period.first,
            "to": period.last,
            "value": figure.value,
            "count": figure.count,
            "of": figure.of,
        }
        for figure in found
    )
    return Page(REPORT, tuple(policy.encode_row(tab, row) for row in rows))
