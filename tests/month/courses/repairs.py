"""Repairs that end at the first visit, and how they are paid for."""

from __future__ import annotations

from datetime import timedelta

from tests.charges.build import PRICES
from tests.month.case import OLD, Case
from tests.month.desk import Course


def good(case: Case) -> Course:
    """Reported, dispatched, called, visited, repaired, content, filed."""
    case.report()
    yield from case.repair()
    yield from case.aftercare()


def with_a_part(case: Case) -> Course:
    """In warranty: the part is free, its slip and the old one come back."""
    case.report()
    yield from case.repair(part="IGN-220")
    yield from case.aftercare()


def part_not_booked_out(case: Case) -> Course:
    """A part is fitted that nobody issued: 待盘点 until the warehouse counts."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield from case.go()
    case.part = "PWR-001"
    yield from case.finish()
    yield from case.aftercare()


def paid_at_once(case: Case) -> Course:
    """Out of warranty, the fee agreed on and paid on site."""
    case.report(bought=OLD)
    yield from case.repair(part="GSK-02")
    case.pay(PRICES["GSK-02"], in_cell=True)
    yield from case.aftercare()


def paid_in_parts(case: Case) -> Course:
    """A debt that the technician follows up: a part on site, the rest days later, after filing."""
    case.report(bought=OLD)
    yield from case.repair(part="GSK-02")
    case.pay("40")
    yield from case.aftercare()
    yield case.later(4 * 1440, 9 * 1440)
    case.pay("50")


def never_paid(case: Case) -> Course:
    """A debt that stays."""
    case.report(bought=OLD)
    yield from case.repair(part="IGN-220")
    yield from case.aftercare()


def jumps_ahead(case: Case) -> Course:
    """The technician types all in the evening: nothing but a start, an end and a result, hours late."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    began = case.agreed()
    yield case.start + timedelta(minutes=case.minutes)
    case.type(work_started_at=began)
    case.desk.tally.visited.add(case.no)
    yield from case.finish()
    yield from case.aftercare()


def incomplete(case: Case) -> Course:
    """Completed without a test result: put back, mended, completed."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield from case.go()
    yield case.start + timedelta(minutes=40)
    case.type(status="已完成")
    case.desk.tally.put_back.add(case.no)
    yield case.now + timedelta(minutes=5)
    yield from case.finish()
    yield from case.aftercare()


def sent_in(case: Case) -> Course:
    """Repaired in the workshop."""
    case.report()
    yield case.later(5, 20)
    due = case.now + timedelta(days=3)
    case.type(
        route="送修", status="送修返厂", workshop_place="店内",
        return_agreed_at=f"{due:%Y-%m-%d} 10:00",
    )  # fmt: skip
    case.desk.tally.first_contact[case.no] = case.now  # it was brought in
    yield case.later(1440, 2 * 1440)
    case.start, case.minutes = case.now, 30
    yield from case.finish()
    yield from case.aftercare()
