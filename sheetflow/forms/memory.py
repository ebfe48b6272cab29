"""Which answers of a Form were taken, as the ledger keeps it: digests of their cells, none of their words.

{"tabs": {"1717": [3982435200000, 12]}, "forgotten": 3977251200000,
 "taken": {"3982521600123-9f…": ["WX20260310001", 3982521600123, [1717], "ab12cd 34ef56"]}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sheetflow.model import Json

#: Under which name the ledger keeps it.
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer that was taken: its ticket ("" until it is accepted), when it was sent, where it stands, its cells."""

    number: str
    ms: int
    tabs: frozenset[int]
    digests: frozenset[str]


@dataclass
class Memory:
    """All of them by key; what was sent before `forgotten` isn't known any more.

    `floors` says of each tab from when on its answers count, and how many were older when it was first seen.
    """

    floors: dict[int, tuple[int, int]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    forgotten: int = 0

    def forget(self, before: int) -> None:
        """Forget what was sent before that, and look at nothing older any more."""
        self.forgotten = max(self.forgotten, before)
        self.floors = {tab: (max(at, before), left) for tab, (at, left) in self.floors.items()}
        self.entries = {key: one for key, one in self.entries.items() if one.ms >= before}


def known_tabs(document: Json) -> tuple[int, ...]:
    """Give the ids of the tabs whose answers were taken before, of the document kept under `ANSWERS`."""
    return tuple(loaded(document).floors)


def loaded(document: Json) -> Memory:
    """Give what was kept, an empty memory at first."""
    if not isinstance(document, Mapping):
        return Memory()
    kept = cast("Mapping[str, Any]", document)
    return Memory(
        {int(tab): (at, left) for tab, (at, left) in kept["tabs"].items()},
        {
            key: Entry(number, ms, frozenset(tabs), frozenset(digests.split()))
            for key, (number, ms, tabs, digests) in kept["taken"].items()
        },
        kept["forgotten"],
    )


def dumped(memory: Memory) -> Json:
    """Give it as a document, equal when nothing is new."""
    return {
        "tabs": {str(tab): [at, left] for tab, (at, left) in memory.floors.items()},
        "taken": {
            key: [one.number, one.ms, sorted(one.tabs), " ".join(sorted(one.digests))]
            for key, one in memory.entries.items()
        },
        "forgotten": memory.forgotten,
    }
