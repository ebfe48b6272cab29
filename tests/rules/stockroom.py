"""A desk with parts on its shelves, so that a test of stock shows only what matters."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.model import Scalar
from tests.acts import add
from tests.world import World, dispatched

#: part_no, name, minimum
PARTS = (
    ("PWR-001", "电源模块", 2),
    ("IGN-220", "脉冲点火器", 0),
    ("TC-08", "热电偶", 0),
    ("IGBT-25", "功率模块", 0),
)


def stocked(
    begin: Callable[[], tuple[World, str]] = dispatched, **received: int
) -> tuple[World, str]:
    """Give a desk with a ticket, all parts, and so many of each (PWR_001=3) received the day before at 9:00."""
    world, number = begin()
    for part_no, name, minimum in PARTS:
        add(world, "parts", part_no=part_no, name=name, minimum=minimum)
    for part, quantity in received.items():
        move(world, "入库", part.replace("_", "-"), quantity, at="2026-03-09 09:00")
    world.settle()
    return world, number


def move(world: World, kind: str, part: str, quantity: Scalar, **cells: Scalar) -> list[Scalar]:
    """Let somebody type a row of 配件流水."""
    return add(world, "part_moves", kind=kind, part_no=part, quantity=quantity, **cells)


def part(world: World, part_no: str) -> dict[str, Scalar]:
    """Give what stands in a part's columns of the system."""
    row, at = world.row(part_no, "parts"), world.columns["parts"]
    return {name: row[at[name]] for name in ("on_hand", "reserved", "pending_count")}


def moves(world: World, number: str) -> list[tuple[Scalar, ...]]:
    """Give the kind, part, quantity, from and to of a ticket's rows of 配件流水."""
    at = world.columns["part_moves"]
    shown = ("kind", "part_no", "quantity", "from_place", "to_place")
    rows = [row for row in world.rows["part_moves"] if row[at["ticket_no"]] == number]
    return [tuple(row[at[name]] for name in shown) for row in rows]


def told(world: World, row: list[Scalar]) -> str:
    """Give what a row of 配件流水 says is wrong with it."""
    return str(row[world.columns["part_moves"]["problem"]])
