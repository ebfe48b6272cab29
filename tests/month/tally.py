"""What people did in the month, written down as they did it, beside and apart from what the system records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sheetflow.model import Scalar


@dataclass
class Tally:
    """One ticket's acts by its number; instants are those at which people typed them, or the times that they typed."""

    reported: dict[str, datetime] = field(default_factory=dict)
    first_contact: dict[str, datetime] = field(default_factory=dict)
    completed: dict[str, datetime] = field(default_factory=dict)
    closed: dict[str, datetime] = field(default_factory=dict)
    technician: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[datetime, bool]] = field(default_factory=list)
    first_calls: dict[str, bool] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    fixed_at_once: set[str] = field(default_factory=set)
    revisited: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    parts: Counter[str] = field(default_factory=Counter)
    paid: list[Decimal] = field(default_factory=list)
    due: dict[str, Decimal] = field(default_factory=dict)
    settled: Counter[str] = field(default_factory=Counter)
    rescheduled: int = 0
    wasted: int = 0
    put_back: set[str] = field(default_factory=set)
    too_many: list[list[Scalar]] = field(default_factory=list)
    courses: dict[str, str] = field(default_factory=dict)
