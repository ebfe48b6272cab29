"""What lies on the shelves of the demonstration day, as movements: its stock is their sum like any other's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.demonstration.stories.telling import Number
from sheetflow.demonstration.tale import Stage
from sheetflow.model import NewRow
from sheetflow.stock import Movement
from sheetflow.stock.row import cells_of

#: What came in a week ago; of IGN-220 and GSK-02 one each was issued and fitted since.
RECEIVED = (
    ("PWR-001", 3),
    ("IGN-220", 8),
    ("TC-08", 12),
    ("SV-15", 2),
    ("FAN-12", 2),
    ("SCR-07", 1),
    ("GSK-02", 6),
    ("FUS-100", 1),
    ("PKR-10", 8),
    ("SEN-03", 4),
)

#: Gives the number of the so-manieth movement of the time's day.
Serial = Callable[[datetime, int], str]


def movements(stage: Stage, number: Number, serial: Serial) -> Iterator[NewRow]:
    """Yield the rows of 配件流水; what was fitted is booked by the desk itself, from the tickets' lists."""
    arrived = stage.day(-7, "09:00")
    moves = [Movement("", arrived, "receive", part, quantity) for part, quantity in RECEIVED]
    # Each an hour or so before its visit.
    moves += [
        Movement(
            "", stage.ago(24 * 60 + 200), "issue", "GSK-02", 1, ticket=number(1, 7), person="02"
        ),
        Movement("", stage.ago(300), "issue", "IGN-220", 1, ticket=number(0, 1), person="01"),
    ]
    tab = stage.policy.schema.tab("part_moves")
    for count, move in enumerate(moves, start=1):
        numbered = replace(move, no=serial(move.at, count))
        cells = cells_of(numbered, stage.policy.language)
        yield NewRow(tab.key, numbered.no, stage.policy.encode_row(tab, cells))
