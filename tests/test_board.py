"""今日: what has to be done today, in blocks, the nearest deadline first, forty lines at most."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.board import MOST, Line, arranged, blocks, document, page_of
from tests.builders import NOW, POLICY, at, policy_of
from tests.world import World, completed, dispatched, on_site, waiting


def line(
    no: str = "WX1", block: str = "visits", due: datetime | None = None, level: str = ""
) -> Line:
    return Line(block, no, "小麦面馆", "陈立:14:41前打客户电话", due, "01", "dispatched", level)


def board(world: World) -> list[Line]:
    assert world.memory is not None
    return world.memory.lines()


def block_of(world: World) -> str:
    (found,) = board(world)
    return found.block


def test_the_blocks_are_those_of_the_sheet_in_its_order() -> None:
    titles = [title.zh for title in blocks(POLICY).values()]
    assert titles[:9] == [
        "超时",
        "冲突/支援",
        "待派工",
        "今天上门",
        "应回访",
        "到件可预约",
        "待客户到期",
        "未交单据/旧件",
        "欠款",
    ]


def test_blocks_come_in_order_and_in_each_the_nearest_deadline_first() -> None:
    lines = [
        line("WX3", "visits", at("16:00")),
        line("WX2", "visits", at("15:00")),
        line("WX1", "revisits", at("14:40")),
        line("WX4", "overdue", at("14:00"), "breach"),
        line("WX5", "visits"),
    ]
    shown, more = arranged(lines, POLICY, NOW)
    assert [one.ticket_no for one in shown] == ["WX4", "WX2", "WX3", "WX5", "WX1"]
    assert more == 0


@pytest.mark.parametrize(
    ("one", "today"),
    [
        pytest.param(line(due=NOW + timedelta(hours=23)), True, id="within-a-day"),
        pytest.param(line(due=NOW + timedelta(hours=25)), False, id="later"),
        pytest.param(line(due=NOW + timedelta(hours=25), level="warning"), True, id="warned"),
        pytest.param(line(due=None), True, id="without-a-deadline"),
    ],
)
def test_what_can_wait_is_only_counted(one: Line, today: bool) -> None:
    shown, more = arranged([one], POLICY, NOW)
    assert (len(shown), more) == ((1, 0) if today else (0, 1))


#: Fifty that are due today, twelve of them after forty others, and two that can wait.
MANY = [
    *(line(f"WX{n:03d}", due=NOW + timedelta(minutes=n)) for n in range(MOST - 2)),
    *(line(f"WX{n:03d}", "revisits", NOW + timedelta(minutes=n)) for n in range(100, 112)),
    *(line(f"WX{n}", due=NOW + timedelta(days=3)) for n in (900, 901)),
]


def test_no_more_than_forty_lines_then_how_many_are_cut_and_how_many_can_wait() -> None:
    rows = page_of(MANY, POLICY, NOW).rows
    assert [row.get("ticket_no") for row in rows[:MOST]] == [one.ticket_no for one in MANY[:MOST]]
    assert rows[MOST:] == ({"next_action": "另有10条,看筛选视图"}, {"next_action": "还有2条不急"})
    english = page_of(MANY, policy_of(language="en"), NOW).rows
    assert [row["next_action"] for row in english[MOST:]] == [
        "10 more: see the filter views",
        "2 more, not pressing",
    ]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        pytest.param(MANY[:MOST], [], id="forty-fit"),
        pytest.param(MANY[: MOST + 1], ["另有1条,看筛选视图"], id="one-does-not"),
        pytest.param(MANY[-2:], ["还有2条不急"], id="all-can-wait"),
    ],
)
def test_the_tab_ends_with_what_it_does_not_show(lines: list[Line], last: list[str]) -> None:
    rows = page_of(lines, POLICY, NOW).rows
    assert [row["next_action"] for row in rows if not row.get("ticket_no")] == last


def test_a_block_counts_all_its_tickets_also_those_that_do_not_fit() -> None:
    found: Any = document(MANY, POLICY, NOW)
    counts = {block["key"]: (block["count"], len(block["lines"])) for block in found["blocks"]}
    assert (counts["visits"], counts["revisits"]) == ((MOST - 2, MOST - 2), (12, 2))
    assert (found["more"], found["cut"]) == (2, 10)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(blocks(POLICY))),
            st.integers(-300, 5000),
            st.sampled_from(["", "warning", "breach"]),
        ),
        max_size=60,
    )
)
def test_every_ticket_is_shown_or_counted_once(found: list[tuple[str, int, str]]) -> None:
    lines = [
        line(f"WX{n}", block, NOW + timedelta(minutes=due), level)
        for n, (block, due, level) in enumerate(found)
    ]
    today, later = arranged(lines, POLICY, NOW)
    board: Any = document(lines, POLICY, NOW)
    counted = sum(block["count"] for block in board["blocks"])
    shown = [one["ticket_no"] for block in board["blocks"] for one in block["lines"]]
    assert counted + board["more"] == len(today) + later == len(lines)
    assert shown == [one.ticket_no for one in today[:MOST]]
    assert len(shown) + board["cut"] == counted


def test_the_tab_reads_as_staff_see_it() -> None:
    world, number = dispatched(unit_name="小麦面馆")
    (row,) = world.rows["today"]
    tab = world.policy.schema.tab("today")
    assert [row[world.columns["today"][column]] for column in tab.by_key][:4] == [
        "今天上门",
        number,
        "小麦面馆",
        "陈立:14:41前打客户电话,结果填「联系结果」",
    ]
    assert row[world.columns["today"]["technician"]] == "陈立·工01"
    assert row[world.columns["today"]["status"]] == "已派工"


def test_what_somebody_types_into_it_is_put_right() -> None:
    world, _ = dispatched()
    world.rows["today"][0][0] = "我的"
    world.cycle()
    assert world.rows["today"][0][0] == "今天上门"


def test_the_desk_gets_the_same_lines_with_counts_and_names() -> None:
    world, number = dispatched()
    found: Any = document(board(world), POLICY, NOW)
    visits = next(block for block in found["blocks"] if block["key"] == "visits")
    assert (visits["count"], visits["title"]) == (1, {"zh": "今天上门", "en": "Today's visits"})
    shown = visits["lines"][0]
    assert (shown["ticket_no"], shown["technician"], shown["status"]) == (number, "陈立", "已派工")
    assert datetime.fromisoformat(shown["next_due"]) == at("14:41")


def test_every_open_ticket_stands_where_somebody_looks_for_it() -> None:
    world, number = waiting()
    seen = [block_of(world)]
    for minute, status in [("14:31", "已派工"), ("14:32", "待客户"), ("14:33", "主管处理")]:
        world.act(number, at(minute), status=status)
        seen.append(block_of(world))
    assert seen == ["to_dispatch", "visits", "customer_due", "incident"]


def test_what_is_late_comes_first_as_long_as_it_is() -> None:
    world, number = waiting()
    world.act(number, at("15:01"))
    assert (block_of(world), board(world)[0].level) == ("overdue", "breach")
    world.act(number, at("15:02"), technician="陈立")
    assert (block_of(world), board(world)[0].level) == ("visits", "")


def test_what_will_be_late_says_so_in_its_block() -> None:
    world, _ = waiting()
    world.cycle(at("14:46"))
    assert (block_of(world), board(world)[0].level) == ("to_dispatch", "warning")


def test_an_incident_stands_among_the_incidents_whatever_is_late() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    assert block_of(world) == "incident"


def test_a_finished_ticket_is_called_back_then_wants_its_papers_then_is_gone() -> None:
    world, number = completed()
    seen = [block_of(world)]
    world.act(number, at("16:30"), revisit_result="满意")
    seen.append(block_of(world))
    world.act(number, at("16:40"), docs_in="回执")
    assert seen == ["revisits", "papers"]
    assert board(world) == []


def test_filed_tickets_are_no_business_of_today_nor_is_what_another_system_finished() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), close_reason="作废", status="已结单")
    assert board(world) == []
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已完成")
    world.cycle()
    assert board(world) == []
