"""A tab as declared: its columns in order, what tells its rows apart, the rows it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from sheetflow.columns import Column, folded
from sheetflow.model import Language, Text, Value

Place: TypeAlias = Literal["front", "settings", "hidden"]


@dataclass(frozen=True)
class Group:
    """Columns that are folded away together."""

    key: str
    label: Text


@dataclass(frozen=True)
class Tab:
    """A tab with its columns in sheet order; `rewritten` when the system writes its whole body anew.

    `frozen` counts the columns that stay in sight, `key_columns` tell its rows apart, `first` are the rows it
    begins with, by column key, a Text where the wording depends on the workbook's language. A row that people type
    gets a number that begins with `numbered`, once all columns in `telling` are filled; "" where they give the key.
    The rows of one that is `archived` go to the archive with the ticket that they name.
    """

    key: str
    label: Text
    place: Place
    columns: tuple[Column, ...]
    key_columns: tuple[str, ...]
    frozen: int = 0
    groups: tuple[Group, ...] = ()
    rewritten: bool = False
    first: tuple[Mapping[str, Value | Text], ...] = ()
    numbered: str = ""
    telling: tuple[str, ...] = ()
    archived: bool = False

    def column(self, key: str) -> Column:
        """Give a column by its key; an unknown key is a KeyError."""
        return self.by_key[key]

    def by_label(self, header: str) -> str | None:
        """Give the key of the column that a header means, by key, label in either language or alias."""
        return self._by_name.get(folded(header))

    def first_rows(self, language: Language) -> tuple[Mapping[str, Value], ...]:
        """Give the typed values of the rows that a new workbook of this language begins with."""
        return tuple(
            {
                key: cell.of(language) if isinstance(cell, Text) else cell
                for key, cell in row.items()
            }
            for row in self.first
        )

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Map each column's key to it."""
        return {column.key: column for column in self.columns}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return {folded(name): column.key for column in self.columns for name in column.names}
