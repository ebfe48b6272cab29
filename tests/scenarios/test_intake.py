"""A report comes in: by form, by a program, by telephone; what is asked, numbered, graded and pushed on."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk


def test_a_call_typed_by_the_hotline_is_treated_like_a_report_from_the_web(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.1, P2 S1: name, phone, address, product and fault are taken down; both are numbered and passed on."""
    web = desk.customer_reports()
    typed = desk.hotline_types(
        customer_name="李女士", phone="13800000002", address="城西幸福街2号",
        product_model="ZG-3", fault="不出火",
    )  # fmt: skip
    assert (web.no, typed.no) == ("WX20260310001", "WX20260310002")
    for ticket in (web, typed):
        assert ticket["status"] == "待派工"
        assert ticket["grade"] == "普通"
        assert ticket["reported_at"] == "2026-03-10 14:30"
        assert ticket.told("林静") == ["new_report"]
    assert (web["channel"], typed["channel"]) == ("网页", "电话")
