"""The sheet is read as late as the deadlines allow, within the budget of all branches, and a ping never delays it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.bell import GAP
from sheetflow.pace import CALLS_A_CYCLE, Pace, least_between

NIGHT = datetime(2026, 3, 10, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
GOOGLE = Pace(MINUTE, 4 * MINUTE, 4 * SECOND)

SECONDS = st.integers(1, 600).map(lambda n: n * SECOND)
PACES = st.builds(Pace, SECONDS, SECONDS, st.integers(0, 300).map(lambda n: n * SECOND))
STILL = st.integers(0, 10_000)
DUE = st.none() | st.integers(-600, 86_400).map(lambda n: NIGHT + n * SECOND)


@pytest.mark.parametrize(
    ("due", "still", "after"),
    [
        pytest.param(None, 0, 60, id="by day"),
        pytest.param(None, 1, 120, id="one read that found nothing"),
        pytest.param(None, 2, 240, id="two of them"),
        pytest.param(None, 9, 240, id="a whole night"),
        pytest.param(100, 9, 100, id="something due before"),
        pytest.param(3, 9, 15, id="something due at once"),
        pytest.param(40, 0, 40, id="something due by day"),
        pytest.param(500, 9, 240, id="something due later"),
        pytest.param(-1, 9, 60, id="something past that the read didn't settle"),
    ],
)
def test_when_a_sheet_on_google_is_read_again(due: int | None, still: int, after: int) -> None:
    at = None if due is None else NIGHT + due * SECOND
    assert GOOGLE.next_read(NIGHT, due=at, still=still) == NIGHT + after * SECOND


@given(PACES, DUE, STILL)
def test_what_is_due_is_never_seen_to_later_than_its_reach(
    pace: Pace, due: datetime | None, still: int
) -> None:
    found = pace.next_read(NIGHT, due=due, still=still)
    assert found <= NIGHT + max(pace.base, pace.longest, pace.least)
    if due is not None:
        assert found <= max(due + pace.reach, NIGHT + max(pace.base, pace.least))
        if due > NIGHT:
            assert found <= max(due, NIGHT + pace.reach)


@given(PACES, DUE, STILL)
def test_no_two_reads_lie_closer_than_the_budget_allows(
    pace: Pace, due: datetime | None, still: int
) -> None:
    assert pace.next_read(NIGHT, due=due, still=still) >= NIGHT + pace.least


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_all_branches_together_stay_within_the_budget(
    branches: int, calls: int, data: st.DataObject
) -> None:
    """Whatever falls due in each of them, at any time: their reads of a minute are at most half of the calls."""
    pace = Pace(MINUTE, 4 * MINUTE, least_between(branches, calls))
    reads: list[datetime] = []
    for _ in range(min(branches, 5)):
        now = NIGHT
        while now < NIGHT + 10 * MINUTE:
            due = now + data.draw(st.integers(0, 120)) * SECOND
            now = pace.next_read(now, due=due, still=data.draw(st.integers(0, 3)))
            reads.append(now)
    most = max(sum(at <= other < at + MINUTE for other in reads) for at in reads)
    of_all = most * branches / min(branches, 5)
    assert of_all <= calls / CALLS_A_CYCLE + branches


@given(st.lists(st.integers(0, 1200), max_size=30), st.lists(st.integers(0, 1200), max_size=10))
def test_a_ping_is_read_for_at_once_or_after_the_gap_and_delays_nothing_that_is_due(
    pings: list[int], dues: list[int]
) -> None:
    """The worker's loop by the second: it reads when its time has come, or when the bell rings (bell.py)."""
    rung = {NIGHT + second * SECOND for second in pings}
    due_at = {NIGHT + second * SECOND for second in dues}
    reads = [NIGHT]
    planned, asked, heard_last = NIGHT, False, NIGHT - GAP
    for second in range(1, 1500):
        now = NIGHT + second * SECOND
        asked = asked or now in rung
        hears = asked and now - heard_last >= GAP
        if now >= planned or hears:
            if hears:
                asked, heard_last = False, now
            reads.append(now)
            due = min((at for at in due_at if at > now), default=None)
            planned = GOOGLE.next_read(now, due=due, still=9)
    for at in rung - {NIGHT}:
        assert any(at <= read <= at + GAP for read in reads)
    for at in due_at:
        assert any(at <= read <= at + GOOGLE.reach for read in reads)
    assert all(later - sooner <= GOOGLE.longest for sooner, later in pairwise(reads))


def test_how_far_apart_the_reads_of_many_branches_lie() -> None:
    assert least_between(1, 30) == 4 * SECOND
    assert least_between(10, 30) == 40 * SECOND
    assert least_between(15, 30) == 60 * SECOND
    assert least_between(60, 30) == 240 * SECOND
