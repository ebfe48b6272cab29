"""Every kind of notice is looked at again when it leaves: what was done meanwhile, nobody is told to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sheetflow.model import Notice, Recipient
from sheetflow.notices import KINDS
from sheetflow.notify.conditions import CONDITIONS, holds
from sheetflow.ports import Delivery
from tests.builders import NOW, POLICY, at, on_leave, policy_of
from tests.world import DONE, World, completed, day, dispatched, on_site, waiting

Scene = Callable[[], tuple[World, str]]


def delivery(notice: Notice) -> Delivery:
    """Give a notice on its way to its first recipient."""
    to = notice.to[0] if notice.to else Recipient("07", "林静", "")
    return Delivery(
        1, "<1@sheetflow.invalid>", notice.once, notice.kind, notice.ticket_no, notice.facts,
        to, notice.urgent, notice.clock, NOW, 0,
    )  # fmt: skip


def still(world: World, number: str, kind: str) -> bool:
    """Say whether the ticket's first notice of a kind holds on the desk as it is."""
    first = world.told(number, kind)[0]
    return holds(delivery(first), world.record(number), world.policy, world.now)


def silent() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:43"), contact_result="3")
    return world, number


def uncalled() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:42"))
    return world, number


def warned() -> tuple[World, str]:
    world, number = waiting(request_type="repair")
    for clock in ("14:46", "16:46", "17:11"):
        world.act(number, at(clock))
    return world, number


def late() -> tuple[World, str]:
    world, number = waiting()
    world.act(number, at("15:01"))
    return world, number


def at_risk() -> tuple[World, str]:
    world, number = waiting()
    for clock in ("17:11", "17:29"):
        world.act(number, at(clock))
    return world, number


def unvisited() -> tuple[World, str]:
    world, number = completed()
    world.act(number, at("16:00", day=1))
    return world, number


def threatened() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    return world, number


def beyond() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), beyond_desk_at="15:05")
    return world, number


def quote_refused() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), quote_amount=90, consent="不同意报价")
    return world, number


def helpless() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), result="未修复")
    return world, number


def in_debt() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), quote_amount=90, consent="同意报价")
    world.act(number, at("16:00"), **DONE)
    world.cycle(at("09:00", day=34))
    return world, number


def gone() -> tuple[World, str]:
    world, number = dispatched()
    world.delete(world.row(number))
    for clock in ("14:32", "14:33"):
        world.cycle(at(clock))
    return world, number


def sent_by_itself() -> tuple[World, str]:
    return waiting(policy_of(automatic=True))


def held_up() -> tuple[World, str]:
    world, (first, _) = day(("城东", "15:00"), ("城南", "16:45"))
    world.act(first, at("15:05"), work_started_at="15:00", expected_end="17:00")
    return world, first


def absent() -> tuple[World, str]:
    """陈立 agreed on the next morning, and is on leave then."""
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="3/11 9:00")
    world.policy = on_leave(world.policy, "01", "2026-03-11")
    world.cycle(at("14:40"))
    return world, number


def clashing() -> tuple[World, str]:
    world, (_, second) = day(("城东", "16:00"), ("城南", "16:30"))
    return world, second


def back(world: World, number: str) -> None:
    row = [""] * world.widths["tickets"]
    row[world.columns["tickets"]["ticket_no"]] = number
    world.rows["tickets"].append(row)
    world.cycle(at("14:40"))


def taken_back() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), technician="")
    return world, number


SETTLED = {
    "new_report": (
        (waiting, {"technician": "陈立"}, "somebody was sent"),
        (waiting, {"status": "电话指导"}, "it is guided on the phone"),
        (waiting, {"status": "已结单", "close_reason": "作废"}, "it was void"),
        (sent_by_itself, {"technician": "刘勇"}, "a person sent another") ,
    ),
    "dispatch": (
        (dispatched, {"status": "待派工"}, "the dispatch was taken back"),
        (dispatched, {"technician": "刘勇"}, "another was sent"),
        (dispatched, {"status": "已结单", "close_reason": "取消"}, "the job was cancelled"),
        (dispatched, {"work_started_at": "14:35"}, "he has begun"),
    ),
    "not_contacted": (
        (uncalled, {"contact_result": "没接1"}, "he has called"),
        (uncalled, {"technician": "刘勇"}, "another was sent"),
        (uncalled, {"incident": "威胁"}, "an incident mutes it"),
    ),
    "unreachable": (
        (silent, {"contact_result": "接通", "appointment_at": "16:00"}, "they answered"),
        (silent, {"status": "已结单", "close_reason": "取消"}, "it was cancelled"),
    ),
    "clock_breach": (
        (late, {"technician": "陈立"}, "it was dispatched"),
        (late, {"status": "已结单", "close_reason": "取消"}, "it was cancelled"),
        (late, {"incident": "威胁"}, "an incident mutes it"),
    ),
    "clock_warning": (
        (warned, {"status": "已结单", "close_reason": "取消"}, "it was cancelled"),
    ),
    "promise_at_risk": (
        (at_risk, {"technician": "陈立", "departed_at": "17:29"}, "he is under way"),
        (at_risk, {"appointment_at": "18:30", "consent": "同意改约"}, "another time was agreed"),
    ),
    "held_up": (
        (held_up, {"expected_end": "15:40"}, "he'll be done in time"),
        (held_up, {"status": "待派工", "technician": ""}, "he was called away"),
    ),
    "visit_clash": (
        (clashing, {"technician": "吴强"}, "another was sent"),
        (clashing, {"appointment_at": "17:40"}, "it was moved"),
    ),
    "reassign": (
        (absent, {"technician": "吴强"}, "another was sent"),
        (absent, {"appointment_at": "3/12 9:00"}, "another day was agreed"),
    ),
    "revisit_overdue": ((unvisited, {"revisit_result": "满意"}, "they were called"),),
    "escalation": (
        (beyond, {"beyond_desk_at": ""}, "it was taken back"),
        (beyond, {"result": "换机", "work_ended_at": "15:10", "test_result": "正常",
                  "signature": "已签·张", "cause": "老化", "measures": "更换",
                  "consent": "同意方案"}, "it was solved all the same"),
    ),
    "assistance": (
        (helpless, {"status": "维修中"}, "the helper is there"),
        (helpless, {"status": "主管处理"}, "the supervisor has it"),
    ),
    "quote_refused": (
        (quote_refused, {"consent": "同意报价"}, "they agreed after all"),
        (quote_refused, {"result": "客户放弃"}, "they gave up"),
    ),
    "debt": ((in_debt, {"amount_paid": "90"}, "it was paid"),),
    "old_debt": ((in_debt, {"amount_paid": "90"}, "it was paid"),),
    "incident": (
        (threatened, {"incident": ""}, "it was none"),
        (threatened, {"status": "已结单", "close_reason": "取消"}, "it was closed"),
    ),
}  # fmt: skip
CASES = [
    pytest.param(kind, scene, cells, id=f"{kind}: {why}")
    for kind, cases in SETTLED.items()
    for scene, cells, why in cases
]


@pytest.mark.parametrize(("kind", "scene", "cells"), CASES)
def test_what_is_settled_by_now_is_not_told(kind: str, scene: Scene, cells: dict[str, str]) -> None:
    world, number = scene()
    assert still(world, number, kind)
    for column, cell in cells.items():
        world.type(number, column, cell)
    world.settle(seconds=1)
    assert not still(world, number, kind)


def test_a_proposal_speaks_of_whoever_has_it_now() -> None:
    """Given to another whom the same proposal's fate meets next, the dispatcher isn't told of the one before."""
    world, number = absent()
    assert still(world, number, "reassign")
    world.records[number] = replace(world.record(number), technician="06")
    assert world.record(number).proposal is not None
    assert not still(world, number, "reassign")


def test_of_a_job_given_elsewhere_hears_whoever_expects_it_and_the_dispatcher_anyhow() -> None:
    world, number = waiting(policy_of(automatic=True))
    world.act(number, at("14:35"), appointment_at="3/11 9:00", consent="同意改约")
    world.policy = on_leave(world.policy, "01", "2026-03-11")
    world.cycle(at("14:40"))
    [told] = world.told(number, "reassign")
    first, second = (world.told(number, "dispatch")[0].once, told.once)

    def hears(*heard: str, to: Recipient) -> bool:
        one = replace(delivery(told), recipient=to)
        return holds(one, world.record(number), world.policy, world.now, heard)

    chen, lin = told.to
    assert (chen.name, lin.name) == ("陈立", "林静")
    assert not hears(to=chen)
    assert hears(first, to=chen)
    assert not hears(first, second, to=chen)
    assert hears(to=lin)


def test_a_job_that_was_taken_back_is_told_to_who_heard_of_it_unless_they_are_sent_again() -> None:
    world, number = taken_back()
    given = world.told(number, "dispatch")[0].once
    off = delivery(world.told(number, "reassign")[0])

    def told(*heard: str) -> bool:
        return holds(off, world.record(number), world.policy, world.now, heard)

    assert told(given)
    assert not told()
    world.act(number, at("14:45"), technician="吴强")
    assert told(given)
    after = delivery(world.told(number, "reassign")[1])
    heard = (given, off.once)
    assert not holds(after, world.record(number), world.policy, world.now, heard)
    world.act(number, at("14:50"), technician="陈立")
    assert not told(given)


def test_whoever_called_the_customer_is_called_off_though_no_mail_reached_them() -> None:
    world, number = dispatched()
    world.act(number, at("14:32"), contact_result="没接1")
    world.act(number, at("14:33"), technician="吴强")
    assert still(world, number, "reassign")


def test_a_row_that_is_back_is_not_missed() -> None:
    world, number = gone()
    assert still(world, number, "row_missing")
    back(world, number)
    assert not still(world, number, "row_missing")


def test_a_report_that_dispatch_sent_by_itself_is_told_with_whom() -> None:
    world, number = sent_by_itself()
    assert world.record(number).status == "dispatched"
    assert still(world, number, "new_report")


def test_a_technician_who_has_only_called_still_gets_his_order() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    assert still(world, number, "dispatch")


def test_an_overdue_warning_leaves_to_the_breach_what_there_is_to_say() -> None:
    world, number = warned()
    [first, *_] = world.told(number, "clock_warning")
    assert holds(delivery(first), world.record(number), POLICY, world.now)
    assert not holds(delivery(first), world.record(number), POLICY, at("15:00", day=9))


def test_every_kind_has_its_condition() -> None:
    assert CONDITIONS.keys() == KINDS.keys()
    assert SETTLED.keys() | {"row_missing", "digest", "parts_low", "system"} == KINDS.keys()


def test_what_cannot_be_looked_at_is_told() -> None:
    world, number = late()
    [told, *_] = world.told(number, "clock_breach")
    assert holds(delivery(told), None, POLICY, world.now)
    assert holds(delivery(told), world.record(number), None, world.now)


def test_that_who_is_under_way_comes_too_late_holds_until_they_are_there() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("15:41"), departed_at="15:38", departure_check="全齐")
    world.act(number, at("15:45"), address="城北2号")
    world.act(number, at("15:49"))
    assert still(world, number, "promise_at_risk")
    world.act(number, at("15:55"), arrived_at="15:55")
    assert not still(world, number, "promise_at_risk")
