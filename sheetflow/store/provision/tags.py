"""Metadata: tabs and columns tagged with their keys, so that they are known under any title or header."""

from __future__ import annotations

from sheetflow.store.api import Message
from sheetflow.store.names import METADATA
from sheetflow.store.provision.draft import Draft, columns


def tag_requests(draft: Draft) -> list[Message]:
    """Tag what is new in a tab, and the tab itself."""
    places: list[tuple[str, Message]] = [
        (key, {"dimensionRange": columns(draft.sheet_id, index, index + 1)})
        for index, key in draft.added.items()
    ]
    if draft.found is None:
        places.insert(0, (draft.tab.key, {"sheetId": draft.sheet_id}))
    return [tag(key, location) for key, location in places]


def tag(value: str, location: Message, *, key: str = METADATA) -> Message:
    """Give the request that notes a value on a column, a tab or the spreadsheet."""
    noted = {
        "metadataKey": key,
        "metadataValue": value,
        "location": location,
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": noted}}
