"""The books follow a ticket's list of parts however often it is corrected, and its cancellation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.catalogue import Catalogue, Part
from sheetflow.stock import (
    CUSTOMER,
    EMPTY,
    STORE,
    Movement,
    Place,
    Shelf,
    follow_cancellation,
    follow_list,
    post,
    van,
)
from sheetflow.typed import understand_parts
from tests.stock.build import TICKET, at, move

CATALOGUE = Catalogue.of([Part("IGN-220", "点火器"), Part("TC-08", "热电偶"), Part("PWR-001")])


def follow(text: str, shelf: Shelf = EMPTY, person: str = "01", **more) -> tuple[Movement, ...]:
    parts = understand_parts(text, CATALOGUE)
    return follow_list(TICKET, parts, shelf, at=at(900), person=person, **more)


def told(rows: tuple[Movement, ...]) -> list[tuple[str, str, str, int]]:
    return [(row.no.removeprefix(TICKET), row.kind, row.part, row.quantity) for row in rows]


def corrected(*texts: str, shelf: Shelf = EMPTY) -> Shelf:
    for text in texts:
        shelf = post(follow(text, shelf), shelf)
    return shelf


def test_fits_what_the_list_names_in_its_order() -> None:
    rows = follow("TC-08 x2;IGN-220")
    assert told(rows) == [("-P1", "fit", "TC-08", 2), ("-P2", "fit", "IGN-220", 1)]
    assert {(row.source, row.target, row.ticket) for row in rows} == {(van("01"), CUSTOMER, TICKET)}


def test_asks_for_nothing_once_it_is_followed() -> None:
    shelf = corrected("TC-08 x2;IGN-220")
    assert follow("IGN-220;TC-08 x2", shelf) == ()


def test_gives_the_difference_to_a_list_that_was_corrected() -> None:
    shelf = corrected("TC-08 x2;IGN-220")
    rows = follow("TC-08 x1;PWR-001", shelf)
    assert told(rows) == [
        ("-P3", "return", "TC-08", 1),
        ("-P4", "fit", "PWR-001", 1),
        ("-P5", "return", "IGN-220", 1),
    ]


def test_returns_all_when_the_list_says_none() -> None:
    assert corrected("TC-08 x2", "无").fitted(TICKET) == {}


def test_takes_nothing_back_while_a_line_has_to_be_asked_about() -> None:
    shelf = corrected("IGN-220")
    assert told(follow("IGM-22;TC-08", shelf)) == [("-P2", "fit", "TC-08", 1)]


def test_counts_what_the_warehouse_booked_by_hand() -> None:
    shelf = post([move("fit", part="TC-08", ticket=TICKET)])
    assert told(follow("TC-08 x2", shelf)) == [("-P1", "fit", "TC-08", 1)]


def test_gives_back_to_the_van_that_it_came_from() -> None:
    shelf = post(follow("TC-08"))
    [row] = follow("无", shelf, person="02")
    assert (row.source, row.target) == (CUSTOMER, van("01"))


def test_gives_back_to_each_van_its_own() -> None:
    first = post(follow("TC-08"))
    both = post(follow("TC-08 x3", first, person="02"), first)
    rows = follow("无", both)
    assert [(row.target, row.quantity) for row in rows] == [(van("01"), 1), (van("02"), 2)]


def test_gives_back_no_more_than_the_list_asks() -> None:
    first = post(follow("TC-08"))
    both = post(follow("TC-08 x3", first, person="02"), first)
    rows = follow("TC-08 x1", both)
    assert [(row.target, row.quantity) for row in rows] == [(van("01"), 1), (van("02"), 1)]


def test_gives_each_part_back_to_its_own_van() -> None:
    first = post(follow("TC-08"))
    both = post(follow("TC-08;IGN-220", first, person="02"), first)
    [row] = follow("TC-08", both)
    assert (row.part, row.target) == ("IGN-220", van("02"))


def test_a_repair_in_the_workshop_takes_parts_from_the_store() -> None:
    shelf = post([move("receive", 3, part="TC-08")])
    shelf = post(follow("TC-08", shelf, source=STORE), shelf)
    assert (shelf.at("TC-08", STORE), shelf.pending_count("TC-08")) == (2, 0)


def test_follows_a_list_whose_technician_nobody_knows() -> None:
    shelf = post(follow("TC-08", person=""))
    assert post(follow("无", shelf, person=""), shelf).fitted(TICKET) == {}


def test_brings_back_what_a_cancelled_ticket_has_out() -> None:
    rows = [move("receive", 5), move("issue", 2, ticket=TICKET), move("fit", ticket=TICKET)]
    shelf = post(rows)
    back = follow_cancellation(TICKET, shelf, at=at(900))
    assert told(back) == [("-P1", "return", "IGN-220", 1)]
    assert (back[0].source, back[0].target, back[0].person) == (van("01"), STORE, "01")
    after = post(back, shelf)
    assert (after.out(TICKET), after.at("IGN-220", STORE)) == ((), 4)
    assert follow_cancellation(TICKET, after, at=at(901)) == ()


@pytest.fixture
def lent() -> Shelf:
    """Give books where the part of a cancelled ticket was fitted for another one, and its return refused."""
    elsewhere = move("receive"), move("issue", ticket=TICKET), move("fit", ticket="WX20260310002")
    shelf = post(elsewhere)
    return post(follow_cancellation(TICKET, shelf, at=at(900)), shelf)


def test_writes_a_refused_return_once_only(lent: Shelf) -> None:
    assert set(lent.refused) == {f"{TICKET}-P1"}
    assert follow_cancellation(TICKET, lent, at=at(901)) == ()


def test_writes_it_again_when_the_part_is_there(lent: Shelf) -> None:
    found = post([move("count", to_place=van("01"), at=at(901))], lent)
    back = follow_cancellation(TICKET, found, at=at(902))
    assert told(back) == [("-P2", "return", "IGN-220", 1)]
    assert post(back, found).out(TICKET) == ()


@pytest.mark.parametrize("no", ["WX20260310001-2-P7", "WX2026031000-P7", "M7", f"{TICKET}-P"])
def test_numbers_follow_the_tickets_own(no: str) -> None:
    shelf = post([move("fit", part="TC-08", ticket=TICKET, no=no)])
    assert told(follow("TC-08;IGN-220", shelf))[0][0] == "-P1"


LISTS = st.lists(
    st.sampled_from(["", "无", "TC-08", "TC-08 x3;IGN-220", "IGN-220 x2、PWR-001", "PWR-001 x2"]),
    min_size=1,
    max_size=6,
)
STOCKED = st.integers(0, 4).map(
    lambda number: [move("receive", 9), *([move("issue", number)] if number else [])]
)
PLACES: list[Place] = [STORE, van("01")]


@given(STOCKED, LISTS)
def test_a_list_corrected_often_ends_like_one_typed_right_at_once(stocked, texts) -> None:
    often, once = corrected(*texts, shelf=post(stocked)), corrected(texts[-1], shelf=post(stocked))
    assert often.fitted(TICKET) == once.fitted(TICKET)
    for part in CATALOGUE.parts:
        assert often.on_hand(part) == once.on_hand(part)
        assert often.pending_count(part) == once.pending_count(part)
        for place in PLACES:
            assert often.balance(part, place) == once.balance(part, place)


@given(LISTS)
def test_the_record_agrees_with_the_list_and_then_rests(texts: list[str]) -> None:
    shelf = corrected(*texts)
    wanted = understand_parts(texts[-1], CATALOGUE).quantities
    assert dict(shelf.fitted(TICKET)) == dict(wanted)
    assert follow(texts[-1], shelf) == ()


@given(LISTS)
def test_no_number_is_given_twice(texts: list[str]) -> None:
    numbers = [row.no for row in corrected(*texts).tickets.get(TICKET, ())]
    assert numbers == [f"{TICKET}-P{no}" for no in range(1, len(numbers) + 1)]
