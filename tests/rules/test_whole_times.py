"""A time that staff typed without its day gets it in its own cell, and says the same instant."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import POLICY, at
from tests.world import World, dispatched, on_site


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        pytest.param("14:50", "2026-03-10 14:50", id="time"),
        pytest.param(14.75 / 24, "2026-03-10 14:45", id="time-as-google-reads-it"),
        pytest.param("明天10点", "2026-03-11 10:00", id="in-words"),
        pytest.param("3/11 9:30", "2026-03-11 09:30", id="without-the-year"),
    ],
)
def test_a_time_without_its_date_is_completed_in_place(typed: Scalar, shows: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at=typed)
    assert world.shown(number, "appointment_at") == shows
    assert world.cell(number, "appointment_at") == world.record(number).seen["appointment_at"]
    appointment = world.record(number).appointment
    assert appointment is not None
    assert POLICY.decoders["appointment_at"](world.cell(number, "appointment_at")) == appointment.at


def test_both_ends_of_the_work_say_their_day() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), work_ended_at=15.5 / 24)
    shown = [world.shown(number, f"work_{end}_at") for end in ("started", "ended")]
    assert shown == ["2026-03-10 15:00", "2026-03-10 15:30"]
    assert world.record(number).stamps["work_ended_at"] == at("15:30")


def test_what_we_completed_is_nobodys_edit_and_moves_nothing_a_day_later() -> None:
    world, number = on_site()
    edits = [event for event in world.events if event.kind == "edited"]
    world.act(number, at("9:00", day=1))
    assert [event for event in world.events if event.kind == "edited"] == edits
    assert world.record(number).stamps["work_started_at"] == at("15:00")


def test_another_time_typed_over_it_counts() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:45"), appointment_at="16:00")
    assert world.shown(number, "appointment_at") == "2026-03-10 16:00"
    appointment = world.record(number).appointment
    assert appointment is not None
    assert appointment.at == at("16:00")


@pytest.mark.parametrize("typed", ["明天下午", "看情况"], ids=["vague", "no-time"])
def test_what_is_not_understood_stays_as_typed(typed: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), appointment_at=typed)
    assert world.cell(number, "appointment_at") == typed


def test_rows_of_another_system_stay_as_they_are() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已完成", work_started_at="10:00")
    world.cycle()
    world.act("A-1", at("14:40"), work_ended_at="11:30")
    assert [world.cell("A-1", f"work_{end}_at") for end in ("started", "ended")] == [
        "10:00",
        "11:30",
    ]


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        ("明天9点", "3/11 9点"),
        ("明天下午", "3/11 下午"),
        ("后天或周五都行", "3/12 或3/13 都行"),
        ("Tomorrow 2pm", "3/11 2pm"),
        ("下午3点", "3/10 下午3点"),
        ("下午5点以后", "3/10 下午5点以后"),
        ("下午", "3/10 下午"),
        ("16:30", "3/10 16:30"),
        ("15点到17点", "3/10 15点到17点"),
        ("after 3pm", "3/10 after 3pm"),
        ("9点", "3/11 9点"),
        ("上午9点左右", "3/11 上午9点左右"),
        ("九点到十一点", "3/11 九点到十一点"),
        ("morning", "3/11 morning"),
        ("越快越好", "越快越好"),
        ("晚上才有人", "晚上才有人"),
        ("3/12 9点", "3/12 9点"),
        ("10", "10"),
        ("2026-03-11 09:00", "2026-03-11 09:00"),
    ],
)
def test_a_wished_day_is_a_date_for_whoever_reads_it_on_another(typed: str, shows: str) -> None:
    world, number = dispatched(wished_time=typed)
    assert world.shown(number, "wished_time") == shows
    world.act(number, at("8:01", day=1), fault="还是打不着火")
    assert world.shown(number, "wished_time") == shows


def test_a_wish_typed_later_is_of_the_day_on_which_it_was_typed() -> None:
    world, number = dispatched()
    world.act(number, at("9:00", day=1), wished_time="明天9点")
    assert world.shown(number, "wished_time") == "3/12 9点"


def test_a_wish_in_a_row_that_somebody_types_is_dated_too() -> None:
    world = World()
    number = world.typed_in(
        customer_name="王", phone="138-0000-0001", fault="打不着火", wished_time="明天9点"
    )
    assert world.shown(number, "wished_time") == "3/11 9点"
