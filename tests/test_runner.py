"""One worker at a time, one cycle after another: what it does beside others, after faults, and when nothing happens."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from requests import Response
from requests.adapters import BaseAdapter

from sheetflow.bootstrap.jobs import cycle, send
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import Rule
from sheetflow.rules import RULES
from sheetflow.runner import LEASE, Runner
from sheetflow.tickets import Snapshot
from tests.end_to_end.desk import Desk, office_of, open_desk, set_up
from tests.end_to_end.mortal import SHEETS


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blank")
    set_up(folder)
    return folder


@pytest.fixture
def desk(blank: Path, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(Path(shutil.copytree(blank, tmp_path / "desk"))) as desk:
        yield desk


def runner(desk: Desk, *, rules: Sequence[Rule] = RULES, max_changes: int = 500) -> Runner:
    """Give another worker of the same spreadsheet, as another process has it."""
    office = replace(office_of(desk.house), rules=rules, max_changes=max_changes)
    return Runner(desk.house.store, desk.house.ledger, desk.clock, office)


def beside(desk: Desk, other: Runner) -> Desk:
    """Give the desk with that worker."""
    return replace(desk, house=replace(desk.house, runner=other))


def test_one_worker_keeps_the_spreadsheet_and_all_others_stand_by(desk: Desk) -> None:
    desk.work()
    other = runner(desk)
    desk.report()
    assert other.cycle().outcome == "standby"
    assert desk.rows() == []
    assert desk.work().outcome == "done"


def test_a_worker_that_ends_leaves_at_once_and_one_that_died_after_the_lease(desk: Desk) -> None:
    other, third = runner(desk), runner(desk)
    desk.work()
    desk.house.runner.stop()
    assert other.cycle().outcome != "standby"
    desk.clock.at += LEASE - timedelta(seconds=1)
    assert third.cycle().outcome == "standby"
    desk.clock.at += timedelta(seconds=1)
    assert third.cycle().outcome != "standby"


def test_a_worker_that_stands_by_sends_nothing_and_says_nothing_of_itself(desk: Desk) -> None:
    desk.report()
    cycle(desk.house)
    kept = desk.house.ledger.kept("last_run")
    other = beside(desk, runner(desk)).house
    assert cycle(other).outcome == "standby"
    assert send(other).count == 0
    assert desk.house.ledger.kept("last_run") == kept
    assert send(desk.house).count == 1


def test_nothing_is_planned_while_nothing_changes(desk: Desk) -> None:
    for line in range(5):
        desk.report(phone=f"138-0000-{line:04d}")
    desk.rest()
    assert desk.work(3, every=timedelta(seconds=2)).planned == 0


def test_a_line_that_comes_onto_the_days_list_by_its_date_alone_is_not_missed(desk: Desk) -> None:
    desk.type_row(tab="leads", need="换机", next_at="2026-03-20 10:00")
    desk.work(3)
    assert desk.rows("today") == []
    desk.at("09:59", day=9)
    assert desk.work().outcome == "idle"
    desk.at("10:00", day=9)
    desk.rest()
    assert [row["next_action"] for row in desk.rows("today")] == ["销售:跟进换机"]
    assert desk.work().outcome == "idle"


def test_a_plan_that_would_change_too_much_is_told_once_and_nothing_is_written(desk: Desk) -> None:
    numbers = [desk.report(phone=f"138-0000-{line:04d}") for line in range(4)]
    desk.rest()
    desk.house.runner.stop()
    careful = runner(desk, max_changes=5)
    careful.cycle()
    for number in numbers:
        desk.type(number, next_action="x", dispatch_reason="x", response_by="x", onsite_by="x")
    for _ in range(3):
        assert careful.cycle().outcome == "refused"
    [told] = [str(problem) for problem in careful.problems]
    assert "more than max_changes (5)" in told
    assert {row["next_action"] for row in desk.rows()} == {"x"}

    for row in range(2, 6):
        desk.type_at(row, next_action="", dispatch_reason="", response_by="")
    careful.stop()
    assert runner(desk).cycle().outcome == "done"
    assert desk.row(numbers[0])["next_action"] not in ("", "x")


def faulty(faults: list[Exception]) -> Rule:
    """Give a rule that fails, once per fault."""

    def rule(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        if desk.tickets and faults:
            raise faults.pop()
        yield from ()

    return rule


def test_after_a_fault_of_ours_the_next_cycle_does_the_whole_work(desk: Desk) -> None:
    desk.rest()
    desk.house.runner.stop()
    worker = runner(desk, rules=(*RULES, faulty([ZeroDivisionError("a fault")])))
    number = desk.report()
    with pytest.raises(ZeroDivisionError):
        worker.cycle()
    assert desk.rows() == []
    assert worker.cycle().outcome == "done"
    assert [row["ticket_no"] for row in desk.rows()] == [number]
    assert len(desk.notices(number)) == 1


def test_rules_that_disagree_are_named_on_the_health_page_until_they_agree(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    number = desk.report()
    desk.rest()
    desk.house.runner.stop()

    def contrary(snapshot: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        for ticket in snapshot.tickets:
            yield ticket.shows("next_action", "something else")

    office = replace(office_of(desk.house), rules=(*RULES, contrary), strict=False)
    worker = Runner(desk.house.store, desk.house.ledger, desk.clock, office)
    for _ in range(4):
        outcome = worker.cycle().outcome
        [told] = [str(problem) for problem in worker.problems]
        assert told.startswith(f"{number}: 系统规则互相矛盾(next_action / contrary → next_action).")
    assert outcome == "idle"
    assert f"left alone: {number}: next_action / contrary" in caplog.text
    worker.stop()
    mended = runner(desk)
    mended.cycle()
    assert mended.problems == ()


def test_digests_are_put_into_the_outbox_once_a_day(desk: Desk) -> None:
    desk.report()
    desk.rest()
    desk.at("08:01", day=1)
    desk.work()
    for _ in range(3):
        desk.house.runner.digests()
    assert digests(desk) == sorted(["林静", "吴强"])


def digests(desk: Desk) -> list[str]:
    """Give who gets a digest."""
    return sorted(str(one["recipient"]) for one in desk.notices() if one["kind"] == "digest")


class Silent(BaseAdapter):
    """The way to the spreadsheet, on which so many batches get lost, or their answers do."""

    def __init__(self, far_end: BaseAdapter, *, lost: int, arrives: bool) -> None:
        super().__init__()
        self._far_end, self._lost, self._arrives = far_end, lost, arrives

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Carry a call to the far end and its answer back, if it isn't one of the lost."""
        if ":batchUpdate" not in str(request.url) or not self._lost:
            return self._far_end.send(request, *args, **options)
        self._lost -= 1
        if self._arrives:
            self._far_end.send(request, *args, **options)
        raise requests.ConnectionError("no answer")

    def close(self) -> None:
        """Nothing is held open."""


@contextmanager
def silence(desk: Desk, *, lost: int, arrives: bool) -> Iterator[None]:
    http = desk.house.client.http_client
    way = http.session.get_adapter(SHEETS)
    http.session.mount(SHEETS, Silent(way, lost=lost, arrives=arrives))
    http.pause = lambda seconds: None
    yield
    http.session.mount(SHEETS, way)


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "lost"])
@pytest.mark.parametrize("lost", [1, 3, 6])
def test_a_batch_without_an_answer_is_written_once(desk: Desk, lost: int, arrives: bool) -> None:
    number = desk.report()
    desk.rest()
    other = desk.report(phone="138-0000-0002")
    desk.type(number, technician="陈立")
    with silence(desk, lost=lost, arrives=arrives):
        desk.work(3)
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [number, other]
    assert (desk.row(number)["status"], desk.row(number)["technician"]) == ("已派工", "陈立·工01")
    assert desk.row(number)["problem"] == ""
    assert len([one for one in desk.notices() if one["kind"] == "dispatch"]) == 1
    assert desk.is_settled()


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda desk, no: desk.type(no, appointment_at="2026-03-11 10:00"), id="later"),
        pytest.param(lambda desk, no: desk.type(no, appointment_at=""), id="as-it-was"),
    ],
)
def test_what_was_to_be_written_and_is_wanted_no_more_is_nobodys_debt(
    desk: Desk, act: Callable[[Desk, str], None]
) -> None:
    number = desk.report()
    desk.rest()
    desk.type(number, appointment_at="明天下午")
    with silence(desk, lost=9, arrives=False):
        desk.work()
    act(desk, number)
    desk.rest()
    assert desk.row(number)["problem"] == ""
    assert desk.is_settled()
    assert desk.work().planned == 0


def test_a_shift_that_reaches_into_a_year_without_announced_holidays_is_told(desk: Desk) -> None:
    """WORKFLOW.md, clock rule 10: a warning, not a silent guess."""
    desk.rest()
    assert desk.house.runner.problems == ()
    desk.type_at(2, tab="staff", shift="办公时间")
    desk.at("10:00", day=19652)  # 2079-12-29
    desk.rest()
    told = [str(problem) for problem in desk.house.runner.problems]
    assert [words.partition(",")[0] for words in told] == [
        f"节假日: 「办公时间」会算到{year}年" for year in (2079, 2080)
    ]
