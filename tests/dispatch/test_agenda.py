"""When somebody could be there, from what they have on hand."""

from __future__ import annotations

import pytest

from sheetflow.dispatch import Road, SkillBook, crew_of
from sheetflow.record import Visit
from tests.builders import NOW, at, desk_of, member, policy_of, ticket

POLICY = policy_of(member("01"))
ROAD = Road(POLICY)


def arrival(*tickets, region="城北", policy=POLICY, now=NOW, called_out=False):
    book = SkillBook(policy.schema.skills, policy.staff.values())
    crew = crew_of(desk_of(*tickets), now, policy, book, ROAD)
    return crew["01"].arrival(region, ROAD, called_out=called_out)[:3]


def on_hand(status="on_site", region="城中", no="WX1", **cells):
    return ticket(no, status=status, technician="01", region=region, **cells)


def test_somebody_free_sets_out_from_the_desk_now():
    assert arrival() == (at("15:25"), 55, "now")


def test_somebody_on_site_sets_out_from_there_when_it_is_to_end():
    assert arrival(on_hand(expected_end=at("15:00"))) == (at("15:55"), 55, "known")


def test_the_way_is_the_sum_between_regions_that_are_no_neighbours():
    assert arrival(on_hand(region="城东", expected_end=at("15:10"))) == (at("16:25"), 75, "known")


def test_in_the_same_region_the_next_customer_is_ten_minutes_away():
    found = arrival(on_hand(region="城北", expected_end=at("15:00")))
    assert found == (at("15:10"), 10, "known")


def test_without_an_expected_end_a_visit_is_reckoned_with_and_no_time_is_known():
    begun = {"arrived_at": at("14:00")}
    assert arrival(on_hand(stamps=begun)) == (at("15:55"), 55, "later")


def test_a_visit_that_should_be_over_takes_half_an_hour_more():
    assert arrival(on_hand(expected_end=at("14:20"))) == (at("15:55"), 55, "later")


def test_a_visit_fits_in_before_a_later_appointment():
    assert arrival(on_hand("appointed", appointment=at("17:30"))) == (at("15:25"), 55, "now")


def test_a_visit_that_would_make_them_late_for_an_appointment_comes_after_it():
    found = arrival(on_hand("appointed", appointment=at("16:00"), expected_end=at("16:30")))
    assert found == (at("17:25"), 55, "known")


def test_jobs_without_a_time_are_done_one_after_the_other():
    two = [
        on_hand("dispatched", no=no, stamps={"dispatched_at": at("14:30")}) for no in ("WX1", "WX2")
    ]
    # 15 min to the first and an hour there, 10 min to the second and an hour there, then 55 min of way.
    assert arrival(*two) == (at("17:50"), 55, "later")


def test_more_jobs_than_a_day_holds_go_on_the_next_mornings():
    many = [
        on_hand("dispatched", no=f"WX{n:02}", stamps={"dispatched_at": at("14:30")})
        for n in range(30)
    ]
    # Five today, the last one until 20:25, eleven on each day after, three on the fourth until 11:35.
    assert arrival(*many[:5]) == (at("08:55", day=1), 55, "known")
    assert arrival(*many[:6]) == (at("10:10", day=1), 55, "later")
    assert arrival(*many) == (at("12:30", day=3), 55, "later")


@pytest.mark.parametrize("status", ["parts_wait", "customer_wait", "completed", "closed"])
def test_a_ticket_takes_nobodys_time_in(status):
    assert arrival(on_hand(status)) == (at("15:25"), 55, "now")


def test_before_the_shift_they_come_when_it_begins():
    assert arrival(now=at("06:30")) == (at("08:55"), 55, "known")


def test_in_an_emergency_they_come_before_the_shift():
    assert arrival(now=at("06:30"), called_out=True) == (at("07:25"), 55, "now")


def test_whoever_is_busy_until_the_shift_ends_comes_the_next_morning():
    found = arrival(on_hand(expected_end=at("20:30")), now=at("19:30"))
    assert found == (at("08:55", day=1), 55, "known")


def test_a_job_that_ends_before_the_shift_begins_changes_nothing():
    found = arrival(on_hand(expected_end=at("22:00")), now=at("21:00"))
    assert found == (at("08:55", day=1), 55, "known")


def test_the_next_morning_is_the_first_one_without_leave():
    away = policy_of(member("01", leave="2026-03-11..2026-03-12"))
    found = arrival(on_hand(expected_end=at("20:30")), now=at("19:30"), policy=away)
    assert found == (at("08:55", day=3), 55, "known")


def test_to_an_unknown_region_no_way_is_reckoned():
    assert arrival(region="郊外") == (NOW, 0, "now")
    assert not ROAD.leads_to("郊外")


def test_a_region_is_known_by_its_other_names():
    assert ROAD.region(" 东区 ") == "城东"
    assert ROAD.region("郊外") == "郊外"


def helped(status="on_site", *visits, **values):
    """Give a job of somebody else's in 城中 to which 01 goes along."""
    of_another = {"technician": "02", "region": "城中", "helper": "师傅01", **values}
    return ticket("WX9", status=status, record={"visits": visits}, policy=BOTH, **of_another)


BOTH = policy_of(member("01"), member("02"))


@pytest.mark.parametrize(
    ("status", "values"),
    [
        pytest.param("on_site", {"expected_end": at("15:00")}, id="at work"),
        pytest.param(
            "appointed", {"appointment": at("14:40"), "expected_end": at("15:00")}, id="agreed"
        ),
    ],
)
def test_whoever_goes_along_is_busy_as_the_technician_is(status, values):
    assert arrival(helped(status, **values), policy=BOTH) == (at("15:55"), 55, "known")


def test_whoever_is_to_help_goes_there_first():
    asked = helped("assistance", stamps={"assist_requested_at": at("14:20")})
    assert arrival(asked, policy=BOTH)[0] > at("16:00")


def test_whose_help_is_over_is_free_though_the_name_still_stands_there():
    there = Visit(
        "01", arrived_at=at("10:00"), ended_at=at("11:00"), outcome="another_day", helps=True
    )
    again = {"appointment": at("15:00")}
    assert arrival(helped("appointed", there, **again), policy=BOTH) == (at("15:25"), 55, "now")


def test_a_helper_whom_nobody_knows_keeps_nobody_busy():
    assert arrival(helped(helper="王二麻子"), policy=BOTH) == (at("15:25"), 55, "now")
