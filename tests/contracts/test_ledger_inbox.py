"""Reports and numbers, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from sheetflow.ledger import SqlLedger
from sheetflow.ledger.tables import number_series
from sheetflow.ports import KeyReused
from tests.contracts.ledger_builders import DAY, NOW, REPORT, event, later, run

pytestmark = pytest.mark.contract


def test_a_report_has_its_number_at_once_and_waits_for_its_row(ledger: SqlLedger) -> None:
    accepted = ledger.accept(REPORT, at=NOW, day=DAY)

    assert (accepted.ticket_no, accepted.repeated) == ("WX20260306001", False)
    [waiting] = ledger.pending_reports()
    assert (waiting.ticket_no, waiting.received_at, waiting.values) == (
        "WX20260306001",
        NOW,
        REPORT,
    )


def test_reports_wait_oldest_first_until_they_have_their_rows(ledger: SqlLedger) -> None:
    second = ledger.accept(REPORT, at=later(minutes=1), day=DAY).ticket_no
    first = ledger.accept(REPORT, at=NOW, day=DAY).ticket_no
    third = ledger.accept(REPORT, at=later(minutes=2), day=DAY).ticket_no
    assert [report.ticket_no for report in ledger.pending_reports()] == [first, second, third]

    ledger.placed([first, third], later(minutes=3))
    ledger.placed([first], later(minutes=4))
    ledger.placed([], later(minutes=4))

    assert [report.ticket_no for report in ledger.pending_reports()] == [second]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None)))
def test_whatever_a_customer_types_comes_back_to_the_character(
    ledger: SqlLedger, text: str
) -> None:
    accepted = ledger.accept({"fault": text}, at=NOW, day=DAY, key=text)

    found = {report.ticket_no: report.values for report in ledger.pending_reports()}
    assert found[accepted.ticket_no] == {"fault": text}


def test_half_a_character_and_a_zero_character_come_back(ledger: SqlLedger) -> None:
    ledger.accept({"fault": "a\x00b\ud83d", "phone": "电话"}, at=NOW, day=DAY, key="\x00\ud83d")

    assert ledger.pending_reports()[0].values == {"fault": "a\x00b\ud83d", "phone": "电话"}


def test_the_same_key_and_report_get_the_same_answer(
    opened: Callable[[], SqlLedger],
) -> None:
    first = opened().accept(REPORT, at=NOW, day=DAY, key="once")
    turned_round = dict(reversed(REPORT.items()))

    again = opened().accept(turned_round, at=later(days=1), day=date(2026, 3, 7), key="once")

    assert again == (type(first))(first.ticket_no, first.token, repeated=True)
    assert len(opened().pending_reports()) == 1


def test_the_same_key_with_another_report_is_told_so_and_stores_nothing(ledger: SqlLedger) -> None:
    ledger.accept(REPORT, at=NOW, day=DAY, key="once")

    with pytest.raises(KeyReused, match="WX20260306001"):
        ledger.accept(REPORT | {"phone": "138-0000-0002"}, at=NOW, day=DAY, key="once")

    assert len(ledger.pending_reports()) == 1
    assert ledger.accept(REPORT, at=NOW, day=DAY).ticket_no == "WX20260306002"


def test_a_token_leads_to_its_number_and_no_other_does(ledger: SqlLedger) -> None:
    one, other = (ledger.accept(REPORT, at=NOW, day=DAY) for _ in range(2))

    assert ledger.ticket_of(one.token) == one.ticket_no
    assert ledger.ticket_of(other.token) == other.ticket_no
    assert ledger.ticket_of(one.ticket_no) is None
    assert len(one.token) >= 22  # 16 bytes, so that nobody finds it by trying


def test_a_number_leads_back_to_its_token_and_one_without_a_report_has_none(
    ledger: SqlLedger,
) -> None:
    one, other = (ledger.accept(REPORT, at=NOW, day=DAY) for _ in range(2))
    typed = ledger.reserve_number(DAY, key="row 1")

    assert [ledger.token_of(no) for no in (one.ticket_no, other.ticket_no, typed, "WX1")] == [
        one.token,
        other.token,
        None,
        None,
    ]


def test_each_day_begins_at_001(ledger: SqlLedger) -> None:
    numbers = [ledger.reserve_number(date(2026, 3, day), key=f"row {day}") for day in (6, 7)]

    assert numbers == ["WX20260306001", "WX20260307001"]


def test_each_tab_counts_its_own_numbers(ledger: SqlLedger) -> None:
    row = ledger.reserve_number(DAY, key="row 1")
    payments = [ledger.reserve_number(DAY, key=f"payment {n}", prefix="F") for n in (1, 2)]

    assert (row, payments) == ("WX20260306001", ["F20260306001", "F20260306002"])


def test_a_key_keeps_its_number_over_midnight(ledger: SqlLedger) -> None:
    number = ledger.reserve_number(DAY, key="row")

    assert ledger.reserve_number(date(2026, 3, 7), key="row") == number


def test_a_row_and_a_report_may_have_the_same_key(ledger: SqlLedger) -> None:
    row, report = (
        ledger.reserve_number(DAY, key="1"),
        ledger.accept(REPORT, at=NOW, day=DAY, key="1"),
    )

    assert (row, report.ticket_no, report.repeated) == ("WX20260306001", "WX20260306002", False)


def test_numbers_go_on_past_999(ledger: SqlLedger) -> None:
    ledger.reserve_number(DAY, key="row 1")
    with ledger.database.writing() as connection:
        connection.execute(update(number_series).values(last=998))

    numbers = [ledger.reserve_number(DAY, key=f"row {row}") for row in (999, 1000, 1001)]

    assert numbers == ["WX20260306999", "WX202603061000", "WX202603061001"]


def test_a_number_that_an_imported_ticket_bears_is_passed_over(ledger: SqlLedger) -> None:
    imported = [
        event("imported", number, status="filed", seen={})
        for number in ("WX20260306001", "WX20260306003")
    ]
    ledger.begin(run("import", *imported))

    numbers = [ledger.accept(REPORT, at=NOW, day=DAY).ticket_no for _ in range(2)]

    assert numbers == ["WX20260306002", "WX20260306004"]


def test_threads_that_share_a_ledger_get_a_number_each(ledger: SqlLedger) -> None:
    with ThreadPoolExecutor(8) as threads:
        accepted = list(
            threads.map(lambda _: ledger.accept(REPORT, at=NOW, day=DAY).ticket_no, range(60))
        )

    assert sorted(accepted) == [f"WX20260306{serial:03d}" for serial in range(1, 61)]


def test_threads_with_one_key_get_one_number(ledger: SqlLedger) -> None:
    with ThreadPoolExecutor(8) as threads:
        accepted = list(
            threads.map(lambda _: ledger.accept(REPORT, at=NOW, day=DAY, key="once"), range(24))
        )

    assert {one.ticket_no for one in accepted} == {"WX20260306001"}
    assert len({one.token for one in accepted}) == 1
    assert [one.repeated for one in accepted].count(False) == 1
    assert ledger.accept(REPORT, at=NOW, day=DAY).ticket_no == "WX20260306002"
