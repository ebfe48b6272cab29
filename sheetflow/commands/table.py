"""A table of words on a terminal, in a file or a pipe, with nothing cut off."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

#: As wide as any table: where no terminal is, nothing has to be wrapped.
_PAPER = 10_000


def print_table(
    names: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    caption: str | None = None,
) -> None:
    """Print rows below their names; a narrow terminal wraps cells, a file or a pipe gets each row on a line."""
    printed = Table(title=title, caption=caption)
    for name in names:
        printed.add_column(name, overflow="fold")
    for row in rows:
        printed.add_row(*row)
    Console(width=None if sys.stdout.isatty() else _PAPER).print(printed)
