"""Each kind of condition: what it colours in the API, in the grid and in the file, and what it refuses."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from sheetflow.localsheets.calculation import calculation
from sheetflow.localsheets.xlsx.reading import book_of_xlsx
from sheetflow.localsheets.xlsx.writing import xlsx_of
from tests.localsheets.conftest import Workbook
from tests.localsheets.test_behaviours import grid
from tests.localsheets.test_grid import Page
from tests.localsheets.test_xlsx import condition

RED = {"red": 1}

#: A condition, what is typed that meets it, and what is typed that doesn't. Now is 2026-03-10.
KINDS = [
    (condition("TEXT_CONTAINS", "急*"), "很急*了", "很急了"),
    (condition("TEXT_NOT_CONTAINS", "急"), "不忙", "急"),
    (condition("TEXT_STARTS_WITH", "wx"), "WX2026", "2026WX"),
    (condition("TEXT_ENDS_WITH", "号"), "三号", "号三"),
    (condition("TEXT_EQ", "yes"), "Yes", "yes!"),
    (condition("TEXT_IS_EMAIL"), "a@example.com", "a at example"),
    (condition("TEXT_IS_URL"), "https://example.com/a", "example"),
    (condition("NUMBER_GREATER", "5"), "5.1", "5"),
    (condition("NUMBER_GREATER_THAN_EQ", "5"), "5", "4.9"),
    (condition("NUMBER_LESS", "5"), "-1", "5"),
    (condition("NUMBER_LESS_THAN_EQ", "5"), "5", "很少"),
    (condition("NUMBER_EQ", "5"), "5", "6"),
    (condition("NUMBER_NOT_EQ", "5"), "6", "5"),
    (condition("NUMBER_BETWEEN", "1", "5"), "1", "5.5"),
    (condition("NUMBER_NOT_BETWEEN", "1", "5"), "0", "3"),
    (condition("DATE_EQ", day="TODAY"), "2026-03-10 14:30", "2026-03-11"),
    (condition("DATE_NOT_EQ", "2026-03-10"), "2026-03-11", "2026-03-10"),
    (condition("DATE_BEFORE", "2026-03-10"), "2026-03-09 23:59", "2026-03-10"),
    (condition("DATE_AFTER", "2026-03-10"), "2026-03-11", "2026-03-10 23:59"),
    (condition("DATE_ON_OR_BEFORE", day="TOMORROW"), "2026-03-11 09:00", "2026-03-12"),
    (condition("DATE_ON_OR_AFTER", day="YESTERDAY"), "2026-03-09", "2026-03-08"),
    (condition("DATE_BETWEEN", "2026-03-01", "2026-03-31"), "2026-03-31 18:00", "2026-04-01"),
    (condition("DATE_NOT_BETWEEN", "2026-03-01", "2026-03-31"), "2026-04-01", "2026-03-31"),
    (condition("DATE_IS_VALID"), "2026-03-10", "明天"),
    (condition("CUSTOM_FORMULA", "=LEN($A2)=3"), "abc", "ab"),
    (condition("CUSTOM_FORMULA", '=COUNTIF($A$2:$A$3,$A2&"")+LEN($A2)=3'), "ab", "abc"),
]
ONLY_COLOURS = [
    (condition("TEXT_NOT_EQ", "x"), "y", "x"),
    (condition("BLANK"), "", "x"),
    (condition("NOT_BLANK"), "x", ""),
]
ONLY_REFUSES = [
    (condition("ONE_OF_LIST", "新", "1"), "1", "旧"),
    (condition("ONE_OF_RANGE", "=Sheet1!$E$1:$E"), "林静", "陈立"),
    (condition("BOOLEAN"), "TRUE", "真"),
    (condition("BOOLEAN", "是", "否"), "否", "TRUE"),
]


def named(kinds: list[Any]) -> Any:
    return [pytest.param(*one, id=f"{one[0]['type']}-{place}") for place, one in enumerate(kinds)]


@pytest.mark.documented
@pytest.mark.parametrize(("rule", "good", "bad"), named(KINDS + ONLY_COLOURS))
def test_a_rule_colours_the_same_cells_in_the_api_the_grid_and_the_file(
    small: Workbook, rule: Any, good: str, bad: str
) -> None:
    small.write("A2:B3", [[good, "x"], [bad, "x"]], "USER_ENTERED")
    look = {"condition": rule, "format": {"backgroundColor": RED}}
    ranges = [grid(1, 3, 0, 1)]
    small.batch({"addConditionalFormatRule": {"rule": {"ranges": ranges, "booleanRule": look}}})
    assert coloured(small) == [True, False]
    answer = Page(small).poll()
    rows = [row for row in answer["rows"] if "B" not in row and (row.get("v") or [""])[-1] == "x"]
    assert [bool(row.get("c")) for row in rows] == [True, False]
    content = exported(small)
    tab = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    [(_, [written])] = list(tab.conditional_formatting._cf_rules.items())
    formula = f"={written.formula[0]}"
    small.batch({
        "repeatCell": {"range": grid(1, 3, 2, 3), "fields": "userEnteredValue",
                       "cell": {"userEnteredValue": {"formulaValue": formula.replace("_xlfn.", "")}}}
    })  # fmt: skip
    assert [value is True for [value] in small.raw("C2:C3")] == [True, False]
    assert coloured(imported(small, content)) == [True, False]


def coloured(workbook: Workbook) -> list[bool]:
    cells = workbook.cells("A2:A3", "effectiveFormat.backgroundColor")
    shown = [(line or [{}])[0].get("effectiveFormat", {}) for line in cells]
    return [one.get("backgroundColor") == RED for one in shown]


def exported(workbook: Workbook) -> bytes:
    return xlsx_of(calculation(workbook.sheets.book(workbook.key), workbook.sheets.now()))


def imported(workbook: Workbook, content: bytes) -> Workbook:
    book = workbook.sheets.add(
        lambda key, at: book_of_xlsx(content, key, at, title="x"), actor="test"
    )
    return Workbook(book.id, workbook.client, workbook.sheets, workbook.clock)


def validated(workbook: Workbook, rule: Any, *, strict: bool) -> None:
    workbook.write("E1:E2", [["林静"], ["王敏"]])
    wanted = {"condition": rule, "strict": strict, "inputMessage": "请看说明"}
    workbook.batch({"setDataValidation": {"range": grid(1, 3, 0, 1), "rule": wanted}})


def ids(workbook: Workbook) -> list[int]:
    return [row.id for row in workbook.sheets.book(workbook.key).sheet(0).rows]


@pytest.mark.documented
@pytest.mark.parametrize(("rule", "good", "bad"), named(KINDS + ONLY_REFUSES))
def test_a_strict_rule_refuses_in_the_grid_what_breaks_it(
    small: Workbook, rule: Any, good: str, bad: str
) -> None:
    validated(small, rule, strict=True)
    page, row = Page(small), ids(small)[1]
    refused = page.edit({"row": row, "column": 0, "old": "", "new": bad}, status=422)
    assert "A2" in refused["error"]["message"]
    assert small.read("A2") == []
    page.edit({"row": row, "column": 0, "old": "", "new": good})
    assert small.read("A2") != []


@pytest.mark.documented
@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"strict": True}, "condition.type is required."),
        ({"condition": {"type": "ONE_OF_LIST"}}, "wrong number of values: 0."),
    ],
)
def test_a_rule_without_sense_is_refused_however_it_is_written(
    small: Workbook, rule: dict[str, Any], why: str
) -> None:
    cell, box = {"dataValidation": rule}, grid(0, 1, 0, 1)
    rows = [{"values": [cell]}]
    for request in (
        {"setDataValidation": {"range": box, "rule": rule}},
        {"repeatCell": {"range": box, "cell": cell, "fields": "dataValidation"}},
        {"updateCells": {"range": box, "rows": rows, "fields": "*"}},
        {"appendCells": {"rows": rows, "fields": "dataValidation"}},
    ):
        assert small.refusal(request).endswith(why)


def test_a_rule_that_only_warns_takes_what_breaks_it(small: Workbook) -> None:
    for rule, _, bad in KINDS + ONLY_REFUSES:
        small.write("A2", [[""]])
        validated(small, rule, strict=False)
        Page(small).edit({"row": ids(small)[1], "column": 0, "old": "", "new": bad})
        assert small.read("A2") != [], rule


@pytest.mark.assumed
def test_a_rule_by_formula_is_read_from_its_own_cell_and_goes_along_with_it(
    small: Workbook,
) -> None:
    validated(small, condition("CUSTOM_FORMULA", "=$A2>B$1"), strict=True)
    small.batch({"copyPaste": {"source": grid(1, 2, 0, 1), "destination": grid(4, 5, 1, 2)}})
    found = small.cells("A1:B5", "dataValidation.condition")
    rules = {
        (row, place): cell["dataValidation"]["condition"]["values"][0]["userEnteredValue"]
        for row, line in enumerate(found)
        for place, cell in enumerate(line)
        if "dataValidation" in cell
    }
    assert rules == {(1, 0): "=$A2>B$1", (2, 0): "=$A3>B$1", (4, 1): "=$A5>C$1"}


def test_no_rule_but_one_about_blanks_is_met_by_an_error(small: Workbook) -> None:
    small.write("A2", [["=1/0"]], "USER_ENTERED")
    for kind in (
        condition("TEXT_CONTAINS", "D"),
        condition("NUMBER_LESS", "5"),
        condition("BLANK"),
    ):
        look = {"condition": kind, "format": {"backgroundColor": RED}}
        small.batch(
            {
                "addConditionalFormatRule": {
                    "rule": {"ranges": [grid(1, 3, 0, 1)], "booleanRule": look}
                }
            }
        )
        assert coloured(small) == [False, kind["type"] == "BLANK"]
