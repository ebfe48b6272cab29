"""What a debtor answered is kept, call by call, in 联系记录 (P1 4.7.5; duty 43)."""

from __future__ import annotations

from datetime import datetime

from sheetflow.model import Scalar
from tests.builders import at
from tests.rules.test_debts import in_debt
from tests.rules.till import pay
from tests.world import World


def answer(world: World, number: str, word: str, now: datetime) -> None:
    """Let somebody type the customer's answer into the debt's row."""
    world.now = now
    world.row(f"{number}/debt", "payments")[world.columns["payments"]["last_word"]] = word
    world.settle(seconds=0)


def reminders(world: World, number: str) -> list[tuple[Scalar, ...]]:
    """Give the rows 催款 of a ticket: who, the how many-th, the answer, and when."""
    columns = world.columns["contacts"]
    shown = ("who", "attempt", "note", "at")
    return [
        (
            *(row[columns[name]] for name in shown[:3]),
            world.policy.display("work_started_at", row[columns["at"]]),
        )
        for row in world.rows["contacts"]
        if (row[columns["ticket_no"]], row[columns["kind"]]) == (number, "催款")
    ]


def asked() -> tuple[World, str]:
    """Give a debt of 90.00 whose customer said on Wednesday that they would pay at the month's end."""
    world, number = in_debt()
    world.cycle(at("08:00", day=1))
    answer(world, number, "月底付", at("10:00", day=1))
    return world, number


def test_each_answer_of_the_debtor_is_a_row_of_its_own() -> None:
    world, number = asked()
    answer(world, number, "下周一付", at("09:30", day=6))
    assert reminders(world, number) == [
        ("陈立·工01", 1, "月底付", "2026-03-11 10:00"),
        ("陈立·工01", 2, "下周一付", "2026-03-16 09:30"),
    ]
    assert not world.cycle(cold=True)


def test_an_emptied_answer_is_none() -> None:
    world, number = asked()
    answer(world, number, "", at("11:00", day=1))
    assert len(reminders(world, number)) == 1


def test_a_row_that_was_away_and_is_back_is_no_new_answer() -> None:
    world, number = asked()
    rows, world.rows["payments"] = world.rows["payments"], []
    world.settle()
    world.rows["payments"] = rows
    world.settle()
    assert len(reminders(world, number)) == 1


def test_an_answer_beside_a_payment_is_kept_too() -> None:
    world, number = asked()
    world.now = at("12:00", day=2)
    pay(world, number, 40, last_word="余款下月")
    assert [row[2] for row in reminders(world, number)] == ["月底付", "余款下月"]


def test_a_reminder_counts_for_no_clock() -> None:
    world, number = in_debt()
    world.cycle(at("08:00", day=1))
    before = world.record(number).calls
    answer(world, number, "月底付", at("10:00", day=1))
    assert world.record(number).calls == before
