"""Which rows a filter view of the workbook shows, and in which order; and which ones a tab's basic filter hides."""

from __future__ import annotations

from sheetflow.localsheets.batch.sorting import ordered
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import missing
from sheetflow.localsheets.filtering import body_of, filtered_out, shown_by


def rows_of_view(of: Calculation, sheet: Sheet, view_id: int) -> list[int]:
    """Return the ids of the rows with something in them that a filter view shows. 404 for an unknown view."""
    found = (one for one in sheet.parts.get("filterViews", []) if one["filterViewId"] == view_id)
    view = next(found, None)
    if view is None:
        raise missing(f"There is no filter view with id {view_id}.")
    body, shows = body_of(of.book, sheet, view), shown_by(of, sheet, view)
    order = [row for row in body.rows if _is_filled(sheet, row) and shows(row)]
    for spec in reversed(view.get("sortSpecs", [])):
        order = ordered(of, sheet, order, spec, body)
    return [sheet.rows[row].id for row in order]


def hidden_by_filter(of: Calculation, sheet: Sheet) -> list[int]:
    """Return the ids of the rows with something in them that the tab's basic filter hides, from the top."""
    return [sheet.rows[row].id for row in sorted(filtered_out(of, sheet)) if _is_filled(sheet, row)]


def _is_filled(sheet: Sheet, row: int) -> bool:
    return any(value is not None for value in sheet.rows[row].values)
