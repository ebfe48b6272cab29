"""What every story is told with: its number, its customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sheetflow.demonstration.tale import Stage, Tale
from sheetflow.model import Value

#: Gives the number of a day so many days ago, and of a serial on it.
Number: TypeAlias = Callable[[int, int], str]

Story: TypeAlias = Callable[[Stage, Number], Tale]


def customer(
    shop: str, name: str, line: int, region: str, street: str, **more: Value
) -> dict[str, Value]:
    """Give the cells that say who called, with the invented phone number of this line."""
    return {
        "unit_name": shop,
        "customer_name": name,
        "phone": f"138-0000-{line:04d}",
        "region": region,
        "address": f"{region}{street}",
        **more,
    }
