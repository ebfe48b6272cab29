"""Where each ticket stands, however people move the rows about."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import Scalar, Table
from sheetflow.rows.index import read_index

COLUMNS = {"ticket_no": 0, "customer_name": 1, "phone": 2, "fault": 3, "remarks": 4}

CELLS = st.one_of(st.just(""), st.text(max_size=4), st.integers(0, 9))
ROWS = st.lists(
    st.tuples(st.sampled_from(["", "", "WX1", "WX2", "WX3"]), CELLS, CELLS, CELLS, CELLS),
    max_size=8,
)


def table(*rows: list[Scalar] | tuple[Scalar, ...]) -> Table:
    return Table("tickets", COLUMNS, [list(row) for row in rows])


def test_a_numbered_row_is_found_by_its_number() -> None:
    found = read_index(table(["", "", ""], ["WX1", "张"], ["WX2", "李"]))
    assert dict(found.rows) == {"WX1": ["WX1", "张"], "WX2": ["WX2", "李"]}
    assert found.typed == ()


def test_a_number_is_one_with_blanks_around_it_or_typed_as_a_number() -> None:
    found = read_index(table([" WX1 ", "张"], [2023901, "李"]))
    assert list(found.rows) == ["WX1", "2023901"]


def test_of_two_rows_with_one_number_the_upper_counts() -> None:
    found = read_index(table(["WX1", "张"], ["WX2"], ["WX1", "李"], ["WX1"]))
    assert found.rows["WX1"] == ["WX1", "张"]
    assert found.twice == {"WX1"}


@pytest.mark.parametrize("column", ["customer_name", "phone", "fault"])
def test_a_row_without_a_number_is_a_ticket_to_be_once_it_says_something(column: str) -> None:
    row: list[Scalar] = ["", "", "", "", "备注"]
    assert read_index(table(row)).typed == ()
    row[COLUMNS[column]] = "x"
    (typed,) = read_index(table(["WX1"], row)).typed
    assert (typed.position, typed.cells) == (1, row)


def test_without_a_number_column_no_row_is_a_ticket() -> None:
    found = read_index(Table("tickets", {"customer_name": 0}, [["张"], ["李"]]))
    assert (found.rows, found.typed, found.twice) == ({}, (), frozenset())


def test_rows_shorter_than_the_header_are_empty_at_the_end() -> None:
    found = read_index(table([], ["", "张"], ["WX1"]))
    assert [row.position for row in found.typed] == [1]
    assert list(found.rows) == ["WX1"]


def test_rows_alike_to_the_letter_are_told_apart() -> None:
    found = read_index(table(["", "张"], ["", "张"], ["", "李"]))
    assert len({row.fingerprint for row in found.typed}) == 3


def test_blanks_behind_the_last_cell_are_nothing() -> None:
    short, long = (read_index(table(row)) for row in (["", "张"], ["", "张", "", "", ""]))
    assert short.typed[0].fingerprint == long.typed[0].fingerprint


def test_a_changed_cell_is_another_row() -> None:
    before, after = (read_index(table(row)) for row in (["", "张"], ["", "张", "138"]))
    assert before.typed[0].fingerprint != after.typed[0].fingerprint


@given(ROWS, st.randoms(use_true_random=False))
def test_sorting_the_sheet_loses_and_mixes_up_nothing(
    rows: list[tuple[Scalar, ...]], shuffler: random.Random
) -> None:
    unique = list({row[0] or at: row for at, row in enumerate(rows)}.values())
    moved = list(unique)
    shuffler.shuffle(moved)
    before, after = read_index(table(*unique)), read_index(table(*moved))
    assert dict(before.rows) == dict(after.rows)
    assert {row.fingerprint for row in before.typed} == {row.fingerprint for row in after.typed}


@given(ROWS)
def test_every_row_that_says_something_is_accounted_for(rows: list[tuple[Scalar, ...]]) -> None:
    found = read_index(table(*rows))
    numbered = [str(row[0]) for row in rows if row[0]]
    assert set(found.rows) == set(numbered)
    assert found.twice == {number for number in numbered if numbered.count(number) > 1}
    assert len(found.typed) == sum(
        not row[0] and any(row[i] != "" for i in (1, 2, 3)) for row in rows
    )
    assert len({row.fingerprint for row in found.typed}) == len(found.typed)
