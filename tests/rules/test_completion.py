"""Completed work says how it was resolved; an acceptance without a signature wants its reason."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import STAFF, at, member, policy_of
from tests.world import DONE, completed, dispatched, on_site, waiting


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
    world.act(number, at("16:00"), **{**DONE, "result": result}, remarks="客户说的")
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


TWO_AT_THE_PHONE = policy_of(*STAFF, member("09", "小何", roles=("hotline",)))


@pytest.mark.parametrize(
    ("status", "said"),
    [("电话指导", {"guidance_result": "已解决"}), ("待派工", {"result": "电话解决"})],
    ids=["guided", "told"],
)
def test_who_solved_it_on_the_phone_is_asked_where_several_answer_it(
    status: str, said: dict[str, str]
) -> None:
    world, number = waiting(TWO_AT_THE_PHONE)
    world.act(number, at("14:35"), status=status)
    world.act(number, at("14:40"), **said)
    assert world.shown(number, "status") == status
    asked = "状态没改成「已完成」:是谁在电话里解决的?在「维修工程师」选他"
    assert world.shown(number, "next_action") == asked

    world.act(number, at("14:50"), technician="小何")
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]
    assert world.shown(number, "problem") == ""
    assert "dispatch" not in world.kinds(number)


@pytest.mark.parametrize("otherwise", ["接通", ""])
def test_who_solved_it_is_not_asked_any_more_once_it_was_not_solved(otherwise: str) -> None:
    world, number = waiting(TWO_AT_THE_PHONE)
    world.act(number, at("14:35"), status="电话指导")
    world.act(number, at("14:40"), contact_result="电话里已解决")
    assert "是谁在电话里解决的?" in world.shown(number, "problem")
    world.act(number, at("14:41"), contact_result=otherwise)
    assert world.shown(number, "problem") == ""
    world.act(number, at("14:50"), technician="陈立")
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已派工", ""]


def test_the_only_one_at_the_phone_called() -> None:
    world, number = waiting()
    world.act(number, at("14:35"), status="电话指导")
    world.act(number, at("14:40"), guidance_result="已解决")
    assert world.shown(number, "status") == "已完成"
    who = world.columns["contacts"]["who"]
    assert [row[who] for row in world.rows["contacts"]] == ["林静"]


def test_a_row_of_the_contacts_says_who_called() -> None:
    world, number = waiting(TWO_AT_THE_PHONE)
    world.act(number, at("14:35"), status="电话指导")
    row: list[Scalar] = [""] * world.widths["contacts"]
    for column, cell in {"ticket_no": number, "who": "小何", "result": "已解决"}.items():
        row[world.columns["contacts"][column]] = cell
    world.rows["contacts"].append(row)
    world.settle()
    assert world.shown(number, "status") == "已完成"


@pytest.mark.parametrize(
    ("column", "cell"), [("contact_result", "电话里已解决"), ("result", "电话解决")]
)
def test_solved_by_phone_says_so_whoever_said_it(column: str, cell: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), **{column: cell})
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]


def test_an_end_before_the_beginning_is_asked_about() -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "work_ended_at": "14:50"})
    assert world.shown(number, "status") == "维修中"
    why = "「维修结束时间」早于「维修开始时间」,请改对其中一个"
    assert world.shown(number, "next_action") == f"陈立:{why}"
    world.act(number, at("16:01"), status="已完成")
    assert world.shown(number, "problem") == f"状态没改成「已完成」:{why}"
    world.act(number, at("16:02"), work_ended_at="15:50")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"


def test_an_end_put_right_later_is_the_completion_s_and_the_revisit_runs_from_it() -> None:
    world, number = completed()
    assert world.shown(number, "revisit_by") == "2026-03-11 15:50"
    world.act(number, at("17:00"), work_ended_at="15:20")
    assert [world.shown(number, c) for c in ("status", "completed_at", "revisit_by")] == [
        "已完成",
        "2026-03-10 15:20",
        "2026-03-11 15:20",
    ]
    assert world.record(number).visits[-1].ended_at == at("15:20")


def test_an_end_before_the_beginning_is_told_on_a_completed_ticket_too_and_moves_nothing() -> None:
    world, number = completed()
    world.act(number, at("17:00"), work_ended_at="14:50")
    assert "早于「维修开始时间」" in world.shown(number, "next_action")
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"
    world.act(number, at("17:05"), work_ended_at="15:40")
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "completed_at") == "2026-03-10 15:40"


@pytest.mark.parametrize("result", ["未修复", "待配件", "客户放弃"])
def test_a_result_that_undoes_the_completion_is_told_as_long_as_it_stands(result: str) -> None:
    world, number = completed()
    world.act(number, at("17:00"), result=result)
    assert world.shown(number, "status") == "已完成"
    assert f"不能是{result}" in world.shown(number, "problem")
    world.act(number, at("17:05"), result="已修复")
    assert world.shown(number, "problem") == ""


@pytest.mark.parametrize("stood", ["已派工", "已预约", "联系不上"])
def test_solved_by_phone_typed_on_the_wrong_row_and_emptied_at_once_never_was(stood: str) -> None:
    world, number = dispatched()
    if stood == "已预约":
        world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    elif stood == "联系不上":
        world.act(number, at("14:35"), status=stood)
    before = [world.shown(number, c) for c in ("next_action", "promise_by", "depart_by")]
    world.act(number, at("14:40"), result="电话解决")
    assert world.shown(number, "status") == "已完成"
    world.act(number, at("14:41"), result="")
    assert [world.shown(number, c) for c in ("status", "completed_at", "problem")] == [
        stood,
        "",
        "",
    ]
    assert [world.shown(number, c) for c in ("next_action", "promise_by", "depart_by")] == before


def test_later_the_row_says_what_to_do_where_it_was_not_solved_by_phone() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), result="电话解决")
    world.act(number, at("14:45"), result="")
    assert world.shown(number, "status") == "已完成"
    said = "这单已按「维修结果」电话解决完成:解决了就填回电话解决;没解决就在「回访结果」选未解决,开二次维修"
    assert [world.shown(number, c) for c in ("problem", "next_action")] == [said, said]
    world.act(number, at("14:46"), result="电话解决")
    assert world.shown(number, "problem") == ""
