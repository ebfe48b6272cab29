"""A need for another machine becomes a lead, apart from the ticket: filed once, flagged while it is open."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, HANDED_IN, World, completed, on_site


def leads(world: World) -> list[dict[str, str]]:
    """Give the rows of 销售线索 as staff see them."""
    at = world.columns["leads"]
    return [{name: str(row[i]) for name, i in at.items()} for row in world.rows["leads"]]


def ended(result: str) -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "result": result})
    return world, number


@pytest.mark.parametrize("result", ["换机", "退款", "无法修复"])
def test_what_ended_without_a_repair_is_a_lead_for_the_next_day(result: str) -> None:
    world, number = ended(result)
    (lead,) = leads(world)
    names = ("lead_no", "ticket_no", "kind", "need", "status")
    found = [lead[name] for name in names]
    assert found == [f"{number}/lead", number, "换机", f"{result}:大锅灶 ZG-2A", "新"]
    assert "线索" in world.shown(number, "flags")


def test_a_repair_is_none() -> None:
    world, number = completed()
    assert leads(world) == []
    assert "线索" not in world.shown(number, "flags")


def test_one_is_filed_once_and_stays_gone_when_it_was_taken_out() -> None:
    world, number = ended("换机")
    world.rows["leads"].clear()
    world.act(number, at("16:10"), remarks="x")
    assert leads(world) == []
    assert "线索" not in world.shown(number, "flags")


@pytest.mark.parametrize(("status", "flagged"), [("跟进", True), ("成交", False), ("放弃", False)])
def test_the_flag_stands_while_it_is_open(status: str, flagged: bool) -> None:
    world, number = ended("换机")
    world.row(f"{number}/lead", "leads")[world.columns["leads"]["status"]] = status
    world.act(number, at("16:10"))
    assert ("线索" in world.shown(number, "flags")) is flagged


def test_what_a_customer_wants_besides_is_typed_there() -> None:
    world, number = completed()
    row = [""] * world.widths["leads"]
    for name, cell in {"ticket_no": number, "kind": "加装", "need": "想加一台蒸柜"}.items():
        row[world.columns["leads"][name]] = cell
    world.rows["leads"].append(row)
    world.settle()
    assert "线索" in world.shown(number, "flags")
    assert any(event.kind == "entered" for event in world.events)


def test_it_runs_beside_the_ticket_which_is_filed_as_any() -> None:
    world, number = ended("换机")
    world.act(number, at("16:30"), **HANDED_IN, status="已结单")
    assert world.shown(number, "status") == "已结单"
    assert "线索" in world.shown(number, "flags")


def test_it_stands_on_the_list_from_a_day_before_its_date_until_it_is_done_with() -> None:
    world, number = ended("换机")
    world.act(number, at("16:30"), **HANDED_IN, status="已结单")
    assert today(world) == [("线索跟进", "销售:跟进换机:大锅灶 ZG-2A")]
    world.row(f"{number}/lead", "leads")[world.columns["leads"]["next_at"]] = "2026-04-01 10:00"
    world.act(number, at("16:40"))
    assert today(world) == []
    world.act(number, at("10:00", day=21))
    assert len(today(world)) == 1
    world.row(f"{number}/lead", "leads")[world.columns["leads"]["status"]] = "成交"
    world.act(number, at("10:10", day=21))
    assert today(world) == []


def today(world: World) -> list[tuple[str, str]]:
    at = world.columns["today"]
    return [(str(row[at["block"]]), str(row[at["next_action"]])) for row in world.rows["today"]]
