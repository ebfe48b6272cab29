"""Which functions the calculator takes, and whether a formula needs it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from sheetflow.localsheets.formulas.functions import FUNCTIONS, LAZY

LISTED = dict(
    line.partition(" ")[::2]
    for line in Path(__file__).with_name("calculated.txt").read_text("ascii").splitlines()
)
"""Google's functions as ironcalc 0.9.1 calculates them, by their own name or as `translation` writes them; its
others don't exist in Google. ``fills``: those that may fill more cells than their own [documented]."""

OURS = frozenset(FUNCTIONS) | frozenset(LAZY)
THEIRS = frozenset(LISTED)
FILLS = frozenset({"{"} | {name for name, mark in LISTED.items() if mark == "fills"})
CHANCE = frozenset({"RAND", "RANDARRAY", "RANDBETWEEN"})

CALL = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!|([A-Za-z_][\w.]*)\s*\(|(\{)')


@lru_cache(maxsize=65536)
def called(text: str) -> frozenset[str]:
    """Return the names of the functions that a formula calls, and ``{`` for an array written out."""
    return frozenset((one or brace).upper() for one, brace in CALL.findall(text) if one or brace)


@lru_cache(maxsize=65536)
def needs_calculator(text: str) -> bool:
    """Say whether a formula is for the calculator: it calls what only that knows, or has an array."""
    names = called(text)
    return "{" in names or not names.isdisjoint(THEIRS)


def unknown(text: str) -> list[str]:
    """Return the functions of a formula that nobody here calculates."""
    return sorted(called(text) - OURS - THEIRS - {"{"})
