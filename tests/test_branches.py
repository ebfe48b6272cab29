"""The branches' file: what a shop writes there becomes settings, and every fault is told with its line at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.bootstrap import open_house
from sheetflow.branches import read_branches
from sheetflow.errors import BadInput
from sheetflow.settings import Settings, read_settings

HOME = Path(__file__).parents[1]

TWO = """\
east:
  title: 城东店
  spreadsheet: 1aBcDeFgHiJkLmNoPq
  credentials: keys/east.json
north:
  spreadsheet: local
  smtp_url_file: mail.txt
  cycle_seconds: 5
  observe: true
"""


def settings_in(folder: Path, text: str, **env: str) -> tuple[Settings, ...]:
    """Read a branches' file."""
    (folder / "branches.yaml").write_text(text, "utf-8")
    given = {"BRANCHES": str(folder / "branches.yaml"), "DATA_DIR": str(folder / "data"), **env}
    return read_branches({f"SHEETFLOW_{name}": value for name, value in given.items()}, home=HOME)


def problems_in(folder: Path, text: str, **env: str) -> list[str]:
    """Give what is said of a file that can't be used."""
    with pytest.raises(BadInput) as refused:
        settings_in(folder, text, **env)
    return [str(one) for one in refused.value.problems]


def test_each_branch_says_what_is_its_own_and_has_the_rest_of_the_environment(
    tmp_path: Path,
) -> None:
    (tmp_path / "mail.txt").write_text("smtp://mail.example.com", "utf-8")
    east, north = settings_in(tmp_path, TWO, PORT="8123", SMTP_URL="smtp://all.example.com")
    assert (east.branch, east.title, east.spreadsheet_id) == (
        "east",
        "城东店",
        "1aBcDeFgHiJkLmNoPq",
    )
    assert east.credentials == str(tmp_path / "keys" / "east.json")
    assert east.smtp_url == "smtp://all.example.com"
    assert (north.branch, north.title, north.embedded) == ("north", "north", True)
    assert (north.cycle_seconds, north.observe) == (5.0, True)
    assert {east.port, north.port} == {8123}
    assert east.desk_url == "http://127.0.0.1:8123/b/east"


def test_a_secret_in_a_branchs_file_goes_before_that_of_all(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("smtp://mail.example.com", "utf-8")
    _, north = settings_in(tmp_path, TWO, SMTP_URL="smtp://all.example.com")
    assert north.smtp_url == "smtp://mail.example.com"


def test_each_has_a_data_folder_of_its_own_and_one_goes_on_with_the_folder_that_was(
    tmp_path: Path,
) -> None:
    east, north = settings_in(
        tmp_path, "east: {spreadsheet: local, data_dir: .}\nn: {spreadsheet: local}"
    )
    assert east.data_dir == tmp_path / "data"
    assert north.data_dir == tmp_path / "data" / "branches" / "n"
    assert {east.shared_dir, north.shared_dir} == {tmp_path / "data"}


def test_the_folder_of_what_all_share_is_made_though_no_branch_lies_in_it(tmp_path: Path) -> None:
    [only] = settings_in(tmp_path, f"a: {{spreadsheet: local, data_dir: {tmp_path / 'apart'}}}")
    with open_house(only) as house:
        assert house.folder == tmp_path / "apart" / "desk"
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_without_a_file_there_is_one_spreadsheet_as_ever(tmp_path: Path) -> None:
    env = {"SHEETFLOW_DATA_DIR": str(tmp_path), "LANG": "zh"}
    [only] = read_branches(env, home=HOME)
    assert only == read_settings(env, home=HOME)
    assert (only.branch, only.desk_url) == ("", "http://127.0.0.1:8000")


def test_who_calls_with_the_same_key_shares_its_quota(tmp_path: Path) -> None:
    text = """
a: {spreadsheet: 1aaaaaaaaaa}
b: {spreadsheet: 1bbbbbbbbbb}
c: {spreadsheet: 1cccccccccc, credentials: other.json}
d: {spreadsheet: local}
"""
    found = settings_in(tmp_path, text, CREDENTIALS="key.json")
    assert [one.sharing for one in found] == [("a", "b"), ("a", "b"), ("c",), ()]


def test_every_fault_is_told_with_its_line_at_once(tmp_path: Path) -> None:
    text = """\
East: {spreadsheet: local}
a:
  spreadsheet: local
  cycle_seconds: soon
  colour: red
b:
  spreadsheet: 1aBcDeFgHiJk
c: {title: C}
d: {spreadsheet: {id: 1a}}
"""
    assert [told.partition(". ")[0] for told in problems_in(tmp_path, text)] == [
        "branches.yaml:1 East: 'East' can't stand in an address",
        "branches.yaml:5 a.colour: 'colour' isn't known",
        "branches.yaml:4 a.cycle_seconds: 'soon' can't be used",
        "branches.yaml:7 b.credentials: it isn't set, and a Google spreadsheet is",
        "branches.yaml:8 c: its spreadsheet isn't named",
        "branches.yaml:9 d.spreadsheet: one value was expected",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "branches.yaml: no branch stands here"),
        ("- a", "branches.yaml: no branch stands here"),
        ("a: {spreadsheet: local}\na: {spreadsheet: local}", "branches.yaml:2 a: 'a' stands here for the second"),
        ("a: {", "branches.yaml:2: this isn't YAML"),
    ],
    ids=["empty", "a list", "a name twice", "no YAML"],
)  # fmt: skip
def test_a_file_of_another_form_is_told_as_such(tmp_path: Path, text: str, found: str) -> None:
    assert problems_in(tmp_path, text)[0].startswith(found)


@pytest.mark.parametrize(
    ("both", "what"),
    [
        ("spreadsheet: 1aBcDeFgHiJk, credentials: key.json", "spreadsheet"),
        ("spreadsheet: local, database_url: 'sqlite:///one.sqlite'", "database_url"),
        ("spreadsheet: local, data_dir: one", "data_dir"),
    ],
)
def test_two_never_have_one_spreadsheet_database_or_folder(
    tmp_path: Path, both: str, what: str
) -> None:
    [told] = problems_in(tmp_path, f"a: {{{both}}}\nb: {{{both}}}")
    assert told.startswith(f"branches.yaml:2 b: has the {what} of 'a': their tickets would mix")


@pytest.mark.parametrize(
    "name", ["SPREADSHEET_ID", "SHEETS_URL", "DATABASE_URL", "DATABASE_URL_FILE"]
)
def test_what_is_one_spreadsheets_alone_is_not_set_for_all(tmp_path: Path, name: str) -> None:
    [told] = problems_in(tmp_path, "a: {spreadsheet: local}", **{name: "http://127.0.0.1:1"})
    assert told.startswith(f"SHEETFLOW_{name}: it is set beside SHEETFLOW_BRANCHES")


def test_the_whole_address_of_a_spreadsheet_in_place_of_its_id_is_told(tmp_path: Path) -> None:
    text = "a:\n  spreadsheet: https://docs.google.com/spreadsheets/d/1aBcDeFgHiJk/edit#gid=0"
    with pytest.raises(BadInput) as told:
        settings_in(tmp_path, text, CREDENTIALS="key.json")
    [problem] = told.value.problems
    assert problem.where.startswith("branches.yaml:2 ")
    assert "is no spreadsheet's id" in problem.found
