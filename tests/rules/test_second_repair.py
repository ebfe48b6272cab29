"""What isn't solved is repaired again: a new row with clocks of its own, the old one grey with its values."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.builders import SHANGHAI, at, policy_of
from tests.world import DONE, HANDED_IN, World, completed, filed, waiting


def unsolved(**report: str) -> tuple[World, str, str]:
    """Give a desk on which the customer said at 16:30 that it isn't solved, and both numbers."""
    world, number = completed(**report)
    world.act(number, at("16:30"), revisit_result="未解决", revisit_note="又打不着火")
    return world, number, world.number()


def test_a_new_row_goes_on_with_it() -> None:
    world, old, new = unsolved(serial_no="SN7")
    assert new == f"{old}-2"
    columns = ("previous_ticket", "cycle", "status", "customer_name", "serial_no", "fault")
    shown = [world.shown(new, column) for column in columns]
    assert shown == [old, "2", "待派工", "张先生", "SN7", "打不着火；又打不着火"]
    assert world.shown(new, "reported_at") == "2026-03-10 16:30"


def test_the_new_row_begins_with_what_the_schema_says_is_carried() -> None:
    world, _, new = unsolved(site_contact="王姐", fault_scene="开机时")
    assert world.shown(new, "site_contact") == "王姐"
    assert world.shown(new, "fault_scene") == ""


def test_the_old_row_keeps_its_values_and_goes_grey() -> None:
    world, old, _ = unsolved()
    columns = ("status", "close_reason", "result", "signature", "revisit_result", "next_action")
    shown = [world.shown(old, column) for column in columns]
    assert shown == ["已结单", "转返修", "已修复", "已签·张", "未解决", ""]


def test_its_missing_papers_stay_flagged_until_they_are_in() -> None:
    world, old, _ = unsolved()
    assert world.shown(old, "flags") == "单据未交"
    world.act(old, at("17:00"), docs_in="回执√")
    assert [world.shown(old, c) for c in ("flags", "problem")] == ["", ""]


def test_both_rows_tell_their_story() -> None:
    world, old, new = unsolved()
    said = {(e.ticket_no, e.kind) for e in world.events}
    assert {(old, "revisited"), (old, "succeeded"), (new, "reported")} <= said


def test_example_16_the_clocks_of_the_new_row_run_from_its_own_opening() -> None:
    policy = policy_of(profile="generic")
    world, old = waiting(policy)
    world.act(old, at("14:31"), technician="陈立", grade="紧急")
    world.act(old, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(old, at("15:01"), work_started_at="15:00")
    world.act(old, at("16:00"), **DONE)
    kept = [world.shown(old, column) for column in ("response_by", "onsite_by")]
    opened = datetime(2026, 3, 12, 15, 20, tzinfo=SHANGHAI)
    world.act(old, opened, revisit_result="未解决")
    new = world.number()
    assert [world.shown(new, column) for column in ("grade", "response_by", "onsite_by")] == [
        "紧急",
        "2026-03-12 19:20",
        "2026-03-14 15:20",
    ]
    assert [world.shown(old, column) for column in ("response_by", "onsite_by")] == kept


def test_a_third_repair_follows_the_second() -> None:
    world, old, new = unsolved()
    world.act(new, at("17:00"), technician="吴强")
    world.act(new, at("17:05"), contact_result="接通", appointment_at="17:30")
    world.act(new, at("17:31"), work_started_at="17:30")
    world.act(new, at("18:00"), **{**DONE, "work_ended_at": "17:50"})
    world.act(new, at("18:30"), revisit_result="未解决")
    assert world.number() == f"{old}-3"
    assert world.shown(f"{old}-3", "cycle") == "3"


def test_a_finished_ticket_closed_for_a_second_repair_opens_it() -> None:
    world, old = completed()
    world.act(old, at("16:30"), close_reason="转返修", status="已结单")
    assert world.number() == f"{old}-2"
    assert [world.shown(old, c) for c in ("status", "problem")] == ["已结单", ""]


@pytest.mark.parametrize(
    ("column", "cell"), [("revisit_result", "未解决"), ("close_reason", "转返修")]
)
def test_a_fault_that_is_back_within_thirty_days_of_the_filing_opens_it(
    column: str, cell: str
) -> None:
    world, old = filed()
    world.act(old, at("16:00", day=30), **{column: cell})
    assert world.number() == f"{old}-2"
    assert [world.shown(old, c) for c in ("close_reason", "problem")] == ["转返修", ""]


def test_later_it_is_a_new_ticket() -> None:
    world, old = filed()
    world.act(old, at("16:20", day=30), revisit_result="未解决")
    assert world.number() == old
    assert world.shown(old, "revisit_result") == "满意"
    assert world.shown(old, "problem").startswith("结单已超过30天,不再算返修")


def test_once_opened_it_isn_t_opened_again() -> None:
    world, old, new = unsolved()
    world.act(old, at("17:00"), revisit_result="满意")
    world.act(old, at("17:05"), revisit_result="未解决")
    assert world.number() == new
    assert len(world.rows["tickets"]) == 2


def test_the_loaner_goes_on_with_the_new_row() -> None:
    world, old = completed()
    world.act(old, at("16:10"), loaner_out_at="15:10", loaner_model="ZB-20")
    world.act(old, at("16:30"), revisit_result="未解决")
    assert world.shown(f"{old}-2", "loaner_model") == "ZB-20"
    assert "备用机未还" not in world.shown(old, "flags")


def test_what_was_reported_again_already_is_the_second_repair() -> None:
    world, old = completed()
    world.now = at("16:10")
    again = world.report(fault="又打不着火")
    world.settle()
    world.act(old, at("16:30"), revisit_result="未解决")
    assert world.record(old).successor == again
    assert len(world.rows["tickets"]) == 2


def test_a_customer_who_is_content_gets_no_second_row() -> None:
    world, number = completed()
    world.act(number, at("16:30"), **HANDED_IN)
    assert len(world.rows["tickets"]) == 1


VOID = {"close_reason": "作废", "status": "已结单"}


def test_a_second_repair_that_was_void_leaves_the_first_to_be_asked_about() -> None:
    world, old, new = unsolved()
    world.act(new, at("16:40"), **VOID)
    columns = ("status", "close_reason", "revisit_result", "resolution", "closed_at", "problem")
    assert [world.shown(old, one) for one in columns] == ["已完成", "", "", "上门修复", "", ""]
    assert world.shown(old, "next_action").startswith("客服:3/11 15:50前回访")
    world.act(old, at("16:50"), **HANDED_IN, status="已结单")
    shown = [world.shown(old, one) for one in ("status", "close_reason", "revisit_result")]
    assert shown == ["已结单", "归档", "满意"]


def test_once_more_unsolved_it_is_repaired_under_a_number_of_its_own() -> None:
    world, old, new = unsolved()
    world.act(new, at("16:40"), **VOID)
    world.act(old, at("16:50"), revisit_result="未解决")
    assert world.number() == f"{old}-3"
    assert [world.shown(old, one) for one in ("status", "close_reason")] == ["已结单", "转返修"]


def test_a_supervisor_who_opens_the_first_before_is_told_of_the_second() -> None:
    world, old, new = unsolved()
    world.say(old, "asked", to="completed", reason="误填", by="06 吴强")
    world.act(old, at("16:35"))
    assert (
        world.shown(old, "next_action") == f"内勤:没解决,已开{new};填错了就把那单作废,没填错就结单"
    )
    world.act(new, at("16:40"), **VOID)
    assert world.shown(old, "next_action").startswith("客服:3/11 15:50前回访")
    assert world.shown(old, "revisit_result") == ""


def test_a_second_repair_that_the_customer_gave_up_leaves_the_first_closed() -> None:
    world, old, new = unsolved()
    world.act(new, at("16:40"), close_reason="取消", status="已结单")
    assert [world.shown(old, one) for one in ("status", "close_reason")] == ["已结单", "转返修"]


def test_a_second_repair_merged_into_another_report_leaves_the_first_closed() -> None:
    world, old, new = unsolved(serial_no="SN7")
    other = world.report(phone="138-0000-0009", serial_no="SN8")
    world.settle()
    world.act(new, duplicate_of=other)
    assert world.shown(new, "status") == "已结单"
    assert [world.shown(old, one) for one in ("status", "close_reason")] == ["已结单", "转返修"]
