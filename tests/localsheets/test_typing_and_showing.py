"""What typing means, how values are shown, and what formulas come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.localsheets.book import Formula
from sheetflow.localsheets.datepatterns import date_format
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.parsing import typed
from sheetflow.localsheets.patterns import compiled, general
from sheetflow.localsheets.serials import from_serial, serial, wall_time
from tests.localsheets.conftest import Clock, Workbook

TODAY = date(2026, 3, 10)


@pytest.mark.measured
@pytest.mark.parametrize("locale", ["en_US", "zh_CN"])
@pytest.mark.parametrize(
    ("entry", "value", "kind"),
    [
        ("", None, ""),
        ("abc", "abc", ""),
        ("12", 12, ""),
        ("-1,234.50", -1234.5, "NUMBER"),
        ("12%", 0.12, "PERCENT"),
        ("¥700", 700, "CURRENCY"),
        ("1e3", 1000, "SCIENTIFIC"),
        ("007", 7, ""),
        ("+86 138", "+86 138", ""),
        ("138-0000-0001", "138-0000-0001", ""),
        ("true", True, ""),
        ("2026-03-10", 46091, "DATE"),
        ("2026/3/10", 46091, "DATE"),
        ("2026年3月10日", 46091, "DATE"),
        ("3/11", 46092, "DATE"),
        ("3/11 9:30", 46092.395833333336, "DATE_TIME"),
        ("Mar 11, 2026", 46092, "DATE"),
        ("2026-03-10 14:30:15", 46091.604340277779, "DATE_TIME"),
        ("14:30", 0.6041666666666666, "TIME"),
        ("2:30 pm", 0.6041666666666666, "TIME"),
        ("下午2:30", 0.6041666666666666, "TIME"),
        ("13/13", "13/13", ""),
        ("2026-02-30", "2026-02-30", ""),
        ("25:61", "25:61", ""),
        ("明天下午", "明天下午", ""),
        ("1e999", "1e999", ""),
    ],
)
def test_typing(entry: str, value: Any, kind: str, locale: str) -> None:
    understood = typed(entry, locale=locale, today=TODAY)
    if isinstance(value, float):
        assert understood.value == pytest.approx(value, abs=1e-9)
    else:
        assert (understood.value, type(understood.value)) == (value, type(value))
    assert understood.kind == kind


def test_typing_an_equals_sign_makes_a_formula_and_alone_it_is_a_text() -> None:
    assert typed("=1+1", locale="en_US", today=TODAY).value == Formula("=1+1")
    assert typed("=", locale="en_US", today=TODAY).value == "="


@given(st.text(min_size=1, max_size=40), st.sampled_from(["en_US", "zh_CN"]))
def test_a_leading_quote_keeps_any_text_as_it_is(text: str, locale: str) -> None:
    assert typed("'" + text, locale=locale, today=TODAY).value == text
    kept = typed(text, locale=locale, today=TODAY, as_text=True).value
    assert kept == (text.removeprefix("'") or None)


@pytest.mark.measured
def test_a_bare_number_typed_into_a_cell_shown_in_percent_is_percent(small: Workbook) -> None:
    cell = {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}}}
    box = {"sheetId": 0, "endRowIndex": 10, "endColumnIndex": 1}
    small.batch(
        {"repeatCell": {"range": box, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}
    )
    entries = ["50", "12.5", "1,234", "20%", "=1/2", 0.5, "half", "TRUE"]
    small.write("A1:A8", [[one] for one in entries], "USER_ENTERED")
    assert [row[0] for row in small.raw("A1:A8")] == [
        0.5,
        0.125,
        12.34,
        0.2,
        0.5,
        0.5,
        "half",
        True,
    ]
    assert small.read("A1:A2") == [["50.0%"], ["12.5%"]]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("pattern", "number", "shown"),
    [
        ("yyyy-mm-dd hh:mm", 46091.604166666664, "2026-03-10 14:30"),
        ("m/d/yyyy h:mm:ss", 46091.604166666664, "3/10/2026 14:30:00"),
        ("yyyy年m月d日", 46091, "2026年3月10日"),
        ("ddd d mmm yy", 46091, "Tue 10 Mar 26"),
        ("h:mm am/pm", 0.25, "6:00 AM"),
        ("[h]:mm", 1.5, "36:00"),
        ('"¥"#,##0.00', -1234.565, "-¥1,234.57"),
        ("#,##0", 1234567, "1,234,567"),
        ("0.0%", 0.575, "57.5%"),
        ("0", -0.4, "0"),
        ("000", 7, "007"),
        ("#.##", 0.5, ".5"),
        ("0.00E+00", 12345, "1.23E+04"),
        ('0.0;"minus "0.0;"none"', -2, "minus 2.0"),
        ('0.0;"minus "0.0;"none"', 0, "none"),
    ],
)
def test_a_pattern_shows_a_number(pattern: str, number: float, shown: str) -> None:
    assert compiled(pattern, "en_US")(number) == shown


def test_chinese_patterns_name_halves_and_weekdays_in_chinese() -> None:
    assert compiled("dddd am/pm h:mm", "zh_CN")(46091.604166666664) == "星期二 下午 2:30"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.3333333333"),
        (1e15, "1E+15"),
        (12345678901.5, "12345678902"),
        (-1e-7, "-1E-07"),
    ],
)
def test_a_number_without_a_format(number: float, shown: str) -> None:
    assert general(number) == shown


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1900-01-01"),
        max_value=datetime.fromisoformat("2200-01-01"),
    )
)
def test_a_serial_number_gives_its_time_back_to_the_second(at: datetime) -> None:
    rounded = at.replace(microsecond=0) + timedelta(seconds=round(at.microsecond / 1e6))
    assert abs(from_serial(serial(at)) - rounded) <= timedelta(seconds=1)
    exact = at.replace(microsecond=0)
    assert from_serial(serial(exact)) == exact


def test_serials_are_the_wall_time_of_the_spreadsheets_zone() -> None:
    noon = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
    assert serial(wall_time(noon, "Asia/Shanghai")) == 46091.5


@pytest.mark.documented
@pytest.mark.parametrize(
    ("option", "dates", "shown"),
    [
        pytest.param(
            "FORMATTED_VALUE", "SERIAL_NUMBER", ["2026-03-10", "12%", "3", "TRUE"], id="formatted"
        ),
        pytest.param("UNFORMATTED_VALUE", "SERIAL_NUMBER", [46091, 0.12, 3, True], id="plain"),
        pytest.param(
            "UNFORMATTED_VALUE", "FORMATTED_STRING", ["2026-03-10", 0.12, 3, True], id="dates"
        ),
        pytest.param("FORMULA", "SERIAL_NUMBER", [46091, 0.12, "=1+2", True], id="formulas"),
    ],
)
def test_values_are_answered_as_the_options_say(
    small: Workbook, option: str, dates: str, shown: list[Any]
) -> None:
    small.write("A1:D1", [["2026-03-10", "12%", "=1+2", "true"]], "USER_ENTERED")
    assert small.read("A1:D1", valueRenderOption=option, dateTimeRenderOption=dates) == [shown]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("=-2^2", 4),
        ("=(1+2)*3", 9),
        ("=50%", 0.5),
        ('="a"&1&TRUE', "a1TRUE"),
        ("=A1+B1", 30),
        ("=SUM(A1:B2)", 35),
        ("=SUM(A:A)", 15),
        ("=COUNT(A1:C2)&COUNTA(A1:C2)", "35"),
        ('=IF(A1>5,"big","small")', "big"),
        ("=AND(ISNUMBER(A1),NOT(ISBLANK(A1)))", True),
        ('=OR(C1="X",FALSE)', True),
        ("=LEN(TRIM(C2))=0", True),
        ('=C3=""', True),
        ("=C3=0", True),
        ('=IFERROR(1/0,"none")', "none"),
        ('=FIND("rep","WX report")', 4),
        ('=FIND("r","report",2)', 5),
        ('=FIND("R","report")', "#VALUE!"),
        ('=ISNUMBER(FIND("x",C1))&ISNUMBER(FIND("y",C1))', "TRUEFALSE"),
        ("=OR(ISTEXT(1/0),ISBLANK(1/0),ISLOGICAL(1/0))", False),
        ("=ROUND(2.345,2)", 2.35),
        ('=TEXT(46091,"yyyy-mm-dd")', "2026-03-10"),
        ("=Sheet1!A1*2", 20),
        ("=1/0", "#DIV/0!"),
        ("=C1+1", "#VALUE!"),
        ("=UNKNOWN(1)", "#NAME?"),
        ("=nothing", "#NAME?"),
        ("=Nowhere!A1", "#REF!"),
        ("=LEN()", "#N/A"),
        ("=1+", "#ERROR!"),
        ("=D1", "#REF!"),
    ],
)
def test_a_formula_comes_to(small: Workbook, formula: str, value: Any) -> None:
    small.write("A1:C2", [[10, 20, "x"], [5, None, " "]])
    small.write("D1", [[formula]], "USER_ENTERED")
    assert small.raw("D1") == [[value]]


@pytest.mark.documented
def test_now_moves_with_changes_and_each_minute_only_where_the_file_says_so(
    small: Workbook, clock: Clock
) -> None:
    small.write("A1", [["=NOW()"]], "USER_ENTERED")
    [[before]] = small.raw("A1")
    assert from_serial(before) == datetime.fromisoformat("2026-03-10 06:30")
    clock.forward(minutes=5, seconds=20)
    assert small.raw("A1") == [[before]]
    small.batch(
        {
            "updateSpreadsheetProperties": {
                "properties": {"autoRecalc": "MINUTE", "timeZone": "Asia/Shanghai"},
                "fields": "autoRecalc,timeZone",
            }
        }
    )
    clock.forward(minutes=2, seconds=10)
    [[after]] = small.raw("A1")
    assert from_serial(after) == datetime.fromisoformat("2026-03-10 14:37")


def test_a_copied_formula_keeps_texts_and_fixed_parts() -> None:
    formula = "=AND($K2<=$AZ$1,\"A1\"<>'Repair desk'!B2:C,SUM(2:3,LOG10(A1)))"
    assert moved(formula, 1, 1) == "=AND($K3<=$AZ$1,\"A1\"<>'Repair desk'!C3:D,SUM(3:4,LOG10(B2)))"
    assert moved("=A1", -1, 0) == "=#REF!"


@given(st.integers(0, 50), st.integers(0, 20))
def test_a_formula_moved_there_and_back_is_the_same(rows: int, columns: int) -> None:
    formula = "=SUM(B2:$D$4)+other!A9-$A1"
    assert moved(moved(formula, rows, columns), -rows, -columns) == formula


@pytest.mark.documented
@pytest.mark.parametrize(
    ("condition", "values", "coloured"),
    [
        ("NUMBER_GREATER", ["5"], [False, True, False, False]),
        ("NUMBER_BETWEEN", ["1", "5"], [True, False, False, False]),
        ("TEXT_CONTAINS", ["B"], [False, False, True, False]),
        ("TEXT_EQ", ["ABC"], [False, False, True, False]),
        ("BLANK", [], [False, False, False, True]),
        ("NOT_BLANK", [], [True, True, True, False]),
        ("DATE_BEFORE", ["1/8/1900"], [True, False, False, False]),
        ("CUSTOM_FORMULA", ["=ISTEXT($A1)"], [False, False, True, False]),
    ],
)
def test_a_condition_colours(
    small: Workbook, condition: str, values: list[str], coloured: list[bool]
) -> None:
    small.write("A1:A4", [[3], [9], ["abc"], [None]])
    small.batch(
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [{"sheetId": 0, "endRowIndex": 4, "endColumnIndex": 1}],
                    "booleanRule": {
                        "condition": {
                            "type": condition,
                            "values": [{"userEnteredValue": value} for value in values],
                        },
                        "format": {"backgroundColor": {"red": 1}},
                    },
                }
            }
        }
    )
    rows = small.cells("A1:A4", "effectiveFormat.backgroundColor")
    shown = [
        bool(row) and row[0]["effectiveFormat"]["backgroundColor"] == {"red": 1} for row in rows
    ]
    assert shown == coloured


def test_a_relative_date_follows_the_clock(small: Workbook, clock: Clock) -> None:
    condition = {"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}
    small.write("A1", [["2026-03-10"]], "USER_ENTERED")
    small.batch(
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [{"sheetId": 0, "endColumnIndex": 1}],
                    "booleanRule": {
                        "condition": condition,
                        "format": {"textFormat": {"bold": True}},
                    },
                }
            }
        }
    )

    def bold() -> bool:
        [[cell]] = small.cells("A1", "effectiveFormat.textFormat.bold")
        return bool(cell["effectiveFormat"]["textFormat"]["bold"])

    assert not bold()
    clock.forward(days=1)
    small.write("B1", [["a change"]])
    assert bold()


@given(
    st.lists(
        st.sampled_from(
            ["yyyy", "m", "mm", "d", "dd", "h", "hh", "s", "ss", "-", "/", ":", " ", "年"]
        ),
        max_size=8,
    ),
    st.floats(0, 2_900_000),
)
def test_a_date_shown_by_one_template_is_the_date_shown_field_by_field(
    tokens: list[str], number: float
) -> None:
    pattern = "".join(tokens)
    assert date_format(pattern, "zh_CN")(number) == date_format(pattern.upper(), "zh_CN")(number)
