"""Who won't be there is seen before the customer waits: proposed about, or another is sent, and all are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.policy import Policy
from tests.builders import at, on_leave, policy_of
from tests.world import World, dispatched, waiting

AUTOMATIC = policy_of(automatic=True)
TOMORROW = {"contact_result": "接通", "appointment_at": "3/11 9:00", "consent": "同意改约"}


def agreed(policy: Policy | None = None) -> tuple[World, str]:
    """Give a desk on which 陈立 comes at 9:00 tomorrow: sent by the system where that is switched on."""
    world, number = waiting(policy) if policy else dispatched()
    world.act(number, at("14:35"), **TOMORROW)
    return world, number


def away(world: World, leave: str = "2026-03-11..2026-03-12") -> None:
    """Let 陈立 be put on leave in 人员."""
    world.policy = on_leave(world.policy, "01", leave)
    world.cycle(at("14:40"))
    assert not world.cycle()
    assert not world.cycle(cold=True)


def test_leave_on_the_day_of_a_visit_proposes_who_could_go_and_tells_the_dispatcher_once() -> None:
    world, number = agreed()
    away(world)
    assert world.cell(number, "technician") == "陈立·工01"
    assert world.shown(number, "next_action") == (
        "内勤:陈立3/11请假;建议改派吴强(3/11 09:00能到);同意就在「维修工程师」选他"
    )
    assert world.shown(number, "flags") == "师傅不在"
    world.cycle(at("8:10", day=1))
    assert "陈立今天请假" in world.shown(number, "next_action")
    [notice] = world.told(number, "reassign")
    assert [one.name for one in notice.to] == ["林静"]
    assert notice.facts["instead"] == "吴强(3/11 09:00能到)"


def test_confirming_the_proposal_is_a_re_dispatch_with_its_reason() -> None:
    world, number = agreed()
    away(world)
    world.act(number, at("14:50"), technician="吴强")
    assert world.shown(number, "next_action") == "吴强:15:00前打客户电话,结果填「联系结果」"
    assert world.shown(number, "flags") == ""
    assert world.shown(number, "dispatch_reason").startswith("陈立3/11请假;建议吴强:")


def test_leave_taken_back_takes_the_proposal_back() -> None:
    world, number = agreed()
    away(world)
    world.policy = on_leave(world.policy, "01", "")
    world.cycle(at("14:45"))
    assert world.shown(number, "next_action").startswith("陈立:3/11 09:00上门")
    assert world.shown(number, "flags") == ""


def test_switched_to_automatic_another_is_sent_with_the_reason_and_all_are_told() -> None:
    world, number = agreed(AUTOMATIC)
    away(world)
    assert world.cell(number, "technician") == "吴强·工06"
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "dispatch_reason").startswith("陈立3/11请假;自动派吴强:")
    [notice] = world.told(number, "reassign")
    assert [one.name for one in notice.to] == ["陈立", "林静"]
    assert [one.to[0].name for one in world.told(number, "dispatch")] == ["陈立", "吴强"]
    assert "吴强" in world.shown(number, "customer_text")


def test_switched_to_automatic_whom_a_person_chose_is_only_proposed_about() -> None:
    world, number = waiting(AUTOMATIC)
    world.act(number, at("14:31"), technician="刘勇")
    world.act(number, at("14:32"), technician="陈立")
    world.act(number, at("14:35"), **TOMORROW)
    away(world)
    assert world.cell(number, "technician") == "陈立·工01"
    assert "建议改派吴强" in world.shown(number, "next_action")


def test_where_nobody_else_can_go_it_says_so() -> None:
    world, number = agreed()
    staff = [one for one in world.policy.staff.values() if one.no != "06"]
    world.policy = replace(policy_of(*staff), version="2")
    away(world, "2026-03-10..2026-03-12")
    world.policy = on_leave(world.policy, "05", "2026-03-11")
    world.cycle(at("14:45"))
    assert world.shown(number, "next_action").startswith("内勤:陈立3/11请假;没人可派(周平请假")


def test_leave_that_begins_while_nobody_types_is_seen_as_it_begins() -> None:
    world, number = dispatched(on_leave(policy_of(), "01", "2026-03-10 15:00-18:00"))
    assert world.memory is not None
    while world.now < at("15:01"):
        world.now += timedelta(minutes=1)
        if world.memory.due(world.now):
            world.cycle()
    assert world.shown(number, "next_action").startswith("内勤:陈立今天请假;建议改派吴强")


REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["城东", "城北", "城南", "城中"]),
        st.sampled_from(["鼓风灶 GF-1", "冷柜 LG-600", "ABC-2000"]),
        st.sampled_from(["", "普通", "特急"]),
        st.sampled_from(["", "15:30", "16:00", "17:30", "3/11 9:00"]),
    ),
    min_size=1,
    max_size=5,
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["01", "02", "03", "06"]),
        st.sampled_from(["", "2026-03-10", "2026-03-11", "2026-03-10 15:00-18:00"]),
    ),
    max_size=3,
)


@settings(max_examples=40)
@given(REPORTS, CHANGES, st.sampled_from([1, 9, 40, 200]))
def test_what_is_moved_stays_where_it_is_until_the_facts_change(
    reports: list[tuple[str, str, str, str]], changes: list[tuple[str, str]], minutes: int
) -> None:
    """Plan after apply is empty, with memory or not, and nobody gets a job back that was taken from them."""
    world = World(AUTOMATIC)
    for serial, (region, model, grade, appointment) in enumerate(reports):
        number = world.report(
            phone=f"138-0000-020{serial}", address=f"{region}路1号", product_model=model
        )
        world.settle()
        for column, cell in (("grade", grade), ("appointment_at", appointment)):
            if cell:
                world.act(number, **{column: cell})
        if appointment:
            world.act(number, contact_result="接通", consent="同意改约")
    for no, leave in changes:
        world.policy = on_leave(world.policy, no, leave)
        world.cycle(world.now + timedelta(minutes=minutes))
        assert not world.cycle()
        assert not world.cycle(cold=True)
    begun = len(world.events)
    for _ in range(6):
        world.cycle(world.now + timedelta(minutes=5))
        assert not world.cycle()
    had: dict[str, list[str]] = {}
    for event in world.events[begun:]:
        if event.kind == "assigned":
            had.setdefault(event.ticket_no, []).append(str(event.values["technician"]))
    assert all(len(names) == len(set(names)) for names in had.values())


def test_where_people_choose_unasked_it_says_only_who_is_absent() -> None:
    manual = replace(policy_of(), dispatch="manual")
    world, number = waiting(manual)
    assert world.shown(number, "next_action") == "内勤:核对型号和地址,15:00前派工"
    assert world.shown(number, "dispatch_reason") == ""
    world.act(number, at("14:31"), technician="陈立")
    world.act(number, at("14:35"), **TOMORROW)
    away(world)
    assert world.shown(number, "next_action") == "内勤:陈立3/11请假;请改派,或与客户另约"
    [notice] = world.told(number, "reassign")
    assert notice.facts["instead"] == ""


def test_a_suggestion_is_taken_back_when_people_want_to_choose_unasked() -> None:
    world, number = waiting()
    world.policy = replace(world.policy, dispatch="manual", version="2")
    world.cycle(at("14:32"))
    assert world.shown(number, "next_action") == "内勤:核对型号和地址,15:00前派工"
    assert world.shown(number, "dispatch_reason") == ""
    assert not world.cycle()


def test_a_new_time_beside_the_new_name_leaves_the_call_to_whoever_is_sent_now() -> None:
    """P2 S3 (duty 16): the mail says by when to call, and so does the row until they have."""
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    new = {"appointment_at": "17:00", "consent": "同意改约", "reschedule_reason": "堵车"}
    world.act(number, at("14:50"), technician="刘勇", **new)
    assert world.shown(number, "next_action") == "刘勇:15:00前打客户电话,结果填「联系结果」"
    world.act(number, at("14:55"), contact_result="")
    world.act(number, at("14:56"), contact_result="接通")
    shown = [world.shown(number, column) for column in ("status", "contact_met_at", "promise_by")]
    assert shown == ["已预约", "2026-03-10 14:56", "2026-03-10 17:00"]
