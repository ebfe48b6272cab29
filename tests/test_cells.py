"""Cells are read as people mean them and written so that they read the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.cells import TYPES, Sheet, decode, decoder, display, encode, encoder
from sheetflow.columns import Choice, Column
from sheetflow.model import BadCell, Language, Paused, Scalar, Text, Value

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
CHOICES = (
    Choice("parts_wait", Text("待配件", "Waiting for parts"), ("缺件",)),
    Choice("completed", Text("已完成", "Completed"), ("完工", "1")),
    Choice("receipt", Text("回执√", "Receipt"), ("回执",)),
)
NAMES = {"01": "陈立", "12": "Chen Li"}


def column(kind: str, *, choices: tuple[Choice, ...] = ()) -> Column:
    return Column("cell", Text("格子", "Cell"), type=kind, choices=choices)


def read(kind: str, raw: Scalar, choices: tuple[Choice, ...] = ()) -> Value:
    return decode(column(kind, choices=choices), raw, zone=SHANGHAI)


words = st.text(min_size=1).filter(str.strip)
items = st.text(
    st.characters(exclude_characters=";；、\n", exclude_categories=("Z", "C")), min_size=1
)
keys = st.sampled_from([choice.key for choice in CHOICES])
whole_minutes = st.integers(1, 60 * 24 * 90)

#: For every type the values it can hold; the law below is checked for each.
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "text": words,
    "longtext": words,
    "phone": words.map(str.strip),
    "link": st.from_regex(r"https://[a-z0-9./?=]{1,40}", fullmatch=True),
    "choice": keys,
    "choices": st.lists(keys, min_size=1, unique=True).map(tuple),
    "list": st.lists(items, min_size=1).map(tuple),
    "technician": st.sampled_from(["01", "12", "07", "A3", "*师傅(工号01)", "陈师傅"]),
    "boolean": st.booleans(),
    "money": st.decimals(-(10**9), 10**9, places=2),
    "integer": st.integers(-(10**11), 10**11),
    "percent": st.decimals(0, 100, places=2),
    "duration": whole_minutes.map(
        lambda n: f"{n // 60} h {n % 60} min" if n % 60 else f"{n // 60} h"
    )
    .map(lambda text: text.removeprefix("0 h "))
    .filter(lambda text: text != "0 h"),
    "date": st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    "datetime": st.integers(1, 200 * 365 * 86_400).map(
        lambda seconds: datetime(1970, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
}
VALUES["deadline"] = VALUES["datetime"]


def test_every_type_has_values_for_the_law() -> None:
    assert set(VALUES) == set(TYPES)


@pytest.mark.parametrize("kind", sorted(TYPES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_is_read_back(kind: str, language: Language) -> None:
    closed = column(kind, choices=CHOICES if kind in ("choice", "choices") else ())
    sheet = Sheet(SHANGHAI, language, NAMES)
    write, back = encoder(closed, sheet), decoder(closed, SHANGHAI)

    @given(VALUES[kind])
    def law(value: Value) -> None:
        assert back(write(value)) == value

    law()


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_an_empty_cell_is_none_and_none_is_an_empty_cell(kind: str) -> None:
    assert read(kind, "") is None
    assert read(kind, "  \n") is None
    assert encode(column(kind), None, zone=SHANGHAI, language="zh") == ""


@pytest.mark.parametrize("kind", sorted(TYPES))
@given(raw=st.one_of(st.text(), st.integers(), st.floats(), st.booleans()))
def test_nothing_in_a_cell_stops_its_reader(kind: str, raw: Scalar) -> None:
    read(kind, raw, CHOICES if kind in ("choice", "choices") else ())
    assert isinstance(display(column(kind), raw), str)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_an_imported_wording_is_written_as_it_is(kind: str) -> None:
    bad = BadCell("去年秋天", Text("看不懂", "unreadable"))
    for value in ("去年秋天", bad):
        assert encode(column(kind), value, zone=SHANGHAI, language="zh") == "去年秋天"


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        pytest.param("choice", "缺件", "parts_wait", id="an alias"),
        pytest.param("choice", "completed", "completed", id="a key"),
        pytest.param("choice", "waiting FOR parts ", "parts_wait", id="a label in other letters"),
        pytest.param("choice", "回执√", "receipt", id="a label with a tick"),
        pytest.param("choice", 1, "completed", id="a number that is an alias"),
        pytest.param("choices", "回执√已完成", ("receipt", "completed"), id="ticks separate"),
        pytest.param("choices", "回执,完工；回执", ("receipt", "completed"), id="said twice"),
        pytest.param("list", "城东; 城南、 城西;", ("城东", "城南", "城西"), id="a list"),
        pytest.param("technician", "陈立·工01", "01", id="a technician chosen"),
        pytest.param("technician", "Chen Li·#12", "12", id="a technician in English"),
        pytest.param("technician", 1, "1", id="a number typed"),
        pytest.param(
            "technician", "*师傅(工号01)", "*师傅(工号01)", id="an old record's technician"
        ),
        pytest.param("text", 7.0, "7", id="a number in a text cell"),
        pytest.param("text", " =1+1", " =1+1", id="text to the character"),
        pytest.param("phone", 13800000001, "13800000001", id="a phone kept as a number"),
        pytest.param("money", "¥1,234.5元", Decimal("1234.50"), id="money with signs"),
        pytest.param("money", 0.1 + 0.2, Decimal("0.30"), id="money of a formula"),
        pytest.param("integer", "1,000", 1000, id="a whole number with a comma"),
        pytest.param("percent", 0.75, Decimal(75), id="a cell formatted as per cent"),
        pytest.param("percent", 75, Decimal(75), id="a bare figure"),
        pytest.param("percent", "5%", Decimal(5), id="typed with its sign"),
        pytest.param("boolean", "√", True, id="a tick"),
        pytest.param("boolean", False, False, id="a checkbox"),
        pytest.param("duration", "4小时", "4 h", id="a length of time"),
        pytest.param("duration", "3 d", "72 h", id="days are hours"),
        pytest.param("date", 46092.5, date(2026, 3, 11), id="a serial with an hour"),
        pytest.param("date", "2026年3月11日", date(2026, 3, 11), id="a date in Chinese"),
        pytest.param(
            "datetime", 46092.5, datetime(2026, 3, 11, 12, tzinfo=SHANGHAI), id="a serial"
        ),
        pytest.param(
            "datetime",
            "２０２６/3/11 9点05分",
            datetime(2026, 3, 11, 9, 5, tzinfo=SHANGHAI),
            id="a time in wide figures",
        ),
        pytest.param("deadline", "暂停·3/11 10:00", Paused(), id="a pause"),
        pytest.param("deadline", "paused", Paused(), id="a pause in English"),
    ],
)
def test_reads(kind: str, raw: Scalar, value: Value) -> None:
    assert read(kind, raw, CHOICES if kind in ("choice", "choices") else ()) == value


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        pytest.param("choice", "搞定", "搞定", id="a choice nobody offers"),
        pytest.param("choices", "回执;搞定", "回执;搞定", id="one of several choices"),
        pytest.param("money", "很多", "很多", id="money in words"),
        pytest.param("money", True, "TRUE", id="a checkbox for money"),
        pytest.param("integer", 2.5, "2.5", id="half a part"),
        pytest.param("percent", 101, "101", id="more than all"),
        pytest.param("percent", "150%", "150%", id="more than all, with its sign"),
        pytest.param("percent", 1.5, "150%", id="more than all, in a cell formatted as per cent"),
        pytest.param("boolean", "也许", "也许", id="perhaps"),
        pytest.param("duration", "4", "4", id="no unit"),
        pytest.param("link", "没有", "没有", id="no link"),
        pytest.param("date", 13800000001, "13800000001", id="a phone in a date cell"),
        pytest.param("date", "2026-02-30", "2026-02-30", id="a day that doesn't exist"),
        pytest.param("datetime", "明天下午", "明天下午", id="a vague time"),
        pytest.param("datetime", "2026-03-11", "2026-03-11", id="a day without an hour"),
        pytest.param("datetime", 0.6041666667, "14:30", id="an hour without a day"),
        pytest.param(
            "datetime", 25 / 24, "25:00", id="an hour too many, as a spreadsheet takes it"
        ),
        pytest.param("datetime", "2026-03-11 25:00", "2026-03-11 25:00", id="an hour too many"),
        pytest.param("date", "9999-12-31", "9999-12-31", id="a day that nobody lives to see"),
        pytest.param("datetime", "9999-12-31 23:59", "9999-12-31 23:59", id="the end of time"),
    ],
)
def test_says_what_it_cannot_read_and_what_to_type(kind: str, raw: Scalar, text: str) -> None:
    bad = read(kind, raw, CHOICES if kind in ("choice", "choices") else ())
    assert isinstance(bad, BadCell)
    assert bad.text == text
    assert "请" in bad.why.zh
    assert bad.why.en.count(". ") >= 1


FLOOR = Column("floor", Text("楼层", "Floor"), type="integer", between=(-5, 120))


@pytest.mark.parametrize("raw", [-5, 0, "120", " 7 "])
def test_a_whole_number_between_its_bounds_is_read(raw: Scalar) -> None:
    assert decode(FLOOR, raw, zone=SHANGHAI) == int(raw)


@pytest.mark.parametrize("raw", [-6, 121, "1000", 2.5, "13800000001"])
def test_one_beyond_them_is_told_which_they_are(raw: Scalar) -> None:
    bad = decode(FLOOR, raw, zone=SHANGHAI)
    assert isinstance(bad, BadCell)
    assert bad.why.zh == f"「{raw}」不是-5到120的整数。请写-5到120的整数,例如 3"
    assert bad.why.en.endswith("Type a whole number from -5 to 120, such as 3.")


def test_the_reason_of_an_unknown_choice_lists_the_choices_in_both_languages() -> None:
    bad = read("choice", "搞定", CHOICES)
    assert isinstance(bad, BadCell)
    assert bad.why.zh == "「搞定」不在「格子」的选项里。请选其一:待配件、已完成、回执√"
    assert bad.why.en == (
        "'搞定' is not a choice of Cell. Choose one of: Waiting for parts, Completed, Receipt."
    )


def test_each_word_that_is_no_choice_is_named_and_several_are_allowed() -> None:
    bad = read("choices", "已完成、搞定;回执√、弄好", CHOICES)
    assert isinstance(bad, BadCell)
    assert (
        bad.why.zh
        == "格子里没有「搞定」「弄好」。请写其中一个或几个,用、隔开:待配件、已完成、回执√"
    )
    assert bad.why.en == (
        "Cell has no '搞定', '弄好'. Write one or more of these, between semicolons: "
        "Waiting for parts, Completed, Receipt."
    )


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        pytest.param("choice", "parts_wait", "待配件", "Waiting for parts", id="a choice"),
        pytest.param(
            "choices", ("receipt", "completed"), "回执√、已完成", "Receipt; Completed", id="choices"
        ),
        pytest.param("technician", "01", "陈立·工01", "陈立·#01", id="a technician"),
        pytest.param("technician", "03", "工03", "#03", id="a technician who left"),
        pytest.param("duration", "4 h 30 min", "4小时30分", "4 h 30 min", id="a length of time"),
        pytest.param("boolean", True, "是", "yes", id="yes"),
        pytest.param("money", Decimal("180.00"), 180, 180, id="money"),
        pytest.param("percent", Decimal(75), 0.75, 0.75, id="a percentage"),
        pytest.param("deadline", Paused(), "暂停", "paused", id="a pause without end"),
        pytest.param(
            "deadline",
            Paused(datetime(2026, 3, 11, 2, tzinfo=UTC)),
            "暂停·3/11 10:00",
            "paused·3/11 10:00",
            id="a pause until",
        ),
    ],
)
def test_writes_in_the_language_of_the_workbook(
    kind: str, value: Value, zh: Scalar, en: Scalar
) -> None:
    closed = column(kind, choices=CHOICES if kind in ("choice", "choices") else ())
    assert encode(closed, value, zone=SHANGHAI, language="zh", names=NAMES) == zh
    assert encode(closed, value, zone=SHANGHAI, language="en", names=NAMES) == en


def test_a_time_is_written_as_wall_time_of_the_spreadsheets_zone_to_the_second() -> None:
    instant = datetime(2026, 3, 8, 7, 30, 0, 600_000, tzinfo=UTC)
    serial = encode(column("datetime"), instant, zone=NEW_YORK, language="en")
    assert serial == pytest.approx(46089 + (3 * 3600 + 30 * 60 + 1) / 86400, abs=1e-9)


def test_a_time_without_a_zone_is_a_fault_of_ours() -> None:
    naive = datetime(2026, 3, 11, 9, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="has no zone"):
        encode(column("datetime"), naive, zone=SHANGHAI, language="zh")


@pytest.mark.parametrize(
    ("kind", "raw", "shown"),
    [
        pytest.param("datetime", 46092.5, "2026-03-11 12:00", id="a datetime"),
        pytest.param("deadline", "暂停·3/11 10:00", "暂停·3/11 10:00", id="a pause"),
        pytest.param("datetime", 0.6041666667, "14:30", id="an hour alone"),
        pytest.param("date", 46092, "2026-03-11", id="a date"),
        pytest.param("money", 180, "180.00", id="money"),
        pytest.param("percent", 0.75, "75%", id="a percentage"),
        pytest.param("integer", 3.0, "3", id="a whole number"),
        pytest.param("text", "007", "007", id="text"),
        pytest.param("text", "", "", id="nothing"),
        pytest.param("boolean", True, "TRUE", id="a checkbox"),
        pytest.param("date", 138e8, "13800000000", id="a phone in a date cell"),
    ],
)
def test_shows_a_cell_as_staff_see_it(kind: str, raw: Scalar, shown: str) -> None:
    assert display(column(kind), raw) == shown


@pytest.mark.parametrize(
    "kind", ["money", "integer", "percent", "date", "datetime", "boolean", "link"]
)
def test_an_example_is_never_an_order(kind: str) -> None:
    found = read(kind, "很远")
    assert isinstance(found, BadCell)
    assert "例如" in found.why.zh
    assert "such as" in found.why.en
