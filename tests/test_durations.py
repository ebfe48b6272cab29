"""Lengths of time, read and written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.durations import LONGEST, format_duration, parse_duration
from sheetflow.errors import Problem
from sheetflow.model import Language
from sheetflow.unreadable import Unreadable

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        pytest.param("4.5h", 4.5 * HOUR, id="with-a-fraction"),
        pytest.param("4 h", 4 * HOUR, id="with-a-space"),
        pytest.param("10 min", 10 * MINUTE, id="minutes"),
        pytest.param("1 d 2 h", 26 * HOUR, id="two-units"),
        pytest.param("1小时5分", 65 * MINUTE, id="in-chinese"),
        pytest.param("３ 个小时", 3 * HOUR, id="with-a-full-width-figure"),
        pytest.param(" 30 Minutes ", 30 * MINUTE, id="a-word-in-any-case"),
        pytest.param("90秒", 1.5 * MINUTE, id="seconds"),
        pytest.param("0.29 h", timedelta(seconds=1044), id="a-decimal-is-exact"),
        pytest.param("0 min", timedelta(), id="nothing"),
    ],
)
def test_a_length_of_time_is_read_with_its_units(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("4", "'4' has no unit", id="no-unit"),
        pytest.param(
            "4 fortnights", "'4 fortnights' has an unknown unit, 'fortnights'", id="unknown-unit"
        ),
        pytest.param("4 m", "'4 m' has an unknown unit, 'm'", id="minutes-or-months"),
        pytest.param("soon", "'soon' is not a length of time", id="no-number"),
        pytest.param("-4 h", "'-4 h' is not a length of time", id="negative"),
        pytest.param("1e9 h", "'1e9 h' has an unknown unit, 'e'", id="a-power-of-ten"),
        pytest.param("5 min 1 h", "'5 min 1 h' has its units out of order", id="out-of-order"),
        pytest.param("1 h 2 h", "'1 h 2 h' has its units out of order", id="a-unit-twice"),
        pytest.param("4 h, urgent", "'4 h, urgent' is not a length of time", id="more-text"),
        pytest.param("  ", "'  ' is empty", id="empty"),
        pytest.param("99999 h", "'99999 h' is longer than ten years", id="a-slip-of-the-keyboard"),
        pytest.param(
            "9999999999 h", "'9999999999 h' is longer than ten years", id="too-many-digits"
        ),
    ],
)
def test_what_is_not_a_length_of_time_is_said_and_what_to_write(text: str, found: str) -> None:
    with pytest.raises(ValueError, match="Write a number and a unit") as refused:
        parse_duration(text)
    assert str(refused.value) == f"{found}. Write a number and a unit, such as '4 h' or '30 min'."


def test_a_refusal_fits_a_cell_in_chinese_and_a_file_with_its_place() -> None:
    with pytest.raises(Unreadable) as refused:
        parse_duration("4")
    assert refused.value.why.zh == "「4」没有单位。请写数字加单位，例如 4小时 或 30分"
    assert refused.value.at("levels.urgent.response") == Problem(
        "levels.urgent.response",
        "'4' has no unit",
        "Write a number and a unit, such as '4 h' or '30 min'",
    )


@pytest.mark.parametrize(
    ("duration", "zh", "en"),
    [
        pytest.param(35 * MINUTE, "35分", "35 min", id="minutes"),
        pytest.param(65 * MINUTE, "1小时5分", "1 h 5 min", id="an-hour-and-minutes"),
        pytest.param(2 * HOUR, "2小时", "2 h", id="whole-hours"),
        pytest.param(2 * DAY + 3 * HOUR, "2天3小时", "2 d 3 h", id="days-and-hours"),
        pytest.param(DAY + MINUTE, "1天1分", "1 d 1 min", id="days-and-minutes"),
        pytest.param(timedelta(seconds=59), "0分", "0 min", id="under-a-minute"),
        pytest.param(-35 * MINUTE, "-35分", "-35 min", id="negative"),
        pytest.param(timedelta(seconds=-59), "0分", "0 min", id="just-negative"),
    ],
)
def test_a_length_of_time_is_said_to_the_minute(duration: timedelta, zh: str, en: str) -> None:
    assert format_duration(duration, "zh") == zh
    assert format_duration(duration, "en") == en


@given(st.timedeltas(timedelta(), LONGEST), st.sampled_from(["zh", "en"]))
def test_what_is_said_is_read_back_to_the_minute(duration: timedelta, lang: Language) -> None:
    assert parse_duration(format_duration(duration, lang)) == duration // MINUTE * MINUTE
