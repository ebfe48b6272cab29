"""A cell as read and as understood, and the words that people are told in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

#: A cell as Google answers it with UNFORMATTED_VALUE and SERIAL_NUMBER; an empty cell is "".
Scalar: TypeAlias = str | int | float | bool

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages of the desk."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class BadCell:
    """What a cell holds when it cannot be understood: a value with its reason, never an exception.

    `text` is the cell as people see it, `why` says what was found and what to type instead.
    """

    text: str
    why: Text


@dataclass(frozen=True, slots=True)
class Paused:
    """A deadline that stands still, shown as 暂停·until when we ask again."""

    until: datetime | None = None


Value: TypeAlias = (
    "str | bool | int | Decimal | date | datetime | Paused | BadCell | tuple[str, ...] | None"
)
