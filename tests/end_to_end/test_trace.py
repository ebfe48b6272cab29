"""`sheetflow trace`: a ticket's story, oldest first, with who and by which rule, personal data masked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from sheetflow.cli import main
from tests.end_to_end.desk import open_desk


def trace(folder: Path, *words: str) -> Result:
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    return CliRunner().invoke(main, ["trace", *words], obj=env)


def story(folder: Path, number: str) -> list[Mapping[str, str]]:
    told = trace(folder, "--ticket", number, "--json")
    assert told.exit_code == 0, told.output
    lines: list[Mapping[str, str]] = json.loads(told.stdout)
    return lines


def test_a_ticket_tells_its_story_with_who_and_by_which_rule(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        desk.type(number, remarks="家里没人,打 138-0000-0009")
        desk.rest()

    lines = story(folder, number)
    assert (lines[0]["what"], lines[0]["who"]) == ("收到报修", "客户")
    moved = [line for line in lines if (line["what"], line["after"]) == ("状态", "待派工")]
    assert [(line["who"], line["rule"]) for line in moved] == [("系统", "status")]
    [typed] = [line for line in lines if line["what"] == "备注"]
    assert (typed["who"], typed["rule"]) == ("表格", "edits")
    assert typed["after"] == "家里没人,打 138****0009"
    assert "138-0000" not in json.dumps(lines)


def test_the_story_of_a_ticket_that_nobody_knows_is_refused_in_a_sentence(folder: Path) -> None:
    told = trace(folder, "--ticket", "WX20990101001")

    assert told.exit_code == 1
    assert told.stderr.startswith("WX20990101001: no such ticket is known.")


def test_what_is_printed_is_whole_however_narrow_the_terminal(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        desk.type(number, remarks="很长的一句话" * 20, technician="陈立")
        desk.rest()

    title, *told = trace(folder, "--ticket", number).stdout.splitlines()
    lines = story(folder, number)
    assert (title, len(told)) == (number, len(lines))
    for line, one in zip(told, lines, strict=True):
        parts = (one[name] for name in ("at", "who", "rule", "what", "before", "after", "note"))
        assert all(part in line for part in parts)
        assert "…" not in line
