"""`sheetflow doctor` says what is wrong, from the key file to the last ping, and ends with a status for scripts."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from sheetflow import vitals
from sheetflow.bootstrap import open_house
from sheetflow.cli import main
from sheetflow.commands.doctor import report
from sheetflow.finding import Finding, alike
from sheetflow.settings import read_settings
from sheetflow.vitals import Vitals
from tests.ports import free_port
from tests.store.stub import NOT_SHARED, answering

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def run(env: Mapping[str, str], *words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, words, obj=env)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Give settings in whose folder nothing was ever started."""
    settings = {"DATA_DIR": str(tmp_path / "var"), "LOCALE": "zh-CN", "PORT": str(free_port())}
    return {f"SHEETFLOW_{name}": value for name, value in settings.items()}


def test_a_desk_that_runs_has_no_finding_until_somebody_breaks_something(
    env: dict[str, str],
) -> None:
    assert run(env, "init").exit_code == 0
    assert run(env, "once").exit_code == 0
    fine = run(env, "doctor")
    assert fine.exit_code == 0, fine.output
    assert fine.stdout.startswith("连接\n")
    assert fine.stdout.splitlines()[-1].startswith("故障 0,警告 0,")
    with open_house(read_settings(env, home=ROOT)) as house:
        book = house.client.open_by_key(house.spreadsheet_id)
        book.worksheet("工单").append_row(["WX1"])
        book.worksheet("工单").append_row(["WX1"])
    warned = run(env, "doctor")
    assert warned.exit_code == 1, warned.output
    assert "  警告 工单!2,3:都是「WX1」。请改掉或删掉多出来的那行" in warned.stdout
    with open_house(read_settings(env, home=ROOT)) as house:
        house.client.open_by_key(house.spreadsheet_id).worksheet("工单").update_acell("C1", "店铺")
    broken = run({**env, "SHEETFLOW_LOCALE": "en"}, "doctor", "--json")
    assert broken.exit_code == 2
    [fault] = [one for one in json.loads(broken.stdout) if one["level"] == "fault"]
    assert fault == {
        "section": "columns",
        "check": "headers",
        "level": "fault",
        "where": "工单!C1",
        "found": "the header of the column '店名/单位' says '店铺' now, so that column stands still",
        "remedy": "Write '店名/单位' there again, or run sheetflow doctor --fix",
    }


def rename(env: Mapping[str, str], cell: str, to: str) -> None:
    """Let somebody write another header into the tickets."""
    with open_house(read_settings(env, home=ROOT)) as house:
        house.client.open_by_key(house.spreadsheet_id).worksheet("工单").update_acell(cell, to)


def test_of_many_alike_ten_are_printed() -> None:
    many = [Finding("duplicates", "warning", alike(f"T!{n}"), alike("twice")) for n in range(13)]
    lines = list(report(many, "en"))
    assert lines[-3:] == [
        "  warning T!9: twice.",
        "  … and 3 more, see --json",
        "fault 0, warning 13, note 0, ok 0",
    ]
    assert lines[1] == "  warning T!0: twice."


PREVIEW = "会这样修:\n  工单!C1:「店铺」 → 「店名/单位」\n"


def test_without_a_terminal_mending_wants_a_yes(env: dict[str, str]) -> None:
    run(env, "init")
    rename(env, "C1", "店铺")
    refused = run(env, "doctor", "--fix")
    assert (refused.exit_code, refused.stdout) == (2, PREVIEW)
    assert refused.stderr == "什么也没改:这里没有人可问。看过上面的预览,再加 --yes。\n"
    assert run(env, "doctor").exit_code == 2
    done = run(env, "doctor", "--fix", "--yes")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{PREVIEW}修好了1处。\n连接\n")
    again = run(env, "doctor", "--fix", "--json")
    assert again.stderr == "没有能用 --fix 修的。\n"
    assert {one["level"] for one in json.loads(again.stdout)} == {"ok", "note"}


def test_init_doesn_t_call_headers_fine_that_stand_over_one_another_s_columns(
    env: dict[str, str],
) -> None:
    run(env, "init")
    rename(env, "F1", "联系方式")
    rename(env, "H1", "紧急程度")
    told = run(env, "init").stdout.splitlines()
    assert told[0] == "Nothing was changed, and this isn't as the schema says:"
    assert [line.partition(":表头是")[0] for line in told[1:]] == ["工单!F1", "工单!H1"]
    assert all("请把两个表头换回来,或运行 sheetflow doctor --fix" in line for line in told[1:])


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals here")
def test_at_a_terminal_it_asks_first(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(env, "init")
    rename(env, "C1", "店铺")
    ours, theirs = os.openpty()
    with os.fdopen(ours, "w") as keys, os.fdopen(theirs) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        for answer, status in (("n", 2), ("y", 0)):
            print(answer, file=keys, flush=True)
            ended = main.main(["doctor", "--fix"], obj=env, standalone_mode=False)
            told = capsys.readouterr()
            # Standard output is no terminal here, so nobody's Enter ends its line.
            assert told.out.startswith(f"{PREVIEW}{'连接' if answer == 'n' else '修好了1处。'}\n")
            assert told.err == "修吗? [y/N]: "
            assert ended == status


def test_before_any_start_there_is_nothing_to_look_at(env: dict[str, str]) -> None:
    told = run({**env, "SHEETFLOW_LOCALE": "en"}, "doctor")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == "No spreadsheet was set up here yet. Run sheetflow init.\n"
    told = run(env, "doctor")
    assert told.stderr == "这里还没有设置过表格。请运行 sheetflow init。\n"


def test_a_refusal_is_a_finding_and_nothing_is_settled_by_a_look(env: dict[str, str]) -> None:
    with answering(NOT_SHARED) as address:
        env |= {"SHEETFLOW_SHEETS_URL": address, "SHEETFLOW_SPREADSHEET_ID": "1aBcDeF"}
        told = run(env, "doctor")
    assert told.exit_code == 2, told.output
    assert "1aBcDeF:没有共享给" in told.stdout
    assert "账本:还没有建立" in told.stdout
    assert not list(Path(env["SHEETFLOW_DATA_DIR"]).rglob("*.sqlite"))


def test_what_cannot_be_looked_at_is_not_mended_and_told_as_without_mending(
    env: dict[str, str],
) -> None:
    with answering(NOT_SHARED) as address:
        env |= {"SHEETFLOW_SHEETS_URL": address, "SHEETFLOW_SPREADSHEET_ID": "1aBcDeF"}
        told = run(env, "doctor", "--fix", "--yes")
    assert told.exit_code == 2, told.output
    assert told.stdout.startswith("没有能用 --fix 修的。\n连接\n")
    assert "  故障 1aBcDeF:没有共享给服务账号。请打开表格" in told.stdout


def test_a_key_file_of_no_use_is_a_finding(env: dict[str, str], tmp_path: Path) -> None:
    key = str(tmp_path / "key.json")
    env |= {"SHEETFLOW_CREDENTIALS": key, "SHEETFLOW_SPREADSHEET_ID": "1aBcDeF"}
    told = run(env, "doctor", "--json")
    assert told.exit_code == 2, told.output
    assert [(one["check"], one["where"]) for one in json.loads(told.stdout)] == [
        ("credentials", key),
        ("ledger", "账本"),
    ]


def test_a_ledger_that_is_away_is_a_finding_and_the_spreadsheet_is_looked_at_all_the_same(
    env: dict[str, str],
) -> None:
    nobody = f"postgresql://desk:secret@127.0.0.1:{free_port()}/desk"
    with answering(NOT_SHARED) as address:
        env |= {"SHEETFLOW_SHEETS_URL": address, "SHEETFLOW_SPREADSHEET_ID": "1aBcDeF"}
        told = run({**env, "SHEETFLOW_DATABASE_URL": nobody, "SHEETFLOW_LOCALE": "en"}, "doctor")
    assert told.exit_code == 2, told.output
    assert "1aBcDeF: isn't shared with the service account." in told.stdout
    assert "fault   Ledger: The ledger postgresql+psycopg://desk:***@" in told.stdout
    assert "secret" not in told.output


def test_without_its_ledger_a_local_workbook_is_left_as_it_is(env: dict[str, str]) -> None:
    run(env, "init")
    with open_house(read_settings(env, home=ROOT)) as house:
        path = house.folder
    for file in path.glob("ledger.sqlite*"):
        file.unlink()
    before = (path / "workbook.sqlite").read_bytes()
    told = run(env, "doctor")
    assert told.exit_code == 0, told.output
    assert "账本:还没有建立" in told.stdout
    assert (path / "workbook.sqlite").read_bytes() == before


def test_a_workbook_that_another_process_has_is_a_finding(env: dict[str, str]) -> None:
    run(env, "init")
    with open_house(read_settings(env, home=ROOT)):
        told = run(env, "doctor")
    assert told.exit_code == 2, told.output
    assert "  故障 本机表格:" in told.stdout


# ── What the page on it shows ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("page", "locale", "to"),
    [("doctor.md", "en", "Shop"), ("doctor.zh-CN.md", "zh-CN", "店铺")],
)
def test_the_page_on_it_shows_what_it_says(
    env: dict[str, str], page: str, locale: str, to: str
) -> None:
    env |= {"SHEETFLOW_LOCALE": locale}
    run(env, "init")
    with open_house(read_settings(env, home=ROOT)) as house:
        tickets = house.client.open_by_key(house.spreadsheet_id).get_worksheet(1)
        tickets.update_acell("C1", to)
        tickets.append_rows([["WX1"], ["WX1"]])
    text = (ROOT / "docs" / "howto" / page).read_text("utf-8")
    report, preview = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    said = run(env, "doctor").stdout.splitlines()
    assert [line for line in said if line in report.splitlines()] == report.splitlines()
    assert run(env, "doctor", "--fix").stdout == preview


# ── The work ────────────────────────────────────────────────────────────────────────────────────────────────────────

WELL = Vitals(
    now=NOW,
    zone=ZoneInfo("Asia/Shanghai"),
    last_run={"at": (NOW - timedelta(minutes=1)).isoformat()},
    away=None,
    holder="b00c",
    held_until=NOW + timedelta(seconds=80),
    pings={"at": (NOW - timedelta(hours=1)).isoformat(), "good": 3},
    cycle=timedelta(minutes=1),
    on_google=True,
)


def ago(**time: float) -> dict[str, str]:
    return {"at": (NOW - timedelta(**time)).isoformat(), "why": "Google is away."}


@pytest.mark.parametrize(
    ("check", "desk", "level", "words"),
    [
        pytest.param("lease", WELL, "ok", "is kept by b00c", id="kept"),
        pytest.param(
            "lease", replace(WELL, held_until=NOW), "note", "no process keeps", id="not kept"
        ),
        pytest.param("cycles", WELL, "ok", "last ran at 2026-03-10 11:59", id="just ran"),
        pytest.param("cycles", replace(WELL, last_run=None), "note", "hasn't run", id="new"),
        pytest.param(
            "cycles",
            replace(WELL, last_run=ago(minutes=6)),
            "warning",
            "Look whether sheetflow serve is running",
            id="dead",
        ),
        pytest.param(
            "cycles",
            replace(WELL, away=ago(seconds=5)),
            "fault",
            "the sheet couldn't be read at 2026-03-10 11:59: Google is away",
            id="away",
        ),
        pytest.param(
            "cycles",
            replace(WELL, away={**ago(seconds=5), "act": "write"}),
            "fault",
            "the sheet couldn't be written at 2026-03-10 11:59: Google is away",
            id="read-only",
        ),
        pytest.param("cycles", replace(WELL, away=ago(hours=5)), "ok", "last ran", id="back"),
        pytest.param("pings", WELL, "ok", "the last one came at 2026-03-10 11:00", id="pings"),
        pytest.param(
            "pings",
            replace(WELL, pings=None),
            "note",
            "so an edit is seen after 60 s at the latest",
            id="no script",
        ),
        pytest.param(
            "pings",
            replace(WELL, pings=None, quiet_cycle=timedelta(minutes=4)),
            "note",
            "after 60 s at the latest, at night while nobody types 240 s",
            id="no script at night",
        ),
        pytest.param(
            "cycles",
            replace(WELL, cycle=timedelta(seconds=2), quiet_cycle=timedelta(minutes=4)),
            "ok",
            "last ran",
            id="at night",
        ),
        pytest.param(
            "pings", replace(WELL, pings=ago(days=5)), "warning", "Run install()", id="silent"
        ),
        pytest.param(
            "quota",
            replace(WELL, used={"read": 23, "write": 2}),
            "ok",
            "in the last minute 23 reads and 2 writes of 30 each.",
            id="within the quota",
        ),
        pytest.param(
            "quota",
            replace(WELL, used={"read": 24}, calls={"read ok": 24, "read waited": 5}),
            "note",
            "0 writes of 30 each; so far 5 waited for their turn. More wait for their turn; where that is usual raise "
            "SHEETFLOW_QUOTA_SHARE",
            id="near our part of the quota",
        ),
        pytest.param(
            "quota",
            replace(WELL, used={"read": 47}, share=100),
            "ok",
            "of 60 each",
            id="all of the quota is ours",
        ),
    ],
)
def test_the_work_is_looked_at(check: str, desk: Vitals, level: str, words: str) -> None:
    [told] = getattr(vitals, check)(desk)
    assert told.level == level
    assert words in told.sentence("en")


def test_pings_that_were_not_taken_are_counted_in_a_note() -> None:
    desk = replace(WELL, pings={**ago(hours=1), "good": 3, "late": 2, "forged": 1})
    told: list[Finding] = list(vitals.pings(desk))
    assert [one.level for one in told] == ["ok", "note"]
    assert told[1].found.zh == "没有收下的:签名不对1次、时间不对2次"


@pytest.mark.parametrize(("ok", "levels"), [(989, ["ok", "warning"]), (991, ["ok", "note"])])
def test_calls_that_were_refused_for_quota_are_told_with_their_part_of_all(
    ok: int, levels: list[str]
) -> None:
    counts = {"read ok": ok - 100, "write ok": 100, "read quota": 6, "write quota": 4}
    told = list(
        vitals.quota(replace(WELL, calls={**counts, "read repeated": 10, "read waited": 3}))
    )
    assert [one.level for one in told] == levels
    assert told[1].found.en == f"refused for quota so far (429): 10 of {ok + 10} calls"
    assert len(list(vitals.quota(replace(WELL, calls={"read ok": 5})))) == 1


def test_a_local_workbook_has_no_script_and_no_quota_and_no_finding_about_them() -> None:
    local = replace(WELL, pings=None, on_google=False)
    assert [*vitals.pings(local), *vitals.quota(local)] == []
