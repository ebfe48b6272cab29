"""The clocks of a ticket: WORKFLOW.md's examples 15 to 17 and its rules for grades, appointments and pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.clocks import Clock, clock
from sheetflow.record import Appointment, Attempt, Pause, TicketRecord
from tests.builders import POLICY, SHANGHAI, at, policy_of

GENERIC = policy_of(profile="generic")
NINE = at("9:00")


def record(**values: Any) -> TicketRecord:
    made: dict[str, Any] = {"stamps": {"reported_at": NINE}, "grades": ((NINE, "normal"),)}
    return TicketRecord("WX20260310001", **(made | values))


def of(name: str, record: TicketRecord, policy: Any = POLICY) -> Clock:
    return clock(record, policy.clock(name), policy)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_an_upgrade_counts_from_the_report_but_leaves_half_an_hour() -> None:
    """Example 15: normal to critical at 12:00, reported at 09:00, nobody has answered yet."""
    upgraded = record(grade="critical", grades=((NINE, "normal"), (at("12:00"), "critical")))
    assert of("response", upgraded).deadline == at("12:30")
    assert of("onsite", upgraded).deadline == at("9:00", day=1)


def test_a_clock_that_was_met_before_the_upgrade_keeps_its_deadline() -> None:
    met = record(
        grades=((NINE, "normal"), (at("12:00"), "critical")),
        stamps={"reported_at": NINE, "contacted_at": at("11:00")},
    )
    assert of("response", met).deadline == at("9:00", day=1)


def test_a_second_repair_has_clocks_of_its_own() -> None:
    """Example 16: urgent, opened Thursday 15:20."""
    opened = wall("2026-03-12 15:20")
    again = record(stamps={"reported_at": opened}, grades=((opened, "urgent"),))
    assert of("response", again).deadline == wall("2026-03-12 19:20")
    assert of("onsite", again).deadline == wall("2026-03-14 15:20")


def test_the_first_call_is_due_ten_minutes_after_dispatch() -> None:
    """Example 17, in desk hours, which are open at 17:55."""
    sent = record(stamps={"reported_at": NINE, "dispatched_at": at("17:55")})
    assert of("contact", sent).deadline == at("18:05")


def test_the_first_attempt_meets_the_call_answered_or_not() -> None:
    called = record(
        stamps={"reported_at": NINE, "dispatched_at": at("14:00")},
        attempts=(Attempt(at("14:08"), reached=False),),
    )
    assert of("contact", called).met_at == at("14:08")
    assert not of("contact", called).breached(at("15:00"))


@pytest.mark.parametrize(
    ("now", "breached"),
    [
        pytest.param(at("11:00"), False, id="on the deadline it is met"),
        pytest.param(at("11:00") + timedelta(seconds=1), True, id="a second later it is not"),
    ],
)
def test_a_deadline_is_kept_up_to_its_last_second(now: datetime, breached: bool) -> None:
    critical = record(grades=((NINE, "critical"),))
    assert of("response", critical).breached(now) is breached


def test_an_agreed_appointment_takes_the_place_of_the_promise_only() -> None:
    queued = {"reported_at": NINE, "queued_at": at("9:05")}
    agreed = record(stamps=queued, appointment=Appointment(at("10:00", day=1), True, False))
    assert of("promise", record(stamps=queued)).deadline == at("12:05")
    assert of("promise", agreed).deadline == at("10:00", day=1)
    assert of("onsite", agreed).deadline == at("9:00", day=3)


def test_a_later_time_that_nobody_agreed_to_leaves_the_promise() -> None:
    told = record(
        stamps={"reported_at": NINE, "queued_at": at("9:05")},
        appointment=Appointment(at("10:00", day=1), agreed=False, by_customer=False),
    )
    assert of("promise", told).deadline == at("12:05")


def test_an_appointment_the_customer_asked_for_moves_the_on_site_limit_too() -> None:
    asked = record(appointment=Appointment(at("10:00", day=5), True, by_customer=True))
    assert of("onsite", asked).deadline == at("10:00", day=5)


def test_the_generic_profile_promises_nothing() -> None:
    queued = record(stamps={"reported_at": NINE, "queued_at": at("9:05")})
    assert of("promise", queued, GENERIC).deadline is None


def test_a_pause_moves_the_on_site_limit_and_not_the_response() -> None:
    paused = record(pauses=(Pause(at("10:00"), at("12:00")),))
    assert of("onsite", paused).deadline == at("11:00", day=3)
    assert of("response", paused).deadline == at("9:00", day=1)


def test_a_clock_stands_still_while_its_pause_lasts() -> None:
    waiting = record(pauses=(Pause(at("10:00"), None),))
    assert of("onsite", waiting).paused
    assert not of("onsite", waiting).breached(at("9:00", day=9))


def test_a_revisit_due_at_night_is_due_an_hour_after_the_desk_opens() -> None:
    finished = record(stamps={"completed_at": at("22:30")})
    assert of("revisit", finished).deadline == at("9:00", day=2)


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.sampled_from(["normal", "urgent", "critical"])),
        max_size=4,
    )
)
def test_no_change_of_grade_makes_a_deadline_later_than_its_own_target(
    changes: list[tuple[int, str]],
) -> None:
    """Law of rule 7: the response is due at the last grade's target, or at the floor after the change."""
    grades = [(NINE, "normal")]
    grades += [(NINE + timedelta(minutes=m), grade) for m, grade in sorted(changes)]
    deadline = of("response", record(grades=tuple(grades))).deadline
    hours = {"critical": 2, "urgent": 4, "normal": 24}[grades[-1][1]]
    own = NINE + timedelta(hours=hours)
    assert deadline is not None
    assert own <= deadline <= max(own, grades[-1][0] + timedelta(minutes=30))


@pytest.mark.parametrize("name", ["onsite", "promise"])
@pytest.mark.parametrize("fact", ["workshop_in_at", "completed_at"])
def test_nobody_has_to_go_where_it_was_brought_in_or_done_without_a_visit(
    name: str, fact: str
) -> None:
    began = {"reported_at": NINE, "queued_at": NINE}
    policy = POLICY if name == "promise" else GENERIC
    in_time = of(name, record(stamps={**began, fact: at("10:00")}), policy)
    late = of(name, record(stamps={**began, fact: at("10:00", day=9)}), policy)

    assert in_time == Clock(name)
    assert late.met_at == at("10:00", day=9)
    assert late.breached(at("10:00", day=10))


def test_who_was_there_before_it_went_into_the_workshop_was_there() -> None:
    stamps = {"reported_at": NINE, "arrived_at": at("10:00"), "workshop_in_at": at("11:00")}
    assert of("onsite", record(stamps=stamps)).met_at == at("10:00")


@pytest.mark.parametrize("fact", ["arrived_at", "workshop_in_at", "completed_at"])
def test_whoever_meets_the_customer_has_answered_the_report(fact: str) -> None:
    met = of("response", record(stamps={"reported_at": NINE, fact: at("10:00")}))
    assert met.met_at == at("10:00")


def test_what_the_customer_brings_in_has_no_clock_of_a_visit_unless_somebody_is_sent() -> None:
    brought = record(seen={"route": "送修"}, stamps={"reported_at": NINE, "queued_at": NINE})
    for name in ("undispatched", "onsite", "promise"):
        assert of(name, brought) == Clock(name)
        assert of(name, replace(brought, technician="01")).deadline is not None
