"""Every command says what it did; what can't be done is a sentence on stderr and exit status 1, never a traceback."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from sheetflow.address import read_address
from sheetflow.bootstrap import DEMO, DESK, active, open_house
from sheetflow.bootstrap.pingkeys import PingKeys
from sheetflow.cli import main
from sheetflow.clock import SystemClock
from sheetflow.conflicts import OVERWRITTEN, kept
from sheetflow.localsheets import remote_client
from sheetflow.model import CellWrite, Conflict, Notice, Recipient, Writes
from sheetflow.ports import Run
from sheetflow.settings import Settings, read_settings
from tests.ports import free_port

ROOT = Path(__file__).parents[1]

REPORT = {
    "customer_name": "张先生",
    "phone": "138-0000-0001",
    "address": "城东人民路1号",
    "product_model": "ZG-2A",
    "fault": "打不着火",
}


@dataclass(frozen=True)
class Shell:
    """A terminal in which commands see these settings."""

    env: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        return read_settings(self.env, home=ROOT)

    def run(self, *words: str, **more: str) -> Result:
        """Run a command in this process, with more settings than the shell's."""
        env = {**self.env, **{f"SHEETFLOW_{name}": value for name, value in more.items()}}
        return CliRunner().invoke(main, words, obj=env)

    def said(self, *words: str, **more: str) -> str:
        """Run a command that succeeds, and give what it printed."""
        result = self.run(*words, **more)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *words: str, **more: str) -> str:
        """Run a command that can't be done, and give the sentence."""
        result = self.run(*words, **more)
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert result.stdout == ""
        return result.stderr

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Start a command as a process of its own, and end it afterwards."""
        command = [sys.executable, "-m", "sheetflow", *words]
        env = {**os.environ, **self.env, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()


def shell_of(folder: Path) -> Shell:
    settings = {"DATA_DIR": str(folder), "LOCALE": "zh-CN", "PORT": str(free_port())}
    return Shell({f"SHEETFLOW_{name}": value for name, value in settings.items()})


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Give a shell in whose folder nothing was ever started."""
    return shell_of(tmp_path / "var")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which `init` was run."""
    folder = tmp_path_factory.mktemp("blank")
    shell_of(folder).said("init")
    return folder


@pytest.fixture
def ready(blank: Path, tmp_path: Path) -> Shell:
    """Give a shell with a workbook that was just set up."""
    return shell_of(Path(shutil.copytree(blank, tmp_path / "ready")))


@pytest.fixture(scope="module")
def worked(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, str]:
    """Give a shell with one report that a cycle has placed, for looking only, and its number."""
    shell = shell_of(Path(shutil.copytree(blank, tmp_path_factory.mktemp("worked") / "var")))
    number = accept(shell)
    shell.said("once")
    return shell, number


def accept(shell: Shell) -> str:
    """Let a report be accepted, as the form does."""
    with open_house(shell.settings) as house:
        now = house.clock.now()
        return house.ledger.accept(REPORT, at=now, day=now.date()).ticket_no


def revisions(shell: Shell) -> int:
    """Count how often the active workbook was changed."""
    with open_house(shell.settings) as house:
        assert house.sheets is not None
        return len(house.sheets.history(house.spreadsheet_id))


def test_init_sets_the_real_workbook_up_and_run_again_changes_nothing(shell: Shell) -> None:
    assert "工单" in shell.said("init")
    assert active(shell.settings) == DESK
    before = revisions(shell)
    assert "nothing was changed" in shell.said("init")
    assert revisions(shell) == before


def test_once_runs_a_cycle_and_tells_in_json_what_it_did(ready: Shell) -> None:
    accept(ready)
    told = json.loads(ready.said("once"))
    assert told["outcome"] == "done"
    counts = ("read", "planned", "changes", "events", "notices", "reads", "writes", "milliseconds")
    assert all(isinstance(told[name], int) for name in counts)
    assert (told["planned"], told["notices"], told["writes"]) == (1, 1, 2)
    assert told["calls"]["write ok"] >= 2
    assert told["sent"] == {"count": 0, "held": 0, "cancelled": 0, "failed": 0}
    assert told["overwritten"] == 0
    assert json.loads(ready.said("once"))["outcome"] == "idle"


def test_once_says_what_it_overwrote_in_a_row_of_no_ticket(ready: Shell) -> None:
    with open_house(ready.settings) as house:
        write = CellWrite("tickets", "", "status", "", "已派工", guarded=True)
        met = Conflict(write, "待客户", "", put_back=False)
        for at in (house.clock.now() - timedelta(hours=1), house.clock.now() + timedelta(hours=1)):
            house.ledger.keep(OVERWRITTEN, kept(house.ledger.kept(OVERWRITTEN), [met], at))
    result = ready.run("once")
    assert (
        result.stderr.count("没有编号的一行里,「状态」的「待客户」被系统写入的「已派工」盖住了")
        == 1
    )
    assert json.loads(result.stdout)["overwritten"] == 1


def test_once_names_each_header_that_was_typed_over_until_it_is_back(ready: Shell) -> None:
    told = "工单!C1:「店名/单位」列的表头被改成了「店铺」,这一列暂停处理"
    write_header(ready, "C1", "店铺")
    for _ in range(2):
        result = ready.run("once")
        lines = [result.stderr.splitlines(), json.loads(result.stdout)["problems"]]
        assert result.exit_code == 0
        assert [sum(line.startswith(told) for line in found) for found in lines] == [1, 1]
    write_header(ready, "C1", "店名/单位")
    result = ready.run("once")
    assert told not in result.stderr
    assert not any("店铺" in one for one in json.loads(result.stdout)["problems"])


def write_header(shell: Shell, cell: str, text: str) -> None:
    """Let somebody type over a header of 工单."""
    with open_house(shell.settings) as house:
        book = house.client.open_by_key(house.spreadsheet_id)
        book.worksheet("工单").update_acell(cell, text)


def test_check_sheet_says_that_a_new_sheet_is_alike_and_changes_nothing(ready: Shell) -> None:
    before = revisions(ready)
    told = ready.said("check", "--sheet")
    assert told.endswith("表格和 sheet_schema.yaml:一致(比了3个设置页的18行)\n")
    assert revisions(ready) == before


def test_check_sheet_ends_with_1_and_says_where_it_differs(ready: Shell) -> None:
    ready.said("once")
    with open_house(ready.settings) as house:
        book = house.client.open_by_key(house.spreadsheet_id)
        book.worksheet("区域路程").update_acell("B2", "18")
        book.worksheet("时效等级").update_acell("C2", "1小时")
        book.worksheet("时效等级").update_acell("C3", "很快")
        book.worksheet("工单").update_acell("C1", "店铺")
    found = ready.run("check", "--sheet")
    assert found.exit_code == 1
    for words in (
        "区域路程!2 路程(分钟): 表里是「18」,YAML 里是「15」",
        "时效等级: 改了1行,还没有应用;会移动0个未完的时限. 要它们生效,运行 sheetflow policy apply.",
        "现在算数的是应用过的「2小时 (75%)」",
        "时效等级!3 目标: 「很快」不是时长",
        "更正前按生效中的执行",
        "工单!C1:「店名/单位」列的表头被改成了「店铺」,这一列暂停处理",
        "表格和 sheet_schema.yaml:5处要看",
    ):
        assert words in found.stdout


def test_check_sheet_ends_with_2_where_no_sheet_can_be_read(shell: Shell, ready: Shell) -> None:
    nothing = shell.run("check", "--sheet")
    assert (nothing.exit_code, nothing.stderr.count("\n")) == (2, 1)
    assert "sheetflow init" in nothing.stderr
    assert not shell.settings.data_dir.exists()
    away = ready.run(
        "check", "--sheet", SHEETS_URL=f"http://127.0.0.1:{free_port()}", SPREADSHEET_ID="1aBcDeFgH"
    )
    assert (away.exit_code, away.stderr.count("\n")) == (2, 1)
    assert ready.run("check", "--sheet", PORT="none").exit_code == 2


def test_show_prints_objects_by_column_key_with_strings_and_empty_ones(
    worked: tuple[Shell, str],
) -> None:
    shell, number = worked
    [row] = json.loads(shell.said("show", "tickets", "--json"))
    with open_house(shell.settings) as house:
        assert list(row) == [column.key for column in house.schema.tab("tickets").columns]
    assert {type(cell) for cell in row.values()} == {str}
    assert (row["ticket_no"], row["status"], row["fault"]) == (number, "待派工", "打不着火")
    assert row["cycle"] == "1"
    assert row["technician"] == ""
    assert json.loads(shell.said("show", "工单", "--json")) == [row]


def test_show_prints_an_empty_tab_as_an_empty_list(worked: tuple[Shell, str]) -> None:
    assert json.loads(worked[0].said("show", "parts", "--json")) == []


def test_show_prints_a_table_for_people(worked: tuple[Shell, str]) -> None:
    table = worked[0].said("show", "tickets")
    assert "tickets" in table
    assert "more columns with --json" in table


def test_show_outbox_prints_the_notices(worked: tuple[Shell, str]) -> None:
    shell, number = worked
    [notice] = json.loads(shell.said("show", "outbox", "--json"))
    assert (notice["kind"], notice["ticket_no"]) == ("new_report", number)
    assert {type(cell) for cell in notice.values()} == {str}


def test_show_outbox_gives_every_notice_and_says_what_a_limit_leaves_out(ready: Shell) -> None:
    many = 450
    with open_house(ready.settings) as house:
        now = house.clock.now()
        notices = tuple(
            Notice(
                f"k{n}", "new_report", "WX20260310001", {}, (Recipient("07", "林静", "07@x.test"),)
            )
            for n in range(many)
        )
        house.ledger.begin(Run("many", now, Writes(), notices=notices))
    assert len(json.loads(ready.said("show", "outbox", "--json"))) == many
    cut = ready.run("show", "outbox", "--json", "--limit", "3")
    assert len(json.loads(cut.stdout)) == 3
    assert cut.stderr == f"3 of {many} rows; --limit says how many.\n"


def test_show_names_the_tabs_there_are(worked: tuple[Shell, str]) -> None:
    told = worked[0].refused("show", "nonsense")
    assert told.startswith("show: there is no tab 'nonsense'. Name one of today, tickets, ")


def test_check_counts_what_is_right_and_names_what_is_not_with_its_line(
    shell: Shell, tmp_path: Path
) -> None:
    assert shell.said("check").startswith("sheet_schema.yaml: no problem in ")
    text = (ROOT / "sheet_schema.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("\nlevels:", "\nlevels: [", 1), encoding="utf-8")
    line = broken.read_text(encoding="utf-8").splitlines().index("levels: [") + 1
    told = shell.refused("check", str(broken))
    assert told.startswith("broken.yaml:")
    assert abs(int(told.split(":")[1]) - line) <= 3
    assert "不是 YAML" in told
    assert "this isn't YAML" in shell.refused("check", str(broken), LOCALE="en")
    both = shell.refused("check", str(broken), PORT="none", CYCLE_SECONDS="-1")
    assert [line.partition(":")[0] for line in both.splitlines()] == [
        "SHEETFLOW_PORT",
        "SHEETFLOW_CYCLE_SECONDS",
        "broken.yaml",
    ]
    assert shell.refused("check", SCHEMA=str(broken), PORT="none").count("\n") == 2


@pytest.mark.parametrize("command", ["once", "init", "serve", "demo"])
def test_no_command_works_on_a_broken_schema(ready: Shell, tmp_path: Path, command: str) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("tabs: [", encoding="utf-8")
    assert ready.refused(command, SCHEMA=str(broken)).startswith("broken.yaml:")


@pytest.mark.parametrize("words", [["archive"], ["archive", "--restore", "WX20260310001"]])
@pytest.mark.parametrize(("made", "asked"), [("en", "zh-CN"), ("zh-CN", "en")])
def test_a_command_that_works_on_the_sheet_refuses_in_the_sheets_language(
    shell: Shell, words: list[str], made: str, asked: str
) -> None:
    shell.said("init", LOCALE=made)
    told = shell.refused(*words, LOCALE=asked)
    assert told.isascii() == (made == "en")


def test_wrong_settings_are_named_all_at_once(shell: Shell) -> None:
    told = shell.refused("once", PORT="70000", LOCALE="fr")
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "SHEETFLOW_PORT",
        "SHEETFLOW_LOCALE",
    ]


@pytest.mark.parametrize("command", ["web", "worker"])
def test_the_embedded_workbook_lives_in_serve_alone(shell: Shell, command: str) -> None:
    told = shell.refused(command)
    assert "the embedded workbook lives in `serve`" in told
    assert "SHEETFLOW_SHEETS_URL" in told


def test_another_host_is_refused(shell: Shell) -> None:
    assert "SHEETFLOW_HOST" in shell.refused("serve", HOST=str(IPv4Address(0)))


def test_the_demonstration_and_the_real_workbook_never_mix(shell: Shell) -> None:
    shell.said("demo")
    assert active(shell.settings) == DEMO
    told = json.loads(shell.said("show", "tickets", "--json"))
    assert len(told) == 14
    assert {row["status"] for row in told} >= {"已完成", "待客户", "待派工", "联系不上", "已结单"}
    assert "active now" in shell.said("start-empty")
    assert active(shell.settings) == DESK
    assert json.loads(shell.said("show", "tickets", "--json")) == []
    shell.said("demo")
    assert len(json.loads(shell.said("show", "tickets", "--json"))) == 14


def test_each_token_opens_the_desk_once(shell: Shell) -> None:
    first, second = shell.said("token"), shell.said("token")
    assert first != second
    assert first.startswith(f"{shell.settings.desk_url}/desk/enter?token=")


def key_of(told: str) -> str:
    return told.partition("PING_KEY=")[2].strip()


def test_ping_key_prints_address_and_key_which_stay_until_rotated(shell: Shell) -> None:
    public = {"PUBLIC_URL": "https://desk.example.com", "SPREADSHEET_ID": "1aBcDeFgH"}
    shell = Shell(
        {
            **shell.env,
            **{f"SHEETFLOW_{k}": v for k, v in public.items()},
            "SHEETFLOW_CREDENTIALS": "k",
        }
    )
    first = shell.said("ping-key")
    assert first.startswith("PING_URL=https://desk.example.com/hooks/sheet\nPING_KEY=whsec_")
    assert shell.said("ping-key") == first
    file = shell.settings.data_dir / "desk-1aBcDeFg" / "ping-keys.json"
    assert stat.filemode(file.stat().st_mode) == "-rw-------"
    keys = PingKeys(shell.settings, file.parent)
    second, now = key_of(shell.said("ping-key", "--rotate", "--days", "3")), SystemClock().now()
    assert second == key_of(shell.said("ping-key")) != key_of(first)
    assert keys.at(now) == [second, key_of(first)]
    assert keys.at(now + timedelta(days=3, minutes=1)) == [second]
    third = key_of(shell.said("ping-key", "--rotate"))
    assert keys.at(now) == [third, second, key_of(first)]
    assert keys.at(now + timedelta(days=3, minutes=1)) == [third, second]
    assert keys.at(now + timedelta(days=7, minutes=1)) == [third]
    unheard = shell.run("ping-key", "--days", "3")
    assert (unheard.exit_code, unheard.stdout) == (2, "")
    assert "--days goes with --rotate." in unheard.stderr


def test_a_key_that_is_set_is_printed_and_rotated_where_it_is_set(shell: Shell) -> None:
    new, old = (f"whsec_{base64.b64encode(32 * one).decode()}" for one in (b"n", b"o"))
    told = shell.run("ping-key", PING_SECRET=f"{new}, {old}")
    assert told.stdout == f"PING_URL={shell.settings.desk_url}/hooks/sheet\nPING_KEY={new}\n"
    assert "SHEETFLOW_PUBLIC_URL" in told.stderr
    assert "SHEETFLOW_PING_SECRET" in shell.refused("ping-key", "--rotate", PING_SECRET=new)
    wrong = shell.refused("ping-key", PING_SECRET=f"{new},{old[:-9]}")
    assert wrong.startswith("SHEETFLOW_PING_SECRET: ")
    assert old[:20] not in wrong


def test_a_workbook_that_another_process_has_is_told(ready: Shell) -> None:
    with open_house(ready.settings):
        assert "another process" in ready.refused("once")


def test_a_port_that_another_program_has_is_told(ready: Shell) -> None:
    with socket.create_server(("127.0.0.1", ready.settings.port)):
        told = ready.refused("serve")
    assert told.startswith(f"Port {ready.settings.port} of 127.0.0.1 can't be had")
    assert read_address(ready.settings.data_dir) is None


def until(process: subprocess.Popen[str], start: str) -> str:
    """Read what a process prints until a line starts so; give the line."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        if line.startswith(start):
            return line
        said.append(line)
    raise AssertionError("".join(said))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Serve a folder in which nothing was ever started."""
    shell = shell_of(tmp_path_factory.mktemp("served") / "var")
    with shell.started("serve") as process:
        until(process, "Data:")
        yield shell


def test_a_first_start_serves_the_demonstration(served: Shell) -> None:
    assert requests.get(f"{served.settings.desk_url}/livez", timeout=30).status_code == 200
    assert active(served.settings) == DEMO
    assert len(json.loads(served.said("show", "tickets", "--json"))) >= 14


def test_beside_a_server_once_stands_by_and_touches_nothing(served: Shell) -> None:
    served_by(served)
    result = served.run("once")
    assert json.loads(result.stdout)["outcome"] == "standby"
    assert "Another worker keeps this spreadsheet" in result.stderr


def served_by(shell: Shell) -> None:
    """Wait until the server's worker has run its first cycle."""
    wait = threading.Event().wait
    for _ in range(600):
        with open_house(shell.settings) as house:
            if house.ledger.kept("last_run"):
                return
        wait(0.05)
    raise AssertionError("the worker doesn't work")


@pytest.mark.parametrize(
    ("command", "told"),
    [("serve", "is served by another"), ("demo", "being served"), ("start-empty", "being served")],
)
def test_beside_a_server_these_are_refused(served: Shell, command: str, told: str) -> None:
    assert told in served.refused(command)
    assert active(served.settings) == DEMO


def test_a_reports_row_follows_within_a_cycle(served: Shell) -> None:
    url = f"{served.settings.desk_url}/api/tickets"
    answer: Any = requests.post(url, json=REPORT, timeout=30)
    assert answer.status_code == 202
    wait = threading.Event().wait
    for _ in range(600):
        rows = json.loads(served.said("show", "tickets", "--json"))
        found = [row for row in rows if row["ticket_no"] == answer.json()["ticket_no"]]
        if found:
            break
        wait(0.05)
    assert found[0]["fault"] == "打不着火"
    assert found[0]["response_by"] != ""


def test_sigterm_ends_a_server_and_leaves_the_folder_free(ready: Shell) -> None:
    with ready.started("serve") as process:
        until(process, "Data:")
        assert read_address(ready.settings.data_dir) is not None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert read_address(ready.settings.data_dir) is None
    assert not (ready.settings.data_dir / "server.json").exists()
    assert json.loads(ready.said("once"))["outcome"] != "standby"


def test_local_sheets_serves_googles_api_at_a_time_of_ones_choosing(tmp_path: Path) -> None:
    command = ("local-sheets", "--port", "0", "--data", str(tmp_path / "sheets"))
    at = ("--now", "2026-03-10T14:30+08:00")
    with shell_of(tmp_path).started(*command, *at) as process:
        url = until(process, "Local Sheets on ").split()[-1]
        sheet = remote_client(url, None).create("账本")
        sheet.sheet1.update([["=TODAY()", "你好"]], "A1", raw=False)
        assert sheet.sheet1.get("A1:B1", value_render_option="UNFORMATTED_VALUE") == [
            [46091, "你好"]
        ]
        process.kill()
    with shell_of(tmp_path).started(*command) as process:
        url = until(process, "Local Sheets on ").split()[-1]
        assert remote_client(url, None).open_by_key(sheet.id).sheet1.acell("B1").value == "你好"


@pytest.mark.parametrize("text", ["tomorrow", "2026-03-10T14:30"])
def test_an_instant_without_offset_is_asked_back(shell: Shell, tmp_path: Path, text: str) -> None:
    told = shell.refused("local-sheets", "--data", str(tmp_path), "--now", text)
    assert told.startswith(f"--now: '{text}' can't be used. Write an instant with its offset")
