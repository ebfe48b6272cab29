"""What somebody records on a page reaches the sheet, though nobody touched it, and is lost to no race."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sheetflow.model import Event, Writes
from sheetflow.ports import Run
from sheetflow.runner import Runner
from tests.end_to_end.desk import Desk, office_of

DONE = {
    "technician": "陈立",
    "contact_result": "接通",
    "work_started_at": "14:25",
    "work_ended_at": "14:30",
    "result": "已修复",
    "test_result": "正常",
    "signature": "已签·张",
    "cause": "老化",
    "measures": "更换",
    "consent": "同意方案",
}


class Watched:
    """The ledger of a worker: counts its calls, and lets somebody act before one of them, once."""

    def __init__(self, ledger: Any) -> None:
        self._ledger = ledger
        self.calls: list[str] = []
        self.before: dict[str, Callable[[], object]] = {}

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        if name in self.before:
            self.before.pop(name)()
        return getattr(self._ledger, name)


@pytest.fixture
def number(desk: Desk) -> str:
    """Give a ticket that was repaired and filed."""
    return file(desk)


def file(desk: Desk) -> str:
    """Report a ticket, repair it and file it; gives its number."""
    number = desk.report()
    desk.rest()
    desk.type(number, **DONE)
    desk.rest()
    desk.type(number, docs_in="回执√", rating="满意", revisit_result="满意", status="已结单")
    desk.rest()
    assert desk.shown(number, "status") == "已结单"
    return number


def reopen(desk: Desk, number: str) -> None:
    """Record what a page records when a supervisor asks for it there."""
    asked = {"to": "completed", "reason": "还漏水"}
    event = Event(number, "asked", desk.clock.at, asked, "06 吴强", "desk")
    desk.house.ledger.begin(Run("page", desk.clock.at, Writes(), events=(event,)))
    desk.house.ledger.finish("page", desk.clock.at, confirmed=True)


def watched(desk: Desk) -> tuple[Desk, Watched]:
    """Give the desk with a worker whose ledger is watched, after its first cycle."""
    ledger = Watched(desk.house.ledger)
    desk.house.runner.stop()
    runner = Runner(desk.house.store, ledger, desk.clock, office_of(desk.house))
    worker = replace(desk, house=replace(desk.house, runner=runner))
    worker.rest()
    ledger.calls.clear()
    return worker, ledger


def test_an_act_on_a_page_is_followed_in_the_next_cycle(desk: Desk, number: str) -> None:
    reopen(desk, number)
    summary = desk.work()
    assert (summary.outcome, summary.reads, summary.writes) == ("done", 1, 1)
    desk.rest()
    assert desk.shown(number, "status") == "已完成"
    assert desk.is_settled()


def test_a_worker_reads_the_records_again_only_when_somebody_else_recorded_something(
    desk: Desk, number: str
) -> None:
    worker, ledger = watched(desk)
    worker.type(number, docs_in="回执√;领料√")
    worker.rest()
    assert "begin" in ledger.calls
    assert "records" not in ledger.calls
    reopen(worker, number)
    worker.rest()
    assert ledger.calls.count("records") == 1


@pytest.mark.parametrize("call", ["open_runs", "begin", "finish"])
def test_an_act_amid_a_cycle_is_not_lost(desk: Desk, number: str, call: str) -> None:
    worker, ledger = watched(desk)
    worker.type(number, docs_in="回执√;领料√")
    ledger.before = {call: lambda: reopen(desk, number)}
    assert worker.work().outcome == "done"
    worker.rest()
    assert ledger.before == {}
    assert worker.shown(number, "status") == "已完成"
    assert worker.is_settled()
