"""A spreadsheet goes out as xlsx and comes back the same, and other programs find in the file what we put there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from gspread.utils import ExportFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.calculation import calculation
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.xlsx.reading import UnreadableXlsx, book_of_xlsx
from sheetflow.localsheets.xlsx.spelling import read
from sheetflow.localsheets.xlsx.writing import xlsx_of
from tests.localsheets.conftest import URL, Clock, Workbook
from tests.localsheets.test_behaviours import grid

SOFFICE = shutil.which("soffice")
ROWS, COLUMNS = 12, 6

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.sampled_from(
        [
            "=1+1",
            "007",
            "138-0000-0001",
            "'x",
            "+86",
            "-",
            "@a",
            "_x0041_",
            " a ",
            "a\nb",
            "\r",
            "#N/A",
            "TRUE",
            "1e5",
        ]
    ),
)
numbers = st.one_of(
    st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False, width=64)
)
formulas = st.sampled_from(
    [
        "=A1+1", '=A1&"x"', "=SUM(B2:B)", "=SUM(Sheet1!A:A)", "=XLOOKUP(1,A2:A,B2:B)", "=1+",
        '=QUERY(A1:B,"select A")',
        "=ARRAYFORMULA(A1:A2&1)", "='二 号'!B2*2", "=NOW()", '=IF(A1="=SUM(", "_xlfn.", TRUE)', "=IFS(A1>1,2)",
        "={1,2;3,4}", "={A1:A2;B1}", "=NA()", "=1/0", "=SUM(C2:3)",
    ]
)  # fmt: skip
values = st.one_of(
    st.builds(lambda v: {"stringValue": v}, texts),
    st.builds(lambda v: {"numberValue": v}, numbers),
    st.builds(lambda v: {"boolValue": v}, st.booleans()),
    st.builds(lambda v: {"formulaValue": v}, formulas),
)
channel = st.integers(0, 255).map(lambda part: part / 255)
colours = st.fixed_dictionaries({"red": channel, "green": channel, "blue": channel})
number_formats = st.sampled_from(
    [
        {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"},
        {"type": "DATE", "pattern": "m月d日"},
        {"type": "TIME", "pattern": "[h]:mm"},
        {"type": "TEXT", "pattern": "@"},
        {"type": "CURRENCY", "pattern": '"¥"#,##0.00'},
        {"type": "PERCENT", "pattern": "0.0%"},
        {"type": "NUMBER", "pattern": "#,##0;[Red]-#,##0"},
        {"type": "SCIENTIFIC", "pattern": "0.00E+00"},
    ]
)
on = st.just(True)
formats = st.fixed_dictionaries(
    {},
    optional={
        "numberFormat": number_formats,
        "backgroundColor": colours,
        "horizontalAlignment": st.sampled_from(["LEFT", "CENTER", "RIGHT"]),
        "verticalAlignment": st.sampled_from(["TOP", "MIDDLE", "BOTTOM"]),
        "wrapStrategy": st.sampled_from(["WRAP", "CLIP"]),
        "textRotation": st.sampled_from([{"angle": 45}, {"angle": -30}, {"vertical": True}]),
        "borders": st.fixed_dictionaries(
            {"top": st.fixed_dictionaries({"style": st.sampled_from(["SOLID", "DASHED", "DOUBLE"]), "color": colours})}
        ),
        "textFormat": st.fixed_dictionaries(
            {},
            optional={
                "bold": on, "italic": on, "strikethrough": on, "underline": on, "foregroundColor": colours,
                "fontFamily": st.sampled_from(["Noto Sans", "宋体"]), "fontSize": st.integers(11, 40),
            },
        ).filter(bool),
    },
)  # fmt: skip


def condition(kind: str, *entries: str, **relative: str) -> dict[str, Any]:
    listed = [{"userEnteredValue": one} for one in entries]
    listed += [{"relativeDate": day} for day in relative.values()]
    return {"type": kind, "values": listed} if listed else {"type": kind}


#: One condition of each kind that conditional formats and validation share.
CONDITIONS = [
    condition("CUSTOM_FORMULA", '=AND($A2>1,B$1<>"x")'),
    condition("TEXT_CONTAINS", '急*"'),
    condition("TEXT_NOT_CONTAINS", "a"),
    condition("TEXT_STARTS_WITH", "WX"),
    condition("TEXT_ENDS_WITH", "号"),
    condition("TEXT_EQ", "待派工"),
    condition("TEXT_NOT_EQ", "x"),
    condition("TEXT_IS_EMAIL"),
    condition("TEXT_IS_URL"),
    condition("NUMBER_GREATER", "1.5"),
    condition("NUMBER_GREATER_THAN_EQ", "0"),
    condition("NUMBER_LESS", "-3"),
    condition("NUMBER_LESS_THAN_EQ", "=$A$1"),
    condition("NUMBER_EQ", "7"),
    condition("NUMBER_NOT_EQ", "7"),
    condition("NUMBER_BETWEEN", "1", "5"),
    condition("NUMBER_NOT_BETWEEN", "1", "5"),
    condition("DATE_EQ", day="TODAY"),
    condition("DATE_BEFORE", "2026-03-10"),
    condition("DATE_AFTER", day="YESTERDAY"),
    condition("DATE_ON_OR_BEFORE", day="PAST_WEEK"),
    condition("DATE_ON_OR_AFTER", day="TOMORROW"),
    condition("DATE_NOT_EQ", "2026-03-10"),
    condition("DATE_BETWEEN", "2026-03-01", "2026-03-31"),
    condition("DATE_NOT_BETWEEN", "2026-03-01", "2026-03-31"),
    condition("DATE_IS_VALID"),
]
#: What only conditional formats, and only validation, know.
BLANKS = [condition("BLANK"), condition("NOT_BLANK")]
CHOICES = [
    condition("ONE_OF_LIST", "待派工", "已派工"),
    condition("ONE_OF_LIST", "a, b", " c"),
    condition("ONE_OF_LIST", *[f"技师{number:03d}" for number in range(99)]),
    condition("ONE_OF_RANGE", "='二 号'!$B$2:$B"),
    condition("BOOLEAN"),
]
LISTED = {"condition": CHOICES[0], "strict": True, "showCustomUi": True}
rules = st.fixed_dictionaries(
    {"condition": st.sampled_from(CONDITIONS + CHOICES)},
    optional={
        "strict": on,
        "showCustomUi": on,
        "inputMessage": st.sampled_from(["填\n一个", "\x00"]),
    },
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "userEnteredValue": values,
        "userEnteredFormat": formats,
        "note": st.sampled_from(["说明", "two\nlines <&>"]),
        "dataValidation": rules,
    },
)
tables = st.lists(st.lists(cells, max_size=COLUMNS), max_size=ROWS)
rule_formats = st.sampled_from(
    [
        {"backgroundColor": {"red": 1}},
        {"textFormat": {"bold": True, "foregroundColor": {"green": 0.2}}},
        {"backgroundColor": {"blue": 1}, "textFormat": {"strikethrough": True}},
    ]
)


def of_tab(sheet: int) -> Any:
    """Give conditional formats of a tab, some without an end, some of two ranges."""
    boxes = [
        grid(1, 5, 1, 3, sheet),
        {"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2},
    ]
    ranges = st.sampled_from(
        [[box] for box in boxes] + [[grid(3, 4, 3, 4, sheet), grid(5, 9, 4, 5, sheet)]]
    )
    return st.builds(
        lambda ranges, one, look: {"ranges": ranges, "booleanRule": {"condition": one, "format": look}},
        ranges, st.sampled_from(CONDITIONS + BLANKS), rule_formats,
    )  # fmt: skip


def sized(sheet: int, title: str, **grid_properties: int) -> dict[str, Any]:
    size = {"rowCount": ROWS, "columnCount": COLUMNS, **grid_properties}
    return {"sheetId": sheet, "title": title, "gridProperties": size}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSheets]:
    opened = LocalSheets(tmp_path_factory.mktemp("xlsx") / "workbook.sqlite", now=Clock())
    yield opened
    opened.close()


def new_book(sheets: LocalSheets, *, long_name: bool = False) -> Workbook:
    """Make a spreadsheet of two small tabs in Chinese."""
    client = local_client(sheets, "test")
    second = "二 号" + "很" * 40 if long_name else "二 号"
    body = {
        "properties": {"title": "工单", "locale": "zh_CN", "timeZone": "Asia/Shanghai"},
        "sheets": [
            {"properties": sized(0, "Sheet1", frozenRowCount=1)},
            {"properties": {**sized(7, second), "tabColor": {"red": 1}}},
        ],
    }
    key = client.http_client.request("post", URL, json=body).json()["spreadsheetId"]
    return Workbook(key, client, sheets, Clock())


def filled(workbook: Workbook, sheet: int, table: Any) -> None:
    request = {
        "start": {"sheetId": sheet},
        "rows": [{"values": row} for row in table],
        "fields": "*",
    }
    workbook.batch({"updateCells": request})


BANDS = {"headerColor": {"red": 1}, "firstBandColor": {"green": 1}, "secondBandColor": {"blue": 1}}


def exported(workbook: Workbook) -> bytes:
    return xlsx_of(calculation(workbook.sheets.book(workbook.key), workbook.sheets.now()))


def imported(workbook: Workbook, content: bytes) -> Workbook:
    book = workbook.sheets.add(
        lambda key, at: book_of_xlsx(content, key, at, title="工单"), actor="test", act="import"
    )
    return Workbook(book.id, workbook.client, workbook.sheets, workbook.clock)


def picture(workbook: Workbook) -> Any:
    """Give all that can be read of a spreadsheet but its address and the ids of its named ranges."""
    shown = workbook.get(includeGridData="true")
    del shown["spreadsheetId"], shown["spreadsheetUrl"]
    for named in shown.get("namedRanges", []):
        del named["namedRangeId"]
    return pruned(shown)


def pruned(shown: Any) -> Any:
    """Leave out formats that say nothing."""
    if isinstance(shown, list):
        return [pruned(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    found = {name: pruned(one) for name, one in shown.items()}
    silent = ("userEnteredFormat", "textFormat")
    return {name: one for name, one in found.items() if one or name not in silent}


@settings(max_examples=25, deadline=None)
@given(
    tables, tables, st.lists(of_tab(0), max_size=3), st.lists(of_tab(7), max_size=2), st.booleans()
)
def test_a_spreadsheet_comes_back_from_xlsx_as_it_went(
    sheets: LocalSheets, first: Any, second: Any, one: Any, other: Any, long_name: bool
) -> None:
    workbook = new_book(sheets, long_name=long_name)
    filled(workbook, 0, first)
    filled(workbook, 7, second)
    workbook.batch(
        {"mergeCells": {"range": grid(9, 11, 2, 4)}},
        {"updateDimensionProperties": {
            "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 4},
            "properties": {"pixelSize": 237, "hiddenByUser": True}, "fields": "pixelSize,hiddenByUser"}},
        {"updateDimensionProperties": {
            "range": {"sheetId": 7, "dimension": "ROWS", "startIndex": 3, "endIndex": 5},
            "properties": {"pixelSize": 50, "hiddenByUser": True}, "fields": "pixelSize,hiddenByUser"}},
        {"addNamedRange": {"namedRange": {"name": "名单", "range": grid(1, 4, 1, 2, 7)}}},
        {"addBanding": {"bandedRange": {"range": grid(1, 8, 0, 4), "rowProperties": BANDS}}},
        *({"addConditionalFormatRule": {"rule": rule}} for rule in (*one, *other)),
    )  # fmt: skip
    content = exported(workbook)
    assert picture(imported(workbook, content)) == picture(workbook)


def test_other_programs_see_bands_below_the_cells_own_colours(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    workbook.write("A1:A3", [["part"], ["pump"], ["fan"]])
    own = {"userEnteredFormat": {"backgroundColor": {"red": 1, "blue": 1}}}
    same = {"userEnteredFormat": {"backgroundColor": {"green": 1}, "textFormat": {"bold": True}}}
    fields = "userEnteredFormat"
    workbook.batch(
        {"addBanding": {"bandedRange": {"range": grid(0, 4, 0, 2), "rowProperties": BANDS}}},
        {"repeatCell": {"range": grid(2, 3, 0, 1), "cell": own, "fields": fields}},
        {"repeatCell": {"range": grid(1, 2, 1, 2), "cell": same, "fields": fields}},
    )
    content = exported(workbook)
    tab = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    shown = [
        [tab.cell(row, column).fill.fgColor.rgb[2:] for column in (1, 2)] for row in range(1, 6)
    ]
    assert shown == [
        ["FF0000", "FF0000"],
        ["00FF00", "00FF00"],
        ["FF00FF", "0000FF"],
        ["00FF00", "00FF00"],
        ["000000", "000000"],
    ]
    assert picture(imported(workbook, content)) == picture(workbook)


def test_colours_that_a_file_has_no_place_for_are_left_out_or_the_nearest(
    sheets: LocalSheets,
) -> None:
    workbook = new_book(sheets)
    themed = {
        "firstBandColorStyle": {"themeColor": "ACCENT1"},
        "secondBandColorStyle": {"themeColor": "ACCENT2"},
    }
    glaring = {"userEnteredFormat": {"backgroundColor": {"red": 5, "green": -1, "blue": 0.5}}}
    workbook.batch(
        {"addBanding": {"bandedRange": {"range": grid(0, 4, 0, 2), "rowProperties": themed}}},
        {"repeatCell": {"range": grid(0, 1, 0, 1), "cell": glaring, "fields": "userEnteredFormat"}},
    )
    content = exported(workbook)
    tab = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert tab["A1"].fill.fgColor.rgb == "FFFF0080"
    assert tab["A2"].fill.fill_type is None
    [back] = imported(workbook, content).get()["sheets"][0]["bandedRanges"]
    assert back["rowProperties"] == themed


def test_a_tab_of_any_name_and_a_filter_beyond_the_grid_are_exported(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    workbook.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "title": "a\x00b"},
                "fields": "title",
            }
        },
        {"setBasicFilter": {"filter": {"range": grid(900, 905, 0, 3)}}},
    )
    back = imported(workbook, exported(workbook)).get()["sheets"][0]
    assert back["properties"]["title"] == "a\x00b"
    assert "basicFilter" not in back


def test_characters_that_xml_cannot_hold_come_back_from_wherever_they_stood(
    sheets: LocalSheets,
) -> None:
    workbook = new_book(sheets)
    odd = 'a\x01\ufffe_x0041_<&"'
    quoted = '"a\x01\ufffe_x0041_<&"'
    look = {
        "numberFormat": {"type": "NUMBER", "pattern": f"0{quoted}"},
        "textFormat": {"fontFamily": odd},
    }
    rules = [
        condition("ONE_OF_LIST", odd, "b"),
        condition("TEXT_EQ", odd),
        condition("CUSTOM_FORMULA", f"=A1={quoted}"),
    ]
    filled(workbook, 0, [
        [{"dataValidation": {"condition": one}, "userEnteredFormat": look} for one in rules],
    ])  # fmt: skip
    for one in rules[1:]:
        colouring = {"condition": one, "format": {"textFormat": {"bold": True}}}
        rule = {"ranges": [grid(1, 5, 1, 3)], "booleanRule": colouring}
        workbook.batch({"addConditionalFormatRule": {"rule": rule}})
    assert picture(imported(workbook, exported(workbook))) == picture(workbook)


def test_a_link_keeps_to_what_an_address_may_hold(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    links = ["https://x.example/\x01?a=<&>", "https://x.example/工单"]
    linked = [{"userEnteredFormat": {"textFormat": {"link": {"uri": one}}}} for one in links]
    filled(workbook, 0, [linked])
    back = imported(workbook, exported(workbook)).get(
        fields="sheets.data.rowData.values.userEnteredFormat.textFormat.link"
    )
    [cells, *_] = back["sheets"][0]["data"][0]["rowData"]
    found = [cell["userEnteredFormat"]["textFormat"]["link"]["uri"] for cell in cells["values"]]
    assert found == ["https://x.example/%01?a=<&>", "https://x.example/工单"]


def test_a_filter_and_hidden_tabs_are_in_the_file(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    workbook.batch(
        {"setBasicFilter": {"filter": {"range": grid(0, 5, 0, 3)}}},
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 7, "hidden": True},
                "fields": "hidden",
            }
        },
    )
    assert picture(imported(workbook, exported(workbook))) == picture(workbook)


def test_what_a_filter_hides_is_hidden_in_the_file_and_by_the_filter_again(
    sheets: LocalSheets,
) -> None:
    workbook = new_book(sheets)
    workbook.write("A1:B6", [["数", "名"], [1, "甲"], [7, "乙"], [9], [8, "丙"], [3, "甲"]])
    more = condition("NUMBER_GREATER", "2")
    specs = [
        {"columnIndex": 0, "filterCriteria": {"condition": more}},
        {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["丙", "丁"]}},
    ]
    filter_ = {"range": grid(0, 6, 0, 2), "filterSpecs": specs}
    workbook.batch(
        {"setBasicFilter": {"filter": filter_}},
        {"updateDimensionProperties": {
            "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3},
            "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}},
    )  # fmt: skip
    content = exported(workbook)
    tab = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert [row for row, told in tab.row_dimensions.items() if told.hidden] == [2, 3, 5]
    assert [column.filters.filter for column in tab.auto_filter.filterColumn] == [
        ["3", "7", "8", "9"],
        ["乙", "甲"],
    ]
    back = imported(workbook, content).get(includeGridData="true")["sheets"][0]
    rows = back["data"][0]["rowMetadata"]
    assert [place for place, row in enumerate(rows) if row.get("hiddenByFilter")] == [1, 4]
    assert [place for place, row in enumerate(rows) if row.get("hiddenByUser")] == [2]
    assert back["basicFilter"]["criteria"] == {
        "0": {"hiddenValues": ["1"]},
        "1": {"hiddenValues": ["丙"]},
    }


def test_other_programs_find_values_dates_and_results_in_the_file(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    workbook.write("A1:D1", [["单号", "电话", "时间", "合计"]])
    workbook.write("A2:C2", [["=1+1", "13800000001", 46091.5]])
    workbook.write("D2", [["=C2+1"]], "USER_ENTERED")
    workbook.batch(
        {"repeatCell": {
            "range": grid(1, 2, 2, 3), "fields": "userEnteredFormat",
            "cell": {"userEnteredFormat": {"numberFormat": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}}}}},
        {"setDataValidation": {"range": grid(1, 5, 0, 1), "rule": LISTED}},
    )  # fmt: skip
    content = exported(workbook)
    shown = openpyxl.load_workbook(BytesIO(content), data_only=True)["Sheet1"]
    noon = datetime.fromisoformat("2026-03-10T12:00:00")
    assert [cell.value for cell in shown[2]] == ["=1+1", "13800000001", noon, 46092.5]
    assert [cell.data_type for cell in shown[2]] == ["s", "s", "d", "n"]
    assert shown.freeze_panes == "A2"
    [validation] = shown.data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ('"待派工,已派工"', "A2:A5")
    written = openpyxl.load_workbook(BytesIO(content))["Sheet1"]
    assert written["D2"].value == "=C2+1"
    assert written["A2"].data_type == "s"
    assert written["A2"].quotePrefix


@pytest.mark.documented
@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        pytest.param("=IFERROR(A1/0)", None, id="fewer-arguments"),
        pytest.param("=1+CEILING(2.1)", 4, id="fewer-arguments-within"),
        pytest.param("=SUM(FILTER(A1:A3,A1:A3>1,A1:A3<3))", 2, id="more-conditions"),
        pytest.param("=SORT(A1:A3,1,FALSE)", 3, id="another-order"),
        pytest.param("=LET(x,2,x*A2)", 4, id="names-of-its-own"),
    ],
)
def test_excel_keeps_what_it_would_read_otherwise_with_what_it_showed(
    sheets: LocalSheets, formula: str, shown: Any
) -> None:
    workbook = new_book(sheets)
    workbook.write("A1:A3", [[1], [2], [3]])
    workbook.write("C1", [[formula]], "USER_ENTERED")
    content = exported(workbook)
    written = openpyxl.load_workbook(BytesIO(content))["Sheet1"]["C1"].value
    assert written.startswith("=IFERROR(__xludf.DUMMYFUNCTION(")
    assert openpyxl.load_workbook(BytesIO(content), data_only=True)["Sheet1"]["C1"].value == shown
    assert picture(imported(workbook, content)) == picture(workbook)


def test_a_rule_that_excel_does_not_know_colours_nothing_there_and_refuses_nothing(
    sheets: LocalSheets,
) -> None:
    workbook = new_book(sheets)
    unknown = condition("CUSTOM_FORMULA", '=REGEXMATCH($A1,"x")')
    look = {"condition": unknown, "format": {"textFormat": {"bold": True}}}
    rule = {"ranges": [grid(0, 3, 0, 1)], "booleanRule": look}
    workbook.batch(
        {"addConditionalFormatRule": {"rule": rule}},
        {"setDataValidation": {"range": grid(0, 3, 0, 1), "rule": {"condition": unknown}}},
    )
    content = exported(workbook)
    tab = openpyxl.load_workbook(BytesIO(content))["Sheet1"]
    [colouring] = [one for area in tab.conditional_formatting for one in area.rules]
    [refusing] = tab.data_validations.dataValidation
    assert colouring.formula[0].endswith(",FALSE)")
    assert refusing.formula1.endswith(",TRUE)")
    assert picture(imported(workbook, content)) == picture(workbook)


def test_drive_exports_the_same_file(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    workbook.write("A1:B1", [["=1+1", "13800000001"]])
    content = workbook.client.export(workbook.key, ExportFormat.EXCEL)
    assert picture(imported(workbook, content)) == picture(workbook)


def test_a_text_too_long_for_xlsx_is_refused_with_its_place(sheets: LocalSheets) -> None:
    workbook = new_book(sheets)
    workbook.write("B3", [["x" * 32_768]])
    with pytest.raises(ApiFault, match=r"Sheet1!B3 has 32768 characters"):
        exported(workbook)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"a,b\r\n1,2"], ids=["empty", "cut", "a-csv"]
)
def test_what_is_no_xlsx_is_refused_and_nothing_stored(sheets: LocalSheets, content: bytes) -> None:
    before = len(sheets.books())
    with pytest.raises(UnreadableXlsx, match=r"Save it as \.xlsx"):
        imported(new_book(sheets), content)
    assert len(sheets.books()) == before + 1


def test_a_file_that_lost_some_of_its_bytes_is_read_or_refused(sheets: LocalSheets) -> None:
    for seed in range(40):
        with suppress(UnreadableXlsx):
            content = broken(of_excel(), Random(seed))
            assert imported(new_book(sheets), content).get()["sheets"]


def broken(content: bytes, chance: Random) -> bytes:
    """Give a file one of whose parts lacks a stretch."""
    whole, cut = ZipFile(BytesIO(content)), BytesIO()
    victim = chance.choice(whole.namelist())
    with ZipFile(cut, "w") as target:
        for name in whole.namelist():
            part = whole.read(name)
            if name == victim:
                start, end = sorted(chance.randrange(len(part)) for _ in range(2))
                part = part[:start] + part[end:]
            target.writestr(name, part)
    return cut.getvalue()


def of_excel() -> bytes:
    """Give a file as Excel writes one: theme colours, its own kinds of rules, dates as numbers, no hint of ours."""
    book = openpyxl.Workbook()
    tab = book.active
    tab.title = "Tabelle1"
    tab.append(["名称", "数量", datetime.fromisoformat("2026-03-10T12:00:00"), "=B1*2", True])
    tab["A1"].font = Font(
        name="Calibri", sz=11, b=True, color=openpyxl.styles.colors.Color(theme=4)
    )
    red = DifferentialStyle(fill=PatternFill(bgColor="FFFF0000"))
    tab.conditional_formatting.add(
        "B2:B9", CellIsRule("greaterThan", ["5"], fill=PatternFill(bgColor="FFFF0000"))
    )
    tab.conditional_formatting.add("C2:C9", FormulaRule(["$B2>1"], font=Font(b=True)))
    tab.conditional_formatting.add("A2:A9", Rule("duplicateValues", dxf=red))
    tab.conditional_formatting.add(
        "A1:A9", Rule("containsText", text="急", operator="containsText", dxf=red)
    )
    tab.conditional_formatting.add(
        "D1:D9",
        ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"),
    )
    tab.conditional_formatting.add("E1:E9", DataBarRule("min", None, "max", None, "FF638EC6"))
    for made, ranges in (
        (DataValidation("list", formula1='"x,y"'), "A2:A1048576"),
        (
            DataValidation(
                "whole", operator="between", formula1="1", formula2="9", showErrorMessage=True
            ),
            "B2:B9",
        ),
        (DataValidation("date", operator="greaterThan", formula1="46091"), "C2:C9"),
        (DataValidation("textLength", operator="lessThan", formula1="5"), "D2:D3"),
        (DataValidation("list", formula1="=$A$1:$A$3"), "E2:E9"),
    ):
        made.add(ranges)
        tab.add_data_validation(made)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_file_of_excel_is_read_with_its_own_kinds_of_rules(sheets: LocalSheets) -> None:
    workbook = imported(new_book(sheets), of_excel())
    assert workbook.raw("A1:E1") == [["名称", "数量", 46091.5, "#VALUE!", True]]
    assert workbook.read("C1") == [["2026-03-10 12:00:00"]]
    [[bold]] = workbook.cells("A1", "userEnteredFormat(textFormat)")
    assert bold["userEnteredFormat"]["textFormat"]["bold"]
    assert "fontFamily" not in bold["userEnteredFormat"]["textFormat"]
    [tab] = workbook.get(fields="sheets(properties,conditionalFormats)")["sheets"]
    assert tab["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    *rules, scale = tab["conditionalFormats"]
    colours = [("minpoint", {"red": 1}), ("maxpoint", {"green": 1})]
    assert scale["gradientRule"] == {
        name: {"type": name[:3].upper(), "color": rgb, "colorStyle": {"rgbColor": rgb}}
        for name, rgb in colours
    }
    kinds = [rule["booleanRule"]["condition"] for rule in rules]
    assert kinds == [
        condition("NUMBER_GREATER", "5"),
        condition("CUSTOM_FORMULA", "=$B2>1"),
        condition("CUSTOM_FORMULA", "=COUNTIF($A$2:$A$9,A2)>1"),
        condition("TEXT_CONTAINS", "急"),
    ]
    [found] = workbook.cells("A2:E2", "dataValidation(condition,strict)")
    assert [one["dataValidation"]["condition"] for one in found] == [
        condition("ONE_OF_LIST", "x", "y"),
        condition("NUMBER_BETWEEN", "1", "9"),
        condition("DATE_AFTER", "2026-03-10"),
        condition("CUSTOM_FORMULA", "=LEN(D2)<5"),
        condition("ONE_OF_RANGE", "=$A$1:$A$3"),
    ]
    assert [one["dataValidation"].get("strict") for one in found] == [None, True, *[None] * 3]


def told(workbook: Workbook, of: str) -> dict[tuple[int, int], Any]:
    """Give by row and column what is said of cells."""
    rows = pruned(workbook.cells("A1:F9", of))
    return {
        (row, place): one for row, line in enumerate(rows) for place, one in enumerate(line) if one
    }


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """Give a file as LibreOffice saves it after opening ours."""
    (folder / "ours.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", "theirs"]
    command.append("ours.xlsx")
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "theirs" / "ours.xlsx").read_bytes()


def test_a_formula_kept_from_excel_is_known_again_however_its_name_is_written() -> None:
    for name in ("DUMMYFUNCTION", "dummyfunction"):
        assert read(f'=IFERROR(__xludf.{name}("QUERY(A:B,""select A"")"),"x")') == (
            '=QUERY(A:B,"select A")'
        )


@pytest.mark.office
@pytest.mark.skipif(
    SOFFICE is None,
    reason="no soffice found (Debian: apt install libreoffice-calc-nogui, 300 MB)",
)
def test_libreoffice_opens_the_file_and_saves_it_the_same(
    sheets: LocalSheets, tmp_path: Path
) -> None:
    workbook = new_book(sheets)
    workbook.write("A1:F1", [["单号", "电话", "时间", "合计", "完成", "费用"]])
    workbook.write(
        "A2:F3",
        [["=1+1", "13800000001", 46091.5, 0.1, True, 1234.5], ["007", "x\ny", 46092, -3, False, 9]],
    )
    workbook.write("D4:E4", [["=SUM(D2:D3)", "=IFERROR(A1/0)"]], "USER_ENTERED")
    date = {"numberFormat": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}}
    bold = {"textFormat": {"bold": True}, "backgroundColor": {"red": 1, "green": 1}}
    whole = "userEnteredFormat"
    workbook.batch(
        {"repeatCell": {"range": grid(1, 3, 2, 3), "cell": {whole: date}, "fields": whole}},
        {"repeatCell": {"range": grid(0, 1, 0, 6), "cell": {whole: bold, "note": "说明"}, "fields": f"{whole},note"}},
        {"setDataValidation": {"range": grid(1, 9, 4, 5), "rule": LISTED}},
        {"mergeCells": {"range": grid(9, 11, 2, 4)}},
        *({"addConditionalFormatRule": {"index": place, "rule": {
            "ranges": [grid(1, 9, 3, 4)],
            "booleanRule": {"condition": one, "format": {"backgroundColor": {"red": 1}}}}}}
          for place, one in enumerate(CONDITIONS)),
    )  # fmt: skip
    theirs = imported(workbook, by_libreoffice(exported(workbook), tmp_path))
    kept = "conditionalFormats(ranges,booleanRule(condition)),merges"
    assert theirs.raw("A1:F9") == workbook.raw("A1:F9")
    assert theirs.read("A1:F9") == workbook.read("A1:F9")
    assert theirs.read("A1:F9", valueRenderOption="FORMULA") == workbook.read(
        "A1:F9", valueRenderOption="FORMULA"
    )
    assert theirs.get(fields=f"sheets({kept})") == workbook.get(fields=f"sheets({kept})")
    for of in (
        "userEnteredFormat(backgroundColor,textFormat.bold,numberFormat)",
        "note",
        "dataValidation",
    ):
        assert told(theirs, of) == told(workbook, of), of


def test_the_time_of_a_file_is_that_of_its_import() -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    assert book_of_xlsx(of_excel(), "key", at, title="x").created_at == at
