"""Suggested or sent: waiting tickets find their technician, and the row says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheetflow.model import Reading, Report, Table, Text, Wake
from sheetflow.plan import View
from sheetflow.planner import plan
from sheetflow.record import Suggestion
from sheetflow.rules import RULES
from sheetflow.rules.assignment import assignment
from sheetflow.rules.dispatch import dispatch
from tests.builders import (
    NOW,
    POLICY,
    after,
    ask,
    at,
    cells,
    desk_of,
    events,
    layout_of,
    member,
    policy_of,
    ticket,
)
from tests.world import World

AUTOMATIC = replace(POLICY, dispatch="automatic")
ONE, TWO = member("01", "陈立"), member("02", "刘勇")


def waiting(no="WX20260310007", **values):
    defaults = {"status": "to_dispatch", "region": "城东", "product_model": "鼓风灶 GF-1"}
    return ticket(no, **{**defaults, **values})


def suggested(desk, policy=POLICY):
    found = events(ask(dispatch, desk, policy), "suggested")
    return {event.ticket_no: event.values["technician"] for event in found}


def reason(desk, policy=POLICY):
    return cells(ask(assignment, desk, policy))["dispatch_reason"]


def wakes(changes):
    return [change.at for change in changes if isinstance(change, Wake)]


def test_a_waiting_ticket_gets_a_suggestion_with_its_reason():
    (event,) = events(ask(dispatch, desk_of(waiting())))
    assert (event.kind, event.actor, event.values["technician"]) == ("suggested", "system", "01")
    assert event.values["zh"].startswith("建议陈立:")
    assert event.values["en"].startswith("Suggested: ")


def test_a_suggestion_that_stands_is_not_said_again():
    desk = desk_of(waiting())
    settled = after(desk, ask(dispatch, desk))
    changes = ask(dispatch, settled, now=at("14:37"))
    assert events(changes) == []
    assert reason(settled).startswith("建议陈立:")


def test_the_suggestion_follows_the_facts():
    desk = desk_of(waiting())
    settled = after(desk, ask(dispatch, desk))
    staff = [
        replace(one, leave="2026-03-10") if one.no == "01" else one for one in POLICY.staff.values()
    ]
    assert suggested(settled, policy_of(*staff)) == {"WX20260310007": "06"}


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(waiting(status="new"), id="at the desk"),
        pytest.param(waiting(status="dispatched", technician="01"), id="dispatched"),
        pytest.param(waiting(record={"imported": True}), id="imported"),
        pytest.param(waiting(typed={"technician": "陈立"}), id="being given to somebody now"),
        pytest.param(waiting(typed={"status": "电话指导"}), id="being moved on now"),
    ],
)
def test_nobody_is_suggested_for_a_ticket(one):
    assert events(ask(dispatch, desk_of(one))) == []


def test_a_ticket_that_isn_t_planned_now_gets_its_suggestion_too():
    desk = desk_of(waiting(), ticket("WX1"), planned=["WX1"])
    assert suggested(desk) == {"WX20260310007": "01"}


def test_the_graver_then_the_earlier_due_ticket_chooses_first():
    earlier = {"queued_at": at("14:05")}
    desk = desk_of(waiting("WX1"), waiting("WX2", stamps=earlier), waiting("WX3", grade="urgent"))
    assert list(suggested(desk)) == ["WX3", "WX2", "WX1"]


def test_a_ticket_suggested_to_somebody_counts_for_the_next():
    policy = policy_of(ONE, TWO)
    desk = desk_of(waiting("WX1", region="城北"), waiting("WX2", region="城东"))
    assert suggested(desk, policy) == {"WX1": "01", "WX2": "02"}
    assert suggested(desk_of(waiting("WX2", region="城东")), policy) == {"WX2": "01"}


def test_suggesting_leaves_the_ticket_unassigned():
    assert events(ask(dispatch, desk_of(waiting())), "assigned") == []


def test_switched_to_automatic_the_technician_is_sent_and_the_reason_kept():
    desk = desk_of(waiting(policy=AUTOMATIC))
    changes = ask(dispatch, desk, AUTOMATIC)
    assert [event.kind for event in events(changes)] == ["suggested", "assigned"]
    sent = after(desk, changes)
    record = sent.everyone["WX20260310007"].record
    assert record.technician == "01"
    again = ask(dispatch, sent, AUTOMATIC)
    assert events(again) == []
    assert reason(sent, AUTOMATIC).startswith("自动派陈立:")


def test_automatic_dispatch_waits_for_the_shift():
    changes = ask(dispatch, desk_of(waiting()), AUTOMATIC, now=at("07:58"))
    assert [event.kind for event in events(changes)] == ["suggested"]
    assert wakes(changes) == [at("08:00")]
    assert events(ask(dispatch, desk_of(waiting()), AUTOMATIC, now=at("08:00")), "assigned")


def test_while_a_ticket_waits_the_choice_is_looked_at_again_also_when_nobody_types():
    desk = desk_of(waiting("WX1"), ticket("WX2"), waiting("WX3"))
    assert wakes(ask(dispatch, desk)) == [at("14:35")] * 2
    assert wakes(ask(dispatch, desk_of(ticket("WX1")))) == []


def pass_time(world, until):
    """Let the clock run with nobody typing, a cycle whenever a ticket has asked for one."""
    while world.now < until:
        world.now += timedelta(minutes=1)
        if world.memory.due(world.now):
            world.cycle()


@pytest.mark.parametrize("gone", [pytest.param(0, id="the-first"), pytest.param(1, id="the-last")])
@pytest.mark.parametrize("how", ["sent-by-hand", "row-deleted", "filed"])
def test_whoever_waits_is_sent_as_the_leave_ends_also_when_another_ticket_has_gone(gone, how):
    away = member("01", "陈立", leave="2026-03-10; 2026-03-11 0:00-11:00")
    world = World(
        replace(policy_of(away, member("07", roles=("dispatcher",))), dispatch="automatic")
    )
    numbers = [world.report(fault=f"不着火{n}", phone=f"138-0000-000{n}") for n in (1, 2)]
    world.settle()
    pass_time(world, at("10:32", day=1))
    going, left = numbers[gone], numbers[1 - gone]
    if how == "row-deleted":
        world.delete(world.row(going))
    elif how == "filed":
        world.type(going, "close_reason", "作废")
        world.type(going, "status", "已结单")
    else:
        world.type(going, "technician", "陈立")
    world.settle()
    pass_time(world, at("10:59", day=1))
    assert world.record(left).technician == ""
    pass_time(world, at("11:01", day=1))
    assert world.record(left).technician == "01"


def test_a_critical_ticket_does_not_wait_for_the_shift():
    desk = desk_of(waiting(grade="critical"))
    assert events(ask(dispatch, desk, AUTOMATIC, now=at("21:00")), "assigned")


def test_nobody_is_sent_where_nobody_can_go():
    policy = replace(policy_of(member("02", skills=("制冷",))), dispatch="automatic")
    (event,) = events(ask(dispatch, desk_of(waiting()), policy))
    assert (event.kind, event.values["technician"]) == ("suggested", "")


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        pytest.param({"status": "dispatched", "technician": "01"}, "因为近", id="taken"),
        pytest.param({"status": "dispatched", "technician": "02"}, None, id="somebody else sent"),
        pytest.param({"status": "guidance"}, None, id="no longer waiting"),
    ],
)
def test_the_reason_stays_with_whom_it_speaks_of(one, shown):
    given = waiting(
        **one, record={"suggestion": Suggestion("01", Text("因为近", "near"), Text("近", "near"))}
    )
    assert reason(desk_of(given)) == shown


def test_confirming_the_suggestion_keeps_its_reason_and_choosing_another_drops_it():
    desk = desk_of(waiting())
    desk = after(desk, ask(dispatch, desk))
    for technician, kept in (("01", True), ("06", False)):
        chosen = [desk.tickets[0].happened("assigned", at=at("14:40"), technician=technician)]
        record = after(desk, chosen).tickets[0].record
        assert (record.suggestion is not None) is kept


def test_what_an_imported_row_says_is_left_alone():
    assert cells(ask(dispatch, desk_of(waiting(record={"imported": True})))) == {}


def test_the_region_is_taken_from_the_address_before_anybody_has_written_it():
    (event,) = events(ask(dispatch, desk_of(waiting(region=None, address="城北青石村2号"))))
    assert event.values["zh"].startswith("建议吴强:负责城北,55分钟可到")


@pytest.mark.parametrize("policy", [POLICY, AUTOMATIC], ids=["suggesting", "automatic"])
def test_a_report_finds_its_technician_in_the_planning_that_makes_its_row(policy):
    layout = layout_of(policy)
    facts = ("customer_name", "phone", "address", "product_model", "fault")
    values = {column: waiting(address="城北青石村2号").text(column) for column in facts}
    report = Report("WX20260310007", NOW, values)
    empty = Reading({"tickets": Table("tickets", layout.columns, ())}, "")
    first = plan(View(empty, {}, (report,)), NOW, policy, rules=RULES, strict=True).plan
    (row,) = (row.values for row in first.writes.rows if row.tab == "tickets")
    assert "吴强:负责城北,55分钟可到" in row["dispatch_reason"]
    assert row["region"] == "城北"
    assert row.get("technician", "") == ("吴强·工06" if policy.automatic else "")

    cells = [row.get(column, "") for column in layout.columns]
    written = Reading({"tickets": Table("tickets", layout.columns, (cells,))}, "")
    again = plan(View(written, first.records), NOW, policy, rules=RULES, strict=True).plan
    assert not again


DESKS = st.lists(
    st.builds(
        dict,
        status=st.sampled_from(
            ["to_dispatch", "to_dispatch", "dispatched", "on_site", "appointed"]
        ),
        technician=st.sampled_from(["", "01", "06"]),
        region=st.sampled_from(["城东", "城北", "城南"]),
        grade=st.sampled_from(["critical", "urgent", "normal"]),
        product_model=st.sampled_from(["鼓风灶 GF-1", "冷柜 LG-600", "ABC-2000"]),
        expected_end=st.sampled_from([None, at("14:00"), at("15:00")]),
    ),
    min_size=1,
    max_size=6,
)

NIGHT = [{"grade": "critical"}, {"grade": "critical"}, {"grade": "critical"}, {"grade": "urgent"}]

#: Somebody wrote when a job that still waits is expected to end.
ENDING = [
    {"grade": "critical", "region": "城东"},
    {"grade": "critical", "region": "城东"},
    {"grade": "urgent", "region": "城东"},
    {"grade": "critical", "region": "城北", "expected_end": at("14:00")},
    {"grade": "critical", "region": "城东", "status": "dispatched", "technician": "06"},
    {"grade": "urgent", "region": "城东", "status": "dispatched", "technician": "06"},
]


@example(rows=NIGHT, automatic=True, now=at("21:00"))
@example(rows=ENDING, automatic=True, now=at("21:00"))
@given(
    rows=DESKS,
    automatic=st.booleans(),
    now=st.sampled_from([at("14:30"), at("19:50"), at("21:00")]),
)
def test_what_is_decided_stands_until_the_facts_change(rows, automatic, now):
    policy = AUTOMATIC if automatic else POLICY
    desk = desk_of(*(waiting(f"WX{i}", policy=policy, **row) for i, row in enumerate(rows)))
    settled = after(desk, ask(dispatch, desk, policy, now=now))
    assert events(ask(dispatch, settled, policy, now=now)) == []
