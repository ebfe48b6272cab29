"""Who could be with a customer first, and who next: the dispatch's own ranking, said once with its times."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sheetflow.dispatch import Prospects
from sheetflow.dispatch.waiting import MOST_AT_ONCE
from tests.builders import NOW, POLICY, at, desk_of, member, policy_of, ticket
from tests.dispatch.build import busy

CHEN, LIU, WU = member("01", "陈立"), member("02", "刘勇"), member("06", "吴强")
TWO = policy_of(CHEN, LIU)
WAITING = ticket("WX7", status="to_dispatch", region="城北", product_model="鼓风灶 GF-1")
SENT = ticket("WX7", status="dispatched", technician="01", region="城北", product_model="鼓风灶")


def said(one, *others, policy=TWO, now=NOW, language="zh"):
    found = Prospects(desk_of(one, *others), now, policy).earliest(one)
    return [prospect.words.of(language) for prospect in found]


def test_for_the_demonstration_they_are_the_two_that_the_row_suggests():
    on_hand = busy("01", "城南", at("15:00")), busy("06", "城中", at("15:00"))
    wu, chen = Prospects(desk_of(WAITING, *on_hand), NOW, POLICY).earliest(WAITING)
    assert (wu.words.zh, wu.at) == ("吴强 15:55(手上1单)", at("15:55"))
    assert (chen.words.zh, chen.at) == ("陈立 16:25(手上1单,跨区)", at("16:25"))
    assert chen.words.en == "陈立 16:25 (1 job on hand, from another region)"


def test_who_waits_ahead_of_it_takes_the_first_of_them():
    graver = ticket("WX1", status="to_dispatch", region="城东", grade="urgent")
    assert said(WAITING) == ["陈立 15:25", "刘勇 15:25"]
    assert said(WAITING, graver)[0] == "刘勇 15:25"


@pytest.mark.parametrize(
    ("others", "words"),
    [
        pytest.param((), ["陈立 15:25(已派)", "刘勇 15:25"], id="together-who-has-it-comes-first"),
        pytest.param(
            (busy("01", "城中", at("15:00")),),
            ["刘勇 15:25", "陈立 15:55(已派,手上1单)"],
            id="another-is-sooner",
        ),
        pytest.param(
            (busy("02", "城中", None),),
            ["陈立 15:25(已派)", "刘勇忙完手上的单后能去"],
            id="a-guess-is-not-told-as-a-time",
        ),
    ],
)
def test_whoever_has_it_is_one_of_them_without_counting_it_as_a_job(others, words):
    assert said(SENT, *others) == words


def test_whoever_has_it_is_there_at_the_appointment_and_not_before():
    later = ticket(
        "WX7", status="appointed", technician="01", region="城北", appointment=at("19:00")
    )
    assert said(later) == ["刘勇 15:25", "陈立 19:00(已派)"]


def test_of_three_the_first_two_are_named():
    busy_ones = busy("01", "城中", at("16:00")), busy("02", "城中", at("15:00"))
    policy = policy_of(CHEN, LIU, WU)
    assert said(SENT, *busy_ones, policy=policy) == ["吴强 15:25", "刘勇 15:55(手上1单)"]


def test_who_is_not_qualified_or_away_is_not_named():
    fridges = replace(LIU, skills=("制冷",))
    away = replace(WU, leave="2026-03-10")
    assert said(SENT, policy=policy_of(CHEN, fridges, away)) == ["陈立 15:25(已派)"]
    assert said(WAITING, policy=policy_of(fridges, away)) == []


def test_who_is_off_shift_says_so_with_the_time():
    night = at("21:00")
    assert said(WAITING, now=night)[0] == "陈立 3/11 08:55(现在不在班)"


def test_where_the_way_is_unknown_they_can_only_leave():
    nowhere = ticket("WX7", status="dispatched", technician="01", region="郊外")
    found = Prospects(desk_of(nowhere), NOW, TWO).earliest(nowhere)
    assert [prospect.at for prospect in found] == [None, None]
    assert found[0].words.zh == "陈立 14:30可出发(已派)"


def test_what_was_decided_some_minutes_ago_starts_now():
    late = NOW + timedelta(minutes=3)
    assert said(WAITING, now=late)[0] == "陈立 15:28"


def risky(count):
    return [
        ticket(f"WX{n:04d}", status="dispatched", technician=("01", "02")[n % 2], region="城北")
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [10, 40])
def test_the_desk_is_looked_through_once_for_all_promises_at_risk(count):
    looks = []

    class Everyone(dict):
        def values(self):
            looks.append(count)
            return super().values()

    desk = desk_of(*risky(count))
    prospects = Prospects(replace(desk, everyone=Everyone(desk.everyone)), NOW, TWO)
    for one in desk.tickets:
        assert len(prospects.earliest(one)) == 2
    assert len(looks) == 2  # those who wait, and the crew


def test_of_more_than_are_decided_at_once_the_others_are_told_without_names():
    tickets = risky(MOST_AT_ONCE + 1)
    prospects = Prospects(desk_of(*tickets), NOW, TWO)
    named = [bool(prospects.earliest(one)) for one in tickets]
    assert named == [True] * MOST_AT_ONCE + [False]
