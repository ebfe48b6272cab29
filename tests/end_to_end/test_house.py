"""What a house knows of itself, whatever its settings chose."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sheetflow.bootstrap import DEMO, open_house
from sheetflow.bootstrap.jobs import cycle
from sheetflow.clock import FixedClock
from sheetflow.demonstration import make
from sheetflow.errors import Refused
from sheetflow.localsheets import LocalSheets, local_client, serve
from sheetflow.settings import Settings, read_settings
from tests.end_to_end.desk import NOW, REPORT, open_desk, settings_of

HOME = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("smtp_url", "found"),
    [
        pytest.param("", "desk/mail", id="without a mail server"),
        pytest.param("smtp://127.0.0.1:25", None, id="with one"),
    ],
)
def test_mail_is_read_on_the_desk_where_it_stays_in_a_folder(
    smtp_url: str, found: str | None, tmp_path: Path
) -> None:
    env = {"SHEETFLOW_DATA_DIR": str(tmp_path), "SHEETFLOW_SMTP_URL": smtp_url}
    with open_house(read_settings(env, home=HOME)) as house:
        assert house.mail_folder == (tmp_path / found if found else None)


def test_the_demonstration_keeps_its_mail_and_its_ledger_to_itself(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        SMTP_URL="smtp://127.0.0.1:25",
        DATABASE_URL=f"sqlite:///{tmp_path / 'real.sqlite'}",
    )
    with open_house(settings, which=DEMO) as house:
        assert house.mail_folder == tmp_path / "demo" / "mail"
    assert (tmp_path / "demo" / "ledger.sqlite").exists()
    assert not (tmp_path / "real.sqlite").exists()


def test_whatever_is_set_no_notice_of_the_demonstration_leaves_the_house(tmp_path: Path) -> None:
    """Every text that a setting may hold is set, and every way to send is looked at, so that a new one is too."""
    plain = settings_of(tmp_path)
    unset = [each.name for each in fields(Settings) if getattr(plain, each.name) == ""]
    assert "smtp_url" in unset
    everything = dict.fromkeys(unset, "smtp://127.0.0.1:1") | {"profile": "stove"}
    with open_house(replace(plain, **everything), which=DEMO) as house:
        ways = [each for each in vars(house).values() if hasattr(each, "send")]
        assert {house.notifier, house.bots} <= {*ways}
        assert {way.name for way in ways} == {"folder"}


class Elsewhere:
    """A server with spreadsheets that aren't this machine's: the local twin in Google's place."""

    def __init__(self, sheets: LocalSheets, url: str) -> None:
        self.sheets, self.url = sheets, url

    def settings(self, folder: Path, spreadsheet_id: str, **more: str) -> Settings:
        return settings_of(folder, SHEETS_URL=self.url, SPREADSHEET_ID=spreadsheet_id, **more)

    def empty(self) -> str:
        """Give a new file that nobody has set up."""
        return local_client(self.sheets).create("mine").id


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    sheets = LocalSheets(tmp_path / "elsewhere.sqlite", now=FixedClock(NOW).now)
    server = serve(sheets, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Elsewhere(sheets, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    sheets.close()


def reported(settings: Settings) -> str:
    """Set a spreadsheet up, let one report come, and give its number."""
    with open_house(settings, FixedClock(NOW)) as house:
        assert house.provision().changed
        day = NOW.astimezone(house.zone).date()
        number = house.ledger.accept(dict(REPORT), at=NOW, day=day).ticket_no
        cycle(house)
    return number


def tickets(settings: Settings) -> int:
    """Count the tickets that a spreadsheet shows, which are those that its ledger knows."""
    with open_house(settings, FixedClock(NOW)) as house:
        assert not house.provision().changed
        rows = house.store.read().tables["tickets"].rows
        assert len(house.ledger.records()) == len(rows)
        return len(rows)


def test_a_spreadsheet_that_is_named_after_a_time_with_the_local_one_is_a_desk_of_its_own(
    folder: Path, elsewhere: Elsewhere
) -> None:
    with open_desk(folder) as desk:
        desk.report()
        desk.report(phone="138-0000-0002")
        desk.work()
    named = elsewhere.settings(folder, elsewhere.empty())
    reported(named)
    assert tickets(named) == 1
    with open_desk(folder) as desk:
        assert len(desk.rows()) == 2


def test_two_spreadsheets_named_one_after_the_other_never_mix(
    tmp_path: Path, elsewhere: Elsewhere
) -> None:
    first, second = (elsewhere.settings(tmp_path, elsewhere.empty()) for _ in range(2))
    reported(first)
    reported(second)
    assert (tickets(first), tickets(second)) == (1, 1)


def test_a_database_that_is_another_spreadsheets_is_refused_with_what_to_do(
    tmp_path: Path, elsewhere: Elsewhere
) -> None:
    database = f"sqlite:///{tmp_path / 'all.sqlite'}"
    one, other = elsewhere.empty(), elsewhere.empty()
    reported(elsewhere.settings(tmp_path, one, DATABASE_URL=database))
    with (
        pytest.raises(Refused, match=f"belongs to the spreadsheet {one}.*a database of its own"),
        open_house(elsewhere.settings(tmp_path, other, DATABASE_URL=database)),
    ):
        pass


def test_a_spreadsheet_that_is_not_there_says_where_to_look(
    tmp_path: Path, elsewhere: Elsewhere
) -> None:
    with (
        open_house(elsewhere.settings(tmp_path, "1nowhere"), FixedClock(NOW)) as house,
        pytest.raises(Refused, match=r"404.*SHEETFLOW_SPREADSHEET_ID"),
    ):
        house.provision()


def test_no_demonstration_is_made_where_a_spreadsheet_is_named(
    tmp_path: Path, elsewhere: Elsewhere
) -> None:
    with pytest.raises(Refused, match="Unset SHEETFLOW_SPREADSHEET_ID"):
        make(elsewhere.settings(tmp_path / "var", elsewhere.empty()))
    assert not (tmp_path / "var").exists()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(Refused, match=r"file/var can't be written .*SHEETFLOW_DATA_DIR"),
        open_house(settings_of(tmp_path / "file" / "var")),
    ):
        pass
