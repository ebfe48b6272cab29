"""Where rules disagree about a row beside 工单, it is left alone and told; what they agree on arrives whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from sheetflow.model import AppendRow, Change, SetEntry, Value
from sheetflow.plan import Plan
from sheetflow.planner import plan
from sheetflow.planner.rounds import RulesDisagree
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows, Rule
from sheetflow.rules import RULES
from sheetflow.tickets import Snapshot
from tests.builders import at
from tests.rules.stockroom import move, part, stocked
from tests.rules.till import charging, paid
from tests.world import World, dispatched, on_site


def setting(tab: str, key: str, column: str, value: Value, name: str = "obstinate") -> Rule:
    """Give a rule that wants one cell of a row beside 工单 to show this."""

    def rule(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        yield SetEntry(tab, key, column, value)

    rule.__name__ = name
    return CrossesRows(rule)


def also_filing(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    for ticket in desk.tickets:
        if ticket.record.visits and not ticket.filed("visits", f"{ticket.no}/V1"):
            key = f"{ticket.no}/V1"
            yield AppendRow("visits", key, {"visit_no": key, "ticket_no": ticket.no})


def planned(world: World, *rules: Rule) -> Plan:
    """Give what is planned outside tests, where nothing is raised."""
    return plan(world.view(), world.now, world.policy, rules=(*RULES, *rules)).plan


def visited() -> tuple[World, str, str]:
    """Give a desk on which 陈立 is at work on one ticket, and another waits."""
    world, number = on_site()
    other = world.report(phone="138-0000-0002", serial_no="SN2")
    world.settle()
    return world, number, other


def test_two_rules_for_one_cell_of_a_visit_leave_the_visit_and_its_ticket_alone() -> None:
    world, number, other = visited()
    world.now = at("15:30")
    world.type(number, "grade", "特急")
    world.type(other, "grade", "特急")
    key = f"{number}/V1"
    made = planned(world, setting("visits", key, "outcome", "wasted"))

    why = f"obstinate / visits → visits.{key}.outcome"
    assert made.quarrels == {number: why}
    written = {(one.key, one.column): str(one.new) for one in made.writes.cells}
    assert why in written[number, "problem"]
    assert not [place for place in written if place[0] == key]
    assert {event.ticket_no for event in made.events if event.kind == "graded"} == {other}


def test_in_tests_they_are_an_error() -> None:
    world, number, _ = visited()
    world.rules = (*RULES, setting("visits", f"{number}/V1", "outcome", "wasted"))
    with pytest.raises(RulesDisagree, match=f"obstinate / visits → visits.{number}/V1.outcome"):
        world.cycle(cold=True)


def test_the_order_of_the_two_does_not_matter() -> None:
    world, number, _ = visited()
    rule = setting("visits", f"{number}/V1", "outcome", "wasted")
    view = world.view()
    one, other = (
        plan(view, world.now, world.policy, rules=rules).plan
        for rules in ((*RULES, rule), (rule, *RULES[::-1]))
    )
    assert one.quarrels == other.quarrels
    assert set(one.writes.cells) == set(other.writes.cells)


def test_a_part_on_which_rules_disagree_stays_as_it_was_and_all_others_are_counted() -> None:
    world, _ = stocked(IGN_220=1)
    move(world, "入库", "IGN-220", 4)
    move(world, "入库", "TC-08", 2)
    world.cycle()
    made = planned(world, setting("parts", "IGN-220", "on_hand", 99))

    assert made.quarrels == {"parts/IGN-220": "obstinate / stock → parts.IGN-220.on_hand"}
    changed = {one.key: one.new for one in made.writes.cells if one.column == "on_hand"}
    assert changed == {"TC-08": 2}
    assert part(world, "IGN-220")["on_hand"] == 1


def test_a_row_that_says_its_problems_says_that_rules_disagree() -> None:
    world, _ = stocked()
    row = move(world, "入库", "IGN-220", 4)
    world.settle()
    number = str(row[0])
    first = setting("part_moves", number, "at", at("9:00"))
    second = setting("part_moves", number, "at", at("10:00"), "stubborn")
    made = planned(world, first, second)

    [told] = [one.new for one in made.writes.cells if one.column == "problem"]
    assert f"系统规则互相矛盾,这一行暂未处理(obstinate / stubborn → part_moves.{number}.at)" in str(
        told
    )


def test_two_rules_for_one_new_row_leave_the_ticket_alone() -> None:
    world, number = dispatched()
    world.now = at("14:45")
    world.type(number, "departed_at", "14:40")
    made = planned(world, also_filing)

    assert made.quarrels == {number: f"also_filing / visits → visits.{number}/V1"}
    assert not made.writes.rows
    assert {event.kind for event in made.events} == {"wrote"}  # what the row says of it


def test_a_call_and_a_payment_typed_at_once_are_a_row_each() -> None:
    """Both rows are named by ticket and time, each in its tab."""
    world, number = charging(on_site)
    world.act(number, at("15:20"), contact_result="客户改期", amount_paid=50.0)

    [row] = paid(world, number)
    assert (row["amount"], world.cell(number, "amount_paid")) == (50, 50)
    calls = [row for row in world.rows["contacts"] if str(row[0]).startswith(number)]
    assert row["payment_no"] in [call[0] for call in calls]
