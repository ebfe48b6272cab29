"""A day with faults and kills ends as one without: nothing lost, nothing twice, never over half of a quota."""

from __future__ import annotations

import shutil
from bisect import bisect_left
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sheetflow.model import Scalar
from tests.day.desk import Day, Ending
from tests.day.script import PEOPLE, Edit, Script, Size, script
from tests.end_to_end.desk import set_up
from tests.faults.fault import Fault, Tape

#: 08:00 in Shanghai.
MORNING = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)

#: Drawn so that a batch meets people's edits and a store that doesn't put them back is found guilty.
SHORT = Size(minutes=16, reports=9, edits=60, kills=3, faults=0.2, nth=2, seed=101)
WHOLE = Size(minutes=1440, reports=500, edits=4000, kills=20)

#: Half of what Google allows one user in a minute [documented].
HALF = 30


def busiest(moments: list[datetime]) -> int:
    """Give the most calls that any minute held."""
    ordered = sorted(moments)
    return max(
        at + 1 - bisect_left(ordered, moment - timedelta(minutes=1) + timedelta(microseconds=1))
        for at, moment in enumerate(ordered)
    )


def lived(folder: Path, size: Size, tape: Tape, *, kills: bool) -> tuple[Ending, Day]:
    """Live a day in a folder."""
    plan = script(size, seed=size.seed)
    if not kills:
        plan = type(plan)(plan.reports, plan.between, plan.during, frozenset())
    day = Day(folder, plan, tape, MORNING)
    return day.live(size.minutes), day


def lost(ending: Ending, day: Day) -> list[tuple[str, str, Scalar, Scalar]]:
    """Give the cells that don't show what people put there last: fault, column, what they put, what stands there."""
    found = [
        (f"故障{report}", key, put, ending.cells[f"故障{report}"][key])
        for report, cells in sorted(day.hands.last.items())
        for key, put in cells.items()
    ]
    return [one for one in found if one[2] != one[3]]


@pytest.mark.parametrize(
    "size", [SHORT, pytest.param(WHOLE, marks=pytest.mark.soak)], ids=["short", "whole"]
)
def test_a_day_with_faults_and_kills_ends_as_one_without(
    size: Size, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(tmp_path / "quiet", DISPATCH="manual")
    shutil.copytree(tmp_path / "quiet", tmp_path / "loud")
    quiet, calm = lived(tmp_path / "quiet", size, Tape(), kills=False)
    tape = Tape()
    tape.chance(seed=7, share=size.faults, faults=list(Fault))
    loud, day = lived(tmp_path / "loud", size, tape, kills=True)
    most = {kind: busiest(moments) for kind, moments in day.calls.items()}
    with capsys.disabled():
        print(
            f"\n{day.done.total()} edits of {len(day.done)} kinds by {len(day.busy)} people, "
            f"{len(day.hands.numbers)} reports, {day.conflicts} conflicts met ({day.told} edits), {day.killed} kills, "
            f"{day.met} of {sum(map(len, day.calls.values()))} calls failed; calls in the busiest minute: {most}"
        )
    assert (day.killed, len(day.hands.numbers)) == (size.kills, size.reports)
    assert day.done.total() == calm.done.total() >= 0.95 * size.edits
    assert len(day.busy) >= min(len(PEOPLE), size.edits // 3)
    assert day.met >= 0.6 * size.faults * sum(map(len, day.calls.values()))
    assert day.conflicts
    assert not lost(quiet, calm)
    assert not lost(loud, day)
    assert loud.accepted == quiet.accepted
    assert loud.cells == quiet.cells
    assert loud.parts == quiet.parts
    assert loud.once == quiet.once
    assert max(most.values()) <= HALF


def test_a_report_whose_row_met_a_moved_column_as_the_process_died_has_its_row(
    tmp_path: Path,
) -> None:
    set_up(tmp_path, DISPATCH="manual")
    move = Edit("move a column", 0, PEOPLE[0], 0.59, {"address": ""})
    plan = Script({0: 1, 1: 1, 2: 1}, {}, {1: (move,)}, frozenset({1}))
    day = Day(tmp_path, plan, Tape(), MORNING)
    assert day.live(4).accepted.keys() == {"故障0", "故障1", "故障2"}
    assert day.killed


def test_a_report_s_row_that_met_a_header_typed_over_leaves_no_other_behind(
    tmp_path: Path,
) -> None:
    set_up(tmp_path, DISPATCH="manual")
    rename = Edit("rename a header", 0, PEOPLE[0], 0.5, {"address": "随便写的"})
    right = replace(rename, kind="put the header back")
    plan = Script({0: 1, 1: 1}, {2: (right,)}, {1: (rename,)}, frozenset({1}))
    day = Day(tmp_path, plan, Tape(), MORNING)
    assert day.live(4).accepted.keys() == {"故障0", "故障1"}
    assert day.killed
