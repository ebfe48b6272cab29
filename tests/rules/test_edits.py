"""Every change of a staff's cell is in the history, with before and after."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, dispatched, waiting


def edits(world: World, column: str) -> list[tuple[object, object]]:
    found = [e for e in world.events if e.kind == "edited" and e.values["column"] == column]
    return [(event.values["before"], event.values["after"]) for event in found]


def test_an_edit_is_recorded_once_with_before_and_after() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), remarks="下午在")
    world.act(number, at("14:32"), remarks="下午不在")
    assert edits(world, "remarks") == [("", "下午在"), ("下午在", "下午不在")]


def test_an_emptied_cell_is_an_edit_too() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), address="")
    assert edits(world, "address") == [("城东人民路1号", "")]


def test_words_that_mean_a_time_are_kept_as_typed_beside_what_they_mean() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), appointment_at="明天10点")
    assert edits(world, "appointment_at") == [("", "明天10点")]
    assert world.record(number).means["appointment_at"] == at("10:00", day=1)


def test_tomorrow_is_the_day_after_it_was_typed_however_late_it_is_read_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), appointment_at="明天10点", contact_result="接通")
    world.act(number, at("9:00", day=1), remarks="x")
    assert world.record(number).means["appointment_at"] == at("10:00", day=1)
    assert world.shown(number, "problem") == ""


def test_the_systems_own_values_are_nobodys_edits() -> None:
    world, number = dispatched()
    assert edits(world, "technician") == [("", "陈立")]
    assert not edits(world, "grade")
    assert world.shown(number, "grade") == "普通"
