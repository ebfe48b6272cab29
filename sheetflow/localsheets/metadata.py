"""Developer metadata: hidden tags on the file, a tab, a column or a row, and finding them."""

from __future__ import annotations

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, whole, without_sheet_zero
from sheetflow.localsheets.shapes import Json

COMPARED = ("metadataId", "metadataKey", "metadataValue", "visibility")


def located(book: Book, location: Json) -> Json:
    """Return a metadata location with its type, checked: exactly one place, a single row or column."""
    places = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if name in location]
    if len(places) != 1:
        raise invalid("location must have exactly one of spreadsheet, sheetId, dimensionRange.")
    if "spreadsheet" in location:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "sheetId" in location:
        book.sheet(location["sheetId"])
        return {"locationType": "SHEET", "sheetId": location["sheetId"]}
    span = {"sheetId": 0, **location["dimensionRange"]}
    book.sheet(span["sheetId"])
    if span.get("endIndex", 0) - span.get("startIndex", 0) != 1:
        raise invalid("location.dimensionRange must be a single row or column.")
    kind = "COLUMN" if span.get("dimension") == "COLUMNS" else "ROW"
    return {"locationType": kind, "dimensionRange": {"startIndex": 0, **span}}


def answered(metadata: Json) -> Json:
    """Return metadata as the API answers it."""
    location = metadata["location"]
    if "dimensionRange" in location:
        span = without_sheet_zero(location["dimensionRange"])
        location = {**location, "dimensionRange": span}
    return {**metadata, "location": location}


def looked_up(book: Book, lookup: Json) -> list[Json]:
    """Return the metadata that a DeveloperMetadataLookup means, by all of what it names."""
    return [one for one in book.metadata if _meant(book, one, lookup)]


def _meant(book: Book, metadata: Json, lookup: Json) -> bool:
    if any(name in lookup and metadata.get(name) != lookup[name] for name in COMPARED):
        return False
    location = metadata["location"]
    if "locationType" in lookup and location["locationType"] != lookup["locationType"]:
        return False
    if "metadataLocation" not in lookup:
        return True
    wanted = located(book, lookup["metadataLocation"])
    if lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION":
        return _intersects(book, location, wanted)
    return bool(location == wanted)


def _intersects(book: Book, location: Json, wanted: Json) -> bool:
    """Say whether a place lies in, around or across another."""
    if "spreadsheet" in wanted or "spreadsheet" in location:
        return True
    return any(
        mine.meets(other) for mine in _boxes(book, location) for other in _boxes(book, wanted)
    )


def box_of_metadata(book: Book, metadata: Json) -> list[Box]:
    """Return the cells that metadata is attached to; the whole of each tab for the file's own."""
    return _boxes(book, metadata["location"])


def _boxes(book: Book, location: Json) -> list[Box]:
    if "spreadsheet" in location:
        return [whole(sheet) for sheet in book.sheets.values()]
    if "sheetId" in location:
        return [whole(book.sheet(location["sheetId"]))]
    return [dimension_box(book, location["dimensionRange"])]


def dimension_box(book: Book, span: Json) -> Box:
    """Return the cells of whole rows or columns."""
    axis = "Column" if span.get("dimension") == "COLUMNS" else "Row"
    asked = {"sheetId": span.get("sheetId", 0)}
    for end in ("start", "end"):
        if f"{end}Index" in span:
            asked[f"{end}{axis}Index"] = span[f"{end}Index"]
    return box_of(book, asked)
