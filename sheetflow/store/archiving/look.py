"""Both sides of an archive as one look found them, and why they can't be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from sheetflow.errors import Refused, Unavailable
from sheetflow.model import Language
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
    """The spreadsheet that is to take the archive can't be read or written."""


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
            f"{tab.label.of(language)}: the tab is gone. Undo that, or run sheetflow init."
        )
    if grid.problems:
        raise Refused(f"Nothing is moved while a header is broken. {' '.join(grid.problems)}")


def unreachable(spreadsheet_id: str, fault: Rejected) -> ArchiveUnreachable:
    """Say of the spreadsheet that is to take the archive what Google answers, and what to do."""
    return ArchiveUnreachable(
        f"--to {spreadsheet_id}: the spreadsheet of the archive can't be used ({fault}). A person makes it and shares "
        "it with the service account as an editor; its id stands in its address."
    )
