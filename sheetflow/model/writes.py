"""What one batch is to change in the spreadsheet, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sheetflow.model.cell import Scalar, Text


class CellWrite(NamedTuple):
    """One cell to be written, raw on both sides; guarded where people write the column too.

    `key` is the row's key; "" with a `position` for a typed row that is to get its key, and with both where another row
    has the key too. `old` is what was read.
    """

    tab: str
    key: str
    column: str
    old: Scalar
    new: Scalar
    guarded: bool = False
    position: int = -1
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be appended, raw cells by column key; a key that isn't ours is the header of people's own column."""

    tab: str
    key: str
    values: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole body of a system-made tab, row by row, raw cells by column key."""

    tab: str
    rows: tuple[Mapping[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Writes:
    """Everything one batch is to change in the spreadsheet."""

    cells: tuple[CellWrite, ...] = ()
    rows: tuple[NewRow, ...] = ()
    pages: tuple[Page, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self.cells or self.rows or self.pages)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A guarded write that met somebody's edit: what we planned, what stood there, and whether it was put back.

    `found_key` is the number in the row that was hit, empty where it had none; `meant` that of the ticket which the
    write was planned for, or the one that it puts back; a row's first number where the row was to get it.
    """

    write: CellWrite
    found: Scalar
    found_key: Scalar
    put_back: bool
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a batch: `done`, `conflict` (some guarded cells met people's edits), `unknown` or `lost`.

    `unknown`: no answer, settled at the next cycle. `lost`: another writer holds the token; nothing was applied. `why`
    says of both what people are told.
    """

    state: Literal["done", "conflict", "unknown", "lost"]
    conflicts: tuple[Conflict, ...] = ()
    why: Text = field(default=Text("", ""), compare=False)
