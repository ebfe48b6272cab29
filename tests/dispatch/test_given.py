"""How firmly a given-out job stands: in each class one fact more, and another technician goes or doesn't."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sheetflow.dispatch import Review, hold_of, reviewed
from sheetflow.policy import Policy
from sheetflow.record import Visit
from sheetflow.tickets import Ticket
from tests.builders import NOW, at, desk_of, member, on_leave, policy_of, ticket
from tests.dispatch.build import busy

ONE, TWO = member("01", "陈立"), member("02", "刘勇")
POLICY = policy_of(ONE, TWO, automatic=True)
NO = "WX20260310001"
TOLD = frozenset({f"{NO}/dispatch/01/20260310T061000Z"})


def given(*, told: bool = True, chosen: bool = False, record: Any = None, **values: Any) -> Ticket:
    """Give a critical ticket that the system gave to 陈立 at 14:10, and of which it told them."""
    defaults = {"status": "dispatched", "technician": "01", "grade": "critical", "region": "城东"}
    known = {"chosen": chosen, "told": TOLD if told else frozenset(), **(record or {})}
    return ticket(NO, **{"policy": POLICY, **defaults, **values}, record=known)


def review(one: Ticket, *others: Ticket, policy: Policy = POLICY) -> Review | None:
    """Give the review of the first ticket, where there is one."""
    found = reviewed([one], desk_of(one, *others), NOW, policy)
    return next(found, None)


def goes(one: Ticket, *others: Ticket, policy: Policy = POLICY) -> str:
    """Give the number of whoever goes instead, "" where it stays."""
    found = review(one, *others, policy=policy)
    return found.choice.best.candidate.member.no if found and found.choice.best else ""


def late_by(minutes: int) -> Ticket:
    """Give the job that keeps 陈立 so long that he is so late for 16:00 in 城东, 20 minutes from there."""
    return busy("01", "城中", at("15:40") + timedelta(minutes=minutes))


AGREED: dict[str, Any] = {"status": "appointed", "appointment": at("16:00")}


@pytest.mark.parametrize(("minutes", "instead"), [(10, ""), (11, "02")])
def test_who_is_told_stays_until_more_than_ten_minutes_late(minutes: int, instead: str) -> None:
    assert goes(given(**AGREED), late_by(minutes)) == instead


def test_lateness_is_told_with_the_evaluators_own_figures() -> None:
    found = review(given(**AGREED), late_by(11))
    assert found is not None
    assert found.standing is not None
    assert (found.cause, found.standing.arrival.at) == ("late", at("16:11"))
    assert found.standing.cost.lateness == 4 * 11
    assert found.choice.best is not None
    assert found.choice.best.cost.stability == 30


@pytest.mark.parametrize("left", [False, True])
def test_who_is_under_way_goes_on_however_late(left: bool) -> None:
    visits = (Visit("01", departed_at=at("14:20")),) if left else ()
    one = given(**AGREED, record={"visits": visits})
    assert goes(one, late_by(60)) == ("" if left else "02")


@pytest.mark.parametrize("chosen", [False, True])
def test_whom_a_person_chose_is_not_moved_for_time(chosen: bool) -> None:
    assert goes(given(**AGREED, chosen=chosen), late_by(60)) == ("" if chosen else "02")


@pytest.mark.parametrize(("pin", "instead"), [(True, ""), (False, "02"), (None, "")])
def test_the_pin_says_otherwise_than_who_chose(pin: bool | None, instead: str) -> None:
    assert goes(given(**AGREED, chosen=True, pin=pin), late_by(60)) == instead


#: 刘勇 is in 城北 already: 10 minutes of way and a job on hand against 55 from the desk.
THERE = busy("02", "城北", at("15:00"))


@pytest.mark.parametrize(("agreed", "hold"), [(at("16:29"), "told"), (at("16:30"), "promised")])
def test_what_begins_within_two_hours_stands_as_if_told(agreed: datetime, hold: str) -> None:
    one = given(told=False, region="城北", status="appointed", appointment=agreed)
    assert hold_of(one, NOW, POLICY) == hold
    assert goes(one, THERE) == ("" if hold == "told" else "02")


@pytest.mark.parametrize("told", [True, False])
def test_what_is_promised_moves_dearly_until_the_technician_is_told(told: bool) -> None:
    one = given(told=told, region="城北", status="appointed", appointment=at("18:00"))
    assert goes(one, THERE) == ("" if told else "02")


@pytest.mark.parametrize("promised", [True, False])
def test_what_is_not_promised_is_chosen_anew_for_less(promised: bool) -> None:
    """17 minutes are won: less than what a promised one is worth, and more than nothing."""
    agreed = {"status": "appointed", "appointment": at("18:00")} if promised else {}
    one = given(told=False, region="城南", **agreed)
    assert hold_of(one, NOW, POLICY) == ("promised" if promised else "free")
    assert goes(one, busy("02", "城南", at("14:35"))) == ("" if promised else "02")


def test_two_who_cost_the_same_are_not_exchanged() -> None:
    assert goes(given(told=False)) == ""


@pytest.mark.parametrize(
    ("leave", "cause"),
    [
        pytest.param("2026-03-11", "leave", id="on the day of the visit"),
        pytest.param("2026-03-10 13:30-18:00", None, id="only before it"),
        pytest.param("2026-03-11 13:30-18:00", None, id="only after it"),
        pytest.param("2026-03-11 08:00-09:30", "leave", id="at its hour"),
    ],
)
def test_leave_counts_for_the_time_of_the_visit(leave: str, cause: str | None) -> None:
    one = given(status="appointed", appointment=at("9:00", day=1))
    found = review(one, policy=on_leave(POLICY, "01", leave))
    assert (found and found.cause) == cause
    assert found is None or found.sent


def test_whoever_is_on_leave_then_is_no_help_and_on_leave_now_is() -> None:
    one = given(status="appointed", appointment=at("9:00", day=1))
    both = on_leave(on_leave(POLICY, "01", "3/11"), "02", "3/11")
    found = review(one, policy=both)
    assert found is not None
    assert found.choice.best is None
    assert goes(one, policy=on_leave(on_leave(POLICY, "01", "3/11"), "02", "3/10")) == "02"


@pytest.mark.parametrize("day", ["inactive", "gone", "off"])
def test_gone_from_the_staff_or_off_on_that_day_is_away_too(day: str) -> None:
    one = given(grade="normal", status="appointed", appointment=at("10:00", day=4))
    assert goes(one) == ""
    changed = {
        "inactive": policy_of(replace(ONE, active=False), TWO),
        "gone": policy_of(TWO),
        "off": policy_of(replace(ONE, shift="office"), TWO),
    }[day]
    found = review(one, policy=changed)
    assert found is not None
    assert found.cause == {"inactive": "inactive", "gone": "inactive", "off": "shift"}[day]


def test_whom_a_person_chose_is_proposed_about_when_away_and_not_moved() -> None:
    policy = on_leave(POLICY, "01", "2026-03-10")
    found = review(given(chosen=True), policy=policy)
    assert found is not None
    assert not found.sent
    assert goes(given(chosen=True), policy=policy) == "02"


def test_an_appointment_is_offered_to_who_can_keep_it_beside_their_own() -> None:
    """刘勇 has another customer at 16:30; both can't be kept."""
    theirs = ticket(
        "WX2", status="appointed", technician="02", region="城东", appointment=at("16:30"),
        record={"chosen": True},
    )  # fmt: skip
    assert goes(given(**AGREED), late_by(60)) == "02"
    assert goes(given(**AGREED), late_by(60), theirs) == ""


def test_one_sweep_at_a_time_moves_for_time_alone() -> None:
    sent = given(**AGREED, stamps={"dispatched_at": NOW})
    assert goes(sent, late_by(60)) == ""
    assert goes(sent, policy=on_leave(POLICY, "01", "2026-03-10")) == "02"
