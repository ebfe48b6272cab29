"""A desk that charges: the demonstration's parts and prices, 12 months of warranty on every product.

world, number = charging(on_site, purchase_date="2024-01-01")
world.act(number, at("15:40"), parts_used="GSK-02 x1")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sheetflow.charges import Contract, Price, WarrantyTerm
from sheetflow.model import Scalar
from sheetflow.policy import Policy
from tests.builders import policy_of, switched
from tests.charges.build import PRICES, tariff
from tests.world import World

#: Bought so, it is in warranty on 2026-03-10, or out of it.
NEW, OLD = "2025-09-01", "2024-01-01"


def rates(
    *terms: WarrantyTerm,
    prices: Iterable[Price] = (),
    contracts: Iterable[Contract] = (),
    **values: Any,
) -> Policy:
    """Give the desk's policy with its price list."""
    return policy_of(tariff=tariff(*terms, prices=prices, contracts=contracts), **values)


def charging(
    stage: Callable[..., tuple[World, str]], policy: Policy | None = None, **cells: Scalar
) -> tuple[World, str]:
    """Give a desk of tests.world at one of its stages, its parts in the tab, and cells typed into the ticket."""
    world, number = stage(policy or rates())
    columns = world.columns["parts"]
    for part_no in PRICES:
        row: list[Scalar] = [""] * world.widths["parts"]
        row[columns["part_no"]], row[columns["name"]] = part_no, f"件{part_no}"
        world.rows["parts"].append(row)
    world.settle()
    if cells:
        world.act(number, world.now, **cells)
    return world, number


def pay(world: World, number: str, amount: Scalar, **cells: Scalar) -> None:
    """Let somebody type a row into 收款欠款, and leave it until it is numbered."""
    row: list[Scalar] = [""] * world.widths["payments"]
    columns = world.columns["payments"]
    for name, cell in {"ticket_no": number, "amount": amount, **cells}.items():
        row[columns[name]] = cell
    world.rows["payments"].append(row)
    world.settle()


def paid(world: World, number: str) -> list[dict[str, Scalar]]:
    """Give the rows of 收款欠款 that name a ticket, their filled cells by column."""
    columns = world.columns["payments"]
    rows = [row for row in world.rows["payments"] if row[columns["ticket_no"]] == number]
    return [{name: row[at] for name, at in columns.items() if row[at] != ""} for row in rows]


def confirm(world: World, number: str, column: str, reason: str = "") -> None:
    """Let the supervisor confirm a cell on the ticket's page, and the next cycle take it in."""
    cell = world.record(number).stands(column)
    world.say(number, "confirmed", by="06 吴强", column=column, cell=cell, reason=reason)
    world.settle()


def charges_also(policy: Policy, *kinds: str) -> Policy:
    """Give the policy of a desk that charges for more than parts."""
    return switched(policy, charges=("part", *kinds))
