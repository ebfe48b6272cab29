"""A tariff with good defaults, and the cases that are judged by it.

It is the demonstration's day, 2026-03-10, and its parts and prices (SHEET.md, "Demonstration day").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sheetflow.charges import (
    Case,
    Charge,
    Contract,
    Part,
    Price,
    Product,
    Tariff,
    WarrantyTerm,
    Work,
    charge,
)

TODAY = date(2026, 3, 10)
PRICES = {"PWR-001": "180", "IGN-220": "65", "SCR-07": "520", "GSK-02": "90", "CMP-50": "1380"}
OTHER = WarrantyTerm("其他", 12)


def tariff(
    *terms: WarrantyTerm,
    prices: Iterable[Price] = (),
    contracts: Iterable[Contract] = (),
    parts: Iterable[Part] | None = None,
) -> Tariff:
    """Give a tariff of 12 months for every product and the demonstration's parts, unless told otherwise."""
    shelf = [Part(no, f"件{no}", Decimal(price)) for no, price in PRICES.items()]
    return Tariff(
        prices=dict(enumerate(prices)),
        warranties=dict(enumerate(terms or (OTHER,))),
        contracts={one.contract_no: one for one in contracts},
        parts={one.part_no: one for one in (shelf if parts is None else parts)},
    )


def case(
    bought: date | None = None, model: str = "洗碗机 XW-80", *, type: str = "", **values: Any
) -> Case:
    """Give what was reported today, bought then."""
    return Case(Product(type, model, bought), values.pop("reported", TODAY), **values)


def fee(rates: Tariff, of: Case, *, kinds: Iterable[str] = ("part",), **values: Any) -> Charge:
    """Give the fee of some parts, or of other `work`, at today's prices."""
    work = values.pop("work", None) or Work(values.pop("parts", {}))
    return charge(rates, of, work, kinds=tuple(kinds), on=values.pop("on", TODAY), **values)


def yuan(amount: str) -> Decimal:
    return Decimal(amount)
