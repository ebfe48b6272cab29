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
from sheetflow.model import Event, Scalar
from sheetflow.store import Transport
from tests.day.deeds import Hands
from tests.day.script import Edit, Script
from tests.end_to_end.desk import Desk, open_desk
from tests.faults.fault import Tape
from tests.faults.proxy import GOOGLE, FaultProxy, served

#: A stamp made by a cycle, at the end of a once-key: it may be another one on another day.
STAMP = re.compile(r"/\d{8}T\d{6}Z")

#: A ticket's number.
NUMBER = re.compile(r"WX\d+")


class Killed(BaseException):
    """The process ends here."""


class Way(BaseAdapter):
    """The way to the spreadsheet: `during` happens before the next write arrives.

    `leaves` is told of each call as it leaves, a "read" or a "write"; `dies` is after how many of the next writes the
    process ends.
    """

    def __init__(self, far_end: BaseAdapter, leaves: Callable[[str], None]) -> None:
        super().__init__()
        self.far_end = far_end
        self.leaves = leaves
        self.during: Callable[[], None] = lambda: None
        self.dies = 0

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
            self.dies -= 1
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
    """How a day ends: what two days with the same script must have in common; a ticket goes by its fault."""

    accepted: Counter[str]
    cells: dict[str, dict[str, Scalar]]
    parts: list[tuple[Scalar, ...]]
    once: set[str]


@dataclass
class Day:
    """One day under way; `waiting` are edits of rows that nobody sees yet.

    `met` counts calls that failed, `conflicts` batches that met people's edits, `told` the edits that they met.
    """

    folder: Path
    script: Script
    tape: Tape
    at: datetime
    hands: Hands = field(default_factory=Hands)
    waiting: deque[Edit] = field(default_factory=deque)
    calls: dict[str, list[datetime]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    busy: set[str] = field(default_factory=set)
    killed: int = 0
    met: int = 0
    conflicts: int = 0
    told: int = 0

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
            number = len(self.hands.numbers)
            self.hands.numbers.append(
                desk.report(phone=f"138-0000-{number:04d}", fault=f"故障{number}")
            )
        self._edit_what_waits(desk)
        self._edit_all(desk, self.script.between.get(minute, ()))
        self.way.during = lambda: self._edit_all(desk, self.script.during.get(minute, ()))
        self.way.dies += minute in self.script.kills
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
            self.conflicts += desk.work().outcome == "conflict"

    def _edit_what_waits(self, desk: Desk) -> None:
        waiting, self.waiting = self.waiting, deque()
        self._edit_all(desk, waiting)

    def _edit(self, desk: Desk, edit: Edit) -> None:
        """Let somebody do something; what is typed for a row that isn't there yet is typed when it is."""
        ahead = any({*one.reports} & {*edit.reports} for one in self.waiting)
        if ahead or not self.hands.do(desk, edit):
            self.waiting.append(edit)
            return
        self.done[edit.kind] += 1
        self.busy.add(edit.who)

    def _ending(self, desk: Desk) -> Ending:
        schema = desk.house.schema.tab("tickets")
        staff = [c.key for c in schema.columns if c.written_by == "staff" and c.type != "datetime"]
        rows = [row for row in desk.rows() if any(cell != "" for cell in row.values())]
        faults = {str(row["ticket_no"]): str(row["fault"]) for row in rows}
        reported = {number: f"故障{at}" for at, number in enumerate(self.hands.numbers)}
        assert Counter(str(row["ticket_no"]) for row in rows).total() == len(faults)
        assert reported.items() <= faults.items()
        # A typed ticket's deadlines count from the cycle that saw it first, which is a stamp.
        typed = faults.keys() - reported.keys()
        self.told = sum(_met(event) for event in desk.house.ledger.events())
        moves = desk.rows("part_moves")
        return Ending(
            Counter(faults.values()),
            {
                str(row["fault"]): {k: row.get(k, "") for k in (*staff, "technician", "status")}
                for row in rows
            },
            sorted((row["kind"], row["part_no"], row["quantity"]) for row in moves),
            {
                _named(str(one["once"]), faults)
                for one in desk.notices()
                if one["ticket_no"] not in typed
            },
        )


def _met(event: Event) -> bool:
    """Say whether an event tells of an edit that a batch of ours met."""
    return "met_by" in event.values or str(event.values.get("wish", "")).startswith("met:")


def _named(once: str, faults: Mapping[str, str]) -> str:
    """Give a once-key without its stamp, and with a fault for a number: typed rows may come to others."""
    return NUMBER.sub(lambda found: faults.get(found[0], found[0]), STAMP.sub("", once))
