"""The functions of formulas, each as its cell comes out; A1:C2 hold 10, 20, "x" / 5, nothing, " "."""

from __future__ import annotations

from inspect import signature
from math import isfinite
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sheetflow.localsheets.formulas.functions import FUNCTIONS
from sheetflow.localsheets.formulas.kinds import Area, FormulaError
from sheetflow.localsheets.formulas.syntax import compiled, value_of
from tests.localsheets.conftest import Workbook

DOCUMENTED = [
    ('=FIND("a","ba")', 2),
    ('=FIND("A","baA")', 3),
    ('=FIND("a","aba",2)', 3),
    ('=FIND("a","b")', "#VALUE!"),
    ('=FIND("a","aba",9)', "#VALUE!"),
    ('=FIND("a","aba",0)', "#VALUE!"),
    ('=FIND("a.","aba.")', 3),
    ('=FIND(1/0,"a")', "#DIV/0!"),
    ('=SEARCH("B","abAB",3)', 4),
    ('=SEARCH("c","ab")', "#VALUE!"),
    ('=LEFT("工单WX1",2)&LEFT("ab")&LEFT("ab",9)&LEFT("ab",0)', "工单aab"),
    ('=RIGHT("工单WX1",3)&RIGHT("ab")&RIGHT("ab",9)&RIGHT("ab",0)', "WX1bab"),
    ('=MID("WX20260310",3,4)&MID("ab",2,9)&MID("ab",5,1)', "2026b"),
    ('=UPPER("wx1")&LOWER("WX1")', "WX1wx1"),
    ('=EXACT("a","A")', False),
    ("=LEN(TRIM(C2))", 0),
    ("=ROUND(2.5)&ROUND(-2.5)&ROUND(2.345,2)&ROUND(1250,-2)", "3-32.351300"),
    ("=CEILING(2.1)&FLOOR(2.9)&ROUNDUP(2.1)&ROUNDDOWN(2.9)", "3232"),
    ("=CEILING(7,5)&FLOOR(7,5)&ROUNDUP(21,-1)&ROUNDDOWN(29,-1)", "1053020"),
    ("=ABS(-3)&ABS(A2)", "35"),
    ("=MIN(A1:C2)&MAX(A1:C2)", "520"),
    ('=MAX("7",A1:C1)', 20),
    ("=COUNTA(A1:C2)&COUNT(A1:C2)", "53"),
    ('=IFERROR(FIND("a","b"),"none")&IFERROR(A1,"none")', "none10"),
    ('=ISERROR(FIND("a","b"))&ISERROR(A1)', "TRUEFALSE"),
    ("=ISTEXT(C1)&ISTEXT(A1)&ISTEXT(B2)", "TRUEFALSEFALSE"),
    ("=DATE(2026,3,10)", 46091),
    ("=DATE(2026,14,0)-DATE(2027,1,31)", 0),
    ("=DATE(2026,0,1)-DATE(2025,12,1)", 0),
    ("=DATE(126,3,10)", 46091),
    ("=DATE(-1,1,1)", "#NUM!"),
    ("=DATE(10000,1,1)", "#NUM!"),
]
ASSUMED = [
    ('=SEARCH("?","a?")', 2),
    ('=LEFT("ab",-1)', "#NUM!"),
    ('=RIGHT("ab",-1)', "#NUM!"),
    ('=MID("ab",0,1)', "#NUM!"),
    ('="nan"+1', "#VALUE!"),
    ('="1_000"+1', "#VALUE!"),
    ("=9^(9^9)", "#NUM!"),
    ("=(-1)^0.5", "#NUM!"),
    ("=1e308*10", "#NUM!"),
    ("=SUM(1e308,1e308)", "#NUM!"),
    ("=ROUND(2.5,400)", 2.5),
    ("=ROUND(2.5,-400)", 0),
    ("=ROUND(123456789012,20)", 123456789012),
]


@pytest.mark.documented
@pytest.mark.parametrize(("formula", "value"), DOCUMENTED)
def test_a_function_comes_to(small: Workbook, formula: str, value: Any) -> None:
    assert shown(small, formula) == value


@pytest.mark.assumed
@pytest.mark.parametrize(("formula", "value"), ASSUMED)
def test_we_believe_that_a_function_comes_to(small: Workbook, formula: str, value: Any) -> None:
    assert shown(small, formula) == value


def shown(small: Workbook, formula: str) -> Any:
    """Give what a cell with this formula comes to, beside the six cells."""
    small.write("A1:C2", [[10, 20, "x"], [5, None, " "]])
    small.write("D1", [[formula]], "USER_ENTERED")
    return small.raw("D1")[0][0]


@pytest.mark.assumed
def test_blanks_may_stand_around_the_colon_of_a_range(small: Workbook) -> None:
    assert shown(small, "=sum( a1 : b1 )+MEDIAN(Sheet1!A1 :B1)+COUNT(A : B)") == 30 + 15 + 3
    assert small.read("D1", valueRenderOption="FORMULA") == [
        ["=sum( a1 : b1 )+MEDIAN(Sheet1!A1 :B1)+COUNT(A : B)"]
    ]
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    small.batch({"insertDimension": {"range": row}})
    assert small.read("D2", valueRenderOption="FORMULA") == [
        ["=sum( A2:B2 )+MEDIAN(Sheet1!A2:B2)+COUNT(A:B)"]
    ]


@pytest.mark.measured
@pytest.mark.parametrize(
    ("formula", "values"),
    [
        pytest.param("=A$1:A$4*2", [2, 4, "#DIV/0!", 8, "#VALUE!"], id="arithmetic"),
        pytest.param("=A$1:A$4", [1, 2, "#DIV/0!", 4, "#VALUE!"], id="alone"),
        pytest.param('=A:A&B:B&"!"', ["1p!", "2q!", "#DIV/0!", "4!", "!"], id="whole-columns"),
        pytest.param("=IF(ISNUMBER(A$1:A$4),1,0)", [1, 1, 0, 1, 0], id="in-functions"),
        pytest.param("=SUM(A$1:A$2*10)", [10, 20, "#VALUE!", "#VALUE!", "#VALUE!"], id="in-a-sum"),
        pytest.param("=A$1:B$2+1", ["#VALUE!"] * 5, id="no-single-one"),
    ],
)
def test_a_range_where_one_value_is_wanted_is_the_cell_beside_the_formula(
    small: Workbook, formula: str, values: list[Any]
) -> None:
    small.write("A1:B4", [[1, "p"], [2, "q"], ["=1/0"], [4]], "USER_ENTERED")
    small.write("D1:D5", [[formula]] * 5, "USER_ENTERED")
    assert small.raw("D1:D5") == [[one] for one in values]


@pytest.mark.measured
def test_a_row_where_one_value_is_wanted_is_the_cell_above_the_formula(small: Workbook) -> None:
    small.write("A1:C2", [[1, 2, 3], ["=$A$1:$C$1*2"] * 3], "USER_ENTERED")
    assert small.raw("A2:C2") == [[2, 4, 6]]


class Nothing:
    """What a formula without references sees."""

    now = 46091.5


def result(formula: str) -> Any:
    """Give what a formula without references comes to; its error as it is shown."""
    try:
        return value_of(compiled(formula), Nothing())
    except FormulaError as failure:
        return failure.error.shown


def quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


@given(st.text(max_size=8), st.text(min_size=1, max_size=4), st.text(max_size=8))
def test_what_is_found_stands_where_it_was_found(before: str, text: str, after: str) -> None:
    whole, wanted = quoted(before + text + after), quoted(text)
    place = result(f"=FIND({wanted},{whole})")
    assert place <= len(before) + 1
    assert result(f"=MID({whole},{place},LEN({wanted}))") == text
    assert result(f"=SEARCH({wanted},{whole})") <= place


@given(st.text(max_size=12), st.integers(0, 12))
def test_left_and_right_are_the_whole(text: str, count: int) -> None:
    assume(count <= len(text))
    assert (
        result(f"=LEFT({quoted(text)},{count})&RIGHT({quoted(text)},{len(text) - count})") == text
    )


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "a", "nan", "inf", "-1e999", "0.00", "yyyy-mm-dd", "12"]),
)
ARGUMENTS = st.one_of(VALUES, st.builds(lambda value: Area([[value]]), VALUES))


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(ARGUMENTS, max_size=4))
def test_a_function_gives_a_value_or_an_error_that_a_cell_can_show(
    name: str, arguments: list[Any]
) -> None:
    try:
        signature(FUNCTIONS[name]).bind(None, *arguments)
    except TypeError:
        assume(False)
    try:
        value = FUNCTIONS[name](Nothing(), *arguments)
    except FormulaError:
        return
    assert isinstance(value, str | int | float | Area)
    assert not isinstance(value, float) or isfinite(value)
