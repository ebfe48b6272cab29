"""A Form's answers tab on a desk: each answer becomes one ticket by the ordinary cycle, whatever people do there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import gspread
import pytest
from gspread.utils import ValueInputOption

from sheetflow.errors import Unavailable
from sheetflow.model import Scalar
from sheetflow.pings import PINGS, Ping, noted
from sheetflow.runner import Runner
from sheetflow.serials import to_serial
from tests.end_to_end.desk import Desk, office_of, open_desk
from tests.end_to_end.mortal import Point, kill

HEADER = ("时间戳记", "您的姓名", "联系电话", "维修地址", "产品型号", "故障情况", "门口有台阶吗")
SAID = ("张先生", "138-0000-0001", "城东人民路1号", "大锅灶 ZG-2A", "打不着火", "有")


def form(
    desk: Desk, title: str = "表单回复 1", header: Iterable[str] = HEADER
) -> gspread.Worksheet:
    """Let Google make the tab of answers, as when somebody links a Form."""
    tab = desk.people.add_worksheet(title, 200, 10)
    tab.append_row(list(header), value_input_option=ValueInputOption.raw)
    return tab


def answer(
    desk: Desk, tab: gspread.Worksheet, *said: Scalar, ago: timedelta = timedelta(0)
) -> None:
    """Let Google put an answer below the others, sent so long ago."""
    sent = to_serial(desk.clock.at - ago, desk.house.zone) + 0.123 / 86_400
    tab.append_row([sent, *said], value_input_option=ValueInputOption.raw)


def tickets(desk: Desk) -> list[dict[str, Scalar]]:
    return [row for row in desk.rows() if row["ticket_no"]]


def later(desk: Desk) -> None:
    """Let a minute pass and the desk come to rest."""
    desk.clock.at += timedelta(minutes=1)
    desk.rest()


def test_an_answer_becomes_a_dispatched_ticket_with_what_no_column_asks_for_in_its_fault(
    desk: Desk,
) -> None:
    tab = form(desk)
    answer(desk, tab, *SAID)
    desk.clock.at += timedelta(minutes=2)
    desk.rest()
    [ticket] = tickets(desk)
    assert (ticket["phone"], ticket["customer_name"]) == ("138-0000-0001", "张先生")
    assert ticket["fault"] == "打不着火\n门口有台阶吗: 有"
    assert (ticket["channel"], ticket["status"]) == ("网页", "待派工")
    assert desk.shown(str(ticket["ticket_no"]), "reported_at") == "2026-03-10 14:30"
    assert [one["kind"] for one in desk.notices()].count("new_report") >= 1
    assert len(tab.get_all_values()) == 2
    assert desk.work()[:1] == ("idle",)
    assert desk.work().reads == 1
    assert desk.is_settled()


def test_an_answer_that_lacks_what_is_needed_is_a_ticket_that_says_so(desk: Desk) -> None:
    tab = form(desk)
    answer(desk, tab, "张先生", 12345, "", "大锅灶 ZG-2A", "", "没有")
    desk.rest()
    [ticket] = tickets(desk)
    assert (ticket["phone"], ticket["status"]) == ("12345", "待受理")
    assert "联系方式" in str(ticket["problem"])
    assert ticket["remarks"] == "门口有台阶吗: 没有"
    assert ticket["fault"] == ""


def test_each_answer_is_one_ticket_though_people_sort_insert_delete_copy_and_rename(
    desk: Desk,
) -> None:
    tab = form(desk)
    for number in range(4):
        answer(desk, tab, "张先生", f"138-0000-010{number}", *SAID[2:])
        desk.clock.at += timedelta(seconds=7)
    desk.rest()
    tab.update_title("报修")
    tab.sort((3, "des"), range="A2:J50")
    later(desk)
    tab.insert_row([], 2)
    tab.delete_rows(4)
    tab.duplicate(new_sheet_name="表单回复 2")
    desk.clock.at += timedelta(hours=1)
    desk.rest()
    assert len(tickets(desk)) == 4
    answer(desk, tab, "李女士", "138-0000-0200", *SAID[2:])
    later(desk)
    assert [row["phone"] for row in tickets(desk)][4:] == ["138-0000-0200"]


def test_a_changed_answer_is_told_in_its_ticket_once_and_makes_none(desk: Desk) -> None:
    tab = form(desk)
    answer(desk, tab, *SAID)
    desk.rest()
    tab.update_acell("F2", "漏水")
    later(desk)
    [ticket] = tickets(desk)
    assert "表单回复后来改过:「故障情况」" in str(ticket["problem"])
    assert str(ticket["fault"]).startswith("打不着火")
    desk.type(str(ticket["ticket_no"]), problem="")
    later(desk)
    tab.update_acell("H2", "内勤:已联系")
    later(desk)
    [ticket] = tickets(desk)
    assert ticket["problem"] == ""
    kinds = [event.kind for event in desk.house.ledger.events(str(ticket["ticket_no"]))]
    assert kinds.count("form_changed") == 1


def test_answers_from_before_the_form_was_connected_are_counted_and_left(desk: Desk) -> None:
    tab = form(desk)
    for days in (400, 3, 2):
        answer(desk, tab, *SAID, ago=timedelta(days=days))
    answer(desk, tab, "李女士", "138-0000-0200", *SAID[2:], ago=timedelta(hours=20))
    desk.rest()
    assert [row["phone"] for row in tickets(desk)] == ["138-0000-0200"]
    [told] = [one for one in desk.house.runner.problems if one.where == "表单回复 1"]
    assert "3 条旧回复" in told.found


def test_what_came_while_nobody_worked_is_taken_though_the_tab_was_made_meanwhile(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        desk.rest()
        desk.clock.at += timedelta(days=4)
        answer(desk, form(desk), *SAID, ago=timedelta(days=3))
        monday = desk.clock.at
    with open_desk(folder, at=monday) as desk:
        desk.rest()
        assert len(tickets(desk)) == 1


def test_a_tab_of_answers_that_is_deleted_keeps_nothing_up(desk: Desk) -> None:
    tab = form(desk)
    answer(desk, tab, *SAID)
    desk.rest()
    desk.people.del_worksheet(tab)
    later(desk)
    desk.report(phone="138-0000-0300")
    later(desk)
    assert len(tickets(desk)) == 2


def test_the_health_page_names_what_no_question_asks_and_rows_without_a_time(desk: Desk) -> None:
    tab = form(desk, "Form Responses 1", ("Timestamp", "Your name", "您贵姓?"))
    tab.append_row(["", "张先生"])
    desk.rest()
    told = " ".join(one.found for one in desk.house.runner.problems)
    assert "没有问题问到:产品型号、故障描述(客户)、联系方式、维修地址" in told
    assert "第 2 行没有提交时间" in told
    assert tickets(desk) == []


def test_a_form_that_was_linked_since_is_found_at_its_first_ping(desk: Desk) -> None:
    desk.rest()
    desk.clock.at += timedelta(minutes=10)
    answer(desk, form(desk), *SAID)
    desk.rest()
    assert tickets(desk) == []
    now = desk.clock.at
    ping = Ping("good", "ping_1", now)  # whatever it was sent for: one speaks for a whole burst
    desk.house.ledger.amend(PINGS, partial(noted, ping=ping, now=now))
    desk.rest()
    assert len(tickets(desk)) == 1


class Torn:
    """A ledger that is away at its so-manieth amending."""

    def __init__(self, ledger: Any, times: int) -> None:
        self._ledger, self._times = ledger, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def amend(self, *args: Any) -> Any:
        self._times -= 1
        if not self._times:
            raise Unavailable("The ledger is away.")
        return self._ledger.amend(*args)


def test_a_change_that_was_told_and_not_noted_is_told_once(desk: Desk) -> None:
    tab = form(desk)
    answer(desk, tab, *SAID)
    desk.rest()
    tab.update_acell("F2", "漏水")
    desk.house.runner.stop()
    ledger: Any = Torn(desk.house.ledger, 2)
    worker = Runner(desk.house.store, ledger, desk.clock, office_of(desk.house))
    with pytest.raises(Unavailable):
        worker.cycle()
    worker.stop()
    desk.rest()
    [ticket] = tickets(desk)
    kinds = [event.kind for event in desk.house.ledger.events(str(ticket["ticket_no"]))]
    assert kinds.count("form_changed") == 1
    assert "表单回复后来改过" in str(ticket["problem"])


POINTS = {
    "noted-and-not-accepted": Point("ledger.amend", "after"),
    "accepted-and-not-noted": Point("ledger.accept", "after"),
    "written-and-not-heard-of": Point("wire.batch", "after", 2),
}


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_kill_at_any_point_leaves_one_ticket_of_each_answer(folder: Path, point: Point) -> None:
    with open_desk(folder) as desk:
        tab = form(desk)
        answer(desk, tab, *SAID)
        answer(desk, tab, "李女士", "138-0000-0200", *SAID[2:])
        start = desk.clock.at + timedelta(seconds=5)
    kill(folder, [start, start + timedelta(seconds=5)], point)
    with open_desk(folder, at=start + timedelta(minutes=2)) as desk:
        desk.people.worksheet("表单回复 1").update_acell("F2", "漏水")
        desk.rest()
        assert sorted(str(row["phone"]) for row in tickets(desk)) == [
            "138-0000-0001",
            "138-0000-0200",
        ]
