"""Whether a product, or a part of it, is in warranty, until when, and which row says so.

assess(tariff, case)             -> out_of_warranty until 2025-06-01, by 其他 12 months
assess(tariff, case, "CMP-50")   -> in_warranty until 2027-06-01, by the compressor's own 36 months

P1 4.7.2 to 4.7.4. A person's word beats all; then what is still in warranty is free even to a customer with a contract.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from sheetflow.charges.product import Product
from sheetflow.charges.tariff import Contract, Kind, Tariff, WarrantyTerm

#: The choices of the tickets' `warranty` and `warranty_override`.
Standing: TypeAlias = Literal["in_warranty", "out_of_warranty", "contract", "unknown"]


@dataclass(frozen=True)
class Override:
    """A person's word on the warranty; it counts at once, and without a reason that is asked for."""

    standing: Standing
    reason: str = ""


@dataclass(frozen=True)
class Case:
    """What is to be judged: the product, the day on which it was reported broken, and whose it is.

    `contract_no` stands in the customer's row of 客户档案, `customer_no` in the contract's; either finds it.
    """

    product: Product
    reported: date
    customer_no: str = ""
    contract_no: str = ""
    override: Override | None = None


@dataclass(frozen=True)
class Assessment:
    """How a product or a part stands, and by what: a row of 保修政策, a contract, or a person's word.

    `until` is the last day of the warranty or the contract, None where there is none.
    """

    case: Case
    standing: Standing
    part_no: str = ""
    until: date | None = None
    term: WarrantyTerm | None = None
    contract: Contract | None = None
    override: Override | None = None

    def share(self, kind: Kind) -> Decimal:
        """Give the part of a price that the customer pays, from 0 to 1; what is unknown is charged (duty 30)."""
        if self.contract:
            return self.contract.share(kind)
        return Decimal(0 if self.standing == "in_warranty" else 1)


def assess(tariff: Tariff, case: Case, part_no: str = "") -> Assessment:
    """Say how a product stands, or a part of it where a part is named."""
    if case.override:
        return _overridden(tariff, case, case.override, part_no)
    term = tariff.term(case.product, part_no)
    until = last_day(case.product.bought, term.months) if case.product.bought and term else None
    if _covered(case, until):
        return Assessment(case, "in_warranty", part_no, until, term)
    contract = _contract(tariff, case, case.reported)
    if contract is not None:
        return Assessment(case, "contract", part_no, contract.end, contract=contract)
    if term is None or _bought_later(case):
        return Assessment(case, "unknown", part_no)
    return Assessment(case, "out_of_warranty", part_no, until, term)


def last_day(bought: date, months: int) -> date | None:
    """Give the last day of a warranty: the day of purchase so many months on, or that month's end; 0 months: None.

    The day of purchase isn't counted, and where the last month hasn't got the day, its last day ends the period:
    Civil Code of China, articles 201 and 202.    2024-02-29 + 12 -> 2025-02-28
    """
    if not months:
        return None
    year, month = divmod(bought.year * 12 + bought.month - 1 + months, 12)
    return date(year, month + 1, min(bought.day, monthrange(year, month + 1)[1]))


def _overridden(tariff: Tariff, case: Case, override: Override, part_no: str) -> Assessment:
    """Take a person's word, for every part as well; who says 协议 means the customer's contract, even a past one."""
    contract = None
    if override.standing == "contract":
        contract = _contract(tariff, case, case.reported) or _contract(tariff, case, None)
    return Assessment(case, override.standing, part_no, contract=contract, override=override)


def _contract(tariff: Tariff, case: Case, on: date | None) -> Contract | None:
    return tariff.contract(on, no=case.contract_no, customer=case.customer_no)


def _covered(case: Case, until: date | None) -> bool:
    return until is not None and case.reported <= until and not _bought_later(case)


def _bought_later(case: Case) -> bool:
    """Say whether the day of purchase can't be right."""
    return case.product.bought is not None and case.product.bought > case.reported
