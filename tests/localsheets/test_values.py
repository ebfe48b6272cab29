"""Values as staff type and see them: one table of what typing enters, one of what patterns show.

Each case says how sure we are that Google does so.
"""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.localsheets.parsing import typed
from sheetflow.localsheets.patterns import compiled, text_pattern
from tests.localsheets.conftest import Workbook

TODAY = date(2026, 3, 10)
NOON = 46091.5
HALF_PAST_THREE = 46091 + 15.5 / 24

TYPED: dict[str, list[tuple[str, str, Any, str]]] = {
    "documented": [
        ("en_US", "3/10/2026", 46091, "m/d/yyyy"),
        ("en_US", "Mar 10, 2026", 46091, "mmm d, yyyy"),
        ("en_US", "$1,234.50", 1234.5, '"$"#,##0.00'),
        ("en_US", "TRUE", True, ""),
        ("en_US", "'=1+1", "=1+1", ""),
        ("en_US", "'007", "007", ""),
        ("en_US", "12.5%", 0.125, "0.00%"),
        ("en_US", "1.5e-3", 0.0015, "0.00E+00"),
        ("en_US", "10:30 PM", 0.9375, "h:mm am/pm"),
    ],
    "measured": [
        ("zh_CN", "2026年3月10日", 46091, 'yyyy"年"m"月"d"日"'),
        ("zh_CN", "3月10日", 46091, 'm"月"d"日"'),
        ("zh_CN", "3/10", 46091, "m/d"),
        ("zh_CN", "2026/3/10", 46091, "yyyy/m/d"),
        ("zh_CN", "2026-03-10", 46091, "yyyy-mm-dd"),
        ("zh_CN", "¥700", 700, '"¥"#,##0'),
        ("zh_CN", "1/2", 46024, "m/d"),
        ("en_US", "1,234", 1234, "#,##0"),
        ("en_US", "138-0000-0001", "138-0000-0001", ""),
        ("en_US", "25:30", 1.0625, "[h]:mm:ss"),
    ],
    "assumed": [
        ("zh_CN", "3月10号", 46091, 'm"月"d"号"'),
        ("zh_CN", "下午3:30", 15.5 / 24, "am/pmh:mm"),
        ("zh_CN", "上午 10:05:06", (10 * 3600 + 306) / 86400, "am/pmh:mm:ss"),
        ("zh_CN", "2026年3月10日 下午3:30", HALF_PAST_THREE, 'yyyy"年"m"月"d"日" h:mm:ss'),
        ("zh_CN", "2026年3月10日15:30", HALF_PAST_THREE, 'yyyy"年"m"月"d"日" h:mm:ss'),
        ("zh_CN", "3/10 15：30", HALF_PAST_THREE, "m/d h:mm:ss"),
        ("zh_CN", "￥50", 50, '"¥"#,##0'),
        ("zh_CN", "2026.3.10", 46091, "yyyy.m.d"),
        ("zh_CN", "真", "真", ""),
        ("zh_CN", "50元", "50元", ""),
        ("zh_CN", "下午三点", "下午三点", ""),
        ("zh_CN", "１２", "１２", ""),
        ("en_US", "03/10/26", 46091, "mm/dd/yy"),
        ("en_US", "10-Mar-2026", 46091, "d-mmm-yyyy"),
        ("en_US", "March 10", 46091, "mmmm d"),
        ("en_US", "2026-03-10T15:30:00", HALF_PAST_THREE, "yyyy-mm-dd h:mm:ss"),
        ("en_US", "2026-3-10 3:30 PM", HALF_PAST_THREE, "yyyy-m-d h:mm:ss"),
        ("en_US", "3pm", 15 / 24, "h:mm am/pm"),
        ("en_US", "13 PM", "13 PM", ""),
        ("en_US", "12:60", "12:60", ""),
        ("en_US", "(1,000)", -1000, "#,##0"),
        ("en_US", "-$5", -5, '"$"#,##0'),
        ("en_US", "$-5", -5, '"$"#,##0'),
        ("en_US", "(5", "(5", ""),
        ("en_US", "0 1/2", "0 1/2", ""),
        ("en_US", "mars 10", "mars 10", ""),
        ("en_US", "A10:30", "A10:30", ""),
    ],
}
SHOWN: dict[str, list[tuple[str, str, float, str]]] = {
    "documented": [
        ("en_US", "#,##0.00", 1234567.891, "1,234,567.89"),
        ("en_US", "0000", 12, "0012"),
        ("en_US", "???.??", 1.5, "  1.5 "),
        ("en_US", "# ?/?", 1.25, "1 1/4"),
        ("en_US", "#.0,", 12000, "12.0"),
        ("en_US", "0.0%", 0.1234, "12.3%"),
        ("en_US", "0.00E+00", 12345, "1.23E+04"),
        ("en_US", "[h]:mm", 1.5, "36:00"),
        ("en_US", "[mm]:ss", 0.05, "72:00"),
        ("en_US", "h:mm:ss.000", 0.5000125, "12:00:01.080"),
        ("en_US", "mmmmm", 46091, "M"),
        ("en_US", '[<100]"low "0;[>=100]"high "0', 150, "high 150"),
        ("en_US", "#,##0.00;[Red](#,##0.00)", -5.5, "(5.50)"),
        ("en_US", '0;-0;"nothing"', 0, "nothing"),
        ("en_US", "000-0000-0000", 13800000001, "138-0000-0001"),
        ("en_US", "yyyy-mm-dd hh:mm", HALF_PAST_THREE, "2026-03-10 15:30"),
    ],
    "measured": [
        ("zh_CN", '"¥"#,##0.00', -1234.5, "-¥1,234.50"),
        ("en_US", "[$¥-804]#,##0.00", 12.5, "¥12.50"),
        ("zh_CN", 'yyyy"年"m"月"d"日"', 46091, "2026年3月10日"),
        ("zh_CN", "dddd", 46091, "星期二"),
        ("zh_CN", "am/pmh:mm", HALF_PAST_THREE, "下午3:30"),
        ("en_US", "h:mm am/pm", HALF_PAST_THREE, "3:30 PM"),
    ],
    "assumed": [
        ("en_US", "[$-804]dddd", 46091, "星期二"),
        ("zh_CN", "上午/下午h:mm", HALF_PAST_THREE, "下午3:30"),
        ("zh_CN", "aaaa/aaa", 46091, "星期二/二"),
        ("zh_CN", "mmmm mmm", 46091, "三月 3月"),
        ("zh_CN", "G/通用格式", 1.5, "1.5"),
        ("en_US", 'General" pcs"', 5, "5 pcs"),
        ("en_US", '0.0,,"M"', 12345678, "12.3M"),
        ("en_US", "# ?/8", 1.5, "1 4/8"),
        ("en_US", "?/?", 1.5, "3/2"),
        ("en_US", "0E+0", 12345, "1E+4"),
        ("en_US", "[h]:mm", -0.5, "-12:00"),
        ("en_US", ";;;", 5, ""),
        ("en_US", "0;;", -5, ""),
        ("en_US", "#", 0, ""),
        ("en_US", '"a;b"0', 5, "a;b5"),
        ("en_US", "0.00", 1e30, "1000000000000000000000000000000.00"),
        ("en_US", "0.00", -0.001, "0.00"),
    ],
}


def cases(table: dict[str, list[Any]]) -> list[Any]:
    """List a table's cases under their tags."""
    return [
        pytest.param(*case, marks=getattr(pytest.mark, tag), id=f"{tag}-{case[0]}-{case[1]}")
        for tag, listed in table.items()
        for case in listed
    ]


@pytest.mark.parametrize(("locale", "entry", "value", "pattern"), cases(TYPED))
def test_typing_enters(locale: str, entry: str, value: Any, pattern: str) -> None:
    understood = typed(entry, locale=locale, today=TODAY)
    assert understood.pattern == pattern
    assert type(understood.value) is type(value)
    assert understood.value == (pytest.approx(value, abs=1e-9) if pattern else value)


@pytest.mark.parametrize(("locale", "pattern", "number", "text"), cases(SHOWN))
def test_a_pattern_shows(locale: str, pattern: str, number: float, text: str) -> None:
    assert compiled(pattern, locale)(number) == text


@pytest.mark.documented
@pytest.mark.parametrize(
    ("pattern", "shown"),
    [("@", "abc"), ('"("@")"', "(abc)"), ('0;0;0;@"!"', "abc!"), (";;;", ""), ("0.00", "abc")],
)
def test_a_pattern_shows_a_text(pattern: str, shown: str) -> None:
    show = text_pattern(pattern) or str
    assert show("abc") == shown


@pytest.mark.assumed
@pytest.mark.parametrize("address", ["https://example.com/a", "www.example.com"])
def test_typing_an_address_links_it(small: Workbook, address: str) -> None:
    small.write("A1", [[address]], "USER_ENTERED")
    [[cell]] = small.cells("A1", "hyperlink,formattedValue")
    assert cell["formattedValue"] == address
    assert cell["hyperlink"].endswith(address)


@pytest.mark.measured
@pytest.mark.parametrize(
    ("locale", "formula", "shown"),
    [
        ("en_US", "=TODAY()", "3/10/2026"),
        ("en_US", "=NOW()", "3/10/2026 6:30:00"),
        ("zh_CN", "=NOW()", "2026/3/10 6:30:00"),
        ("en_US", "=A1", "2026-03-09"),
        ("en_US", "=A1+1", "2026-03-10"),
        ("en_US", "=MAX(A1:A2)", "2026-03-09"),
        ("en_US", "=TODAY()-A1", "1"),
        ("en_US", "=B1*2", "46090"),
        ("en_US", "=EDATE(A1,1)", "4/9/2026"),
        ("en_US", "=B2", "2026-03-09"),
        ("en_US", '=IF(TRUE,A1,"")', "2026-03-09"),
        ("en_US", "=A1>0", "TRUE"),
    ],
)
def test_a_formulas_result_is_shown_as_what_it_is(
    small: Workbook, locale: str, formula: str, shown: str
) -> None:
    change = {"properties": {"locale": locale}, "fields": "locale"}
    small.batch({"updateSpreadsheetProperties": change})
    small.write("A1:B2", [["2026-03-09", 23045], [None, "=A1"]], "USER_ENTERED")
    small.write("C1", [[formula]], "USER_ENTERED")
    assert small.read("C1") == [[shown]]
    [[cell]] = small.cells("C1", "formattedValue")
    assert cell["formattedValue"] == shown


@pytest.mark.assumed
def test_the_columns_that_an_array_fills_are_shown_as_those_they_come_from(small: Workbook) -> None:
    small.write("A1:B3", [["day", "n"], ["2026-03-09", 7], ["2026-03-10", 8]], "USER_ENTERED")
    small.write("C1", [["=SORT(FILTER(A1:B3,B1:B3>0),1,FALSE)"]], "USER_ENTERED")
    assert small.read("C1:D3") == [["day", "n"], ["2026-03-10", "8"], ["2026-03-09", "7"]]


PATTERN = st.text(st.sampled_from('0#?.,%E+-/ymdhs[]<>="\\;@_*a年 "'), max_size=12)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)


@given(PATTERN, NUMBER, st.sampled_from(["en_US", "zh_CN"]))
def test_any_pattern_shows_any_number(pattern: str, number: float, locale: str) -> None:
    assert isinstance(compiled(pattern, locale)(number), str)
    assert isinstance((text_pattern(pattern) or str)("text"), str)


@given(st.text(max_size=16), st.sampled_from(["en_US", "zh_CN"]))
def test_typing_never_makes_a_number_that_a_cell_cannot_hold(entry: str, locale: str) -> None:
    value = typed(entry, locale=locale, today=TODAY).value
    assert not isinstance(value, float) or isfinite(value)


@given(st.dates(date(1930, 1, 1), date(2029, 12, 31)), st.sampled_from(["en_US", "zh_CN"]))
def test_a_date_is_shown_as_it_was_typed(day: date, locale: str) -> None:
    for entry in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month}/{day.day}/{day.year % 100:02d}",
    ):
        understood = typed(entry, locale=locale, today=TODAY)
        assert isinstance(understood.value, int)
        assert compiled(understood.pattern, locale)(understood.value) == entry
