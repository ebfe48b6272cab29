"""A header that somebody renames costs no cell, whatever arrives meanwhile; over gspread, on real files."""

from __future__ import annotations

from pathlib import Path

from sheetflow.bootstrap import DESK, activate
from sheetflow.bootstrap.doctor import visit
from tests.end_to_end.desk import Desk, open_desk


def rename(desk: Desk, found: str, to: str, tab: str = "tickets") -> None:
    """Let somebody write another header."""
    worksheet = desk.tab(tab)
    worksheet.update_cell(1, worksheet.row_values(1).index(found) + 1, to)


def test_a_report_that_arrives_while_a_header_is_renamed_loses_nothing(folder: Path) -> None:
    with open_desk(folder) as desk:
        label = desk.house.schema.tab("tickets").column("phone").label.zh
        rename(desk, label, "Tel number")
        number = desk.report()
        desk.rest()
        assert f"没有「{label}」列" in desk.shown(number, "problem")
        assert f"没有「{label}」列" in desk.shown(number, "next_action")
        assert desk.shown(number, "status") == "待派工"
    with open_desk(folder) as desk:
        rename(desk, "Tel number", label)
        desk.rest()
        assert desk.shown(number, "phone") == "138-0000-0001"
        assert desk.shown(number, "problem") == ""
        assert desk.is_settled()


def test_a_call_that_is_logged_while_a_header_is_renamed_loses_nothing(folder: Path) -> None:
    with open_desk(folder) as desk:
        label = desk.house.schema.tab("contacts").column("result").label.zh
        number = desk.report()
        desk.rest()
        desk.type(number, technician="陈立")
        desk.rest()
        rename(desk, label, "怎么样", "contacts")
        desk.type(number, contact_result="没接1")
        desk.rest()
        assert desk.rows("contacts") == []
        rename(desk, "怎么样", label, "contacts")
        desk.rest()
        assert [(row["ticket_no"], row["result"]) for row in desk.rows("contacts")] == [
            (number, "没接1")
        ]
        assert desk.is_settled()


def test_what_the_doctor_mends_the_next_cycle_takes_up_again(folder: Path) -> None:
    with open_desk(folder) as desk:
        label = desk.house.schema.tab("tickets").column("phone").label.zh
        rename(desk, label, "Tel number")
        number = desk.report()
        desk.rest()
        settings = desk.house.settings
    activate(settings, DESK)
    with visit(settings) as visited:
        shown = visited.repair()
        assert shown is not None
        assert [one.new.zh for one in shown.mends] == [f"「{label}」"]
        assert visited.mend(shown).left == ()
    with open_desk(folder) as desk:
        desk.rest()
        assert desk.shown(number, "phone") == "138-0000-0001"
        assert desk.shown(number, "problem") == ""
        assert desk.is_settled()
