"""The planner's laws: planned again after apply nothing is left; incremental equals cold; rules have no order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheetflow.errors import BadInput
from sheetflow.model import Change, Scalar, SetCell
from sheetflow.plan import Plan
from sheetflow.planner import plan
from sheetflow.planner.rounds import RulesDisagree
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows, Rule
from sheetflow.rules import RULES
from sheetflow.tickets import Snapshot
from tests.builders import NOW, POLICY, at, policy_of
from tests.world import DONE, HANDED_IN, World

#: Instead of a cell: the row's own number is typed again; the row is deleted.
PUT_BACK, DELETED = "put back", "deleted"

#: What people type, sensible and not, into which cells.
ACTS = [
    ("technician", "陈立"),
    ("technician", "1"),
    ("technician", "谁也不是"),
    ("technician", ""),
    ("status", "已派工"),
    ("status", "完工"),
    ("status", "已结单"),
    ("status", "什么状态"),
    ("status", ""),
    ("grade", "特急"),
    ("grade", "很急很急"),
    ("contact_result", "没接1"),
    ("contact_result", "没接3"),
    ("contact_result", "接通"),
    ("contact_result", "电话里已解决"),
    ("appointment_at", "明天10点"),
    ("appointment_at", "明天下午"),
    ("appointment_at", 46092.5),
    ("consent", "同意改约"),
    ("consent", "不同意改约"),
    ("work_started_at", "14:35"),
    ("work_ended_at", 46091.62),
    ("result", "已修复"),
    ("result", "待配件"),
    ("result", "客户放弃"),
    ("test_result", "正常"),
    ("signature", "已签·张"),
    ("signature", "拒签"),
    ("docs_in", "回执√"),
    ("revisit_result", "满意"),
    ("revisit_result", "未解决"),
    ("revisit_result", "没接通"),
    ("close_reason", "归档"),
    ("close_reason", "转返修"),
    ("status", "已结单"),
    ("remarks", "改一下"),
    ("incident", "辱骂"),
    ("helper", "刘勇"),
    ("beyond_desk_at", "14:40"),
    ("beyond_desk_at", ""),
    ("customer_informed", "已告知"),
    ("request_type", "咨询"),
    ("measures", "电话里说清楚了"),
    ("loaner_out_at", "14:45"),
    ("followup_at", "3/11 9:00"),
    ("route", "电话"),
    ("guidance_result", "未解决"),
    ("address", ""),
    ("revisit_by", "别管"),
    ("next_action", "我写的"),
    ("problem", ""),
    ("dispatched_at", 46091.6),
    ("ticket_no", ""),
    ("ticket_no", "别的单号"),
    ("ticket_no", PUT_BACK),
    ("ticket_no", DELETED),
]

#: What ends a repair, and what files it, in one go: histories get that far by chance only now and then.
BY_NAME = {"repaired": DONE, "handed in": HANDED_IN}
ENDS = [(name, "") for name in BY_NAME]

MINUTES = [1, 4, 11, 40, 300, 1500]

#: A history: people act on one of three tickets, and time passes.
HISTORIES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*ACTS, *ENDS]), st.sampled_from(MINUTES)),
    min_size=1,
    max_size=8,
)


def played(
    history: list[tuple[int, tuple[str, str | float], int]], policy: Policy
) -> tuple[World, dict[str, list[Scalar]]]:
    world = World(policy)
    numbers = [
        world.report(),
        world.report(serial_no="SN1"),
        world.report(product_model="不清楚型号"),
    ]
    world.cycle()
    rows = {number: world.row(number) for number in numbers}
    for which, (column, cell), minutes in history:
        acted(world, numbers[which], rows[numbers[which]], column, cell)
        world.cycle(world.now + timedelta(minutes=minutes))
    return world, rows


def acted(world: World, number: str, row: list[Scalar], column: str, cell: Scalar) -> None:
    if column in BY_NAME:
        for name, one in BY_NAME[column].items():
            world.type_in(row, name, one)
    elif cell == DELETED:
        world.delete(row)
    else:
        world.type_in(row, column, number if cell == PUT_BACK else cell)


@settings(max_examples=60)
@given(HISTORIES, st.booleans())
def test_a_plan_that_was_applied_leaves_nothing_to_do(
    history: list[tuple[int, tuple[str, str | float], int]], automatic: bool
) -> None:
    world, _ = played(history, policy_of(automatic=automatic))
    world.cycle()
    world.cycle()
    again = world.cycle()
    assert not again.writes
    assert not again.events
    assert not again.notices


@settings(max_examples=60)
@given(HISTORIES, st.booleans())
def test_the_incremental_plan_is_the_cold_one(
    history: list[tuple[int, tuple[str, str | float], int]], automatic: bool
) -> None:
    world, rows = played(history[:-1], policy_of(automatic=automatic))
    which, (column, cell), minutes = history[-1]
    number = f"WX20260310{which + 1:03d}"
    acted(world, number, rows[number], column, cell)
    now = world.now + timedelta(minutes=minutes)
    view = world.view()
    plans = [
        plan(view, now, world.policy, rules=RULES, memory=memory, strict=True).plan
        for memory in (None, world.memory)
    ]
    cold, warm = map(comparable, plans)
    assert cold == warm


@settings(max_examples=30)
@given(HISTORIES, st.randoms(use_true_random=False))
@example([(0, ("repaired", ""), 1)], random.Random(1))
@example([(0, ("repaired", ""), 1)], random.Random(2))
@example([(0, ("repaired", ""), 1)], random.Random(3))
def test_the_order_of_the_rules_does_not_matter(
    history: list[tuple[int, tuple[str, str | float], int]], shuffler: random.Random
) -> None:
    world, rows = played(history[:-1], POLICY)
    which, (column, cell), minutes = history[-1]
    number = f"WX20260310{which + 1:03d}"
    acted(world, number, rows[number], column, cell)
    now, view = world.now + timedelta(minutes=minutes), world.view()
    shuffled = list(RULES)
    shuffler.shuffle(shuffled)
    straight = plan(view, now, POLICY, rules=RULES, strict=True).plan
    mixed = plan(view, now, POLICY, rules=shuffled, strict=True).plan
    assert cells_of(straight) == cells_of(mixed)
    assert {notice.once for notice in straight.notices} == {n.once for n in mixed.notices}


def comparable(made: Plan) -> tuple[object, ...]:
    """Give what a plan would do, without the number of tickets it looked at."""
    return cells_of(made), made.writes.rows, made.writes.pages, sorted(map(repr, made.events))


def cells_of(made: Plan) -> dict[tuple[str, str], object]:
    return {(write.key, write.column): write.new for write in made.writes.cells}


def test_only_the_tickets_that_changed_are_planned() -> None:
    world = World()
    numbers = [world.report() for _ in range(5)]
    world.settle()
    world.type(numbers[2], "remarks", "客户下午在")
    assert world.cycle().planned == 1


def test_a_ticket_is_planned_again_when_it_asked_to_be_woken() -> None:
    world = World()
    number = world.report(wished_grade="")
    world.settle()
    assert world.cycle(NOW + timedelta(minutes=31)).planned == 1
    assert "clock_breach" in world.kinds(number)


def quarrelsome(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    for ticket in desk.tickets:
        yield SetCell(ticket.no, "next_action", "something else")


def restless(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    for ticket in desk.tickets:
        yield ticket.happened("noted", at=now)


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (quarrelsome, "next_action / quarrelsome → next_action"),
        (restless, r"no fixed point after 10 rounds: restless \(noted\)"),
    ],
)
def test_rules_that_disagree_are_an_error_in_tests(rule: Rule, who: str) -> None:
    world = World(rules=(*RULES, rule))
    world.report()
    with pytest.raises(RulesDisagree, match=who):
        world.cycle()


def slipped(*changes: Any) -> Rule:
    """Give a rule that asks for these changes of each ticket."""

    def slip(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        for ticket in desk.tickets:
            for change in changes:
                yield change(ticket)

    return slip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            lambda ticket: ticket.flag("payment_d"),
            "rule slip: the flag 'payment_d' isn't in the schema. Add it to sheet_schema.yaml, or write 'payment_due'.",
            id="a flag",
        ),
        pytest.param(
            lambda ticket: ticket.shows("tech_txt", "x"),
            "rule slip: the column 'tech_txt' isn't in the schema. Add it to sheet_schema.yaml, or write 'tech_text'.",
            id="a cell",
        ),
        pytest.param(
            lambda ticket: ticket.shows_all({"q": "x"}),
            "rule slip: the column 'q' isn't in the schema. Add it to sheet_schema.yaml.",
            id="one of several cells",
        ),
        pytest.param(
            lambda ticket: None,
            "rule slip: yields None, which is no change. Yield what the methods of a ticket give (docs/howto/rule.md).",
            id="nothing",
        ),
    ],
)
def test_what_a_rule_cannot_mean_is_an_error_in_tests(change: Any, says: str) -> None:
    world = World(rules=(*RULES, slipped(change)))
    world.report()
    with pytest.raises(BadInput) as slip:
        world.cycle()
    assert str(slip.value) == says


@pytest.mark.parametrize("crossing", [False, True])
def test_what_goes_wrong_in_a_rule_names_the_rule(crossing: bool) -> None:
    def stumbling(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        yield from (ticket.flag(str(1 // 0)) for ticket in desk.tickets)

    world = World(rules=(*RULES, CrossesRows(stumbling) if crossing else stumbling))
    world.report()
    with pytest.raises(ZeroDivisionError) as fault:
        world.cycle()
    assert fault.value.__notes__ == ["This went wrong in the rule stumbling."]


@pytest.mark.parametrize("rule", [quarrelsome, restless])
def test_outside_tests_the_ticket_is_left_alone_and_all_others_go_on(rule: Rule) -> None:
    world = World()
    first, second = world.report(), world.report(phone="138-0000-0002")
    world.settle()
    world.type(first, "grade", "特急")

    def only_the_first(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        mine = tuple(ticket for ticket in desk.tickets if ticket.no == first)
        yield from rule(replace(desk, tickets=mine), now, policy)

    world.type(second, "grade", "特急")
    made = plan(
        world.view(), at("14:31"), POLICY, rules=(*RULES, only_the_first), memory=world.memory
    ).plan
    assert first in made.quarrels
    assert {event.ticket_no for event in made.events if event.kind == "graded"} == {second}
    told = cells_of(made)[first, "problem"]
    assert "系统规则互相矛盾" in str(told)


def test_a_plan_that_changes_too_much_is_refused_whole() -> None:
    world = World()
    numbers = [world.report(phone=f"138-0000-{n:04d}") for n in range(20)]
    world.settle()
    for number in numbers:
        for column in ("next_action", "response_by", "onsite_by"):
            world.type(number, column, "")
    made = plan(world.view(), world.now, POLICY, rules=RULES, memory=world.memory, max_changes=50)
    assert made.plan.refused is not None
    assert not made.plan.writes
    assert not made.plan.events


def test_rows_put_back_as_displayed_do_not_count_as_changes() -> None:
    world = World()
    numbers = [world.report(phone=f"138-0000-{n:04d}") for n in range(20)]
    world.settle()
    for number in numbers:
        for column in ("reported_at", "response_by", "onsite_by"):
            world.type(number, column, world.shown(number, column))
    made = plan(world.view(), world.now, POLICY, rules=RULES, memory=world.memory, max_changes=50)
    assert made.plan.refused is None
    assert len(made.plan.writes.cells) == 60


def test_new_reports_do_not_count_as_changes() -> None:
    world = World()
    for n in range(20):
        world.report(phone=f"138-0000-{n:04d}")
    made = plan(world.view(), world.now, POLICY, rules=RULES, max_changes=50)
    assert made.plan.refused is None
    assert sum(row.tab == "tickets" for row in made.plan.writes.rows) == 20
