"""Somebody is sent: who and why, with which order, by when, and what happens when nobody can be there in time."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only


def test_the_least_busy_who_can_is_suggested_and_the_reason_is_one_sentence(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.3, P2 S3 (duty 13): by workload and way, as it stands; the dispatcher confirms with a name."""
    for serial in (1, 2):
        mine = desk.customer_reports(phone=f"138-0000-001{serial}")
        assert mine["next_action"].startswith("建议派陈立")
        desk.dispatcher_chooses(mine, "陈立")
    other = desk.customer_reports(phone="138-0000-0002")
    assert other["next_action"] == "建议派刘勇(20分钟可到);同意就在「维修工程师」选他"
    assert other["dispatch_reason"] == "建议刘勇:手上没有单,20分钟可到;次选陈立2单"
    desk.dispatcher_chooses(other, "刘勇")
    assert (other["status"], other["dispatch_reason"][:5]) == ("已派工", "建议刘勇:")


def test_who_cannot_do_it_is_not_suggested_and_somebody_comes_from_another_region(
    desk: ServiceDesk,
) -> None:
    """P2 S3 (duty 13): by fault type and region; across regions, with the minutes, when nobody there can."""
    desk.staff_is("陈立", skills="制冷", regions="城东").staff_is("刘勇", regions="城西")
    ticket = desk.customer_reports()
    assert ticket["dispatch_reason"].startswith("建议刘勇:跨区,城东没有合适的人")
    assert "20分钟可到" in ticket["dispatch_reason"]
    assert "陈立不会燃气" in ticket["dispatch_reason"]
    desk.staff_is("刘勇", leave="2026-03-10")
    assert ticket["next_action"].startswith("没人可派(刘勇请假")


def test_the_dispatcher_overrides_a_suggestion(desk: ServiceDesk) -> None:
    """P1 4.1.3 (duty 13): whoever they name is sent, by number or name; nobody's reason stands beside them."""
    ticket = desk.customer_reports()
    assert ticket["next_action"].startswith("建议派陈立")
    desk.dispatcher_chooses(ticket, "2")
    assert ticket["technician"] == "刘勇·工02"
    assert ticket["dispatch_reason"] == ""
    desk.at("14:34")
    assert [*map(len, map(ticket.letters, ("刘勇", "陈立")))] == [1, 0]


def test_the_order_says_who_comes_and_when_to_technician_and_customer(desk: ServiceDesk) -> None:
    """P1 4.1.3, P2 S3 (duty 14): 售后派工单 with name, staff number, phone and expected arrival; made and sent."""
    desk.staff_is("陈立", phone="138-0000-0101")
    ticket = desk.customer_reports()
    desk.at("14:40").dispatcher_chooses(ticket, "陈立").at("14:45")
    [letter] = ticket.letters("陈立")
    assert letter.startswith(f"【派工】{ticket.no} 小麦饭店 14:50前打电话")
    assert "陈立师傅(工号01" in ticket["customer_text"]
    assert "138-0000-0101" in ticket["customer_text"]
    assert ticket["tech_text"].startswith(f"【派工】{ticket.no}")
    desk.technician_calls(ticket, appointment="16:30")
    order = desk.sees(f"/desk/papers/dispatch_order/{ticket.no}")
    for said in ("派工单", "陈立", "01", "138-0000-0101", "张先生", "城东人民路1号", "16:30"):
        assert said in order


def test_at_night_only_a_critical_fault_goes_out_at_once(desk: ServiceDesk) -> None:
    """P2 S2, S3 (duty 14): the technician hears of a critical one whenever it is; the other waits for the morning."""
    normal = desk.at("22:10").customer_reports()
    critical = desk.customer_reports(phone="138-0000-0002")
    desk.types(critical, grade="特急", grade_reason="漏气")
    for ticket in (normal, critical):
        desk.dispatcher_chooses(ticket, "陈立")
    desk.at("22:15")
    assert [*map(len, (normal.letters("陈立"), critical.letters("陈立")))] == [0, 1]
    desk.at("8:00", day=1)
    assert [*map(len, (normal.letters("陈立"), critical.letters("陈立")))] == [1, 1]


@only("stove")
def test_a_visit_is_promised_within_three_hours_and_at_risk_before_it_is_late(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.3 (duty 15): red once the way is longer than what is left; the dispatcher hears who could be there."""
    ticket = desk.customer_reports()
    assert ticket["promise_by"] == "2026-03-10 17:30"
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(ticket)
    desk.at("17:11")
    assert ticket.colours("promise_by", "consent") == ["red", "red"]
    assert ticket.told("林静", of="promise") == ["clock_warning", "promise_at_risk"]
    assert ticket["customer_text"].startswith("您好!非常抱歉")
    assert "路上来不及" in ticket["customer_text"]

    desk.types(ticket, appointment_at="18:30", reschedule_reason="路远", consent="同意改约")
    assert ticket.colours("promise_by", "consent") == ["plain", "plain"]
    desk.at("17:35")
    assert "承诺" not in ticket["flags"]


@only("stove")
def test_a_later_time_that_the_customer_has_not_agreed_to_breaks_the_promise(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.3 (duty 15): 3 hours at risk and no consent is red, whatever stands in the appointment."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(ticket, appointment="19:00")
    assert ticket.colour("consent") == "red"
    desk.types(ticket, consent="同意改约")
    assert ticket.colour("consent") == "plain"
    assert ticket["appointment_consent_at"] == "2026-03-10 14:30"


@only("generic")
def test_without_a_promise_the_times_of_the_grade_hold(desk: ServiceDesk) -> None:
    """P2 S2, S3 (duty 15): no three hours; an appointment of another day wants no consent, on-site goes on."""
    ticket = desk.customer_reports()
    assert (ticket["promise_by"], ticket["onsite_by"]) == ("", "2026-03-13 14:30")
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(ticket, appointment="3/11 10:00")
    desk.at("17:35")
    assert (ticket["status"], ticket["flags"]) == ("已预约", "")
    assert ticket["onsite_by"] == "2026-03-13 14:30"


def test_a_refused_new_time_is_the_supervisors_who_sends_another_technician(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.3 (duty 15): 不同意改约 goes to 主管处理 and names who could be there instead."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立")
    desk.technician_calls(ticket, appointment="19:00", consent="不同意改约")
    assert ticket["status"] == "主管处理"
    assert ticket["next_action"].startswith("主管:客户不同意改约;可改派刘勇")
    assert ticket.told("吴强") == ["escalation"]

    desk.at("14:50").dispatcher_chooses(ticket, "刘勇")
    assert (ticket["status"], ticket["technician"]) == ("已派工", "刘勇·工02")
    assert ticket["contact_by"] == "2026-03-10 15:00"
