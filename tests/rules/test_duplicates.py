"""The same customer about the same machine is a suspect, until somebody has looked."""

from __future__ import annotations

import pytest

from tests.builders import at, policy_of
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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"phone": "+86 138-0000-0001"}, id="a-country-code"),
        pytest.param({}, {"phone": "8613800000001"}, id="86-without-a-plus"),
        pytest.param({}, {"phone": "１３８０００００００１"}, id="full-width"),
        pytest.param({}, {"phone": "138 0000 0001(张太太)"}, id="a-remark"),
        pytest.param({"serial_no": "SN-2003"}, {"serial_no": "SN2003"}, id="a-dash"),
        pytest.param({"serial_no": "SN2003"}, {"serial_no": "sn 2003"}, id="a-blank"),
        pytest.param({"serial_no": "SN2003"}, {"serial_no": "ＳＮ２００３"}, id="wide-letters"),
        pytest.param(
            {"serial_no": "SN-1"}, {"serial_no": ""}, id="the-model-where-one-has-no-serial"
        ),
    ],
)
def test_it_is_the_same_customer_and_machine_however_they_are_written(
    first: dict[str, str], second: dict[str, str]
) -> None:
    world, elder = waiting(**first)
    again = world.report(**{**first, **second})
    world.cycle()
    assert world.record(again).duplicate_of == elder


def test_a_serial_number_typed_later_makes_a_suspect() -> None:
    world, elder = waiting(serial_no="SN-1", product_model="A")
    again = world.report(product_model="", serial_no="")
    world.cycle()
    assert world.shown(again, "flags") == ""
    world.act(again, at("14:40"), serial_no="sn1")
    assert world.shown(again, "flags") == "疑似重复"
    assert world.shown(again, "next_action").startswith(f"内勤:可能与{elder}重复")


def test_a_fact_that_completes_a_suspect_leaves_it_in_intake() -> None:
    world, _ = waiting()
    again = world.report(product_model="")
    world.cycle()
    world.act(again, at("14:40"), product_model="大锅灶 ZG-2A")
    assert (world.shown(again, "status"), world.shown(again, "flags")) == ("待受理", "疑似重复")


def test_one_that_turns_out_the_same_while_it_waits_for_a_technician_is_flagged_until_one_is_sent() -> (
    None
):
    world, elder, again = reported_again(phone="138-0000-0002")
    assert world.shown(again, "status") == "待派工"
    world.act(again, at("14:45"), phone="138-0000-0001")
    assert world.shown(again, "flags") == "疑似重复"
    assert world.shown(again, "next_action").startswith(f"内勤:可能与{elder}重复")
    world.act(again, at("14:50"), technician="陈立")
    assert world.shown(again, "flags") == ""


def test_the_younger_is_the_suspect_when_the_elder_is_put_right() -> None:
    world, elder = waiting(phone="138-0000-0002")
    again = world.report()
    world.cycle()
    world.act(elder, at("14:40"), phone="138-0000-0001")
    assert world.shown(elder, "flags") == ""
    assert world.shown(again, "flags") == "疑似重复"


def test_one_that_turns_out_to_be_another_machine_goes_to_dispatch() -> None:
    world, _, again = reported_again()
    world.act(again, at("14:45"), serial_no="SN-2")
    assert world.shown(again, "status") == "待派工"
    assert world.shown(again, "flags") == ""


def test_who_looked_once_is_not_asked_again_by_another_word() -> None:
    world, _, again = reported_again()
    world.act(again, at("14:45"), status="待派工")
    world.act(again, at("14:46"), serial_no="SN 1")
    assert world.shown(again, "flags") == ""


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


def test_the_one_left_when_the_elder_is_merged_into_it_is_suspected_no_more() -> None:
    world, elder, again = reported_again()
    world.act(elder, at("14:48"), duplicate_of=again)
    assert world.shown(elder, "status") == "已结单"
    assert (world.shown(again, "status"), world.shown(again, "flags")) == ("待派工", "")


def test_the_one_left_when_the_elder_is_cancelled_is_suspected_no_more() -> None:
    world, elder, again = reported_again()
    world.act(elder, at("14:48"), status="已结单", close_reason="取消")
    assert world.shown(elder, "status") == "已结单"
    assert (world.shown(again, "status"), world.shown(again, "flags")) == ("待派工", "")


def test_of_three_the_third_is_compared_with_the_second_once_the_first_is_gone() -> None:
    world, elder, again = reported_again()
    third = world.report(serial_no="SN-1")
    world.cycle(at("14:45"))
    world.act(elder, at("14:48"), duplicate_of=again)
    assert world.record(third).duplicate_of == again
    assert world.shown(third, "flags") == "疑似重复"


def test_nobody_is_sent_unasked_to_one_that_turned_out_the_same_while_it_waited() -> None:
    """Reported in the evening, when nobody is sent any more, and put right before the morning."""
    world = World(policy_of(automatic=True))
    world.now = at("21:00")
    elder, again = world.report(serial_no="SN1"), world.report(serial_no="SN2")
    world.settle()
    world.act(again, at("21:10"), serial_no="SN1")
    assert world.shown(again, "flags") == "疑似重复"
    world.cycle(at("8:05", day=1))
    assert [world.shown(no, "status") for no in (elder, again)] == ["已派工", "待派工"]
    assert world.shown(again, "next_action").startswith(f"内勤:可能与{elder}重复")
    assert not world.cycle(cold=True)
    world.act(again, at("8:10", day=1), technician="陈立")
    assert world.shown(again, "status") == "已派工"


def test_whom_a_typed_number_makes_a_suspect_is_sent_nobody_in_the_same_breath() -> None:
    world = World(policy_of(automatic=True))
    world.now = at("21:00")
    world.report(serial_no="SN1")
    again = world.report(serial_no="SN2")
    world.settle()
    world.act(again, at("8:05", day=1), serial_no="SN1")
    assert world.shown(again, "status") == "待派工"
    world.act(again, at("8:06", day=1), serial_no="SN3")
    assert world.shown(again, "status") == "已派工"
