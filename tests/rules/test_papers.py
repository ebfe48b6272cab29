"""Papers and old parts come back with the technician (P1 4.8.3, P2 KP; duties 33, 34, 40)."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import POLICY, at, switched
from tests.rules.stockroom import move, stocked
from tests.world import DONE, World, completed, filed, on_site

#: The work ended at 15:50 in 城东, 20 minutes away.
BACK = at("16:10")


def flags(world: World, number: str, **cells: Scalar) -> str:
    """Give the flags once the technician is back from a repair that was recorded so."""
    world.act(number, at("16:00"), **DONE, **cells)
    world.act(number, BACK)
    return world.shown(number, "flags")


def test_the_receipt_is_missed_from_when_the_technician_is_back() -> None:
    world, number = completed()
    world.act(number, at("16:09"))
    assert world.shown(number, "flags") == ""
    assert world.cycle(BACK)
    assert world.shown(number, "flags") == "单据未交"


def test_after_a_stay_in_the_workshop_nobody_has_a_way_back() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="送修返厂")
    world.act(number, at("15:51"), **DONE)
    assert world.shown(number, "flags") == "单据未交"


@pytest.mark.parametrize(
    ("parts", "papers", "wanted"),
    [
        pytest.param("", "回执√", "", id="no parts, the receipt only"),
        pytest.param("无", "回执√", "", id="none"),
        pytest.param("IGN-220 x1", "回执√", "单据未交", id="parts want their slip"),
        pytest.param("辅料:生料带", "回执√", "单据未交", id="consumables stand on the slip too"),
        pytest.param("IGN-220 x1", "回执√;领料√", "", id="both there"),
        pytest.param("", "", "单据未交", id="nothing there"),
    ],
)
def test_the_papers_wanted_are_those_that_were_made(parts: str, papers: str, wanted: str) -> None:
    world, number = on_site()
    assert flags(world, number, parts_used=parts, docs_in=papers) == wanted


def test_parts_that_were_issued_want_their_slip_though_none_was_used() -> None:
    world, number = stocked(on_site, TC_08=1)
    move(world, "领用", "TC-08", 1, person="陈立", ticket_no=number)
    world.settle()
    assert flags(world, number, docs_in="回执") == "单据未交"


def test_a_paper_that_the_desk_does_without_is_not_missed() -> None:
    world, number = on_site(switched(POLICY, documents=("receipt",)))
    assert flags(world, number, parts_used="IGN-220", docs_in="回执") == ""


@pytest.mark.parametrize(
    ("old_part", "flag"),
    [
        pytest.param("", "旧件未处理", id="nothing said"),
        pytest.param("未处理", "旧件未处理", id="not yet"),
        pytest.param("已收", "", id="collected"),
        pytest.param("客户留", "", id="kept by the customer"),
    ],
)
def test_each_part_fitted_leaves_an_old_one(old_part: str, flag: str) -> None:
    world, number = stocked(on_site)
    found = flags(world, number, parts_used="TC-08", docs_in="回执;领料", old_part=old_part)
    assert found == flag
    kept = [e.values["after"] for e in world.events if e.values.get("column") == "old_part"]
    assert kept == ([old_part] if old_part else [])


def test_an_old_part_booked_in_has_come_back() -> None:
    world, number = stocked(on_site)
    assert flags(world, number, parts_used="TC-08 x2", docs_in="回执;领料") == "旧件未处理"
    move(world, "旧件收回", "TC-08", 2, ticket_no=number, person="陈立")
    world.settle()
    assert world.shown(number, "flags") == ""


def test_without_the_switch_only_what_was_left_undone_is_flagged() -> None:
    world, number = stocked(lambda: on_site(switched(POLICY, old_parts=False)))
    assert flags(world, number, parts_used="TC-08", docs_in="回执;领料") == ""
    world.act(number, old_part="未处理")
    assert world.shown(number, "flags") == "旧件未处理"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({}, "内勤:收齐后归档,还差单据交回、旧件"),
        ({"old_part": "已收"}, "内勤:收齐后归档,还差单据交回"),
        ({"docs_in": "回执;领料"}, "内勤:收齐后归档,还差旧件"),
        ({"old_part": "客户留", "docs_in": "回执;领料"}, "内勤:可以归档(状态选「已结单」)"),
    ],
)
def test_what_is_to_be_collected_is_said_before_it_is_filed(
    cells: dict[str, Scalar], says: str
) -> None:
    world, number = stocked(on_site)
    flags(world, number, parts_used="TC-08")
    world.act(number, at("17:00"), revisit_result="满意", rating="满意", **cells)
    assert world.shown(number, "next_action") == says


def test_a_filed_ticket_wants_none_any_more() -> None:
    world, number = filed()
    world.act(number, BACK)
    assert world.shown(number, "flags") == ""


def test_an_imported_ticket_wants_none() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已完成", result="已修复")
    world.cycle()
    assert world.shown("A-1", "flags") == ""
