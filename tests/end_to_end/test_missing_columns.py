"""A header that somebody renames costs no cell, whatever arrives meanwhile; over gspread, on real files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetflow.bootstrap import DESK, activate
from sheetflow.bootstrap.doctor import Visit, visit
from sheetflow.errors import Refused
from sheetflow.store import Rejected
from tests.end_to_end.desk import ROOT, Desk, open_desk
from tests.end_to_end.wire import between_calls


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


def delete(desk: Desk, key: str, tab: str = "tickets") -> None:
    """Let somebody delete a column."""
    label = desk.house.schema.tab(tab).column(key).label.zh
    worksheet = desk.tab(tab)
    worksheet.delete_columns(worksheet.row_values(1).index(label) + 1)


def by_doctor(desk: Desk) -> None:
    settings = desk.house.settings
    visited = Visit(settings, (), desk.house)
    shown = visited.repair()
    assert shown is not None
    assert visited.mend(shown).left == ()


def by_starting(desk: Desk) -> None:
    desk.house.prepare()


@pytest.mark.parametrize("remade", [by_doctor, by_starting])
@pytest.mark.parametrize("key", ["phone", "status", "next_action"])
def test_a_deleted_column_that_is_made_anew_is_filled_again_and_nobody_has_cleared_it(
    folder: Path, remade: Callable[[Desk], None], key: str
) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        before, events = desk.shown(number, key), len(edits(desk, number))
        delete(desk, key)
        desk.rest()
        remade(desk)
        desk.rest()
        assert before != ""
        assert desk.shown(number, key) == before
        assert desk.shown(number, "problem") == ""
        assert len(edits(desk, number)) == events
        assert desk.is_settled()


def test_a_start_leaves_what_somebody_deleted_beside_the_tickets_until_it_is_asked_for(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        number = noted(desk, "客户在生气,18点后再打")
        before = told(desk, number)
        delete(desk, "note", "contacts")
    for _ in range(2):
        with open_desk(folder) as desk:
            desk.house.prepare()
            desk.rest()
            assert "note" not in desk.rows("contacts")[0]
            assert any("说明" in one.found for one in desk.house.runner.problems)
            assert told(desk, number) == before
    with open_desk(folder) as desk:
        desk.house.provision()
        desk.rest()
        assert desk.rows("contacts")[0]["note"] == ""


def test_a_start_leaves_a_deleted_tab_until_it_is_asked_for(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.house.prepare()
        title = desk.tab("payments").title
        desk.people.del_worksheet(desk.tab("payments"))
    with open_desk(folder) as desk:
        desk.house.prepare()
        desk.rest()
        assert title not in [sheet.title for sheet in desk.people.worksheets()]
        assert any(title in one.found for one in desk.house.runner.problems)
        desk.house.provision()
        assert title in [sheet.title for sheet in desk.people.worksheets()]


def noted(desk: Desk, note: str) -> str:
    """Give a ticket with a call that somebody wrote a note about."""
    desk.house.prepare()
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, contact_result="没接1")
    desk.rest()
    desk.type_at(2, tab="contacts", note=note)
    desk.rest()
    return number


def told(desk: Desk, number: str) -> list[str]:
    """Give what happened to a ticket, as the ledger has it."""
    return [(one.kind, dict(one.values)) for one in desk.house.ledger.events(number)]


def test_a_status_that_was_refused_as_its_header_was_renamed_is_written_once_the_header_is_back(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        label = desk.house.schema.tab("tickets").column("status").label.zh
        number = desk.report()
        desk.rest()
        desk.type(number, technician="陈立")
        wire = between_calls(desk)

        def somebody_renames_it() -> None:
            rename(desk, label, "我的状态")
            raise Rejected(403, "The caller does not have permission", act="write")

        wire.acts = [somebody_renames_it]
        with pytest.raises(Refused):
            desk.work()
        wire.acts = []
        desk.rest()
        rename(desk, "我的状态", label)
        desk.rest()
        assert (desk.shown(number, "status"), desk.shown(number, "technician")) == (
            "已派工",
            "陈立·工01",
        )
        assert desk.is_settled()


def edits(desk: Desk, number: str) -> list[str]:
    """Give the columns that people changed, as the ledger has it."""
    events = desk.house.ledger.events(number)
    return [str(one.values.get("column")) for one in events if one.kind in ("edited", "refused")]


def test_a_column_that_people_made_is_taken_over_once_the_schema_has_it(
    folder: Path, tmp_path: Path
) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        tab = desk.tab("tickets")
        made = len(tab.row_values(1)) + 1
        tab.add_cols(1)
        tab.update_cell(1, made, "楼层")
        tab.update_cell(2, made, "12楼")
    floor = "floor: {label: {zh: 楼层, en: Floor}, type: integer}"
    shipped = (ROOT / "sheet_schema.yaml").read_text("utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(re.sub(r"^( +)photos: ", rf"\1{floor}\n\g<0>", shipped, flags=re.M), "utf-8")
    with open_desk(folder, SCHEMA=str(own)) as desk:
        desk.house.prepare()
        desk.rest()
        assert desk.tab("tickets").row_values(1).index("楼层") == made - 1
        assert desk.shown(number, "floor") == "12楼"
        assert "「12楼」不是整数" in desk.shown(number, "problem")
