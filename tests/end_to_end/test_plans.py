"""What was planned and applied leaves nothing to plan, read again by another process; warm and cold plans are one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sheetflow.bootstrap import DEMO
from tests.end_to_end.anew import nothing_is_left
from tests.end_to_end.desk import NOW, Desk, open_desk
from tests.test_planner import ACTS, DELETED, PUT_BACK

#: A row, what is typed into it, and how many minutes pass before the worker looks again.
Act = tuple[int, tuple[str, str | float], int]

#: A history: people act on one of three tickets, and time passes.
HISTORIES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(ACTS), st.sampled_from([1, 4, 11, 40, 300, 1500])),
    min_size=1,
    max_size=6,
)


#: A failing example of a spreadsheet takes minutes to shrink; the long versions do.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def rest_now(desk: Desk) -> None:
    """Work at one instant until nothing is left to do."""
    for _ in range(5):
        if desk.work().outcome == "idle":
            return
    raise AssertionError("the desk doesn't come to rest")


@pytest.mark.parametrize(
    "later",
    [timedelta(), timedelta(hours=2), timedelta(days=1), timedelta(days=4)],
    ids=["then", "two-hours-later", "a-day-later", "four-days-later"],
)
def test_every_ticket_of_the_demonstration_is_settled_when_it_was_planned(
    demonstration: Path, later: timedelta
) -> None:
    at = NOW + timedelta(minutes=2) + later
    with open_desk(demonstration, at=at, which=DEMO) as desk:
        rest_now(desk)
        assert len({row["status"] for row in desk.rows()}) >= 10
    assert nothing_is_left(demonstration, at, DEMO)


def test_a_fresh_process_finds_what_somebody_typed_meanwhile(demonstration: Path) -> None:
    at = NOW + timedelta(minutes=2)
    with open_desk(demonstration, at=at, which=DEMO) as desk:
        rest_now(desk)
        desk.type_at(2, grade="特急")
    assert not nothing_is_left(demonstration, at, DEMO)


class Rows:
    """Where three tickets' rows stand in the grid, while people delete some; no number tells them for sure."""

    def __init__(self, desk: Desk, numbers: Sequence[str]) -> None:
        self._desk, self._numbers = desk, numbers
        self._at: list[int | None] = [desk.where(number) for number in numbers]

    def act(self, which: int, column: str, cell: str | float) -> None:
        """Let somebody type into a row or delete it; in one that is gone nobody can."""
        at = self._at[which]
        if at is None:
            return
        if cell == DELETED:
            self._desk.tab().delete_rows(at)
            after = [one and (None if one == at else one - (one > at)) for one in self._at]
            self._at = after
        else:
            typed = self._numbers[which] if cell == PUT_BACK else cell
            self._desk.type_at(at, **{column: typed})


def play(desk: Desk, history: Sequence[Act]) -> Rows:
    """Let three reports come in, and people act on them."""
    numbers = [
        desk.report(),
        desk.report(serial_no="SN1"),
        desk.report(product_model="不清楚型号"),
    ]
    desk.work(2)
    rows = Rows(desk, numbers)
    for which, (column, cell), minutes in history:
        rows.act(which, column, cell)
        desk.clock.at += timedelta(minutes=minutes)
        desk.work()
    return rows


def left_by(blank: Path, history: Sequence[Act]) -> bool:
    with TemporaryDirectory() as place:
        folder = Path(shutil.copytree(blank, Path(place) / "desk"))
        with open_desk(folder) as desk:
            play(desk, history)
            rest_now(desk)
        return nothing_is_left(folder, desk.clock.at)


def warm_and_cold(blank: Path, history: Sequence[Act]) -> list[tuple[object, ...]]:
    """Do the last act's cycle in the process that did the others, and in one that has just started."""
    with TemporaryDirectory() as place:
        warm, cold = (Path(place) / name for name in ("warm", "cold"))
        shutil.copytree(blank, warm)
        with open_desk(warm) as desk:
            rows = play(desk, history[:-1])
            which, (column, cell), minutes = history[-1]
            rows.act(which, column, cell)
            desk.clock.at += timedelta(minutes=minutes)
            desk.house.runner.stop()
            shutil.copytree(warm, cold)
            found = [after_a_cycle(desk)]
        with open_desk(cold, at=desk.clock.at) as desk:
            return [*found, after_a_cycle(desk)]


def after_a_cycle(desk: Desk) -> tuple[object, ...]:
    """Give the sheet and each ticket's history; which of two tickets comes first is nobody's promise."""
    desk.work()
    histories = sorted(desk.house.ledger.events(), key=lambda event: event.ticket_no)
    return desk.rows(), desk.rows("today"), desk.rows("contacts"), histories


#: The shift ends at 20:00, three minutes after a worker has looked who is free.
AT_THE_END_OF_THE_SHIFT: list[Act] = [
    (0, ("work_started_at", "14:35"), 300),
    (1, ("remarks", "门在后院"), 27),
    (0, ("problem", ""), 4),
]


@settings(max_examples=5, phases=QUICK)
@example(AT_THE_END_OF_THE_SHIFT)
@given(HISTORIES)
def test_whatever_people_type_is_settled_when_it_was_planned(
    blank: Path, history: list[Act]
) -> None:
    assert left_by(blank, history)


@settings(max_examples=5, phases=QUICK)
@given(HISTORIES)
def test_the_incremental_cycle_does_what_the_cold_one_does(blank: Path, history: list[Act]) -> None:
    warm, cold = warm_and_cold(blank, history)
    assert warm == cold


@pytest.mark.soak
@settings(max_examples=100)
@given(HISTORIES)
def test_whatever_people_type_is_settled_at_length(blank: Path, history: list[Act]) -> None:
    assert left_by(blank, history)


@pytest.mark.soak
@settings(max_examples=100)
@given(HISTORIES)
def test_the_incremental_cycle_is_the_cold_one_at_length(blank: Path, history: list[Act]) -> None:
    warm, cold = warm_and_cold(blank, history)
    assert warm == cold
