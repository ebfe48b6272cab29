"""What came of many histories, counted as `make soak` prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Self

from tests.proof.history import Outcome


@dataclass(frozen=True)
class Figures:
    """How many histories were played, how many `met` a conflict, how many faults there were, by their first word.

    `left` are values told and left where they didn't belong, people having acted since they were written.
    """

    histories: int = 0
    met: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    left: int = 0

    @classmethod
    def of(cls, outcomes: Collection[Outcome]) -> Self:
        """Count what came of some histories."""
        met = sum(bool(one.conflicts) for one in outcomes)
        faults = Counter(fault.partition(" ")[0] for one in outcomes for fault in one.faults)
        return cls(len(outcomes), met, faults, sum(one.left_standing for one in outcomes))

    def __add__(self, more: Self) -> Self:
        """Give the figures of both."""
        return type(self)(
            self.histories + more.histories,
            self.met + more.met,
            self.faults + more.faults,
            self.left + more.left,
        )

    def __str__(self) -> str:
        """Give them as one sentence."""
        faults = self.faults
        return (
            f"{self.histories} histories, {self.met} met a conflict, edits lost {faults['lost:']}, wrong rows "
            f"{faults['wrong']}, untold {faults['untold:']}, torn {faults['torn:']}, never at rest {faults['no']} "
            f"(told and left, for people had acted since: {self.left})"
        )
