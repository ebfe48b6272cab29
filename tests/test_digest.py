"""The morning's and the evening's overview, once a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.board import Line
from sheetflow.digest import digests
from sheetflow.figures import Figure
from sheetflow.model import Text
from sheetflow.notices import KINDS
from sheetflow.notify.render import check
from tests.builders import POLICY, at, member, policy_of
from tests.test_board import line

LINES = [
    *(line(f"WX{n}", "overdue", at("8:00"), "breach") for n in range(5)),
    line("WX7", "visits", at("9:00")),
]


def sent(clock: str, lines: list[Line] = LINES, *, day: int = 0) -> dict[str, list[str]]:
    found = digests(lines, POLICY, at(clock, day=day))
    return {notice.facts["title"]: [one.name for one in notice.to] for notice in found}


@pytest.mark.parametrize(
    ("clock", "titles"),
    [
        pytest.param("7:59", [], id="before-eight-none"),
        pytest.param("8:00", ["早报"], id="at-eight-the-mornings"),
        pytest.param("19:29", ["早报"], id="still-only-that"),
        pytest.param("19:30", ["早报", "日报"], id="in-the-evening-the-owners-too"),
    ],
)
def test_each_has_its_hour(clock: str, titles: list[str]) -> None:
    assert list(sent(clock)) == titles


def test_a_day_without_a_line_is_no_news_but_has_its_figures_for_the_owner() -> None:
    assert sent("19:30", []) == {"日报": ["老板"]}


def test_a_desk_without_people_yet_misses_none() -> None:
    assert digests(LINES, replace(POLICY, staff={}), at("20:00")) == ()


def test_dispatcher_and_supervisor_get_the_mornings_the_owner_the_evenings() -> None:
    assert sent("19:30") == {"早报": ["林静", "吴强"], "日报": ["老板"]}


@pytest.mark.parametrize(
    ("unwanted", "gets"),
    [
        ("owner_digest", ["早报"]),
        ("digest", ["日报"]),
        ("incident", ["早报", "日报"]),
    ],
)
def test_each_is_switched_off_by_its_own_name(unwanted: str, gets: list[str]) -> None:
    both = member("08", "老板", roles=("owner", "supervisor"), notices={unwanted: "off"})
    found = digests(LINES, policy_of(both), at("19:30"))
    assert [notice.facts["title"] for notice in found if notice.to] == gets
    assert {notice.kind for notice in found} == {"digest"}


def test_one_a_day_whatever_number_of_times_it_is_asked_for() -> None:
    keys = {
        n.once for clock in ("8:00", "12:00", "19:00") for n in digests(LINES, POLICY, at(clock))
    }
    assert keys == {"digest/2026-03-10"}
    assert {n.once for n in digests(LINES, POLICY, at("8:00", day=1))} == {"digest/2026-03-11"}


def test_it_shows_the_blocks_with_their_counts_and_the_first_three_of_each() -> None:
    notice, *_ = digests(LINES, POLICY, at("8:00"))
    assert notice.facts["lines"].splitlines() == [
        "# 超时 5",
        "WX0 小麦面馆 陈立:14:41前打客户电话",
        "WX1 小麦面馆 陈立:14:41前打客户电话",
        "WX2 小麦面馆 陈立:14:41前打客户电话",
        "还有2条",
        "# 今天上门 1",
        "WX7 小麦面馆 陈立:14:41前打客户电话",
    ]
    assert notice.facts["count"] == "6"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_can_be_worded(language: str) -> None:
    for notice in digests(LINES, policy_of(language=language), at("19:30")):
        check(notice.kind, notice.facts)
        assert KINDS[notice.kind].unknown(notice.facts) == []


def test_a_block_of_three_is_shown_whole() -> None:
    notice, *_ = digests(LINES[:3], POLICY, at("8:00"))
    assert len(notice.facts["lines"].splitlines()) == 4


FIGURES = (
    Figure("on_time", Text("准时率", "On time"), "86.7%", 13, 15),
    Figure("completed", Text("完成", "Completed"), "5", 5),
    Figure("paid", Text("实收", "Paid"), "700.00", 2),
    Figure("owed", Text("欠款", "Owed"), "0.00", 0),
)


def test_the_owners_has_the_days_figures_and_the_mornings_has_none() -> None:
    morning, evening = digests(LINES, POLICY, at("19:30"), lambda: FIGURES)
    assert "figures" not in morning.facts
    assert evening.facts["figures"].splitlines() == [
        "准时率: 86.7% (13/15)", "完成: 5", "实收: 700.00 (2)", "欠款: 0.00",
    ]  # fmt: skip


def test_what_was_told_is_neither_counted_nor_told_again() -> None:
    def counting() -> tuple[Figure, ...]:
        pytest.fail("the figures were counted")

    told = {"digest/2026-03-10", "owner_digest/2026-03-10"}
    assert digests(LINES, POLICY, at("19:30"), counting, told=told) == ()
    assert len(digests(LINES, POLICY, at("12:00"), counting)) == 1
