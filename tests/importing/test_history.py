"""Finished tickets of another system are taken as they are: every word kept, nothing announced."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest
from gspread.utils import ValueRenderOption
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.model import Scalar
from tests.importing.desk import P2, ROOT, Desk, csv_of, open_desk, trait_rows

OPEN_REPAIR = (ROOT / "docs" / "howto" / "open_repair.map.yaml").read_text("utf-8")

#: Under which of our headers a field of the Open Repair Data comes out; the others keep their own.
HEADERS = {
    "id": "维修单号",
    "product_category": "产品类别",
    "brand": "品牌",
    "problem": "故障描述(客户)",
    "repair_status": "维修结果",
}


def test_all_15_fields_of_p2_come_out_as_they_went_in(desk: Desk) -> None:
    report = desk.take(csv_of([P2]))
    desk.cycles()

    shown = desk.cells("WX2023901")
    assert (report.taken, report.refused) == (1, ())
    headers = {"故障描述": "故障描述(客户)"}
    assert {name: shown[headers.get(name, name)] for name in P2} == P2
    assert shown["状态"] == "已结单"
    assert shown["回访结果"] == "满意"
    assert shown["回访期限"] == "2023-10-02 11:30"


def test_an_imported_history_announces_nothing_and_a_cycle_finds_nothing_to_write(
    desk: Desk,
) -> None:
    desk.staff(("07", "林静", "dispatcher"), ("01", "陈立", "technician"))
    open_ones = [
        {"维修单号": f"OLD-{status}", "客户姓名": "张三", "联系方式": "138-0000-0001", "状态": status,
         "报修时间": "2026-01-05 09:00", "故障描述": "漏水", "维修工程师": "陈立",
         "更换配件清单": "PWR-001 x2"}
        for status in ("待派工", "已派工", "维修中", "待配件", "已完成")
    ]  # fmt: skip
    desk.cycles()
    desk.take(csv_of([P2, *open_ones]))

    assert [(one.outcome, one.events) for one in desk.cycles()] == [("idle", 0)] * 3
    assert desk.ledger.outbox() == []
    assert desk.rows()[2]["维修工程师"] == "陈立"
    assert desk.rows()[2]["上门期限"] == "2026-01-08 09:00"
    records = desk.ledger.records()
    assert {record.technician for record in records.values()} == {""}
    assert all(record.suggestion is None for record in records.values())


def test_another_systems_open_tickets_without_times_are_told_no_time(desk: Desk) -> None:
    statuses = ("待受理", "电话指导", "待派工", "已派工", "已预约", "维修中", "送修返厂")
    bare = {"客户姓名": "张三", "故障描述": "漏水"}
    desk.take(csv_of([{"维修单号": f"OLD-{one}", "状态": one, **bare} for one in statuses]))
    desk.cycles()
    said = {str(row["维修单号"]): str(row["下一步"]) for row in desk.rows()}
    assert [one for one in said.values() if "—" in one] == []
    assert said["OLD-待派工"] == "内勤:问清联系方式、维修地址、产品型号,派工"


def test_texts_that_software_trips_over_stay_intact_to_the_character(desk: Desk) -> None:
    rows = list(trait_rows())
    report = desk.take(csv_of(rows), map=OPEN_REPAIR)
    summaries = desk.cycles()

    assert (report.taken, report.refused) == (60, ())
    assert [(one.changes, one.notices) for one in summaries] == [(0, 0)] * 3
    assert_intact(desk, rows)


def assert_intact(desk: Desk, rows: list[dict[str, str]]) -> None:
    """Hold every field but the date against the sheet, as values and as formulas."""
    for render in (ValueRenderOption.unformatted, ValueRenderOption.formula):
        found = {row["维修单号"]: row for row in desk.rows(render)}
        assert [expected(row) for row in rows] == [
            {name: found[row["id"]][name] for name in expected(row)} for row in rows
        ]


def expected(row: dict[str, str]) -> dict[str, Scalar]:
    return {HEADERS.get(name, name): text for name, text in row.items() if name != "event_date"}


def test_a_column_that_is_not_ours_keeps_its_header_at_the_right_end_and_is_filled_once(
    desk: Desk,
) -> None:
    rows = [{"id": "A-1", "problem": "x", "Kostenstelle": "0815"}]
    imported = desk.planned(csv_of(rows), map="columns: {id: ticket_no, problem: fault}")
    desk.carry_out(imported)
    desk.take(
        csv_of([{"id": "A-2", "problem": "y", "Kostenstelle": "0816", "Notiz": "=1"}]),
        map="columns: {id: ticket_no, problem: fault}",
    )

    header = list(desk.rows()[0])
    assert imported.sheet.unmatched == ("Kostenstelle",)
    assert header[-2:] == ["Kostenstelle", "Notiz"]
    assert [(row["Kostenstelle"], row["Notiz"]) for row in desk.rows()] == [
        ("0815", ""),
        ("0816", "=1"),
    ]
    assert desk.cycles()[-1].outcome == "idle"
    assert desk.runner.problems == ()


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        pytest.param({"结束": "2023-10-01 11:30", "结果": "已修复"}, "已完成", id="not-called-back"),
        pytest.param({"结果": "已修复", "回访结果": "满意"}, "已结单", id="called-back-without-an-end"),
        pytest.param({"结果": "修好", "回访记录": "没接,再打"}, "已完成", id="call-back-not-answered"),
        pytest.param({"结果": "缺件", "结束": "2023-10-01 11:30"}, "待配件", id="waits-for-parts"),
        pytest.param({"结果": "没修好"}, "需支援", id="not-fixed"),
        pytest.param({"结果": "客户放弃"}, "已结单", id="given-up"),
        pytest.param({"开始": "2023-10-01 10:00"}, "维修中", id="begun"),
        pytest.param({"师傅": "*师傅"}, "已派工", id="somebody-was-sent"),
        pytest.param({"备注": "x"}, "待受理", id="nothing-told"),
        pytest.param({"状态": "结单", "师傅": "*师傅"}, "已结单", id="its-own-word-counts"),
    ],
)  # fmt: skip
def test_a_status_follows_its_word_or_else_what_the_row_tells(
    desk: Desk, cells: dict[str, str], status: str
) -> None:
    desk.take(csv_of([{"维修单号": "A-1", "故障": "漏水", **cells}]))
    assert desk.cells("A-1")["状态"] == status
    assert desk.cycles()[0].changes <= 1  # 今日, at most


def test_a_status_nobody_knows_is_told_with_its_line_and_taken_once_the_map_says_what_it_means(
    desk: Desk,
) -> None:
    rows = csv_of(
        [{"单号": "A-1", "状态": "abgeholt", "故障": "x"}, {"单号": "A-2", "状态": "结单"}]
    )
    first = desk.take(rows)
    second = desk.take(rows, map="status: {words: {Abgeholt: 已结单}}")

    assert (first.taken, [str(fault) for fault in first.refused]) == (
        1,
        ["old.csv:2: nobody knows the status 'abgeholt'. "
         "Say in the map file what it means (status: words:)."],
    )  # fmt: skip
    assert (second.taken, second.before, second.refused) == (1, 1, ())
    assert [row["维修单号"] for row in desk.rows()] == ["A-2", "A-1"]


def test_a_time_that_is_none_stays_as_it_was_written(desk: Desk) -> None:
    desk.take(
        csv_of(
            [{"单号": "A-1", "故障": "x", "开始": "约两点", "报修时间": "上周", "应收": "180元"}]
        )
    )
    desk.cycles()
    shown = desk.cells("A-1")
    assert (shown["维修开始时间"], shown["报修时间 (CSV)"], shown["应收 (CSV)"]) == (
        "约两点",
        "上周",
        "180元",
    )
    assert (shown["报修时间"], shown["应收"], shown["问题"]) == ("", "", "")


@settings(max_examples=15)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).filter(str.strip),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_any_text_in_any_column_of_words_stays_intact(
    blank: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = shutil.copytree(blank[0], tmp_path_factory.mktemp("any") / "desk")
    desk = open_desk(folder, blank[1])
    rows = [
        {"单号": f"A-{at}", "备注": text, "维修工程师": text, "维修结果": text, "回访记录": text, "自己的": text}
        for at, text in enumerate(texts)
    ]  # fmt: skip
    desk.take(csv_of(rows))
    assert [one.changes for one in desk.cycles(2)] == [0, 0]
    found = desk.rows(ValueRenderOption.unformatted)
    assert [{name: shown[name] for name in row if name != "单号"} for row, shown in zip(rows, found, strict=True)] == [
        {name: text for name, text in row.items() if name != "单号"} for row in rows
    ]  # fmt: skip
    desk.close()


@pytest.mark.skipif("SHEETFLOW_SAMPLE" not in os.environ, reason="SHEETFLOW_SAMPLE isn't set")
def test_the_open_repair_sample_is_taken_whole_and_a_cycle_over_it_announces_nothing(
    desk: Desk,
) -> None:
    path = Path(os.environ["SHEETFLOW_SAMPLE"])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    report = desk.carry_out(desk.planned_file(path, map=OPEN_REPAIR))
    summaries = desk.cycles(2)

    assert (report.taken, report.refused) == (len(rows), ())
    assert [(one.changes, one.notices) for one in summaries] == [(0, 0), (0, 0)]
    assert desk.ledger.outbox() == []
    assert_intact(desk, rows)
