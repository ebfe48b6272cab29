"""What differs from the archive is mended the same day; a wrong number is asked for and called."""

from __future__ import annotations

from tests.builders import at
from tests.rules.test_customers import KNOWN, customer
from tests.world import World, dispatched, waiting


def differing(**report: str) -> tuple[World, str]:
    """Give a desk whose archive knows another address of the customer."""
    world = World()
    customer(world, **KNOWN)
    number = world.report(phone="138-0000-0006", unit_name="南门火锅", **report)
    world.settle()
    return world, number


def test_another_address_than_the_archives_is_flagged_and_due_when_the_desk_closes() -> None:
    world, number = differing(address="城南环城南路8号")
    assert "资料不符" in world.shown(number, "flags")
    assert world.shown(number, "problem") == "维修地址与「客户档案」不同,20:00前核对,改这一行或档案"
    world.act(
        number, at("14:40"), status="待客户", next_contact_at="3/12 10:00", wait_reason="不在"
    )
    assert world.shown(number, "next_due") == "2026-03-10 20:00"


def test_mended_in_the_row_it_is_gone() -> None:
    world, number = differing(address="城南环城南路8号")
    world.act(number, at("14:40"), address="城南环城南路3号")
    assert [world.shown(number, column) for column in ("flags", "problem")] == ["", ""]


def test_mended_in_the_archive_it_is_gone() -> None:
    world, number = differing(address="城南环城南路8号")
    world.rows["customers"][0][world.columns["customers"]["address"]] = "城南环城南路8号"
    world.cycle()
    assert not world.cycle()
    assert world.shown(number, "problem") == ""


def test_it_is_due_since_it_was_found_whatever_else_is_found_later() -> None:
    world, number = differing(address="城南环城南路8号")
    world.act(number, at("20:30"), unit_name="北门火锅")
    assert "店名/单位、维修地址与" in world.shown(number, "problem")
    found = world.record(number).mismatch
    assert found is not None
    assert found.since < at("14:31")


def test_a_shorter_wording_of_the_same_is_no_difference() -> None:
    for address in ("环城南路3号", "城南环城南路 3号", "城南 环城南路3号(后门)"):
        world, number = differing(address=address)
        assert world.shown(number, "flags") == "", address


def test_the_history_tells_of_it() -> None:
    world, number = differing(address="城南环城南路8号")
    world.act(number, at("14:40"), address="城南环城南路3号")
    said = [e.values["columns"] for e in world.events if e.kind == "mismatched"]
    assert said == [["address"], []]
    assert world.record(number).mismatch is None


def test_a_wrong_number_is_asked_for_by_the_end_of_the_day_and_called_once_it_is_mended() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="空号错号")
    assert "资料不符" in world.shown(number, "flags")
    assert world.shown(number, "next_action") == (
        "内勤:空号错号,20:00前问到对的号码,改「联系方式」和档案"
    )
    world.act(number, at("15:00"), phone="138-0000-0011")
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "contact_by") == "2026-03-10 15:10"
    assert "资料不符" in world.shown(number, "flags")
    assert world.shown(number, "problem") == "联系方式与「客户档案」不同,20:00前核对,改这一行或档案"
    archived(world, phone="138-0000-0011")
    assert [world.shown(number, column) for column in ("flags", "problem")] == ["", ""]


def archived(world: World, **cells: str) -> None:
    """Type into the only row of the archive."""
    for column, value in cells.items():
        world.rows["customers"][0][world.columns["customers"][column]] = value
    world.cycle()
    assert not world.cycle()


def test_a_number_mended_after_the_customer_was_filed_is_asked_for_in_the_archive_too() -> None:
    world, number = waiting(phone="138-0000-0002")
    filed = world.shown(number, "customer_no")
    assert filed
    world.act(number, at("14:40"), phone="138-0000-0001")
    assert world.shown(number, "customer_no") == filed
    assert "资料不符" in world.shown(number, "flags")
    archived(world, phone="138-0000-0001")
    assert (world.shown(number, "customer_no"), world.shown(number, "flags")) == (filed, "")


def test_a_further_number_of_a_customer_is_one_of_theirs() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), phone="138-0000-0002")
    archived(world, other_phones="138-0000-0002")
    assert world.shown(number, "flags") == ""


def test_another_phone_under_another_name_is_another_customer() -> None:
    world, number = waiting()
    filed = world.shown(number, "customer_no")
    world.act(number, at("14:40"), phone="138-0000-0002", customer_name="吴小姐")
    assert (world.shown(number, "customer_no"), world.shown(number, "flags")) == (f"{filed}-2", "")
    names = [row[world.columns["customers"]["name"]] for row in world.rows["customers"]]
    assert names == ["张先生", "吴小姐"]


def test_name_first_and_phone_then_is_another_customer_too() -> None:
    world, number = waiting()
    filed = world.shown(number, "customer_no")
    world.act(number, at("14:40"), customer_name="吴小姐")
    world.act(number, at("14:42"), phone="138-0000-0002")
    assert world.shown(number, "customer_no") == f"{filed}-2"


def test_a_filed_ticket_wants_nothing_mended() -> None:
    world, number = differing(address="城南环城南路8号")
    world.act(number, at("14:40"), close_reason="作废", status="已结单")
    assert world.shown(number, "problem") == ""


def test_what_nobody_mended_by_the_desks_closing_is_the_next_thing_to_do() -> None:
    world, number = differing(address="城南环城南路8号")
    assert "客户档案" not in world.shown(number, "next_action")
    world.cycle(at("20:00"))
    said = "内勤:维修地址与「客户档案」不同,20:00前没有核对;改这一行或档案"
    assert world.shown(number, "next_action") == said
    world.act(number, at("20:05"), address="城南环城南路3号")
    assert "客户档案" not in world.shown(number, "next_action")
