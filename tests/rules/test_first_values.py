"""A new row is filled in where the desk knows better than nobody, once."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, waiting


def test_grade_request_and_channel_of_a_typed_row_have_their_defaults() -> None:
    world = World()
    number = world.typed_in(customer_name="李", fault="漏水")
    found = [world.shown(number, column) for column in ("grade", "request_type", "channel")]
    assert found == ["普通", "报修", "电话"]


def test_the_region_is_guessed_from_the_address() -> None:
    world, number = waiting(address="杭州市城西文一路8号")
    assert world.shown(number, "region") == "城西"


@pytest.mark.parametrize(
    "address", [pytest.param("火星路1号", id="no-region-in-it"), pytest.param("", id="none")]
)
def test_an_address_that_names_no_region_leaves_it_open(address: str) -> None:
    _, number = (found := waiting(address=address))
    assert found[0].shown(number, "region") == ""


@pytest.mark.parametrize(
    "typed",
    [
        {"technician": "1", "contact_result": "接通", "appointment_at": "17:00"},
        {"technician": "2", "work_started_at": "14:20", "status": "维修中"},
        {"status": "待客户", "wait_reason": "不在", "next_contact_at": "18:00"},
    ],
    ids=["appointed", "on site", "waiting for the customer"],
)
def test_a_row_typed_when_the_work_had_gone_on_gets_its_first_values_and_its_times_too(
    typed: dict[str, str],
) -> None:
    world = World()
    number = world.typed_in(
        customer_name="李", phone="138-0000-0009", fault="响", address="城西路1号",
        product_model="灶", **typed,
    )  # fmt: skip
    columns = ("grade", "request_type", "channel", "region", "problem")
    assert [world.shown(number, c) for c in columns] == ["普通", "报修", "电话", "城西", ""]
    for column in ("appointment_at", "next_contact_at"):
        if column in typed:
            assert world.shown(number, column) == f"2026-03-10 {typed[column]}"


def test_what_was_said_stays() -> None:
    world = World()
    number = world.typed_in(customer_name="李", fault="漏水", grade="紧急", channel="微信")
    assert [world.shown(number, column) for column in ("grade", "channel")] == ["紧急", "微信"]


def test_who_empties_a_first_value_is_not_corrected() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), region="", channel="")
    assert [world.cell(number, column) for column in ("region", "channel")] == ["", ""]


def test_a_guessed_region_goes_with_an_address_that_changes_and_a_chosen_one_stays() -> None:
    """P2 KP (duty 25): the way there is counted from the region."""
    world, number = waiting()
    world.act(number, at("14:35"), address="城北大道9号")
    assert world.shown(number, "region") == "城北"
    world.act(number, at("14:40"), address="火星路1号")
    assert world.shown(number, "region") == "城北"
    world.act(number, at("14:45"), address="城西路3号", region="城南")
    assert world.shown(number, "region") == "城南"
    world.act(number, at("14:50"), address="城东路3号")
    assert world.shown(number, "region") == "城南"
