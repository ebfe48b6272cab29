"""The sentence says what decided, who would be next, and who was left out by what, in the choice's own figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from sheetflow.dispatch import Job, brief
from tests.builders import NOW, POLICY, at, member, policy_of, ticket
from tests.dispatch.build import GAS, busy, chosen
from tests.world import World

JOB = Job("WX007", region="城北", skill=GAS, promise=at("15:24"))
CALM = replace(JOB, promise=None)
CHEN, LIU = member("01", "陈立"), member("02", "刘勇")
TWO = policy_of(CHEN, LIU)
ON_HAND = (busy("01", "城南", at("15:00")), busy("06", "城中", at("15:00")))


def said(job, *on_hand, policy=TWO, now=NOW):
    return chosen(job, *on_hand, policy=policy, now=now)[1:]


def test_the_demonstration_s_sentence():
    assert said(JOB, *ON_HAND, policy=POLICY) == (
        "建议吴强:最早15:55到;次选陈立跨区16:25;周平请假,其余3人不会燃气",
        "Suggested: 吴强, there by 15:55 at the earliest; next 陈立, from another region, 16:25; "
        "周平 on leave, the other 3 can't repair gas",
    )


def test_it_is_exactly_the_demonstration_s_where_both_work_in_the_region():
    south = replace(JOB, region="城南")
    both = (busy("01", "城东", at("15:55")), busy("06", "城中", at("15:25")))
    sentence, _ = said(south, *both, policy=POLICY)
    assert sentence == "建议吴强:最早15:55到;次选陈立16:25;周平请假,其余3人不会燃气"


@pytest.mark.parametrize(
    ("job", "on_hand", "zh", "en"),
    [
        pytest.param(
            CALM,
            (busy("01", "城中", at("15:00")), busy("02", "城北", at("15:00"))),
            "建议刘勇:路更近,最早15:10到;次选陈立55分钟",
            "Suggested: 刘勇, shorter way, there by 15:10 at the earliest; next 陈立, 55 min",
            id="the way",
        ),
        pytest.param(
            CALM,
            (busy("01", until=at("14:40")),),
            "建议刘勇:手上没有单,55分钟可到;次选陈立1单",
            "Suggested: 刘勇, no jobs on hand, 55 min away; next 陈立, 1 job",
            id="the load",
        ),
        pytest.param(
            replace(CALM, region="城东"),
            (busy("01", "城北", until=at("15:00")),),
            "建议刘勇:路更近,手上没有单,20分钟可到;次选陈立75分钟、1单",
            "Suggested: 刘勇, shorter way, no jobs on hand, 20 min away; next 陈立, 75 min, 1 job",
            id="the way, and the load without it",
        ),
        pytest.param(
            replace(CALM, grade="critical", region="城东"),
            (busy("01", "城东", until=at("15:40")),),
            "建议刘勇:20分钟可到;次选陈立15:50",
            "Suggested: 刘勇, 20 min away; next 陈立, 15:50",
            id="who waits where nothing is promised",
        ),
        pytest.param(
            CALM,
            (),
            "建议陈立:条件相当按工号,55分钟可到;次选刘勇55分钟",
            "Suggested: 陈立, as good, by staff number, 55 min away; next 刘勇, 55 min",
            id="the number",
        ),
        pytest.param(
            replace(CALM, returned_by="01"),
            (),
            "建议刘勇:只有这一位合适,55分钟可到;陈立刚退回这单",
            "Suggested: 刘勇, the only one who can go, 55 min away; 陈立 just returned it",
            id="nobody else",
        ),
        pytest.param(
            replace(CALM, skill=None, region="郊外"),
            (busy("01", until=at("15:00")),),
            "建议刘勇:手上没有单,现在可出发;次选陈立1单;看不出产品类别,没按技能筛",
            "Suggested: 刘勇, no jobs on hand, can leave now; next 陈立, 1 job; "
            "product unknown, skills not looked at",
            id="unknown product and region",
        ),
        pytest.param(
            JOB,
            (busy("01", until=None), busy("02", until=at("15:00"))),
            "建议刘勇:最早15:55到;次选陈立忙完手上的单再55分钟到",
            "Suggested: 刘勇, there by 15:55 at the earliest; "
            "next 陈立, 55 min after the job on hand",
            id="somebody whose visit has no known end",
        ),
        pytest.param(
            replace(JOB, region="城东"),
            (busy("01", "城北", until=None), busy("02", "城东", until=None)),
            "建议刘勇:路更近,忙完手上的单再10分钟到;次选陈立忙完手上的单再75分钟到",
            "Suggested: 刘勇, shorter way, 10 min after the job on hand; "
            "next 陈立, 75 min after the job on hand",
            id="the way, told once where the arrival has it",
        ),
        pytest.param(
            replace(JOB, region="城东"),
            (busy("01", "城北", until=None),),
            "建议刘勇:手上没有单,20分钟可到;次选陈立忙完手上的单再75分钟到",
            "Suggested: 刘勇, no jobs on hand, 20 min away; next 陈立, 75 min after the job on hand",
            id="the load, told once where the arrival has it",
        ),
    ],
)
def test_it_names_what_decided(job, on_hand, zh, en):
    assert said(job, *on_hand) == (zh, en)


def test_the_region_decides_against_somebody_who_would_be_cheaper():
    policy = policy_of(CHEN, replace(LIU, regions=("城东",)))
    zh, _ = said(CALM, busy("01", until=at("15:00")), policy=policy)
    assert zh == "建议陈立:负责城北,最早15:55到;次选刘勇跨区55分钟"


def test_it_says_when_somebody_comes_from_another_region_and_why():
    abroad = policy_of(replace(CHEN, regions=("城东",)))
    assert said(CALM, policy=abroad)[0] == (
        "建议陈立:跨区,城北没有合适的人,只有这一位合适,55分钟可到"
    )
    late = replace(JOB, promise=at("15:30"))
    zh, _ = said(
        late,
        busy("02", until=at("15:00")),
        policy=policy_of(replace(CHEN, regions=("城东",)), LIU),
    )
    assert zh == "建议陈立:跨区,城北的人赶不上15:30,55分钟可到;次选刘勇15:55"


def test_out_of_hours_it_says_when_the_first_can_come():
    night = at("21:00")
    assert said(CALM, now=night)[0] == (
        "建议陈立:现在都不在班,条件相当按工号,最早3/11 08:55到;次选刘勇3/11 08:55"
    )
    critical = replace(CALM, grade="critical")
    assert said(critical, now=night)[0].startswith("建议陈立:特急,不等上班,")


@pytest.mark.parametrize(
    ("staff", "zh"),
    [
        pytest.param(
            (member("08", roles=("owner",)),),
            "「人员」里没有在职的技术人员,请先添加",
            id="no technician at all",
        ),
        pytest.param(
            (member("02", skills=("制冷",)), member("03", skills=("制冷",))),
            "没人会燃气;请在「人员」补技能,或直接选维修工程师",
            id="the skill",
        ),
        pytest.param(
            (replace(CHEN, leave="2026-03-10"), member("02", skills=("制冷",))),
            "没人可派:陈立请假,师傅02不会燃气;请直接选维修工程师,或与客户另约",
            id="leave and the skill",
        ),
    ],
)
def test_when_nobody_can_go_it_names_what_blocks_and_what_to_do(staff, zh):
    choice, found, _ = chosen(JOB, policy=policy_of(*staff))
    assert choice.best is None
    assert found == zh


def test_the_others_are_only_called_the_rest_when_everybody_else_is_told():
    three = policy_of(CHEN, LIU, member("03"), *(member(f"1{i}", skills=("制冷",)) for i in "12"))
    assert said(CALM, policy=three)[0].endswith(";2人不会燃气")


def test_every_figure_is_the_evaluator_s():
    choice, zh, _ = chosen(JOB, *ON_HAND, policy=POLICY)
    left_out = {bar: len(members) for bar, members in choice.left_out}
    clocks = [f"{POLICY.local(bid.arrival.at):%H:%M}" for bid in (choice.best, choice.runner_up)]
    assert re.findall(r"\d\d:\d\d", zh) == clocks
    assert re.findall(r"(\d+)人", zh) == [str(left_out["skill"])]
    assert choice.best.cost.lateness == 31


@pytest.mark.parametrize(
    ("job", "on_hand", "zh", "en"),
    [
        pytest.param(
            CALM,
            (busy("01", until=at("14:40")), busy("02", until=at("14:00"))),
            "建议派陈立(最早15:35到,手上1单)",
            "Suggested: 陈立 (there by 15:35, 1 job)",
            id="at a known time",
        ),
        pytest.param(
            CALM, (), "建议派陈立(55分钟可到)", "Suggested: 陈立 (55 min away)", id="free"
        ),
        pytest.param(
            replace(CALM, returned_by="01"),
            (busy("02", until=at("14:00")),),
            "建议派刘勇(忙完手上的单再55分钟到)",
            "Suggested: 刘勇 (55 min after the job on hand)",
            id="after a visit without a known end",
        ),
    ],
)
def test_in_brief_it_says_when_and_how_much_is_on_hand(job, on_hand, zh, en):
    assert briefly(job, *on_hand) == (zh, en)


@pytest.mark.parametrize(
    ("staff", "zh", "en"),
    [
        pytest.param(
            (replace(CHEN, leave="2026-03-10"), member("02", skills=("制冷",))),
            "没人可派(陈立请假等);直接选维修工程师,或与客户另约",
            "Nobody can go (陈立 on leave, …). Choose a technician, or another time",
            id="the nearest miss",
        ),
        pytest.param(
            (member("02", skills=("制冷",)),),
            "没人会燃气;请在「人员」补技能,或直接选维修工程师",
            "Nobody can repair gas: add the skill in Staff, or choose a technician",
            id="the skill",
        ),
    ],
)
def test_in_brief_nobody_can_go_for_one_reason(staff, zh, en):
    assert briefly(JOB, policy=policy_of(*staff)) == (zh, en)


def briefly(job, *on_hand, policy=TWO, now=NOW):
    choice, *_ = chosen(job, *on_hand, policy=policy, now=now)
    said = brief(choice, policy, now)
    return said.zh, said.en


MOMENTS = [NOW + timedelta(minutes=minute) for minute in range(30)]


@pytest.mark.parametrize(
    ("job", "on_hand"),
    [
        pytest.param(JOB, ON_HAND, id="known ends"),
        pytest.param(CALM, (), id="everybody free"),
        pytest.param(replace(JOB, promise=at("14:00")), (), id="everybody free and late"),
        pytest.param(JOB, (busy("01", until=at("14:00")),), id="a visit that should be over"),
        pytest.param(
            CALM,
            (ticket("WX1", status="dispatched", technician="01", region="城东"),),
            id="a job without a time",
        ),
    ],
)
def test_nothing_in_it_changes_with_the_minute(job, on_hand):
    assert len({said(job, *on_hand, now=now) for now in MOMENTS}) == 1
    assert len({briefly(job, *on_hand, now=now) for now in MOMENTS}) == 1


def test_a_job_that_is_only_suggested_is_told_apart_from_one_on_hand() -> None:
    """Two wait for 陈立 alone, who has one on hand: the second counts the first, and says that nobody has said yes."""
    world = World(policy_of(member("01", "陈立"), member("07", "林静", roles=("dispatcher",))))
    numbers = [world.report(phone=f"138-0000-000{n}") for n in range(3)]
    world.settle()
    world.act(numbers[0], technician="陈立")
    world.act(numbers[0], contact_result="接通", appointment_at="14:40")
    world.act(numbers[0], at("14:40"), work_started_at="14:35", expected_end="15:00")
    said = [world.shown(number, "next_action") for number in numbers[1:]]
    assert said[0].startswith("建议派陈立(最早15:10到,手上1单)")
    assert said[1].startswith("建议派陈立(忙完手上1单和建议的1单再10分钟到)")

    world.act(numbers[1], technician="陈立")
    assert world.shown(numbers[2], "next_action").startswith("建议派陈立(忙完手上2单再10分钟到)")
