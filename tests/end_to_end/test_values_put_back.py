"""Rows that somebody read as displayed, cleared and put back say nothing new: no clock moves, nobody is told again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from gspread.utils import ValueInputOption, ValueRenderOption

from tests.end_to_end.desk import Desk


def at_work(desk: Desk) -> str:
    """Give a ticket with stamps at odd seconds: dispatched, called once, and past its call."""
    desk.clock.at += timedelta(seconds=17)
    number = desk.report()
    desk.rest()
    desk.clock.at += timedelta(seconds=38)
    desk.type(number, technician="陈立")
    desk.rest()
    desk.clock.at += timedelta(minutes=12)
    desk.rest()
    desk.type(number, contact_result="没接1")
    desk.rest()
    return number


@pytest.mark.parametrize("how", [ValueInputOption.user_entered, ValueInputOption.raw])
def test_rows_put_back_as_displayed_move_no_clock_and_announce_nothing(
    desk: Desk, how: ValueInputOption
) -> None:
    number = at_work(desk)
    before, sent = desk.row(number), desk.notices()
    record, events = (
        desk.house.ledger.records()[number],
        len(desk.house.ledger.events(number)),
    )
    displayed = desk.tab().get("A2:DZ9", value_render_option=ValueRenderOption.formatted)
    desk.tab().batch_clear(["A2:DZ9"])
    desk.tab().update(displayed, "A2", value_input_option=how)

    desk.clock.at += timedelta(seconds=5)
    desk.rest()
    later = desk.house.ledger.records()[number]
    assert (later.stamps, later.attempts) == (record.stamps, record.attempts)
    assert later.refusals == {}
    assert desk.notices() == sent
    assert {e.kind for e in desk.house.ledger.events(number)[events:]} <= {"wrote"}
    assert desk.row(number) == before
    assert desk.is_settled()
