"""A desk whose worker reaches its spreadsheet through the proxy, and a worker as small as one can be.

wired = wire(sheets, proxy)
wired.tape.play(Fault.RESET_AFTER, on="write")
wired.cycle(); wired.rest()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from sheetflow.errors import Refused, SheetflowError, Unavailable
from sheetflow.localsheets import LocalSheets
from sheetflow.model import CellWrite, Conflict, NewRow, Reading, Scalar, Writes
from sheetflow.store import Workbook
from tests.faults.fault import Tape
from tests.faults.proxy import FaultProxy
from tests.store.desk import SHANGHAI, SMALL, TICKETS, Desk, guarded, new_desk, typed

#: How a ticket goes on, a step in each cycle.
NEXT = {"new": "sent", "sent": "done"}

#: The tickets that came by the form: the worker makes their rows.
REPORTS = ("WX7", "WX8")

Rows = list[list[Scalar]]


@dataclass
class Wired:
    """A desk, what happens on its wire, and its worker, which knows nothing but what a read shows.

    `told` is what it was told: conflicts and faults, in their order.
    """

    desk: Desk
    tape: Tape
    workbook: Workbook
    doubt: bool = True
    told: list[Conflict | SheetflowError] = field(default_factory=list)
    runs: count[int] = field(default_factory=count)

    def cycle(self) -> str:
        """Read, plan and apply as the runner does; gives what became of it."""
        try:
            if self.doubt:
                self.told += self.workbook.settle()
                self.doubt = False
            reading = self.workbook.read()
            writes = planned(reading)
            if not writes:
                return "idle"
            verdict = self.workbook.apply(writes, run_id=f"r{next(self.runs)}", reading=reading)
        except (Unavailable, Refused) as fault:
            self.doubt = True
            self.told.append(fault)
            return "refused" if fault.permanent else "away"
        self.told += verdict.conflicts
        self.doubt = verdict.state == "unknown"
        return verdict.state

    def rest(self) -> None:
        """Go on until nothing is left to do."""
        for _ in range(12):
            if self.cycle() == "idle":
                return
        raise AssertionError(f"the worker doesn't come to rest: {self.told}")

    def rows(self) -> Rows:
        """Give the tickets as people see them, by number."""
        return sorted(self.desk.rows(), key=str)

    def sorts(self, column: int, *, descending: bool = False) -> None:
        """Let a person sort the tickets."""
        below = {"sheetId": TICKETS, "startRowIndex": 1, "startColumnIndex": 0}
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": column, "sortOrder": order}
        self.desk.do({"sortRange": {"range": below, "sortSpecs": [spec]}})

    def types(self, number: str, column: int, value: Scalar) -> None:
        """Let a person type into a ticket's row, wherever that is by now."""
        [row] = [at for at, cells in enumerate(self.desk.rows(), 1) if cells[0] == number]
        self.desk.do(typed(row, column, [value]))


def planned(reading: Reading) -> Writes:
    """Plan what a desk does: reports get their rows, each ticket goes a step on and says what comes next."""
    tickets = reading.tables["tickets"]
    cells: list[CellWrite] = []
    seen = set()
    for at in range(len(tickets.rows)):
        number, status = (str(tickets.cell(at, name)) for name in ("ticket_no", "status"))
        seen.add(number)
        if status in NEXT:
            cells.append(guarded(number, "status", status, NEXT[status]))
        shown = tickets.cell(at, "next_action")
        if shown != f"see {number}":
            cells.append(CellWrite("tickets", number, "next_action", shown, f"see {number}"))
    rows = [
        NewRow("tickets", number, {"ticket_no": number, "status": "new"})
        for number in REPORTS
        if number not in seen
    ]
    return Writes(cells=tuple(cells), rows=tuple(rows))


START: Sequence[Sequence[Scalar]] = (
    ["WX1", "new", "Ada", ""],
    ["WX2", "new", "Ben", "Wu"],
    ["WX3", "sent", "Cleo", "Wu"],
)

#: How the tickets end when nobody else does anything.
END: Rows = [
    ["WX1", "done", "Ada", "", "see WX1"],
    ["WX2", "done", "Ben", "Wu", "see WX2"],
    ["WX3", "done", "Cleo", "Wu", "see WX3"],
    ["WX7", "done", "", "", "see WX7"],
    ["WX8", "done", "", "", "see WX8"],
]


def wire(sheets: LocalSheets, proxy: FaultProxy, *, settled: bool = True) -> Wired:
    """Make a desk of three tickets and its worker behind the proxy; `settled` has it begun already."""
    desk = new_desk(sheets, START)
    tape = Tape()
    desk.client = proxy.client(tape)
    wired = Wired(desk, tape, opened(desk))
    if settled:
        wired.workbook.settle()
        wired.doubt = False
    return wired


def opened(desk: Desk) -> Workbook:
    """Open the desk's spreadsheet as a worker that starts does."""
    return Workbook(
        desk.client,
        desk.spreadsheet_id,
        SMALL,
        language="en",
        zone=SHANGHAI,
        now=desk.sheets.now,
    )


#: What a person does between two cycles.
Act = Callable[[Wired], object]
