"""Which function serves which request of spreadsheets.batchUpdate, and running a batch of them."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.localsheets.batch import cells, named_ranges, sheets
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import ApiFault, invalid, unsupported
from sheetflow.localsheets.shapes import Json

Act = Callable[[Book, Json], Json]

ACTS: dict[str, Act] = {
    "addNamedRange": named_ranges.add_named_range,
    "addSheet": sheets.add_sheet,
    "appendCells": cells.append_cells,
    "deleteNamedRange": named_ranges.delete_named_range,
    "updateCells": cells.update_cells,
    "updateNamedRange": named_ranges.update_named_range,
}


def run(book: Book, requests: list[Json]) -> list[Json]:
    """Do the requests on a draft, in order; return one reply for each.

    A fault names the request: ``Invalid requests[2].repeatCell: …``.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    return [_run_one(book, index, request) for index, request in enumerate(requests)]


def _run_one(book: Book, index: int, request: Json) -> Json:
    if len(request) != 1:
        found = (
            "No request set." if not request else "More than one request set: " + ", ".join(request)
        )
        raise invalid(f"Invalid requests[{index}]: {found}")
    [(kind, body)] = request.items()
    act = ACTS.get(kind)
    if act is None:
        raise unsupported(f"requests[{index}].{kind}")
    try:
        reply = act(book, body)
    except ApiFault as fault:
        raise ApiFault(fault.code, f"Invalid requests[{index}].{kind}: {fault.message}") from fault
    return {kind: reply} if reply else {}
