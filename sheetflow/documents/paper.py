"""What a paper is made of: blocks of words that are in the reader's language already. The template lays them out.

An empty text is a line to write on; an empty cell of a table likewise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Field:
    """A name and what stands beside it; a wide one has the whole line."""

    label: str
    text: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields two by two under a heading; one that would stand alone is wide."""

    shape: ClassVar[str] = "fields"
    title: str
    fields: tuple[Field, ...]

    @property
    def laid(self) -> tuple[Field, ...]:
        """Give the fields as they stand on the paper, no place beside one left open."""
        laid: list[Field] = []
        alone = False
        for field in self.fields:
            if field.wide and alone:
                laid[-1] = replace(laid[-1], wide=True)
            alone = not (field.wide or alone)
            laid.append(field)
        if alone:
            laid[-1] = replace(laid[-1], wide=True)
        return tuple(laid)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; all rows are as long as `heads`."""

    shape: ClassVar[str] = "rows"
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to tick, or ticked."""

    text: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick under a heading."""

    shape: ClassVar[str] = "boxes"
    title: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    shape: ClassVar[str] = "words"
    text: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, each with its date."""

    shape: ClassVar[str] = "signatures"
    who: tuple[str, ...]
    date: str


Block: TypeAlias = Fields | Rows | Boxes | Words | Signatures


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as SVG, the address it holds, and what one finds there."""

    svg: str
    address: str
    caption: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a ticket; `number` is "" on a blank one."""

    kind: str
    title: str
    number: str
    blocks: tuple[Block, ...]
    code: Code | None = None
