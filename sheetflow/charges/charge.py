"""What a repair costs the customer: line by line, to the cent.

    made = charge(tariff, case, Work({"PWR-001": 1, "SCR-07": 1}), kinds=("part",), on=today)
    made.due  ->  Decimal("700.00")          made.lines[0].amount  ->  Decimal("180.00")

P1 4.7.2: in warranty free. 4.7.3: out of it by the price list. 4.7.4: by the contract's terms. Nobody pays more than
the price list says, nor more than was quoted; where the list can't say, the quote counts. A supervisor's quote stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from sheetflow.charges.money import ZERO, to_cent
from sheetflow.charges.tariff import Kind, Measure, Price, Tariff
from sheetflow.charges.warranty import Assessment, Case, assess

#: What pays for a line in the customer's stead, "" where nothing does.
Cover: TypeAlias = Literal["", "warranty", "contract"]

#: The kinds besides parts, in the order in which they stand on a fee card.
SERVICES: tuple[Kind, ...] = ("labour", "call_out", "travel")


@dataclass(frozen=True)
class Work:
    """What was done or is planned: parts by number, and what labour and the way are counted by.

    `worked` is None while nobody knows, and not all where `more` is; `travelled` is one visit's way from the desk.
    """

    parts: Mapping[str, int] = field(default_factory=dict)
    worked: timedelta | None = None
    visits: int = 1
    travelled: timedelta | None = None
    more: bool = False


@dataclass(frozen=True)
class Quote:
    """The fee that the customer was told; `approved` when a named supervisor stands by it whatever the list says."""

    amount: Decimal
    approved: bool = False


@dataclass(frozen=True)
class Discount:
    """An amount taken off; it counts at once, and without a reason that is asked for."""

    amount: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the fee card; without a unit price nobody has written one down.

    `quantity` is None where it isn't known yet, and not all of it where `more` is to come.
    """

    kind: Kind
    item_no: str
    name: str
    quantity: Decimal | None
    unit_price: Decimal | None
    share: Decimal
    covered_by: Cover = ""
    measure: Measure = "each"
    more: bool = False

    @property
    def amount(self) -> Decimal:
        """Give what the customer pays of it."""
        if self.quantity is None or self.unit_price is None:
            return ZERO
        return to_cent(self.quantity * self.unit_price * self.share)

    @property
    def known(self) -> bool:
        """Say whether the amount is: what is free needs no price."""
        priced = self.quantity is not None and self.unit_price is not None
        return not self.share or (priced and not self.more)


@dataclass(frozen=True)
class Charge:
    """A fee: its lines, what the price list makes of them, and what is due after quote and discount.

    `by_list` = the lines' sum; `due` = by_list + adjustment - discounted. `complete` when the list decides the fee.
    """

    whole: Assessment
    lines: tuple[Line, ...]
    complete: bool
    by_list: Decimal
    quote: Quote | None = None
    discount: Discount | None = None

    @property
    def adjustment(self) -> Decimal:
        """Give what the quote adds to the list's sum, or takes from it."""
        return self._before_discount - self.by_list

    @property
    def discounted(self) -> Decimal:
        """Give what the discount takes off: never more than there is, and a negative one nothing."""
        wanted = self.discount.amount if self.discount else ZERO
        return min(max(wanted, ZERO), self._before_discount)

    @property
    def due(self) -> Decimal:
        """Give the amount due, 应收."""
        return self._before_discount - self.discounted

    @property
    def asked(self) -> Decimal:
        """Give the amount to be agreed to; what work that goes on has come to is asked for as a rate."""
        counts = self.quote is None or self.quote.amount < 0
        by_rate = sum((one.amount for one in self.lines if one.more), ZERO) if counts else ZERO
        return max(self.due - by_rate, ZERO)

    @property
    def overrides_price(self) -> bool:
        """Say whether the quote sets another price than the list, which is a supervisor's act (WORKFLOW.md)."""
        return self.quote is not None and self.complete and self.quote.amount != self.by_list

    @property
    def fee_bearing(self) -> bool:
        """Say whether the customer may have to pay, so that a repair waits for consent (duty 30)."""
        return self.due > 0 or not self.complete or self.whole.standing == "unknown"

    @property
    def timed(self) -> tuple[Line, ...]:
        """Give what is to be paid by the hour or the minute."""
        return tuple(one for one in self.lines if one.share and one.measure != "each")

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Name the parts that are to be paid and have no price."""
        return tuple(one.item_no for one in self.lines if one.kind == "part" and not one.known)

    @property
    def _before_discount(self) -> Decimal:
        if self.quote is None or self.quote.amount < 0:
            return self.by_list
        if self.quote.approved or not self.complete:
            return self.quote.amount
        return min(self.quote.amount, self.by_list)


def charge(
    tariff: Tariff,
    case: Case,
    work: Work,
    *,
    kinds: Collection[str],
    on: date,
    quote: Quote | None = None,
    discount: Discount | None = None,
) -> Charge:
    """Give the fee of a repair; `kinds` are the policy's, `on` is the day whose prices count.

    That day is the work's end, and today until there is one.
    """
    whole = assess(tariff, case)
    lines = (
        *(_part_lines(tariff, case, work, on) if "part" in kinds else ()),
        *_service_lines(tariff, whole, work, [kind for kind in SERVICES if kind in kinds], on),
    )
    free = all(not whole.share(kind) for kind in ("part", *SERVICES) if kind in kinds)
    complete = all(line.known for line in lines) and (free or bool(lines))
    by_list = sum((line.amount for line in lines), ZERO)
    return Charge(whole, lines, complete, by_list, quote, discount)


def _part_lines(tariff: Tariff, case: Case, work: Work, on: date) -> Iterator[Line]:
    for part_no, quantity in work.parts.items():
        found = assess(tariff, case, part_no)
        price = tariff.price("part", case.product, on, item_no=part_no)
        name = (price.name if price else "") or tariff.part_name(part_no)
        yield _line(found, "part", part_no, name, Decimal(quantity), price)


def _service_lines(
    tariff: Tariff, whole: Assessment, work: Work, kinds: Collection[Kind], on: date
) -> Iterator[Line]:
    """Yield a line for each kind, one that the list says nothing of without a price."""
    for kind in kinds:
        price = tariff.price(kind, whole.case.product, on)
        quantity = _quantity(kind, work, price) if price else None
        number, name = (price.item_no, price.name) if price else ("", "")
        made = _line(whole, kind, number, name, quantity, price)
        timed = kind == "labour" and made.measure != "each"
        yield replace(made, more=True) if timed and work.more else made


def _line(
    found: Assessment,
    kind: Kind,
    item_no: str,
    name: str,
    quantity: Decimal | None,
    price: Price | None,
) -> Line:
    share = found.share(kind)
    cover: Cover = ""
    if share < 1:
        cover = "contract" if found.standing == "contract" else "warranty"
    amount = price.amount if price else None
    measure: Measure = price.measure if price else "each"
    return Line(kind, item_no, name, quantity, amount, share, cover, measure)


#: The length of time that a price may be for.
_LENGTHS = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


def _quantity(kind: Kind, work: Work, price: Price) -> Decimal | None:
    """Count a service: labour once a job or by the time worked, call-out by visits, the way by visits or its time."""
    if price.measure == "each":
        return Decimal(1 if kind == "labour" else work.visits)
    spent = {"labour": work.worked, "travel": work.travelled}.get(kind)
    if spent is None:
        return None
    times = work.visits if kind == "travel" else 1
    return Decimal(int(spent * times / timedelta(seconds=1))) / Decimal(
        int(_LENGTHS[price.measure] / timedelta(seconds=1))
    )
