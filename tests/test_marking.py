"""A wrong row of a settings tab says so itself, for whoever is typing it."""

from __future__ import annotations

import pytest

from sheetflow.asked import EntriesAsked
from sheetflow.levels import counting, stored
from sheetflow.model import CellWrite, Scalar, Table, TellEntry, Text
from sheetflow.planner.marking import marks
from sheetflow.policy import Policy
from sheetflow.settings_tabs import read_policy
from tests.builders import SHANGHAI
from tests.test_settings_tabs import CHEN, DAY_OFF, SCHEMA, read, tab


def marked(
    tables: dict[str, Table], last: Policy | None = None, *told: TellEntry
) -> list[tuple[int, str]]:
    """Give what is to be written, by the row's place in the grid."""
    policy, _ = read(tables, last)
    asked = EntriesAsked()
    for one in told:
        asked.add(one, "a rule")
    return [shown(write) for write in marks(tables, asked, policy)]


def shown(write: CellWrite) -> tuple[int, str]:
    assert (write.column, write.guarded) == ("problem", False)
    return write.position + 2, str(write.new)


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        pytest.param(
            "levels",
            {"grade": "普通", "clock": "响应", "target": "很快"},
            "目标:",
            id="a-target-that-is-no-time",
        ),
        pytest.param(
            "price_list", {"item_no": "P1", "kind": "配件", "price": -5}, "价格:-5", id="a-price"
        ),
        pytest.param("warranty", {"product_type": "灶", "months": 9999}, "月数:9999", id="months"),
        pytest.param("contracts", {"customer_no": "K1"}, "协议编号:没有协议编号", id="no-key"),
        pytest.param("regions", {"region": "城外"}, "分钟", id="a-region-without-minutes"),
        pytest.param("parts", {"part_no": "PWR-001", "price": -1}, "单价:-1", id="a-part"),
        pytest.param("staff", {**CHEN, "leave": "下周"}, "请假:「下周」", id="leave"),
        pytest.param("staff", {**CHEN, "email": "不是邮箱"}, "邮箱:这不是邮箱地址", id="an-email"),
        pytest.param("staff", {**CHEN, "notices": "少发"}, "通知:「少发」", id="a-switch"),
        pytest.param("holidays", {**DAY_OFF, "hours": "全天"}, "时段看不懂", id="a-day-with-hours"),
    ],
)
def test_the_row_itself_says_what_is_wrong(name: str, row: dict[str, Scalar], said: str) -> None:
    [(at, sentence)] = marked(tab(name, {}, row))
    assert at == 3
    assert said in sentence


def test_it_says_what_goes_on_meanwhile_and_what_to_write() -> None:
    last, _ = read(tab("staff", {**CHEN, "leave": "3/15"}))
    [(_, sentence)] = marked(tab("staff", {**CHEN, "leave": "下周"}), last)
    assert sentence == (
        "请假:「下周」。请写日期,例如 2026-03-10..2026-03-12; 3/15 13:30-18:00"
        "。更正前按上次的有效内容执行:3/15"
    )


@pytest.mark.parametrize("waits", ["8小时", ""], ids=["another target", "none"])
def test_a_wrong_level_names_what_is_in_force_not_what_waits_to_be_applied(waits: str) -> None:
    def level(target: str) -> dict[str, Table]:
        return tab("levels", {"grade": "普通", "clock": "响应", "target": target})

    applied, _ = read(level("24小时"))
    waiting, _ = read(level(waits), applied)
    wrong, _ = read(level("很快"), waiting)
    counts = counting(wrong, stored(applied.levels))
    [write] = marks(level("很快"), EntriesAsked(), counts)
    assert str(write.new).endswith("更正前按生效中的执行:24小时 (75%)")


def test_all_that_is_wrong_with_a_row_stands_in_one_cell() -> None:
    [(_, sentence)] = marked(tab("staff", {**CHEN, "notices": "少发", "email": "x"}))
    assert [one.partition(":")[0] for one in sentence.split("；")] == ["邮箱", "通知"]


def test_in_english_no_chinese_sign_stands_between() -> None:
    tables = tab("staff", {**CHEN, "notices": "less", "email": "x"})
    policy, _ = read_policy(SCHEMA, tables, language="en", zone=SHANGHAI)
    [write] = marks(tables, EntriesAsked(), policy)
    assert str(write.new).startswith("Email: no mail address; nothing is sent there. Write one")
    assert "；" not in str(write.new)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({**CHEN, "problem": "请假:「下周」"}, id="mended"),
        pytest.param({"problem": "请假:「下周」"}, id="emptied"),
    ],
)
def test_the_mark_is_taken_off_a_row_that_is_right_or_gone(row: dict[str, Scalar]) -> None:
    assert marked(tab("staff", row)) == [(2, "")]


def test_what_stands_there_already_is_not_written_again_and_makes_no_other_policy() -> None:
    wrong = {**CHEN, "leave": "下周"}
    [(_, sentence)] = marked(tab("staff", wrong))
    written = tab("staff", {**wrong, "problem": sentence, "offered_as": "陈立·工01"})
    policy, _ = read(tab("staff", wrong))
    assert marked(written) == []
    assert read(written, policy)[0] is policy


def test_what_rules_say_of_a_part_stands_there_too_but_nothing_twice() -> None:
    part = {"part_no": "PWR-001", "price": "很贵", "minimum": "几个"}
    tables = tab("parts", part)
    policy, problems = read(tables)
    [price] = [one for one in problems if one.where.endswith("单价")]
    again = TellEntry("parts", "PWR-001", Text(price.found, price.found))
    other = TellEntry("parts", "PWR-001", Text("「几个」不是数", "'几个' is no number"))
    [(_, sentence)] = marked(tables, policy, again, other)
    assert sentence.count(price.found) == 1
    assert sentence.endswith("；「几个」不是数")


def test_a_workbook_that_has_no_such_column_yet_is_left_alone() -> None:
    assert marked(tab("staff", {**CHEN, "leave": "下周"}, without="problem")) == []
