"""Abuse goes to the supervisor at once, and the technician's reminders are muted."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, completed, on_site


def abused() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    return world, number


def test_supervisor_and_owner_are_told_at_once_where_and_whom_to_call() -> None:
    world, number = abused()
    world.act(number, at("15:11"))
    (notice,) = world.told(number, "incident")
    assert {recipient.name for recipient in notice.to} == {"吴强", "老板"}
    assert notice.urgent
    assert notice.facts["place"] == "城东人民路1号"
    assert notice.facts["technician"] == "陈立"
    assert notice.facts["at"] == "15:10"


def test_what_was_said_or_broken_is_not_quoted() -> None:
    world, number = abused()
    assert "打不着火" not in world.told(number, "incident")[0].facts.values()


def test_the_row_is_flagged() -> None:
    world, number = abused()
    assert world.shown(number, "flags") == "⚠冲突"


def test_reminders_of_its_clocks_are_muted_and_the_flags_are_not() -> None:
    world, number = abused()
    world.act(number, at("15:20"), status="待派工", technician="")
    world.act(number, at("19:00"))
    assert world.told(number, "clock_breach") == []
    assert world.told(number, "clock_warning") == []
    assert world.told(number, "promise_at_risk") == []
    assert "派工超时" in world.shown(number, "flags")


def test_a_worse_one_is_told_again() -> None:
    world, number = abused()
    world.act(number, at("15:20"), incident="暴力")
    assert len(world.told(number, "incident")) == 2


def test_an_old_one_on_a_finished_ticket_is_told_to_nobody() -> None:
    world, number = completed()
    world.act(number, at("16:20"), incident="辱骂")
    assert world.told(number, "incident") == []
