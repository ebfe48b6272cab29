"""A figure, and the days that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sheetflow.model import Text


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both whole, in the desk's zone."""

    first: date
    last: date
    zone: ZoneInfo

    def holds(self, at: datetime | None) -> bool:
        """Say whether an instant falls on one of the days."""
        return at is not None and self.first <= at.astimezone(self.zone).date() <= self.last

    @classmethod
    def month_of(cls, now: datetime, zone: ZoneInfo) -> Period:
        """Give the month so far."""
        today = now.astimezone(zone).date()
        return cls(today.replace(day=1), today, zone)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: a value, and where it is a share or a sum, of how many.

    `count` of `of` is what a share is made of; a plain number has `of` None.
    """

    key: str
    label: Text
    value: str
    count: int
    of: int | None = None


def share(key: str, label: Text, count: int, of: int) -> Figure:
    """Give a share in percent to one place; of nothing there is none."""
    value = f"{Decimal(100 * count) / of:.1f}%" if of else "–"
    return Figure(key, label, value, count, of)


def number(key: str, label: Text, count: int) -> Figure:
    """Give a plain number."""
    return Figure(key, label, str(count), count)


def money(key: str, label: Text, amount: Decimal, count: int) -> Figure:
    """Give a sum of money, and of how many tickets it is."""
    return Figure(key, label, f"{amount:.2f}", count)
