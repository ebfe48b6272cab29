"""One notice per clock and stage: warning, breach, and the ladder's rungs to whom they go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import at, policy_of
from tests.world import World, dispatched, waiting


def rungs(world: World, number: str) -> list[tuple[str, str]]:
    found = world.told(number, "clock_breach")
    return [(notice.once.split("/")[3], notice.to[0].name) for notice in found]


def test_the_ladder_climbs_from_dispatcher_to_supervisor_to_owner() -> None:
    world, number = waiting()
    seen = []
    for minutes in (0, 1, 29, 30, 60, 119, 120, 125):
        world.cycle(at("15:00") + timedelta(minutes=minutes))
        seen.append(len(rungs(world, number)))
    assert rungs(world, number) == [
        ("breach+0", "林静"),
        ("breach+30", "吴强"),
        ("breach+120", "老板"),
    ]
    assert seen == [0, 1, 1, 2, 2, 2, 3, 3]


def test_each_rung_is_one_record_whatever_number_of_cycles_and_starts() -> None:
    world, number = waiting()
    for minutes in range(0, 125, 5):
        world.cycle(at("15:01") + timedelta(minutes=minutes), cold=minutes % 3 == 0)
    assert len(rungs(world, number)) == len(set(rungs(world, number))) == 3


def test_after_a_long_silence_every_rung_that_is_due_is_told() -> None:
    world, number = waiting()
    world.cycle(at("17:05"))
    assert [once for once, _ in rungs(world, number)] == ["breach+0", "breach+30", "breach+120"]


def test_who_is_sent_in_between_ends_the_climb() -> None:
    world, number = waiting()
    world.act(number, at("15:01"))
    world.act(number, at("15:10"), technician="陈立")
    world.act(number, at("15:12"), contact_result="接通")
    world.act(number, at("17:05"))
    assert rungs(world, number) == [("breach+0", "林静")]


def test_a_longer_clock_warns_at_three_quarters_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通")
    for minute in ("16:44", "16:45", "16:46", "17:00"):
        world.act(number, at(minute))
    (notice,) = world.told(number, "clock_warning")
    assert [notice.facts[fact] for fact in ("clock", "by", "left")] == [
        "promise",
        "17:30",
        "剩45分",
    ]


def test_a_deadline_to_the_second_is_still_met() -> None:
    world, number = waiting()
    world.cycle(at("15:00"))
    assert rungs(world, number) == []
    world.cycle(at("15:00") + timedelta(microseconds=1))
    assert rungs(world, number) == [("breach+0", "林静")]


def test_what_is_typed_with_the_breach_is_taken_in_first() -> None:
    world, number = waiting()
    world.act(number, at("15:01"), status="电话指导")
    assert world.told(number, "clock_breach") == []


def test_a_new_deadline_is_a_new_stage() -> None:
    world, number = waiting()
    world.act(number, at("15:01"))
    world.act(number, at("15:10"), technician="陈立")
    world.act(number, at("15:12"), contact_result="接通")
    world.act(number, at("15:20"), technician="")
    world.act(number, at("15:51"))
    assert rungs(world, number) == [("breach+0", "林静"), ("breach+0", "林静")]


def test_an_imported_ticket_is_shown_and_never_announced() -> None:
    world = World()
    world.type_row(
        ticket_no="A-1", customer_name="李", status="已派工", reported_at=46080.5, technician="陈"
    )
    world.cycle()
    world.cycle(at("16:00", day=2))
    assert world.shown("A-1", "onsite_by") == "2026-03-02 12:00"
    assert world.notices == {}
    assert world.shown("A-1", "flags") == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_said_in_the_workbooks_language(language: str) -> None:
    world, number = waiting(policy_of(language=language))
    world.act(number, at("15:02"))
    over = world.told(number, "clock_breach")[0].facts["over"]
    assert over == {"zh": "超时2分", "en": "2 min over"}[language]
