"""When each step happened stands in the row."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, completed, dispatched, filed, waiting


def test_every_step_of_the_main_course_has_its_time() -> None:
    world, number = completed()
    steps = ("reported", "triaged", "queued", "dispatched", "contacted", "completed")
    times = {step: world.shown(number, f"{step}_at").removeprefix("2026-03-10 ") for step in steps}
    assert times == {
        "reported": "14:30",
        "triaged": "14:30",
        "queued": "14:30",
        "dispatched": "14:31",
        "contacted": "14:35",
        "completed": "15:50",
    }


def test_the_last_three_calls_have_theirs() -> None:
    world, number = dispatched()
    for n, minute in enumerate(("14:40", "14:50", "15:00"), start=1):
        world.act(number, at(minute), contact_result=f"没接{n}")
    world.act(number, at("15:20"), contact_result="接通")
    calls = [world.shown(number, f"attempt_{n}_at")[-5:] for n in (1, 2, 3)]
    assert calls == ["14:50", "15:00", "15:20"]


def test_another_technicians_calls_are_gone_with_them() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接1")
    world.act(number, at("14:45"), technician="吴强")
    assert world.shown(number, "attempt_1_at") == ""


def test_a_filed_ticket_keeps_when_it_was_completed() -> None:
    world, number = filed()
    times = [world.shown(number, column)[-5:] for column in ("completed_at", "closed_at")]
    assert times == ["15:50", "16:10"]


def test_a_reopened_ticket_is_not_closed() -> None:
    world, number = filed()
    world.say(number, "asked", to="completed", reason="还漏水", by="06 吴强")
    world.act(number, at("16:20"))
    times = [world.shown(number, column)[-5:] for column in ("completed_at", "closed_at")]
    assert times == ["15:50", ""]


def test_a_new_ticket_is_the_first_repair() -> None:
    world, number = waiting()
    assert world.cell(number, "cycle") == 1


def test_stamps_of_another_system_stand_as_they_are() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已完成", completed_at=45200.5)
    world.cycle()
    assert world.shown("A-1", "completed_at") == "2023-10-01 12:00"
    assert world.shown("A-1", "problem") == ""
