"""A cycle reads once and writes at most once, whatever the number of tickets."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from sheetflow.errors import Unavailable
from sheetflow.ports import CALLS
from sheetflow.runner import Summary
from sheetflow.store.transport import TRIES
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.wire import leave


def calls(summary: Summary) -> tuple[int, int]:
    """Give how many calls of the Sheets API read, and how many wrote."""
    return summary.reads, summary.writes


@pytest.fixture
def warm(desk: Desk) -> Desk:
    """Give a desk whose worker has written before; people look at zone and locale once an hour."""
    desk.report()
    desk.rest()
    return desk


def test_a_quiet_cycle_reads_once_and_writes_nothing(warm: Desk) -> None:
    assert calls(warm.work()) == (1, 0)


@pytest.mark.parametrize("tickets", [1, 10, 60])
def test_reports_are_numbered_graded_announced_and_placed_by_one_read_and_one_write(
    warm: Desk, tickets: int
) -> None:
    for line in range(tickets):
        warm.report(phone=f"138-0000-{line:04d}")
    summary = warm.work()
    assert (summary.outcome, summary.notices) == ("done", tickets)
    assert calls(summary) == (1, 1)
    assert len(warm.rows()) == tickets + 1


def test_what_staff_did_to_every_ticket_is_answered_by_one_read_and_one_write(warm: Desk) -> None:
    numbers = [warm.report(phone=f"138-0000-{line:04d}") for line in range(20)]
    warm.rest()
    for number in numbers:
        warm.type(number, technician="陈立", appointment_at="明天下午")
    summary = warm.work()
    assert summary.outcome == "done"
    assert calls(summary) == (1, 1)


def test_deadlines_that_pass_for_all_are_told_by_one_read_and_one_write(warm: Desk) -> None:
    for line in range(20):
        warm.report(phone=f"138-0000-{line:04d}")
    warm.rest()
    warm.clock.at += timedelta(minutes=31)
    summary = warm.work()
    assert summary.notices == 21
    assert calls(summary) == (1, 1)


def test_the_first_batch_after_a_start_also_takes_the_writers_token(desk: Desk) -> None:
    """Four reads and a write more: zone and locale, the token, what an earlier writer left and owes, its rows."""
    desk.report()
    assert calls(desk.work()) == (5, 2)
    desk.report(phone="138-0000-0002")
    assert calls(desk.work()) == (1, 1)


def test_once_an_hour_one_more_read_looks_at_zone_and_locale(warm: Desk) -> None:
    warm.clock.at += timedelta(minutes=61)
    assert warm.work().reads == 2
    assert warm.work().reads == 1


def test_in_quiet_hours_the_last_run_is_written_every_four_minutes(warm: Desk) -> None:
    before = warm.house.store.calls["write"]
    for _ in range(12):
        warm.clock.at += timedelta(minutes=1)
        warm.house.runner.cycle()
    assert warm.house.store.calls["write"] - before == 3


def counted(desk: Desk) -> Counter[str]:
    """Give what the ledger keeps of calls."""
    found = desk.house.ledger.kept(CALLS)
    assert isinstance(found, dict)
    return Counter(found)


def test_every_call_is_counted_on_also_those_of_a_cycle_that_failed(desk: Desk) -> None:
    desk.work()
    before = counted(desk)
    comes_back = leave(desk)
    with pytest.raises(Unavailable):
        desk.work()
    lost = {"read lost": TRIES, "read repeated": TRIES - 1}
    assert counted(desk) - before == lost
    comes_back()
    desk.work()
    assert (counted(desk) - before)["read ok"] == 1


def test_calls_outside_of_cycles_are_counted_when_the_house_is_closed(folder: Path) -> None:
    with open_desk(folder) as desk:
        before = counted(desk)
        desk.house.provision()
        made = desk.house.store.tally.counts
        assert counted(desk) == before
    with open_desk(folder) as desk:
        assert counted(desk) - before == made
