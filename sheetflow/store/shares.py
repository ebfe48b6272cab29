"""What each of several branches may call of the quota that they have together, so that none eats the others' calls.

Half of the quota is kept, in equal parts, for whoever hasn't used theirs in the minute before; the other half is for
who asks first. So a branch in a storm of repeats takes what nobody keeps, and another's ordinary read never waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """Whose calls these are, and the names of all who share the account, this one among them."""

    name: str = ""
    among: tuple[str, ...] = ()

    def kept(self, limit: int) -> int:
        """Give how many calls a minute are kept for each: one at least, while there are as many as branches."""
        if not self.among:
            return 0
        return max(limit // (2 * len(self.among)), int(len(self.among) <= limit))


#: Of whoever has the account alone.
ALONE = Share()


def free_after(
    booked: Sequence[tuple[int, str]], share: Share, *, limit: int, window: int, now: int
) -> int:
    """Give when a branch may make one call more: now, or when enough of those booked are older than the window.

    `booked` are the calls in the window as (when, whose), the oldest first.
    """
    used = Counter(whose for _, whose in booked)
    oldest, free = iter(booked), now
    while not _fits(used, share, limit):
        at, whose = next(oldest)
        used[whose] -= 1
        free = at + window + 1
    return free


def _fits(used: Counter[str], share: Share, limit: int) -> bool:
    kept = share.kept(limit)
    if used[share.name] < kept:
        return used.total() < limit
    others = (kept - used[name] for name in share.among if name != share.name)
    return used.total() + sum(max(0, left) for left in others) < limit
