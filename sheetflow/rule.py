"""What a rule is: a function of the desk, the time and the policy that yields the changes it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import update_wrapper
from typing import TypeAlias

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot

Rule: TypeAlias = Callable[[Snapshot, datetime, Policy], Iterator[Change]]


class CrossesRows:
    """A rule's declaration that it looks beyond the tickets it plans, or at what has no row (invariant 3).

        @CrossesRows
        def duplicates(desk, now, policy): ...

    Only such a rule is given `everyone`, `recorded`, `reports`, `strangers` and `lost`; to any other
    they are empty.
    """

    def __init__(self, rule: Rule) -> None:
        """Declare it of a rule, which keeps its name."""
        self._rule = rule
        update_wrapper(self, rule)

    def __call__(self, desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
        """Ask the rule."""
        return self._rule(desk, now, policy)
