"""A level changed in its tab: told on the health page, shown with what it moves, applied by a supervisor or command."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from sheetflow.cli import main
from tests.end_to_end.desk import Desk, open_desk


def promise_less(desk: Desk) -> str:
    """Let somebody change the response of a normal ticket to an hour, and give an open ticket's number."""
    number = desk.report()
    desk.rest()
    rows = desk.tab("levels").get_all_values()
    row = next(at for at, cells in enumerate(rows, 1) if cells[:2] == ["普通", "响应"])
    desk.type_at(row, tab="levels", target="1小时")
    desk.rest()
    return number


def test_it_waits_with_a_sentence_on_the_health_page(desk: Desk) -> None:
    number = promise_less(desk)
    before = desk.row(number)["response_by"]

    [told] = [one for one in desk.house.runner.problems if one.where == "时效等级"]
    assert told.found == "改了1项,还没有生效;会移动1个未完的时限"
    desk.rest()
    assert desk.row(number)["response_by"] == before


def apply(folder: Path, *words: str, answer: str | None = None) -> Result:
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    return CliRunner().invoke(main, ["policy", "apply", *words], obj=env, input=answer)


def test_the_command_shows_what_moves_and_applies_when_told_so(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = promise_less(desk)
    refused = apply(folder, answer="n\n")
    assert "普通·响应: 24小时 (75%) → 1小时 (75%)" in refused.output
    assert f"{number} 响应:" in refused.output
    assert refused.output.endswith("没有应用。\n")

    assert "已应用" in apply(folder, "--yes").output
    with open_desk(folder) as desk:
        desk.rest()
        due = desk.house.deadlines(desk.house.ledger.records()[number])["response"]
        assert due - desk.house.ledger.records()[number].stamps["reported_at"] == timedelta(hours=1)
        assert desk.house.runner.problems == ()
    assert apply(folder).output.startswith("现在执行的就是「时效等级」里的")
