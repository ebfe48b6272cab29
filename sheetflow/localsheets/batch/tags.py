"""create, update and deleteDeveloperMetadata."""

from __future__ import annotations

import secrets

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.datafilters import matching
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.masks import patched, required
from sheetflow.localsheets.metadata import answered, located
from sheetflow.localsheets.shapes import Json


def create(book: Book, request: Json) -> Json:
    """Tag a place; the id is the caller's where one is given."""
    tag = _checked(
        book, {"metadataId": secrets.randbelow(2**31), **request.get("developerMetadata", {})}
    )
    if any(one["metadataId"] == tag["metadataId"] for one in book.metadata):
        raise invalid(f"Developer metadata with id {tag['metadataId']} already exists.")
    book.metadata.append(tag)
    return {"developerMetadata": answered(tag)}


def update(book: Book, request: Json) -> Json:
    """Change what the mask names of all tags that the filters mean."""
    mask = required(request, "DeveloperMetadata")
    meant = _meant(book, request.get("dataFilters", []))
    changed = []
    for place, tag in enumerate(book.metadata):
        if tag["metadataId"] in meant:
            new = patched(mask, tag, request.get("developerMetadata", {}))
            book.metadata[place] = _checked(book, {**new, "metadataId": tag["metadataId"]})
            changed.append(answered(book.metadata[place]))
    return {"developerMetadata": changed}


def delete(book: Book, request: Json) -> Json:
    """Delete all tags that the filter means."""
    meant = _meant(book, [request.get("dataFilter", {})])
    gone = [answered(tag) for tag in book.metadata if tag["metadataId"] in meant]
    book.metadata = [tag for tag in book.metadata if tag["metadataId"] not in meant]
    return {"deletedDeveloperMetadata": gone}


def _meant(book: Book, data_filters: list[Json]) -> set[int]:
    return {tag["metadataId"] for one in data_filters for tag in matching(book, one)}


def _checked(book: Book, tag: Json) -> Json:
    if not tag.get("metadataKey"):
        raise invalid("developerMetadata.metadataKey is required.")
    if tag.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid("developerMetadata.visibility must be DOCUMENT or PROJECT.")
    given = {
        name: value for name, value in tag.get("location", {}).items() if name != "locationType"
    }
    return {**tag, "location": located(book, given)}
