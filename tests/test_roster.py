"""Who works when: leave as staff write it, and which notices are welcome."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.roster import Wish, leave_is_clear
from tests.builders import SHANGHAI, member

NEAR = date(2026, 3, 10)


def away(leave: str, moment: str) -> bool:
    wall = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    return member("01", leave=leave).on_leave(wall)


@pytest.mark.parametrize(
    ("leave", "first", "last", "back"),
    [
        pytest.param(
            "2026-03-10..2026-03-12",
            "2026-03-10 00:00",
            "2026-03-12 23:59",
            "2026-03-13 00:00",
            id="days-both-included",
        ),
        pytest.param(
            "3/15 13:30-18:00",
            "2026-03-15 13:30",
            "2026-03-15 17:59",
            "2026-03-15 18:00",
            id="hours-of-a-day",
        ),
        pytest.param("3/15", "2026-03-15 00:00", "2026-03-15 23:59", "2026-03-16 00:00", id="day"),
        pytest.param(
            "3/15 至 3/17", "2026-03-15 00:00", "2026-03-17 23:59", "2026-03-18 00:00", id="words"
        ),
        pytest.param(
            "３/１５～３/１７",
            "2026-03-15 00:00",
            "2026-03-17 23:59",
            "2026-03-18 00:00",
            id="wide",
        ),
        pytest.param(
            "3/15-3/17", "2026-03-15 00:00", "2026-03-17 23:59", "2026-03-18 00:00", id="-"
        ),
        pytest.param(
            "3/15..3/15", "2026-03-15 00:00", "2026-03-15 23:59", "2026-03-16 00:00", id="one-day"
        ),
        pytest.param(
            "3/15 22:00-06:00",
            "2026-03-15 22:00",
            "2026-03-16 05:59",
            "2026-03-16 06:00",
            id="past-midnight",
        ),
        pytest.param(
            "12/30..1/2", "2026-12-30 00:00", "2027-01-02 23:59", "2027-01-03 00:00", id="new-year"
        ),
    ],
)
def test_leave_lasts_from_its_first_minute_to_its_last(
    leave: str, first: str, last: str, back: str
) -> None:
    assert [away(leave, moment) for moment in (first, last, back)] == [True, True, False]


def test_who_is_away_until_the_end_of_time_is_away_for_good() -> None:
    for leave in ("2026-03-10..9999-12-31", "9999-12-31", "9999-12-31 23:00-02:00"):
        assert leave_is_clear(leave, NEAR)
    assert not away("2026-03-10..9999-12-31", "2026-03-09 23:59")
    assert away("2026-03-10..9999-12-31", "2099-12-31 12:00")


def test_several_absences_stand_side_by_side() -> None:
    leave = "2026-03-10..2026-03-12; 3/15 13:30-18:00"
    days = ["2026-03-11 12:00", "2026-03-13 12:00", "2026-03-15 14:00", "2026-03-15 12:00"]
    assert [away(leave, moment) for moment in days] == [True, False, True, False]


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert away("12/31", "2025-12-31 12:00")
    assert away("1/2", "2026-12-31 12:00") is False
    assert away("1/2", "2027-01-02 12:00")


def test_a_leap_day_is_found_where_there_is_one() -> None:
    assert away("2/29", "2028-02-29 12:00")
    assert not away("2/29", "2028-12-01 12:00")


@pytest.mark.parametrize(
    "leave", ["下周", "3/32", "2026-03-12..2026-03-10", "3/15 下午", "2026-02-30", "46091"]
)
def test_leave_that_means_nothing_is_not_clear(leave: str) -> None:
    assert not leave_is_clear(f"3/10; {leave}", NEAR)


@pytest.mark.parametrize("leave", ["", " ; ", "3/10;", "2026-03-10、3/15"])
def test_leave_that_is_clear(leave: str) -> None:
    assert leave_is_clear(leave, NEAR)


@given(st.text(alphabet="0123456789/-.:; ~至下", max_size=24), st.dates())
def test_whatever_stands_there_stops_nobody(leave: str, near: date) -> None:
    clear = leave_is_clear(leave, near)
    absences = list(member("01", leave=leave).absences(near))
    assert all(absence.start < absence.end for absence in absences)
    assert clear or len(absences) < len([part for part in leave.split(";") if part.strip()])


@pytest.mark.parametrize(
    ("said", "dispatch", "warning"),
    [
        pytest.param({}, "now", "now", id="all-come-by-default"),
        pytest.param({"": "off"}, "off", "off", id="none"),
        pytest.param({"clock_warning": "off"}, "now", "off", id="one-kind-off"),
        pytest.param({"": "off", "dispatch": "now"}, "now", "off", id="one-kind-only"),
        pytest.param({"": "digest", "dispatch": "off"}, "off", "digest", id="kind-by-kind"),
    ],
)
def test_what_is_said_of_a_kind_goes_before_what_is_said_of_all(
    said: dict[str, Wish], dispatch: Wish, warning: Wish
) -> None:
    one = member("01", notices=said)
    assert (one.wish("dispatch"), one.wish("clock_warning")) == (dispatch, warning)
