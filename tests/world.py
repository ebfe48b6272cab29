"""A desk in memory: a sheet as rows of cells, the records that events lead to, and cycles at a time of one's choosing.

    world = World()
    world.report(fault="打不着火")
    world.cycle(); world.type("WX20260310001", "维修工程师", "陈立"); world.cycle(at("14:40"))

What the store does to a real spreadsheet is done here to lists; tests/end_to_end does the same through gspread.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta

from sheetflow.bookkeeping import tabs_of
from sheetflow.keyless import waiting as typed_entries
from sheetflow.model import Event, Json, NewRow, Notice, Reading, Report, Scalar, Table, Writes
from sheetflow.plan import Memory, Plan, View
from sheetflow.planner import plan
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold
from sheetflow.rows.doubles import index_of
from sheetflow.rows.index import PREFIX
from sheetflow.rows.lost import find_lost, unnoticed
from sheetflow.rule import Rule
from sheetflow.rules import RULES
from tests.builders import NOW, POLICY, at

#: The tabs that rules write into, with the rows below their headers.
TABS = ("tickets", "today", *(tab.key for tab in tabs_of(POLICY.schema)))

REPORT = {
    "customer_name": "张先生",
    "phone": "138-0000-0001",
    "address": "城东人民路1号",
    "product_model": "大锅灶 ZG-2A",
    "fault": "打不着火",
    "channel": "web",
    "request_type": "repair",
}


class World:
    """One desk; `plans` keeps what every cycle decided."""

    def __init__(self, policy: Policy = POLICY, rules: Sequence[Rule] = RULES) -> None:
        self.policy, self.rules, self.now = policy, rules, NOW
        self.columns = {
            tab: {column.key: i for i, column in enumerate(policy.schema.tab(tab).columns)}
            for tab in TABS
        }
        self.widths = {tab: len(columns) for tab, columns in self.columns.items()}
        self.rows: dict[str, list[list[Scalar]]] = {tab: [] for tab in TABS}
        self.records: dict[str, TicketRecord] = {}
        self.reports: list[Report] = []
        self.memory: Memory | None = None
        self.typed: frozenset[str] = frozenset()
        self.absent: frozenset[str] = frozenset()
        self.placed: set[str] = set()
        self.pending: tuple[NewRow, ...] = ()
        self.events: list[Event] = []
        self.notices: dict[str, Notice] = {}
        self.plans: list[Plan] = []
        self._numbers: dict[str, str] = {}
        self._serial = 0

    def twin(self) -> World:
        """Give a desk on which the same has happened so far, and which goes its own way from now on."""
        twin = copy(self)
        twin.rows = {tab: [list(row) for row in rows] for tab, rows in self.rows.items()}
        for name in ("records", "reports", "placed", "events", "notices", "plans", "_numbers"):
            setattr(twin, name, copy(getattr(self, name)))
        return twin

    def report(self, **values: str) -> str:
        """Let a customer report something, and give the number."""
        number = f"WX20260310{len(self.reports) + self._serial + 1:03d}"
        self.reports.append(Report(number, self.now, {**REPORT, **values}))
        return number

    def type(self, ticket_no: str, column: str, cell: Scalar) -> None:
        """Let somebody type into a ticket's cell."""
        self.type_in(self.row(ticket_no), column, cell)

    def type_in(self, row: list[Scalar], column: str, cell: Scalar) -> None:
        """Let somebody type into a row, whatever its number."""
        row[self.columns["tickets"][column]] = cell

    def delete(self, row: list[Scalar]) -> None:
        """Let somebody delete a row."""
        self.rows["tickets"] = [one for one in self.rows["tickets"] if one is not row]

    def act(self, ticket_no: str, now: datetime | None = None, **cells: Scalar) -> Plan:
        """Let somebody type into a ticket's cells, and run the cycle that takes it in and leaves nothing to do."""
        for column, cell in cells.items():
            self.type(ticket_no, column, cell)
        made = self.cycle(now)
        again = self.cycle()
        assert not again, f"still changing: {again.writes} {again.events}"
        return made

    def say(self, ticket_no: str, kind: str, *, by: str, **values: Json) -> None:
        """Let somebody record something on a page of the desk."""
        event = Event(ticket_no, kind, self.now, values, by, "desk")
        self.records[ticket_no] = fold(self.records[ticket_no], event)
        self.events.append(event)

    def type_row(self, **cells: Scalar) -> None:
        """Let somebody type a new row at the end."""
        row: list[Scalar] = [""] * self.widths["tickets"]
        for column, cell in cells.items():
            row[self.columns["tickets"][column]] = cell
        self.rows["tickets"].append(row)

    def cell(self, ticket_no: str, column: str) -> Scalar:
        """Give what a ticket's cell shows."""
        return self.row(ticket_no)[self.columns["tickets"][column]]

    def shown(self, ticket_no: str, column: str) -> str:
        """Give what a ticket's cell reads like to staff."""
        return self.policy.display(column, self.cell(ticket_no, column))

    def number(self, position: int = -1) -> str:
        """Give the number of a row, the last one unless told otherwise."""
        return str(self.rows["tickets"][position][self.columns["tickets"]["ticket_no"]])

    def typed_in(self, **cells: Scalar) -> str:
        """Let somebody type a row and leave it until it is a ticket; give its number."""
        self.type_row(**cells)
        for _ in range(3):
            self.cycle()
        return self.number()

    def record(self, ticket_no: str) -> TicketRecord:
        """Give a ticket's record."""
        return self.records[ticket_no]

    def kinds(self, ticket_no: str) -> list[str]:
        """Give the kinds of notices about a ticket, in the order in which they were decided."""
        return [notice.kind for notice in self.notices.values() if notice.ticket_no == ticket_no]

    def told(self, ticket_no: str, kind: str) -> list[Notice]:
        """Give a ticket's notices of one kind, in the order in which they were decided."""
        return [n for n in self.notices.values() if (n.ticket_no, n.kind) == (ticket_no, kind)]

    def reading(self) -> Reading:
        """Give the sheet as one call reads it."""
        tables = {
            tab: Table(tab, self.columns[tab], [list(row) for row in self.rows[tab]])
            for tab in TABS
        }
        return Reading(tables, "")

    def view(self) -> View:
        """Give everything the next plan is made from."""
        reading = self.reading()
        index = index_of(reading.tables["tickets"], self.records)
        prefixes = {row.fingerprint: PREFIX for row in index.typed}
        for tab in tabs_of(self.policy.schema):
            rows = typed_entries(tab, reading.tables[tab.key])
            prefixes |= {row.fingerprint: tab.numbered for row in rows}
        prints = frozenset(prefixes)
        self.placed |= index.rows.keys()
        waiting = tuple(r for r in self.reports if r.ticket_no not in self.placed)
        due = [*(report.ticket_no for report in waiting), *(row.key for row in self.pending)]
        lost = find_lost(index, self.columns["tickets"], self.records, due)
        before, self.absent = self.absent, unnoticed(lost, self.records)
        stand = {str(cell) for rows in self.rows.values() for row in rows for cell in row[:1]}
        for mark in (one for one in prefixes if one in self.typed and one not in lost.emptied):
            if self._numbers.get(mark, "") in {"", *stand}:
                self._serial += 1
                serial = len(self.reports) + self._serial
                self._numbers[mark] = f"{prefixes[mark]}20260310{serial:03d}"
        numbers = {
            mark: lost.emptied.get(mark) or self._numbers[mark] for mark in prints & self.typed
        }
        self.typed = prints
        return View(
            reading,
            dict(self.records),
            waiting,
            numbers=numbers,
            pending=self.pending,
            missed=before & self.absent,
            renamed=lost.renamed,
        )

    def cycle(self, now: datetime | None = None, *, cold: bool = False) -> Plan:
        """Plan and apply once; `cold` forgets what was remembered, as after a start."""
        self.now = now or self.now
        outcome = plan(
            self.view(),
            self.now,
            self.policy,
            rules=self.rules,
            memory=None if cold else self.memory,
            strict=True,
            max_changes=10**9,
        )
        self.memory = outcome.memory
        self.records.update(outcome.plan.records)
        self.events += outcome.plan.events
        for notice in outcome.plan.notices:
            self.notices.setdefault(notice.once, notice)
        self.apply(outcome.plan.writes)
        self.plans.append(outcome.plan)
        return outcome.plan

    def settle(self, *, seconds: int = 5) -> None:
        """Run cycles until nothing changes any more."""
        for _ in range(6):
            if not self.cycle(self.now + timedelta(seconds=seconds)) and not self.typed:
                return
        raise AssertionError(f"still changing: {self.plans[-1]}")

    def apply(self, writes: Writes) -> None:
        """Do to the rows what the store does to the spreadsheet."""
        rows = {tab: self.by_key(tab) for tab in {write.tab for write in writes.cells}}
        for write in writes.cells:
            placed = write.position >= 0
            row = self.rows[write.tab][write.position] if placed else rows[write.tab][write.key]
            row[self.columns[write.tab][write.column]] = write.new
        for new in writes.rows:
            row = [""] * self.widths[new.tab]
            for column, cell in new.values.items():
                if column in self.columns[new.tab]:
                    row[self.columns[new.tab][column]] = cell
            self.rows[new.tab].append(row)
        for page in writes.pages:
            self.rows[page.tab] = [
                [cells.get(column, "") for column in self.columns[page.tab]] for cells in page.rows
            ]

    def row(self, key: str, tab: str = "tickets") -> list[Scalar]:
        """Give the row that bears a number, of 工单 or of another tab."""
        return self.by_key(tab)[key]

    def by_key(self, tab: str) -> dict[str, list[Scalar]]:
        """Give a tab's rows by the number that they bear, the upper of two."""
        at = self.columns[tab][self.policy.schema.tab(tab).key_columns[0]]
        return {str(row[at]): row for row in reversed(self.rows[tab])}


def waiting(policy: Policy = POLICY, **report: str) -> tuple[World, str]:
    """Give a desk with one complete web report of 14:30, which waits for a technician, and its number."""
    world = World(policy)
    number = world.report(**report)
    world.cycle()
    return world, number


def dispatched(policy: Policy = POLICY, **report: str) -> tuple[World, str]:
    """Give a desk on which 陈立 was chosen at 14:31."""
    world, number = waiting(policy, **report)
    world.act(number, at("14:31"), technician="陈立")
    return world, number


def on_site(policy: Policy = POLICY, **report: str) -> tuple[World, str]:
    """Give a desk on which 陈立 called at 14:35, made an appointment for 15:00 and began then."""
    world, number = dispatched(policy, **report)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:01"), work_started_at="15:00")
    return world, number


#: What completes a repair.
DONE = {
    "work_ended_at": "15:50",
    "result": "已修复",
    "test_result": "正常",
    "signature": "已签·张",
    "cause": "针阀老化",
    "measures": "换针阀",
    "consent": "同意方案",
}


def completed(policy: Policy = POLICY, **report: str) -> tuple[World, str]:
    """Give a desk on which the repair ended at 15:50 and was typed at 16:00."""
    world, number = on_site(policy, **report)
    world.act(number, at("16:00"), **DONE)
    return world, number


#: What filing wants of a repair without parts: papers and a content customer.
HANDED_IN = {"docs_in": "回执√", "rating": "非常满意", "revisit_result": "满意"}


def filed(policy: Policy = POLICY, **report: str) -> tuple[World, str]:
    """Give a desk on which the ticket was filed at 16:10."""
    world, number = completed(policy, **report)
    world.act(number, at("16:10"), **HANDED_IN, status="已结单")
    return world, number


def day(*visits: tuple[str, str], policy: Policy = POLICY) -> tuple[World, list[str]]:
    """Give a desk on which 陈立 has an appointment in each region, at a time."""
    world, numbers = World(policy), []
    for serial, (region, appointment) in enumerate(visits):
        number = world.report(
            phone=f"138-0000-010{serial}", serial_no=f"SN{serial}", address=f"{region}路{serial}号",
            unit_name=f"{region}店",
        )  # fmt: skip
        world.settle()
        world.act(number, technician="陈立")
        world.act(number, contact_result="接通", appointment_at=appointment, consent="同意改约")
        numbers.append(number)
    world.settle()
    return world, numbers
