"""How many calls were made, and what became of them.

tally.count("write", "ok")
tally.calls   -> {"read": 0, "write": 1}
tally.counts  -> {"write ok": 1}
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping


class Tally:
    """Counts of one client's calls; threads may share it.

    `calls` counts by kind each try that was sent, `counts` each by kind and outcome. Beside the outcomes stand
    "repeated", the tries that were second ones or later, and "waited", those that had to wait for the budget.
    """

    def __init__(self) -> None:
        self.calls: dict[str, int] = {"read": 0, "write": 0}
        self._counts: Counter[str] = Counter()
        self._untold: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def counts(self) -> Mapping[str, int]:
        """Give all counts so far, by "kind outcome"."""
        with self._lock:
            return dict(self._counts)

    def call(self, kind: str) -> None:
        """Count a call that leaves now."""
        with self._lock:
            self.calls[kind] += 1

    def count(self, kind: str, outcome: str) -> None:
        """Count what became of a call."""
        with self._lock:
            self._counts[f"{kind} {outcome}"] += 1
            self._untold[f"{kind} {outcome}"] += 1

    def tell(self) -> Mapping[str, int]:
        """Give what was counted since this was last asked."""
        with self._lock:
            told, self._untold = self._untold, Counter()
        return dict(told)
