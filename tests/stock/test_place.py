"""Places go by what people call them, in either language; what may be two is asked back."""

from __future__ import annotations

import pytest

from sheetflow.model import BadCell
from sheetflow.stock import CUSTOMER, STORE, SUPPLIER, Place, place_in, van

ROSTER = (("01", "陈立"), ("02", "刘勇"), ("09", "陈明"), ("12", "Ann Lee"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *((text, STORE) for text in ["仓库", "仓", "库房", " 仓 库 ", "主仓库", "store", "Warehouse", "WH"]),
        *((text, CUSTOMER) for text in ["客户", "顾客", "客户家", "用户处", "Customer", "the client"]),
        *((text, SUPPLIER) for text in ["供应商", "供货商", "厂家", "工厂", "supplier", "Vendor"]),
        *((text, van("01")) for text in ["工01车", "工1车", "工０１车", "01车", "1", "陈立车", "陈立的车", "工01",
                                         "车01", "van 01", "van of 1", "01's van", "工 01 車", "陈立·工01"]),
        *((text, van("02")) for text in ["刘师傅的车", "刘车", "van 2"]),
        ("Ann's van", van("12")),
        ("工33车", van("33")),
    ],
)  # fmt: skip
def test_understands(text: str, place: Place) -> None:
    assert place_in(text, ROSTER) == place


@pytest.mark.parametrize("text", ["", "  "])
def test_leaves_an_empty_cell_to_what_is_usual(text: str) -> None:
    assert place_in(text, ROSTER) is None


def test_asks_whose_van_it_is_where_two_bear_the_name() -> None:
    asked = place_in("陈车", ROSTER)
    assert isinstance(asked, BadCell)
    assert asked.why.zh == "「陈车」可能是工01车、工09车,请写工号"
    assert asked.why.en == "'陈车' may be van 01, van 09: write the number"


def test_asks_whose_van_it_is_where_two_numbers_are_alike() -> None:
    asked = place_in("001车", (("1", "陈立"), ("01", "陈明")))
    assert isinstance(asked, BadCell)


@pytest.mark.parametrize("text", ["月球", "王五的车", "车", "van"])
def test_says_what_can_be_written_for_a_place_that_nobody_knows(text: str) -> None:
    asked = place_in(text, ROSTER)
    assert isinstance(asked, BadCell)
    assert asked.why.zh == "请写 仓库、工01车、客户 或 供应商"


@pytest.mark.parametrize("place", [STORE, CUSTOMER, SUPPLIER, van("01"), van("33")])
def test_reads_its_own_label_in_both_languages(place: Place) -> None:
    assert place_in(place.label.zh, ROSTER) == place
    assert place_in(place.label.en, ROSTER) == place
