"""Not proved of Google yet: where metadata goes when its row, column or tab does."""

from __future__ import annotations

from typing import Any

from sheetflow.behaviours.behaviour import Behaviour, behaviour
from sheetflow.behaviours.scratch import Scratch


def _tag(tab: Scratch, start: int, dimension: str) -> dict[str, Any]:
    place = {"dimensionRange": tab.rows(start, start + 1, dimension)}
    tagged = {
        "metadataKey": tab.name("tag"),
        "metadataValue": "v",
        "visibility": "DOCUMENT",
        "location": place,
    }
    return {"createDeveloperMetadata": {"developerMetadata": tagged}}


def _tagged(tab: Scratch) -> list[int]:
    """Give where what `_tag` made lies now."""
    lookup = {"developerMetadataLookup": {"metadataKey": tab.name("tag")}}
    answer = tab.call("post", "/developerMetadata:search", {"dataFilters": [lookup]})
    found = [one["developerMetadata"] for one in answer.get("matchedDeveloperMetadata", ())]
    return [one["location"]["dimensionRange"].get("startIndex", 0) for one in found]


@behaviour(
    "",
    "assumed",
    "metadata of a row stays with its place in a sort",
    given=[["b"], ["a"]],
    expects=[[["a"], ["b"]], [0]],
)
def a_tagged_row(tab: Scratch) -> object:
    """Tag the first of two rows, and sort it down."""
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    sort = {"sortRange": {"range": tab.grid("A1:F2"), "sortSpecs": specs}}
    tab.batch(_tag(tab, 0, "ROWS"), sort)
    return [tab.read("A1:A2"), _tagged(tab)]


@behaviour("", "assumed", "metadata of a column goes along when it is moved", expects=[3])
def a_tagged_column(tab: Scratch) -> object:
    """Move the first column to the fourth place."""
    move = {"source": tab.rows(0, 1, "COLUMNS"), "destinationIndex": 4}
    tab.batch(_tag(tab, 0, "COLUMNS"), {"moveDimension": move})
    return _tagged(tab)


@behaviour("", "assumed", "metadata of a column that is deleted is gone", expects=[])
def a_deleted_column(tab: Scratch) -> object:
    """Tag a column and delete it."""
    tab.batch(_tag(tab, 1, "COLUMNS"), {"deleteDimension": {"range": tab.rows(1, 2, "COLUMNS")}})
    return _tagged(tab)


@behaviour(
    "",
    "assumed",
    "metadata of a column isn't copied when its tab is duplicated",
    expects=[1],
)
def a_copied_tab(tab: Scratch) -> object:
    """Duplicate the tab."""
    tab.batch(_tag(tab, 1, "COLUMNS"))
    tab.duplicate()
    return _tagged(tab)


TAGS: tuple[Behaviour, ...] = (
    a_tagged_row,
    a_tagged_column,
    a_deleted_column,
    a_copied_tab,
)
