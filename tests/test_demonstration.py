"""The demonstration day shows what the book says that it shows (SHEET.md, "Demonstration day")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from sheetflow.address import Address, holding
from sheetflow.bootstrap import DEMO
from sheetflow.clock import FixedClock
from sheetflow.demonstration import make
from sheetflow.errors import Refused
from sheetflow.model import Scalar
from sheetflow.serials import from_serial
from tests.end_to_end.desk import NOW, Desk, header, open_desk, settings_of
from tests.end_to_end.looks import Look, looks_of_row

DARK_RED, RED, AMBER, YELLOW = "#7f0000", "#d93025", "#ffb74d", "#fff59d"
ORANGE = "#ff8a50"
PURPLE, LIGHT_BLUE, PLAIN = "#ce93d8", "#bbdefb", "#ffffff"


class Shown(NamedTuple):
    """A ticket of the book's table: its status, the fills of some cells, a flag, words of its next step."""

    status: str
    fills: dict[str, str]
    flag: str = ""
    words: str = ""


TABLE = {
    "WX20260310001": Shown("已完成", {"status": PURPLE, "docs_in": PURPLE}, "单据未交"),
    "WX20260310002": Shown(
        "待客户", {"status": AMBER}, "缺同意", "等客户答复报价700.00元,15:00再联系"
    ),
    "WX20260310003": Shown(
        "已派工", {"ticket_no": AMBER, "contact_by": AMBER}, words="孙浩:14:32前打"
    ),
    "WX20260310004": Shown("电话指导", {"ticket_no": RED, "followup_by": RED}, "指导回访超时"),
    "WX20260310005": Shown("维修中", {"ticket_no": PLAIN, "test_result": YELLOW}),
    "WX20260310006": Shown(
        "已预约",
        {"ticket_no": AMBER, "status": ORANGE, "address": ORANGE},
        "资料不符",
        "陈立还在WX20260310005,赶不上15:00",
    ),
    "WX20260310007": Shown("待派工", {"promise_by": RED, "consent": RED}, "承诺有险", "最快吴强"),
    "WX20260310008": Shown("联系不上", {}, words="三次没接"),
    "WX20260310009": Shown("待受理", {}, "疑似重复", "WX20260310007"),
    "WX20260309007": Shown("已完成", {"ticket_no": RED, "revisit_by": RED}, "回访超期"),
    "WX20260309004": Shown("待配件", {"status": LIGHT_BLUE}, words="等IGBT-25×2,预计3/11 10:00"),
    "WX20260306002-2": Shown("需支援", {"ticket_no": PLAIN}),
    "WX20260308003": Shown("主管处理", {"status": DARK_RED, "incident": DARK_RED}, "⚠冲突"),
    "WX2023901": Shown("已结单", {"ticket_no": PLAIN, "close_reason": PLAIN}),
}


#: On hand, reserved, minimum.
PARTS = {
    "PWR-001": (3, 1, 2),
    "IGN-220": (7, 0, 3),
    "TC-08": (12, 1, 5),
    "SV-15": (2, 1, 2),
    "FAN-12": (2, 1, 1),
    "IGBT-25": (0, 0, 2),
    "SCR-07": (1, 1, 1),
    "GSK-02": (5, 0, 2),
    "CMP-50": (0, 0, 0),
    "FUS-100": (1, 0, 1),
    "PKR-10": (8, 1, 3),
    "SEN-03": (4, 1, 2),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demonstration of Tuesday 2026-03-10, 14:30."""
    folder = tmp_path_factory.mktemp("demonstration")
    make(settings_of(folder), FixedClock(NOW))
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[Desk]:
    """Open it at the moment at which it was made."""
    with open_desk(folder, which=DEMO) as desk:
        yield desk


@pytest.fixture(scope="module")
def tickets(desk: Desk) -> dict[str, dict[str, Scalar]]:
    return {str(row["ticket_no"]): row for row in desk.rows()}


@pytest.fixture(scope="module")
def looks(desk: Desk, tickets: dict[str, dict[str, Scalar]]) -> dict[str, dict[str, Look]]:
    """Give the looks of every ticket's cells by their header."""
    title, labels = desk.tab().title, header(desk, "tickets")
    rows = {number: looks_of_row(desk.people, title, at) for at, number in enumerate(tickets, 2)}
    return {number: dict(zip(labels, row, strict=False)) for number, row in rows.items()}


def test_the_book_s_fourteen_tickets_are_there_and_no_other(
    tickets: dict[str, dict[str, Scalar]],
) -> None:
    assert set(tickets) == set(TABLE)


@pytest.mark.parametrize("number", TABLE)
def test_a_ticket_stands_as_in_the_book(
    desk: Desk,
    tickets: dict[str, dict[str, Scalar]],
    looks: dict[str, dict[str, Look]],
    number: str,
) -> None:
    row, shown = tickets[number], TABLE[number]
    column = desk.house.schema.tab("tickets").column
    fills = {key: looks[number][column(key).label.zh].fill for key in shown.fills}
    assert (row["status"], fills) == (shown.status, shown.fills)
    assert shown.flag in str(row.get("flags", ""))
    assert shown.words in str(row["next_action"])


def test_every_call_that_was_made_stands_among_the_contacts(desk: Desk) -> None:
    rows = desk.rows("contacts")
    records = desk.house.ledger.records()
    calls = {number: len(record.attempts) for number, record in records.items() if record.attempts}
    assert {no: [row["ticket_no"] for row in rows].count(no) for no in calls} == calls
    failed = [row for row in rows if row["ticket_no"] == "WX20260310008"]
    assert [(row["attempt"], row["result"], row["who"]) for row in failed] == [
        (1, "没接1", "赵明"),
        (2, "没接2", "赵明"),
        (3, "没接3", "赵明"),
    ]


def test_the_call_that_is_due_next_is_due_in_two_minutes(
    desk: Desk, tickets: dict[str, dict[str, Scalar]]
) -> None:
    due = tickets["WX20260310003"]["contact_by"]
    assert isinstance(due, float)
    assert from_serial(due, desk.house.zone) - NOW == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("number", "warranty", "due", "flag"),
    [
        ("WX20260310001", "在保", 0, ""),
        ("WX20260310002", "过保", 700, "缺同意"),
        ("WX20260310003", "不明", 45, ""),
        ("WX20260310008", "协议", 0, ""),
        ("WX20260309007", "过保", 90, "欠款"),
        ("WX20260309004", "在保", 0, ""),
    ],
)
def test_what_it_costs_and_who_owes(
    tickets: dict[str, dict[str, Scalar]], number: str, warranty: str, due: Scalar, flag: str
) -> None:
    row = tickets[number]
    assert (row["warranty"], row.get("amount_due", "")) == (warranty, due)
    assert flag in str(row.get("flags", ""))


def test_yesterday_s_debt_is_red_and_has_its_row(
    desk: Desk, looks: dict[str, dict[str, Look]]
) -> None:
    [debt] = desk.rows("payments")
    assert (debt["ticket_no"], debt["due"], debt["days"]) == ("WX20260309007", 90, 1)
    assert looks["WX20260309007"]["应收"].text == RED


def test_the_filed_record_is_grey_and_whole(
    tickets: dict[str, dict[str, Scalar]], looks: dict[str, dict[str, Look]]
) -> None:
    assert looks["WX2023901"]["状态"].text == "#999999"
    filled = [key for key, cell in tickets["WX2023901"].items() if cell != ""]
    assert {"serial_no", "revisit_note", "remarks", "close_reason"} <= set(filled)


def test_the_parts_stand_as_in_the_book_by_their_movements(desk: Desk) -> None:
    shown = ("on_hand", "reserved", "minimum")
    parts = {str(row["part_no"]): tuple(row[name] for name in shown) for row in desk.rows("parts")}
    assert parts == PARTS
    assert {row.get("problem", "") for row in desk.rows("part_moves")} == {""}
    fitted = [row["part_no"] for row in desk.rows("part_moves") if row["kind"] == "装机"]
    assert sorted(map(str, fitted)) == ["GSK-02", "IGN-220"]


def test_nothing_in_it_can_not_be_understood(tickets: dict[str, dict[str, Scalar]]) -> None:
    told = {number: str(row["problem"]) for number, row in tickets.items() if row.get("problem")}
    assert list(told) == ["WX20260310006"]
    assert told["WX20260310006"].startswith("维修地址与「客户档案」不同")


def test_made_twice_it_is_the_same_and_nothing_that_was_typed_is_left(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        make(settings_of(tmp_path), FixedClock(NOW))
        with open_desk(tmp_path, which=DEMO) as desk:
            found.append(
                {
                    tab: desk.rows(tab)
                    for tab in ("tickets", "staff", "parts", "part_moves", "today")
                }
            )
            desk.type("WX20260310003", remarks="客户催")
    assert found[0] == found[1]


def test_it_is_not_made_anew_while_it_is_served(folder: Path) -> None:
    before = (folder / DEMO).stat().st_ino
    with (
        holding(folder, Address("http://127.0.0.1:8000", "x")),
        pytest.raises(Refused, match="being served"),
    ):
        make(settings_of(folder), FixedClock(NOW))
    assert (folder / DEMO).stat().st_ino == before
