"""Stock is the sum of its movements: planned ones never go below zero, fitted parts are booked and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.columns import Choice
from sheetflow.schema import load
from sheetflow.stock import (
    CUSTOMER,
    KINDS,
    STORE,
    SUPPLIER,
    Kind,
    Movement,
    Place,
    Shelf,
    follows,
    post,
    van,
)
from tests.stock.build import TICKET, at, move

VAN = van("01")
ROOT = Path(__file__).parents[2]
PART = "IGN-220"


def counts(shelf: Shelf) -> tuple[int, int]:
    return shelf.on_hand(PART), shelf.pending_count(PART)


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("receive", SUPPLIER, STORE),
        ("issue", STORE, VAN),
        ("fit", VAN, CUSTOMER),
        ("return", VAN, STORE),
        ("old_part", CUSTOMER, STORE),
        ("count", STORE, STORE),
    ],
)
def test_goes_the_usual_way_where_no_places_are_written(
    kind: Kind, source: Place, target: Place
) -> None:
    row = move(kind)
    assert (row.source, row.target) == (source, target)


def test_follows_a_part_from_the_supplier_to_the_customer() -> None:
    shelf = post([move("receive", 5), move("issue", 2), move("fit"), move("return")])
    assert (shelf.at(PART, STORE), shelf.at(PART, VAN)) == (4, 0)
    assert counts(shelf) == (4, 0)
    assert shelf.problems == {}


def test_refuses_an_issue_of_more_than_there_is_and_says_what_to_do() -> None:
    shelf = post([move("receive", 1), row := move("issue", 2)])
    assert shelf.at(PART, STORE) == 1
    assert shelf.problems[row.no].zh == (
        "账上仓库只有1个 IGN-220,不能领用2个。先补记入库、领用或盘点,或改数量"
    )
    assert shelf.problems[row.no].en.startswith("By the books store has 1 of IGN-220, not 2.")


def test_gives_the_last_part_to_the_first_of_two_issues() -> None:
    late, early = move("issue", at=at(9), person="02"), move("issue", at=at(8))
    shelf = post([late, early, move("receive", at=at(0))])
    assert set(shelf.refused) == {late.no}
    assert (shelf.at(PART, VAN), shelf.at(PART, van("02"))) == (1, 0)


def test_gives_the_last_part_to_the_lower_number_of_two_issues_at_the_same_time() -> None:
    tenth, second = move("issue", no="M10", at=at(9)), move("issue", no="M2", at=at(9))
    shelf = post([tenth, second, move("receive", no="M1", at=at(9))])
    assert set(shelf.refused) == {"M10"}


def test_refuses_to_return_what_the_van_has_not() -> None:
    shelf = post([row := move("return")])
    assert set(shelf.refused) == {row.no}
    assert counts(shelf) == (0, 0)


def test_books_a_fitted_part_that_the_books_have_not_and_counts_it() -> None:
    shelf = post([move("receive", 5), move("issue", 1), row := move("fit", 3, ticket=TICKET)])
    assert shelf.at(PART, VAN) == 0
    assert counts(shelf) == (4, 2)
    assert shelf.fitted(TICKET) == {PART: 3}
    assert "差额待盘点" in shelf.problems[row.no].zh


def test_makes_it_good_when_the_slip_comes_in_late() -> None:
    shelf = post([move("receive", 5), move("fit"), move("issue")])
    assert counts(shelf) == (4, 0)
    assert shelf.problems == {}


def test_makes_it_good_when_the_store_is_counted() -> None:
    shelf = post([move("receive", 5), move("fit"), row := move("count", 4)])
    assert counts(shelf) == (4, 0)
    assert shelf.differences[row.no].quantity == 0
    assert shelf.problems == {}


def test_a_count_of_a_van_is_of_that_van_only() -> None:
    others = move("fit", person="02")
    shelf = post([move("receive", 5), move("fit"), others, move("count", 3, to_place=VAN)])
    assert (shelf.at(PART, VAN), shelf.at(PART, STORE)) == (3, 5)
    assert counts(shelf) == (8, 1)
    assert set(shelf.problems) == {others.no}


def test_a_count_keeps_the_difference_that_it_found() -> None:
    shelf = post([move("receive", 5), less := move("count", 3), more := move("count", 7)])
    found = [shelf.differences[row.no].quantity for row in (less, more)]
    assert (counts(shelf), found) == ((7, 0), [-2, 4])


def test_a_count_may_find_nothing() -> None:
    assert counts(post([move("receive", 5), move("count", 0)])) == (0, 0)


def test_keeps_old_parts_out_of_the_stock() -> None:
    shelf = post([move("fit", 2, ticket=TICKET), move("old_part", ticket=TICKET)])
    assert shelf.on_hand(PART) == 0
    assert shelf.old_parts_due(TICKET) == {PART: 1}


def test_no_old_part_is_due_for_a_part_that_was_taken_back() -> None:
    back = move("return", from_place=CUSTOMER, to_place=VAN, ticket=TICKET)
    assert post([move("fit", ticket=TICKET), back]).old_parts_due(TICKET) == {}


def test_tells_what_a_ticket_still_has_out() -> None:
    rows = [
        move("receive", 9),
        move("issue", 3, ticket=TICKET),
        move("issue", 2, ticket="WX20260310002"),
        move("fit", ticket=TICKET),
        move("return", ticket=TICKET),
    ]
    assert post(rows).out(TICKET) == ((PART, VAN, 1),)


def test_a_refused_issue_is_not_out() -> None:
    assert post([move("issue", ticket=TICKET)]).out(TICKET) == ()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(move("fit", ticket=TICKET), id="fitted from what the van carries"),
        pytest.param(move("old_part", to_place=VAN, ticket=TICKET), id="an old part in the van"),
        pytest.param(move("count", 3, to_place=VAN, ticket=TICKET), id="a count of the van"),
    ],
)
def test_nothing_is_out_for_a_ticket_by(row: Movement) -> None:
    assert post([row]).out(TICKET) == ()


def test_passes_a_part_from_van_to_van() -> None:
    there = [move("receive"), move("issue", ticket=TICKET)]
    shelf = post([*there, move("issue", from_place=VAN, person="02", ticket=TICKET)])
    assert shelf.out(TICKET) == ((PART, van("02"), 1),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(move("issue", 0), "数量要大于0", id="none at all"),
        pytest.param(move("count", -1), "盘点数量不能是负数,没有就写0", id="a count below zero"),
        pytest.param(
            move("fit", to_place=STORE),
            "「装机」不能从工01车到仓库。请改类型或地点,平常的地点可以空着",
            id="a way that its kind doesn't go",
        ),
        pytest.param(move("return", to_place=VAN), "从和到是同一个地方,请改其一", id="nowhere"),
        pytest.param(
            move("count", from_place=STORE, to_place=VAN),
            "盘点只写一个地方,请清空从或到",
            id="a count of two places",
        ),
        pytest.param(
            move("issue", person=""),
            "不知道是谁的车。请填经手人,或把地点写成 工01车",
            id="nobody's van",
        ),
    ],
)
def test_refuses_a_row_that_makes_no_sense(row: Movement, said: str) -> None:
    shelf = post([move("receive", 9, at=at(-1)), row])
    assert shelf.problems[row.no].zh == said
    assert shelf.on_hand(PART) == 9


def test_books_a_fitted_part_even_if_nobody_knows_out_of_which_van() -> None:
    shelf = post([move("fit", person="", ticket=TICKET)])
    assert (counts(shelf), shelf.fitted(TICKET)) == ((0, 1), {PART: 1})


def test_refuses_to_post_behind_what_is_booked_already() -> None:
    early, late = move("receive"), move("receive")
    shelf = post([late])
    assert not follows(early, shelf)
    with pytest.raises(ValueError, match="post all movements again"):
        post([early], shelf)


def test_leaves_the_old_shelf_as_it_was() -> None:
    before = post([move("receive", 5)])
    after = post([move("issue", 2, ticket=TICKET), move("count", 9)], before)
    assert (before.at(PART, STORE), before.tickets, before.differences) == (5, {}, {})
    assert after.at(PART, STORE) == 9


def test_names_the_kinds_as_the_schema_does() -> None:
    column = load(ROOT / "sheet_schema.yaml").tab("part_moves").column("kind")
    choices: dict[str, Choice] = {choice.key: choice for choice in column.choices}
    assert tuple(choices) == KINDS
    assert all(move(kind).name == choices[kind].label for kind in KINDS)


PARTS = st.sampled_from(["IGN-220", "TC-08"])
PLACES = st.sampled_from([None, None, STORE, VAN, van("02"), CUSTOMER, SUPPLIER])
REQUESTS = st.lists(
    st.builds(
        lambda **row: move(**row),
        kind=st.sampled_from(KINDS),
        part=PARTS,
        quantity=st.integers(0, 5),
        at=st.integers(0, 9).map(at),
        from_place=PLACES,
        to_place=PLACES,
        ticket=st.sampled_from(["", TICKET, "WX20260310002"]),
        person=st.sampled_from(["01", "02"]),
    ),
    max_size=25,
)


def change(row: Movement, shelf: Shelf) -> int:
    """Count by hand what one row does to our stock of its part."""
    if row.no in shelf.refused or row.kind == "old_part":
        return 0
    if row.kind == "count":
        return shelf.differences[row.no].quantity
    return row.quantity * (row.target.ours - row.source.ours)


@given(REQUESTS)
def test_stock_is_the_sum_of_the_movements(rows: list[Movement]) -> None:
    shelf = post(rows)
    for part in ("IGN-220", "TC-08"):
        booked = sum(change(row, shelf) for row in rows if row.part == part)
        assert shelf.on_hand(part) - shelf.pending_count(part) == booked


@given(REQUESTS)
def test_no_planned_movement_takes_a_place_below_zero(rows: list[Movement]) -> None:
    shelf = post([])
    for row in sorted(rows, key=lambda row: row.order):
        before, shelf = shelf, post([row], shelf)
        assert shelf.at(row.part, row.source) >= 0
        if row.kind != "fit" and row.no not in shelf.refused:
            for place in (row.source, row.target):
                assert shelf.balance(row.part, place) >= min(0, before.balance(row.part, place))


@given(REQUESTS)
def test_without_fitted_parts_nothing_is_ever_to_be_counted(rows: list[Movement]) -> None:
    shelf = post(row for row in rows if row.kind != "fit")
    assert shelf.pending_count("IGN-220") == shelf.pending_count("TC-08") == 0


@given(REQUESTS)
def test_a_refused_row_changes_nothing(rows: list[Movement]) -> None:
    shelf = post(rows)
    booked = post(row for row in rows if row.no not in shelf.refused)
    assert booked.refused == {}
    for part in ("IGN-220", "TC-08"):
        for place in (STORE, VAN, van("02")):
            assert booked.balance(part, place) == shelf.balance(part, place)


@given(REQUESTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_in_the_sheet_does_not_matter(rows, random) -> None:
    shuffled = random.sample(rows, len(rows))
    assert post(shuffled) == post(rows)


@given(REQUESTS, st.integers(0, 25))
def test_posting_one_by_one_equals_posting_all(rows: list[Movement], cut: int) -> None:
    rows = sorted(rows, key=lambda row: row.order)
    assert post(rows[cut:], post(rows[:cut])) == post(rows)


FREE = st.lists(
    st.tuples(st.sampled_from(["receive", "fit", "old_part"]), PARTS, st.integers(1, 5)),
    max_size=12,
)


@given(FREE, st.randoms(use_true_random=False))
def test_movements_that_need_nothing_of_each_other_may_happen_in_any_order(rows, random) -> None:
    shelves = []
    for order in (rows, random.sample(rows, len(rows))):
        moves = [move(kind, number, part, ticket=TICKET) for kind, part, number in order]
        shelves.append(post(moves))
    one, other = shelves
    for part in ("IGN-220", "TC-08"):
        assert one.balances.get(part) == other.balances.get(part)
    assert dict(one.fitted(TICKET)) == dict(other.fitted(TICKET))
    assert dict(one.old_parts_due(TICKET)) == dict(other.old_parts_due(TICKET))


@given(st.permutations([move("receive", 4), move("issue", 3, part="TC-08"), move("fit", 2)]))
def test_movements_of_other_parts_do_not_matter(rows: list[Movement]) -> None:
    assert post(rows).balances["IGN-220"] == {STORE: 4, VAN: -2}
