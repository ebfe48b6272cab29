"""A house's cycles one after the other, and how long to wait until the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sheetflow.bootstrap.house import House
from sheetflow.notify.policy import SendingPolicy
from sheetflow.pace import Pace, least_between
from sheetflow.store.budget import ACCOUNT_CALLS
from sheetflow.summary import Summary

_SECOND: Final = timedelta(seconds=1)


class Pacing:
    """Counts the cycles in quiet hours that found nothing; anything else begins anew."""

    def __init__(self, house: House) -> None:
        """Begin as by day."""
        settings, policy = house.settings, house.schema.policy
        calls = max(1, ACCOUNT_CALLS * settings.quota_share // 100)
        least = least_between(max(1, len(settings.sharing)), calls)
        self._house = house
        self._pace = Pace(
            settings.cycle_seconds * _SECOND,
            settings.quiet_cycle_seconds * _SECOND,
            least if settings.on_google else timedelta(),
        )
        self._quiet = SendingPolicy(
            house.zone, house.language, quiet=(policy.quiet_from, policy.quiet_to)
        )
        self._still, self._seen = 0, ""

    def ran(self, summary: Summary | None) -> None:
        """Take note of a cycle; None is one that failed."""
        quiet = self._quiet.quiet_until(self._house.clock.now()) is not None
        runner, before = self._house.runner, self._seen
        self._seen = runner.seen
        nothing = summary is not None and summary.outcome == "idle" and self._seen == before
        self._still = self._still + 1 if quiet and nothing and not runner.waits else 0

    def seconds(self) -> float:
        """Give how long to wait until the next cycle."""
        now = self._house.clock.now()
        at = self._pace.next_read(now, due=self._house.runner.due_at(now), still=self._still)
        return (at - now) / _SECOND
