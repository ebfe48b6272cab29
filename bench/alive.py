"""How soon a served desk answers while twenty requests hang half-way and eight people type, beside the same desk idle.

    .venv/bin/python bench/alive.py

`sheetflow serve` serves the demonstration in a process of its own, its worker at work each second. Twenty connections
have sent half of a report and wait; eight people, in a second process, read and type as fast as they are answered.
Asked in turn, one question after another: `/livez`, and what an open desk asks every few seconds, what is new in 工单.
The first is to answer at once whatever else goes on; there is no bar in times, since on two cores eight people who
never pause take the processor from whoever asks.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from sheetflow.clock import FixedClock
from sheetflow.demonstration import make
from tests.end_to_end.crowd import Crowd, Screen, crowded
from tests.end_to_end.desk import NOW, settings_of

HANGING, TYPISTS, QUESTIONS = 20, 8, 200
#: What is typed into, and so many rows of it.
LABEL, ROWS = "备注", 40
HALF = b"POST /api/tickets HTTP/1.1\r\nHost: desk\r\nContent-Length: 9\r\n\r\n{"

Question = Callable[[], object]


def asked(questions: dict[str, Question]) -> dict[str, list[float]]:
    """Ask all in turn, many times; give each one's seconds."""
    spent: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(QUESTIONS):
        for name, ask in questions.items():
            began = perf_counter()
            ask()
            spent[name].append(perf_counter() - began)
    return spent


@contextmanager
def hanging(crowd: Crowd) -> Iterator[None]:
    """Hold twenty connections open that have sent half of a report."""
    with ExitStack() as opened:
        for _ in range(HANGING):
            place = (crowd.settings.host, crowd.settings.port)
            opened.enter_context(socket.create_connection(place)).sendall(HALF)
        yield


@contextmanager
def typing(crowd: Crowd) -> Iterator[Callable[[], int]]:
    """Let eight people type in a process of their own; gives what tells how many edits were taken so far."""
    apart = multiprocessing.get_context("fork")
    taken = apart.Value("i", 0)
    people = [crowd.sit_down() for _ in range(TYPISTS)]

    def type_on(number: int) -> None:
        screen, turn = people[number], 0
        while True:
            turn += 1
            screen.poll()
            if typed(screen, number, turn):
                with taken.get_lock():
                    taken.value += 1

    def all_type() -> None:
        with ThreadPoolExecutor(TYPISTS) as pool:
            for one in [pool.submit(type_on, number) for number in range(TYPISTS)]:
                one.result()

    process = apart.Process(target=all_type, daemon=True)
    process.start()
    try:
        yield lambda: int(taken.value)
        if not process.is_alive():
            raise RuntimeError("The typists have stopped: their process says why above.")
    finally:
        process.terminate()
        process.join()


def typed(screen: Screen, number: int, turn: int) -> bool:
    """Type over what a cell shows; says whether the desk took it: somebody else may have been first."""
    row = screen.order[1 + (turn * 7 + number) % ROWS]
    column = screen.column(LABEL)
    edit = {
        "row": row,
        "column": column,
        "old": screen.text(row, column),
        "new": f"{number}-{turn}",
    }
    return screen.edit(edit).status_code == 200


def told(name: str, idle: list[float], busy: list[float]) -> None:
    """Print one question's times, idle and busy."""
    worst = [quantiles(times, n=20)[-1] for times in (idle, busy)]
    print(
        f"       {name:<10}idle {_ms(median(idle))}, p95 {_ms(worst[0])}; "
        f"under load {_ms(median(busy))} = {median(busy) / median(idle):.1f} x idle, "
        f"p95 {_ms(worst[1])} = {worst[1] / worst[0]:.1f} x, longest {_ms(max(busy))}"
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def main() -> None:
    """Measure the idle desk, then the busy one."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        make(settings_of(Path(folder)), FixedClock(NOW))
        with crowded(Path(folder), CYCLE_SECONDS="1") as crowd:
            questions = {"/livez": crowd.alive, "a look": crowd.sit_down().poll}
            idle = asked(questions)
            with hanging(crowd):
                held = asked(questions)
                with typing(crowd) as taken:
                    began, before = perf_counter(), taken()
                    busy = asked(questions)
                    edits = (taken() - before) / (perf_counter() - began)
    print(f"{HANGING} requests hang")
    for name in questions:
        told(name, idle[name], held[name])
    print(f"{HANGING} requests hang, {TYPISTS} people type {edits:.0f} edits a second")
    for name in questions:
        told(name, idle[name], busy[name])


if __name__ == "__main__":
    main()
