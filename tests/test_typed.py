"""What staff type is understood, and what is vague is asked back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheetflow.typed import (
    Proposal,
    digits_of,
    understand_phone,
    understand_technician,
    understand_time,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 3, 10, 14, 30, tzinfo=SHANGHAI)
ROSTER = (("01", "陈立"), ("02", "刘勇"), ("07", "林静"), ("09", "陈明"), ("11", "Chen Li"))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14:30", "2026-03-10 14:30"),
        ("明天10点", "2026-03-11 10:00"),
        ("3/11 9:30", "2026-03-11 09:30"),
        ("3/11 14：00", "2026-03-11 14:00"),
        ("2026-03-11 14:00", "2026-03-11 14:00"),
        ("2026-03-11T04:00", "2026-03-11 04:00"),
        ("后天下午3点半", "2026-03-12 15:30"),
        ("3月11日上午9点", "2026-03-11 09:00"),
        ("大后天 9点一刻", "2026-03-13 09:15"),
        ("明天十点半", "2026-03-11 10:30"),
        ("下午两点四十五分", "2026-03-10 14:45"),
        ("昨天16:20", "2026-03-09 16:20"),
        ("今晚8点", "2026-03-10 20:00"),
        ("明早9点", "2026-03-11 09:00"),
        ("晚上12点", "2026-03-11 00:00"),
        ("凌晨12点半", "2026-03-10 00:30"),
        ("下午12:30", "2026-03-10 12:30"),
        ("下午14点", "2026-03-10 14:00"),
        ("中午1点", "2026-03-10 13:00"),
        ("03:30", "2026-03-10 03:30"),
        ("周五10点", "2026-03-13 10:00"),
        ("周一10点", "2026-03-16 10:00"),
        ("本周一10点", "2026-03-09 10:00"),
        ("下周二 9:00", "2026-03-17 09:00"),
        ("tomorrow 2pm", "2026-03-11 14:00"),
        ("9:30am", "2026-03-10 09:30"),
        ("12/30 9:00", "2025-12-30 09:00"),
    ],
)
def test_understands_the_time(text: str, meant: str) -> None:
    assert understand_time(text, TUESDAY, SHANGHAI) == wall(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("明天下午", "2026-03-11 14:00", id="only the afternoon"),
        pytest.param("上午", "2026-03-10 09:00", id="only the morning"),
        pytest.param("3/11", "2026-03-11 09:00", id="only the day"),
        pytest.param("明天3点", "2026-03-11 15:00", id="3 at a desk is in the afternoon"),
        pytest.param("3/11 10点左右", "2026-03-11 10:00", id="about"),
    ],
)
def test_answers_a_vague_time_with_a_proposal(text: str, meant: str) -> None:
    proposal = understand_time(text, TUESDAY, SHANGHAI)
    assert isinstance(proposal, Proposal)
    assert proposal.at == wall(meant)


def test_the_proposal_asks_in_both_languages() -> None:
    proposal = understand_time("明天下午", TUESDAY, SHANGHAI)
    assert isinstance(proposal, Proposal)
    assert "是 3/11 14:00 吗?" in proposal.sentence.zh
    assert proposal.sentence.en.endswith("Did you mean 2026-03-11 14:00? Type 3/11 14:00.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "尽快",
        "25:00",
        "9:75",
        "2/29 9:00",
        "13/45 9:00",
        "138",
        "?",
        "9999-12-31 晚上12点",
    ],
)
def test_does_not_take_anything_for_a_time(text: str) -> None:
    assert understand_time(text, TUESDAY, SHANGHAI) is None


@given(st.text())
def test_no_wording_stops_the_reader(text: str) -> None:
    understand_time(text, TUESDAY, SHANGHAI)
    understand_technician(text, ROSTER)
    understand_phone(text)


@given(minutes=st.integers(-170 * 24 * 60, 170 * 24 * 60))
def test_the_short_form_that_we_propose_is_understood(minutes: int) -> None:
    at = TUESDAY + timedelta(minutes=minutes)
    assert understand_time(f"{at.month}/{at.day} {at:%H:%M}", TUESDAY, SHANGHAI) == at


def test_today_is_the_desks_today() -> None:
    late = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
    assert understand_time("9:00", late, SHANGHAI) == wall("2026-03-11 09:00")


def test_now_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        understand_time("9:00", TUESDAY.replace(tzinfo=None), SHANGHAI)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", "01"),
        ("01", "01"),
        ("工01", "01"),
        ("1号", "01"),
        ("陈立·工01", "01"),
        ("陈立", "01"),
        (" 刘 勇 ", "02"),
        ("刘师傅", "02"),
        ("老刘", "02"),
        ("刘工", "02"),
        ("小林", "07"),
        ("chen", "11"),
        ("Li", "11"),
        ("陈", ("01", "09")),
        ("陈师傅", ("01", "09")),
        ("*师傅(工号01)", ()),
        ("老板", ()),
        ("", ()),
    ],
)
def test_understands_the_technician(text: str, meant: str | tuple[str, ...]) -> None:
    assert understand_technician(text, ROSTER) == meant


def test_a_whole_name_beats_the_beginning_of_another() -> None:
    assert understand_technician("陈立", (*ROSTER, ("12", "陈立军"))) == "01"


@pytest.mark.parametrize(
    ("text", "digits", "extension"),
    [
        ("138-0000-0001", "13800000001", ""),
        ("13800000001 王女士", "13800000001", ""),
        ("王 １３８００００００01", "13800000001", ""),
        ("+86 138 0000 0001", "13800000001", ""),
        ("8613800000001", "13800000001", ""),
        ("13800000001/13800000002", "13800000001", ""),
        ("010-00000000转8002", "01000000000", "8002"),
        ("(010) 00000000 分机 12", "01000000000", "12"),
        ("0755-00000000-801", "075500000000", "801"),
        ("400-810-0000", "4008100000", ""),
        ("+1 415 555 0100", "+14155550100", ""),
    ],
)
def test_accepts_a_phone_that_is_possible(text: str, digits: str, extension: str) -> None:
    phone = understand_phone(text)
    assert (phone.kind, phone.digits, phone.extension) == ("possible", digits, extension)


@pytest.mark.parametrize(
    "text", ["无", "12", "微信联系", "138000000012345678"], ids=["none", "short", "words", "long"]
)
def test_says_why_a_phone_is_impossible(text: str) -> None:
    phone = understand_phone(text)
    assert phone.kind == "impossible"
    assert phone.hint is not None


def test_hints_at_a_number_that_may_be_mistyped_and_accepts_it() -> None:
    phone = understand_phone("1380000001")
    assert phone.kind == "possible"
    assert phone.hint is not None


@given(
    st.from_regex(r"1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}( 王女士)?", fullmatch=True)
    | st.text(alphabet="0123456789 -+转王", max_size=16)
)
@example("13")
def test_a_phone_read_in_short_has_the_digits_that_it_has_at_length(text: str) -> None:
    assert digits_of(text) == understand_phone(text).digits
