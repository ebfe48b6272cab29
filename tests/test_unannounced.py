"""A deadline or a shift that reaches into a year without announced holidays is no silent guess (clock rule 10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sheetflow.calendars import Calendar, DatedHours
from sheetflow.policy import Policy
from sheetflow.unannounced import unannounced
from tests.builders import POLICY, at


def of_year(year: int, policy: Policy) -> list[str]:
    now = at("10:00").replace(year=year, month=12, day=29)
    return [str(problem) for problem in unannounced(policy, now)]


def on_office(policy: Policy, no: str = "01") -> Policy:
    return replace(policy, staff={**policy.staff, no: replace(policy.staff[no], shift="office")})


def counting_in_office(clock: str) -> Policy:
    schema = POLICY.schema
    clocks = tuple(
        replace(spec, calendar="office") if spec.name == clock else spec for spec in schema.clocks
    )
    return replace(POLICY, schema=replace(schema, clocks=clocks))


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(counting_in_office("onsite"), id="a clock"),
        pytest.param(on_office(POLICY), id="a shift"),
    ],
)
def test_a_calendar_that_reaches_into_an_unannounced_year_is_told_with_what_to_do(
    policy: Policy,
) -> None:
    this_year, next_year = of_year(2079, policy)
    assert this_year.startswith("节假日: 「办公时间」会算到2079年")
    assert "「办公时间」会算到2080年" in next_year
    assert "填好那年的休和班" in next_year


def test_nothing_is_told_of_a_calendar_that_nobody_counts_in_or_of_announced_years() -> None:
    assert of_year(2079, POLICY) == []
    assert of_year(2025, on_office(POLICY)) == []


def test_the_year_counts_only_once_something_reaches_into_it() -> None:
    """In May nobody has announced the next year, and nothing falls there."""
    policy = on_office(POLICY)
    assert list(unannounced(policy, at("10:00").replace(year=2026, month=5))) == []


def test_days_that_are_listed_by_hand_are_known() -> None:
    days = [
        DatedHours(date(year, 10, day), kind)
        for year in (2079, 2080)
        for day, kind in ((1, "休"), (8, "班"))
    ]
    spec = next(one for one in POLICY.schema.calendars if one.name == "office")
    office = Calendar.from_spec(spec.spec, name="office", exceptions=days)
    policy = on_office(POLICY)
    assert of_year(2079, replace(policy, calendars={**policy.calendars, "office": office})) == []
