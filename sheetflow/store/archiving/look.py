"""Both sides of an archive as one look found them, and why they can't be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from sheetflow.errors import Refused, Unavailable
from sheetflow.model import Language, Text
from sheetflow.schema import Tab
from sheetflow.store.archiving.grid import Grid, Row, alike
from sheetflow.store.outcomes import Rejected

#: The live tabs, or those of the archive.
Side: TypeAlias = Literal["live", "kept"]

#: A side and one of its tabs.
Place: TypeAlias = tuple[Side, str]

SIDES: tuple[Side, ...] = ("live", "kept")


class Outpaced(Unavailable):
    """The desk's worker wrote since the look that a batch was made for; nothing of it was applied."""


class ArchiveUnreachable(Refused):
    """The spreadsheet that is to take the archive can't be read or written; `why` says what Google answers."""

    def __init__(self, spreadsheet_id: str, why: Text) -> None:
        """Say what to do, too."""
        super().__init__(
            f"The archive's spreadsheet {spreadsheet_id} can't be used: {why.en}. A person makes it, or takes it out "
            "of the bin, and shares it with the service account as an editor; its id stands in its address.",
            zh=f"归档用的表格 {spreadsheet_id} 用不了:{why.zh}。请由人新建(或从回收站找回),并共享给服务账号(可编辑);"
            "编号在它的网址里。",
        )
        self.why = why


@dataclass(frozen=True)
class Look:
    """Both sides as one look found them, and what lies in their landing tabs; `titles` are those beside the archive."""

    tabs: Mapping[Place, Grid]
    landed: Mapping[Place, Grid]
    titles: Mapping[str, int]

    def rows(self, side: Side) -> list[Row]:
        """Give all rows of a side."""
        return [row for (one, _), grid in self.tabs.items() if one == side for row in grid.rows()]

    def copied(self, row: Row) -> bool:
        """Say whether the archive holds a row just so."""
        return any(
            alike(copy.cells, row.cells) for copy in self._copies.get((row.tab, row.key), ())
        )

    @cached_property
    def standing(self) -> frozenset[tuple[str, str]]:
        """Give the rows that stand in the live tabs, by tab and key."""
        return frozenset((row.tab, row.key) for row in self.rows("live"))

    @cached_property
    def _copies(self) -> Mapping[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows("kept"):
            found.setdefault((row.tab, row.key), []).append(row)
        return found


def refuse_broken(tab: Tab, grid: Grid | None, language: Language) -> None:
    """Raise Refused for a live tab that is gone, or whose header doesn't name all of its columns."""
    if grid is None:
        raise Refused(
            f"{tab.label.of(language)}: the tab is gone. Undo that, or run sheetflow init.",
            zh=f"「{tab.label.of(language)}」页不见了。请撤销删除,或运行 sheetflow init。",
        )
    if grid.problems:
        told = " ".join(grid.problems)
        raise Refused(
            f"Nothing is moved while a header is broken. {told}", zh=f"表头坏了,先不动。{told}"
        )


def refuse_unreadable(grid: Grid | None) -> None:
    """Raise Refused for a tab of the archive whose rows nobody can tell by its header or its columns' metadata."""
    if grid is not None and grid.unreadable:
        told = " ".join(grid.problems)
        raise Refused(
            f"Nothing is moved while a header of the archive is broken. {told}",
            zh=f"归档页的表头坏了,先不动。{told}",
        )


def unreachable(spreadsheet_id: str, fault: Rejected) -> ArchiveUnreachable:
    """Say of the spreadsheet that is to take the archive what Google answers, and what to do."""
    found = Text(f"Google:{fault.message}", f"Google says: {fault.message.rstrip('.')}")
    if fault.code == 404:
        found = Text("没有这个表格,或被删掉了", "there is none with that id, or it was deleted")
    elif fault.code == 403 and (known := fault.means("")):
        found = known.found
    return ArchiveUnreachable(spreadsheet_id, found)
