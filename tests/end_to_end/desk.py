"""A whole desk on real files: workbook, ledger and mail folder of one DATA_DIR, and people who work in it by gspread.

    desk = open_desk(folder)
    number = desk.report()
    desk.work(); desk.type(number, technician="陈立"); desk.work()

It is Tuesday 2026-03-10, 14:30 in Shanghai, unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import gspread
from gspread.http_client import HTTPClient
from gspread.utils import DateTimeOption, ValueInputOption, ValueRenderOption, rowcol_to_a1

from sheetflow.bootstrap import DESK, House, open_house
from sheetflow.bootstrap.jobs import cycle, send
from sheetflow.clock import FixedClock
from sheetflow.localsheets import local_client
from sheetflow.model import Json, Scalar
from sheetflow.runner import Office, Runner, Summary
from sheetflow.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)

#: number, name, roles, skills, regions; two technicians, one person for each other role.
STAFF = (
    ("01", "陈立", "维修工程师", "全部", ""),
    ("02", "刘勇", "维修工程师", "全部", ""),
    ("06", "吴强", "主管", "", ""),
    ("07", "林静", "接线员;内勤;客服", "", ""),
    ("08", "老板", "老板", "", ""),
)

REPORT = {
    "customer_name": "张先生",
    "phone": "138-0000-0001",
    "address": "城东人民路1号",
    "product_model": "大锅灶 ZG-2A",
    "fault": "打不着火",
    "channel": "web",
    "request_type": "repair",
}


@dataclass
class Desk:
    """One open desk; `people` is how staff see and change the spreadsheet."""

    house: House
    clock: FixedClock
    people: gspread.Spreadsheet

    def report(self, **values: str) -> str:
        """Let a customer's report be accepted, and give its number."""
        day = self.clock.at.astimezone(self.house.zone).date()
        return self.house.ledger.accept({**REPORT, **values}, at=self.clock.at, day=day).ticket_no

    def work(self, times: int = 1, *, every: timedelta = timedelta(seconds=5)) -> Summary:
        """Let the worker run a cycle and send what is due, so many times; gives what the last one did."""
        for number in range(times):
            self.clock.at += every if number else timedelta()
            summary = cycle(self.house)
            send(self.house)
        return summary

    def rest(self) -> None:
        """Work until nothing is left to do."""
        for _ in range(8):
            self.clock.at += timedelta(seconds=5)
            if self.work().outcome == "idle":
                return
        raise AssertionError("the desk doesn't come to rest")

    def at(self, clock: str, *, day: int = 0) -> None:
        """Set the clock to a wall time of the first day, or so many days later."""
        hour, minute = map(int, clock.split(":"))
        wall = NOW.astimezone(self.house.zone).replace(hour=hour, minute=minute)
        self.clock.at = (wall + timedelta(days=day)).astimezone(UTC)

    def tab(self, key: str = "tickets") -> gspread.Worksheet:
        """Give a tab as people have it open."""
        return self.people.worksheet(self.house.schema.tab(key).label.of(self.house.language))

    def rows(self, key: str = "tickets") -> list[dict[str, Scalar]]:
        """Give a tab's rows by column key, raw, as gspread reads them."""
        return rows_of(self, key)

    def row(self, number: str) -> dict[str, Scalar]:
        """Give a ticket's row."""
        [found] = [row for row in self.rows() if row["ticket_no"] == number]
        return found

    def shown(self, number: str, column: str) -> str:
        """Give a ticket's cell as staff read it."""
        worksheet = self.tab()
        at = self.where(number)
        return str(worksheet.cell(at, self.column(column)).value or "")

    def column(self, key: str, tab: str = "tickets") -> int:
        """Give the number of a column, by its header as it stands there."""
        label = self.house.schema.tab(tab).column(key).label.of(self.house.language)
        return header(self, tab).index(label) + 1

    def type(self, number: str, **cells: Scalar) -> None:
        """Let somebody type into a ticket's cells, as a person types."""
        self.type_at(self.where(number), **cells)

    def type_at(self, row: int, *, tab: str = "tickets", **cells: Scalar) -> None:
        """Let somebody type into cells of a row given by its number in the grid."""
        typed = [
            {"range": rowcol_to_a1(row, self.column(key, tab)), "values": [[cell]]}
            for key, cell in cells.items()
        ]
        self.tab(tab).batch_update(typed, value_input_option=ValueInputOption.user_entered)

    def type_row(self, *, tab: str = "tickets", **cells: Scalar) -> None:
        """Let somebody type a new row below the others."""
        self.type_at(len(self.rows(tab)) + 2, tab=tab, **cells)

    def notices(self, number: str = "") -> list[Mapping[str, Json]]:
        """Give what the outbox holds, of one ticket or of all."""
        return [
            one
            for one in self.house.ledger.outbox(limit=10_000)
            if number in ("", one["ticket_no"])
        ]

    def mails(self) -> list[EmailMessage]:
        """Give the mails that lie in the folder."""
        files = sorted((self.house.folder / "mail").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def is_settled(self) -> bool:
        """Say whether a cold plan on what stands there finds nothing to do, and no run is open."""
        runner = Runner(self.house.store, self.house.ledger, self.clock, office_of(self.house))
        self.house.runner.stop()
        summary = runner.cycle()
        runner.stop()
        nothing = (summary.changes, summary.events, summary.notices) == (0, 0, 0)
        return nothing and not self.house.ledger.open_runs()

    def where(self, number: str) -> int:
        """Give the row of the grid in which a ticket's number stands."""
        numbers = [row["ticket_no"] for row in self.rows()]
        return numbers.index(number) + 2


def office_of(house: House) -> Office:
    """Give the office in which rules that disagree are an error."""
    return replace(house.office, strict=True)


def header(desk: Desk, tab: str) -> list[str]:
    """Give a tab's header."""
    return [str(cell) for cell in desk.tab(tab).row_values(1)]


def rows_of(desk: Desk, tab: str) -> list[dict[str, Scalar]]:
    """Give a tab's rows by column key."""
    label_of = {c.label.of(desk.house.language): c.key for c in desk.house.schema.tab(tab).columns}
    names, *rows = desk.tab(tab).get_values(
        value_render_option=ValueRenderOption.unformatted,
        date_time_render_option=DateTimeOption.serial_number,
        maintain_size=False,
    )
    padded = ([*row, *[""] * (len(names) - len(row))] for row in rows)
    return [
        {
            label_of[str(name)]: cell
            for name, cell in zip(names, row, strict=True)
            if name in label_of
        }
        for row in padded
    ]


def settings_of(folder: Path, **more: str) -> Settings:
    """Give the settings of a desk in this folder."""
    env = {"DATA_DIR": str(folder), "LOCALE": "zh-CN", **more}
    return read_settings({f"SHEETFLOW_{name}": value for name, value in env.items()}, home=ROOT)


@contextmanager
def open_desk(
    folder: Path, *, at: datetime = NOW, which: str = DESK, **settings: str
) -> Iterator[Desk]:
    """Open the desk of a folder as a process that starts does; rules that disagree are an error here."""
    clock = FixedClock(at)
    with open_house(settings_of(folder, **settings), clock, which=which) as house:
        strict = replace(house, runner=Runner(house.store, house.ledger, clock, office_of(house)))
        yield Desk(strict, clock, as_people(house))
        strict.runner.stop()


def as_people(house: House) -> gspread.Spreadsheet:
    """Give the spreadsheet as staff have it open, through a client of their own."""
    assert house.sheets is not None
    client: Any = local_client(house.sheets, actor="people", http_client=HTTPClient)
    found: gspread.Spreadsheet = client.open_by_key(house.spreadsheet_id)
    return found


def set_up(folder: Path, **settings: str) -> None:
    """Make a desk in a folder as `init` does, with its people."""
    with open_desk(folder, **settings) as desk:
        desk.house.provision()
        for no, name, roles, skills, regions in STAFF:
            desk.type_row(
                tab="staff", no=f"'{no}", name=name, roles=roles, email=f"{no}@example.com",
                skills=skills, regions=regions, active="TRUE",
            )  # fmt: skip
        desk.rest()
