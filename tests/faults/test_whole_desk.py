"""A whole desk behind the proxy: rules, ledger and mail go on as they would without faults."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import pytest

from sheetflow import vitals
from sheetflow.bootstrap.doctor import vitals_of
from sheetflow.errors import Refused, Unavailable
from sheetflow.model import Scalar
from sheetflow.store import Workbook
from tests.end_to_end.desk import Desk, open_desk, set_up
from tests.faults.fault import Fault, Tape
from tests.faults.proxy import FaultProxy, served

#: The work of a day: reports, and technicians named for the first of them.
REPORTS, NAMED, MINUTES = 3, 2, 8

#: Tickets without the times at which cycles came through, and the once-keys of their notices.
Ending: TypeAlias = tuple[list[dict[str, Scalar]], list[str]]


@contextmanager
def behind(desk: Desk, tape: Tape) -> Iterator[FaultProxy]:
    """Put the proxy between a desk and its workbook."""
    assert desk.house.sheets is not None
    with served(desk.house.sheets) as port, FaultProxy(port) as proxy:
        proxy.route(desk.house.client, tape)
        yield proxy


def work(desk: Desk) -> None:
    """Let the worker run once, as its scheduler does."""
    with suppress(Refused, Unavailable):
        desk.work()


def day(folder: Path, tape: Tape) -> Ending:
    """Let reports come and be worked on; give how the day ends."""
    with open_desk(folder) as desk, behind(desk, tape) as proxy:
        for minute in range(MINUTES):
            desk.at(f"14:{30 + minute}")
            if minute < REPORTS:
                desk.report(phone=f"138-0000-000{minute}")
            if minute == REPORTS + 1:
                for row in desk.rows()[:NAMED]:
                    desk.type(str(row["ticket_no"]), technician="陈立")
            for _ in range(3):
                work(desk)
        tape.calm()
        proxy.deliver()
        desk.rest()
        assert desk.is_settled()
        assert {times for token, times in proxy.applied.items() if token} == {1}
        return ending(desk)


def ending(desk: Desk) -> Ending:
    """Give what stands in the sheet and has been told."""
    columns = desk.house.schema.tab("tickets").by_key.values()
    kept = [column.key for column in columns if column.type not in ("datetime", "deadline")]
    tickets = [{key: row[key] for key in kept if key in row} for row in desk.rows()]
    return tickets, sorted(str(notice["once"]) for notice in desk.notices())


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blank")
    set_up(folder)
    return folder


@pytest.fixture(scope="module")
def quiet(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Ending:
    """Give how the day ends when nothing happens on the wire."""
    return day(Path(shutil.copytree(blank, tmp_path_factory.mktemp("quiet") / "desk")), Tape())


@pytest.mark.parametrize(
    "seed", [15, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(100, 120))]
)
def test_a_day_on_which_every_third_call_fails_ends_as_one_without_faults(
    blank: Path, tmp_path: Path, quiet: Ending, seed: int
) -> None:
    tape = Tape()
    tape.chance(seed=seed, share=0.3, faults=list(Fault))
    assert day(Path(shutil.copytree(blank, tmp_path / "desk")), tape) == quiet
    assert len(quiet[0]) == REPORTS


@pytest.mark.parametrize(
    ("fault", "words"),
    [(Fault.QUOTA, "quota"), (Fault.BUSY, "out of order (503)"), (Fault.RESET, "doesn't answer")],
)
def test_while_nothing_can_be_written_staff_read_why_and_that_it_is_the_writing(
    blank: Path, tmp_path: Path, fault: Fault, words: str
) -> None:
    tape = Tape()
    with open_desk(Path(shutil.copytree(blank, tmp_path / "desk"))) as desk, behind(desk, tape):
        number = desk.report()
        desk.rest()
        tape.storm(fault, on="write")
        desk.type(number, technician="陈立")
        for minute in (31, 32, 33):
            desk.at(f"14:{minute}")
            work(desk)
            said = desk.house.ledger.kept("away")
            assert isinstance(said, dict)
            assert (said["at"], said["act"]) == (desk.clock.at.isoformat(), "write")
            assert words in str(said["why"])
            assert str(said["zh"]).endswith("系统会再试。")
            [told] = vitals.cycles(vitals_of(desk.house))
            assert told.level == "fault"
            assert f"the sheet couldn't be written at 2026-03-10 14:{minute}" in told.sentence("en")
        tape.calm()
        desk.rest()
        [told] = vitals.cycles(vitals_of(desk.house))
        assert told.level == "ok"
        assert desk.row(number)["status"] == "已派工"


def test_a_second_sheetflow_at_the_same_sheet_is_told_as_such(blank: Path, tmp_path: Path) -> None:
    with open_desk(Path(shutil.copytree(blank, tmp_path / "desk"))) as desk:
        number = desk.report()
        desk.rest()
        house = desk.house
        another = Workbook(
            house.client, house.spreadsheet_id, house.schema, language="zh", zone=house.zone, now=desk.clock.now,
        )  # fmt: skip
        another.settle()
        desk.type(number, technician="陈立")
        assert desk.work().outcome == "lost"
        said = house.ledger.kept("away")
        assert isinstance(said, dict)
        assert "runs a second time" in str(said["why"])
        assert "开了两个" in str(said["zh"])
