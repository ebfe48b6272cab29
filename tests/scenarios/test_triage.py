"""How urgent it is and what comes next: grade and times, what helped before, by phone, on site or in the shop."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk

#: What the hotline types of a customer who wants somebody to come.
CALLER = {
    "customer_name": "李女士", "address": "城西幸福街2号", "product_model": "炒炉 CL-1B", "fault": "不出火",
}  # fmt: skip


def test_each_grade_has_its_times_and_a_text_that_tells_the_customer(desk: ServiceDesk) -> None:
    """P2 S2 (duty 9): 2, 4 or 24 hours to respond, 24, 48 or 72 to be there; staff say so and choose 已告知."""
    for serial, (grade, response, onsite) in enumerate(
        [
            ("特急", "2026-03-10 16:30", "2026-03-11 14:30"),
            ("紧急", "2026-03-10 18:30", "2026-03-12 14:30"),
            ("普通", "2026-03-11 14:30", "2026-03-13 14:30"),
        ]
    ):
        ticket = desk.hotline_types(
            customer_name="李女士", phone=f"138-0000-001{serial}", fault="不出火", grade=grade
        )
        assert (ticket["response_by"], ticket["onsite_by"]) == (response, onsite)
        said = f"最晚3月{response[8:10]}日{response[11:]}前与您联系,最晚3月{onsite[8:10]}日{onsite[11:]}前上门"
        assert said in ticket["customer_text"]

    desk.at("14:33").types(ticket, customer_informed="已告知")
    assert ticket["customer_informed_at"] == "2026-03-10 14:33"


def test_a_grade_raised_later_counts_from_the_report_and_leaves_half_an_hour(
    desk: ServiceDesk,
) -> None:
    """P2 S2 (duty 9): the customer's own word is a wish; staff set the grade, with a reason that stays."""
    ticket = desk.customer_reports(wished_grade="critical")
    assert ticket["grade"] == "普通"
    desk.at("17:25").types(ticket, grade="特急", grade_reason="午市停业")
    assert (ticket["response_by"], ticket["onsite_by"]) == ("2026-03-10 17:55", "2026-03-11 14:30")
    assert ticket["problem"] == ""
    history = desk.sees(f"/desk/tickets/{ticket.no}")
    assert "普通 → 特急" in history
    assert "午市停业" in history


def test_a_deadline_is_amber_then_red_and_each_stage_is_told_once(desk: ServiceDesk) -> None:
    """P2 S2 (duty 10): live in the sheet, one mail per clock and stage however often the desk looks."""
    ticket = desk.customer_reports()
    desk.types(ticket, grade="特急").dispatcher_chooses(ticket, "陈立")
    desk.technician_calls(ticket, appointment="3/11 14:30", consent="同意改约")
    colours = []
    for clock in ("8:20", "8:40", "9:00", "14:29", "14:35", "14:50"):
        desk.at(clock, day=1)
        colours.append(ticket.colour("ticket_no"))
    assert colours == ["plain", "amber", "amber", "amber", "red", "red"]
    assert ticket.told("林静", of="onsite") == ["clock_warning", "clock_breach"]


def test_what_helped_before_on_the_same_model_is_suggested_and_a_person_decides(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.2, P2 S2 (duty 7): cause, remedy and parts likely needed; simple or complex is the hotline's word."""
    before = desk.customer_reports()
    desk.dispatcher_chooses(before, "陈立").technician_calls(before, appointment="15:00")
    desk.at("16:00").technician_repairs(
        before, started="15:00", ended="15:50", cause="点火针老化", measures="换点火针"
    )
    ticket = desk.customer_reports(phone="138-0000-0002", fault="点火打不着")
    assert "点火针老化" in ticket["suggestion"]
    assert "换点火针" in ticket["suggestion"]
    assert ticket["complexity"] == ""

    desk.types(ticket, complexity="简单", planned_parts="点火针")
    assert (ticket["complexity"], ticket["planned_parts"]) == ("简单", "点火针")


def test_the_route_decides_what_comes_next(desk: ServiceDesk) -> None:
    """P2 S2 (duty 8): by phone, on site, or brought in; the next step says whose it is."""
    for serial, (route, status, said) in enumerate(
        [
            ("电话", "电话指导", "接线员:17:30前回访指导结果"),
            ("上门", "待派工", "建议派陈立"),
            ("送修", "待派工", "内勤:等客户送来"),
        ]
    ):
        ticket = desk.hotline_types(**CALLER, phone=f"138-0000-001{serial}", route=route)
        assert ticket["status"] == status
        assert ticket["next_action"].startswith(said)


def test_what_is_brought_in_is_in_the_workshop_and_nobody_has_to_go_there(
    desk: ServiceDesk,
) -> None:
    """P2 S2 (duty 8): 送修 ends the clocks of a visit and wants a day for its return."""
    ticket = desk.customer_reports()
    desk.types(ticket, route="送修").at("15:20").types(ticket, status="送修返厂")
    assert ticket.colours("workshop_place", "return_agreed_at") == ["yellow", "yellow"]
    desk.types(ticket, workshop_place="店内", return_agreed_at="3/12 10:00")
    assert ticket["next_action"] == "送修中,约定3/12 10:00返还"
    desk.at("15:00", day=3)
    assert ticket.told("林静", of="onsite") == ticket.told("林静", of="promise") == []


def test_a_machine_past_its_agreed_return_is_listed_coloured_and_says_what_to_do(
    desk: ServiceDesk,
) -> None:
    """P2 S2 (duty 8): the day that the customer was promised doesn't pass in silence."""
    ticket = desk.customer_reports()
    cells = {"workshop_place": "店内", "return_agreed_at": "3/12 17:00"}
    desk.types(ticket, route="送修").at("15:20").types(ticket, status="送修返厂", **cells)
    assert ticket.colours("status", "return_agreed_at") == ["light blue", "light blue"]
    desk.at("09:00", day=2)
    assert ("送修交还", ticket.no) in desk.today()
    assert ticket.colours("status", "return_agreed_at") == ["amber", "amber"]
    desk.at("09:00", day=3)
    assert ("送修交还", ticket.no) in desk.today()
    assert ticket["next_action"] == "内勤:约定3/12 17:00返还,已过;打电话另约,改「约定交还」"
