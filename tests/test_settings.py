"""Settings are read from a mapping, every problem at once, each with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sheetflow.errors import BadInput
from sheetflow.settings import SECRETS, Settings, read_settings

HOME = Path("/srv/desk")


def read(**settings: str) -> Settings:
    """Read settings named without their prefix, in an English environment unless LANG is given."""
    language = settings.pop("LANG", "en_US.UTF-8")
    env = {f"SHEETFLOW_{name}": value for name, value in settings.items()}
    return read_settings({"LANG": language, **env}, home=HOME)


def problems(**settings: str) -> list[str]:
    with pytest.raises(BadInput) as fault:
        read(**settings)
    return [str(problem) for problem in fault.value.problems]


def test_without_any_setting_a_desk_is_served_on_this_machine_from_var() -> None:
    found = read()
    assert found.embedded
    assert found.desk_url == "http://127.0.0.1:8000"
    assert found.data_dir == HOME / "var"
    assert found.schema == HOME / "sheet_schema.yaml"
    assert (found.cycle_seconds, found.quiet_cycle_seconds) == (2, 2)
    assert found.dispatch is None
    assert not found.observe


@pytest.mark.parametrize(
    ("language", "locale"),
    [("zh_CN.UTF-8", "zh"), ("zh_TW", "zh"), ("de_DE.UTF-8", "en"), ("C", "en"), ("", "en")],
)
def test_the_workbook_is_chinese_where_the_system_is(language: str, locale: str) -> None:
    assert read(LANG=language).locale == locale


def test_a_named_locale_beats_the_systems_language() -> None:
    assert read(LANG="zh_CN.UTF-8", LOCALE="en").locale == "en"
    assert read(LOCALE="zh-CN").locale == "zh"


def test_a_spreadsheet_elsewhere_is_asked_once_a_minute() -> None:
    found = read(SPREADSHEET_ID="1AbC", CREDENTIALS="/etc/desk/key.json")
    assert not found.embedded
    assert (found.cycle_seconds, found.quiet_cycle_seconds) == (60, 240)
    assert read(SHEETS_URL="http://127.0.0.1:8765").cycle_seconds == 60


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("PORT", "9000", lambda s: s.port == 9000),
        ("CYCLE_SECONDS", "0.5", lambda s: s.cycle_seconds == 0.5),
        ("DISPATCH", "automatic", lambda s: s.dispatch == "automatic"),
        ("DISPATCH", "suggest", lambda s: s.dispatch == "suggest"),
        ("DISPATCH", "manual", lambda s: s.dispatch == "manual"),
        ("OBSERVE", "Yes", lambda s: s.observe is True),
        ("MAX_CHANGES", "40", lambda s: s.max_changes == 40),
        ("QUOTA_SHARE", "40", lambda s: s.quota_share == 40),
        ("PUBLIC_URL", "https://desk.example.com/", lambda s: s.public_url[-1] == "m"),
        ("DATA_DIR", " /var/lib/desk ", lambda s: s.data_dir == Path("/var/lib/desk")),
    ],
)
def test_a_setting_is_taken(name: str, value: str, found: Callable[[Settings], bool]) -> None:
    assert found(read(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("CYCLE_SECONDS", "0"),
        ("CYCLE_SECONDS", "-2"),
        ("CYCLE_SECONDS", "nan"),
        ("CYCLE_SECONDS", "inf"),
        ("CYCLE_SECONDS", "a minute"),
        ("MAX_CHANGES", "0"),
        ("MAX_CHANGES", "many"),
        ("QUOTA_SHARE", "0"),
        ("QUOTA_SHARE", "101"),
        ("DISPATCH", "sometimes"),
        ("OBSERVE", "perhaps"),
        ("LOCALE", "fr"),
    ],
)
def test_a_value_out_of_range_is_named_with_what_to_write(name: str, value: str) -> None:
    [told] = problems(**{name: value})
    assert told.startswith(f"SHEETFLOW_{name}: '{value}' can't be used. Write ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_URL", "foo"),
        ("SMTP_URL", "smtp://"),
        ("DATABASE_URL", "mysql://u:secret@h/n"),
        ("PUBLIC_URL", "xx"),
        ("SHEETS_URL", "desk:secret"),
    ],
)
def test_an_address_of_another_kind_is_named_and_not_repeated(name: str, value: str) -> None:
    [told] = problems(**{name: value})
    assert told.startswith(f"SHEETFLOW_{name}: this is no address that begins with ")
    assert "Write it such as " in told
    assert "secret" not in told


def test_all_that_is_wrong_is_said_at_once() -> None:
    told = problems(PORT="eighty", LOCALE="fr", OBSERVE="perhaps")
    assert [line.split(":")[0] for line in told] == [
        "SHEETFLOW_PORT",
        "SHEETFLOW_LOCALE",
        "SHEETFLOW_OBSERVE",
    ]


def test_a_google_spreadsheet_wants_a_key() -> None:
    [told] = problems(SPREADSHEET_ID="1AbC")
    assert told.startswith("SHEETFLOW_CREDENTIALS: ")


@pytest.mark.parametrize(
    ("name", "schemes"), [one for one in SECRETS.items() if one[0] != "PING_SECRET"]
)
def test_a_secret_may_stand_in_a_file(tmp_path: Path, name: str, schemes: tuple[str, ...]) -> None:
    file = tmp_path / "secret"
    scheme = f"{schemes[0]}://" if schemes else ""
    filed, given = f"{scheme}from-a-file", f"{scheme}given"
    file.write_text(f"{filed}\n", encoding="utf-8")
    assert getattr(read(**{f"{name}_FILE": str(file)}), name.lower()) == filed
    assert getattr(read(**{f"{name}_FILE": str(file), name: given}), name.lower()) == given


def test_keys_of_pings_are_parted_by_commas_and_may_stand_in_a_file(tmp_path: Path) -> None:
    new, old = (f"whsec_{letter * 32}" for letter in "no")
    file = tmp_path / "secret"
    file.write_text(f"{new},\n{old}\n", encoding="ascii")
    assert read(PING_SECRET_FILE=str(file)).ping_keys == (new, old)
    assert read(PING_SECRET=old, PING_SECRET_FILE=str(file)).ping_keys == (old,)
    assert read().ping_keys == ()


def test_a_key_of_pings_that_isnt_one_is_told_and_not_repeated() -> None:
    [told] = problems(PING_SECRET=f"whsec_{'n' * 32},hunter2")
    assert told.startswith("SHEETFLOW_PING_SECRET: ")
    assert "hunter2" not in told


def test_a_secret_file_that_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    [told] = problems(SHEETS_TOKEN_FILE=missing)
    assert told.startswith("SHEETFLOW_SHEETS_TOKEN_FILE: the file can't be read (No such file")
    assert missing not in told


def test_what_is_no_secret_is_not_read_from_files(tmp_path: Path) -> None:
    file = tmp_path / "port"
    file.write_text("9000", encoding="ascii")
    assert read(PORT_FILE=str(file)).port == 8000
