"""Somebody deletes the hidden tab, in which alone stands what a batch met, between a write and what it puts back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from tests.proof.acts import ACTS
from tests.proof.deeds import deletes_tab
from tests.proof.history import Step, played
from tests.proof.sheet import SCRATCH
from tests.proof.test_proof import POINTS

DELETES = deletes_tab(SCRATCH)

#: Of these every one would be the desk's fault; a value in a wrong place is told, for no copy says whose it was.
UNTOLD = ("lost:", "untold:", "torn:", "no fixed point:", "unserved:")


def beside(acts: Iterable[str]) -> Iterator[list[Step]]:
    """Yield the histories of an act at each point and the tab deleted at each of those after it."""
    for name in acts:
        for call, under_way in POINTS:
            for later, too in POINTS:
                if later >= call:
                    act = Step(call, name, ACTS[name], rebased=under_way)
                    yield [act, Step(later, "delete the hidden tab", DELETES, rebased=too)]


def silent(steps: list[Step]) -> list[str]:
    """Give what was lost without a word: without the sentence, too, that the records are gone."""
    outcome = played(steps)
    if any("sheetflow's hidden tab" in said for said in outcome.refused):
        return []
    return [fault for fault in outcome.faults if fault.startswith(UNTOLD)]


@pytest.mark.parametrize("call", range(1, 5))
def test_what_was_overwritten_is_put_back_though_the_records_are_gone(call: int) -> None:
    typed = Step(1, "type over status of 1", ACTS["type over status of 1"])
    outcome = played([typed, Step(call, "delete the hidden tab", DELETES)])
    assert (outcome.faults, outcome.left_standing) == ([], 0)


def test_where_the_records_alone_could_tell_it_is_said_that_they_are_gone() -> None:
    moved = Step(1, "move status to 0", ACTS["move status to 0"])
    outcome = played([moved, Step(2, "delete the hidden tab", DELETES)])
    assert any("Version history" in said for said in outcome.refused)


@pytest.mark.parametrize("name", list(ACTS)[::9])
def test_nothing_is_lost_without_a_word(name: str) -> None:
    assert {
        " · ".join(map(str, one)): said for one in beside([name]) if (said := silent(one))
    } == {}


@pytest.mark.soak
def test_nothing_is_lost_without_a_word_beside_any_act() -> None:
    assert {" · ".join(map(str, one)): said for one in beside(ACTS) if (said := silent(one))} == {}
