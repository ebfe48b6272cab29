"""`sheetflow report`: the figures of some days, from the ledger (duty 49)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.standing import StandingPolicy
from sheetflow.commands.table import print_table
from sheetflow.errors import BadInput, Problem, Unavailable
from sheetflow.figures import Figure, Period, cases_of, figures

#: What a line of the report holds, in order.
PARTS = ("figure", "value", "count", "of")


def lines_of(house: House, first: str, last: str) -> Sequence[Mapping[str, str]]:
    """Give the report's lines in the workbook's language; "" is the month's first day, or today.

    Raises BadInput for days that can't be read, Unavailable while the settings tabs can't be.
    """
    policy, now = StandingPolicy(house).now(), house.clock.now()
    if policy is None:
        raise Unavailable("The settings can't be read just now. Try again once the sheet is there.")
    month = Period.month_of(now, house.zone)
    period = Period(
        _day("--from", first) or month.first, _day("--to", last) or month.last, house.zone
    )
    if period.last < period.first:
        raise _bad("--to", f"{period.last} is before {period.first}", "Give the later day here")
    found = figures(cases_of(house.ledger.records().values(), policy), period, policy, now)
    return [_line(figure, policy.say(figure.label)) for figure in found]


def _line(figure: Figure, label: str) -> Mapping[str, str]:
    of = "" if figure.of is None else str(figure.of)
    shown = {"key": figure.key, "figure": label, "value": figure.value}
    return {**shown, "count": str(figure.count), "of": of}


def _day(place: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise _bad(place, f"'{text}' is not a day", "Write it such as 2026-03-01") from fault


def _bad(place: str, found: str, remedy: str) -> BadInput:
    return BadInput([Problem(place, found, remedy)])


def print_report(lines: Iterable[Mapping[str, str]]) -> None:
    """Print the report as a table."""
    print_table(PARTS, ([line[part] for part in PARTS] for line in lines))
