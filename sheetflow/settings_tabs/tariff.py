"""The rows of 收费标准, 保修政策, 协议客户 and 配件库存 as a tariff: what is wrong with them, what they mean.

tariff(sources, findings) -> Tariff
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sheetflow.charges.tariff import (
    Contract,
    Kind,
    Measure,
    Part,
    Price,
    Tariff,
    Terms,
    WarrantyTerm,
)
from sheetflow.columns import folded
from sheetflow.model import BadCell, Text
from sheetflow.settings_tabs.cells import CellProblem, Cells, Sources, word
from sheetflow.settings_tabs.rows import UNREAD, Findings, RowKind, built

#: A longer warranty than fifty years is a slip.
MOST_MONTHS = 600

_UNITS: Mapping[Measure, tuple[str, ...]] = {
    "each": ("", "次", "单", "台", "趟", "项", "件", "each", "visit", "job", "call", "trip"),
    "hour": ("小时", "时", "工时", "h", "hour", "hours", "hr"),
    "minute": ("分钟", "分", "min", "minute", "minutes"),
}

#: The units of a service's price that can be counted; 公里 can't, for nobody writes them down.
MEASURES = {folded(unit): measure for measure, units in _UNITS.items() for unit in units}

#: What of 配件库存 is money's; its other columns move with every part and make no new policy.
PART_COLUMNS = ("part_no", "name", "price")

_FILL_IN = Text("请填写", "Fill it in")
_ONCE = Text("上门请写 次", "Write visit for a call-out")


def look_at_price(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of the price list."""
    yield from price_problems(cells)


def price_problems(cells: Cells) -> Iterator[CellProblem]:
    """Yield why a row of the price list doesn't count, as far as its cells can be understood."""
    yield from _missing(cells, "item_no", Text("没有项目编号", "no item"))
    yield from _missing(cells, "kind", Text("没有类型", "no kind"))
    yield from _missing(cells, "price", Text("没有价格", "no price"))
    yield from _below_zero(cells)
    yield from _backwards(cells)
    kind, unit = word(cells, "kind"), word(cells, "unit")
    if kind and _measure(kind, unit) is None:
        found = Text(f"「{unit}」没法计数", f"'{unit}' can't be counted")
        timed = Text("请写 次、小时 或 分钟", "Write visit, hour or minute")
        yield CellProblem("unit", found, _ONCE if kind == "call_out" else timed)


def price(cells: Cells, sources: Sources) -> Price:
    """Give its price."""
    kind = cast(Kind, word(cells, "kind"))
    return Price(
        word(cells, "item_no"),
        word(cells, "name"),
        kind,
        cells["price"],
        word(cells, "product_type"),
        _measure(kind, word(cells, "unit")) or "each",
        cells.get("from"),
        cells.get("to"),
    )


def _measure(kind: str, unit: str) -> Measure | None:
    """Say by what a price is multiplied; a part by its pieces, whatever they are called, a call-out by visits."""
    measure = "each" if kind == "part" else MEASURES.get(folded(unit).removeprefix("/"))
    return None if kind == "call_out" and measure != "each" else measure


def look_at_term(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of the warranty policy."""
    if not (word(cells, "product_type") or word(cells, "part_no")):
        empty = Text("没有产品类别", "no product type")
        yield CellProblem(
            "product_type", empty, Text("管所有产品的写「其他」", "Write Other for all")
        )
    months = cells.get("months")
    if months is None or not 0 <= months <= MOST_MONTHS:
        found = Text("没有月数", "no months") if months is None else Text(f"{months}", f"{months}")
        yield CellProblem(
            "months",
            found,
            Text("请写月数,例如 12;0 = 不保修", "Write months, such as 12; 0 = none"),
        )


def term(cells: Cells, sources: Sources) -> WarrantyTerm:
    """Give its months of warranty."""
    return WarrantyTerm(
        word(cells, "product_type"),
        int(cells["months"]),
        word(cells, "part_no"),
        cells.get("from"),
    )


def look_at_contract(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of the contracts."""
    yield from _missing(cells, "contract_no", Text("没有协议编号", "no contract number"))
    yield from _backwards(cells)
    discounted = "discount" in (word(cells, "parts"), word(cells, "labour"))
    if discounted and not cells.get("discount_percent"):
        found = Text("有「折扣」却没有百分比", "a discount without its percentage")
        remedy = Text("请写减免多少,如 20% = 打八折", "Write what is taken off, such as 20%")
        yield CellProblem("discount_percent", found, remedy)


def contract(cells: Cells, sources: Sources) -> Contract:
    """Give its contract; what it doesn't grant is charged."""
    return Contract(
        word(cells, "contract_no"),
        word(cells, "customer_no"),
        cells.get("from"),
        cells.get("to"),
        cast(Terms, word(cells, "parts") or "charged"),
        cast(Terms, word(cells, "labour") or "charged"),
        cells.get("discount_percent") or Decimal(0),
    )


def look_at_part(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a part's number or price; one without a price is no fault."""
    yield from _missing(cells, "part_no", Text("没有型号", "no part number"))
    yield from _below_zero(cells)


def part(cells: Cells, sources: Sources) -> Part:
    """Give its part."""
    return Part(word(cells, "part_no"), word(cells, "name"), cells.get("price"))


def _missing(cells: Cells, column: str, found: Text) -> Iterator[CellProblem]:
    if not word(cells, column):
        yield CellProblem(column, found, _FILL_IN)


def _below_zero(cells: Cells) -> Iterator[CellProblem]:
    amount = cells.get("price")
    if isinstance(amount, Decimal) and amount < 0:
        yield CellProblem(
            "price",
            Text(f"{amount}", f"{amount}"),
            Text("价格不能是负数,例如 30.00", "A price isn't below zero: write one such as 30.00"),
        )


def _backwards(cells: Cells) -> Iterator[CellProblem]:
    start, end = cells.get("from"), cells.get("to")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        found = Text(f"{end} 早于 {start}", f"{end} is before {start}")
        yield CellProblem("to", found, Text("请改其中一个", "Mend one of them"))


def _dated(*columns: str) -> Any:
    """Give the key of rows that hold from a day on: the same words may stand in several rows, each from its own."""

    def key(cells: Cells) -> tuple[Any, ...]:
        start = cells.get("from")
        words = (folded(word(cells, column)) for column in columns)
        return (*words, UNREAD if isinstance(start, BadCell) else start)

    return key


def _named(column: str) -> Any:
    """Give the key of rows that one column tells apart, however it is written."""
    return lambda cells: folded(word(cells, column))


PRICES = RowKind(
    "price_list",
    look_at_price,
    price,
    key=_dated("item_no", "product_type"),
    last=lambda policy: policy.tariff.prices,
)
TERMS = RowKind(
    "warranty",
    look_at_term,
    term,
    key=_dated("product_type", "part_no"),
    last=lambda policy: policy.tariff.warranties,
)
CONTRACTS = RowKind(
    "contracts",
    look_at_contract,
    contract,
    key=_named("contract_no"),
    last=lambda policy: policy.tariff.contracts,
)
PARTS = RowKind(
    "parts",
    look_at_part,
    part,
    key=_named("part_no"),
    last=lambda policy: policy.tariff.parts,
    columns=PART_COLUMNS,
)


def tariff(sources: Sources, findings: Findings) -> Tariff:
    """Give all that the tabs say of money, and add the problems of the rows that were left out."""
    return Tariff(
        prices=built(sources, PRICES, findings),
        warranties=built(sources, TERMS, findings),
        contracts=built(sources, CONTRACTS, findings),
        parts=built(sources, PARTS, findings),
    )
