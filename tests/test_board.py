"""今日: what has to be done today, in blocks, the nearest deadline first, forty lines at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.board import MOST, Line, arranged, blocks, document, fitted, page_of
from sheetflow.board.line import BY_STATUS
from sheetflow.policy import Policy
from sheetflow.states import STATES
from tests.builders import NOW, POLICY, at, policy_of
from tests.world import World, completed, day, dispatched, on_site, waiting

DISPATCHED = {"zh": "已派工", "en": "Dispatched"}


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


def tab(lines: list[Line], policy: Policy = POLICY) -> list[str]:
    """Give the rows of the tab: a line by its number, any other by its block and what it says."""
    return [
        str(row.get("ticket_no") or f"{row.get('block', '')} {row['next_action']}".strip())
        for row in page_of(lines, policy, NOW).rows
    ]


def test_no_more_than_forty_lines_and_each_block_says_how_many_more_it_has() -> None:
    shown = tab(MANY)
    assert shown[:MOST] == [one.ticket_no for one in MANY[:MOST]]
    assert shown[MOST:] == ["应回访 另有10条没列出,看「工单」", "还有2条不急"]
    assert tab(MANY, policy_of(language="en"))[MOST:] == [
        "Revisits due 10 more not listed: see Tickets",
        "2 more, not pressing",
    ]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        pytest.param(MANY[:MOST], [], id="forty-fit"),
        pytest.param(MANY[: MOST + 1], ["应回访 另有1条没列出,看「工单」"], id="one-does-not"),
        pytest.param(MANY[-2:], ["还有2条不急"], id="all-can-wait"),
    ],
)
def test_the_tab_says_what_it_does_not_show(lines: list[Line], last: list[str]) -> None:
    assert [said for said in tab(lines) if not said.startswith("WX")] == last


@pytest.mark.parametrize(
    "pressing",
    [
        pytest.param(line("LATE", "customer_due", NOW - timedelta(minutes=1)), id="late"),
        pytest.param(line("LATE", "papers", None, "breach"), id="flagged-as-late"),
        pytest.param(line("LATE", "incident", None), id="an-incident"),
        pytest.param(
            line("LATE", "revisits", NOW + timedelta(hours=20), "warning"), id="soon-late"
        ),
        pytest.param(line("LATE", "parts_arrived", NOW), id="due-before-the-others"),
    ],
)
def test_a_full_list_keeps_what_presses_whatever_its_block(pressing: Line) -> None:
    visits = [line(f"WX{n:03d}", due=NOW + timedelta(hours=1 + n / 10)) for n in range(MOST)]
    shown = tab([*visits, pressing])
    assert "LATE" in shown
    assert [said for said in shown if said.startswith("WX")] == [
        one.ticket_no for one in visits[:-1]
    ]
    assert "今天上门 另有1条没列出,看「工单」" in shown


def test_where_more_than_forty_are_late_all_of_them_are_shown_and_nothing_else() -> None:
    late = [line(f"WX{n:03d}", due=NOW - timedelta(minutes=n + 1)) for n in range(MOST + 5)]
    shown = tab([*late, line("CALM", "revisits", NOW + timedelta(hours=1))])
    assert sorted(shown) == sorted(
        [*(one.ticket_no for one in late), "应回访 另有1条没列出,看「工单」"]
    )


def test_a_block_counts_all_its_tickets_also_those_that_do_not_fit() -> None:
    found: Any = document(MANY, POLICY, NOW)
    counts = {block["key"]: (block["count"], len(block["lines"])) for block in found["blocks"]}
    assert (counts["visits"], counts["revisits"]) == ((MOST - 2, MOST - 2), (12, 2))
    assert found["more"] == 2


def test_the_page_gets_a_status_in_both_languages() -> None:
    found: Any = document([line()], policy_of(language="en"), NOW)
    [shown] = [one for block in found["blocks"] for one in block["lines"]]
    assert shown["status"] == DISPATCHED


BOARDS = st.lists(
    st.builds(
        lambda block, minutes, level: (block, minutes, level),
        st.sampled_from(sorted(blocks(POLICY))),
        st.none() | st.integers(-300, 2000),
        st.sampled_from(["", "", "", "warning", "breach"]),
    ),
    max_size=90,
).map(
    lambda found: [
        line(f"WX{n}", block, None if due is None else NOW + timedelta(minutes=due), level)
        for n, (block, due, level) in enumerate(found)
    ]
)


@given(BOARDS)
def test_every_ticket_is_shown_or_counted_once(lines: list[Line]) -> None:
    today, later = arranged(lines, POLICY, NOW)
    board: Any = document(lines, POLICY, NOW)
    counted = sum(block["count"] for block in board["blocks"])
    shown = [one["ticket_no"] for block in board["blocks"] for one in block["lines"]]
    assert counted + board["more"] == len(today) + later == len(lines)
    assert shown == [one.ticket_no for one in today if one.ticket_no in shown]
    assert shown == [said for said in tab(lines) if said.startswith("WX")]


@given(BOARDS)
def test_nothing_late_falls_out_and_nothing_calmer_stands_where_it_could(lines: list[Line]) -> None:
    today, _ = arranged(lines, POLICY, NOW)
    shown = {one.ticket_no for block in fitted(today, POLICY, NOW) for one in block.lines}
    late = {one.ticket_no for one in lines if one.late(NOW)}
    assert late <= shown
    assert len(shown) == min(len(today), max(MOST, len(late)))
    cut = [one for one in today if one.ticket_no not in shown]
    kept = [one for one in today if one.ticket_no in shown - late]
    assert all(one.pressing(NOW) < other.pressing(NOW) for one in kept for other in cut)


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
    assert (shown["ticket_no"], shown["technician"], shown["status"]) == (
        number,
        "陈立",
        DISPATCHED,
    )
    assert datetime.fromisoformat(shown["next_due"]) == at("14:41")


def test_every_open_ticket_stands_where_somebody_looks_for_it() -> None:
    world, number = waiting()
    seen = [block_of(world)]
    for minute, said in [
        ("14:31", {"technician": "陈立"}),
        ("14:32", {"status": "待客户"}),
        ("14:33", {"status": "主管处理"}),
    ]:
        world.act(number, at(minute), **said)
        seen.append(block_of(world))
    assert seen == ["to_dispatch", "visits", "customer_due", "incident"]


def test_no_status_on_which_work_goes_on_is_nobodys_business() -> None:
    assert {key for key, state in STATES.items() if state.live} <= BY_STATUS.keys()


def test_what_is_in_the_workshop_stands_there_the_day_before_and_for_as_long_as_it_is_late() -> (
    None
):
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", return_agreed_at="3/12 17:00")
    assert arranged(board(world), POLICY, world.now) == ([], 1)
    for now in (at("17:00", day=1), at("9:00", day=3)):
        world.cycle(now)
        (one,), _ = arranged(board(world), POLICY, now)
        assert (one.block, one.late(now)) == ("workshop", now > at("17:00", day=2))


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


def test_a_promise_at_risk_is_pressing_before_its_clock_warns() -> None:
    world, number = dispatched(address="城北青石村1号")
    world.act(number, at("14:40"), contact_result="接通")
    seen = []
    for minute in ("16:35", "16:36"):
        world.act(number, at(minute))
        seen.append((block_of(world), board(world)[0].level))
    assert seen == [("visits", ""), ("visits", "warning")]


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


def pass_time(world: World, now: datetime) -> bool:
    """Let time pass with nobody typing: a cycle, if a ticket asked for one by then; says whether one did."""
    assert world.memory is not None
    woken = world.memory.due(now)
    if woken:
        world.cycle(now)
    return woken


def listed(world: World) -> list[str]:
    """Give 今日 as it stands: the tickets by number, other rows by what they say."""
    at, said = (world.columns["today"][name] for name in ("ticket_no", "next_action"))
    return [str(row[at] or row[said]) for row in world.rows["today"]]


def test_a_far_deadline_comes_onto_the_list_a_day_before_it_though_nobody_types() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), result="待配件", parts_eta="3/12 16:00")
    pass_time(world, at("0:00", day=1))
    pass_time(world, at("15:59", day=1))
    assert listed(world) == ["还有1条不急"]
    assert pass_time(world, at("16:00", day=1))
    assert listed(world) == [number]


def test_what_is_due_looks_for_its_place_anew_when_it_is_late() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), result="待配件", parts_eta="3/10 18:00")
    assert not pass_time(world, at("18:00"))
    assert pass_time(world, at("18:01"))


def test_a_call_that_is_due_again_is_late_like_the_first() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="没接1")
    assert block_of(world) == "visits"
    assert not pass_time(world, at("14:45"))
    assert pass_time(world, at("14:46"))
    assert (block_of(world), board(world)[0].level) == ("overdue", "breach")
    assert world.shown(number, "flags") == "联系超时"
    assert world.told(number, "not_contacted") == []
    world.act(number, at("14:50"), contact_result="没接2")
    assert (block_of(world), world.shown(number, "flags")) == ("visits", "")


def test_a_call_that_is_due_again_is_late_by_itself_while_another_deadline_has_long_passed() -> (
    None
):
    world, number = dispatched()
    world.act(number, at("17:31"), contact_result="没接1")
    assert "承诺超时" in world.shown(number, "flags")
    world.cycle(at("17:41"), cold=True)
    assert "联系超时" not in world.shown(number, "flags")
    assert pass_time(world, at("17:42"))
    assert "联系超时" in world.shown(number, "flags")


#: What becomes of a ticket once somebody was sent; "" is still waiting for that.
ENDS = ("客户改期", "没接1", "待配件", "送修返厂", "待客户", "已派工", "")


def resting(ends: Iterable[str]) -> World:
    """Give a desk with tickets that came to rest so."""
    world = World()
    for sent in ends:
        number = world.report(fault=f"不着火{sent}", phone=f"138-0000-00{len(sent)}1")
        world.settle()
        if sent:
            world.act(number, technician="陈立")
        if sent == "客户改期":
            world.act(number, contact_result=sent, appointment_at="3/13 10:00")
        elif sent == "没接1":
            world.act(number, contact_result=sent)
        elif sent == "待配件":
            world.act(number, work_started_at="14:30", result=sent, parts_eta="3/12 16:00")
        elif sent == "送修返厂":
            world.act(number, work_started_at="14:30", status=sent, return_agreed_at="3/14 9:00")
        elif sent == "待客户":
            world.act(number, status=sent, next_contact_at="3/12 11:30", wait_reason="报价")
    world.settle()
    return world


@given(
    ends=st.lists(st.sampled_from(ENDS), min_size=1, max_size=4),
    steps=st.lists(st.integers(1, 900), min_size=1, max_size=25),
)
def test_whoever_plans_everything_finds_nothing_to_do_before_a_ticket_asks(
    ends: list[str], steps: list[int]
) -> None:
    world = resting(ends)
    now = world.now
    for minutes in steps:
        now += timedelta(minutes=minutes)
        if not pass_time(world, now):
            assert not world.cycle(now, cold=True)


def test_visits_stand_by_technician_with_gaps_and_clashes_above_them() -> None:
    world, (first, second, third) = day(("城东", "16:00"), ("城东", "18:30"), ("城东", "19:00"))
    world.act(third, at("14:45"), technician="吴强")
    world.act(second, at("14:46"), technician="陈立")
    world.settle()
    assert listed(world) == [
        "陈立 2单:16:00–17:00、18:30–19:30;空档17:00–18:30",
        first,
        second,
        third,
    ]
    world.act(third, at("14:50"), technician="陈立", contact_result="")
    world.act(third, at("14:51"), contact_result="接通")
    world.settle()
    assert listed(world) == [
        "陈立 3单:16:00–17:00、18:30–19:30、19:00–20:00;空档17:00–18:30;冲突18:30、19:00",
        first,
        second,
        third,
    ]


def test_the_desk_has_each_technicians_day_in_a_sentence() -> None:
    world, _ = day(("城东", "16:00"), ("城东", "18:30"))
    found: Any = document(board(world), POLICY, NOW)
    told = {block["key"]: block["days"] for block in found["blocks"] if block["days"]}
    assert told == {
        "visits": [
            {
                "zh": "陈立 2单:16:00–17:00、18:30–19:30;空档17:00–18:30",
                "en": "陈立, 2 visits: 16:00–17:00, 18:30–19:30; free 17:00–18:30",
            }
        ]
    }


def test_tomorrows_visits_are_no_part_of_today() -> None:
    world, numbers = day(("城东", "16:00"), ("城东", "3/11 9:00"))
    assert listed(world) == numbers
