"""DataFilters: by A1 range, by grid range, or by developer metadata."""

from __future__ import annotations

from sheetflow.localsheets.a1 import parse
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.metadata import box_of_metadata, looked_up
from sheetflow.localsheets.ranges import Box, box_of, without_sheet_zero
from sheetflow.localsheets.shapes import Json


def boxes(book: Book, data_filter: Json) -> list[Box]:
    """Return the rectangles that a DataFilter means; a lookup may mean none or several."""
    if "a1Range" in data_filter:
        return [parse(book, data_filter["a1Range"])]
    if "gridRange" in data_filter:
        return [box_of(book, data_filter["gridRange"])]
    if "developerMetadataLookup" in data_filter:
        found = looked_up(book, data_filter["developerMetadataLookup"])
        return [box for one in found for box in box_of_metadata(book, one)]
    raise invalid("A DataFilter needs one of a1Range, gridRange, developerMetadataLookup.")


def matched(book: Book, data_filters: list[Json]) -> list[tuple[Box, list[Json]]]:
    """Return each rectangle meant once, with the filters (as the API repeats them) that mean it."""
    found: dict[Box, list[Json]] = {}
    for one in data_filters:
        for box in boxes(book, one):
            found.setdefault(box, []).append(echoed(one))
    return list(found.items())


def matching(book: Book, data_filter: Json) -> list[Json]:
    """Return the metadata that a DataFilter means: by lookup, or attached inside a range."""
    if "developerMetadataLookup" in data_filter:
        return looked_up(book, data_filter["developerMetadataLookup"])
    wanted = boxes(book, data_filter)
    return [
        one
        for one in book.metadata
        if "spreadsheet" not in one["location"]
        and any(box.meets(mine) for box in wanted for mine in box_of_metadata(book, one))
    ]


def echoed(data_filter: Json) -> Json:
    """Return a DataFilter as the API repeats it: sheetId 0 left out."""
    if "gridRange" in data_filter:
        return {**data_filter, "gridRange": without_sheet_zero(data_filter["gridRange"])}
    return data_filter
