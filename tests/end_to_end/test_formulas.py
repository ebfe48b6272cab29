"""Every formula that the schema puts into a spreadsheet is one that the local workbook can calculate."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from gspread.utils import rowcol_to_a1

from sheetflow.localsheets.formulas.functions import FUNCTIONS, LAZY
from sheetflow.model import Language
from sheetflow.schema import load
from tests.end_to_end.spreadsheet import HOUR, ROOT, SCHEMA, Sheet, new_sheet

QUOTED, CALL = re.compile(r'"[^"]*"'), re.compile(r"([A-Za-z.]+)\(")


@pytest.mark.parametrize("profile", [one.name for one in SCHEMA.profiles])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_formula_of_the_schema_is_calculated(
    tmp_path: Path, profile: str, language: Language
) -> None:
    schema = load(ROOT / "sheet_schema.yaml", profile=profile)
    with new_sheet(tmp_path, language, schema) as sheet:
        sheet.put("tickets", {"status": "completed", "flags": "docs_missing", "response_by": HOUR})
        formulas = formulas_of(sheet)
        found = {
            text: value for tab in formulas for text, value in calculated(sheet, tab, formulas[tab])
        }
        views = [view for view in schema.views if view.when]
        assert sum(map(len, formulas.values())) == len(schema.highlights) + len(views)
        assert unknown([text for texts in formulas.values() for text in texts]) == set()
        assert {text: value for text, value in found.items() if "boolValue" not in value} == {}


def formulas_of(sheet: Sheet) -> dict[str, list[str]]:
    """Give the formulas of all colours and views as they stand in the spreadsheet, by their tab's title."""
    rule = "conditionalFormats(booleanRule(condition))"
    view = "filterViews(filterSpecs(filterCriteria(condition)))"
    answer = sheet.people.fetch_sheet_metadata(
        {"fields": f"sheets(properties(title),{rule},{view})"}
    )
    found: dict[str, list[str]] = {}
    for tab in answer["sheets"]:
        conditions = [one["booleanRule"]["condition"] for one in tab.get("conditionalFormats", [])]
        for one in tab.get("filterViews", []):
            conditions += [
                spec["filterCriteria"]["condition"] for spec in one.get("filterSpecs", [])
            ]
        if conditions:
            title = tab["properties"]["title"]
            found[title] = [condition["values"][0]["userEnteredValue"] for condition in conditions]
    return found


def unknown(formulas: list[str]) -> set[str]:
    """Name the functions that aren't known: ISNUMBER makes an error FALSE, so that values don't tell."""
    called = (CALL.findall(QUOTED.sub("", text)) for text in formulas)
    return {name for names in called for name in names} - FUNCTIONS.keys() - LAZY.keys()


def calculated(sheet: Sheet, title: str, formulas: list[str]) -> list[tuple[str, Any]]:
    """Write formulas beside a tab's table, and give what each of them comes to."""
    worksheet = sheet.people.worksheet(title)
    column = worksheet.col_count + 1
    worksheet.add_cols(1)
    worksheet.update([[text] for text in formulas], rowcol_to_a1(2, column), raw=False)
    across = f"'{title}'!{rowcol_to_a1(2, column)}:{rowcol_to_a1(1 + len(formulas), column)}"
    answer = sheet.people.fetch_sheet_metadata(
        {"ranges": across, "fields": "sheets(data(rowData(values(effectiveValue))))"}
    )
    rows = answer["sheets"][0]["data"][0]["rowData"]
    return [
        (text, row["values"][0]["effectiveValue"]) for text, row in zip(formulas, rows, strict=True)
    ]
