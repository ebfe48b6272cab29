"""The day lived: a real desk behind the fault proxy, people at its sheet, a process that dies now and then."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter

from sheetflow.errors import Refused, Unavailable
from sheetflow.localsheets.book import Sheet
from sheetflow.model import Scalar
from sheetflow.store import Transport
from sheetflow.store.names import stable_id
from sheetflow.store.requests import area
from tests.day.script import Edit, Script
from tests.end_to_end.desk import Desk, open_desk
from tests.faults.fault import Tape
from tests.faults.proxy import GOOGLE, FaultProxy, served

TICKETS = stable_id("tab", "tickets")

#: A stamp made by a cycle, at the end of a once-key: it may be another one on another day.
STAMP = re.compile(r"/\d{8}T\d{6}Z")


class Killed(BaseException):
    """The process ends here."""


class Way(BaseAdapter):
    """The way to the spreadsheet: `during` happens before the next write arrives, `dies` ends the process after it.

    `leaves` is told of each call as it leaves, a "read" or a "write".
    """

    def __init__(self, far_end: BaseAdapter, leaves: Callable[[str], None]) -> None:
        super().__init__()
        self.far_end = far_end
        self.leaves = leaves
        self.during: Callable[[], None] = lambda: None
        self.dies = False

    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        """Carry a call."""
        writes = str(request.path_url).partition("?")[0].endswith(":batchUpdate")
        self.leaves("write" if writes else "read")
        if writes:
            self.now()
        answer = self.far_end.send(request, *args, **options)
        if writes and self.dies:
            self.dies = False
            raise Killed
        return answer

    def now(self) -> None:
        """Let happen what was to happen during the next write."""
        happens, self.during = self.during, lambda: None
        happens()

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class Ending:
    """How a day ends: what two days with the same script must have in common."""

    accepted: dict[int, str]
    cells: dict[int, dict[str, Scalar]]
    parts: list[tuple[Scalar, ...]]
    once: set[str]


@dataclass
class Day:
    """One day under way. `numbers` are the accepted reports' tickets, `waiting` edits of rows that nobody sees yet."""

    folder: Path
    script: Script
    tape: Tape
    at: datetime
    numbers: list[str] = field(default_factory=list)
    waiting: deque[Edit] = field(default_factory=deque)
    calls: dict[str, list[datetime]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    killed: int = 0
    met: int = 0

    def __post_init__(self) -> None:
        """Remember when the day begins."""
        self.began = self.at

    def live(self, minutes: int) -> Ending:
        """Live all minutes, then let the desk come to rest with nothing failing any more."""
        minute = 0
        while minute < minutes:
            with self._open() as desk:
                while minute < minutes:
                    minute += 1
                    if self._minute(desk, minute - 1):
                        break
        with self._open() as desk:
            self.tape.calm()
            self.proxy.deliver()
            for _ in range(20):
                desk.clock.at += timedelta(minutes=1)
                self._work(desk)
                self._edit_what_waits(desk)
            desk.rest()
            assert not self.waiting, "nobody ever saw these rows"
            return self._ending(desk)

    @contextmanager
    def _open(self) -> Iterator[Desk]:
        with ExitStack() as stack:
            desk = stack.enter_context(open_desk(self.folder, at=self.at, DISPATCH="manual"))
            assert desk.house.sheets is not None
            port = stack.enter_context(served(desk.house.sheets))
            self.proxy = stack.enter_context(FaultProxy(port))
            self.proxy.route(desk.house.client, self.tape)
            http = desk.house.client.http_client
            assert isinstance(http, Transport)
            calls, clock = self.calls, desk.clock
            self.way = Way(
                http.session.get_adapter(GOOGLE),
                lambda kind: calls.setdefault(kind, []).append(clock.at),
            )
            http.session.mount(GOOGLE, self.way)
            http.pause = lambda seconds: self._passes(desk, seconds)
            yield desk
            self.met += self.proxy.met.total()
            self.at = desk.clock.at

    def _passes(self, desk: Desk, seconds: float) -> None:
        desk.clock.at += timedelta(seconds=seconds)

    def _minute(self, desk: Desk, minute: int) -> bool:
        """Live a minute; say whether the process died in it."""
        desk.clock.at = max(desk.clock.at, self.began + timedelta(minutes=minute))
        for _ in range(self.script.reports.get(minute, 0)):
            number = len(self.numbers)
            self.numbers.append(desk.report(phone=f"138-0000-{number:04d}", fault=f"故障{number}"))
        self._edit_what_waits(desk)
        self._edit_all(desk, self.script.between.get(minute, ()))
        self.way.during = lambda: self._edit_all(desk, self.script.during.get(minute, ()))
        self.way.dies = self.way.dies or minute in self.script.kills
        try:
            self._work(desk)
        except Killed:
            self.killed += 1
            return True
        finally:
            self.way.now()
        return False

    def _edit_all(self, desk: Desk, edits: Iterable[Edit]) -> None:
        for edit in edits:
            self._edit(desk, edit)

    def _work(self, desk: Desk) -> None:
        with suppress(Refused, Unavailable):
            desk.work()

    def _edit_what_waits(self, desk: Desk) -> None:
        waiting, self.waiting = self.waiting, deque()
        self._edit_all(desk, waiting)

    def _edit(self, desk: Desk, edit: Edit) -> None:
        """Let somebody do something; what is typed for a row that isn't there yet is typed when it is."""
        if edit.part:
            tab = desk.tab("part_moves")
            if len(desk.rows("part_moves")) + 2 > tab.row_count:
                tab.add_rows(100)
            desk.type_row(tab="part_moves", **edit.part)
        elif edit.move:
            self._move(desk, edit)
        else:
            ahead = any(one.report == edit.report for one in self.waiting)
            row = None if ahead else self._row(desk, self.numbers[edit.report])
            if row is None:
                self.waiting.append(edit)
                return
            self._type(desk, row, edit.cells)
        self.done[edit.move or "".join(edit.part and ["part"]) or "/".join(sorted(edit.cells))] += 1

    def _tab(self, desk: Desk) -> Sheet:
        assert desk.house.sheets is not None
        return desk.house.sheets.book(desk.house.spreadsheet_id).sheets[TICKETS]

    def _row(self, desk: Desk, number: str) -> int | None:
        rows = self._tab(desk).rows
        return next((at for at, row in enumerate(rows) if row.values[:1] == [number]), None)

    def _type(self, desk: Desk, row: int, cells: Mapping[str, Scalar]) -> None:
        desk.type_at(row + 1, **cells)

    def _move(self, desk: Desk, edit: Edit) -> None:
        last = sum(1 for row in self._tab(desk).rows if row.value(0)) or 1
        row = 1 + int(edit.chance * last)
        column = desk.column("unit_name") - 1
        span = {"sheetId": TICKETS, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        requests_: dict[str, list[dict[str, Any]]] = {
            "insert and delete": [
                {"insertDimension": {"range": span}},
                {"deleteDimension": {"range": span}},
            ],
            "move a row": [{"moveDimension": {"source": span, "destinationIndex": 1}}],
            "look through a filter": [
                {"setBasicFilter": {"filter": {"range": area(TICKETS, (0, None), (0, None))}}},
                {"clearBasicFilter": {"sheetId": TICKETS}},
            ],
        }
        for order in ("up", "down"):
            spec = {
                "dimensionIndex": column,
                "sortOrder": {"up": "ASCENDING", "down": "DESCENDING"}[order],
            }
            body = area(TICKETS, (1, None), (0, None))
            requests_[f"sort {order}"] = [{"sortRange": {"range": body, "sortSpecs": [spec]}}]
        desk.people.batch_update({"requests": requests_[edit.move]})

    def _ending(self, desk: Desk) -> Ending:
        known = {number: at for at, number in enumerate(self.numbers)}
        schema = desk.house.schema.tab("tickets")
        staff = [c.key for c in schema.columns if c.written_by == "staff" and c.type != "datetime"]
        rows = [row for row in desk.rows() if any(cell != "" for cell in row.values())]
        assert Counter(str(row["ticket_no"]) for row in rows) == Counter(self.numbers)
        moves = desk.rows("part_moves")
        return Ending(
            {known[str(row["ticket_no"])]: str(row["fault"]) for row in rows},
            {
                known[str(row["ticket_no"])]: {k: row.get(k, "") for k in (*staff, "technician")}
                for row in rows
            },
            sorted((row["kind"], row["part_no"], row["quantity"]) for row in moves),
            {STAMP.sub("", str(one["once"])) for one in desk.notices()},
        )
