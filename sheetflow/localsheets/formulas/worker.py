"""The calculating process: reads jobs from its standard input, a line of JSON each, and answers in lines.

It is a script of its own, so that a formula that never ends, eats all memory or panics takes only this process
with it. A job names the tabs, the cells with values and the formulas in the order in which they are entered;
``blocks`` are the numbers of formulas after which is calculated, and a line ``{"at": n}`` goes out before each. The
last line is ``{"values": [[tab, row, column, value], …]}`` with every formula and every cell that one filled.

It ends at the end of its input, and after ten idle minutes. Each block has so many ``seconds`` of the processor,
on however busy a machine; the system ends this process after them, also when who started it is long gone.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import ironcalc

Json = dict[str, Any]

MOST_MEMORY = 2 * 1024**3
"""Bytes; Google stops at 10 million cells, which fit."""

IDLE_SECONDS = 600.0


def main() -> None:
    """Answer jobs until the input ends."""
    _limit_memory()
    _idle(IDLE_SECONDS)
    for line in sys.stdin.buffer:
        _idle(0)
        job = json.loads(line)
        model = _model(job)
        start = 0
        for end in job["blocks"]:
            _allow(job["seconds"])
            _say({"at": start})
            for tab, row, column, text in job["formulas"][start:end]:
                model.set_user_input(tab, row + 1, column + 1, text)
            model.evaluate()
            start = end
        _allow(0)
        _say({"values": _values(model, job)})
        _idle(IDLE_SECONDS)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _idle(seconds: float) -> None:
    """Let the system end this process after so many seconds; 0 calls it off."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _allow(seconds: float) -> None:
    """Let the system end this process after it has worked for so many seconds; 0 calls it off."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def _say(answer: Json) -> None:
    sys.stdout.buffer.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
    sys.stdout.buffer.flush()


def _model(job: Json) -> Any:
    """Return a workbook with the job's tabs and values; an error is entered as the formula of itself."""
    model = ironcalc.create("book", "en", "UTC", "en")
    for index, title in enumerate(job["tabs"]):
        if index:
            model.new_sheet()
        model.rename_sheet(index, title)
    for tab, row, column, value in job["cells"]:
        if isinstance(value, bool):
            model.update_cell_with_bool(tab, row + 1, column + 1, value)
        elif isinstance(value, str):
            model.update_cell_with_text(tab, row + 1, column + 1, value)
        elif isinstance(value, dict):
            model.set_user_input(tab, row + 1, column + 1, f"={value['error']}")
        else:
            model.update_cell_with_number(tab, row + 1, column + 1, value)
    return model


def _values(model: Any, job: Json) -> list[list[Any]]:
    known = {(tab, row, column) for tab, row, column, _ in job["cells"]}
    found = []
    for tab, row, column in model.get_all_cells():
        if (tab, row - 1, column - 1) not in known:
            value = model.get_cell_value(tab, row, column)
            if model.get_cell_type(tab, row, column) == ironcalc.CellType.ErrorValue:
                value = {"error": value}
            if value is not None:
                found.append([tab, row - 1, column - 1, value])
    return found


if __name__ == "__main__":
    main()
