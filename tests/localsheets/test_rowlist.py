"""A list of rows does what a list does, and its copies leave each other alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.localsheets.book import Row
from sheetflow.localsheets.rowlist import SIZE, Rows, splice_of

sizes = st.sampled_from([0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE + 7])
places = st.integers(0, 3 * SIZE + 10)
acts = st.lists(
    st.tuples(st.sampled_from(["put", "cut", "insert", "grow", "sort"]), places, places, places),
    max_size=6,
)


def do(rows: Any, act: str, start: int, end: int, number: int) -> None:
    """Change rows, or a plain list of them, in the way of the requests."""
    if act == "put" and start < len(rows):
        rows[start] = Row(number)
    elif act == "cut":
        del rows[start:end]
    elif act == "insert":
        rows[start:start] = [Row(number), Row(number + 1)]
    elif act == "grow":
        rows.extend([Row(number)])
    elif act == "sort":
        rows[start:end] = sorted(rows[start:end], key=lambda row: -row.id)


@given(sizes, acts)
def test_a_draft_does_what_a_list_does_and_leaves_what_it_was_made_from_alone(
    size: int, changes: Any
) -> None:
    plain = [Row(number) for number in range(size)]
    kept = Rows(plain)
    before = list(plain)
    for act in changes:
        rows = kept.draft()
        do(rows, *act)
        assert list(kept) == before
        do(plain, *act)
        kept, before = rows, list(plain)
        assert (list(rows), len(rows)) == (plain, len(plain))
        assert [rows[index] for index in range(len(rows))] == plain
        assert rows[act[1] : act[2]] == plain[act[1] : act[2]]


@given(sizes, acts)
def test_a_splice_turns_the_rows_back_and_is_as_short_as_can_be(size: int, changes: Any) -> None:
    before = Rows(Row(number) for number in range(size))
    after = before.draft()
    for act in changes:
        do(after, *act)
    splice = splice_of(before, after)
    again = list(after)
    again[splice.at : splice.at + len(splice.after)] = splice.before
    assert again == list(before)
    if splice.before and splice.after:
        assert splice.before[0] != splice.after[0]
        assert splice.before[-1] != splice.after[-1]


def test_a_change_of_one_row_shares_all_blocks_but_its_own() -> None:
    rows = Rows(Row(number) for number in range(4 * SIZE))
    draft = rows.draft()
    draft[SIZE + 1] = Row(0)
    shared = [one is other for one, other in zip(rows._blocks, draft._blocks, strict=True)]
    assert shared == [True, False, True, True]


@pytest.mark.parametrize("index", [-3, 2, 300])
def test_a_place_outside_the_list_is_an_index_error(index: int) -> None:
    rows = Rows([Row(1), Row(2)])
    with pytest.raises(IndexError):
        rows[index]
    with pytest.raises(IndexError):
        rows[index] = Row(3)
    assert rows[-1].id == 2
