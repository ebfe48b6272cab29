"""A desk writes into its tab, and sees what it covers, however wide people have made that."""

from __future__ import annotations

import pytest

from tests.proof.acts import ACTS
from tests.proof.deeds import moves_column, types
from tests.proof.history import Step, played
from tests.proof.sheet import STATUS

#: Widths up to one that is wider than anybody's table; of a grid of 249 nothing could be written once.
WIDTHS = (26, 249, 300, 1_000)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("act", ["move 1 to 4", "insert a column at 2", "type over status of 1"])
def test_what_a_write_covers_in_a_wide_grid_is_put_back_or_told(width: int, act: str) -> None:
    outcome = played([Step(1, act, ACTS[act])], width=width)
    assert (outcome.faults, outcome.left_standing) == ([], 0)
    assert outcome.conflicts, "nothing was put to the test"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_write_covers_in_a_column_at_the_far_right_is_put_back_or_told(width: int) -> None:
    away, write = moves_column(STATUS, width), 4  # after two readings of tabs and metadata
    outcome = played([Step(0, "", away), Step(write, "", types(1, STATUS))], width=width)
    assert outcome.faults == []
    assert outcome.conflicts, "nothing was put to the test"
