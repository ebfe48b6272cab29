"""What people and customers do on a day: drawn once from a seed, so that two days have the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from sheetflow.model import Scalar

#: Columns of the staff's own in which anything may be typed.
TYPED = ("remarks", "unit_name", "address")

TECHNICIANS = ("陈立·工01", "刘勇·工02")


@dataclass(frozen=True)
class Size:
    """How much happens: minutes are cycles; of all edits a quarter come while a cycle is under way."""

    minutes: int
    reports: int
    edits: int
    kills: int
    faults: float = 0.05


@dataclass(frozen=True)
class Edit:
    """Something one person does: `cells` typed into the row of report `report`, or `move`, a thing done to the tab."""

    report: int = -1
    cells: Mapping[str, Scalar] = field(default_factory=dict)
    move: str = ""
    chance: float = 0.0
    part: Mapping[str, Scalar] = field(default_factory=dict)


#: What is done to the tab as a whole or to rows of it; none of it changes what a ticket's cells say.
MOVES = ("sort up", "sort down", "insert and delete", "move a row", "look through a filter")


@dataclass(frozen=True)
class Script:
    """A day's work by minute: how many reports come in, what people do between two cycles and during one."""

    reports: Mapping[int, int]
    between: Mapping[int, tuple[Edit, ...]]
    during: Mapping[int, tuple[Edit, ...]]
    kills: frozenset[int]


def script(size: Size, seed: int) -> Script:
    """Draw a day; a technician is chosen once a ticket: of two choices between two cycles only one is dispatched."""
    chance = Random(seed)
    open_until = size.minutes * 3 // 4
    reports = sorted(chance.randrange(open_until) for _ in range(size.reports))
    between: dict[int, list[Edit]] = {}
    during: dict[int, list[Edit]] = {}
    sent: set[int] = set()
    for number, edit in enumerate(_edits(chance, size.edits)):
        minute = chance.randrange(reports[0] + 1, size.minutes)
        known = [at for at, came in enumerate(reports) if came < minute]
        if edit.cells:
            edit = Edit(chance.choice(known), edit.cells)
        if "technician" in edit.cells and edit.report in sent:
            edit = Edit(edit.report, {"remarks": f"不换人{number}"})
        elif "technician" in edit.cells:
            sent.add(edit.report)
        (during if number % 4 == 0 else between).setdefault(minute, []).append(edit)
    return Script(
        {minute: reports.count(minute) for minute in set(reports)},
        {minute: tuple(found) for minute, found in between.items()},
        {minute: tuple(found) for minute, found in during.items()},
        frozenset(chance.sample(range(size.minutes), size.kills)),
    )


def _edits(chance: Random, count: int) -> Iterator[Edit]:
    for number in range(count):
        kind = chance.choices(
            ("type", "clear", "row", "technician", "part", "move"), (50, 6, 8, 12, 8, 16)
        )[0]
        if kind == "type":
            yield Edit(cells={chance.choice(TYPED): f"话{number}"})
        elif kind == "clear":
            yield Edit(cells={"remarks": ""})
        elif kind == "row":
            yield Edit(cells=dict.fromkeys(TYPED, f"贴{number}"))
        elif kind == "technician":
            yield Edit(cells={"technician": chance.choice(TECHNICIANS)})
        elif kind == "part":
            part = {"kind": "入库", "part_no": f"P{number % 20}", "quantity": number + 1}
            yield Edit(part=part)
        else:
            yield Edit(move=chance.choice(MOVES), chance=chance.random())
