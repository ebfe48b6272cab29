"""A time without its day, typed as Google's users do, gets it in the spreadsheet, never over another edit."""

from __future__ import annotations

import pytest

from tests.end_to_end.desk import Desk
from tests.end_to_end.wire import between_calls


@pytest.fixture
def number(desk: Desk) -> str:
    """Give a ticket that 陈立 has."""
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    return number


def test_the_cells_of_a_repair_show_their_day(desk: Desk, number: str) -> None:
    desk.type(number, contact_result="接通", appointment_at="明天10点")
    desk.rest()
    desk.at("12:00", day=1)
    desk.type(number, work_started_at="10:05", work_ended_at="3/11 11:30")
    desk.rest()
    times = ("appointment_at", "work_started_at", "work_ended_at")
    assert [desk.shown(number, column) for column in times] == [
        "2026-03-11 10:00",
        "2026-03-11 10:05",
        "2026-03-11 11:30",
    ]
    assert desk.is_settled()


def test_a_time_typed_while_we_complete_the_last_one_is_what_counts(
    desk: Desk, number: str
) -> None:
    desk.type(number, contact_result="接通", appointment_at="15:00")
    between = between_calls(desk)
    between.acts = [lambda: desk.type(number, appointment_at="16:00")]
    desk.rest()
    assert desk.shown(number, "appointment_at") == "2026-03-10 16:00"
    record = desk.house.ledger.records()[number]
    assert record.appointment is not None
    assert record.appointment.at.astimezone(desk.house.zone).hour == 16
    assert desk.is_settled()
