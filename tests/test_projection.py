"""What was asked for a ticket becomes the cells that still differ, and once written nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.asked import Asked
from sheetflow.model import Flag, Scalar, Table, Tell, Text
from sheetflow.planner.projection import kept, left, picture, strays, writes_of, written
from sheetflow.policy import Policy
from sheetflow.record import fold
from sheetflow.tickets import Ticket
from tests.builders import NOW, POLICY, at, policy_of, ticket

NO = "WX20260310007"


def asked(*flags: str, tells: tuple[Text, ...] = (), **cells: Any) -> Asked:
    made = Asked()
    for flag in flags:
        made.add(Flag(NO, flag))
    for text in tells:
        made.add(Tell(NO, text))
    for column, value in cells.items():
        made.set(column, value)
    return made


def projected(one: Ticket, wanted: Asked, policy: Policy = POLICY) -> dict[str, Scalar]:
    return dict(picture(one, wanted, None, policy, NOW).differing)


def test_values_become_the_cells_that_staff_see() -> None:
    wanted = asked(status="dispatched", technician="01", response_by=at("16:30"), cycle=2)
    assert projected(ticket(), wanted) == {
        "status": "已派工",
        "technician": "陈立·工01",
        "response_by": 46091.6875,
        "cycle": 2,
    }


def test_what_stands_there_already_is_not_written() -> None:
    assert projected(ticket(status="new"), asked(status="new", unit_name=None)) == {}


def test_none_empties_a_cell() -> None:
    assert projected(ticket(next_action="打电话"), asked(next_action=None)) == {"next_action": ""}


def test_flags_stand_in_the_schemas_order_whoever_raised_them() -> None:
    wanted = asked("promise_at_risk", "incident", "bad_cell")
    assert projected(ticket(), wanted) == {"flags": "⚠冲突、看不懂、承诺有险"}


def test_refusals_come_before_what_is_said_now() -> None:
    refused = ticket(record={"refusals": {"status": Text("没改成", "not changed")}})
    wanted = asked(tells=(Text("看不懂", "unreadable"), Text("两行", "twice")))
    assert projected(refused, wanted) == {"problem": "没改成；看不懂；两行"}
    english = policy_of(language="en")
    assert projected(refused, wanted, english)["problem"] == "not changed; unreadable; twice"


@pytest.mark.parametrize(
    ("column", "guarded"), [("status", True), ("grade", True), ("next_action", False)]
)
def test_what_people_write_too_is_guarded(column: str, guarded: bool) -> None:
    values = {"status": "dispatched", "grade": "urgent", "next_action": "打电话"}
    one = ticket()
    (write,) = writes_of(one, projected(one, asked(**{column: values[column]})), POLICY)
    assert (write.key, write.guarded) == (NO, guarded)
    assert write.old == one.raw(column)


def test_a_column_that_is_missing_from_the_sheet_is_left_out() -> None:
    whole = ticket()
    columns = {name: i for name, i in whole.layout.columns.items() if name != "flags"}
    one = Ticket(whole.record, whole.cells, replace(whole.layout, columns=columns), POLICY)
    assert projected(one, asked("incident", cycle=1)) == {"cycle": 1}


def test_a_cell_that_no_rule_writes_goes_back_to_what_we_wrote_last() -> None:
    one = ticket(typed={"amount_due": 700, "warranty": ""}, record={"shown": {"warranty": "在保"}})
    assert kept(one, one) == {"amount_due": "", "warranty": "在保"}


def test_our_own_writes_are_known_as_ours() -> None:
    columns = POLICY.schema.tab("tickets").by_key
    event = written(NO, {"cycle": 2, "status": "已派工"}, columns, NOW)
    record = fold(ticket().record, event)
    assert record.shown["cycle"] == 2
    assert record.seen["status"] == "已派工"


def test_what_was_begun_for_a_shared_cell_is_still_to_be_written() -> None:
    owed = unsettled(ticket(typed={"status": "待派工"}), "status", seen={"status": "已派工"})
    assert kept(owed, owed)["status"] == "已派工"


def test_what_was_begun_and_is_not_wanted_any_more_is_known_to_stand_as_it_does() -> None:
    owed = unsettled(
        ticket(typed={"next_action": "选人"}), "next_action", shown={"next_action": "打电话"}
    )
    assert left(owed, {"next_action": "选人"}) == {"next_action": "选人"}
    assert left(owed, {"next_action": "打电话"}) == {}
    assert left(owed, {}) == {}


def unsettled(one: Ticket, column: str, **record: Any) -> Ticket:
    made = replace(one.record, **record)
    return Ticket(made, one.cells, one.layout, POLICY, frozenset({column}))


COLUMNS = {"ticket_no": 0, "fault": 1, "next_action": 2, "cycle": 3}


@pytest.mark.parametrize(
    ("row", "clears"),
    [
        pytest.param(["", "", "打电话", 1], ["next_action", "cycle"], id="ours-alone"),
        pytest.param(["", "", "打电话"], ["next_action"], id="a-short-row"),
        pytest.param(["WX1", "", "打电话", 1], [], id="a-ticket"),
        pytest.param(["", "漏水", "打电话", 1], [], id="a-row-being-typed"),
        pytest.param(["", "", "打电话", 1, "小王的"], [], id="with-a-column-of-their-own"),
        pytest.param(["", "", "", ""], [], id="empty"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_rows_that_hold_our_values_alone_are_cleared(row: list[Scalar], clears: list[str]) -> None:
    found = list(strays(Table("tickets", COLUMNS, [["WX9"], row]), POLICY))
    assert [(write.column, write.new, write.position) for write in found] == [
        (column, "", 1) for column in clears
    ]
    assert all(write.guarded for write in found)


def test_without_the_number_column_nothing_is_astray() -> None:
    table = Table("tickets", {"next_action": 2}, [["WX1", "", "打电话"]])
    assert list(strays(table, POLICY)) == []


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["new", "dispatched", "closed"]),
        "technician": st.sampled_from([None, "01", "02"]),
        "next_action": st.none() | st.text(max_size=6),
        "response_by": st.none()
        | st.integers(0, 10**6).map(lambda s: NOW.fromtimestamp(s * 60, NOW.tzinfo)),
        "cycle": st.integers(1, 3),
    },
)


@given(VALUES, st.frozensets(st.sampled_from(["incident", "bad_cell", "docs_missing"])))
def test_a_projection_that_was_written_projects_to_nothing(
    values: dict[str, Any], flags: frozenset[str]
) -> None:
    one, wanted = ticket(), asked(*flags, **values)
    cells = list(one.cells)
    for column, cell in projected(one, wanted).items():
        cells[one.layout.columns[column]] = cell
    assert projected(Ticket(one.record, cells, one.layout, POLICY), wanted) == {}


def test_sentences_of_two_rules_stand_alike_whichever_spoke_first() -> None:
    one, other = (Tell(NO, Text(word, word)) for word in ("甲", "乙"))
    first, second = Asked(), Asked()
    first.add(one, "clash")
    first.add(other, "stock")
    second.add(other, "stock")
    second.add(one, "clash")
    assert first.sentences == second.sentences == [one.sentence, other.sentence]
