"""Quiet hours and retries, to the minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.notify.build import POLICY

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT, LUNCH, NEVER = (time(20), time(8)), (time(12), time(13)), (time(0), time(0))


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        pytest.param(NIGHT, "2026-03-10 19:59", None, id="evening-before"),
        pytest.param(NIGHT, "2026-03-10 20:00", "2026-03-11 08:00", id="evening"),
        pytest.param(NIGHT, "2026-03-11 00:00", "2026-03-11 08:00", id="midnight"),
        pytest.param(NIGHT, "2026-03-11 07:59", "2026-03-11 08:00", id="morning-before"),
        pytest.param(NIGHT, "2026-03-11 08:00", None, id="morning"),
        pytest.param(LUNCH, "2026-03-11 12:30", "2026-03-11 13:00", id="within-a-day"),
        pytest.param(LUNCH, "2026-03-11 13:00", None, id="after-lunch"),
        pytest.param(NEVER, "2026-03-11 00:00", None, id="switched-off"),
    ],
)
def test_quiet_hours_are_half_open_windows_of_the_desks_zone(
    quiet: tuple[time, time], now: str, until: str | None
) -> None:
    policy = replace(POLICY, quiet=quiet)
    expected = datetime.fromisoformat(until).replace(tzinfo=SHANGHAI) if until else None
    assert policy.quiet_until(datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)) == expected


def test_a_night_with_a_clock_change_ends_at_eight_on_the_wall() -> None:
    policy = replace(POLICY, zone=BERLIN)
    until = policy.quiet_until(datetime(2026, 3, 28, 23, 0, tzinfo=BERLIN))
    assert until is not None
    assert until.isoformat() == "2026-03-29T08:00:00+02:00"


def test_a_failing_delivery_is_tried_seven_times_within_eighteen_hours() -> None:
    start = now = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)
    tried = [timedelta()]
    while retry := POLICY.retry_at(now, len(tried) - 1):
        now = retry
        tried.append(now - start)
    assert [str(wait) for wait in tried] == [
        "0:00:00", "0:01:00", "0:06:00", "0:21:00", "1:21:00", "5:21:00", "17:21:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        ("2026-03-10 07:59", "2026-03-10 08:00"),
        ("2026-03-10 08:00", "2026-03-10 19:30"),
        ("2026-03-10 19:30", "2026-03-11 08:00"),
        ("2026-03-10 23:59", "2026-03-11 08:00"),
    ],
)
def test_what_is_collected_leaves_at_the_digest_that_follows(now: str, digest: str) -> None:
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (now, digest))
    assert POLICY.digest_after(at) == expected


def test_without_digests_nothing_is_collected() -> None:
    noon = datetime(2026, 3, 10, 12, 0, tzinfo=SHANGHAI)
    assert replace(POLICY, digests=()).digest_after(noon) == noon
