"""P2 KP (duty 6): the dispatcher says which ticket a report repeats; it is closed as void, with its link."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, waiting


def suspect() -> tuple[World, str, str]:
    world, elder = waiting(serial_no="SN-1")
    again = world.report(serial_no="SN-1")
    world.cycle(at("14:40"))
    return world, elder, again


def test_one_cell_closes_it_as_void_with_the_link() -> None:
    world, elder, again = suspect()
    world.act(again, at("14:41"), duplicate_of=elder)
    assert world.shown(again, "status") == "已结单"
    assert world.shown(again, "close_reason") == "作废"
    assert world.shown(again, "duplicate_of") == elder
    assert world.shown(again, "flags") == ""
    assert world.shown(elder, "status") == "待派工"


def test_the_one_that_stays_tells_what_was_merged_into_it() -> None:
    world, elder, again = suspect()
    world.act(again, at("14:41"), duplicate_of=elder.lower())
    joined = [e for e in world.events if e.kind == "joined"]
    assert [(e.ticket_no, e.values["number"]) for e in joined] == [(elder, again)]


def test_one_that_nobody_suspected_may_be_merged_too_even_when_somebody_was_sent() -> None:
    world, elder = waiting()
    again = world.report(phone="138-0000-0002", product_model="炒炉 CL-1B")
    world.cycle()
    world.act(again, at("14:35"), technician="陈立")
    world.act(again, at("14:36"), duplicate_of=elder)
    assert world.shown(again, "status") == "已结单"


@pytest.mark.parametrize("typed", ["WX20990101001", "同上", "itself"])
def test_a_number_that_is_no_other_ticket_is_answered_with_what_to_type(typed: str) -> None:
    world, elder, again = suspect()
    typed = again if typed == "itself" else typed
    world.act(again, at("14:41"), duplicate_of=typed)
    assert world.shown(again, "status") == "待受理"
    assert world.shown(again, "problem") == (
        f"「重复于」填的「{typed}」不是另一张有效的单;请填要并入的维修单号,如{elder}"
    )


def test_two_cannot_be_merged_into_each_other() -> None:
    world, elder, again = suspect()
    world.act(again, at("14:41"), duplicate_of=elder)
    world.act(elder, at("14:42"), duplicate_of=again)
    assert world.shown(elder, "status") == "待派工"
    assert "不是另一张有效的单" in world.shown(elder, "problem")


def test_parts_out_want_a_supervisor_as_for_any_cancelled_job() -> None:
    world, elder, again = suspect()
    world.act(again, at("14:41"), status="待派工")
    world.act(again, at("14:42"), technician="陈立")
    stock(world, again)
    world.cycle(at("14:45"))
    world.act(again, at("14:46"), duplicate_of=elder)
    assert world.shown(again, "status") == "已派工"
    assert "还没退回" in world.shown(again, "problem")


def stock(world: World, number: str) -> None:
    """Let the warehouse receive a part and issue it for the ticket."""
    columns = world.columns["part_moves"]
    for kind, quantity, source, target, of in (
        ("入库", 1, "供应商", "仓库", ""),
        ("领用", 1, "仓库", "工01车", number),
    ):
        row: list[str | int | float | bool] = [""] * world.widths["part_moves"]
        cells = {
            "kind": kind, "part_no": "IGN-220", "quantity": quantity, "from_place": source,
            "to_place": target, "ticket_no": of,
        }  # fmt: skip
        for column, cell in cells.items():
            row[columns[column]] = cell
        world.rows["part_moves"].append(row)
    part: list[str | int | float | bool] = [""] * world.widths["parts"]
    part[world.columns["parts"]["part_no"]] = "IGN-220"
    part[world.columns["parts"]["name"]] = "点火针"
    world.rows["parts"].append(part)
    for _ in range(4):
        world.cycle()
