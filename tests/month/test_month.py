"""A month of the desk, lived as people act in the sheet, ends as it should; the whole of 600 tickets in `make soak`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.month.checks import CHECKS
from tests.month.courses import COURSES
from tests.month.desk import Desk
from tests.month.month import lived

#: So many customers in every run, so many in the whole month, and its seed.
SHORT, MONTH, SEED = 60, 600, 20260301


def wrong(desk: Desk) -> dict[str, list[str]]:
    """Give what each check found."""
    return {check.__name__: found for check in CHECKS if (found := list(check(desk)))}


def few(*, idle: timedelta | None = None) -> Desk:
    """Give a desk with one customer on every course, in three days."""
    return lived(len(COURSES), seed=SEED, days=3, idle=idle)


def test_a_short_month_ends_as_it_should() -> None:
    assert wrong(lived(SHORT, seed=SEED, days=6, every=40)) == {}


def test_the_same_seed_gives_the_same_bytes_and_cycles_between_acts_change_none() -> None:
    """With a cycle every two hours more the log, the rows and the notices stay what they were."""
    once, busy = few(), few(idle=timedelta(hours=2))
    assert busy.cycles > once.cycles
    assert once.digest() == busy.digest()


@pytest.mark.soak
def test_a_month_of_600_tickets_ends_as_it_should_and_the_same_when_lived_again() -> None:
    month = lived(MONTH, seed=SEED, every=100)
    first = month.digest()
    assert wrong(month) == {}
    assert lived(MONTH, seed=SEED).digest() == first
