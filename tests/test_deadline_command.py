"""`sheetflow deadline` gives WORKFLOW's examples, shows how it counted, and says what it can't read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sheetflow.cli import main
from sheetflow.model import Text
from sheetflow.schema import load, load_calendars
from tests.builders import SCHEMA_FILE

#: The calendars as WORKFLOW.md writes them, and those of its examples.
DESIGN = """calendars:
  wall:   {zone: Asia/Shanghai, weekly: {daily: ["00:00-24:00"]}}
  desk:   {zone: Asia/Shanghai, weekly: {daily: ["08:00-20:00"]}}
  office: {zone: Asia/Shanghai, official: CN, weekly: {mon-fri: ["09:00-12:00", "13:30-18:00"]}}
  N:      {zone: Asia/Shanghai, weekly: {mon-fri: ["20:00-04:00"]}}
  NY:     {zone: America/New_York, weekly: {daily: ["00:00-24:00"]}}
  NY_night: {zone: America/New_York, weekly: {daily: ["22:00-06:00"]}}
"""


@pytest.fixture(scope="module", params=["alone", "in the shipped schema"])
def schema(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("schema") / "sheet_schema.yaml"
    shipped = SCHEMA_FILE.read_text("utf-8")
    before, _, rest = shipped.partition("\ncalendars:\n")
    _, _, after = rest.partition("\n\n")
    made.write_text(DESIGN if request.param == "alone" else f"{before}\n{DESIGN}\n{after}", "utf-8")
    return made


def deadline(*words: str, schema: Path = SCHEMA_FILE) -> Result:
    return CliRunner().invoke(main, ["deadline", *words, "--schema", str(schema)], obj={})


@pytest.mark.parametrize(
    ("calendar", "start", "duration", "wanted"),
    [
        pytest.param("wall", "2026-03-10 10:00", "2 h", "2026-03-10 12:00", id="1 response"),
        pytest.param("wall", "2026-03-10 10:00", "24h", "2026-03-11 10:00", id="1 on-site"),
        pytest.param("wall", "2026-03-13 20:00", "72 h", "2026-03-16 20:00", id="2"),
        pytest.param("office", "2026-03-10 11:30", "3h", "2026-03-10 16:00", id="3"),
        pytest.param("office", "2026-03-13 17:00", "3 h", "2026-03-16 11:00", id="4"),
        pytest.param("office", "2026-03-10 12:30", "3小时", "2026-03-10 16:30", id="5"),
        pytest.param("office", "2026-03-10 13:30", "4.5h", "2026-03-10 18:00", id="6"),
        pytest.param("office", "2026-02-13 17:00", "3h", "2026-02-14 11:00", id="7"),
        pytest.param("office", "2026-02-18 10:00", "3h", "2026-02-24 12:00", id="8"),
        pytest.param("office", "2026-09-20 15:00", "4h", "2026-09-21 10:00", id="9"),
        pytest.param("N", "2026-03-10 23:00", "8h", "2026-03-11 23:00", id="10"),
        pytest.param("N", "2026-03-14 03:00", "2h", "2026-03-16 21:00", id="11"),
        pytest.param("wall", "2026-03-10 17:55", "10 min", "2026-03-10 18:05", id="17 wall"),
        pytest.param("office", "2026-03-10 17:55", "10 min", "2026-03-11 09:05", id="17 office"),
        pytest.param(
            "office", "2026-03-10T03:30+00:00", "3h", "2026-03-10 16:00", id="with an offset"
        ),
    ],
)
def test_the_examples_of_the_design(
    schema: Path, calendar: str, start: str, duration: str, wanted: str
) -> None:
    told = deadline(start, duration, "--calendar", calendar, schema=schema)

    assert told.stdout.splitlines()[0] == f"{wanted} Asia/Shanghai"


@pytest.mark.parametrize(
    ("calendar", "start", "duration", "wanted"),
    [
        pytest.param("NY", "2026-03-07 22:00", "24 h", "2026-03-08 23:00", id="12"),
        pytest.param("NY_night", "2026-03-08 00:30", "4 h", "2026-03-08 05:30", id="13"),
    ],
)
def test_an_hour_lost_in_spring(
    schema: Path, calendar: str, start: str, duration: str, wanted: str
) -> None:
    told = deadline(start, duration, "--calendar", calendar, schema=schema)

    assert told.stdout.splitlines()[0] == f"{wanted} America/New_York"


def test_calendars_without_a_label_are_called_by_their_names(schema: Path) -> None:
    if schema.read_text("utf-8") == DESIGN:
        assert [one.label.zh for one in load_calendars(schema)][-2:] == ["NY", "NY_night"]
        return
    whole = load(schema, profile="stove")
    choices = whole.tab("staff").column("shift").choices
    assert [one.label for one in choices if one.key == "NY"] == [Text("NY", "NY")]


def test_a_file_whose_calendars_are_wrong_or_absent_says_so(tmp_path: Path) -> None:
    file = tmp_path / "calendars.yaml"
    for text, wanted in (
        (DESIGN.replace("20:00-04:00", "20-04"), "calendars.N.weekly.mon-fri"),
        (DESIGN.replace("  N: ", "  9N: "), "'9N' can't be a key"),
        ("clocks: {}\n", "'calendars' is missing"),
    ):
        file.write_text(text, "utf-8")
        told = deadline("2026-03-10 10:00", "2h", "--calendar", "wall", schema=file)
        assert (told.exit_code, wanted in told.stderr) == (1, True), told.stderr


def test_it_says_how_it_counted() -> None:
    told = deadline("2026-03-13 17:00", "3h", "--calendar", "office")

    assert told.stdout.splitlines() == [
        "2026-03-16 11:00 Asia/Shanghai",
        "  Fri 2026-03-13 13:30-18:00  1 h",
        "  Mon 2026-03-16 09:00-12:00  2 h",
    ]


def test_a_day_that_is_open_throughout_ends_at_24() -> None:
    told = deadline("2026-03-10 10:00", "24h", "--calendar", "wall")

    assert told.stdout.splitlines()[1:] == [
        "  Tue 2026-03-10 00:00-24:00  14 h",
        "  Wed 2026-03-11 00:00-24:00  10 h",
    ]


def test_a_pause_outside_working_time_moves_nothing() -> None:
    pause = "2026-03-13 19:00/2026-03-16 08:00"
    told = deadline("2026-03-13 16:00", "4h", "--calendar", "office", "--pause", pause)

    assert told.stdout.splitlines()[0] == "2026-03-16 11:00 Asia/Shanghai"
    assert told.stdout.splitlines()[-1].endswith(": 0 min of working time")


def test_pauses_add_up_and_one_that_began_too_late_does_not_count() -> None:
    pauses = ("2026-03-10 11:00/2026-03-10 11:30", "2026-03-10 12:00/2026-03-10 13:00")
    late = "2026-03-11 09:00/2026-03-11 10:00"
    words = [word for one in (*pauses, late) for word in ("--pause", one)]
    told = deadline("2026-03-10 10:00", "3h", "--calendar", "wall", *words)

    assert told.stdout.splitlines()[0] == "2026-03-10 14:30 Asia/Shanghai"
    assert told.stdout.splitlines()[-1].endswith("began after the deadline and doesn't count")


@pytest.mark.parametrize(
    ("pauses", "wanted", "said"),
    [
        pytest.param(
            ("2026-03-13 15:00/2026-03-13 17:00",),
            "2026-03-16 12:00",
            ["1 h of working time; what was before START doesn't count"],
            id="began before the start",
        ),
        pytest.param(
            ("2026-03-13 14:00/2026-03-13 15:00",),
            "2026-03-16 11:00",
            ["0 min of working time; what was before START doesn't count"],
            id="over before the start",
        ),
        pytest.param(
            ("2026-03-13 16:30/2026-03-13 17:30", "2026-03-13 16:00/2026-03-13 17:00"),
            "2026-03-16 14:00",
            [
                "1 h of working time",
                "30 min of working time; what another pause covers counts once",
            ],
            id="two that overlap",
        ),
        pytest.param(
            ("2026-03-13 16:00/2026-03-13 17:30", "2026-03-13 16:30/2026-03-13 17:00"),
            "2026-03-16 14:00",
            [
                "1 h 30 min of working time",
                "0 min of working time; what another pause covers counts once",
            ],
            id="one within another",
        ),
    ],
)
def test_what_the_pauses_are_said_to_add_is_what_they_added(
    pauses: tuple[str, ...], wanted: str, said: list[str]
) -> None:
    words = [word for one in pauses for word in ("--pause", one)]
    lines = deadline("2026-03-13 16:00", "4h", "--calendar", "office", *words).stdout.splitlines()

    assert lines[0] == f"{wanted} Asia/Shanghai"
    assert [line.partition(": ")[2] for line in lines if "paused" in line] == said


def test_of_many_openings_the_first_and_the_last_are_shown() -> None:
    told = deadline("2026-03-10 09:00", "20 d", "--calendar", "office")
    lines = told.stdout.splitlines()

    assert sum(line.endswith("more openings") for line in lines) == 1
    assert len(lines) == 1 + 10 + 1 + 10


@pytest.mark.parametrize("year", ["0001", "1899", "2900", "9999"])
def test_a_year_out_of_reach_is_said(year: str) -> None:
    told = deadline(f"{year}-12-31 09:00", "3 h", "--calendar", "office")

    assert told.exit_code != 0
    assert "Name a year from 1900 to 2899" in told.output


def test_a_year_whose_holidays_nobody_knows_is_said() -> None:
    told = deadline("2099-03-10 09:00", "3 h", "--calendar", "office")

    assert "The holidays of 2099 aren't known yet" in told.stdout
    assert "no workday is moved" in told.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tomorrow", "3h", "--calendar", "office"), "START: 'tomorrow' is not a time."),
        (("2026-03-10 09:00", "3", "--calendar", "office"), "DURATION: '3' has no unit."),
        (("2026-03-10 09:00", "3h", "--calendar", "x"), "--calendar: there is no calendar 'x'."),
        (
            ("2026-03-10 09:00", "3h", "--calendar", "wall", "--pause", "2026-03-10 10:00"),
            "--pause: '2026-03-10 10:00' has no end.",
        ),
        (
            ("2026-03-10 09:00", "3h", "--calendar", "wall", "--pause", "2026-03-11/2026-03-10"),
            "--pause: '2026-03-11/2026-03-10' ends before it begins.",
        ),
    ],
)
def test_what_it_cannot_read_is_said_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    told = deadline(*words)

    assert told.exit_code == 1
    assert told.stderr.startswith(sentence)


@pytest.mark.parametrize("duration", ["-1h", "-30min"])
def test_a_length_below_nothing_is_told_as_one_and_is_no_option(duration: str) -> None:
    found = deadline("2026-03-10 09:00", duration, "--calendar", "office")
    assert found.exit_code != 0
    assert f"DURATION: '{duration}'" in found.output
    assert "No such option" not in found.output
