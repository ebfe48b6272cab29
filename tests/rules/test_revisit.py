"""A completed customer is called back within a day, until somebody has said how it went."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, completed, filed, on_site


def test_the_call_is_due_a_day_after_the_work_really_ended() -> None:
    world, number = completed()
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"
    assert world.shown(number, "revisit_by") == "2026-03-11 15:50"
    assert world.shown(number, "next_due") == "2026-03-11 15:50"


def test_a_deadline_at_night_moves_to_an_hour_after_the_desk_opens() -> None:
    world, number = on_site()
    late = {**DONE, "work_ended_at": "21:40"}
    world.act(number, at("21:50"), **late)
    assert world.shown(number, "revisit_by") == "2026-03-12 09:00"


def test_a_customer_not_called_within_a_day_is_flagged_and_the_revisit_role_told_once() -> None:
    world, number = completed()
    for minute in ("15:50", "15:51", "15:52"):
        world.act(number, at(minute, day=1))
    (notice,) = world.told(number, "revisit_overdue")
    assert [recipient.name for recipient in notice.to] == ["林静"]
    facts = ("by", "over", "completed_at", "technician", "result", "product")
    told = ["15:50", "超时1分", "3/10 15:50", "陈立", "已修复", "大锅灶 ZG-2A"]
    assert [notice.facts[fact] for fact in facts] == told
    assert "回访超期" in world.shown(number, "flags")


@pytest.mark.parametrize("result", ["满意", "未解决", "不满意", "拒访"])
def test_a_result_ends_it(result: str) -> None:
    world, number = completed()
    world.act(number, at("10:00", day=1), revisit_result=result)
    world.act(number, at("16:00", day=1))
    assert world.shown(number, "revisit_met_at") == "2026-03-11 10:00"
    assert world.told(number, "revisit_overdue") == []


def test_an_unanswered_call_is_tried_again() -> None:
    world, number = completed()
    world.act(number, at("10:00", day=1), revisit_result="没接通")
    assert world.shown(number, "revisit_met_at") == ""
    assert "回访" in world.shown(number, "next_action")
    world.act(number, at("15:51", day=1))
    assert len(world.told(number, "revisit_overdue")) == 1


def test_a_filed_ticket_is_called_no_more() -> None:
    world, number = filed()
    world.act(number, at("16:00", day=1))
    assert world.told(number, "revisit_overdue") == []
