"""One tab on its way from what is there to what the schema wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sheetflow.model import Language
from sheetflow.schema import Column, Tab
from sheetflow.store.api import Message
from sheetflow.store.provision.found import FoundTab
from sheetflow.store.provision.layout import Layout


@dataclass(frozen=True)
class Draft:
    """One tab on its way: what the schema wants, where its columns go, and what is there already (None: nothing)."""

    tab: Tab
    sheet_id: int
    layout: Layout
    language: Language
    found: FoundTab | None

    @property
    def title(self) -> str:
        """Give the title that the tab has or gets."""
        return self.found.title if self.found else self.tab.label.of(self.language)

    @property
    def body(self) -> tuple[int, None]:
        """Give the rows below the header, without an end."""
        return self.layout.header_row + 1, None

    @property
    def added(self) -> dict[int, str]:
        """Map the indices of the columns to be made to their keys."""
        places = self.layout.places
        return {places[key]: key for key in self.layout.added}

    @property
    def before(self) -> Mapping[int, int]:
        """Map the indices of columns that were there before to where they were then."""
        marked: list[int | None] = list(range(len(self.layout.slots) - len(self.layout.inserted)))
        for index in self.layout.inserted:
            marked.insert(index, None)
        return {after: before for after, before in enumerate(marked) if before is not None}

    def columns(self, indices: Iterable[int]) -> dict[int, Column]:
        """Give the schema's columns among these indices."""
        keys = {index: self.layout.slots[index] or "" for index in indices}
        by_key = self.tab.by_key
        return {index: by_key[key] for index, key in keys.items() if key in by_key}


def columns(sheet_id: int, first: int, end: int) -> Message:
    """Give the DimensionRange of some columns."""
    return {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": first, "endIndex": end}
