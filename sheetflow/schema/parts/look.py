"""How the sheet looks as declared: colours and filter views."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.model import Text
from sheetflow.schema.template import Template


@dataclass(frozen=True)
class Highlight:
    """One colour rule: on which columns of a tab, when, and how it looks. Earlier rules win.

    `when` is a formula template; `cell` names a cell that isn't in a column (`last_run`) and then has no columns.
    """

    name: str
    label: Text
    tab: str
    columns: tuple[str, ...]
    when: Template
    fill: str = ""
    text: str = ""
    bold: bool = False
    cell: str = ""


@dataclass(frozen=True)
class FilterView:
    """A filter view shipped with the sheet; without `when` it shows all rows. `sort` is ascending."""

    name: str
    label: Text
    tab: str
    when: Template | None
    sort: tuple[str, ...] = ()
