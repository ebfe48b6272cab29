"""Views that people save: what they search, filter, sort and see of a tab, each under a name, for a role or for all.

They are kept as developer metadata of the spreadsheet, so they survive, are backed up and have a history.
"""

from __future__ import annotations

import json
from typing import Any

from sheetflow.localsheets.batch.tags import create
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.faults import invalid, missing
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json

KEY = "grid.view"

#: Google's longest metadata value is 30,000 characters; a name longer than this fills the bar.
LONGEST, LONGEST_NAME = 8_000, 40

#: So many views a tab may have.
MOST = 100


def saved_views(book: Book, sheet: Sheet) -> list[Json]:
    """Return a tab's saved views: ``{"id": 5, "title": "城东", "for": "dispatcher", "by": "林静", "view": {…}}``."""
    return [
        {"id": tag["metadataId"], **told}
        for tag in _tags(book, sheet)
        if (told := _told(tag.get("metadataValue", ""))) is not None
    ]


def _told(text: str) -> Json | None:
    """Return what a tag says; None for one that a script of somebody's wrote otherwise."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    fine = isinstance(told, dict) and {"title", "for", "by", "view"} == told.keys()
    return told if fine else None


def save(sheets: LocalSheets, key: str, body: Any, *, actor: str) -> Json:
    """Save a view, over one of the same name and role; return its id. 400 for another shape."""
    if not isinstance(body, dict) or not isinstance(body.get("view"), dict):
        raise invalid('Send {"sheet": tab id, "title": name, "for": role or "", "view": {…}}.')
    title, role = body.get("title"), body.get("for", "")
    if not isinstance(title, str) or not 1 <= len(title.strip()) <= LONGEST_NAME:
        raise invalid(f"title must have between 1 and {LONGEST_NAME} letters.")
    if not isinstance(role, str) or not isinstance(body.get("sheet"), int):
        raise invalid("for must be a role's key or empty, sheet a tab's id.")
    told = {"title": title.strip(), "for": role, "by": actor, "view": body["view"]}
    value = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if len(value) > LONGEST:
        raise invalid(
            f"This view has {len(value)} characters of at most {LONGEST}. Filter by less."
        )
    with sheets.changing(key, actor=actor, acts=["grid.view"]) as draft:
        sheet = draft.sheet(body["sheet"])
        known = saved_views(draft, sheet)
        if len(known) >= MOST:
            raise invalid(f"This tab has {MOST} saved views already. Delete one first.")
        same = {one["id"] for one in known if (one["title"], one["for"]) == (told["title"], role)}
        _drop(draft, same)
        tag = {"metadataKey": KEY, "metadataValue": value, "visibility": "PROJECT"}
        made = create(draft, {"developerMetadata": {**tag, "location": {"sheetId": sheet.id}}})
        draft.tabs_revision = draft.revision + 1
    return {"id": made["developerMetadata"]["metadataId"]}


def drop(sheets: LocalSheets, key: str, view_id: int, *, actor: str) -> None:
    """Delete a saved view. 404 for an unknown one."""
    with sheets.changing(key, actor=actor, acts=["grid.view"]) as draft:
        known = {
            tag["metadataId"] for sheet in draft.sheets.values() for tag in _tags(draft, sheet)
        }
        if view_id not in known:
            raise missing(f"There is no saved view with id {view_id}.")
        _drop(draft, {view_id})
        draft.tabs_revision = draft.revision + 1


def _tags(book: Book, sheet: Sheet) -> list[Json]:
    return [
        tag
        for tag in book.metadata
        if tag["metadataKey"] == KEY and tag["location"].get("sheetId") == sheet.id
    ]


def _drop(draft: Book, ids: set[int]) -> None:
    draft.metadata = [tag for tag in draft.metadata if tag["metadataId"] not in ids]
