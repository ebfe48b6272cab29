"""`sheetflow workbook history`: the changes as a table for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from sheetflow.bootstrap.past import Lines


def print_lines(lines: Lines, *, title: str) -> None:
    """Print the changes as a table, or that there are none."""
    if not lines:
        Console().print(f"{title}: nothing was ever changed here.")
        return
    printed = Table(*(lines[0] if lines else ()), title=title)
    for line in lines:
        printed.add_row(*line.values())
    Console().print(printed)
