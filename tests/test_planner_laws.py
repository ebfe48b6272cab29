"""The planner's laws over desks with all their tabs, whatever people do there, in whatever order rules are asked."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

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


def decided(world: World, rules: tuple[Rule, ...], *, warm: bool = False) -> object:
    """Give what is planned on a desk as it is, by these rules; the desk stays as it was."""
    view = world.view()
    world.typed = frozenset()
    memory = world.memory if warm else None
    made = plan(view, world.now, world.policy, rules=rules, memory=memory, strict=True).plan
    return essence(made)


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
    found = [
        essence(
            plan(view, world.now, world.policy, rules=rules, strict=True, max_changes=10**9).plan
        )
        for rules in (RULES, RULES[::-1], shuffled)
    ]
    assert found[1] == found[0]
    assert found[2] == found[0]
