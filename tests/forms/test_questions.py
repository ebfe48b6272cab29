"""What a Form's questions mean, and an answer as a report: nothing that was said is dropped."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheetflow.forms import report_of, unasked
from sheetflow.forms.questions import LONGEST, fields_of
from sheetflow.model import Scalar
from tests.builders import POLICY

ROOT = Path(__file__).parents[2]
TICKETS = POLICY.schema.tab("tickets")
SENT = 46091.6


def report(**said: Scalar) -> dict[str, str]:
    """Give the report of one answer by the titles of its questions."""
    header, cells = ("时间戳记", *said), (SENT, *said.values())
    return report_of(header, cells, tickets=TICKETS, zone=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("page", ["form.md", "form.zh-CN.md"])
def test_every_title_that_the_page_on_forms_names_is_understood(page: str) -> None:
    text = (ROOT / "docs/howto" / page).read_text("utf-8")
    rows = [line.split("|")[2] for line in text.splitlines() if line.startswith("| ")][1:]
    titles = [re.findall(r"`([^`]+)`", row) for row in rows]
    assert len(titles) == 9
    for same in titles:
        fields = fields_of(["时间戳记", *same], TICKETS)
        assert len(fields) == len(same)
        assert len(set(fields.values())) == 1
    assert unasked(["时间戳记", *(same[0] for same in titles)], TICKETS) == ()


def test_decoration_of_a_title_and_a_moved_column_of_times_change_nothing() -> None:
    header = ("联系电话 *", "Timestamp", "故障情况？", "门口有台阶吗")
    assert fields_of(header, TICKETS) == {0: "phone", 2: "fault"}


def test_figures_and_dates_that_sheets_made_of_words_are_words_again() -> None:
    values = report(联系电话=13800000001.0, 购买日期=45993, 希望上门时间=46092.5, 产品型号=7.5)
    assert values["phone"] == "13800000001"
    assert values["purchase_date"] == "2025-12-02"
    assert values["wished_time"] == "2026-03-11 12:00"
    assert values["product_model"] == "7.5"


def test_of_a_question_asked_twice_the_first_answer_counts_and_the_other_is_kept() -> None:
    values = report(故障情况="漏水", 地址="", 维修地址="城东1号", 上门地址="城西2号")
    assert values["address"] == "城东1号"
    assert values["fault"] == "漏水\n上门地址: 城西2号"


def test_what_the_public_form_would_send_back_is_taken_as_it_was_said() -> None:
    values = report(联系电话="没有", 需要什么服务="洗碗", 购买日期="去年")
    assert (values["phone"], values["request_type"], values["purchase_date"]) == (
        "没有",
        "洗碗",
        "去年",
    )


def test_an_endless_answer_is_cut_and_one_without_words_is_a_report_all_the_same() -> None:
    assert len(report(故障情况="漏" * 20_000)["fault"]) == LONGEST + 1
    assert report(故障情况="") == {"channel": "web"}
