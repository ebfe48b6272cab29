"""The planner's laws over desks with all their tabs, whatever people do there, in whatever order rules are asked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.plan import Memory, Outcome, View
from sheetflow.planner import plan
from sheetflow.rule import Rule
from sheetflow.rules import RULES
from tests.acts import ACTS, AUTOMATIC, MINUTES, PRICED, STAGES, Act, done, opened
from tests.month.witness import essence
from tests.world import World

HISTORIES = st.lists(st.tuples(ACTS, MINUTES), min_size=1, max_size=6)


def lived(stages: list[str], history: list[tuple[Act, int]], *, automatic: bool) -> World:
    """Give the desk after a history, but for a cycle that takes in the last act."""
    world = opened(stages, AUTOMATIC if automatic else PRICED)
    for act, minutes in history[:-1]:
        done(world, act)
        world.cycle(world.now + timedelta(minutes=minutes))
    act, minutes = history[-1]
    done(world, act)
    world.now += timedelta(minutes=minutes)
    return world


def planned(
    view: View, world: World, rules: Sequence[Rule] = RULES, memory: Memory | None = None
) -> Outcome:
    """Give what is decided on a view of the desk, which stays as it is."""
    now, policy = world.now, world.policy
    return plan(view, now, policy, rules=rules, memory=memory, strict=True, max_changes=10**9)


@settings(max_examples=60)
@given(STAGES, HISTORIES, st.booleans(), st.randoms(use_true_random=False))
def test_rules_backwards_or_shuffled_give_the_same_plan(
    stages: list[str],
    history: list[tuple[Act, int]],
    automatic: bool,
    shuffler: random.Random,
) -> None:
    """Backwards, each rule comes before all that it came after: no pair of them escapes by chance."""
    world = lived(stages, history, automatic=automatic)
    view, shuffled = world.view(), list(RULES)
    shuffler.shuffle(shuffled)
    found = [essence(planned(view, world, rules).plan) for rules in (RULES, RULES[::-1], shuffled)]
    assert found[1] == found[0]
    assert found[2] == found[0]


@settings(max_examples=60)
@given(STAGES, HISTORIES, st.booleans())
def test_what_is_remembered_changes_no_plan(
    stages: list[str], history: list[tuple[Act, int]], automatic: bool
) -> None:
    world = lived(stages, history, automatic=automatic)
    view = world.view()
    cold, warm = (
        essence(planned(view, world, memory=memory).plan) for memory in (None, world.memory)
    )
    assert warm == cold


@settings(max_examples=40)
@given(STAGES, HISTORIES, st.booleans())
def test_what_was_planned_and_applied_leaves_nothing_to_do(
    stages: list[str], history: list[tuple[Act, int]], automatic: bool
) -> None:
    """Typed rows get their number in one cycle and are read in the next; then there is rest, with memory or not."""
    world = lived(stages, history, automatic=automatic)
    for _ in range(3):
        world.cycle()
    assert not world.cycle()
    assert not world.cycle(cold=True)
