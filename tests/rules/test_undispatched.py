"""Somebody is sent within half an hour of desk time."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, dispatched, waiting


def test_half_an_hour_runs_from_the_report() -> None:
    world, number = waiting()
    assert world.shown(number, "undispatched_by") == "2026-03-10 15:00"
    assert world.shown(number, "undispatched_warn_at") == "2026-03-10 14:45"


def test_short_as_it_is_it_warns_by_colour_only() -> None:
    world, number = waiting()
    world.act(number, at("14:50"))
    assert world.told(number, "clock_warning") == []


def test_nobody_sent_is_announced_once() -> None:
    world, number = waiting()
    for minute in ("15:00", "15:01", "15:02"):
        world.act(number, at(minute))
    (notice,) = world.told(number, "clock_breach")
    facts = ("clock", "by", "over", "step", "who", "grade")
    told = ["undispatched", "15:00", "超时1分", "待派工", "内勤", "普通"]
    assert [notice.facts[fact] for fact in facts] == told
    assert world.shown(number, "flags") == "派工超时"


def test_a_report_at_night_has_half_an_hour_in_the_morning() -> None:
    world = World()
    world.now = at("22:00")
    number = world.report()
    world.cycle()
    assert world.shown(number, "undispatched_by") == "2026-03-11 08:30"


def test_sending_somebody_meets_it() -> None:
    world, number = dispatched()
    world.act(number, at("15:30"))
    assert world.shown(number, "undispatched_met_at") == "2026-03-10 14:31"
    assert "undispatched" not in [notice.clock for notice in world.told(number, "clock_breach")]


def test_back_in_the_queue_it_runs_anew() -> None:
    world, number = dispatched()
    world.act(number, at("16:00"), technician="")
    assert world.shown(number, "undispatched_by") == "2026-03-10 16:30"


def test_a_report_completed_later_keeps_the_half_hour_from_the_report() -> None:
    world, number = waiting(product_model="")
    assert world.shown(number, "status") == "待受理"
    world.act(number, at("14:55"), product_model="大锅灶 ZG-2A")
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "undispatched_by") == "2026-03-10 15:00"


def test_after_guidance_that_did_not_help_it_runs_anew() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), status="电话指导")
    world.act(number, at("15:10"), guidance_result="未解决")
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "undispatched_by") == "2026-03-10 15:40"


def test_who_is_sent_in_anothers_place_makes_no_dispatch_late_that_was_in_time() -> None:
    world, number = dispatched()
    world.act(number, at("16:40"), technician="吴强")
    assert world.shown(number, "dispatched_at") == "2026-03-10 16:40"
    assert world.shown(number, "undispatched_met_at") == "2026-03-10 14:31"
    world.act(number, at("16:50"), status="待派工")
    assert world.shown(number, "undispatched_met_at") == ""
    world.act(number, at("17:00"), technician="陈立")
    world.act(number, at("17:40"), technician="吴强")
    assert world.shown(number, "undispatched_by") == "2026-03-10 17:20"
    assert world.shown(number, "undispatched_met_at") == "2026-03-10 17:00"
