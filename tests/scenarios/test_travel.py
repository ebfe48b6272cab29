"""On the way: leave in time and with all that is needed; another time, another technician or another address."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.ticket import Ticket


def appointed(
    desk: ServiceDesk, at: str, *, phone: str = "138-0000-0001", address: str = "城东人民路1号"
) -> Ticket:
    """Let 陈立 be sent to a customer, call, and agree on a time."""
    ticket = desk.customer_reports(phone=phone, address=address, unit_name=address[:2] + "店")
    desk.dispatcher_chooses(ticket, "陈立")
    desk.technician_calls(ticket, appointment=at)
    return ticket


def test_the_departure_is_counted_back_and_who_has_not_left_by_then_is_red(
    desk: ServiceDesk,
) -> None:
    """P1 4.4.1 (duty 21): the appointment less the way; from the customer before, else from the shop."""
    ticket = appointed(desk, "16:00")
    assert ticket["depart_by"] == "2026-03-10 15:40"
    assert ticket["next_action"].startswith("陈立:16:00上门,15:40前出发")
    desk.at("15:41")
    assert ticket.colours("depart_by", "next_due") == ["red", "red"]
    assert ticket["next_action"].startswith("陈立:马上出发,15:40就该走了")
    desk.at("15:45").types(ticket, departed_at="15:44", departure_check="全齐")
    assert (ticket.colour("next_due"), ticket["flags"]) == ("plain", "")


def test_what_is_lacking_at_departure_is_named(desk: ServiceDesk) -> None:
    """P1 4.3.1, P2 S3 (duty 20): uniform, badge, toolbox, slip, receipt form, fee card; yellow, then asked for."""
    ticket = appointed(desk, "16:00")
    assert ticket.colour("departure_check") == "yellow"
    desk.at("15:35").types(
        ticket, departed_at="15:35", departure_check="工服;工牌;工具箱", planned_parts="点火针 x1"
    )
    assert "检查未齐" in ticket.flags()
    assert ticket["next_action"].startswith("陈立:出发检查还差领料单、回执单、收费卡")
    desk.types(ticket, departure_check="全齐")
    assert "检查未齐" not in ticket.flags()


def test_in_a_jam_the_customer_is_called_first_and_the_new_time_kept_account_of(
    desk: ServiceDesk,
) -> None:
    """P1 4.4.2 (duty 22): how often, from when to when, why, and whether the customer agreed."""
    ticket = appointed(desk, "16:00")
    desk.at("15:40").types(ticket, departed_at="15:40", departure_check="全齐")
    desk.at("15:50").types(
        ticket, appointment_at="16:40", reschedule_reason="堵车", consent="同意改约"
    )
    assert (ticket["status"], ticket["reschedule_count"]) == ("已预约", "1")
    assert "上门时间改到3月10日16:40" in ticket["customer_text"]
    assert "非常抱歉" in ticket["customer_text"]
    moved = ticket.rows("contacts")[-1]
    assert moved["kind"] == "改约"
    assert moved["note"] == "16:00 → 16:40;堵车;我方提出;客户同意"
    assert "出发" not in ticket["flags"]


def test_a_second_new_time_wants_a_consent_of_its_own(desk: ServiceDesk) -> None:
    """P1 4.4.2 (duty 22): the yes to one time is no yes to the next."""
    ticket = appointed(desk, "16:00")
    desk.at("15:00").types(
        ticket, appointment_at="18:00", reschedule_reason="堵车", consent="同意改约"
    )
    desk.at("15:20").types(ticket, appointment_at="19:00", reschedule_reason="事故")
    assert ticket["reschedule_count"] == "2"
    assert ticket["next_action"].endswith("客户要再同意一次;清空「客户同意」再选")
    assert str(ticket.rows("contacts")[-1]["note"]).startswith("16:00 → 18:00")
    desk.at("15:30").types(ticket, consent="不同意改约")
    assert (ticket["reschedule_count"], ticket["appointment_at"]) == ("1", "2026-03-10 18:00")
    assert str(ticket.rows("contacts")[-1]["note"]).startswith("16:00 → 18:00")


def test_a_customer_who_asks_for_another_day_is_not_asked_to_agree_to_it(
    desk: ServiceDesk,
) -> None:
    """P1 4.4.2, 4.1.3 (duties 15, 22): 客户改期 is their consent; the time replaces promise and on-site."""
    ticket = appointed(desk, "16:00")
    desk.at("15:00").types(ticket, contact_result="客户改期", reschedule_reason="店里请客")
    desk.at("15:05").types(ticket, appointment_at="3/14 10:00")
    assert (ticket["onsite_by"], ticket.colour("consent")) == ("2026-03-14 10:00", "plain")
    assert ticket["next_action"].startswith("陈立:3/14 10:00上门")
    assert str(ticket.rows("contacts")[-1]["note"]).endswith("客户提出;客户同意")
    desk.at("18:00").at("15:00", day=3)
    assert not ticket["flags"]


def test_who_is_not_there_at_the_agreed_time_is_apologised_for(desk: ServiceDesk) -> None:
    """P1 4.2.1, 4.4.2 (duties 17, 22): red for the desk, and the words for the customer say sorry."""
    ticket = appointed(desk, "16:00")
    assert ticket["customer_text"].endswith("请留人在场。")
    desk.at("16:05")
    assert ticket.colour("next_due") == "red"
    assert ticket["customer_text"].startswith("您好!非常抱歉,让您久等了。")


def test_instead_of_a_new_time_the_dispatcher_may_send_another(desk: ServiceDesk) -> None:
    """P1 4.4.2 (duty 22): who is sent anew calls anew, within ten minutes."""
    ticket = appointed(desk, "16:00")
    desk.at("15:50").dispatcher_chooses(ticket, "刘勇")
    assert (ticket["status"], ticket["technician"]) == ("已派工", "刘勇·工02")
    assert ticket["contact_by"] == "2026-03-10 16:00"
    desk.at("15:54")
    assert ticket.letters("刘勇")


def test_who_is_held_up_at_one_customer_is_told_of_to_the_dispatcher_for_the_next(
    desk: ServiceDesk,
) -> None:
    """P1 4.4.2 (duty 23): the later visits now at risk, before those customers wait."""
    first = appointed(desk, "15:00")
    second = appointed(desk, "16:45", phone="138-0000-0002", address="城南环路2号")
    desk.at("15:00").types(first, work_started_at="15:00")
    desk.at("16:16")
    assert "延误有险" in second.flags()
    assert second["next_action"] == f"内勤:陈立还在{first.no},赶不上16:45;另约或改派"
    assert "在前一家耽搁了" in second["customer_text"]
    assert first.told("林静")[-1] == "held_up"
    desk.at("16:20")
    assert any(second.no in letter for letter in first.letters("林静"))


def test_a_new_job_while_on_site_counts_what_is_left_of_the_one_in_hand(
    desk: ServiceDesk,
) -> None:
    """P1 4.5.6 (duty 24): the technician gives the remaining time; nobody begins the next before the end."""
    first = appointed(desk, "15:00")
    desk.at("15:00").types(first, work_started_at="15:00", expected_end="19:30")
    new = desk.at("15:10").customer_reports(phone="138-0000-0002")
    assert "陈立" in new["dispatch_reason"]
    assert "19:40" in new["dispatch_reason"]

    desk.dispatcher_chooses(new, "陈立").types(new, work_started_at="15:20")
    assert (first["status"], new["status"]) == ("维修中", "已派工")
    assert f"陈立还在{first.no}维修中" in new["problem"]


@only("stove")
def test_who_cannot_be_there_in_three_hours_leaves_it_to_another(desk: ServiceDesk) -> None:
    """P1 4.5.6, 4.1.3 (duty 24): on site until 19:30 is too late for 18:10; a colleague is suggested."""
    first = appointed(desk, "15:00")
    desk.at("15:00").types(first, work_started_at="15:00", expected_end="19:30")
    new = desk.at("15:10").customer_reports(phone="138-0000-0002")
    assert new["next_action"].startswith("建议派刘勇(20分钟可到)")


def test_two_appointments_that_cannot_both_be_kept_say_so(desk: ServiceDesk) -> None:
    """P1 4.5.6 (duty 24): in both rows, and to the dispatcher once; moved, all is well."""
    first = appointed(desk, "16:00")
    second = appointed(desk, "16:30", phone="138-0000-0002", address="城南环路2号")
    for mine, other in ((first, second), (second, first)):
        assert "上门冲突" in mine.flags()
        assert other.no in mine["problem"]
    assert second.told("林静").count("visit_clash") == 1
    desk.types(second, appointment_at="18:30", consent="同意改约")
    assert [ticket["problem"] for ticket in (first, second)] == ["", ""]


def test_another_address_moves_the_departure_and_stands_in_the_history(desk: ServiceDesk) -> None:
    """P2 KP (duty 25): the customer changes it; way and departure are counted anew."""
    ticket = appointed(desk, "16:00")
    desk.at("14:50").types(ticket, address="城北大道9号")
    assert (ticket["region"], ticket["depart_by"]) == ("城北", "2026-03-10 15:05")
    history = desk.sees(f"/desk/tickets/{ticket.no}")
    assert "维修地址" in history
    assert "城北" in history
