"""Who is sent: whoever can, by tier and cost, and nobody else whatever the order of the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.dispatch import Job, Road, SkillBook, choose, crew_of
from sheetflow.dispatch.cost import PARTS
from tests.builders import NOW, POLICY, at, desk_of, member, policy_of
from tests.dispatch.build import GAS, best, busy, chosen

JOB = Job("WX007", region="城北", skill=GAS)
LATE = replace(JOB, promise=at("15:24"))

CHEN, LIU = member("01", "陈立"), member("02", "刘勇")


def with_jobs(technician, count):
    return [busy(technician, until=at("14:40"), no=f"WX{technician}{i}") for i in range(count)]


# Each pair differs in nothing but the deciding factor, and the other technician would be sent without it.


def test_of_two_who_are_equal_the_lower_number_goes():
    assert best(JOB, staff=(CHEN, LIU)) == "01"
    assert best(JOB, staff=(replace(CHEN, no="03"), LIU)) == "02"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        pytest.param({"skills": ("制冷",)}, "skill", id="the skill"),
        pytest.param({"leave": "2026-03-10"}, "leave", id="leave"),
        pytest.param({"leave": "3/10 14:00-18:00"}, "leave", id="leave by the hour"),
        pytest.param({"leave": "3/10 15:00-18:00"}, "leave", id="leave by the time they are there"),
        pytest.param({"shift": "night"}, "shift", id="the shift"),
        pytest.param({"regions": ("城东",)}, "region", id="the region"),
    ],
)
def test_the_choice_flips_when_the_first_lacks(other, reason):
    office = POLICY.calendars["office"]
    night = replace(office, name="night", weekly={0: office.weekly[0]})
    policy = policy_of(replace(CHEN, **other), LIU)
    policy = replace(policy, calendars={**policy.calendars, "night": night})
    choice, _, _ = chosen(JOB, policy=policy)
    assert choice.best.candidate.member == LIU
    assert reason in dict(choice.left_out) or reason in choice.factors


@pytest.mark.parametrize("values", [{"active": False}, {"roles": ("dispatcher",)}])
def test_who_is_no_active_technician_is_not_even_counted(values):
    choice, _, _ = chosen(JOB, policy=policy_of(replace(CHEN, **values), LIU))
    assert choice.best.candidate.member == LIU
    assert choice.left_out == ()


def test_a_supervisor_goes_when_a_skill_is_written_for_them():
    supervisor = member("01", roles=("supervisor",))
    assert best(JOB, staff=(supervisor,)) == ""
    assert best(JOB, staff=(replace(supervisor, skills=("全部",)),)) == "01"


def test_the_shorter_way_decides():
    near, far = busy("02", "城北", at("15:00")), busy("01", "城中", at("15:00"))
    choice, _, _ = chosen(JOB, near, far, policy=policy_of(CHEN, LIU))
    assert (choice.best.candidate.member, choice.factors) == (LIU, ("travel",))
    assert best(JOB, busy("02", "城中", at("15:00")), far, staff=(CHEN, LIU)) == "01"


def test_the_fewer_jobs_decide():
    many = with_jobs("01", 2)
    choice, _, _ = chosen(JOB, *many, *with_jobs("02", 1), policy=policy_of(CHEN, LIU))
    assert (choice.best.candidate.member, choice.factors) == (LIU, ("load",))
    assert best(JOB, *many, *with_jobs("02", 2), staff=(CHEN, LIU)) == "01"


def test_being_less_late_decides():
    long, short = busy("01", until=at("15:30")), busy("02", until=at("15:00"))
    choice, _, _ = chosen(LATE, long, short, policy=policy_of(CHEN, LIU))
    assert (choice.best.candidate.member, choice.factors) == (LIU, ("lateness",))
    assert best(LATE, busy("01", until=at("15:00")), short, staff=(CHEN, LIU)) == "01"


def test_without_a_deadline_in_danger_being_there_first_is_worth_nothing():
    long, short = busy("01", until=at("15:30")), busy("02", until=at("15:00"))
    assert best(JOB, long, short, staff=(CHEN, LIU)) == "01"


def test_few_jobs_don_t_outweigh_a_long_way():
    assert best(JOB, busy("01", "城北", at("14:40")), staff=(CHEN, LIU)) == "01"


def test_a_higher_grade_weighs_lateness_more():
    # 01 is free and 55 min away, 02 has much on hand and is 10 min away: 16 late minutes against load and way.
    normal = replace(JOB, promise=at("15:09"))
    near = [busy("02", "城北", at("14:31"), no=f"WX02{i}") for i in range(5)]
    assert best(normal, *near, staff=(CHEN, LIU)) == "01"
    assert best(replace(normal, grade="urgent"), *near, staff=(CHEN, LIU)) == "02"


@pytest.mark.parametrize(
    ("grade", "sent"), [("critical", "02"), ("urgent", "02"), ("normal", "01")]
)
def test_without_a_promise_a_graver_report_goes_to_who_is_there_first(grade, sent):
    # 01 is 10 minutes away but at work for another 70; 02 is free and 20 minutes away. Both are there within the day.
    job = Job("WX007", grade, region="城东", onsite=at("14:30", day=1))
    assert best(job, busy("01", "城东", at("15:40")), staff=(CHEN, LIU)) == sent


def test_waiting_makes_nobody_late_and_an_agreed_time_is_no_waiting():
    job = Job("WX007", "critical", region="城东", onsite=at("14:30", day=1))
    bid = chosen(job, policy=policy_of(CHEN))[0].best
    assert (bid.cost.waiting, bid.in_time) == (40, True)
    for settled in (replace(job, agreed=at("17:00")), replace(job, promise=at("17:30"))):
        assert chosen(settled, policy=policy_of(CHEN))[0].best.cost.waiting == 0


def test_the_on_site_limit_weighs_more_than_the_promise():
    soft, hard = replace(JOB, promise=at("15:24")), replace(JOB, onsite=at("15:24"))
    costs = [chosen(job, policy=policy_of(CHEN))[0].best.cost.lateness for job in (soft, hard)]
    assert costs == [1, 4]


def test_another_region_helps_out_when_nobody_there_can():
    abroad = replace(CHEN, regions=("城东",))
    choice, _, _ = chosen(JOB, policy=policy_of(abroad, replace(LIU, leave="2026-03-10")))
    assert choice.best.abroad
    assert choice.nobody_there


def test_another_region_helps_out_when_nobody_there_is_in_time():
    abroad, there = replace(LIU, regions=("城东",)), CHEN
    job = replace(JOB, promise=at("15:30"))
    choice, _, _ = chosen(job, busy("01", until=at("15:00")), policy=policy_of(there, abroad))
    assert (choice.best.candidate.member, choice.factors) == (abroad, ("in_time",))
    assert best(job, busy("01", until=at("14:35")), staff=(there, abroad)) == "01"


def test_whoever_had_the_ticket_taken_back_is_not_sent_again():
    choice, _, _ = chosen(replace(JOB, returned_by="01"), policy=policy_of(CHEN, LIU))
    assert choice.best.candidate.member == LIU
    assert [bar for bar, _ in choice.left_out] == ["returned"]


def test_on_shift_goes_before_off_shift_however_far():
    policy = policy_of(replace(CHEN, shift="office"), replace(LIU, regions=("城东",)))
    choice, _, _ = chosen(JOB, policy=policy, now=at("12:30"))
    assert choice.best.candidate.member.no == "02"
    assert [bar for bar, _ in choice.left_out] == ["shift"]


CREWS = st.lists(
    st.builds(
        member,
        st.integers(1, 30).map("{:02}".format),
        skills=st.sets(st.sampled_from(["燃气", "制冷", "全部"])).map(tuple),
        regions=st.sets(st.sampled_from(["城东", "城北", "城中"])).map(tuple),
        shift=st.sampled_from(["", "office", "wall"]),
        leave=st.sampled_from(["", "2026-03-10", "3/10 12:00-13:00"]),
        active=st.booleans(),
        roles=st.sampled_from([("technician",), ("supervisor",), ("dispatcher",)]),
    ),
    max_size=6,
    unique_by=lambda one: one.no,
)
JOBS = st.builds(
    Job,
    st.just("WX007"),
    grade=st.sampled_from(["critical", "urgent", "normal"]),
    region=st.sampled_from(["城北", "城东", ""]),
    skill=st.sampled_from([GAS, None]),
    promise=st.sampled_from([None, at("15:00"), at("17:00")]),
    returned_by=st.sampled_from(["", "01", "02"]),
)
HOURS = st.sampled_from([at("06:00"), at("12:30"), at("14:30")])


def decided(job, staff, now=NOW):
    policy = policy_of(*staff)
    book, road = SkillBook(policy.schema.skills, staff), Road(policy)
    tickets = [busy(one.no, "城东", at("15:00")) for one in staff if int(one.no) % 3 == 0]
    crew = crew_of(desk_of(*tickets), now, policy, book, road)
    return policy, choose(job, crew.values(), road)


@given(job=JOBS, staff=CREWS.filter(bool), now=HOURS, order=st.randoms(use_true_random=False))
def test_the_order_of_the_staff_rows_changes_nothing(job, staff, now, order):
    shuffled = order.sample(staff, len(staff))
    assert decided(job, staff, now)[1] == decided(job, shuffled, now)[1]


@given(job=JOBS, staff=CREWS.filter(bool), now=HOURS)
def test_nobody_who_can_t_go_is_ever_sent(job, staff, now):
    policy, choice = decided(job, staff, now)
    for bid in filter(None, (choice.best, choice.runner_up)):
        sent = bid.candidate.member
        assert sent.active
        assert "technician" in sent.roles or ("supervisor" in sent.roles and sent.skills)
        assert not job.skill or not sent.skills or {"燃气", "全部"} & set(sent.skills)
        assert sent.no != job.returned_by
        assert not sent.on_leave(policy.local(now))
        assert not sent.on_leave(policy.local(bid.arrival.at))
        if not bid.candidate.off_shift:
            assert policy.on_shift(sent, now)
    everybody = [bid for bid in (choice.best, choice.runner_up) if bid]
    told = sum(len(members) for _, members in choice.left_out) + choice.others + len(everybody)
    assert told == sum(
        one.active
        and ("technician" in one.roles or ("supervisor" in one.roles and bool(one.skills)))
        for one in staff
    )


@given(job=JOBS, staff=CREWS.filter(bool), now=HOURS)
def test_nobody_of_the_best_ones_tier_costs_less(job, staff, now):
    _, choice = decided(job, staff, now)
    if choice.runner_up and choice.runner_up.abroad == choice.best.abroad:
        assert choice.best.cost.total <= choice.runner_up.cost.total


#: What somebody has on hand: where, and until when.
DAYS = st.dictionaries(
    st.sampled_from(["01", "02", "03", "04"]),
    st.lists(
        st.tuples(
            st.sampled_from(["城东", "城北", "城中"]),
            st.sampled_from([at("14:35"), at("15:00"), at("16:30"), None]),
        ),
        max_size=3,
    ),
)
PLAIN = st.lists(
    st.builds(
        member,
        st.sampled_from(["01", "02", "03", "04"]),
        regions=st.sampled_from([(), ("城东",), ("城北",)]),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda one: one.no,
)
HURRIES = st.builds(
    replace,
    JOBS,
    returned_by=st.just(""),
    promise=st.sampled_from([None, at("15:00"), at("15:30"), at("17:00")]),
    onsite=st.sampled_from([None, at("15:10"), at("14:30", day=1)]),
)


@given(job=HURRIES, staff=PLAIN, days=DAYS)
def test_what_is_named_weighs_most_and_without_it_the_next_would_do_as_well(job, staff, days):
    on_hand = [
        busy(no, region, until, f"WX{no}{serial}")
        for no, visits in days.items()
        for serial, (region, until) in enumerate(visits)
    ]
    choice, _, _ = chosen(job, *on_hand, policy=policy_of(*staff))
    first, second, factors = choice.best, choice.runner_up, choice.factors
    ahead = {part: getattr(second.cost, part) - getattr(first.cost, part) for part in PARTS}
    named, over = [ahead[part] for part in factors if part in PARTS], sum(ahead.values())
    if factors == ("number",):
        assert over == 0
        assert first.candidate.member.no < second.candidate.member.no
    elif factors == ("region",):
        assert (first.abroad, second.abroad) == (False, True)
        assert over <= 0
    elif factors == ("in_time",):
        assert first.abroad
        assert first.in_time
        assert not (second.in_time and second.abroad)
    else:
        assert named == sorted(ahead.values(), reverse=True)[: len(named)]
        assert over - sum(named) <= 0 < over - sum(named[:-1])
        assert first.abroad == second.abroad or second.abroad
