"""What a write of ours met is told once, in the history, a row or the ledger, wherever the worker dies in between."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sheetflow.model import Event
from sheetflow.runner import LEASE
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.mortal import Point, kill
from tests.end_to_end.wire import faster, faster_twice, halving, inserting, technician

#: A new writer's first batch joins the chain, the second is the plan's, the third puts back what that one met.
POINTS = {
    "written-and-the-answer-on-its-way": Point("wire.batch", "after", 2),
    "put-back-and-the-answer-on-its-way": Point("wire.batch", "after", 3),
    "before-the-verdict-is-heard": Point("store.apply", "after"),
    "before-it-is-told": Point("ledger.begin", "before", 2),
    "told-and-not-closed": Point("ledger.begin", "after", 2),
    "told": Point("ledger.finish", "after"),
    "before-the-run-is-closed": Point("ledger.finish", "before", 2),
}

#: Those at which what a batch met isn't told yet, or nobody has heard so.
UNTOLD = ("before-the-verdict-is-heard", "before-it-is-told", "told-and-not-closed")


@pytest.fixture
def sending(folder: Path) -> Path:
    """Give a desk on which 陈立 was just chosen for a ticket."""
    with open_desk(folder) as desk:
        desk.report()
        desk.rest()
        technician(desk, "陈立")
    return folder


def told(desk: Desk, kind: str) -> list[Event]:
    """Give what the history says that a write of ours met."""
    marks = {"noted": "met_by", "refused": "wish"}
    return [
        event
        for event in desk.house.ledger.events()
        if event.kind == kind and event.values.get(marks[kind], "")
    ]


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_what_was_put_back_is_in_the_history_once(sending: Path, point: Point) -> None:
    with open_desk(sending) as desk:
        at = desk.clock.at + timedelta(seconds=30)
    kill(sending, [at, at + timedelta(seconds=5)], point, prepare=faster)
    with open_desk(sending, at=at + LEASE + timedelta(seconds=5)) as desk:
        desk.rest()
        [met] = told(desk, "noted")
        assert met.values == {"column": "technician", "typed": "刘勇", "met_by": "陈立·工01"}
        [row] = desk.rows()
        assert (row["technician"], row["problem"]) == ("刘勇·工02", "")
        assert desk.is_settled()


@pytest.mark.parametrize("point", UNTOLD)
def test_what_could_not_be_put_back_is_quoted_in_its_row(sending: Path, point: str) -> None:
    with open_desk(sending) as desk:
        at = desk.clock.at + timedelta(seconds=30)
    kill(sending, [at, at + timedelta(seconds=5)], POINTS[point], prepare=faster_twice)
    with open_desk(sending, at=at + LEASE + timedelta(seconds=5)) as desk:
        desk.rest()
        [met] = told(desk, "refused")
        assert met.values["typed"] == "刘勇"
        [row] = desk.rows()
        assert row["technician"] == "吴强·工06"
        assert "「维修工程师」里的「刘勇」被系统写入的「陈立·工01」盖住了" in str(row["problem"])
        assert desk.is_settled()


@pytest.mark.parametrize("point", UNTOLD)
def test_what_stood_in_a_row_without_a_number_stands_there_again(sending: Path, point: str) -> None:
    with open_desk(sending) as desk:
        at = desk.clock.at + timedelta(seconds=30)
    kill(sending, [at, at + timedelta(seconds=5)], POINTS[point], prepare=inserting)
    with open_desk(sending, at=at + LEASE + timedelta(seconds=5)) as desk:
        desk.rest()
        assert [row["ticket_no"] for row in desk.rows() if row["status"] == "待客户"] == [""]
        assert "待客户" not in {event.values["typed"] for event in told(desk, "refused")}
        assert desk.is_settled()


@pytest.mark.parametrize(
    "point",
    [
        POINTS["before-the-verdict-is-heard"],
        Point("ledger.amend", "before"),
        Point("ledger.amend", "after"),
    ],
    ids=["before-the-verdict-is-heard", "before-it-is-kept", "kept"],
)
def test_what_stood_in_a_row_of_no_ticket_is_kept_once(folder: Path, point: Point) -> None:
    with open_desk(folder) as desk:
        desk.report()
        desk.rest()
        desk.type_row(tab="payments", amount=80)
        at = desk.clock.at + timedelta(seconds=30)
    kill(folder, [at, at + timedelta(seconds=5)], point, prepare=halving)
    with open_desk(folder, at=at + LEASE + timedelta(seconds=5)) as desk:
        desk.rest()
        said = "".join(map(str, desk.house.runner.problems))
        assert said.count("没有编号的一行里,「问题」的「我写的」被系统清空了") == 1
        assert desk.is_settled()
