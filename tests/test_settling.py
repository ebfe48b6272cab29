"""What became of a run: each of its cells as planned, as it was, or typed over since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import CellWrite, Conflict, NewRow, Reading, Scalar, Table, Writes
from sheetflow.ports import Run
from sheetflow.record import TicketRecord
from sheetflow.settling import Unsettled, compare
from tests.builders import NOW

COLUMNS = {"ticket_no": 0, "status": 1, "technician": 2, "next_action": 3}
CONTACTS = {"contact_no": 0, "ticket_no": 1}

#: A guarded cell and one of the system's own, as a run plans them.
STATUS = CellWrite("tickets", "WX1", "status", "待派工", "已派工", guarded=True)
LINE = CellWrite("tickets", "WX1", "next_action", "选人", "打电话")


def sheet(*rows: Sequence[Scalar], contacts: Sequence[Sequence[Scalar]] = ()) -> Reading:
    tickets = Table("tickets", COLUMNS, [list(row) for row in rows])
    calls = Table("contacts", CONTACTS, [list(row) for row in contacts])
    return Reading({"tickets": tickets, "contacts": calls}, "")


def run(*cells: CellWrite, rows: tuple[NewRow, ...] = (), reports: tuple[str, ...] = ()) -> Run:
    return Run("run-1", NOW, Writes(cells, rows), reports=reports)


def settled(made: Run, reading: Reading, **seen: Scalar) -> Unsettled:
    """Compare as if nothing but this run had ever been written; `seen` is what a later plan left standing."""
    wrote: dict[str, dict[str, Scalar]] = {"shown": {}, "seen": {}}
    for write in made.writes.cells:
        wrote["seen" if write.guarded else "shown"][write.column] = write.new
    record = TicketRecord("WX1", seen=wrote["seen"] | seen, shown=wrote["shown"])
    return compare([made], reading, {"WX1": record})


def test_what_stands_as_planned_is_done() -> None:
    found = settled(run(STATUS, LINE), sheet(["WX1", "已派工", "", "打电话"]))
    assert not found
    assert found.closed == {"run-1": ()}


def test_what_stands_as_it_was_is_still_to_be_written_and_is_nobodys_edit() -> None:
    found = settled(run(STATUS, LINE), sheet(["WX1", "待派工", "", "选人"]))
    assert found.columns == {"WX1": {"status", "next_action"}}
    assert found.closed == {}


def test_a_batch_that_half_arrived_owes_the_other_half() -> None:
    found = settled(run(STATUS, LINE), sheet(["WX1", "已派工", "", "选人"]))
    assert found.columns == {"WX1": {"next_action"}}


def test_what_somebody_typed_over_it_is_a_conflict_that_closes_the_run() -> None:
    found = settled(run(STATUS), sheet(["WX1", "待客户", "", ""]))
    assert found.closed == {"run-1": (Conflict(STATUS, "待客户", "WX1", put_back=False),)}
    assert not found


def test_an_emptied_cell_is_somebodys_too() -> None:
    found = settled(run(STATUS), sheet(["WX1", "", "", ""]))
    assert [conflict.found for conflict in found.closed["run-1"]] == [""]


def test_over_the_systems_own_cells_nobody_conflicts() -> None:
    found = settled(run(LINE), sheet(["WX1", "", "", "我写的"]))
    assert found.closed == {"run-1": ()}


def test_a_row_that_is_gone_is_nobodys_debt() -> None:
    found = settled(run(LINE), sheet(["WX2", "", "", "选人"]))
    assert (found.columns, found.closed) == ({}, {"run-1": ()})


def test_rows_that_moved_are_found_by_their_numbers() -> None:
    found = settled(run(STATUS), sheet(["", "", "", ""], ["WX2", "待派工"], ["WX1", "已派工"]))
    assert found.closed == {"run-1": ()}


def test_what_a_later_plan_left_as_it_was_is_no_debt_of_an_earlier_run() -> None:
    found = settled(run(STATUS), sheet(["WX1", "待派工", "", ""]), status="待派工")
    assert (found.columns, found.closed) == ({}, {"run-1": ()})


def test_our_value_in_a_row_it_was_not_meant_for_is_ours_to_put_right() -> None:
    found = settled(run(LINE), sheet(["WX1", "", "", "选人"], ["WX2", "", "", "打电话"]))
    assert found.columns == {"WX1": {"next_action"}, "WX2": {"next_action"}}


@pytest.mark.parametrize(
    ("write", "first", "second"),
    [
        pytest.param(LINE, ["打电话"], ["打电话"], id="once-all-is-as-planned"),
        pytest.param(LINE._replace(new=""), ["选人"], [""], id="that-is-empty"),
        pytest.param(LINE._replace(guarded=True), ["选人"], ["打电话"], id="that-was-guarded"),
    ],
)
def test_no_other_row_is_suspected_of_a_value(
    write: CellWrite, first: list[Scalar], second: list[Scalar]
) -> None:
    found = settled(run(write), sheet(["WX1", "", "", *first], ["WX2", "", "", *second]))
    assert "WX2" not in found.columns


def test_a_new_number_is_looked_for_under_itself() -> None:
    numbered = CellWrite("tickets", "", "ticket_no", "", "WX5", guarded=True, position=0)
    assert settled(run(numbered), sheet(["WX5"])).closed == {"run-1": ()}


@pytest.mark.parametrize(
    ("reports", "rows"), [pytest.param((), 1, id="a-row"), pytest.param(("WX9",), 0, id="a-report")]
)
def test_a_row_that_never_arrived_is_appended_again_but_for_a_reports(
    reports: tuple[str, ...], rows: int
) -> None:
    row = NewRow("tickets", "WX9", {"ticket_no": "WX9"})
    found = settled(run(rows=(row,), reports=reports), sheet(["WX1"]))
    assert len(found.rows) == rows
    assert found.closed == {}


def test_a_row_that_arrived_wherever_it_stands_is_done() -> None:
    row = NewRow("tickets", "WX9", {"ticket_no": "WX9"})
    found = settled(run(rows=(row,)), sheet(["WX1"], [], ["WX9"]))
    assert (found.rows, found.closed) == ((), {"run-1": ()})


def test_a_row_of_another_tab_is_known_by_its_first_column() -> None:
    row = NewRow("contacts", "WX1/1", {"contact_no": "WX1/1", "ticket_no": "WX1"})
    missing = settled(run(rows=(row,)), sheet(["WX1"]))
    there = settled(run(rows=(row,)), sheet(["WX1"], contacts=[["WX1/1", "WX1"]]))
    assert missing.rows == (row,)
    assert there.closed == {"run-1": ()}


def test_rows_of_two_tabs_that_bear_the_same_key_are_both_owed() -> None:
    """A call and a payment of one ticket, typed at the same time."""
    call = NewRow("contacts", "WX1/1", {"contact_no": "WX1/1", "ticket_no": "WX1"})
    payment = NewRow("payments", "WX1/1", {"payment_no": "WX1/1", "ticket_no": "WX1"})
    empty = Table("payments", {"payment_no": 0}, ())
    tables = {**sheet(contacts=[]).tables, "payments": empty}
    assert settled(run(rows=(call, payment)), Reading(tables, "")).rows == (call, payment)


def test_a_tab_that_is_gone_is_waited_for_by_nobody() -> None:
    row = NewRow("contacts", "WX1/1", {"contact_no": "WX1/1"})
    reading = Reading({"tickets": Table("tickets", COLUMNS, [["WX1"]])}, "")
    assert settled(run(rows=(row,)), reading).closed == {"run-1": ()}


@given(
    st.lists(st.sampled_from(["as-planned", "as-it-was", "typed"]), min_size=1, max_size=5),
    st.booleans(),
)
def test_every_cell_is_done_owed_or_somebodys(fates: list[str], guarded: bool) -> None:
    columns = {"ticket_no": 0} | {f"c{n}": n + 1 for n in range(len(fates))}
    writes = [
        CellWrite("tickets", "WX1", f"c{n}", "old", "new", guarded) for n in range(len(fates))
    ]
    shows = {"as-planned": "new", "as-it-was": "old", "typed": "mine"}
    row: list[Any] = ["WX1", *(shows[fate] for fate in fates)]
    found = settled(run(*writes), Reading({"tickets": Table("tickets", columns, [row])}, ""))
    owed = {f"c{n}" for n, fate in enumerate(fates) if fate == "as-it-was"}
    assert found.columns.get("WX1", frozenset()) == owed
    assert ("run-1" in found.closed) is (not owed)


def test_while_no_row_has_its_number_nothing_is_closed_and_nothing_owed() -> None:
    row = NewRow("tickets", "WX9", {"ticket_no": "WX9"})
    reading = Reading({"tickets": Table("tickets", {"status": 1}, [["WX1", "待派工"]])}, "")
    found = settled(run(STATUS, rows=(row,)), reading)
    assert (found.closed, found.columns, found.rows) == ({}, {}, ())


def test_a_row_whose_tab_has_lost_its_key_is_not_appended_again() -> None:
    row = NewRow("contacts", "WX1/1", {"contact_no": "WX1/1", "ticket_no": "WX1"})
    contacts = Table("contacts", {"ticket_no": 1}, [["", "WX1"]])
    reading = Reading({**sheet(["WX1"]).tables, "contacts": contacts}, "")
    assert settled(run(rows=(row,)), reading).closed == {"run-1": ()}
