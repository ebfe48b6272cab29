"""What is set aside for open tickets isn't free for others, and low stock is judged on what remains."""

from __future__ import annotations

import pytest

from sheetflow.catalogue import Part
from sheetflow.stock import Movement, Standing, post, standings
from tests.stock.build import TICKET, move

PART = Part("IGN-220", "点火器", minimum=2)
OTHER = "WX20260310002"
PLANNED = {TICKET: {"IGN-220": 1}}


def standing(*rows: Movement, plans=PLANNED, part: Part = PART) -> Standing:
    return standings([part], post(rows), plans)["IGN-220"]


def test_sets_aside_what_is_planned() -> None:
    found = standing(move("receive", 3))
    assert (found.on_hand, found.reserved, found.remains) == (3, 1, 2)
    assert found.waiting == ((TICKET, 1),)


@pytest.mark.parametrize(
    ("rows", "on_hand", "reserved"),
    [
        pytest.param([move("issue", ticket=TICKET)], 3, 1, id="it rides in a van"),
        pytest.param(
            [move("issue", ticket=TICKET), move("fit", ticket=TICKET)], 2, 0, id="it is fitted"
        ),
        pytest.param([move("fit", ticket=TICKET)], 3, 0, id="it is fitted beyond the books"),
        pytest.param(
            [move("issue", ticket=TICKET), move("return", ticket=TICKET)], 3, 1, id="it came back"
        ),
        pytest.param([move("issue", 2, ticket=TICKET)], 3, 2, id="more ride than were planned"),
        pytest.param([move("issue")], 3, 1, id="another rides for nobody"),
        pytest.param([move("issue", 9, ticket=TICKET)], 3, 1, id="its issue was refused"),
    ],
)
def test_keeps_it_set_aside_until_it_is_fitted(
    rows: list[Movement], on_hand: int, reserved: int
) -> None:
    found = standing(move("receive", 3, no="M0", at=rows[0].at), *rows)
    assert (found.on_hand, found.reserved) == (on_hand, reserved)


def test_an_issue_frees_nothing_and_takes_nothing() -> None:
    arrived, slip = move("receive", 3), move("issue", ticket=TICKET)
    assert standing(arrived).remains == standing(arrived, slip).remains == 2


def test_a_ticket_that_is_no_longer_open_keeps_nothing() -> None:
    assert standing(move("receive", 3), plans={}).reserved == 0


def test_names_who_waits_in_the_order_of_the_plans() -> None:
    plans = {OTHER: {"IGN-220": 2}, TICKET: {"IGN-220": 1, "TC-08": 4}}
    found = standing(move("receive", 1), plans=plans)
    assert found.waiting == ((OTHER, 2), (TICKET, 1))
    assert found.remains == -2


@pytest.mark.parametrize(
    ("there", "minimum", "active", "low"),
    [
        pytest.param(3, 2, True, False, id="the minimum remains"),
        pytest.param(2, 2, True, True, id="less than the minimum remains"),
        pytest.param(0, 0, True, True, id="somebody waits for a part that isn't kept"),
        pytest.param(1, 0, True, False, id="a part that isn't kept, and nothing lacks"),
        pytest.param(2, 2, False, False, id="out of use"),
    ],
)
def test_judges_low_stock_on_what_remains(
    there: int, minimum: int, active: bool, low: bool
) -> None:
    part = Part("IGN-220", minimum=minimum, active=active)
    rows = [move("receive", there)] if there else []
    assert standing(*rows, part=part).low is low


def test_shows_what_is_to_be_counted() -> None:
    assert standing(move("fit", 2)).pending_count == 2
