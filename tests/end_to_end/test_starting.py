"""Starting: what stands in its way is said in one sentence, and a killed process keeps nobody waiting."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from sheetflow.address import read_address
from sheetflow.bootstrap import DESK, House, activate, open_house, read_policy_of
from sheetflow.bootstrap.desk import Desk as Served
from sheetflow.bootstrap.jobs import cycle
from sheetflow.bootstrap.pages import pages_of
from sheetflow.cli import main
from sheetflow.clock import FixedClock
from sheetflow.errors import Refused
from sheetflow.localsheets import local_client
from sheetflow.webhooks import nobody_to_wake
from sheetflow.webhooks import token as tokens
from tests.end_to_end.desk import NOW, Desk, open_desk, settings_of
from tests.end_to_end.wire import leave
from tests.ports import free_port
from tests.webhooks.conftest import submit


def env_of(folder: Path, **settings: str) -> dict[str, str]:
    return {
        f"SHEETFLOW_{name}": value for name, value in {"DATA_DIR": str(folder), **settings}.items()
    }


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        env = env_of(tmp_path / "var", PORT=str(other.getsockname()[1]))
        ended = CliRunner().invoke(main, ["serve"], obj=env)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Port ")
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "var").exists()


def test_a_server_that_fails_while_its_worker_starts_says_why_and_ends(folder: Path) -> None:
    activate(settings_of(folder), DESK)
    # Another server that has the lock and hasn't left its address yet: only the worker meets it.
    with (folder / "server.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert read_address(folder) is None
        ended = subprocess.run(
            [sys.executable, "-m", "sheetflow", "serve"],
            env={**os.environ, **env_of(folder, PORT=str(free_port()))},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    [sentence] = ended.stderr.splitlines()
    assert "is served by another sheetflow. Stop that one" in sentence


#: Works once as `serve` does, and is killed with the lease in hand.
WORKS_AND_DIES = """
import os, signal, sys
from pathlib import Path
from sheetflow.bootstrap import open_house
from sheetflow.bootstrap.jobs import cycle
from sheetflow.clock import FixedClock
from tests.end_to_end.desk import NOW, settings_of
with open_house(settings_of(Path(sys.argv[1])), FixedClock(NOW), which="desk", serving=True) as house:
    cycle(house)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_once_tells_the_calls_that_a_failed_cycle_took(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.work()
    activate(settings_of(folder), DESK)
    with open_house(settings_of(folder)) as house:
        house.ledger.keep("workbook", {"id": "gone", "language": "zh"})
    ended = CliRunner().invoke(main, ["once"], obj=env_of(folder))
    told = json.loads(ended.stdout)
    assert (ended.exit_code, told["outcome"]) == (1, "failed")
    assert ended.stderr == f"{told['fault']}\n"
    assert told["calls"]["read refused"] >= 1
    assert told["sent"] == {"count": 0, "held": 0, "cancelled": 0, "failed": 0}


def health(house: House) -> str:
    """Give the health page as somebody of the desk sees it."""
    client = pages_of(house, wake=nobody_to_wake, start_empty=nobody_to_wake).test_client()
    submit(client, "/desk/enter", token=tokens.issue(house.settings.data_dir))
    submit(client, "/desk/who", no="07")
    return client.get("/desk/health/").get_data(as_text=True)


def zone(desk: Desk, name: str) -> None:
    """Let somebody choose another time zone for the spreadsheet."""
    zone = {"properties": {"timeZone": name}, "fields": "timeZone"}
    desk.people.batch_update({"requests": [{"updateSpreadsheetProperties": zone}]})


def test_a_desk_whose_sheet_is_refused_serves_its_form_says_why_and_works_again_by_itself(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        desk.work()
        zone(desk, "UTC")
    activate(settings_of(folder), DESK)
    later = FixedClock(NOW + timedelta(minutes=1))
    served = Served(settings_of(folder), works=False, clock=later)
    try:
        with pytest.raises(Refused, match="time zone is UTC"):
            cycle(served.house)
        client = Client(served)
        assert client.get("/report").status_code == 200
        assert client.get("/readyz").json == {"ready": True}
        assert "表格的时区是UTC" in health(served.house)
        assert served.house.sheets is not None
        people = local_client(served.house.sheets, actor="people")
        zone(
            Desk(served.house, later, people.open_by_key(served.house.spreadsheet_id)),
            "Asia/Shanghai",
        )
        assert cycle(served.house).outcome in ("idle", "done")
    finally:
        served.close()


@pytest.mark.parametrize("worked", [True, False], ids=["worked before", "first"])
def test_a_refused_zone_is_told_in_chinese_where_that_is_the_language(
    folder: Path, worked: bool
) -> None:
    with open_desk(folder) as desk:
        desk.work()
        zone(desk, "UTC")
        if not worked:
            desk.house.ledger.keep("last_run", None)
    activate(settings_of(folder), DESK)
    ended = CliRunner().invoke(main, ["once"], obj=env_of(folder, LOCALE="zh-CN"))
    assert ended.exit_code == 1
    assert "表格的时区是UTC,本系统是Asia/Shanghai" in ended.stderr
    assert json.loads(ended.stdout)["fault"] == ended.stderr.strip()


@pytest.mark.parametrize("status", [403, 404], ids=["not shared", "deleted"])
def test_a_sheet_that_was_worked_on_and_is_taken_away_keeps_no_start_back(
    folder: Path, status: int
) -> None:
    with open_desk(folder) as desk:
        leave(desk, status)
        desk.house.prepare()


def test_a_sheet_that_is_refused_at_the_first_start_keeps_it_back(tmp_path: Path) -> None:
    with open_desk(tmp_path / "new") as desk:
        leave(desk, 404)
        with pytest.raises(Refused):
            desk.house.prepare()


def test_a_killed_process_keeps_the_next_one_off_the_sheet_not_for_a_moment(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
    command = [sys.executable, "-c", WORKS_AND_DIES, str(folder)]
    died = subprocess.run(command, check=False)
    assert died.returncode == -signal.SIGKILL
    later = FixedClock(NOW + timedelta(seconds=1))
    with open_house(settings_of(folder), later, which=DESK, serving=True) as house:
        assert house.ledger.lease("worker", "somebody else", later.now(), timedelta(1)) is False
        assert cycle(house).outcome != "standby"
        assert house.runner.record_of(number) is not None


def test_a_worker_that_stands_by_says_so_on_the_health_page(desk: Desk) -> None:
    desk.work()
    assert "待命" not in health(desk.house)

    desk.house.runner.stop()
    desk.clock.at += timedelta(seconds=5)
    desk.house.ledger.lease("worker", "another", desk.clock.at, timedelta(seconds=90))
    assert desk.work().outcome == "standby"
    assert "90 秒内" in health(desk.house)

    desk.clock.at += timedelta(seconds=90)
    assert desk.work().outcome != "standby"
    assert "待命" not in health(desk.house)


def test_check_names_a_missing_key_file_and_an_unusable_mail_address_together(
    tmp_path: Path,
) -> None:
    env = env_of(
        tmp_path,
        CREDENTIALS=str(tmp_path / "nope"),
        SPREADSHEET_ID="1AbC",
        SMTP_URL="smtp://h/path",
    )
    ended = CliRunner().invoke(main, ["check"], obj=env)
    assert ended.exit_code == 1
    assert len(ended.stderr.splitlines()) == 2
    assert "SHEETFLOW_SMTP_URL" in ended.stderr
    assert f"{tmp_path / 'nope'}: the credentials file can't be read" in ended.stderr


def test_who_starts_anew_goes_on_with_the_last_good_settings(folder: Path) -> None:
    """A wrong row was good once: that holds after a start too, in every process."""
    with open_desk(folder) as desk:
        desk.rest()
        desk.type_at(2, tab="staff", roles="师父")
        desk.work()
    with open_desk(folder) as desk:
        desk.work()
        policy = desk.house.runner.policy
        assert policy is not None
        assert policy.staff["01"].roles == ("technician",)
        assert read_policy_of(desk.house).staff["01"].roles == ("technician",)
        [problem] = desk.house.runner.problems
        assert problem.where == "人员!2 角色"
        assert problem.remedy == "更正前按上次的有效内容执行:维修工程师"
