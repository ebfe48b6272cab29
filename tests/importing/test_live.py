"""Without --history rows are work to be done: taken like typed ones, with what they have."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sheetflow.planner import plan
from tests.importing.desk import NOW, Desk, csv_of
from tests.world import World

OPEN = {"故障描述": "漏水", "联系方式": "138-0000-0001", "客户姓名": "张三"}


def test_rows_are_numbered_stamped_graded_and_given_their_deadlines(desk: Desk) -> None:
    desk.take(csv_of([OPEN, {**OPEN, "单号": "OLD-7", "紧急程度": "特急"}]), history=False)
    first, *others = desk.cycles()
    plain, urgent = desk.rows()

    assert (first.outcome, [one.outcome for one in others]) == ("done", ["idle", "idle"])
    assert (plain["维修单号"], plain["状态"], plain["报修时间"]) == (
        "WX20260310001",
        "待受理",
        "2026-03-10 14:30",
    )
    assert (plain["紧急程度"], plain["响应期限"]) == ("普通", "2026-03-11 14:30")
    assert (urgent["维修单号"], urgent["响应期限"]) == ("OLD-7", "2026-03-10 16:30")


def test_what_a_row_says_of_status_and_technician_is_a_request_like_any(desk: Desk) -> None:
    desk.staff(("01", "陈立", "technician"), ("07", "林静", "dispatcher"))
    rows = [
        {**OPEN, "维修工程师": "陈立", "状态": ""},
        {**OPEN, "维修工程师": "王五", "状态": ""},
        {**OPEN, "维修工程师": "", "状态": "edv"},
    ]
    desk.take(csv_of(rows), history=False, map="status: {words: {EDV: workshop}}")
    desk.cycles()
    sent, unknown, in_workshop = desk.rows()

    assert (sent["状态"], sent["维修工程师"]) == ("已派工", "陈立·工01")
    assert (unknown["状态"], unknown["维修工程师"]) == ("待受理", "")
    assert "没有叫「王五」的维修工程师" in str(unknown["问题"])
    assert in_workshop["状态"] == "送修返厂"


def test_the_arrival_of_imported_work_is_no_news_but_sending_somebody_is(desk: Desk) -> None:
    desk.staff(("01", "陈立", "technician"), ("07", "林静", "dispatcher"))
    desk.take(csv_of([OPEN, {**OPEN, "维修工程师": "陈立"}]), history=False)
    desk.cycles()
    assert [delivery["kind"] for delivery in desk.ledger.outbox()] == ["dispatch"]


@pytest.mark.parametrize(
    ("said", "reported"),
    [
        pytest.param("2026-03-09 08:00", NOW.replace(day=9, hour=0, minute=0), id="earlier"),
        pytest.param("2027-03-09 08:00", NOW, id="not-in-the-future"),
        pytest.param("neulich", NOW, id="no-time"),
    ],
)
def test_a_report_counts_from_when_it_was_made(desk: Desk, said: str, reported: object) -> None:
    desk.take(csv_of([{**OPEN, "单号": "A-1", "报修时间": said}]), history=False)
    desk.clock.at += timedelta(minutes=1)
    desk.cycles()
    record = desk.ledger.record_of("A-1")
    assert record is not None
    assert record.stamp("reported_at") == reported


def test_many_rows_at_once_are_no_disaster_to_be_refused(desk: Desk) -> None:
    desk.take(csv_of([{**OPEN, "故障描述": f"漏水{at}"} for at in range(60)]), history=False)
    summary = desk.cycles()[0]
    assert summary.outcome == "done"
    assert summary.changes > 500
    assert all(row["响应期限"] for row in desk.rows())


def test_the_first_connection_of_a_full_sheet_is_no_disaster_but_its_ruin_is_one() -> None:
    world = World()
    for at in range(60):
        world.type_row(ticket_no=f"OLD-{at}", status="待派工", fault="漏水")
    met = plan(world.view(), world.now, world.policy, rules=world.rules, max_changes=5).plan
    world.settle()
    columns = [at for name, at in world.columns["tickets"].items() if name.endswith("_by")]
    for row in world.rows["tickets"]:
        for at in columns:
            row[at] = "?"
    ruined = plan(world.view(), world.now, world.policy, rules=world.rules, max_changes=5).plan

    assert (met.refused, len(met.writes.cells) > 5) == (None, True)
    assert ruined.refused is not None
    assert not ruined
