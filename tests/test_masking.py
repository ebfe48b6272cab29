"""Nobody is to be called or visited by what stands in a mail or a log, and staff can still tell people apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow import masking


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        pytest.param("张三丰", "张**", id="chinese"),
        pytest.param("张", "张**", id="surname-only"),
        pytest.param("张*", "张**", id="masked-already"),
        pytest.param(" Smith, John ", "S**", id="latin-with-blanks"),
        pytest.param("", "", id="nobody"),
    ],
)
def test_a_name_keeps_its_first_character(full: str, masked: str) -> None:
    assert masking.name(full) == masked


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        pytest.param("138-0000-0001", "138****0001", id="mobile"),
        pytest.param("+86 138 0000 0001", "138****0001", id="with-country"),
        pytest.param("010-6543 2100转8002", "010****2100", id="extension"),
        pytest.param("400-810-0001", "400****0001", id="service-number"),
        pytest.param("6543 2100", "****00", id="without-area-code"),
        pytest.param("13800000001 张老板", "138****0001", id="with-a-remark"),
        pytest.param("138 0000 0001;139 0000 0002", "138****0001", id="two-numbers"),
        pytest.param("110", "****", id="too-short-to-show-any"),
        pytest.param("没有电话", "**", id="no-digits"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_phone_keeps_its_ends(full: str, masked: str) -> None:
    assert masking.phone(full) == masked


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        pytest.param("城东区人民路5号3单元501室", "城东区**", id="district"),
        pytest.param("南京市鼓楼区中山路1号", "南京市鼓楼区**", id="town-and-district"),
        pytest.param("人民路5号", "人民路**", id="street-only"),
        pytest.param("5号楼", "**", id="a-door-only"),
        pytest.param("5 Main Street, Springfield", "**, Springfield", id="latin"),
        pytest.param("5 Main Street, Springfield 62704", "**", id="latin-with-post-code"),
        pytest.param("", "", id="none"),
    ],
)
def test_an_address_keeps_its_district(full: str, masked: str) -> None:
    assert masking.address(full) == masked


@pytest.mark.parametrize(
    ("free", "masked"),
    [
        pytest.param("不点火,打13800000001找我", "不点火,打138****0001找我", id="mobile"),
        pytest.param("回电010-6543 2100转8002", "回电010****2100", id="landline"),
        pytest.param("Tel.010-65432100", "Tel.010****2100", id="landline-after-a-word"),
        pytest.param("电话 65432100 或 654-3210", "电话 ****00 或 ****10", id="local"),
        pytest.param("call (212) 555-0101 today", "call 212****0101 today", id="american"),
        pytest.param("call +44 20 7946 0958.", "call 442****0958.", id="british"),
        pytest.param("微信13800000001", "微信138****0001", id="wide-digits"),
        pytest.param("mail a.b@example.com now", "mail a**@example.com now", id="mail"),
    ],
)
def test_a_text_loses_its_phones(free: str, masked: str) -> None:
    assert masking.text(free) == masked


@pytest.mark.parametrize(
    "free",
    [
        "WX20260310009",
        "2026-03-10 14:30",
        "20260310 到 2026-03-12",
        "3/11 14:00前,剩30分",
        "700.00元, 1234567.50",
        "IGBT-25×2, FY-3020, ZG-2345678",
        "",
    ],
)
def test_dates_amounts_and_numbers_of_tickets_stay_readable(free: str) -> None:
    assert masking.text(free) == free


@given(
    before=st.sampled_from(["", "电话", "call ", "(", "Tel.", "tel-", "微信same", "\n"]),
    digits=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    written=st.sampled_from(["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "+86 {0}{1}{2}"]),
    after=st.sampled_from(["", "找我", " now", ")", ",", "。", "转1"]),
)
def test_no_mobile_survives_however_it_is_written(
    before: str, digits: str, written: str, after: str
) -> None:
    number = written.format(digits[:3], digits[3:7], digits[7:])
    masked = masking.text(before + number + after)
    assert digits not in re.sub(r"\D", "", masked)
    assert digits[3:7] not in masked.replace(digits[:3], "").replace(digits[7:], "")
