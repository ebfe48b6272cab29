"""Parts through a real sheet: two rows alike are two movements, and a killed worker books nothing twice."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sheetflow.model import Event, Scalar, Writes
from sheetflow.ports import Run
from sheetflow.runner import LEASE
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.mortal import Point, kill

#: Where a cycle may end that takes in a typed parts list and typed movements.
POINTS = {
    "a-number-reserved-for-a-typed-movement": Point("ledger.reserve_number", "after"),
    "recorded-and-not-sent": Point("ledger.begin", "after"),
    "applied-and-the-answer-on-its-way": Point("wire.batch", "after", 2),
    "applied-and-not-closed": Point("store.apply", "after"),
    "second-batch-applied-and-the-answer-on-its-way": Point("wire.batch", "after", 3),
    "second-run-applied-and-not-closed": Point("store.apply", "after", 2),
}

MINUTES = (0, 0.1, 0.2, 1)


def receive(desk: Desk, part: str, quantity: int) -> None:
    desk.type_row(tab="part_moves", kind="入库", part_no=part, quantity=quantity)


def stand(desk: Desk) -> dict[str, tuple[Scalar, Scalar]]:
    """Give what is on hand and to be counted of each part."""
    rows = desk.rows("parts")
    return {str(row["part_no"]): (row["on_hand"], row["pending_count"]) for row in rows}


def booked(desk: Desk) -> list[tuple[Scalar, Scalar, Scalar]]:
    """Give kind, part and quantity of each movement."""
    return sorted((r["kind"], r["part_no"], r["quantity"]) for r in desk.rows("part_moves"))


def numbers(desk: Desk) -> list[str]:
    return [str(row["move_no"]) for row in desk.rows("part_moves")]


@pytest.fixture(scope="module")
def busy(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime, str]:
    """Let a list be typed, and three modules and a heat sensor arrive; nobody has looked yet."""
    folder = Path(shutil.copytree(blank, tmp_path_factory.mktemp("busy") / "desk"))
    with open_desk(folder) as desk:
        for part_no, name in (("IGBT-25", "功率模块"), ("TC-08", "热电偶")):
            desk.type_row(tab="parts", part_no=part_no, name=name, minimum=0)
        number = desk.report()
        desk.rest()
        desk.type(number, technician="陈立", parts_used="功率模块两个;TC-08")
        for part_no, quantity in (("IGBT-25", 1), ("IGBT-25", 1), ("IGBT-25", 1), ("TC-08", 4)):
            receive(desk, part_no, quantity)
        return folder, desk.clock.at + timedelta(seconds=5), number


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_worker_killed_anywhere_books_all_and_nothing_twice(
    busy: tuple[Path, datetime, str], tmp_path: Path, point: Point
) -> None:
    prepared, begin, number = busy
    folder = Path(shutil.copytree(prepared, tmp_path / "desk"))
    instants = [begin + timedelta(minutes=minutes) for minutes in MINUTES]
    kill(folder, instants, point)
    with open_desk(folder, at=instants[-1] + LEASE) as desk:
        desk.rest()
        fitted = [("装机", "IGBT-25", 2), ("装机", "TC-08", 1)]
        arrived = [*[("入库", "IGBT-25", 1)] * 3, ("入库", "TC-08", 4)]
        assert booked(desk) == sorted([*fitted, *arrived])
        assert len(set(numbers(desk))) == 6
        assert stand(desk) == {"IGBT-25": (3, 2), "TC-08": (4, 1)}
        entered = [
            e.kind for e in desk.house.ledger.events(number) if e.kind in ("filed", "listed")
        ]
        assert sorted(entered) == ["filed", "filed", "listed"]
        assert desk.is_settled()


def test_a_row_typed_like_one_that_stands_there_already_is_another_movement(desk: Desk) -> None:
    desk.type_row(tab="parts", part_no="TC-08", name="热电偶")
    for _ in range(3):
        receive(desk, "TC-08", 1)
        desk.rest()
    assert stand(desk) == {"TC-08": (3, 0)}
    assert len(set(numbers(desk))) == 3
    assert desk.is_settled()


def test_a_ticket_s_parts_stand_in_its_history(desk: Desk) -> None:
    desk.type_row(tab="parts", part_no="TC-08", name="热电偶")
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立", parts_used="热电偶x2")
    desk.rest()
    kinds = [event.kind for event in desk.house.ledger.events(number)]
    assert kinds.index("edited") < kinds.index("listed")
    [row] = desk.rows("part_moves")
    assert (row["move_no"], row["person"]) == (f"{number}-P1", "陈立·工01")
    assert (row["from_place"], row["to_place"]) == ("工01车", "客户")


def test_a_supervisor_closes_a_ticket_with_parts_out_and_they_come_back(desk: Desk) -> None:
    desk.type_row(tab="parts", part_no="TC-08", name="热电偶")
    receive(desk, "TC-08", 2)
    number = desk.report()
    desk.rest()
    slip = {"part_no": "TC-08", "quantity": 1, "ticket_no": number, "person": "陈立"}
    desk.type_row(tab="part_moves", kind="领用", **slip)
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, close_reason="取消", status="已结单")
    desk.rest()
    assert "领出的TC-08×1还没退回" in desk.shown(number, "problem")

    asked = Event(number, "asked", desk.clock.at, {"to": "closed"}, "06 吴强", "desk")
    desk.house.ledger.begin(Run("page", desk.clock.at, Writes(), events=(asked,)))
    desk.house.ledger.finish("page", desk.clock.at, confirmed=True)
    desk.rest()
    assert (desk.shown(number, "status"), desk.shown(number, "problem")) == ("已结单", "")
    assert ("退回", "TC-08", 1) in booked(desk)
    assert stand(desk) == {"TC-08": (2, 0)}
    assert desk.is_settled()
