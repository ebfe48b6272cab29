"""The same customer about the same machine is a suspect, until somebody has looked."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, waiting


def reported_again(**report: str) -> tuple[World, str, str]:
    world, elder = waiting(serial_no="SN-1")
    again = world.report(**{"serial_no": "SN-1", **report})
    world.cycle(at("14:40"))
    return world, elder, again


def test_same_phone_and_serial_number_wait_for_somebody_to_look() -> None:
    world, elder, again = reported_again(phone="13800000001")
    assert world.shown(again, "status") == "待受理"
    assert world.shown(again, "flags") == "疑似重复"
    assert world.shown(again, "next_action") == (
        f"内勤:可能与{elder}重复,核对后填「重复于」,或15:00前派工"
    )
    assert world.told(again, "new_report")[0].facts["duplicate_of"] == elder


def test_the_elder_is_not_suspected() -> None:
    world, elder, _ = reported_again()
    assert world.shown(elder, "flags") == ""
    assert world.shown(elder, "status") == "待派工"


def test_who_sends_somebody_all_the_same_has_looked() -> None:
    world, _, again = reported_again()
    world.act(again, at("14:45"), status="待派工")
    assert world.shown(again, "flags") == ""
    assert world.shown(again, "next_action").startswith("建议")


def test_without_serial_numbers_the_model_tells_machines_apart() -> None:
    world, elder = waiting()
    again = world.report()
    world.cycle()
    assert world.record(again).duplicate_of == elder


@pytest.mark.parametrize(
    "report",
    [
        pytest.param({"phone": "138-0000-0002"}, id="another-phone"),
        pytest.param({"serial_no": "SN-2"}, id="another-machine"),
    ],
)
def test_no_suspicion_of(report: dict[str, str]) -> None:
    world, _, again = reported_again(**report)
    assert world.record(again).duplicate_of == ""
    assert world.shown(again, "status") == "待派工"


def test_no_suspicion_of_one_that_is_filed() -> None:
    world, elder = waiting()
    world.act(elder, at("14:31"), close_reason="作废", status="已结单")
    again = world.report()
    world.cycle(at("14:40"))
    assert world.record(again).duplicate_of == ""


def test_two_reports_of_the_same_cycle_are_compared_too() -> None:
    world = World()
    first, second = world.report(), world.report()
    world.cycle()
    assert [world.record(no).duplicate_of for no in (first, second)] == ["", first]


@pytest.mark.parametrize("gap", ["phone", "product_model"])
def test_what_both_reports_leave_out_makes_them_no_suspects(gap: str) -> None:
    world, _ = waiting(**{gap: ""})
    again = world.report(**{gap: ""})
    world.cycle()
    assert world.record(again).duplicate_of == ""


def test_an_old_ticket_is_not_suspected_of_anything() -> None:
    world = World()
    for number in ("A-1", "A-2"):
        world.type_row(ticket_no=number, phone="138-0000-0001", product_model="x", status="待受理")
    world.cycle()
    assert world.shown("A-2", "flags") == ""
