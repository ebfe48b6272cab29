"""One behaviour of Google Sheets: how it is known, what is done to see it, and what must come back.

@behaviour("8", "documented", "null skips, an empty text clears", given=[["a", "b"]], expects=[["", "b"]])
def null_skips(tab: Scratch) -> object:
    tab.write("A1:B1", [["", None]])
    return tab.read("A1:B1")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal, TypeAlias

from sheetflow.behaviours.scratch import Scratch

#: Documented by Google, measured on the real API by others, or assumed: believed, and to be proved.
Tag: TypeAlias = Literal["documented", "measured", "assumed"]

Act: TypeAlias = Callable[[Scratch], object]


@dataclass(frozen=True, slots=True)
class Like:
    """A text in which a pattern is found: what matters of an error's sentence."""

    pattern: str

    def __str__(self) -> str:
        return f"… {self.pattern} …"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A line of the table.

    `number` is that of the list in GOOGLE_SHEETS.md, "" for a fact that stands elsewhere. `needs` is "file" where a
    scratch tab doesn't do: a file is made for it and deleted.
    """

    name: str
    number: str
    tag: Tag
    says: str
    act: Act
    expects: object
    given: Sequence[Sequence[object]] = ()
    needs: Literal["", "file"] = ""

    @property
    def proved(self) -> bool:
        """Say whether somebody has seen Google do so, or Google says it does."""
        return self.tag != "assumed"


def behaviour(
    number: str,
    tag: Tag,
    says: str,
    *,
    expects: object,
    given: Sequence[Sequence[object]] = (),
    needs: Literal["", "file"] = "",
) -> Callable[[Act], Behaviour]:
    """Make what a function does and gives a line of the table; its name is the function's."""

    def line(act: Act) -> Behaviour:
        name = getattr(act, "__name__", says)
        return Behaviour(name, number, tag, says, act, expects, given, needs)

    return line


def is_as(found: object, expected: object) -> bool:
    """Say whether what came back is what was expected: numbers to nine digits, texts or as they are `Like`."""
    if isinstance(expected, Like):
        return isinstance(found, str) and re.search(expected.pattern, found) is not None
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(is_as(found[name], wanted) for name, wanted in expected.items())
        )
    if isinstance(expected, list | tuple):
        return (
            isinstance(found, list | tuple)
            and len(found) == len(expected)
            and all(map(is_as, found, expected))
        )
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
    return found == expected
