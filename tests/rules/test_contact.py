"""The call ladder: within ten minutes, again after ten, and the dispatcher after three."""

from __future__ import annotations

from datetime import datetime

import pytest

from sheetflow.record import Attempt
from sheetflow.serials import from_serial
from tests.builders import POLICY, SHANGHAI, at, policy_of
from tests.world import World, completed, dispatched, on_site, waiting


def climbed(*minutes: str) -> tuple[World, str]:
    """Give a desk on which nobody answered at these times."""
    world, number = dispatched()
    for n, minute in enumerate(minutes, start=1):
        world.act(number, at(minute), contact_result=f"没接{n}")
    return world, number


def rows(world: World, *columns: str) -> list[list[object]]:
    places = [world.columns["contacts"][column] for column in columns]
    return [[row[place] for place in places] for row in world.rows["contacts"]]


def test_the_call_is_due_ten_minutes_after_dispatch() -> None:
    world, number = dispatched()
    assert world.shown(number, "contact_by") == "2026-03-10 14:41"
    assert world.shown(number, "next_due") == "2026-03-10 14:41"


def test_nobody_called_tells_technician_and_dispatcher_once() -> None:
    world, number = dispatched()
    for minute in ("14:41", "14:42", "14:43"):
        world.act(number, at(minute))
    (notice,) = world.told(number, "not_contacted")
    assert {recipient.name for recipient in notice.to} == {"陈立", "林静"}
    facts = ("dispatched_at", "technician", "by", "over")
    assert [notice.facts[fact] for fact in facts] == ["14:31", "陈立", "14:41", "超时1分"]
    assert world.shown(number, "flags") == "联系超时"


@pytest.mark.parametrize("choice", ["没接1", "接通"])
def test_the_first_attempt_meets_it_answered_or_not(choice: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result=choice)
    world.act(number, at("15:30"))
    assert world.shown(number, "contact_met_at") == "2026-03-10 14:40"
    assert world.told(number, "not_contacted") == []


def test_no_answer_asks_for_another_call_ten_minutes_later() -> None:
    world, number = climbed("14:40", "14:50")
    assert world.shown(number, "next_call_at") == "2026-03-10 15:00"
    assert world.shown(number, "next_action") == "陈立:第2次没接,15:00再打(还剩1次)"
    assert world.shown(number, "status") == "已派工"


def test_every_call_is_a_row_of_the_contacts() -> None:
    world, number = climbed("14:40", "14:50", "15:00")
    found = rows(world, "ticket_no", "who", "attempt", "result")
    assert found == [[number, "陈立", n, f"没接{n}"] for n in (1, 2, 3)]
    assert [row[0] and from_serial(row[0], SHANGHAI) for row in rows(world, "next_call_at")] == [
        at("14:50"),
        at("15:00"),
        "",
    ]
    keys = [row[0] for row in rows(world, "contact_no")]
    assert keys == [f"{number}/20260310-14{minute}00" for minute in (40, 50)] + [
        f"{number}/20260310-150000"
    ]


def test_three_calls_ten_minutes_apart_reach_nobody_and_pause_promise_and_on_site() -> None:
    world, number = climbed("14:40", "14:50", "15:00")
    assert world.shown(number, "status") == "联系不上"
    assert world.shown(number, "promise_by") == "暂停"
    assert world.shown(number, "onsite_by") == "暂停"
    (notice,) = world.told(number, "unreachable")
    assert notice.facts["attempts"] == "14:40、14:50、15:00"
    assert notice.facts["paused"] == "上门、承诺上门"
    assert [recipient.name for recipient in notice.to] == ["林静"]


def test_an_answered_call_between_them_lets_no_ordinal_invent_a_failure() -> None:
    world, number = dispatched()
    calls = {"14:40": "没接1", "14:50": "接通", "15:00": "没接2", "15:11": "没接3"}
    for minute, result in calls.items():
        world.act(number, at(minute), contact_result=result)
    assert [call.at for call in world.record(number).failures] == [at("15:00"), at("15:11")]
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "next_action") == "陈立:第2次没接,15:21再打(还剩1次)"
    world.act(number, at("15:21"), contact_result="")
    world.act(number, at("15:22"), contact_result="没接3")
    assert world.shown(number, "status") == "联系不上"
    [notice] = world.told(number, "unreachable")
    assert notice.facts["attempts"] == "15:00、15:11、15:22"


def test_the_time_of_the_pause_is_given_back() -> None:
    world, number = climbed("14:40", "14:50", "15:00")
    world.act(number, at("16:00"), contact_result="接通", appointment_at="18:15")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "onsite_by") == "2026-03-13 15:30"
    assert world.shown(number, "promise_by") == "2026-03-10 18:15"


def test_another_time_wished_by_who_was_unreachable_waits_for_the_customer() -> None:
    world, number = climbed("14:40", "14:50", "15:00")
    world.act(number, at("16:00"), contact_result="客户改期")
    assert world.shown(number, "status") == "待客户"
    assert world.shown(number, "wait_reason") == "改期"
    assert world.shown(number, "next_action") == "内勤:填「下次联系客户」"
    world.act(number, at("16:10"), wait_reason="")
    assert world.shown(number, "wait_reason") == ""

    world.act(number, at("16:20"), appointment_at="明天10点")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "onsite_by") == "2026-03-11 10:00"


def test_a_time_that_has_passed_is_none_that_the_customer_wishes_now() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("15:50"), status="联系不上")
    before = world.record(number).appointment
    world.act(number, at("16:00"), contact_result="客户改期")
    assert world.shown(number, "status") == "待客户"
    assert world.record(number).appointment == before


def test_the_notice_names_the_other_numbers_of_the_customer() -> None:
    world, number = dispatched(site_contact="后厨 138-0000-0007")
    (row,), places = world.rows["customers"], world.columns["customers"]
    row[places["other_phones"]] = "138-0000-0099;010-0000-0066"
    world.act(number, at("14:40"), contact_result="没接3")
    (notice,) = world.told(number, "unreachable")
    assert notice.facts["other_numbers"] == "后厨 138-0000-0007、138-0000-0099、010-0000-0066"


def test_who_was_unreachable_and_answers_is_the_technicians_again_without_another_dispatch() -> (
    None
):
    world, number = climbed("14:40", "14:50", "15:00")
    world.act(number, at("16:00"), contact_result="接通")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "next_action") == "陈立:已联系上,把约好的时间填「预约时间」"
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"
    assert world.shown(number, "contact_met_at") == "2026-03-10 14:40"
    assert world.kinds(number).count("dispatch") == 1


def test_the_third_typed_first_infers_the_others_and_pauses_nothing() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接3")
    assert world.shown(number, "status") == "联系不上"
    assert [attempt.at for attempt in world.record(number).attempts] == [at("14:40")] * 3
    inferred = [e.values["inferred"] for e in world.events if e.kind == "attempted"]
    assert inferred == [True, True, False]
    assert world.shown(number, "promise_by") == "2026-03-10 17:30"
    assert world.told(number, "unreachable")[0].facts["paused"] == ""
    assert world.told(number, "unreachable")[0].facts["attempts"] == "14:40"


@pytest.mark.parametrize("first", ["没接3", "空号错号"])
def test_calls_made_while_out_of_reach_already_pause_promise_and_on_site_once_they_are_three(
    first: str,
) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result=first)
    for minute in ("14:50", "14:55", "15:00"):
        assert world.shown(number, "promise_by") == "2026-03-10 17:30"
        world.act(number, at(minute), contact_result="")
        world.act(number, contact_result="没接3")
    assert [world.shown(number, c) for c in ("promise_by", "onsite_by")] == ["暂停", "暂停"]
    world.act(number, at("16:00"), contact_result="接通")
    assert world.shown(number, "promise_by") == "2026-03-10 18:30"


def test_calls_too_close_together_pause_nothing() -> None:
    world, number = climbed("14:40", "14:45", "14:50")
    assert world.shown(number, "status") == "联系不上"
    assert world.shown(number, "promise_by") == "2026-03-10 17:30"


@pytest.mark.parametrize(
    ("typed", "means"),
    [(1, "no_answer_1"), ("2", "no_answer_2"), ("通", "reached"), ("已接通", "reached")],
)
def test_short_words_will_do(typed: str | int, means: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result=typed)
    label = world.policy.say(world.policy.label(f"contact_result.{means}"))
    assert rows(world, "result") == [[label]]


def test_a_wrong_number_is_the_dispatchers_at_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result=0)
    assert world.shown(number, "status") == "联系不上"
    assert (
        world.shown(number, "next_action")
        == "内勤:空号错号,20:00前问到对的号码,改「联系方式」和档案"
    )
    (notice,) = world.told(number, "unreachable")
    assert notice.facts["wrong_number"] == "空号错号"


def test_an_answered_call_without_an_appointment_asks_for_it() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "next_action") == "陈立:已联系上,把约好的时间填「预约时间」"
    assert world.shown(number, "response_met_at") == "2026-03-10 14:40"


def test_solved_on_the_phone_completes_without_a_visit_or_papers() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="电话里已解决")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "resolution") == "电话解决"
    assert world.shown(number, "flags") == ""


def test_emptying_the_cell_is_no_call_and_the_same_choice_again_is_another() -> None:
    world, number = climbed("14:40")
    world.act(number, at("14:45"), contact_result="")
    assert len(world.record(number).attempts) == 1
    world.act(number, at("14:50"), contact_result="没接1")
    assert len(world.record(number).attempts) == 2


def test_a_call_on_a_finished_ticket_counts_for_nothing() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), result="客户放弃", remarks="嫌贵")
    world.act(number, at("14:41"), contact_result="没接1")
    assert world.record(number).attempts == ()
    assert world.rows["contacts"] == []


def test_sent_again_the_technician_has_ten_minutes_and_three_calls_again() -> None:
    world, number = climbed("14:40", "14:50", "15:00")
    world.act(number, at("15:30"), status="已派工", contact_result="")
    assert world.shown(number, "contact_by") == "2026-03-10 15:40"
    assert world.shown(number, "contact_met_at") == ""
    world.act(number, at("15:35"), contact_result="没接1")
    assert world.shown(number, "next_action") == "陈立:第1次没接,15:45再打(还剩2次)"


def test_a_call_typed_with_the_dispatch_counts() -> None:
    world = World()
    number = world.typed_in(
        customer_name="李", phone="138-0000-0002", fault="漏水", technician="陈", contact_result="1"
    )
    assert world.shown(number, "contact_met_at") == "2026-03-10 14:30"
    assert world.shown(number, "next_call_at") == "2026-03-10 14:40"


def test_an_imported_ticket_that_nobody_reaches_announces_nothing() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已派工")
    world.cycle()
    world.act("A-1", at("14:40"), contact_result="没接3")
    assert world.shown("A-1", "status") == "联系不上"
    assert world.notices == {}


def test_an_answered_call_starts_the_count_of_failures_anew() -> None:
    world, number = climbed("14:40")
    world.act(number, at("14:50"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("16:31"), contact_result="没接1")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "next_action") == "陈立:第1次没接,16:41再打(还剩2次)"
    assert world.shown(number, "next_call_at") == "2026-03-10 16:41"
    world.act(number, at("16:41"), contact_result="没接2")
    assert world.told(number, "unreachable") == []
    world.act(number, at("16:51"), contact_result="没接3")
    assert world.shown(number, "status") == "联系不上"
    assert world.shown(number, "promise_by") == "暂停"
    assert world.told(number, "unreachable")[0].facts["attempts"] == "16:31、16:41、16:51"
    assert rows(world, "attempt") == [[1], [2], [1], [2], [3]]


def test_another_choice_at_once_puts_the_last_one_right_and_is_no_call_more() -> None:
    world, number = climbed("14:40")
    world.act(number, at("14:50"), contact_result="没接3")
    assert world.shown(number, "status") == "联系不上"
    world.act(number, at("14:51"), contact_result="没接2")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"
    assert world.shown(number, "next_action") == "陈立:第2次没接,15:01再打(还剩1次)"
    assert rows(world, "result", "note")[-1] == ["没接2", "更正上一条,不另算一次"]
    assert len(world.record(number).attempts) == 2


def test_an_answer_chosen_by_mistake_is_no_first_contact() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("14:41"), contact_result="没接1")
    assert world.shown(number, "response_met_at") == ""
    assert world.shown(number, "next_call_at") == "2026-03-10 14:51"


def test_two_minutes_later_another_choice_is_another_call() -> None:
    world, number = climbed("14:40")
    world.act(number, at("14:42"), contact_result="没接2")
    assert len(world.record(number).attempts) == 2


def test_a_call_typed_with_its_technician_is_theirs() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), technician="陈立", contact_result="接通")
    [row] = [row for row in world.rows["contacts"] if str(row[0]).startswith(number)]
    assert world.record(number).calls == (Attempt(at("14:40"), reached=True),)
    assert str(row[world.columns["contacts"]["who"]]).startswith("陈立")


def solved(**before: str) -> tuple[World, str]:
    """Give a desk on which the trouble was solved on the phone at 14:50."""
    world, number = dispatched()
    if before:
        world.act(number, at("14:40"), **before)
    world.act(number, at("14:50"), contact_result="电话里已解决")
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]
    return world, number


@pytest.mark.parametrize("emptied", [False, True], ids=["typed-over", "emptied-first"])
@pytest.mark.parametrize(
    ("before", "result", "status", "next_action"),
    [
        ({}, "接通", "已派工", "陈立:已联系上,把约好的时间填「预约时间」"),
        ({"contact_result": "没接1"}, "没接2", "已派工", "陈立:第2次没接,15:01再打(还剩1次)"),
        ({"contact_result": "接通", "appointment_at": "16:00"}, "接通", "已预约", ""),
        ({}, "空号错号", "联系不上", ""),
    ],
    ids=["reached", "no-answer", "appointed", "wrong-number"],
)
def test_solved_on_the_phone_by_mistake_is_where_it_was(
    before: dict[str, str], result: str, status: str, next_action: str, emptied: bool
) -> None:
    world, number = solved(**before)
    if emptied:
        world.act(number, contact_result="")
        assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]
    world.act(number, at("14:51"), contact_result=result)
    shown = ("status", "resolution", "completed_at", "revisit_by", "problem")
    assert [world.shown(number, c) for c in shown] == [status, "", "", "", ""]
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"
    assert world.shown(number, "next_action").startswith(next_action)
    assert rows(world, "result", "note")[-1] == [result, "更正上一条,不另算一次"]
    assert len(world.record(number).attempts) == len(before.keys() & {"contact_result"}) + 1


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize(
    ("typed", "status", "technician", "agreed"),
    [
        pytest.param(
            {"contact_result": "接通", "appointment_at": "15:30"},
            "已预约", "陈立·工01", "2026-03-10 15:30", id="a-time",
        ),
        pytest.param(
            {"contact_result": "客户改期", "appointment_at": "3/12 10:00"},
            "已预约", "陈立·工01", "2026-03-12 10:00", id="a-time-that-they-wished",
        ),
        pytest.param(
            {"contact_result": "接通", "technician": "吴强", "appointment_at": "15:30"},
            "已预约", "吴强·工06", "2026-03-10 15:30", id="another-technician",
        ),
        pytest.param(
            {"contact_result": "客户改期", "next_contact_at": "3/12 9:00"},
            "待客户", "陈立·工01", "2026-03-10 16:00", id="when-to-call-again",
        ),
    ],
)  # fmt: skip
def test_what_is_typed_beside_the_right_word_counts_where_the_ticket_was(
    profile: str, typed: dict[str, str], status: str, technician: str, agreed: str
) -> None:
    """docs/decisions/0021; SHEET.md: the same answer whichever way a change comes."""
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("14:50"), contact_result="电话里已解决")
    assert world.shown(number, "status") == "已完成"
    world.act(number, at("14:51"), **typed)
    shown = [world.shown(number, c) for c in ("status", "technician", "appointment_at", "problem")]
    record = world.record(number)
    assert record.appointment
    assert record.appointment.agreed
    assert POLICY.local(record.appointment.at) == datetime.fromisoformat(agreed).replace(
        tzinfo=SHANGHAI
    )
    assert shown == [status, technician, agreed, ""]


def test_later_another_word_says_what_to_do_where_it_was_not_solved() -> None:
    world, number = solved()
    world.act(number, at("15:50"), contact_result="接通")
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]
    assert world.shown(number, "next_action").startswith("这单已按「电话里已解决」完成:没解决就在")
    world.act(number, at("15:51"), revisit_result="未解决")
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已结单", "电话解决"]
    assert world.shown(f"{number}-2", "status") == "待派工"


def test_a_word_put_back_is_asked_about_no_more() -> None:
    world, number = solved()
    world.act(number, at("15:50"), contact_result="接通")
    world.act(number, at("15:51"), contact_result="电话里已解决")
    assert world.shown(number, "problem") == ""


def test_a_call_after_a_repair_takes_no_completion_back() -> None:
    world, number = completed()
    world.act(number, at("16:01"), contact_result="没接1")
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已完成", ""]


@pytest.mark.parametrize("together", [True, False])
def test_who_has_arrived_and_reaches_nobody_stands_at_a_closed_door(together: bool) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:00")
    if not together:
        world.act(number, at("15:02"), arrived_at="15:01")
    typed = {"arrived_at": "15:01"} if together else {}
    world.act(number, at("15:10"), contact_result="没接1", **typed)
    assert world.shown(number, "status") == "联系不上"
    assert [visit.outcome for visit in world.record(number).visits] == ["wasted"]
    assert world.shown(number, "promise_met_at") == "2026-03-10 15:01"


def test_who_calls_while_at_work_goes_on() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), contact_result="没接1")
    assert world.shown(number, "status") == "维修中"


@pytest.mark.parametrize("choice", ["没接1", "没接3"])
def test_who_called_from_a_closed_door_has_the_customer_called_for_another_time(
    choice: str,
) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:02"), arrived_at="15:01")
    world.act(number, at("15:10"), contact_result=choice)
    said = "内勤:上门没人,打给客户另约;填「联系结果」「预约时间」"
    assert world.shown(number, "next_action") == said
    world.act(number, at("15:30"), contact_result="没接2")
    assert "上门没人" not in world.shown(number, "next_action")


@pytest.mark.parametrize(
    ("arrived", "typed"),
    [
        (True, {"status": "联系不上"}),
        (True, {"contact_result": "没接1"}),
        (False, {"status": "联系不上"}),
    ],
    ids=["chosen", "called-from-the-door", "chosen-late"],
)
def test_who_stood_at_a_closed_door_is_not_told_as_calls_in_vain(
    arrived: bool, typed: dict[str, str]
) -> None:
    """docs/decisions/0031: the notice says what 下一步 says."""
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    if arrived:
        world.act(number, at("15:29"), arrived_at="15:28")
    world.act(number, at("15:40"), **typed)
    [notice] = world.told(number, "unreachable")
    told = [notice.facts[fact] for fact in ("nobody_there", "attempts", "wrong_number")]
    attempts = "15:40" if "contact_result" in typed else ""
    assert told == ["15:28" if arrived else "15:40", attempts, ""]
    assert "上门没人" in world.shown(number, "next_action")
