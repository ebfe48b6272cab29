"""The fee card: what is charged today, to be shown before a repair (P1 4.3.1, 4.5.4, 4.7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sheetflow.books import Entry
from sheetflow.columns import folded
from sheetflow.documents.job import Job
from sheetflow.documents.paper import Block, Rows, Words
from sheetflow.model import BadCell, Text
from sheetflow.settings_tabs.tariff import price_problems

#: Without one of these a row of the price list says nothing; one that can't be read is told.
_NEEDED = ("name", "kind", "price")
_READ = (*_NEEDED, "item_no", "unit", "from", "to")

#: What a row shows, in this order.
_SHOWN = ("name", "product_type", "unit", "price")


class _Price(NamedTuple):
    """A price that holds today; `general` where it holds for every product."""

    kind: str
    no: str
    cells: tuple[str, ...]
    general: bool


def fee_card(job: Job) -> Iterator[Block]:
    """Yield a table for each kind of charge that this desk makes, and what goes before the prices."""
    facts = job.facts
    today = facts.policy.local(job.now).date()
    prices = list(_prices(job, today))
    kinds = facts.policy.schema.tab("price_list").column("kind").choice_labels
    yield Words(facts.say(f"{today} 有效,单位:元。", f"Valid on {today}, in yuan."))
    charged = [kind for kind in facts.policy.schema.policy.charges if _of(prices, kind)]
    for kind in charged:
        yield _table(job, facts.told(kinds[kind]), _of(prices, kind))
    if not charged:
        yield Words(facts.told(_NO_PRICES))
    yield Words(facts.told(_TERMS))


def _of(prices: list[_Price], kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(price.cells for price in prices if price.kind == kind)


def _prices(job: Job, today: date) -> Iterator[_Price]:
    """Yield what the price list says today, then the parts that it leaves to their own price (charges/tariff.py)."""
    listed = [price for entry in job.entries("price_list") if (price := _price(job, entry, today))]
    yield from listed
    named = {folded(price.no) for price in listed if price.kind == "part" and price.general}
    for entry in job.entries("parts"):
        no, own = entry.text("part_no"), entry.get("price")
        if isinstance(own, Decimal) and own < 0:
            job.notes.append(_left_out(job, "parts", entry, "price"))
        elif isinstance(own, Decimal) and entry.get("active") is not False:
            cells = (f"{no} {entry.text('name')}".strip(), "", entry.text("unit"), _yuan(own))
            if folded(no) not in named:
                yield _Price("part", no, cells, general=True)


def _table(job: Job, title: str, rows: tuple[tuple[str, ...], ...]) -> Rows:
    """Lay rows out under their heads; the product types only where one is named."""
    shown = [
        at
        for at, name in enumerate(_SHOWN)
        if name != "product_type" or any(row[at] for row in rows)
    ]
    heads = tuple(job.label("price_list", _SHOWN[at]) for at in shown)
    return Rows(title, heads, tuple(tuple(row[at] for at in shown) for row in rows))


def _price(job: Job, entry: Entry, today: date) -> _Price | None:
    """Give a row that holds today; both its days are still, or already, part of its time."""
    found = {name: entry.get(name) for name in _READ}
    wrong = [name for name, value in found.items() if isinstance(value, BadCell)]
    wrong += [name for name in _NEEDED if found[name] is None]
    wrong += [] if wrong else [one.column for one in price_problems(found)]
    if wrong:
        job.notes.append(_left_out(job, "price_list", entry, wrong[0]))
        return None
    start, end = found["from"], found["to"]
    if (isinstance(start, date) and start > today) or (isinstance(end, date) and end < today):
        return None
    kind, no, product = str(found["kind"]), entry.text("item_no"), entry.text("product_type")
    name = f"{no} {entry.text('name')}".strip() if kind == "part" else entry.text("name")
    cells = (name, product, entry.text("unit"), _yuan(found["price"]))
    return _Price(kind, no, cells, general=not product)


def _yuan(price: object) -> str:
    return f"{price:.2f}" if isinstance(price, Decimal) else str(price)


def _left_out(job: Job, tab: str, entry: Entry, column: str) -> Text:
    spec = job.facts.policy.schema.tab(tab)
    label, where = spec.column(column).label, spec.label
    return Text(
        f"{where.zh}第{entry.key}行没有印:「{label.zh}」是空的、看不懂或不能用。改好后再印一次",
        f"Row {entry.key} of {where.en} isn't printed: '{label.en}' is empty, can't be read or doesn't count. "
        "Mend it and print again",
    )


_NO_PRICES = Text(
    "还没有价格。请填在「收费标准」表里。",
    "There are no prices yet. Write them into the tab 'Price list'.",
)

#: P1 4.7.2 to 4.7.4, 4.5.4.
_TERMS = Text(
    "保修期内更换零配件免费;过保按本表收费;有服务协议的按协议。维修前先报价,您同意后才动手。",
    "Parts are free under warranty; beyond it these prices hold; a service contract goes first. "
    "You hear the price before the repair, and we begin once you agree.",
)
