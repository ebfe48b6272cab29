"""What wasn't collected on site is followed up every week by the same technician (P1 4.7.5; duty 43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sheetflow.debtors import debtors
from sheetflow.model import Scalar
from tests.builders import at, without
from tests.rules.till import NEW, OLD, charging, paid, pay
from tests.world import DONE, HANDED_IN, World, completed, on_site

#: 2026-03-10 is a Tuesday; the Monday after it, and the one before which 30 days have passed.
MONDAY, OLD_MONDAY = 6, 34


def in_debt() -> tuple[World, str]:
    """Give a repair of 90.00 that ended on Tuesday 2026-03-10 and wasn't paid."""
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02", consent="同意报价")
    papers = {**HANDED_IN, "docs_in": "回执√、领料√", "old_part": "已收"}
    world.act(number, at("16:00"), **DONE, **papers)
    return world, number


def today(world: World) -> list[tuple[Scalar, Scalar]]:
    columns = world.columns["today"]
    return [
        (row[columns["block"]], row[columns["next_action"]])
        for row in world.rows["today"]
        if row[columns["block"]] == "欠款"
    ]


def test_it_is_flagged_until_all_is_paid() -> None:
    world, number = in_debt()
    assert world.shown(number, "flags") == "欠款"
    world.act(number, at("16:10"), amount_paid=50)
    assert world.shown(number, "flags") == "欠款"
    world.act(number, at("16:20"), amount_paid=40)
    assert world.shown(number, "flags") == ""


def test_what_costs_nothing_is_no_debt() -> None:
    world, number = charging(completed, purchase_date=NEW, parts_used="GSK-02")
    assert "欠款" not in world.shown(number, "flags")


def test_the_debt_of_who_has_left_is_the_dispatcher_s_to_follow_up() -> None:
    world, number = in_debt()
    world.policy = without(world.policy, "01")
    world.act(number, at("09:00", day=MONDAY))
    (reminder,) = world.told(number, "debt")
    assert [one.name for one in reminder.to] == ["林静"]
    assert reminder.facts["technician"] == "陈立"
    (line,) = today(world)
    assert str(line[1]).startswith("内勤:催收欠款90.00元")


def test_filing_does_not_wait_for_the_payment() -> None:
    world, number = in_debt()
    world.act(number, at("16:10"), status="已结单")
    assert (world.shown(number, "status"), world.shown(number, "flags")) == ("已结单", "欠款")
    world.act(number, at("09:00", day=2), amount_paid=90)
    assert world.shown(number, "flags") == ""


def test_the_day_after_it_has_its_row_which_counts_the_days() -> None:
    world, number = in_debt()
    world.cycle(at("23:59"))
    assert paid(world, number) == []
    world.cycle(at("00:00", day=1))
    [row] = paid(world, number)
    assert (row["due"], row["days"], row["technician"]) == (90, 1, "陈立·工01")
    world.cycle(at("00:00", day=12))
    assert paid(world, number)[0]["days"] == 12
    assert not world.cycle(at("09:30", day=12))


def test_a_payment_written_into_the_debt_s_row_counts() -> None:
    world, number = in_debt()
    world.cycle(at("08:00", day=1))
    row = world.row(f"{number}/debt", "payments")
    row[world.columns["payments"]["amount"]] = 60
    world.settle()
    assert world.shown(number, "amount_paid") == "60.00"
    pay(world, number, 30)
    assert [one.get("due") for one in paid(world, number)] == [None, 0, None]
    assert not any("days" in one for one in paid(world, number))


def test_a_part_paid_in_the_debt_s_row_leaves_the_rest_a_row_of_its_own() -> None:
    world, number = in_debt()
    world.cycle(at("09:00", day=MONDAY))
    amount = world.columns["payments"]["amount"]
    world.row(f"{number}/debt", "payments")[amount] = 30
    world.settle()
    first, rest = paid(world, number)
    assert (first["amount"], "due" in first) == (30, False)
    assert (rest["payment_no"], rest["due"], rest["days"]) == (f"{number}/debt2", 60, 6)
    world.row(f"{number}/debt2", "payments")[amount] = 60
    world.settle()
    assert world.shown(number, "amount_paid") == "90.00"
    assert [one.get("due") for one in paid(world, number)] == [None, 0]
    assert world.shown(number, "flags") == ""


def test_a_debt_s_row_copied_for_a_payment_adds_nothing_to_what_is_owed() -> None:
    world, number = in_debt()
    world.cycle(at("08:00", day=1))
    copy = list(world.row(f"{number}/debt", "payments"))
    copy[0], copy[world.columns["payments"]["amount"]] = "", 20
    world.rows["payments"].append(copy)
    world.settle()
    assert [one.get("due") for one in paid(world, number)] == [70, None]


def test_a_row_that_was_taken_out_comes_back_with_the_reminder_that_sends_somebody_there() -> None:
    world, number = in_debt()
    world.cycle(at("08:00", day=1))
    world.rows["payments"].clear()
    world.settle()
    world.cycle(at("00:00", day=MONDAY))
    assert paid(world, number) == []
    world.act(number, at("09:00", day=MONDAY))
    [row] = paid(world, number)
    assert (row["payment_no"], row["due"], row["days"]) == (f"{number}/debt2", 90, 6)


def test_a_row_that_was_taken_out_is_not_filed_again_before() -> None:
    world, number = in_debt()
    world.cycle(at("08:00", day=1))
    world.rows["payments"].clear()
    world.settle()
    world.cycle(at("08:00", day=2))
    assert paid(world, number) == []


def test_the_same_technician_is_told_on_monday_at_nine_once_a_week() -> None:
    world, number = in_debt()
    world.cycle(at("08:58", day=MONDAY))
    world.cycle(at("08:59", day=MONDAY))
    assert world.told(number, "debt") == []
    world.cycle(at("09:00", day=MONDAY))
    for minutes in ("09:01", "18:00"):
        world.cycle(at(minutes, day=MONDAY))
    [told] = world.told(number, "debt")
    assert [one.name for one in told.to] == ["陈立"]
    assert told.facts == {
        "unit_name": "",
        "customer_name": "张先生",
        "owed": "90.00",
        "days": "6天",
        "technician": "陈立",
        "last_word": "",
        "product": "大锅灶 ZG-2A",
        "everyone": "陈立",
    }
    world.cycle(at("09:00", day=MONDAY + 7))
    assert len(world.told(number, "debt")) == 2


def test_a_monday_on_which_nothing_ran_is_made_up_for() -> None:
    world, number = in_debt()
    world.cycle(at("15:00", day=MONDAY + 1))
    assert len(world.told(number, "debt")) == 1


def test_a_debt_of_this_week_waits_for_the_next_monday() -> None:
    world, number = in_debt()
    world.cycle(at("10:00", day=1))
    assert world.told(number, "debt") == []


def test_the_supervisor_is_told_after_thirty_days() -> None:
    world, number = in_debt()
    world.cycle(at("09:00", day=OLD_MONDAY - 7))
    assert world.told(number, "old_debt") == []
    row = world.row(f"{number}/debt", "payments")
    row[world.columns["payments"]["last_word"]] = "月底付"
    world.settle()
    world.cycle(at("09:00", day=OLD_MONDAY))
    [told] = world.told(number, "old_debt")
    assert [one.name for one in told.to] == ["吴强"]
    assert (told.facts["days"], told.facts["last_word"]) == ("34天", "月底付")


def test_the_list_says_who_follows_it_up_since_when_and_what_was_answered() -> None:
    world, number = in_debt()
    world.cycle(at("09:00", day=MONDAY))
    world.now = at("10:00", day=MONDAY + 1)
    world.row(f"{number}/debt", "payments")[world.columns["payments"]["last_word"]] = "月底付"
    world.settle()
    [debt] = debtors(world.records.values(), world.policy, date(2026, 4, 10)).debts
    assert (debt.owed, debt.ended, debt.technician) == (90, date(2026, 3, 10), "01")
    assert (debt.reminded, debt.asked) == (date(2026, 3, 16), date(2026, 3, 17))
    assert (debt.last_word, debt.days(date(2026, 4, 10))) == ("月底付", 31)
    world.act(number, at("11:00", day=MONDAY + 1), amount_paid=90)
    assert debtors(world.records.values(), world.policy, date(2026, 4, 10)).debts == ()


def test_an_incident_mutes_it() -> None:
    world, number = in_debt()
    world.act(number, at("16:10"), incident="辱骂")
    world.cycle(at("09:00", day=MONDAY))
    assert world.told(number, "debt") == []


def test_it_is_on_monday_s_list_filed_or_not_and_on_no_other_day_s() -> None:
    world, number = in_debt()
    world.cycle(at("10:00", day=1))
    assert today(world) == []
    said = [("欠款", "陈立:催收欠款90.00元(3/10完工),答复填「收款欠款」")]
    world.cycle(at("00:00", day=MONDAY))
    assert today(world) == said
    world.act(number, at("10:00", day=MONDAY), status="已结单")
    assert today(world) == said
    world.cycle(at("00:00", day=MONDAY + 1))
    assert today(world) == []


def test_a_ticket_of_another_system_owes_nothing_here() -> None:
    world, number = in_debt()
    world.records[number] = replace(world.record(number), imported=True)
    world.cycle(at("09:00", day=MONDAY), cold=True)
    assert (world.told(number, "debt"), paid(world, number)) == ([], [])


def test_a_cold_plan_finds_nothing_left_to_do_at_any_stage() -> None:
    world, number = in_debt()
    assert not world.cycle(cold=True)
    world.act(number, at("16:30"), amount_paid=50)
    assert not world.cycle(cold=True)
    for day in (1, MONDAY):
        world.cycle(at("09:00", day=day))
        assert not world.cycle()
        assert not world.cycle(cold=True)
