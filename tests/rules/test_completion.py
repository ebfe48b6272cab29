"""Completed work wants its papers and old parts before it is filed, and says how it was resolved."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, World, completed, dispatched, on_site


def test_without_the_receipt_papers_are_missing() -> None:
    world, number = completed()
    assert world.shown(number, "flags") == "单据未交"


@pytest.mark.parametrize(
    ("parts", "papers", "flags"),
    [
        pytest.param("", "回执√", "", id="no-parts-receipt-only"),
        pytest.param("IGN-220 x1", "回执√", "单据未交", id="parts-want-their-slip"),
        pytest.param("IGN-220 x1", "回执√;领料√", "", id="both-there"),
        pytest.param("", "", "单据未交", id="none"),
    ],
)
def test_papers(parts: str, papers: str, flags: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **DONE, parts_used=parts, docs_in=papers)
    assert world.shown(number, "flags") == flags


def test_an_old_part_not_dealt_with_is_flagged() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **DONE, docs_in="回执", old_part="未处理")
    assert world.shown(number, "flags") == "旧件未处理"
    world.act(number, at("16:10"), old_part="客户留")
    assert world.shown(number, "flags") == ""


@pytest.mark.parametrize(
    ("result", "resolution"),
    [
        ("已修复", "上门修复"),
        ("换机", "换机"),
        ("退款", "退货退款"),
        ("无法修复", "无法修复"),
        ("客户放弃", "客户放弃"),
    ],
)
def test_the_resolution_follows_from_the_result(result: str, resolution: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "result": result})
    assert world.shown(number, "resolution") == resolution


def test_fixed_after_the_workshop_is_sent_in() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="送修返厂")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "resolution") == "送修完成"


def test_open_work_is_not_resolved_yet() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), result="已修复")
    assert world.shown(number, "resolution") == ""


@pytest.mark.parametrize("signature", ["拒签", "无人签"])
def test_an_unsigned_acceptance_wants_its_reason(signature: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "signature": signature})
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "next_action") == "差1项才能完成:验收说明"
    world.act(number, at("16:10"), acceptance_reason="老板不在")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"


@pytest.mark.parametrize(
    ("column", "cell"), [("contact_result", "电话里已解决"), ("result", "电话解决")]
)
def test_solved_by_phone_says_so_whoever_said_it(column: str, cell: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), **{column: cell})
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]


def test_a_filed_ticket_wants_no_papers_any_more() -> None:
    world, number = completed()
    world.act(number, at("16:30"), close_reason="归档", status="已结单")
    assert world.shown(number, "flags") == ""


def test_an_imported_ticket_wants_none() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已完成", result="已修复")
    world.cycle()
    assert world.shown("A-1", "flags") == ""
