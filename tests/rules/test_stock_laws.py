"""Whatever people type, in whatever order: stock is the sum of what counts, and a cold plan finds nothing to do."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.rules import RULES
from tests.rules.stockroom import PARTS, move, part, stocked, told
from tests.world import World, on_site

NUMBERS = [no for no, *_ in PARTS][:2]

TYPED = st.sampled_from(
    ["", "PWR-001", "PWR-001 x2", "脉冲点火器;PWR-001 x3", "点火针", "无", "辅料:生料带"]
)
MOVED = st.tuples(
    st.sampled_from(["入库", "领用", "退回", "盘点", "旧件收回", "装机", "送人"]),
    st.sampled_from([*NUMBERS, "电源模块", "点火针"]),
    st.sampled_from([0, 1, 2, 5, "两个"]),
    st.sampled_from(["陈立", "02", "王五", ""]),
    st.sampled_from(["", "2026-03-10 12:00", "2026-03-09 08:00"]),
    st.booleans(),
)
STATUS = st.sampled_from(["待配件", "维修中", "已结单"])
ACTS = st.one_of(
    st.tuples(st.sampled_from(["parts_used", "planned_parts"]), TYPED),
    st.tuples(st.just("move"), MOVED),
    st.tuples(st.just("status"), STATUS),
    st.tuples(st.just("delete"), st.integers(0, 5)),
)


def do(world: World, number: str, what: str, how: object) -> None:
    """Let somebody do one thing, and the desk come to rest."""
    rows = world.rows["part_moves"]
    if what == "move":
        assert isinstance(how, tuple)
        kind, part_no, quantity, person, at, named = how
        cells = {"person": person, "at": at, "ticket_no": number if named else ""}
        move(world, kind, part_no, quantity, **cells)
    elif what == "delete":
        at_row = int(str(how))
        del rows[at_row : at_row + 1]
    elif what == "status":
        world.type(number, "close_reason", "取消")
        world.type(number, "status", str(how))
    else:
        world.type(number, what, str(how))
    world.now += timedelta(minutes=3)
    world.settle()


@given(st.lists(ACTS, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_stock_is_the_sum_of_what_counts_and_a_cold_plan_finds_nothing(
    acts: list[tuple[str, object]], order: random.Random
) -> None:
    world, number = stocked(on_site, PWR_001=3)
    rules = list(RULES)
    order.shuffle(rules)
    world.rules = rules
    for what, how in acts:
        do(world, number, what, how)
        assert not world.cycle(cold=True)
    for part_no in NUMBERS:
        found = part(world, part_no)
        assert min(map(int, map(str, found.values()))) >= 0
        assert int(str(found["on_hand"])) >= int(str(found["reserved"]))
    filed = [str(row[0]) for row in world.rows["part_moves"]]
    assert max(Counter(filed).values(), default=0) <= 1


@given(st.lists(MOVED, max_size=6))
@settings(max_examples=40, deadline=None)
def test_what_counts_is_booked_and_what_says_why_not_is_not(
    moved: list[tuple[str, str, object, str, str, bool]],
) -> None:
    """Without a count, which sets the books to what was found, what is on hand is the bare sum."""
    world, number = stocked()
    for how in moved:
        if how[0] != "盘点":
            do(world, number, "move", how)
    at = world.columns["part_moves"]
    sums: Counter[str] = Counter()
    for row in world.rows["part_moves"]:
        said = told(world, row)
        if not said or "已照记" in said:
            sign = {"入库": 1, "装机": -1}.get(str(row[at["kind"]]), 0)
            sums["PWR-001" if row[at["part_no"]] == "电源模块" else str(row[at["part_no"]])] += (
                sign * int(str(row[at["quantity"]]))
            )
    for part_no in NUMBERS:
        found = part(world, part_no)
        assert int(str(found["on_hand"])) - int(str(found["pending_count"])) == sums[part_no]
