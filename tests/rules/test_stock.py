"""Stock is the sum of what people and the system booked, and never below zero (P1 4.3.1, P2 KP; duty 32)."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

import pytest

from sheetflow.catalogue import Catalogue, Part
from sheetflow.serials import to_serial
from sheetflow.typed.parts import in_words, understand_parts
from tests.builders import at
from tests.rules.stockroom import PARTS, add, move, part, stocked, told
from tests.world import World, on_site

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "warehouse.zh-CN.md"


def test_stock_is_what_came_in_less_what_went_out() -> None:
    world, _ = stocked(PWR_001=3)
    move(world, "领用", "PWR-001", 2, person="陈立")
    move(world, "退回", "PWR-001", 1, from_place="工01车", to_place="供应商")
    world.settle()
    assert part(world, "PWR-001") == {"on_hand": 2, "reserved": 0, "pending_count": 0}


def test_a_row_without_a_time_gets_that_at_which_it_was_first_seen() -> None:
    world, _ = stocked()
    row = move(world, "入库", "电源", 1)
    world.cycle(at("15:00"))
    world.cycle(at("15:01"))
    assert row[world.columns["part_moves"]["at"]] == to_serial(at("15:01"), world.policy.zone)
    assert not world.cycle()


def test_more_than_there_is_is_refused_in_its_row_until_it_is_there() -> None:
    world, _ = stocked(PWR_001=2)
    row = move(world, "领用", "PWR-001", 3, person="陈立", at="2026-03-10 14:00")
    world.settle()
    assert told(world, row).startswith("账上仓库只有2个 PWR-001,不能领用3个")
    assert part(world, "PWR-001")["on_hand"] == 2

    move(world, "入库", "PWR-001", 1, at="2026-03-10 13:00")
    world.settle()
    assert told(world, row) == ""


def test_of_two_who_take_the_last_one_at_once_the_first_gets_it() -> None:
    world, _ = stocked(PWR_001=1)
    rows = [move(world, "领用", "PWR-001", 1, person=name) for name in ("陈立", "刘勇")]
    world.settle()
    assert sorted(bool(told(world, row)) for row in rows) == [False, True]
    assert part(world, "PWR-001")["on_hand"] == 1


def test_a_part_fitted_beyond_the_books_is_booked_and_to_be_counted() -> None:
    world, number = stocked(on_site, PWR_001=1)
    world.act(number, at("15:40"), parts_used="PWR-001")
    assert part(world, "PWR-001") == {"on_hand": 1, "reserved": 0, "pending_count": 1}
    assert "差额待盘点" in told(world, world.rows["part_moves"][-1])

    move(world, "盘点", "PWR-001", 0, from_place="仓库", at="2026-03-10 16:00")
    world.now = at("16:10")
    world.settle()
    assert part(world, "PWR-001") == {"on_hand": 0, "reserved": 0, "pending_count": 0}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        pytest.param({"part": "功率模块"}, "", id="a name for the number"),
        pytest.param({"part": "不知道"}, "配件库存里没有「不知道」", id="no part"),
        pytest.param({"part": "点火针"}, "「点火针」是IGN-220 脉冲点火器吗", id="nearly a part"),
        pytest.param({"kind": ""}, "还没记账", id="no kind"),
        pytest.param({"kind": "送人"}, "「送人」不在「类型」的选项里", id="no such kind"),
        pytest.param({"to_place": "月球"}, "「月球」:请写 仓库", id="no such place"),
        pytest.param({"kind": "领用", "person": "王五"}, "经手人「王五」", id="nobody"),
        pytest.param({"kind": "领用"}, "不知道是谁的车", id="nobody's van"),
        pytest.param({"quantity": 0}, "数量要大于0", id="none"),
        pytest.param({"ticket_no": "WX1"}, "没有单号「WX1」", id="no such ticket"),
    ],
)
def test_a_row_says_what_is_wrong_with_it(cells: dict[str, str], says: str) -> None:
    world, _ = stocked(PWR_001=1)
    row = move(world, **{"kind": "入库", "part": "PWR-001", "quantity": 1, **cells})
    world.settle()
    assert told(world, row).startswith(says)
    assert bool(told(world, row)) is bool(says)


def test_what_open_tickets_plan_is_set_aside_as_far_as_it_is_there() -> None:
    world, number = stocked(on_site, PWR_001=3, TC_08=1)
    world.act(number, at("15:10"), planned_parts="PWR-001 x2;TC-08 x2")
    assert part(world, "PWR-001")["reserved"] == 2
    assert part(world, "TC-08")["reserved"] == 1

    world.act(number, at("15:20"), close_reason="取消", status="已结单")
    assert part(world, "PWR-001")["reserved"] == 0


def says(world: World, part_no: str) -> str:
    """Give what a part's row says is wrong with it."""
    return str(world.row(part_no, "parts")[world.columns["parts"]["problem"]])


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "after-a-start"])
@pytest.mark.parametrize(("typed", "quoted"), [(5, "5"), (0, "0"), ("五个", "五个")])
def test_a_figure_typed_over_the_stock_is_put_back_and_quoted_until_it_is_read(
    typed: str | int, quoted: str, cold: bool
) -> None:
    """WORKFLOW.md, "Truth": what is typed into a system column is put back, and quoted in the row's 问题."""
    world, _ = stocked(PWR_001=3)
    row, at = world.row("PWR-001", "parts"), world.columns["parts"]
    row[at["on_hand"]] = typed
    world.cycle(cold=cold)
    assert part(world, "PWR-001")["on_hand"] == 3
    said = (
        f"「库存」由系统按「配件流水」算,你写的「{quoted}」已恢复;点过数就在「配件流水」记一行盘点"
    )
    assert says(world, "PWR-001") == said
    assert not world.cycle(cold=cold)

    move(world, "入库", "PWR-001", 1)
    world.settle()
    assert (part(world, "PWR-001")["on_hand"], says(world, "PWR-001")) == (4, said)
    row[at["problem"]] = ""
    assert not world.cycle(cold=cold)
    assert says(world, "PWR-001") == ""


def test_a_part_typed_with_its_stock_says_that_it_has_to_be_booked() -> None:
    world, _ = stocked()
    add(world, "parts", part_no="GSK-02", name="门封条", on_hand=5)
    world.settle()
    assert part(world, "GSK-02")["on_hand"] == 0
    assert "你写的「5」已恢复" in says(world, "GSK-02")


def test_stock_that_moves_while_nobody_types_over_it_says_nothing() -> None:
    world, _ = stocked(PWR_001=3)
    move(world, "领用", "PWR-001", 1, person="陈立")
    world.cycle(cold=True)
    world.settle()
    assert (part(world, "PWR-001")["on_hand"], says(world, "PWR-001")) == (3, "")


# ── The warehouse's page of help ────────────────────────────────────────────────────────────────────────────────────


def rows_under(*heads: str) -> list[list[str]]:
    """Give the rows of the page's table with these heads."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    begin = next(at for at, line in enumerate(lines) if line[: len(heads)] == list(heads))
    table = lines[begin + 2 :]
    wide = len(lines[begin])
    return list(takewhile(lambda line: len(line) == wide, table))


def test_the_day_that_the_warehouse_s_page_tells_adds_up_as_it_says() -> None:
    world, _ = stocked()
    for hour, (kind, what, many, source, target, who, on_hand, owed) in enumerate(
        rows_under("类型", "型号", "数量")
    ):
        row = move(
            world, kind, what, int(many), from_place=source, to_place=target, person=who,
            at=f"2026-03-10 {hour:02}:30",
        )  # fmt: skip
        world.settle()
        no = "PWR-001" if what == "电源模块" else what
        stands = part(world, no)
        assert (stands["on_hand"], stands["pending_count"]) == (int(on_hand), int(owed)), row
        if kind == "领用" and many == "9":
            refusal = "账上仓库只有2个 PWR-001,不能领用9个"
            assert told(world, row).startswith(refusal)
            assert refusal in PAGE.read_text("utf-8")
        elif kind != "装机":
            assert told(world, row) == ""


def test_the_lists_of_the_warehouse_s_page_are_understood_with_its_consumables() -> None:
    [words] = re.findall(r"consumables: \[(.+)\]", PAGE.read_text("utf-8"))
    shop = Catalogue.of([Part(no, name) for no, name, _ in PARTS], words.split(", "))
    examples = rows_under("清单里写", "系统记")
    assert len(examples) == 3
    for typed, booked in examples:
        found = understand_parts(typed, shop)
        assert found.clear, typed
        assert in_words(found.quantities) == booked
        assert found.asides


def test_a_minimum_below_zero_is_asked_about_in_the_part_s_row() -> None:
    world, _ = stocked()
    row, at = world.row("PWR-001", "parts"), world.columns["parts"]
    row[at["minimum"]] = -3
    world.settle()
    assert "最低库存不能是负数" in str(row[at["problem"]])
    row[at["minimum"]] = ""
    world.settle()
    assert row[at["problem"]] == ""
