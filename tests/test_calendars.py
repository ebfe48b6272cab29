"""Deadlines in working time: WORKFLOW's examples, and the laws against a count minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from chinese_calendar import constants as state_council
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.calendars import Calendar, DatedHours, Window, explain
from sheetflow.errors import BadInput

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def calendar(
    weekly: dict[str, object],
    *exceptions: DatedHours,
    zone: str = SHANGHAI,
    official: str | None = None,
) -> Calendar:
    spec = {"zone": zone, "weekly": weekly} | ({"official": official} if official else {})
    return Calendar.from_spec(spec, name="test", exceptions=exceptions)


W = calendar({"daily": ["00:00-24:00"]})
S = calendar({"mon-fri": ["09:00-12:00", "13:30-18:00"]}, official="CN")
N = calendar({"mon-fri": ["20:00-04:00"]})
DESK = calendar({"daily": ["08:00-20:00"]})
NY_WALL = calendar({"daily": ["00:00-24:00"]}, zone=NEW_YORK)
NY_NIGHT = calendar({"daily": ["22:00-06:00"]}, zone=NEW_YORK)


def at(text: str, zone: str = SHANGHAI, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("hours", "start", "duration", "deadline"),
    [
        pytest.param(W, "2026-03-10 10:00", 2, "2026-03-10 12:00", id="critical-response"),
        pytest.param(W, "2026-03-10 10:00", 24, "2026-03-11 10:00", id="critical-on-site"),
        pytest.param(W, "2026-03-13 20:00", 72, "2026-03-16 20:00", id="normal-over-a-weekend"),
        pytest.param(S, "2026-03-10 11:30", 3, "2026-03-10 16:00", id="across-lunch"),
        pytest.param(S, "2026-03-13 17:00", 3, "2026-03-16 11:00", id="across-a-weekend"),
        pytest.param(S, "2026-03-10 12:30", 3, "2026-03-10 16:30", id="from-within-lunch"),
        pytest.param(S, "2026-03-10 13:30", 4.5, "2026-03-10 18:00", id="stays-on-closing-time"),
        pytest.param(S, "2026-02-13 17:00", 3, "2026-02-14 11:00", id="into-a-make-up-saturday"),
        pytest.param(S, "2026-02-18 10:00", 3, "2026-02-24 12:00", id="from-within-a-holiday"),
        pytest.param(S, "2026-09-20 15:00", 4, "2026-09-21 10:00", id="from-a-make-up-sunday"),
        pytest.param(N, "2026-03-10 23:00", 8, "2026-03-11 23:00", id="through-two-night-shifts"),
        pytest.param(N, "2026-03-14 03:00", 2, "2026-03-16 21:00", id="friday-shift-on-saturday"),
        pytest.param(W, "2026-03-10 17:55", 1 / 6, "2026-03-10 18:05", id="contact-by-the-wall"),
        pytest.param(S, "2026-03-10 17:55", 1 / 6, "2026-03-11 09:05", id="contact-in-the-office"),
    ],
)
def test_a_deadline_is_working_time_after_its_start(
    hours: Calendar, start: str, duration: float, deadline: str
) -> None:
    assert hours.add(at(start), timedelta(hours=duration)) == at(deadline)


@pytest.mark.parametrize(
    ("hours", "start", "duration", "deadline"),
    [
        pytest.param(
            NY_WALL, "2026-03-07T22:00-05:00", 24, "2026-03-08T23:00-04:00", id="wall-24h"
        ),
        pytest.param(
            NY_NIGHT, "2026-03-08T00:30-05:00", 4, "2026-03-08T05:30-04:00", id="night-shift"
        ),
    ],
)
def test_the_hour_lost_in_spring_is_no_working_time(
    hours: Calendar, start: str, duration: int, deadline: str
) -> None:
    end = hours.add(datetime.fromisoformat(start), timedelta(hours=duration))
    assert end == datetime.fromisoformat(deadline)


def test_a_pause_outside_working_hours_moves_nothing() -> None:
    weekend = [(at("2026-03-13 19:00"), at("2026-03-16 08:00"))]
    assert S.deadline(at("2026-03-13 16:00"), 4 * HOUR, weekend) == at("2026-03-16 11:00")


@pytest.mark.parametrize(
    ("pauses", "deadline"),
    [
        pytest.param([("10:00", "10:30")], "12:30", id="one-of-half-an-hour"),
        pytest.param([("10:30", "11:00"), ("10:00", "10:30")], "13:00", id="two-in-any-order"),
        pytest.param([("10:00", "11:00"), ("10:30", "10:45")], "13:00", id="one-within-another"),
        pytest.param([("08:00", "09:30")], "12:30", id="begun-before-the-start"),
        pytest.param([("11:30", "13:00")], "13:30", id="begun-in-time-ended-late"),
        pytest.param([("11:00", "11:30"), ("12:15", "12:45")], "13:00", id="in-time-by-another"),
        pytest.param([("12:00", "12:30")], "12:00", id="begun-on-the-deadline"),
        pytest.param([("12:01", None)], "12:00", id="still-running-but-begun-late"),
        pytest.param([("10:00", "09:50")], "12:00", id="back-dated-to-end-before-it-began"),
    ],
)
def test_a_deadline_moves_by_the_pauses_begun_before_it(
    pauses: list[tuple[str, str | None]], deadline: str
) -> None:
    def day(time: str) -> datetime:
        return at(f"2026-03-10 {time}")

    spans = [(day(began), day(ended) if ended else None) for began, ended in pauses]
    assert W.deadline(day("09:00"), 3 * HOUR, spans) == day(deadline)


def test_a_deadline_is_unknown_while_a_pause_that_counts_is_running() -> None:
    pauses = [(at("2026-03-10 10:00"), None), (at("2026-03-10 10:00"), None)]
    assert W.deadline(at("2026-03-10 09:00"), 3 * HOUR, pauses) is None


# The hours themselves


@pytest.mark.parametrize(
    ("hours", "time", "is_open"),
    [
        pytest.param(S, "2026-03-10 09:00", True, id="at-opening"),
        pytest.param(S, "2026-03-10 12:00", False, id="at-closing"),
        pytest.param(S, "2026-03-14 10:00", False, id="on-a-saturday"),
        pytest.param(S, "2026-02-14 10:00", True, id="on-a-make-up-saturday"),
        pytest.param(S, "2026-02-18 10:00", False, id="on-a-holiday"),
        pytest.param(DESK, "2026-02-18 10:00", True, id="at-the-desk-on-a-holiday"),
        pytest.param(N, "2026-03-14 03:59", True, id="fridays-night-shift-on-saturday"),
        pytest.param(N, "2026-03-16 03:00", False, id="no-sunday-shift-on-monday"),
        pytest.param(W, "2026-02-18 00:00", True, id="always"),
    ],
)
def test_open_means_within_a_window(hours: Calendar, time: str, is_open: bool) -> None:
    assert hours.is_open(at(time)) is is_open


@pytest.mark.parametrize(
    ("hours", "time", "opening"),
    [
        pytest.param(S, "2026-03-10 10:00", "2026-03-10 10:00", id="open-now"),
        pytest.param(S, "2026-03-10 12:00", "2026-03-10 13:30", id="after-lunch"),
        pytest.param(S, "2026-02-14 18:00", "2026-02-24 09:00", id="after-the-spring-festival"),
        pytest.param(N, "2026-03-14 04:00", "2026-03-16 20:00", id="after-the-weekend"),
    ],
)
def test_the_next_opening_is_now_or_a_windows_start(
    hours: Calendar, time: str, opening: str
) -> None:
    assert hours.next_opening(at(time)) == at(opening)


@pytest.mark.parametrize(
    ("hours", "time", "closing"),
    [
        pytest.param(S, "2026-03-10 08:00", "2026-03-10 18:00", id="before-opening"),
        pytest.param(S, "2026-03-10 12:30", "2026-03-10 18:00", id="at-lunch"),
        pytest.param(S, "2026-03-10 18:00", "2026-03-11 18:00", id="at-closing-time"),
        pytest.param(S, "2026-03-13 20:00", "2026-03-16 18:00", id="on-friday-night"),
        pytest.param(N, "2026-03-11 02:00", "2026-03-11 04:00", id="in-yesterdays-night-shift"),
        pytest.param(W, "2026-03-10 10:00", "2026-03-11 00:00", id="never-closing-at-midnight"),
    ],
)
def test_the_same_days_closing_is_the_last_windows_end(
    hours: Calendar, time: str, closing: str
) -> None:
    assert hours.closing(at(time)) == at(closing)


@pytest.mark.parametrize(
    ("row", "closing"),
    [
        pytest.param(DatedHours(date(2026, 3, 11), "休"), "2026-03-12 18:00", id="off"),
        pytest.param(DatedHours(date(2026, 3, 11), "work", ""), "2026-03-11 18:00", id="as-monday"),
        pytest.param(
            DatedHours(date(2026, 3, 11), "班", "08:00－11:00，12:00～21:30"),
            "2026-03-11 21:30",
            id="own",
        ),
        pytest.param(
            DatedHours(date(2026, 2, 14), "off"), "2026-02-24 18:00", id="beats-the-state"
        ),
    ],
)
def test_a_dated_row_beats_weekday_and_state(row: DatedHours, closing: str) -> None:
    hours = calendar({"mon-fri": ["09:00-12:00", "13:30-18:00"]}, row, official="CN")
    assert hours.closing(at(f"{row.day} 07:00")) == at(closing)


def test_windows_that_touch_are_one() -> None:
    hours = calendar({"mon": ["12:00-18:00", "09:00-12:00"]})
    assert hours.weekly == {0: (Window(540, 720), Window(720, 1080))}
    assert hours.add(at("2026-03-09 11:00"), 2 * HOUR) == at("2026-03-09 13:00")


def test_open_day_and_night_still_means_closed_on_a_day_off() -> None:
    week = {"daily": ["00:00-24:00"]}
    listed = calendar(week, DatedHours(date(2026, 2, 18), "休"))
    assert listed.add(at("2026-02-17 23:00"), 2 * HOUR) == at("2026-02-19 01:00")
    assert (
        calendar(week, official="CN").elapsed(at("2026-02-15 00:00"), at("2026-02-24 01:00"))
        == HOUR
    )


@pytest.mark.parametrize("day", range(70))
def test_a_days_work_ends_at_closing_time_on_any_day(day: int) -> None:
    opening = at("2026-01-01 08:00") + day * DAY
    assert DESK.add(opening, 12 * HOUR) == opening + 12 * HOUR
    assert DESK.add(opening - HOUR, 12 * HOUR) == opening + 12 * HOUR


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
@pytest.mark.parametrize("window", ["00:00-23:00", "14:00-13:00", "23:00-22:00"])
def test_no_shift_is_lost_between_one_stretch_of_days_and_the_next(zone: str, window: str) -> None:
    hours = calendar({"daily": [window]}, zone=zone)
    start = at("2026-01-01 13:30", zone)
    assert hours.elapsed(start, start + 448 * DAY) == 448 * 23 * HOUR


def test_shifts_that_overlap_from_one_day_to_the_next_count_once() -> None:
    hours = calendar({"mon": ["22:00-06:00"], "tue": ["05:00-10:00"]})
    assert hours.add(at("2026-03-09 22:00"), 9 * HOUR) == at("2026-03-10 07:00")


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        pytest.param(
            "01:30-04:00",
            "2026-11-01T01:30-04:00",
            "2026-11-01T04:00-05:00",
            id="start-takes-first",
        ),
        pytest.param(
            "00:00-01:30", "2026-11-01T00:00-04:00", "2026-11-01T01:30-05:00", id="end-takes-second"
        ),
        pytest.param(
            "02:30-08:00", "2026-03-08T03:30-04:00", "2026-03-08T08:00-04:00", id="start-in-gap"
        ),
        pytest.param(
            "00:00-02:30", "2026-03-08T00:00-05:00", "2026-03-08T03:30-04:00", id="end-in-gap"
        ),
    ],
)
def test_a_window_that_meets_a_change_of_the_clocks(window: str, start: str, end: str) -> None:
    hours = calendar({"sun": [window]}, zone=NEW_YORK)
    opening = hours.next_opening(datetime.fromisoformat(start) - 6 * HOUR)
    assert (opening, hours.closing(opening)) == tuple(map(datetime.fromisoformat, (start, end)))


def test_an_hour_shown_twice_is_told_apart_by_its_fold() -> None:
    first, second = (at("2026-11-01 01:30", NEW_YORK, fold=fold) for fold in (0, 1))
    assert NY_WALL.elapsed(first, second) == HOUR
    assert NY_WALL.add(first, HOUR) == second.astimezone(UTC)
    assert NY_NIGHT.deadline(first, HOUR, [(first, second)]) == second.astimezone(UTC) + HOUR


def test_results_are_in_utc() -> None:
    start = at("2026-03-10 10:00")
    found = [hours.add(start, length) for hours in (W, S) for length in (0 * HOUR, HOUR)]
    found += [S.next_opening(start), S.closing(start), explain(S, start, HOUR)[0].start]
    assert {moment.tzinfo for moment in found} == {UTC}


@pytest.mark.parametrize("hours", [pytest.param(W, id="wall"), pytest.param(S, id="office")])
def test_a_time_without_a_zone_is_an_error_of_ours(hours: Calendar) -> None:
    naive = datetime.fromisoformat("2026-03-10 10:00")
    for ask in (hours.is_open, hours.next_opening, hours.closing):
        with pytest.raises(TypeError):
            ask(naive)
    for length in (timedelta(), HOUR):
        with pytest.raises(TypeError):
            hours.add(naive, length)


def test_time_does_not_run_backwards() -> None:
    start = at("2026-03-10 10:00")
    assert S.elapsed(start, start - DAY) == W.elapsed(start, start - DAY) == timedelta()
    with pytest.raises(ValueError, match="runs backwards"):
        S.add(start, -HOUR)


def test_a_week_without_hours_is_refused_since_no_deadline_would_come() -> None:
    with pytest.raises(ValueError, match="no window"):
        Calendar("never", SHANGHAI, {0: ()}, {})


def test_calendars_with_the_same_hours_are_equal() -> None:
    twin = calendar({"daily": ["08:00-20:00"]})
    twin.add(at("2026-03-10 10:00"), HOUR)
    assert twin == DESK
    assert hash(twin) == hash(DESK)
    assert calendar({"daily": ["08:00-20:30"]}) != DESK


# The state's days


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + DAY * day for day in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", range(2006, 2027))
def test_holidays_and_make_up_workdays_are_the_state_councils(year: int) -> None:
    ordinary = {day for day in days_of(year) if day.weekday() < 5} - set(state_council.holidays)
    declared = {day for day in state_council.workdays if day.year == year}
    assert {day for day in days_of(year) if S.hours_of(day)} == ordinary | declared


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023, 2025, 2026])
def test_a_desk_open_all_week_is_closed_on_exactly_the_days_of_the_notice(year: int) -> None:
    open_daily = calendar({"daily": ["09:00-18:00"]}, official="CN")
    declared = {day for day in state_council.holidays if day.year == year}
    assert {day for day in days_of(year) if not open_daily.hours_of(day)} == declared


def test_a_year_without_a_notice_is_known_to_be_a_guess() -> None:
    by_hand = [DatedHours(date(2080, 10, 1), "休"), DatedHours(date(2080, 10, 12), "班")]
    week = {"mon-fri": ["09:00-18:00"]}
    assert S.has_official_data(2026)
    assert not S.has_official_data(2080)
    assert not calendar(week, by_hand[0], official="CN").has_official_data(2080)
    assert calendar(week, *by_hand, official="CN").has_official_data(2080)
    assert DESK.has_official_data(2080)


def test_the_laws_holidays_are_off_before_the_years_notice() -> None:
    assert S.hours_of(date(2080, 10, 1)) == ()
    assert S.hours_of(date(2080, 10, 9)) != ()


# How it was counted


def test_an_explanation_names_each_opening_and_its_share() -> None:
    stretches = explain(S, at("2026-03-13 17:00"), 3 * HOUR)
    assert stretches == [
        (at("2026-03-13 13:30"), at("2026-03-13 18:00"), HOUR),
        (at("2026-03-16 09:00"), at("2026-03-16 12:00"), 2 * HOUR),
    ]


def test_nothing_to_count_needs_no_explanation() -> None:
    assert explain(S, at("2026-03-13 17:00"), timedelta()) == []


# Reading


def problems(spec: dict[str, object], *rows: DatedHours) -> list[str]:
    with pytest.raises(BadInput) as refused:
        Calendar.from_spec(spec, name="desk", exceptions=rows)
    return [str(problem) for problem in refused.value.problems]


def test_every_problem_of_a_calendar_comes_at_once_with_its_place() -> None:
    spec = {
        "zone": "Asia/Shangai",
        "weekly": {
            "mon-fri": ["9-12", "18:00-25:00", "13:00-14:00", "13:30-15:00"],
            "funday": ["09:00-18:00"],
            "mon": ["09:00-18:00"],
        },
        "official": "XX",
        "holydays": True,
    }
    hours = "Write hours such as 09:00-12:00, several with a comma between them."
    assert problems(spec) == [
        "calendars.desk.holydays: no calendar has this key. Use zone, weekly, official.",
        "calendars.desk.zone: 'Asia/Shangai' is no time zone. Write Asia/Shanghai.",
        f"calendars.desk.weekly.mon-fri: '9-12' is not a window. {hours}",
        f"calendars.desk.weekly.mon-fri: '18:00-25:00' goes beyond the day's 24:00. {hours}",
        "calendars.desk.weekly.mon-fri: 13:00-14:00 and 13:30-15:00 overlap. "
        "Join them, or let one end where the other starts.",
        "calendars.desk.weekly.funday: not a weekday. "
        "Write daily, mon-fri, or mon, tue, wed, thu, fri, sat, sun.",
        "calendars.desk.weekly.mon: mon has hours twice. Name each day once.",
        "calendars.desk.official: no official days are known for 'XX'. "
        "Write CN, or leave it out and list the days in 节假日.",
    ]


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        pytest.param({}, "calendars.desk.zone: no zone. Write Asia/Shanghai.", id="no-zone"),
        pytest.param(
            {"zone": "Asia"},
            "calendars.desk.zone: 'Asia' is no time zone. Write Asia/Shanghai.",
            id="a-folder-of-zones",
        ),
        pytest.param(
            {"zone": SHANGHAI, "weekly": {}},
            'calendars.desk.weekly: no hours. Write mon-fri: ["09:00-12:00", "13:30-18:00"].',
            id="no-week",
        ),
        pytest.param(
            {"zone": SHANGHAI, "weekly": {"mon": None, "tue": []}},
            "calendars.desk.weekly: never open. Give one day hours, such as 09:00-18:00.",
            id="never-open",
        ),
    ],
)
def test_a_calendar_lacking_something_says_what(spec: dict[str, object], problem: str) -> None:
    assert problem in problems(spec)


def test_every_wrong_row_of_the_holidays_is_named() -> None:
    day, spec = date(2026, 10, 1), {"zone": SHANGHAI, "weekly": {"tue": ["09:00-18:00"]}}
    rows = [
        DatedHours(day, "休", "09:00-12:00", where="节假日!A2"),
        DatedHours(day, "班", where="节假日!A3"),
        DatedHours(date(2026, 10, 2), "半天", where="节假日!A4"),
        DatedHours(date(2026, 10, 3), "班", "上午", where="节假日!A5"),
    ]
    assert problems(spec, *rows) == [
        "节假日!A2: a day off with hours 09:00-12:00. Empty the hours, or write 班 (work).",
        "节假日!A3: 2026-10-01 is listed twice. Keep one of the rows.",
        "节假日!A3: a workday without hours, and Monday has none. Write its hours.",
        "节假日!A4: '半天' is no kind of day. Write 休 (off) or 班 (work).",
        "节假日!A5: '上午' is not a window. "
        "Write hours such as 09:00-12:00, several with a comma between them.",
    ]


@pytest.mark.parametrize(
    ("key", "days"),
    [
        pytest.param("daily", {0, 1, 2, 3, 4, 5, 6}, id="daily"),
        pytest.param("mon-fri", {0, 1, 2, 3, 4}, id="mon-fri"),
        pytest.param("Sat", {5}, id="one-day-in-any-case"),
        pytest.param("fri-mon", {4, 5, 6, 0}, id="over-the-weekend"),
    ],
)
def test_weekdays_are_read_as_people_write_them(key: str, days: set[int]) -> None:
    hours = calendar({key: "08:00-20:00"})
    assert hours.weekly == dict.fromkeys(days, (Window(480, 1200),))


# The laws, against a count minute by minute

# Each zone with a moment its clocks do something: half an hour, midnight itself, a whole day skipped, nothing.
TURNS = [
    (NEW_YORK, "2026-03-08T07:00+00:00"),
    (NEW_YORK, "2026-11-01T06:00+00:00"),
    ("Europe/London", "2026-03-29T01:00+00:00"),
    ("Australia/Lord_Howe", "2026-04-04T15:00+00:00"),
    ("Australia/Lord_Howe", "2026-10-03T15:30+00:00"),
    ("America/Havana", "2026-03-08T05:00+00:00"),
    ("America/Havana", "2026-11-01T05:00+00:00"),
    ("Pacific/Apia", "2011-12-30T10:00+00:00"),
    ("Asia/Kathmandu", "2026-01-01T00:00+00:00"),
    (SHANGHAI, "2026-02-14T00:00+00:00"),
]
BEFORE, LONG = 4, 10  # days before the turn, and in all, that are counted minute by minute


@cache
def minutes_shown(zone: str, first: datetime) -> dict[datetime, list[int]]:
    """Map what a clock on the wall shows to the minutes, from `first`, at which it shows it."""
    shown: dict[datetime, list[int]] = {}
    for minute in range(LONG * 1440):
        wall = (first + minute * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        shown.setdefault(wall, []).append(minute)
    return shown


def shown_at(shown: dict[datetime, list[int]], wall: datetime, which: int) -> int | None:
    """Find the minute of a time on the wall; a skipped one is as far past the last time shown as it says."""
    if wall in shown:
        return shown[wall][which]
    if not min(shown) <= wall <= max(shown):
        return None
    last = wall
    while last not in shown:
        last -= MINUTE
    return shown[last][0] + (wall - last) // MINUTE


def open_minutes(hours: Calendar, first: datetime) -> bytearray:
    """Mark each open minute of the days from `first`; those near either end are left to no test."""
    shown = minutes_shown(hours.zone, first)
    marks = bytearray(LONG * 1440)
    day = min(shown).date() + DAY
    while day <= max(shown).date():
        weekly = hours.weekly.get(day.weekday(), ())
        for window in hours.exceptions.get(day, weekly):
            midnight = datetime.combine(day, datetime.min.time())
            start = shown_at(shown, midnight + window.start_minute * MINUTE, 0)
            end = shown_at(shown, midnight + window.last_minute * MINUTE, -1)
            if start is not None:
                end = len(marks) if end is None else end
                marks[start:end] = b"\1" * len(marks[start:end])
        day += DAY
    return marks


windows = st.builds(Window, st.integers(0, 1439), st.integers(0, 1440))
days_hours = st.lists(windows, max_size=3).map(tuple)


@st.composite
def calendars_at_a_turn(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    zone, turn = draw(st.sampled_from(TURNS))
    first = datetime.fromisoformat(turn) - BEFORE * DAY
    weekly = draw(st.dictionaries(st.integers(0, 6), days_hours, min_size=1))
    weekly[draw(st.integers(0, 6))] = (draw(windows),)
    dates = st.integers(0, LONG).map(lambda day: first.date() + day * DAY)
    exceptions = draw(st.dictionaries(dates, days_hours, max_size=3))
    return Calendar("drawn", zone, weekly, exceptions), first


counted_minutes = st.integers(2 * 1440, (LONG - 2) * 1440)


@given(calendars_at_a_turn(), counted_minutes, counted_minutes)
@settings(max_examples=150, deadline=None)
def test_elapsed_is_the_count_of_open_minutes(
    case: tuple[Calendar, datetime], one: int, other: int
) -> None:
    hours, first = case
    start, end = sorted((one, other))
    marks = open_minutes(hours, first)
    assert (
        hours.elapsed(first + start * MINUTE, first + end * MINUTE)
        == sum(marks[start:end]) * MINUTE
    )
    assert hours.is_open(first + start * MINUTE) == bool(marks[start])


@given(calendars_at_a_turn(), counted_minutes, st.integers(1, 6 * 1440))
@settings(max_examples=150, deadline=None)
def test_a_deadline_is_the_end_of_the_last_minute_counted(
    case: tuple[Calendar, datetime], start: int, duration: int
) -> None:
    hours, first = case
    marks = open_minutes(hours, first)[: (LONG - 2) * 1440]
    open_ones = [minute for minute in range(start, len(marks)) if marks[minute]]
    deadline = hours.add(first + start * MINUTE, duration * MINUTE)
    if len(open_ones) >= duration:
        assert deadline == first + (open_ones[duration - 1] + 1) * MINUTE
    else:
        assert deadline > first + len(marks) * MINUTE


instants = st.datetimes(
    datetime.fromisoformat("2019-01-01"),
    datetime.fromisoformat("2029-01-01"),
    timezones=st.just(UTC),
)
durations = st.timedeltas(timedelta(), 90 * DAY)


calendars = st.one_of(
    calendars_at_a_turn().map(lambda case: case[0]),
    st.sampled_from([W, S, N, DESK, NY_NIGHT, NY_WALL]),
)


@given(calendars, instants, durations)
@settings(deadline=None)
def test_what_was_added_is_what_has_elapsed(
    hours: Calendar, start: datetime, duration: timedelta
) -> None:
    assert hours.elapsed(start, hours.add(start, duration)) == duration


@given(calendars, instants, durations, durations)
@settings(deadline=None)
def test_two_durations_added_at_once_are_each_added_alone(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    assert calendar.add_both(start, first, second) == (
        calendar.add(start, first),
        calendar.add(start, second),
    )


@given(calendars, instants, durations, durations)
@settings(deadline=None)
def test_a_longer_duration_or_a_later_start_never_ends_earlier(
    hours: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert hours.add(start, one) <= hours.add(start, one + other)
    assert hours.add(start, one) <= hours.add(start + other, one)


@given(calendars, instants, durations, durations)
@settings(deadline=None)
def test_two_durations_in_a_row_are_their_sum(
    hours: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    if other:
        assert hours.add(hours.add(start, one), other) == hours.add(start, one + other)


@given(calendars, instants, durations)
@settings(deadline=None)
def test_the_shares_of_an_explanation_add_up(
    hours: Calendar, start: datetime, duration: timedelta
) -> None:
    stretches = explain(hours, start, duration)
    assert sum((stretch.counted for stretch in stretches), timedelta()) == duration


@given(calendars, instants)
@settings(deadline=None)
def test_nothing_is_worked_before_the_next_opening(hours: Calendar, now: datetime) -> None:
    opening = hours.next_opening(now)
    assert opening >= now
    assert hours.is_open(opening)
    assert not hours.elapsed(now, opening)
    assert hours.closing(now) > now
    assert not hours.is_open(now) or hours.closing(now) >= hours.add(now, timedelta(microseconds=1))
