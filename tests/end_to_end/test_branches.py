"""One service keeps several spreadsheets, and one that fails holds up none of the others."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from sheetflow.bootstrap import House, open_house, untouched
from sheetflow.bootstrap.branch import Branch, Keeper
from sheetflow.bootstrap.jobs import cycle
from sheetflow.bootstrap.pages import desk_link
from sheetflow.bootstrap.service import Service
from sheetflow.branches import read_branches
from sheetflow.cli import main
from sheetflow.clock import FixedClock, Job, Worker
from sheetflow.errors import Refused
from sheetflow.localsheets import LocalSheets, serve
from sheetflow.settings import Settings, read_settings
from tests.end_to_end.desk import NOW, REPORT, ROOT
from tests.end_to_end.mortal import SHEETS
from tests.end_to_end.wire import Gone

BRANCHES = """
east: {title: 城东店, spreadsheet: local}
north: {title: 城北店, spreadsheet: 1aBcDeFgHiJk, sheets_url: "ELSEWHERE"}
west: {title: 城西店, spreadsheet: local}
"""


@dataclass
class Shops:
    """The branches' file with its settings; east and west were set up before."""

    env: Mapping[str, str]
    clock: FixedClock

    @property
    def settings(self) -> tuple[Settings, ...]:
        """Give the settings of each branch."""
        return read_branches(self.env, home=ROOT)

    def of(self, name: str) -> Settings:
        """Give those of one."""
        return next(one for one in self.settings if one.branch == name)

    @contextmanager
    def served(self) -> Iterator[Service]:
        """Serve them until each was tried once."""
        service = Service(self.settings, clock=self.clock)
        try:
            assert service.tried(30)
            yield service
        finally:
            service.close()

    def run(self, *words: str) -> Any:
        """Run a command."""
        return CliRunner().invoke(main, list(words), obj=self.env)


class Browser(Client):
    """A browser on the service's own machine."""

    def open(self, *words: Any, **more: Any) -> Any:
        """Ask for a page."""
        return super().open(*words, environ_base={"REMOTE_ADDR": "127.0.0.1"}, **more)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve spreadsheets of which none is the north's."""
    sheets = LocalSheets(tmp_path_factory.mktemp("elsewhere") / "workbook.sqlite", now=lambda: NOW)
    server = serve(sheets, "127.0.0.1", 0)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    sheets.close()


@pytest.fixture
def shops(blank: Path, tmp_path: Path, elsewhere: str) -> Shops:
    folder = tmp_path
    for name in ("east", "west"):
        shutil.copytree(blank, folder / "data" / "branches" / name)
    (folder / "branches.yaml").write_text(BRANCHES.replace("ELSEWHERE", elsewhere), "utf-8")
    env = {
        "SHEETFLOW_BRANCHES": str(folder / "branches.yaml"),
        "SHEETFLOW_DATA_DIR": str(folder / "data"),
        "SHEETFLOW_LOCALE": "zh-CN",
        "SHEETFLOW_CYCLE_SECONDS": "86400",
    }
    return Shops(env, FixedClock(NOW))


def accept(settings: Settings, clock: FixedClock, name: str) -> None:
    """Let a branch take a customer's report."""
    with open_house(settings, clock) as house:
        house.ledger.accept({**REPORT, "customer_name": name}, at=NOW, day=NOW.date())


def names_in(settings: Settings, clock: FixedClock) -> list[str]:
    """Give the customers who stand in a branch's spreadsheet."""
    with open_house(settings, clock) as house:
        table = house.store.read().tables["tickets"]
        return [str(table.cell(i, "customer_name")) for i in range(len(table.rows))]


def test_one_that_can_not_be_reached_holds_up_no_other_and_tickets_never_mix(shops: Shops) -> None:
    accept(shops.of("east"), shops.clock, "张先生")
    accept(shops.of("west"), shops.clock, "李女士")
    with shops.served() as service:
        levels = {one.name: one.finding.level for one in service.branches()}
        assert levels["north"] == "fault"
        client = Browser(service)
        said = client.get("/b/north/report?lang=en")
        assert (said.status_code, said.headers["Retry-After"]) == (503, "30")
        assert "城北店" in said.text
        assert "This branch can&#39;t be opened just now." in said.text
        ping = client.post("/b/north/hooks/sheet", data=b"{}")
        assert (ping.status_code, ping.json["errors"][0]["message"]["en"]) == (
            503,
            "This branch can't be opened just now. Try again in a minute, or phone us",
        )
        assert client.get("/b/west/report").status_code == 200
    assert names_in(shops.of("east"), shops.clock) == ["张先生"]
    assert names_in(shops.of("west"), shops.clock) == ["李女士"]


def test_a_fault_of_ours_in_one_holds_up_no_other(
    shops: Shops, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Keeper:
        raise ZeroDivisionError("138-0000-0001")

    accept(shops.of("east"), shops.clock, "张先生")
    east = shops.of("east")
    both = [
        Branch(shops.of("west"), broken),
        Branch(east, lambda: Keeper(east, clock=shops.clock)),
    ]
    assert all(one.tried.wait(30) for one in both)
    for one in both:
        one.close()
    finding, _ = both[0].finding()
    assert (finding.level, finding.found.en) == ("fault", "ZeroDivisionError")
    assert names_in(east, shops.clock) == ["张先生"]
    assert "branch west doesn't open" in caplog.text


def test_one_that_is_just_opening_is_no_fault_yet(shops: Shops) -> None:
    go_on = Event()

    def slow() -> Keeper:
        go_on.wait()
        raise Refused("It isn't shared.")

    branch = Branch(shops.of("west"), slow)
    opening, _ = branch.finding()
    go_on.set()
    assert branch.tried.wait(30)
    branch.close()
    shut, _ = branch.finding()
    assert (opening.level, opening.found.en) == ("note", "It is just opening")
    assert (shut.level, shut.found.en) == ("fault", "It isn't shared.")


@dataclass
class Still:
    """An open branch whose work is done when the test says so."""

    house: House

    def stop(self) -> None:
        """Do nothing: nothing goes on."""

    def close(self, patience: float | None = None) -> bool:
        """Leave the house to the test."""
        return True


def test_one_whose_sheet_is_taken_away_while_it_works_says_so_and_the_others_say_nothing(
    shops: Shops,
) -> None:
    with ExitStack() as opened:
        houses = [
            opened.enter_context(open_house(shops.of(name), shops.clock))
            for name in ("east", "west")
        ]
        both = [Branch(one.settings, partial(Still, one)) for one in houses]
        assert all(one.tried.wait(30) for one in both)
        for house in houses:
            cycle(house)
        shops.clock.at += timedelta(minutes=1)
        houses[1].client.http_client.session.mount(SHEETS, Gone(403))
        for house in houses:
            Worker([Job("cycle", 60, partial(cycle, house))], house.ledger, shops.clock).run_all()
        (east, east_at), (west, west_at) = (one.finding() for one in both)
        Worker([Job("outbox", 60, lambda: 1 / 0)], houses[0].ledger, shops.clock).run_all()
        failing, _ = both[0].finding()
    assert (east.level, east_at) == ("ok", NOW + timedelta(minutes=1))
    assert (west.level, west_at) == ("fault", NOW)
    assert "couldn't be read" in west.found.en
    assert (failing.level, failing.found.en) == (
        "fault",
        "Outbox failed (ZeroDivisionError: division by zero)",
    )
    assert failing.found.zh == "发通知没做成(ZeroDivisionError: division by zero)"


def test_a_branch_that_was_served_is_set_up_for_every_command_and_stays_when_it_is_the_only_one(
    shops: Shops,
) -> None:
    assert "还没有设置过表格" in shops.run("doctor", "--branch", "east").stderr
    with shops.served():
        pass
    for words in (["doctor"], ["check", "--sheet"]):
        assert "还没有设置过表格" not in shops.run(*words, "--branch", "east").stderr
    alone = {"SHEETFLOW_DATA_DIR": str(shops.of("east").data_dir)}
    assert not untouched(read_settings(alone, home=ROOT))


def test_each_branchs_pages_are_its_own(shops: Shops) -> None:
    with shops.served() as service:
        client = Browser(service)
        at_east = client.get("/b/east/report").text
        assert "城东店" in at_east
        assert 'action="/b/east/report"' in at_east
        for name in ("east", "west"):
            link = desk_link(shops.of(name)).partition("/desk/")[2].partition("token=")[2]
            page = client.get(f"/b/{name}/desk/enter")
            field = re.search('name="csrf_token" value="([^"]+)"', page.text)
            assert field is not None
            said = {"token": link, "csrf_token": field[1]}
            answer = client.post(f"/b/{name}/desk/enter", data=said)
            assert answer.headers["Location"] == f"/b/{name}/desk/who"
            if name == "east":
                other = client.get("/b/west/desk/")
                assert (other.status_code, "sheetflow token --branch west" in other.text) == (
                    403,
                    True,
                )
        for name in ("east", "west"):
            assert client.get(f"/b/{name}/desk/").headers["Location"] == f"/b/{name}/desk/who"


def test_addresses_of_the_time_with_one_spreadsheet_lead_to_the_first(shops: Shops) -> None:
    with shops.served() as service:
        client = Browser(service)
        moved = client.get("/s/abc?lang=en")
        assert (moved.status_code, moved.headers["Location"]) == (308, "/b/east/s/abc?lang=en")
        ping = client.post("/hooks/sheet", data=b"{}")
        assert ping.status_code == client.post("/b/east/hooks/sheet", data=b"{}").status_code
        assert client.get("/b/south/report").status_code == 404


def test_the_front_tells_customers_the_branches_and_only_this_machine_their_faults(
    shops: Shops,
) -> None:
    with shops.served() as service:
        client = Browser(service)
        inside = client.get("/").text
        outside = client.get("/", headers={"X-Forwarded-For": "203.0.113.7"}).text
    for page in (inside, outside):
        assert all(title in page for title in ("城东店", "城北店", "城西店"))
        assert "/b/north/report" in page
    assert 'class="fault"' in inside
    assert 'class="fault"' not in outside
    assert "/desk/" not in outside


def test_machines_hear_of_all_branches(shops: Shops) -> None:
    with shops.served() as service:
        client = Browser(service)
        assert client.get("/livez").json == {"alive": True}
        ready = client.get("/readyz")
        figures = client.get("/metrics").text
    assert ready.status_code == 200
    assert {name: one["ready"] for name, one in ready.json["branches"].items()} == {
        "east": True, "north": False, "west": True,
    }  # fmt: skip
    for name, is_open in (("east", 1), ("north", 0), ("west", 1)):
        assert f'sheetflow_branch_open{{branch="{name}"}} {is_open}.0' in figures
    assert re.search('sheetflow_cycles_total{branch="west"} ', figures)
    calls = 'sheetflow_sheets_calls_total{branch="north",kind="read",outcome="%s"} %d.0'
    assert calls % ("refused", 1) in figures
    assert calls % ("ok", 0) in figures
    assert figures.count("# TYPE sheetflow_cycles_total counter") == 1


def test_once_runs_every_branch_and_tells_of_the_one_that_failed(shops: Shops) -> None:
    ended = shops.run("once")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["branch"] for line in lines] == ["east", "north", "west"]
    failed = lines[1]
    assert failed["outcome"] == "failed"
    assert ended.stderr == f"north: {failed['fault']}\n"
    assert failed["calls"] == {"read refused": 1}
    assert ended.stderr.startswith("north: ")
    assert ended.exit_code == 1


def test_check_reads_the_schema_of_each_branch(shops: Shops, tmp_path: Path) -> None:
    assert shops.run("check").exit_code == 0
    (tmp_path / "own.yaml").write_text("tabs: [", "utf-8")
    (tmp_path / "branches.yaml").write_text(
        "east: {spreadsheet: local, schema: own.yaml}\nwest: {spreadsheet: local, smtp_url: x}\n"
    )
    told = shops.run("check").stderr.splitlines()
    assert [line.partition(": ")[0] for line in told] == ["branches.yaml:2 west.smtp_url"]
    (tmp_path / "branches.yaml").write_text("east: {spreadsheet: local, schema: own.yaml}\n")
    assert shops.run("check").stderr.startswith("own.yaml:")


def test_check_says_whose_key_file_can_not_be_read_and_where_its_path_stands(
    shops: Shops, tmp_path: Path
) -> None:
    key = tmp_path / "no.json"
    (tmp_path / "branches.yaml").write_text(
        f"east: {{spreadsheet: 1aBcDeFgHiJk, credentials: {key}}}\n"
    )
    said = shops.run("check").stderr
    assert said.startswith(f"east: {key}: 读不到密钥文件(没有这个文件)。")
    assert "路径写进分店文件里 east 的 credentials;" in said
    english = CliRunner().invoke(main, ["check"], obj={**shops.env, "SHEETFLOW_LOCALE": "en"})
    assert english.stderr.startswith(f"east: {key}: the credentials file can't be read")
    assert "give its path as `credentials` of east in the branches' file" in english.stderr
    assert "SHEETFLOW_CREDENTIALS" not in said + english.stderr
    once = shops.run("once")
    assert "读不到密钥文件(没有这个文件)" in once.stderr
    assert "读不到密钥文件(没有这个文件)" in json.loads(once.stdout)["fault"]


def test_the_front_tells_the_fault_of_an_english_branch_in_the_pages_language(
    shops: Shops, tmp_path: Path
) -> None:
    (tmp_path / "branches.yaml").write_text(
        "west: {spreadsheet: local}\n"
        "east: {spreadsheet: 1aBcDeFgHiJk, credentials: no.json, locale: en}\n"
    )
    with shops.served() as service:
        client = Browser(service)
        assert "读不到密钥文件(没有这个文件)" in client.get("/?lang=zh").text
        assert "the credentials file can&#39;t be read" in client.get("/?lang=en").text


def test_a_branches_file_of_no_use_is_told_in_the_language_of_the_settings(
    shops: Shops, tmp_path: Path
) -> None:
    (tmp_path / "branches.yaml").write_text("East: {spreadsheet: 1aBcDeFgHiJk, colour: red}\n")
    assert [line.partition("。")[0] for line in shops.run("check").stderr.splitlines()] == [
        "branches.yaml:1 East: 「East」不能写进网址",
        "branches.yaml:1 East.colour: 不认识「colour」",
        "branches.yaml:1 East.credentials: 没有填,却填了谷歌表格",
    ]
    (tmp_path / "branches.yaml").unlink()
    for words in (["check"], ["once"], ["doctor"], ["check", "--sheet"]):
        told = shops.run(*words).stderr
        assert told == f"{tmp_path / 'branches.yaml'}: 没有这个文件。请写一个读得到的文件。\n"


def test_a_command_for_one_spreadsheet_wants_to_know_which(shops: Shops) -> None:
    asked = shops.run("show", "staff")
    assert asked.exit_code == 1
    assert asked.stderr == "--branch: 没有写。请写其中一家:east, north, west。\n"
    shown = shops.run("show", "staff", "--branch", "east", "--json")
    assert len(json.loads(shown.stdout)) == 5
    wrong = shops.run("policy", "apply", "--branch", "south")
    assert wrong.stderr == "--branch: 不认识「south」。请写其中一家:east, north, west。\n"
