"""A deadline that has passed is told once per stage, whatever number of cycles, restarts and kills follow."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from sheetflow.runner import LEASE
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.mortal import Point, kill

#: The stages of the ladder by minutes after the deadline (SHEET.md, "Notices"), and when a worker looks: half an hour
#: after the last message, which holds back the next.
LADDER = {0: 1, 30: 40, 120: 125}

#: Where workers die while a stage is being announced.
POINTS = (
    Point("ledger.begin", "before"),
    Point("ledger.begin", "after"),
    Point("post.send", "after"),
    Point("ledger.sent", "after"),
)


def untouched(desk: Desk) -> str:
    """Leave a report alone."""
    return desk.report()


def dispatched(desk: Desk) -> str:
    """Send a technician who doesn't call."""
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    return number


def completed(desk: Desk) -> str:
    """Repair it, and call nobody back."""
    number = dispatched(desk)
    desk.rest()
    desk.at("15:00")
    desk.type(number, contact_result="接通", appointment_at="15:30")
    desk.rest()
    desk.at("16:30")
    desk.type(number, work_started_at="15:30", work_ended_at="16:20", result="已修复")
    desk.type(
        number,
        test_result="正常",
        signature="已签·张",
        cause="老化",
        measures="更换",
        consent="同意方案",
    )
    return number


STORIES = {"response": untouched, "onsite": untouched, "contact": dispatched, "revisit": completed}


def stages(desk: Desk, number: str, clock: str) -> Counter[str]:
    """Count the outbox records of a ticket's clock by stage: WX…/response/1/breach+30/2026… is one of breach+30."""
    onces = {str(one["once"]) for one in desk.notices(number)}
    return Counter(once.split("/")[3] for once in onces if once.split("/")[1] == clock)


@pytest.mark.parametrize(("clock", "shift"), [*zip(STORIES, range(4), strict=True)])
def test_each_stage_of_a_passed_deadline_has_one_record_whatever_dies(
    folder: Path, clock: str, shift: int
) -> None:
    one_record_per_stage(folder, clock, shift)


@pytest.mark.soak
@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("clock", STORIES)
def test_each_stage_has_one_record_wherever_workers_die(
    folder: Path, clock: str, shift: int
) -> None:
    one_record_per_stage(folder, clock, shift)


def one_record_per_stage(folder: Path, clock: str, shift: int) -> None:
    """Let the deadline pass, and let a worker die at each stage, another point each time, and others start."""
    with open_desk(folder) as desk:
        number = STORIES[clock](desk)
        desk.rest()
        record = desk.house.ledger.records()[number]
        deadline = desk.house.deadlines(record)[clock]
    for turn, minutes in enumerate(LADDER.values()):
        at = deadline + timedelta(minutes=minutes)
        kill(folder, [at], POINTS[(shift + turn) % len(POINTS)])
        for _restart in range(2):
            at += LEASE
            with open_desk(folder, at=at) as desk:
                desk.work(3)
    with open_desk(folder, at=at) as desk:
        desk.rest()
        assert stages(desk, number, clock) == {f"breach+{m}": 1 for m in LADDER}
        assert {one["state"] for one in desk.notices(number)} == {"sent"}
        assert desk.is_settled()
