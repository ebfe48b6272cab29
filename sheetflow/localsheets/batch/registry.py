"""Which function serves which request of spreadsheets.batchUpdate, and running a batch of them."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.localsheets.batch import (
    banding,
    borders,
    cells,
    conditional,
    dimensions,
    duplicates,
    filling,
    filters,
    finding,
    groups,
    merging,
    named_ranges,
    pasting,
    protection,
    sheets,
    shoving,
    sorting,
    tags,
    texts,
)
from sheetflow.localsheets.batch.left_out import WHY
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import ApiFault, invalid, unsupported
from sheetflow.localsheets.shapes import Json

Act = Callable[[Book, Json], Json]

ACTS: dict[str, Act] = {
    "addBanding": banding.add_banding,
    "addConditionalFormatRule": conditional.add_rule,
    "addDimensionGroup": groups.add_group,
    "addFilterView": filters.add_filter_view,
    "addNamedRange": named_ranges.add_named_range,
    "addProtectedRange": protection.add_protected_range,
    "addSheet": sheets.add_sheet,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append_dimension,
    "autoFill": filling.auto_fill,
    "autoResizeDimensions": dimensions.auto_resize,
    "clearBasicFilter": filters.clear_basic_filter,
    "copyPaste": pasting.copy_paste,
    "createDeveloperMetadata": tags.create,
    "cutPaste": pasting.cut_paste,
    "deleteBanding": banding.delete_banding,
    "deleteConditionalFormatRule": conditional.delete_rule,
    "deleteDeveloperMetadata": tags.delete,
    "deleteDimension": dimensions.delete_dimension,
    "deleteDimensionGroup": groups.delete_group,
    "deleteDuplicates": duplicates.delete_duplicates,
    "deleteFilterView": filters.delete_filter_view,
    "deleteNamedRange": named_ranges.delete_named_range,
    "deleteProtectedRange": protection.delete_protected_range,
    "deleteRange": shoving.delete_range,
    "deleteSheet": sheets.delete_sheet,
    "duplicateFilterView": filters.duplicate_filter_view,
    "duplicateSheet": sheets.duplicate_sheet,
    "findReplace": finding.find_replace,
    "insertDimension": dimensions.insert_dimension,
    "insertRange": shoving.insert_range,
    "mergeCells": merging.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "pasteData": texts.paste_data,
    "randomizeRange": duplicates.randomize_range,
    "repeatCell": cells.repeat_cell,
    "setBasicFilter": filters.set_basic_filter,
    "setDataValidation": cells.set_data_validation,
    "sortRange": sorting.sort_range,
    "textToColumns": texts.text_to_columns,
    "trimWhitespace": texts.trim_whitespace,
    "unmergeCells": merging.unmerge_cells,
    "updateBanding": banding.update_banding,
    "updateBorders": borders.update_borders,
    "updateCells": cells.update_cells,
    "updateConditionalFormatRule": conditional.update_rule,
    "updateDeveloperMetadata": tags.update,
    "updateDimensionGroup": groups.update_group,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateFilterView": filters.update_filter_view,
    "updateNamedRange": named_ranges.update_named_range,
    "updateProtectedRange": protection.update_protected_range,
    "updateSheetProperties": sheets.update_sheet_properties,
    "updateSpreadsheetProperties": sheets.update_spreadsheet_properties,
}


def run(book: Book, requests: list[Json]) -> list[Json]:
    """Do the requests on a draft, in order; return one reply for each.

    A fault names the request: ``Invalid requests[2].repeatCell: …``.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    return [_run_one(book, index, request) for index, request in enumerate(requests)]


def _run_one(book: Book, index: int, request: Json) -> Json:
    if not request:
        raise invalid(f"Invalid requests[{index}]: No request set.")
    [(kind, body)] = request.items()
    act = ACTS.get(kind)
    if act is None:
        raise unsupported(f"requests[{index}].{kind}", because=WHY[kind])
    try:
        reply = act(book, body)
    except ApiFault as fault:
        raise ApiFault(fault.code, f"Invalid requests[{index}].{kind}: {fault.message}") from fault
    return {kind: reply} if reply else {}
