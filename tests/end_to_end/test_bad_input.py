"""What people and machines do wrong: a sentence in the right place, all others go on, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from sheetflow.bootstrap.pages import pages_of
from sheetflow.errors import Refused, Unavailable
from tests.contracts.test_ledger_faults import fill_the_disk
from tests.end_to_end.desk import REPORT, Desk, open_desk
from tests.end_to_end.mortal import SHEETS
from tests.notify.post_office import open_post_office
from tests.ports import free_port


def test_a_copied_row_is_told_in_both_rows_and_on_the_health_page_until_its_number_is_cleared(
    desk: Desk,
) -> None:
    number = desk.report()
    desk.rest()
    desk.tab().append_row(desk.tab().row_values(2))
    desk.rest()
    upper, lower = desk.rows()
    assert (upper["ticket_no"], lower["ticket_no"]) == (number, number)
    assert "另外还有一行" in str(upper["next_action"])
    assert "这个单号是另一行的" in str(lower["next_action"])
    assert number in problems(desk)
    assert desk.is_settled()

    desk.type_at(3, ticket_no="")
    desk.rest()
    numbers = {str(row["ticket_no"]) for row in desk.rows()}
    assert len(numbers - {""}) == 2
    assert "这个单号" not in "".join(str(row["next_action"]) for row in desk.rows())
    assert problems(desk) == ""
    assert desk.is_settled()


def rename(desk: Desk, column: str, header: str, *, tab: str = "tickets") -> Callable[[], object]:
    """Let somebody write something else into a header; gives the way back."""
    worksheet, at = desk.tab(tab), desk.column(column, tab)
    before = worksheet.cell(1, at).value
    worksheet.update_cell(1, at, header)
    return lambda: worksheet.update_cell(1, at, before)


def problems(desk: Desk) -> str:
    """Give what the health page says about headers and settings."""
    return "\n".join(map(str, desk.house.runner.problems))


@pytest.mark.parametrize("header", ["師傅", ""], ids=["renamed", "emptied"])
def test_a_missing_header_is_told_and_all_other_columns_go_on(desk: Desk, header: str) -> None:
    number = desk.report()
    desk.rest()
    put_back = rename(desk, "technician", header)
    other = desk.report(phone="138-0000-0002")
    desk.rest()
    assert "「维修工程师」" in problems(desk)
    assert header in problems(desk)
    assert {number, other} <= {row["ticket_no"] for row in desk.rows()}
    assert desk.row(other)["status"] == "待派工"

    put_back()
    desk.type(other, technician="陈立")
    desk.rest()
    assert problems(desk) == ""
    assert desk.row(other)["status"] == "已派工"
    assert desk.is_settled()


def test_while_the_numbers_header_is_gone_reports_wait_and_then_get_their_rows_once(
    desk: Desk,
) -> None:
    number = desk.report()
    desk.rest()
    put_back = rename(desk, "ticket_no", "No.")
    other = desk.report(phone="138-0000-0002")
    desk.work(3)
    assert "「维修单号」" in problems(desk)
    put_back()
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [number, other]
    assert desk.house.ledger.pending_reports() == []
    assert desk.is_settled()


def test_a_text_in_a_date_cell_is_asked_back_in_its_row_and_other_rows_go_on(desk: Desk) -> None:
    number, other = desk.report(), desk.report(phone="138-0000-0002")
    desk.rest()
    desk.type(number, appointment_at="明天下午", technician="陈立")
    desk.type(other, technician="刘勇")
    desk.rest()
    assert "预约时间" in str(desk.row(number)["problem"])
    assert desk.row(number)["appointment_at"] == "明天下午"
    assert [desk.row(no)["status"] for no in (number, other)] == ["已派工", "已派工"]
    assert desk.is_settled()


def test_an_unknown_technician_is_put_back_and_told(desk: Desk) -> None:
    number, other = desk.report(), desk.report(phone="138-0000-0002")
    desk.rest()
    desk.type(number, technician="王五")
    desk.type(other, technician="陈立")
    desk.rest()
    assert desk.row(number)["technician"] == ""
    assert "王五" in str(desk.row(number)["problem"])
    assert desk.row(other)["status"] == "已派工"
    assert desk.is_settled()


def test_a_duplicate_number_is_told_and_the_second_row_left_alone(desk: Desk) -> None:
    number, other = desk.report(), desk.report(phone="138-0000-0002")
    desk.rest()
    desk.type_row(ticket_no=number, customer_name="李女士", fault="漏水")
    copy = dict(desk.rows()[2])
    desk.type(other, technician="陈立")
    desk.rest()
    assert "这个单号另外还有一行" in str(desk.rows()[0]["problem"])
    told = {name: cell for name, cell in desk.rows()[2].items() if cell != copy[name]}
    assert told.keys() == {"next_action", "problem"}
    assert desk.row(other)["status"] == "已派工"
    assert len(desk.house.ledger.records()) == 2
    assert desk.is_settled()


def test_a_wrong_settings_row_is_told_and_the_last_good_policy_goes_on(desk: Desk) -> None:
    desk.work()
    desk.type_at(2, tab="levels", target="bald")
    number = desk.report()
    desk.rest()
    assert "bald" in problems(desk)
    assert desk.row(number)["response_by"] != ""


def test_a_spreadsheet_that_was_never_set_up_says_what_to_run(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        number = desk.report()
        with pytest.raises(Refused, match="Run sheetflow init"):
            desk.work()
        desk.house.provision()
        desk.rest()
        assert [row["ticket_no"] for row in desk.rows()] == [number]


def test_a_deleted_tab_is_told_and_comes_back_with_init(desk: Desk) -> None:
    lost = desk.report()
    desk.rest()
    desk.people.del_worksheet(desk.tab())
    number = desk.report(phone="138-0000-0002")
    desk.work(3)
    assert "工单" in problems(desk)
    assert "sheetflow init" in problems(desk)
    desk.house.provision()
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [number]
    assert problems(desk).startswith(f"{lost}: ")


def test_a_changed_zone_stops_writing_with_a_sentence_until_it_is_changed_back(desk: Desk) -> None:
    desk.rest()
    desk.people.update_timezone("Europe/Berlin")
    desk.clock.at += timedelta(hours=1)
    number = desk.report()
    with pytest.raises(Refused, match="Europe/Berlin, the desk's is Asia/Shanghai"):
        desk.work()
    assert desk.rows() == []
    desk.people.update_timezone("Asia/Shanghai")
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [number]


def test_on_a_full_disk_a_cycle_refuses_whole_and_later_nothing_is_missing(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.rest()
        numbers = [desk.report(phone=f"138-0000-{n:04d}", fault="火" * 900) for n in range(8)]
        fill_the_disk(desk.house.ledger, pages_left=0)
        with pytest.raises(Refused, match=r"disk of the ledger .* is full"):
            desk.work()
        assert desk.rows() == []
        client = pages_of(desk.house, wake=lambda: None, start_empty=lambda: None).test_client()
        answer = client.post("/api/tickets", json={**REPORT, "fault": "火" * 4000})
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        at = desk.clock.at + timedelta(minutes=2)
    with open_desk(folder, at=at) as desk:
        desk.rest()
        assert [row["ticket_no"] for row in desk.rows()] == numbers
        assert {one["kind"] for one in desk.notices()} == {"new_report"}
        assert len(desk.notices()) == 8
        assert desk.is_settled()


def test_a_closed_mail_server_delays_mails_and_nothing_else(folder: Path) -> None:
    closed = free_port()
    with open_desk(folder, SMTP_URL=f"smtp://127.0.0.1:{closed}?from=desk@example.com") as desk:
        number = desk.report()
        desk.rest()
        assert desk.row(number)["status"] == "待派工"
        [notice] = desk.notices(number)
        assert notice["state"] == "due"
        assert str(closed) in str(notice["reason"])
        later = desk.clock.at + timedelta(minutes=20)
    with (
        open_post_office() as office,
        open_desk(folder, at=later, SMTP_URL=office.url) as desk,
    ):
        desk.work(3)
        sent = [letter["Message-ID"] for letter in office.letters()]
        assert sent.count(notice["message_id"]) == 1
        assert {one["state"] for one in desk.notices(number)} == {"sent"}


class Cut(BaseAdapter):
    """The way to the spreadsheet, which is cut."""

    def send(self, *args: Any, **options: Any) -> requests.Response:
        """Get nowhere."""
        raise requests.ConnectionError("no route")

    def close(self) -> None:
        """Nothing is held open."""


def test_while_the_sheet_is_away_reports_are_kept_and_later_placed_once(desk: Desk) -> None:
    desk.rest()
    number, http = desk.report(), desk.house.client.http_client
    way = http.session.get_adapter(SHEETS)
    http.session.mount(SHEETS, Cut())
    http.pause = lambda seconds: None
    for _ in range(3):
        with pytest.raises(Unavailable, match="doesn't answer"):
            desk.work()
    http.session.mount(SHEETS, way)
    desk.rest()
    assert [row["ticket_no"] for row in desk.rows()] == [number]
    assert len(desk.notices(number)) == 1


def test_a_workbook_file_in_use_is_told(folder: Path) -> None:
    with open_desk(folder), pytest.raises(Refused, match="workbook"), open_desk(folder):
        pass
