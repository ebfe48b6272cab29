"""A column of a tab and the choices people have in it, as the schema declares them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from sheetflow.model import Text

#: Who writes the cells: people, the system, or both (guarded). GOOGLE_SHEETS.md "Safe writing", 2.
Writer: TypeAlias = Literal["staff", "system", "both"]


def folded(words: str) -> str:
    """Give words in the form in which labels are compared: width, case and blanks don't matter.

    `folded("故障描述（客户） ")` and `folded("故障描述(客户)")` are equal.
    """
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


@dataclass(frozen=True)
class Choice:
    """One value of a column with a closed list: stored as `key`, shown as its label, also understood as `aliases`."""

    key: str
    label: Text
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give every wording that means this choice."""
        return (self.key, self.label.zh, self.label.en, *self.aliases)


@dataclass(frozen=True)
class Column:
    """A column: what it is called, what it holds and who writes it.

    `choices_from` is a `tab.column` whose cells are offered. `stamp` marks a time that people may back-date
    through the one door. A second repair's row begins with what is `carried`. A whole number is `between` two, both
    included. `group` is the key of the folded group it stands in, or "".
    """

    key: str
    label: Text
    type: str = "text"
    written_by: Writer = "staff"
    group: str = ""
    hidden: bool = False
    frozen: bool = False
    width: int | None = None
    wrap: bool = False
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    aliases: tuple[str, ...] = ()
    personal: bool = False
    stamp: bool = False
    carried: bool = False
    between: tuple[int, int] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Give every header that means this column."""
        return (self.key, self.label.zh, self.label.en, *self.aliases)

    @cached_property
    def choice_keys(self) -> Mapping[str, str]:
        """Map every wording of a choice, folded, to the choice's key."""
        return {folded(name): choice.key for choice in self.choices for name in choice.names}

    @cached_property
    def choice_labels(self) -> Mapping[str, Text]:
        """Map a choice's key to its label."""
        return {choice.key: choice.label for choice in self.choices}
