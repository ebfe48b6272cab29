"""The columns by their metadata, asked for when a header is broken: it names them for sure under any header."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.errors import SheetflowError
from sheetflow.store.api import Api
from sheetflow.store.names import METADATA

#: The index of each tagged column by its key, by the tab's id.
Tagged = Mapping[int, Mapping[str, int]]


def tagged_columns(api: Api) -> Tagged | None:
    """Give where each column of ours is, in one read; None while nobody answers."""
    try:
        found = api.metadata(METADATA)
    except SheetflowError:
        return None
    places: dict[int, dict[str, int]] = {}
    for one in found:
        span = one.get("location", {}).get("dimensionRange", {})
        if span.get("dimension") == "COLUMNS" and "metadataValue" in one:
            tab = places.setdefault(span.get("sheetId", 0), {})
            tab.setdefault(str(one["metadataValue"]), span.get("startIndex", 0))
    return places
