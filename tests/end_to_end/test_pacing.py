"""A desk is read every minute by day, and less and less at night while nobody types and nothing is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sheetflow.bootstrap.pacing import Pacing
from tests.end_to_end.desk import NOW, Desk, open_desk


@pytest.fixture
def slow(folder: Path) -> Iterator[Desk]:
    """Open a desk that is read as one on Google is."""
    with open_desk(folder, CYCLE_SECONDS="60", QUIET_CYCLE_SECONDS="240") as desk:
        yield desk


def waits(desk: Desk, pacing: Pacing, times: int) -> list[float]:
    """Run cycles as late as they may be, and give how long each was waited for."""
    found = []
    for _ in range(times):
        pacing.ran(desk.work())
        found.append(pacing.seconds())
        desk.clock.at += timedelta(seconds=found[-1])
    return found


def test_by_day_it_is_read_every_minute(slow: Desk) -> None:
    slow.rest()
    assert waits(slow, Pacing(slow.house), 4) == [60.0] * 4


def test_at_night_it_is_read_less_and_less_until_somebody_types(slow: Desk) -> None:
    slow.rest()
    slow.at("22:00")
    slow.rest()
    pacing = Pacing(slow.house)
    assert waits(slow, pacing, 4) == [60.0, 120.0, 240.0, 240.0]
    slow.type_at(2, tab="staff", phone="138-0000-0002")
    assert waits(slow, pacing, 1) == [60.0]


def test_a_cycle_that_failed_is_tried_again_as_by_day(slow: Desk) -> None:
    slow.at("22:00")
    slow.rest()
    pacing = Pacing(slow.house)
    waits(slow, pacing, 3)
    pacing.ran(None)
    assert pacing.seconds() == 60.0


def test_what_is_due_is_read_for_when_it_is_due(slow: Desk) -> None:
    """A report of 14:30 has to be dispatched by 15:00; who isn't is told of within fifteen seconds."""
    number = slow.report()
    slow.rest()
    slow.clock.at = NOW + timedelta(
        seconds=45
    )  # every minute from here on would be 45 seconds late
    pacing = Pacing(slow.house)
    told: dict[str, str] = {}
    while slow.clock.at < NOW + timedelta(minutes=45):
        waits(slow, pacing, 1)
        for notice in slow.notices(number):
            told.setdefault(str(notice["kind"]), str(notice["created_at"]))
    late = datetime.fromisoformat(told["clock_breach"]) - NOW - timedelta(minutes=30)
    assert timedelta() <= late <= timedelta(seconds=15)
