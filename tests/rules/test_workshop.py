"""A machine in the workshop: how long it was at the factory."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, on_site

STAMPS = ("workshop_in_at", "factory_out_at", "factory_back_at")


def brought(**cells: str) -> tuple[World, str]:
    """Give a desk with a machine that is in the workshop since 15:10."""
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", return_agreed_at="3/20 10:00", **cells)
    return world, number


def stamps(world: World, number: str) -> list[str]:
    return [world.shown(number, column) for column in STAMPS]


def test_the_way_to_the_factory_and_back_has_its_times() -> None:
    world, number = brought(workshop_place="店内")
    world.act(number, at("9:00", day=1), workshop_place="厂家")
    assert stamps(world, number) == ["2026-03-10 15:10", "2026-03-11 09:00", ""]
    world.act(number, at("16:00", day=3), workshop_place="待取件")
    assert stamps(world, number)[1:] == ["2026-03-11 09:00", "2026-03-13 16:00"]


def test_what_goes_to_the_factory_at_once_is_out_with_the_same_choice() -> None:
    world, number = brought(workshop_place="厂家")
    assert stamps(world, number) == ["2026-03-10 15:10", "2026-03-10 15:10", ""]


def test_who_goes_there_again_is_out_anew() -> None:
    world, number = brought(workshop_place="厂家")
    world.act(number, at("9:00", day=1), workshop_place="店内")
    world.act(number, at("9:00", day=2), workshop_place="厂家")
    assert stamps(world, number)[1:] == ["2026-03-12 09:00", ""]


def test_a_place_put_right_at_once_or_emptied_was_never_left_for() -> None:
    world, number = brought(workshop_place="店内")
    world.act(number, at("15:20"), workshop_place="厂家")
    world.act(number, at("15:21"), workshop_place="店内")
    assert stamps(world, number)[1:] == ["", ""]
    world.act(number, at("15:30"), workshop_place="厂家")
    world.act(number, at("15:50"), workshop_place="")
    assert stamps(world, number)[1:] == ["", ""]


def test_a_machine_that_waits_there_for_the_customers_word_comes_back_when_it_does() -> None:
    world, number = brought(workshop_place="厂家")
    quote = {"status": "待客户", "wait_reason": "报价", "next_contact_at": "3/12 10:00"}
    world.act(number, at("9:00", day=1), **quote)
    world.act(number, at("11:00", day=2), workshop_place="店内")
    assert stamps(world, number)[1:] == ["2026-03-10 15:10", "2026-03-12 11:00"]


def test_the_customer_is_told_where_it_is() -> None:
    world, number = brought(workshop_place="厂家")
    assert "在厂家修,约好" in world.shown(number, "customer_text")
