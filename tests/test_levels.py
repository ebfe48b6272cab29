"""A changed service level waits: nothing moves before somebody has seen what would, and let it count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.levels import (
    Levels,
    counting,
    described,
    named,
    proposed,
    restored,
    stored,
)
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.schema import Level
from tests.builders import POLICY, at

HOURS = st.none() | st.integers(0, 240).map(lambda hours: timedelta(hours=hours))
LEVELS = st.dictionaries(
    st.tuples(st.sampled_from(["critical", "any"]), st.sampled_from(["response", "onsite"])),
    st.tuples(HOURS, st.integers(0, 100)),
).map(lambda found: {key: Level(*key, *values) for key, values in found.items()})


def with_levels(**hours: float) -> Policy:
    """Give the policy whose tab has these rows for normal tickets."""
    levels = {
        ("normal", clock): Level("normal", clock, timedelta(hours=length), 75)
        for clock, length in hours.items()
    }
    return replace(POLICY, levels=levels, version=f"levels {hours}")


def reported(no: int = 1, **values: object) -> TicketRecord:
    made = TicketRecord(
        f"WX20260310{no:03d}",
        stamps={"reported_at": at("14:00")},
        grades=((at("14:00"), "normal"),),
    )
    changes: Mapping[str, object] = values
    return replace(made, **changes)


@given(LEVELS)
def test_levels_come_back_from_the_ledger_as_they_were(levels: Levels) -> None:
    assert restored(json.loads(json.dumps(stored(levels)))) == levels


def test_what_nobody_ever_confirmed_is_what_the_tab_says() -> None:
    read = with_levels(response=24)

    assert counting(read, None) is read
    assert counting(read, stored(read.levels)) is read


def test_a_change_does_not_count_before_it_is_confirmed() -> None:
    read, kept = with_levels(response=1), stored(with_levels(response=24).levels)
    counts = counting(read, kept)

    level = counts.level("normal", "response")
    assert level is not None
    assert level.target == timedelta(hours=24)
    assert counts.version != read.version
    confirmed = counting(read, stored(read.levels)).level("normal", "response")
    assert confirmed is not None
    assert confirmed.target == timedelta(hours=1)


def test_the_preview_names_the_rows_and_the_open_deadlines_that_move() -> None:
    counts, read = with_levels(response=24, onsite=72), with_levels(response=1, onsite=72)
    met = reported(2, stamps={"reported_at": at("14:00"), "contacted_at": at("14:10")})
    closed, imported = reported(3, status="closed"), reported(4, imported=True)
    found = proposed([reported(), met, closed, imported], counts, read)

    assert found is not None
    [change] = found.changes
    assert (change.grade, change.clock) == ("normal", "response")
    [move] = found.moves
    assert (move.ticket_no, move.clock) == ("WX20260310001", "response")
    assert (move.before, move.after) == (at("14:00", day=1), at("15:00"))


def shown(counts: Policy, read: Policy) -> list[str]:
    """Give the changes of a preview as a supervisor reads them."""
    found = proposed([], counts, read)
    return [
        f"{named(one.grade, one.clock, POLICY).zh}: "
        f"{described(one.before, 'zh')} → {described(one.after, 'zh')}"
        for one in (found.changes if found else ())
    ]


def test_where_a_row_is_gone_the_preview_shows_what_counts_instead() -> None:
    assert shown(with_levels(response=1), with_levels()) == [
        "普通·响应: 1小时 (75%) → 24小时 (75%)"
    ]
    assert shown(with_levels(response=24), with_levels()) == []


def test_a_level_of_every_grade_is_one_line_unless_it_changes_only_some() -> None:
    contact = {("any", "contact"): Level("any", "contact", timedelta(minutes=20), 75)}
    off, off_too = ({("any", "promise"): Level("any", "promise", None, at)} for at in (75, 50))
    response = {("any", "response"): Level("any", "response", timedelta(hours=2), 75)}
    plain = with_levels()
    assert shown(plain, replace(plain, levels=contact)) == [
        "不分等级·首次联系: 10分 (75%) → 20分 (75%)"
    ]
    assert shown(plain, replace(plain, levels=off)) == ["不分等级·承诺上门: 3小时 (75%) → –"]
    assert shown(replace(plain, levels=off), replace(plain, levels=off_too)) == []
    assert shown(plain, replace(plain, levels=response)) == [
        "紧急·响应: 4小时 (75%) → 2小时 (75%)",
        "普通·响应: 24小时 (75%) → 2小时 (75%)",
    ]


def test_nothing_waits_where_the_tab_says_what_counts() -> None:
    assert proposed([reported()], with_levels(response=1), with_levels(response=1)) is None


def test_another_change_has_another_seal() -> None:
    counts = with_levels(response=24)
    seals = {
        found.seal
        for hours in (1, 2)
        if (found := proposed([], counts, with_levels(response=hours)))
    }

    assert len(seals) == 2


def test_a_level_is_said_in_words() -> None:
    level = Level("normal", "response", timedelta(minutes=90), 75)

    assert (described(level, "zh"), described(level, "en")) == (
        "1小时30分 (75%)",
        "1 h 30 min (75%)",
    )
    assert described(None, "zh") == "–"
    assert named("normal", "response", POLICY).zh == "普通·响应"
