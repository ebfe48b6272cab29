"""A worker that dies by SIGKILL at a named point, so that nothing is tidied up.

Every call through a port and every batch on the wire is a point at which it may die, before or after.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import requests
from requests import Response
from requests.adapters import BaseAdapter

from sheetflow.bootstrap.jobs import cycle, send
from sheetflow.errors import Unavailable
from sheetflow.runner import Runner
from tests.end_to_end.desk import Desk, office_of, open_desk
from tests.processes import PROCESSES

SHEETS = "https://sheets.googleapis.com/"


class Point(NamedTuple):
    """Before or after the so-manieth call of that name; "" is any call, whatever its name."""

    call: str
    when: str
    time: int = 1


@dataclass
class Fate:
    """Counts calls, and ends the process where it is to end."""

    point: Point | None
    calls: Counter[str] = field(default_factory=Counter)

    def meet(self, call: str, act: Callable[[], Any]) -> Any:
        """Do the call, unless it is the last one."""
        self.calls[call] += 1
        self.calls[""] += 1
        counts = self.calls.copy()
        self._end(call, "before", counts)
        answer = act()
        self._end(call, "after", counts)
        return answer

    def _end(self, call: str, when: str, counts: Counter[str]) -> None:
        point = self.point
        if point and point.call in ("", call) and (when, counts[point.call]) == point[1:]:
            os.kill(os.getpid(), signal.SIGKILL)


class Mortal:
    """A port whose calls meet their fate."""

    def __init__(self, port: Any, name: str, fate: Fate) -> None:
        self._port, self._name, self._fate = port, name, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*args: Any, **options: Any) -> Any:
            return self._fate.meet(f"{self._name}.{name}", lambda: found(*args, **options))

        return call


class MortalWire(BaseAdapter):
    """The way to the spreadsheet; what dies after a batch has been applied never hears of it."""

    def __init__(self, far_end: BaseAdapter, fate: Fate) -> None:
        super().__init__()
        self._far_end, self._fate = far_end, fate

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Carry a call to the far end and its answer back."""
        kind = "batch" if ":batchUpdate" in str(request.url) else "read"
        answer: Response = self._fate.meet(
            f"wire.{kind}", lambda: self._far_end.send(request, *args, **options)
        )
        return answer

    def close(self) -> None:
        """Nothing is held open."""


def mortal(desk: Desk, fate: Fate) -> Desk:
    """Give the desk with a worker that meets this fate."""
    session = desk.house.client.http_client.session
    session.mount(SHEETS, MortalWire(session.get_adapter(SHEETS), fate))
    store, ledger = (
        Mortal(desk.house.store, "store", fate),
        Mortal(desk.house.ledger, "ledger", fate),
    )
    house = replace(
        desk.house,
        store=store,
        ledger=ledger,
        notifier=Mortal(desk.house.notifier, "post", fate),
        runner=Runner(store, ledger, desk.clock, office_of(desk.house)),
    )
    return replace(desk, house=house)


def as_it_is(desk: Desk) -> None:
    """Change nothing about a desk."""


def live(
    folder: Path,
    instants: Sequence[datetime],
    point: Point | None,
    prepare: Callable[[Desk], object] = as_it_is,
) -> Counter[str]:
    """Open the desk of a folder and work at each instant, as long as it lasts; give the calls that were made.

    A cycle that fails keeps no mail back.
    """
    with open_desk(folder, at=instants[0]) as desk:
        prepare(desk)
        fate = Fate(point)
        worker = mortal(desk, fate)
        for desk.clock.at in instants:
            with suppress(Unavailable):
                cycle(worker.house)
            send(worker.house)
        return fate.calls


def kill(
    folder: Path,
    instants: Sequence[datetime],
    point: Point,
    *,
    prepare: Callable[[Desk], object] = as_it_is,
) -> None:
    """Let a worker of a process of its own, on a desk so prepared, live until that point."""
    process = PROCESSES.Process(target=live, args=(folder, instants, point, prepare))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
