"""The warehouse hears once a day which parts are low, and who waits for them (P2 KP; duty 32)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sheetflow.bookkeeping import read_books
from sheetflow.low_stock import low_stock
from sheetflow.model import Notice
from sheetflow.notices import KINDS
from sheetflow.notify.render import check
from sheetflow.policy import Policy
from tests.builders import STAFF, at, member, policy_of
from tests.rules.stockroom import move, stocked
from tests.world import World, on_site

WAREHOUSE = policy_of(*STAFF, member("09", "孔师傅", roles=("warehouse",)))


def told(world: World, now: datetime, policy: Policy = WAREHOUSE) -> tuple[Notice, ...]:
    books = read_books(world.reading(), policy, {}, {})
    return low_stock(books, world.records.values(), policy, now)


def lines(notices: tuple[Notice, ...]) -> Mapping[str, list[str]]:
    return {one.to[0].name: one.facts["lines"].splitlines() for one in notices}


def test_a_part_of_which_less_than_the_minimum_remains_is_told_with_who_waits() -> None:
    world, number = stocked(on_site, PWR_001=3)
    assert told(world, at("16:00")) == ()

    world.act(number, at("15:10"), planned_parts="PWR-001 x2")
    [notice] = told(world, at("16:00"))
    assert lines((notice,)) == {"孔师傅": [f"PWR-001 电源模块:库存3,预留2,最低2;在等:{number}×2"]}
    assert not KINDS["parts_low"].unknown(notice.facts)
    check("parts_low", notice.facts)


def test_what_was_fitted_beyond_the_books_is_told_until_it_was_counted() -> None:
    world, number = stocked(on_site, IGN_220=1)
    world.act(number, at("15:10"), parts_used="IGN-220 x2")
    move(world, "入库", "PWR-001", 5, at="2026-03-10 12:00")
    world.settle()
    [notice] = told(world, at("16:00"))
    assert lines((notice,)) == {"孔师傅": ["IGN-220 脉冲点火器:库存1,预留0,最低0,待盘点2"]}
    assert (notice.facts["count"], notice.facts["pending"]) == ("0", "1")
    check("parts_low", notice.facts)

    move(world, "盘点", "IGN-220", 0, at="2026-03-10 17:00")
    world.settle()
    assert told(world, at("18:00")) == ()


def test_what_came_in_is_not_told_any_more() -> None:
    world, _ = stocked()
    assert lines(told(world, at("16:00"))) == {"孔师傅": ["PWR-001 电源模块:库存0,预留0,最低2"]}
    move(world, "入库", "PWR-001", 2, at="2026-03-10 12:00")
    world.settle()
    assert told(world, at("16:00")) == ()


def test_it_is_told_from_eight_once_a_day() -> None:
    world, _ = stocked()
    assert told(world, at("7:59")) == ()
    found = [
        told(world, at(clock, day=day))[0].once for day in (0, 1) for clock in ("8:00", "17:00")
    ]
    assert found == ["parts_low/2026-03-10"] * 2 + ["parts_low/2026-03-11"] * 2


def test_without_a_warehouse_the_owner_hears_it_and_a_desk_without_parts_nobody() -> None:
    world, _ = stocked()
    assert set(lines(told(world, at("16:00"), policy_of()))) == {"老板"}
    assert told(on_site()[0], at("16:00")) == ()
