"""Branches that have one account together: none eats another's calls, whatever happens to it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.clock import FixedClock
from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.store import Budget, Share, Transport
from sheetflow.store.api import Api
from sheetflow.store.budget import Account
from sheetflow.store.shares import free_after
from tests.end_to_end.mortal import SHEETS
from tests.end_to_end.wire import Gone
from tests.store.desk import NOON

ADA = Account("project", "ada")
NAMES = ("east", "north", "west")
MINUTE = 60

Arrivals = list[tuple[str, int]]


def booked_of(arrivals: Arrivals, names: tuple[str, ...], limit: int) -> list[tuple[int, str, int]]:
    """Let branches call one after the other, each so many seconds after the last; gives when, who, and the wait."""
    booked: list[tuple[int, str, int]] = []
    now = 0
    for name, seconds in arrivals:
        now += seconds
        window = [(at, whose) for at, whose, _ in booked if at >= now - MINUTE]
        free = free_after(window, Share(name, names), limit=limit, window=MINUTE, now=now)
        booked.append((free, name, free - now))
        now = free
    return booked


ARRIVALS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 70)), max_size=60)
STORMS = st.lists(
    st.tuples(st.sampled_from(("east", "east", "east", "north", "west")), st.integers(0, 2)),
    max_size=60,
)


@given(ARRIVALS | STORMS, st.integers(1, 30))
def test_no_minute_ever_holds_more_than_the_limit(arrivals: Arrivals, limit: int) -> None:
    times = [at for at, _, _ in booked_of(arrivals, NAMES, limit)]
    assert all(sum(at <= other <= at + MINUTE for other in times) <= limit for at in times)


@given(ARRIVALS | STORMS, st.integers(3, 30))
def test_who_has_not_used_what_is_kept_for_them_never_waits(arrivals: Arrivals, limit: int) -> None:
    booked = booked_of(arrivals, NAMES, limit)
    kept = Share("east", NAMES).kept(limit)
    assert kept >= 1
    for number, (at, name, wait) in enumerate(booked):
        asked = at - wait
        used = sum(whose == name and other >= asked - MINUTE for other, whose, _ in booked[:number])
        assert used >= kept or wait == 0


@given(st.integers(1, 60), st.integers(1, 40))
def test_what_is_kept_for_all_is_no_more_than_there_is(limit: int, branches: int) -> None:
    kept = Share("b0", tuple(f"b{n}" for n in range(branches))).kept(limit)
    assert kept * branches <= limit


def reads_in_a_storm(folder: Path, *, shared_fairly: bool) -> list[timedelta]:
    """Read a sheet every twenty seconds while another branch gets 429 on every try; gives how long each waited."""
    clock = FixedClock(NOON)
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock.now)
    waits: list[timedelta] = []

    def transport_of(name: str) -> tuple[Api, Transport, Budget]:
        client = local_client(sheets, http_client=Transport)
        assert isinstance(client.http_client, Transport)
        part = Share(name, NAMES) if shared_fairly else Share()
        budget = Budget(folder / "quota.sqlite", ADA, now=clock.now, part=part, pause=give_up)
        book = client.create(name)
        client.http_client.pause = lambda seconds: None
        return Api(client, book.id), client.http_client, budget

    def give_up(_: float) -> None:
        raise Unavailable("It would have to wait.")

    east, storming, of_east = transport_of("east")
    west, calm, of_west = transport_of("west")
    storming.admit = of_east.admit
    storming.session.mount(SHEETS, Gone(429))
    calm.admit = of_west.admit
    for second in range(180):
        clock.at = NOON + timedelta(seconds=second)
        with pytest.raises(SheetflowError):
            east.get("spreadsheetId")
        if second % 20 == 0:
            try:
                west.get("spreadsheetId")
                waits.append(timedelta())
            except Unavailable:
                waits.append(timedelta(seconds=1))
    sheets.close()
    return waits


def test_a_branch_in_a_storm_of_429_leaves_the_others_their_calls(tmp_path: Path) -> None:
    assert reads_in_a_storm(tmp_path, shared_fairly=True) == [timedelta()] * 9


def test_without_shares_the_storm_would_have_taken_them(tmp_path: Path) -> None:
    assert any(reads_in_a_storm(tmp_path, shared_fairly=False))


def test_alone_a_branch_has_all_that_there_is() -> None:
    assert all(wait == 0 for _, _, wait in booked_of([("east", 0)] * 30, ("east",), 30))
