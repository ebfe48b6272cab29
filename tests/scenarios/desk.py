"""A repair desk in the words of the procedures: who does what at what time, and what people then see.

    ticket = desk.at("14:30").customer_reports()
    desk.at("14:40").dispatcher_chooses(ticket, "陈立")
    desk.at("14:45").technician_calls(ticket, answered=False)
    assert ticket["next_call_at"] == "2026-03-10 14:55"

Every part is real: the form, the API and the desk's pages, a workbook into which people type by gspread, ledger and
mail. Only the clock is the test's: `at` moves it, and each act is followed by the worker's cycles until it rests.
It begins on Tuesday 2026-03-10 at 14:30.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from flask import Flask
from flask.testing import FlaskClient

from sheetflow.bootstrap.jobs import cycle, send
from sheetflow.bootstrap.pages import desk_link, pages_of
from sheetflow.model import Scalar
from sheetflow.webhooks import nobody_to_wake
from tests.end_to_end.desk import Desk
from tests.scenarios.ticket import Ticket

#: number, name, roles, skills, regions: two technicians and one person for each other role of REQUIREMENTS.md.
STAFF = (
    ("01", "陈立", "维修工程师", "全部", ""),
    ("02", "刘勇", "维修工程师", "全部", ""),
    ("03", "王燕", "接线员", "", ""),
    ("04", "林静", "内勤", "", ""),
    ("05", "孙库", "仓管", "", ""),
    ("06", "吴强", "技术主管", "", ""),
    ("07", "周敏", "客服", "", ""),
    ("08", "郑总", "老板", "", ""),
)

#: What a customer says who knows it all (P1 4.1.1, P2 S1).
SAID = {
    "request_type": "repair",
    "customer_name": "张先生",
    "phone": "138-0000-0001",
    "unit_name": "小麦饭店",
    "address": "城东人民路1号",
    "product_type": "炒炉",
    "product_model": "大锅灶 ZG-2A",
    "purchase_date": "2026-01-10",
    "fault": "打不着火",
}


@dataclass
class ServiceDesk:
    """The people of one desk; every act of theirs is taken in before the next."""

    desk: Desk
    _seated: dict[str, FlaskClient] = field(default_factory=dict)

    # ── time ──

    def at(self, clock: str, *, day: int = 0) -> Self:
        """Let it become a wall time of the first day, or of so many days later."""
        self.desk.at(clock, day=day)
        return self.cycle()

    def cycle(self) -> Self:
        """Let the worker work until nothing is left to do, and send what is due."""
        for _ in range(8):
            summary = cycle(self.desk.house)
            send(self.desk.house)
            if summary.outcome == "idle":
                return self
        raise AssertionError("the desk doesn't come to rest")

    # ── customers and hotline ──

    def customer_reports(self, **said: str) -> Ticket:
        """Let a customer fill the form in; they land on their status page."""
        customer = self._pages.test_client()
        page = customer.get("/report").get_data(as_text=True)
        form = {name: _hidden(page, name) for name in ("csrf_token", "key")}
        answer = customer.post("/report", data={**form, **SAID, **said, "privacy": "on"})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self._taken(answer.headers["Location"])

    def program_reports(self, *, key: str = "", **said: str) -> Ticket:
        """Let another program report by the API; with the same key it is the same report sent again."""
        headers = {"Idempotency-Key": key} if key else {}
        program = self._pages.test_client()
        answer = program.post("/api/tickets", json={**SAID, **said}, headers=headers)
        assert answer.status_code == 202, answer.get_data(as_text=True)
        return self._taken(answer.headers["Location"])

    def hotline_types(self, **cells: Scalar) -> Ticket:
        """Let the hotline type a row while the customer is on the phone, and leave it."""
        before = {row["ticket_no"] for row in self.desk.rows()}
        self.types_row("tickets", **cells)
        [number] = {row["ticket_no"] for row in self.desk.rows()} - before
        return Ticket(self.desk, str(number))

    # ── staff in the sheet ──

    def types(self, ticket: Ticket, **cells: Scalar) -> Self:
        """Let somebody type into the ticket's row."""
        self.desk.type(ticket.no, **cells)
        return self.cycle()

    def types_row(self, tab: str, **cells: Scalar) -> Self:
        """Let somebody type a new row, and leave it: a row that is still typed in isn't taken yet."""
        self.desk.type_row(tab=tab, **cells)
        return self.cycle().cycle()

    def types_at(self, tab: str, row: int, **cells: Scalar) -> Self:
        """Let somebody type into a row of another tab, by its number in the grid."""
        self.desk.type_at(row, tab=tab, **cells)
        return self.cycle()

    def staff_is(self, name: str, **cells: Scalar) -> Self:
        """Let the owner write into 人员 what holds for somebody."""
        names = [row["name"] for row in self.desk.rows("staff")]
        return self.types_at("staff", names.index(name) + 2, **cells)

    def says_again(self, ticket: Ticket, column: str, word: str) -> Self:
        """Let somebody choose in an input cell what may stand there already: emptied first, then chosen."""
        return self.types(ticket, **{column: ""}).types(ticket, **{column: word})

    def dispatcher_chooses(self, ticket: Ticket, technician: str, **cells: Scalar) -> Self:
        """Let the dispatcher send somebody: choosing the name is the dispatch."""
        return self.types(ticket, technician=technician, **cells)

    def technician_calls(
        self, ticket: Ticket, *, answered: bool = True, appointment: str = "", **cells: Scalar
    ) -> Self:
        """Let the technician call: reached, with the time that was agreed, or the next call in vain."""
        if answered:
            said = {"appointment_at": appointment} if appointment else {}
            return self.types(ticket, contact_result="接通", **said, **cells)
        tried = re.fullmatch(r"没接(\d)", ticket["contact_result"])
        return self.types(
            ticket, contact_result=f"没接{int(tried[1]) + 1 if tried else 1}", **cells
        )

    def technician_repairs(
        self, ticket: Ticket, *, started: str, ended: str, **cells: Scalar
    ) -> Self:
        """Let the technician type, all at once, what completes a repair."""
        done = {
            "result": "已修复",
            "test_result": "正常",
            "signature": "已签·张",
            "cause": "针阀老化",
            "measures": "换针阀",
            "consent": "同意方案",
        }
        when = {"work_started_at": started, "work_ended_at": ended}
        return self.types(ticket, **{**when, **done, **cells})

    # ── the desk's pages ──

    def sees(self, path: str = "/desk/", *, who: str = "林静") -> str:
        """Give the words of a page of the desk as somebody has it open."""
        answer = self.sits(who).get(path)
        assert answer.status_code == 200, answer.status
        return _words(answer.get_data(as_text=True))

    def does(self, path: str, *, who: str, **fields: str) -> int:
        """Let somebody send a form of the desk's pages; gives the answer's status."""
        browser = self.sits(who)
        page = browser.get("/desk/").get_data(as_text=True)
        token = _hidden(page, "csrf_token")
        answer = browser.post(path, data={"csrf_token": token, **fields})
        self.cycle()
        return answer.status_code

    def customer_sees(self, ticket: Ticket) -> str:
        """Give the words of the customer's status page."""
        answer = self._pages.test_client().get(ticket.status_path)
        assert answer.status_code == 200, answer.status
        return _words(answer.get_data(as_text=True))

    def today(self) -> list[tuple[str, str]]:
        """Give the list of the day as it stands in 今日: block and ticket, from the top."""
        tab = self.desk.tab("today")
        columns = [self.desk.column(key, "today") - 1 for key in ("block", "ticket_no")]
        rows = (row + [""] * max(columns) for row in tab.get_values()[1:])
        return [(row[columns[0]], row[columns[1]]) for row in rows]

    def sits(self, who: str) -> FlaskClient:
        """Give the browser of somebody who sits at the desk."""
        if who not in self._seated:
            browser = self._pages.test_client()
            link = desk_link(self.desk.house.settings)
            page = browser.get(_path(link)).get_data(as_text=True)
            fields = {name: _hidden(page, name) for name in ("csrf_token", "token")}
            page = browser.post("/desk/enter", data=fields, follow_redirects=True)
            no = next(no for no, name, *_ in STAFF if name == who)
            token = _hidden(page.get_data(as_text=True), "csrf_token")
            browser.post("/desk/who", data={"csrf_token": token, "no": no})
            self._seated[who] = browser
        return self._seated[who]

    @cached_property
    def _pages(self) -> Flask:
        return pages_of(self.desk.house, wake=nobody_to_wake, start_empty=nobody_to_wake)

    def _taken(self, address: str) -> Ticket:
        """Give the ticket whose status page somebody was sent to, once it stands in the sheet."""
        self.cycle()
        path = _path(address)
        page = self._pages.test_client().get(path).get_data(as_text=True)
        found = re.search(r"WX\d{11,}", page)
        assert found, page
        return Ticket(self.desk, found[0], path)


def _path(address: str) -> str:
    """Give what stands behind an address's host."""
    return re.sub(r"^https?://[^/]+", "", address)


def _hidden(page: str, name: str) -> str:
    """Give the value of a form's hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no hidden {name} in {page}"
    return found[1]


def _words(page: str) -> str:
    """Give a page's words without its tags, between single blanks."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", page)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
