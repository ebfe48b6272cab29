"""What the desk has done in some days, in figures (duty 49).

    figures(cases_of(records, policy), Period(date(2026, 3, 1), date(2026, 3, 31), zone), policy, now)
        -> (Figure(key="on_time/response", label=响应准时率, value="92.3%", count=12, of=13), …)

docs/figures.md says how each is counted; imported tickets are another system's and stand in none of them.
"""

from sheetflow.figures.case import Case, cases_of
from sheetflow.figures.counting import DEFINITIONS, figures
from sheetflow.figures.evening import evening
from sheetflow.figures.figure import Figure, Period
from sheetflow.figures.page import REPORT, report_page

__all__ = [
    "DEFINITIONS",
    "REPORT",
    "Case",
    "Figure",
    "Period",
    "cases_of",
    "evening",
    "figures",
    "report_page",
]
