"""What the settings tabs say of money: prices, months of warranty, contracts, and what a part costs.

tariff.price("part", Product(model="洗碗机 XW-80"), date(2026, 3, 10), item_no="PWR-001").amount -> Decimal("180.00")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar

from sheetflow.charges.product import Product
from sheetflow.columns import folded

#: What is charged for; the choices of price_list.kind and of the schema's policy.charges.
Kind: TypeAlias = Literal["part", "labour", "call_out", "travel"]

#: What a contract grants; the choices of contracts.parts and contracts.labour.
Terms: TypeAlias = Literal["free", "discount", "charged"]

#: By what a price is multiplied: pieces, or each job or visit, else the time worked or travelled.
Measure: TypeAlias = Literal["each", "hour", "minute"]


@dataclass(frozen=True)
class Price:
    """A row of 收费标准, from its first to its last day, both included."""

    item_no: str
    name: str
    kind: Kind
    amount: Decimal
    product_type: str = ""
    measure: Measure = "each"
    start: date | None = None
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether it counts on a day."""
        return _within(self.start, on, self.end)


@dataclass(frozen=True)
class Part:
    """A row of 配件库存 as far as money goes; one without a price is charged by 收费标准 only."""

    part_no: str
    name: str = ""
    price: Decimal | None = None


@dataclass(frozen=True)
class WarrantyTerm:
    """A row of 保修政策: months from the day of purchase, for products bought from `start` on.

    Without `part_no` it is for the whole product; 0 months are none.
    """

    product_type: str
    months: int
    part_no: str = ""
    start: date | None = None


@dataclass(frozen=True)
class Contract:
    """A row of 协议客户, from its first to its last day; `labour` speaks of call-out and travel too.

    `discount_percent` is what is taken off: 20 leaves four fifths to be paid.
    """

    contract_no: str
    customer_no: str = ""
    start: date | None = None
    end: date | None = None
    parts: Terms = "charged"
    labour: Terms = "charged"
    discount_percent: Decimal = Decimal(0)

    def holds(self, on: date) -> bool:
        """Say whether it counts on a day."""
        return _within(self.start, on, self.end)

    def share(self, kind: Kind) -> Decimal:
        """Give the part of a price that the customer pays, from 0 to 1 (P1 4.7.4)."""
        terms = self.parts if kind == "part" else self.labour
        if terms == "discount":
            return 1 - self.discount_percent / 100
        return Decimal(0 if terms == "free" else 1)


@dataclass(frozen=True)
class Tariff:
    """All of it, each row by what tells it apart from the others of its tab."""

    prices: Mapping[Any, Price] = field(default_factory=dict)
    warranties: Mapping[Any, WarrantyTerm] = field(default_factory=dict)
    contracts: Mapping[Any, Contract] = field(default_factory=dict)
    parts: Mapping[Any, Part] = field(default_factory=dict)

    def price(self, kind: Kind, product: Product, on: date, *, item_no: str = "") -> Price | None:
        """Give what is charged on a day: the closest row of 收费标准, of these the latest, of these the upper.

        A part is charged by the row that bears its number, else by its own price in 配件库存.
        """
        rows = self._parts_priced.get(folded(item_no), ()) if kind == "part" else self._of(kind)
        found = closest((row for row in rows if row.holds(on)), product)
        return found or (self._shelf_price(item_no) if kind == "part" else None)

    def term(self, product: Product, part_no: str = "") -> WarrantyTerm | None:
        """Give the row of 保修政策 that decides: a part's own if there is one, else the whole product's."""
        bought = product.bought
        if bought is None:
            return None
        held = [t for t in self.warranties.values() if t.start is None or t.start <= bought]
        for number in dict.fromkeys((folded(part_no), "")):
            found = closest((term for term in held if folded(term.part_no) == number), product)
            if found is not None:
                return found
        return None

    def contract(self, on: date | None, *, no: str = "", customer: str = "") -> Contract | None:
        """Give a customer's contract: of those that hold on a day (None: of all) the one named, else the latest."""
        named, owner = folded(no), folded(customer)
        found = [
            one
            for one in self.contracts.values()
            if (on is None or one.holds(on))
            and (folded(one.contract_no) == named or (owner and folded(one.customer_no) == owner))
        ]
        return max(
            found,
            key=lambda one: (folded(one.contract_no) == named, one.start or date.min),
            default=None,
        )

    @cached_property
    def says_anything(self) -> bool:
        """Say whether there is any price; a desk without one charges what it quotes, and is asked for none."""
        return bool(self.prices) or any(part.price is not None for part in self.parts.values())

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """Name what the price list has a price for."""
        return frozenset(row.kind for row in self.prices.values())

    def part_name(self, part_no: str) -> str:
        """Give what 配件库存 calls a part, or ""."""
        part = self._shelf.get(folded(part_no))
        return part.name if part else ""

    def _shelf_price(self, part_no: str) -> Price | None:
        part = self._shelf.get(folded(part_no))
        if part is None or part.price is None:
            return None
        return Price(part.part_no, part.name, "part", part.price)

    def _of(self, kind: Kind) -> Iterable[Price]:
        return (row for row in self.prices.values() if row.kind == kind)

    @cached_property
    def _shelf(self) -> Mapping[str, Part]:
        return {folded(part.part_no): part for part in self.parts.values()}

    @cached_property
    def _parts_priced(self) -> Mapping[str, list[Price]]:
        found: dict[str, list[Price]] = {}
        for row in self._of("part"):
            found.setdefault(folded(row.item_no), []).append(row)
        return found


Row = TypeVar("Row", Price, WarrantyTerm)


def closest(rows: Iterable[Row], product: Product) -> Row | None:
    """Give the row that speaks of a product most closely, of these the one that began last, of these the upper."""
    fits = [(fit, row) for row in rows if (fit := product.fit(row.product_type)) is not None]
    found = max(fits, key=lambda each: (each[0], each[1].start or date.min), default=None)
    return found[1] if found else None


def _within(start: date | None, on: date, end: date | None) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)
