"""The tabs beside 工单: entries by key and by ticket, and typed rows that wait for a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sheetflow.books import Book, read_book, stirred
from sheetflow.model import BadCell, Scalar, Table
from tests.builders import POLICY

PAYMENTS = POLICY.schema.tab("payments")
COLUMNS = {column.key: at for at, column in enumerate(PAYMENTS.columns)}


def row(**cells: Scalar) -> list[Scalar]:
    return [cells.get(name, "") for name in COLUMNS]


def table_of(rows: Sequence[Sequence[Scalar]]) -> Table:
    return Table("payments", COLUMNS, rows)


def book_of(*rows: Sequence[Scalar]) -> Book:
    return read_book(PAYMENTS, table_of(rows), POLICY)


def test_an_entry_is_found_by_its_key_and_by_its_ticket() -> None:
    book = book_of(
        row(payment_no="F1", ticket_no="WX1", amount=100),
        row(payment_no="F2", ticket_no="WX2", amount=20),
        row(payment_no="F3", ticket_no="WX1", amount=50.5),
    )

    assert [entry.key for entry in book.of("WX1")] == ["F1", "F3"]
    assert book.entries["F3"].get("amount") == Decimal("50.50")
    assert book.of("WX9") == ()


def test_what_cannot_be_understood_is_a_bad_cell_with_its_words() -> None:
    entry = book_of(row(payment_no="F1", ticket_no="WX1", amount="一百")).entries["F1"]

    assert isinstance(entry.get("amount"), BadCell)
    assert entry.text("amount") == "一百"


def test_of_two_rows_with_one_key_the_upper_counts() -> None:
    book = book_of(row(payment_no="F1", amount=1), row(payment_no="F1", amount=2))

    assert [entry.get("amount") for entry in book] == [Decimal("1.00")]


def test_a_typed_row_waits_for_a_number_once_it_says_enough() -> None:
    book = book_of(row(ticket_no="WX1"), row(ticket_no="WX1", amount=100))

    assert [typed.position for typed in book.typed] == [1]


def test_typed_rows_alike_to_the_letter_are_told_apart_and_from_those_of_other_tabs() -> None:
    marks = [typed.fingerprint for typed in book_of(*[row(ticket_no="WX1", amount=1)] * 2).typed]

    assert len(set(marks)) == 2
    assert all(mark.startswith("payments:") for mark in marks)


def test_without_a_key_column_nothing_is_an_entry() -> None:
    columns = {name: at for name, at in COLUMNS.items() if name != "payment_no"}
    book = read_book(PAYMENTS, Table("payments", columns, [row(ticket_no="WX1", amount=1)]), POLICY)

    assert not book.entries
    assert not book.typed


def test_what_was_read_before_is_taken_over_row_by_row() -> None:
    first, second = row(payment_no="F1", amount=100), row(payment_no="F2", amount=20)
    before = book_of(first, second)

    assert read_book(PAYMENTS, table_of([first, second]), POLICY, before=before) is before
    mended = [first, row(payment_no="F2", amount=21)]
    now = read_book(PAYMENTS, table_of(mended), POLICY, before=before)
    assert now.entries["F1"] is before.entries["F1"]
    assert now.entries["F2"].get("amount") == Decimal("21.00")


def test_unreadable_cells_are_named_by_entry() -> None:
    book = book_of(row(payment_no="F1", amount="一百"), row(payment_no="F2", amount=20))

    found = {
        key: {column: one.text for column, one in bad.items()}
        for key, bad in book.unreadable.items()
    }
    assert found == {"F1": {"amount": "一百"}}


def test_a_reserved_number_makes_a_typed_row_an_entry_and_is_written_into_its_key() -> None:
    rows = [row(ticket_no="WX1", amount=100)]
    [typed] = book_of(*rows).typed
    book = read_book(PAYMENTS, table_of(rows), POLICY, {typed.fingerprint: "F20260310001"})

    [entry] = book.of("WX1")
    assert entry.key == "F20260310001"
    [write] = book.numbering("payment_no")
    assert (write.column, write.old, write.new, write.position) == (
        "payment_no",
        "",
        "F20260310001",
        0,
    )


def test_tickets_are_stirred_whose_entries_came_went_or_changed() -> None:
    before = book_of(
        row(payment_no="F1", ticket_no="WX1", amount=1),
        row(payment_no="F2", ticket_no="WX2", amount=2),
        row(payment_no="F3", ticket_no="WX3", amount=3),
    )
    now = book_of(
        row(payment_no="F3", ticket_no="WX3", amount=3),
        row(payment_no="F1", ticket_no="WX1", amount=10),
        row(payment_no="F4", ticket_no="WX4", amount=4),
    )

    assert stirred(before, now) == {"WX1", "WX2", "WX4"}
    assert stirred(now, now) == set()
