"""What goes wrong on site and after: help, waiting for parts, a refused fee, abuse, a customer who isn't content."""

from __future__ import annotations

from datetime import timedelta

from tests.month.case import OLD, Case
from tests.month.desk import Course
from tests.month.people import TECHNICIANS


def cannot_diagnose(case: Case) -> Course:
    """Nobody knows what it is: a helper comes, and they find it together."""
    case.report()
    yield from case.dispatch(minutes=150)
    yield from case.call()
    yield from case.go()
    yield case.start + timedelta(minutes=30)
    case.type(result="未修复", verified_fault="查不出")
    yield case.now + timedelta(minutes=10)
    case.type(helper="吴强")
    yield case.now + timedelta(minutes=40)
    case.type(result="", status="维修中")
    case.desk.tally.helpers[case.no] = "06"
    yield from case.finish()
    case.desk.tally.fixed_at_once.discard(case.no)
    yield from case.aftercare()


def beyond_the_desk(case: Case) -> Course:
    """A matter for the factory: the supervisor is told, the machine replaced, and a lead filed."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield from case.go()
    yield case.start + timedelta(minutes=30)
    case.type(beyond_desk_at=case.clock, verified_fault="主板烧了")
    yield case.now + timedelta(minutes=20)
    case.type(status="主管处理", customer_informed="已告知")
    yield case.later(1440, 1500)
    yield from case.finish("换机")
    case.desk.tally.fixed_at_once.discard(case.no)
    yield from case.aftercare()


def in_two_places(case: Case) -> Course:
    """A start typed while the technician is at work elsewhere is put back, and chosen again when that has ended."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    other = Case(case.desk, case.rng, case.serial + 5000)
    yield case.now + timedelta(minutes=2)
    other.report()
    yield case.now + timedelta(minutes=3)
    others = TECHNICIANS.keys() - {case.technician}
    other.choose(case.start, but=others)
    yield from other.call()
    yield from case.go()
    yield case.start + timedelta(minutes=25)
    other.type(work_started_at=case.clock)
    case.desk.tally.put_back.add(other.no)
    yield from case.finish()
    yield other.start
    other.type(status="维修中", work_started_at=case.clock)
    case.desk.tally.visited.add(other.no)
    yield from other.finish()
    yield from case.aftercare()
    yield from other.aftercare()


def parts_over_the_weekend(case: Case) -> Course:
    """The part comes days later; then a second visit."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield from case.go()
    yield case.start + timedelta(minutes=25)
    eta = case.now + timedelta(days=3)
    case.type(result="待配件", planned_parts="CMP-50 x1", parts_eta=f"{eta:%Y-%m-%d} 10:00")
    yield case.later(3 * 1440 - 60, 3 * 1440)
    case.desk.add("part_moves", at=case.stamp(), kind="入库", part_no="CMP-50", quantity=1)
    yield case.later(20, 40)
    case.another_time(case.now + timedelta(minutes=70))
    case.type(appointment_at=case.agreed(), consent="同意改约")
    yield case.start - timedelta(minutes=40)
    case.type(departed_at=case.clock)
    case.issue("CMP-50")
    yield case.start
    case.type(result="", work_started_at=case.agreed())
    yield from case.finish()
    case.desk.tally.fixed_at_once.discard(case.no)
    yield from case.aftercare()


def fee_refused(case: Case) -> Course:
    """Too dear: the customer gives up."""
    case.report(bought=OLD)
    yield from case.dispatch()
    yield from case.call()
    yield case.start
    case.type(arrived_at=case.clock, verified_fault="门封坏", planned_parts="GSK-02")
    yield case.now + timedelta(minutes=6)
    case.type(consent="不同意报价")
    yield case.now + timedelta(minutes=6)
    case.type(result="客户放弃", remarks="嫌贵")
    case.desk.tally.closed[case.no] = case.now


def abuse(case: Case) -> Course:
    """The technician is abused and leaves; the supervisor closes the matter."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield from case.go()
    yield case.start + timedelta(minutes=15)
    case.type(incident="辱骂")
    yield case.later(1500, 2900)
    case.close(close_reason="取消")


def not_solved(case: Case) -> Course:
    """Not solved: a second repair, a row of its own, which solves it."""
    case.report()
    yield from case.repair()
    yield from case.papers()
    yield from case.revisit("未解决")
    tally = case.desk.tally
    tally.fixed_at_once.discard(case.no)
    tally.closed[case.no] = case.now
    yield from _again(case)


def _again(case: Case) -> Course:
    yield case.now + timedelta(minutes=2)
    case.no = f"{case.no}-2"
    case.desk.tally.reported[case.no] = case.now - timedelta(minutes=2)
    yield from case.repair()
    case.desk.tally.fixed_at_once.discard(case.no)
    yield from case.aftercare()


def solved_but_not_content(case: Case) -> Course:
    """Not content twice: followed up by somebody on a day, until content."""
    case.report()
    yield from case.repair()
    yield from case.papers()
    yield from case.revisit("不满意")
    for answer in ("不满意", "满意"):
        due = case.now + timedelta(days=2)
        yield case.now + timedelta(minutes=5)
        case.type(followup_owner="吴强", followup_at=f"{due:%Y-%m-%d} 15:00")
        yield case.later(2 * 1440, 2 * 1440 + 100)
        case.type(revisit_result="")
        yield case.now + timedelta(minutes=1)
        case.answered(answer)
    yield from case.file()


def revisit_unanswered(case: Case) -> Course:
    """Three revisit calls on two days that nobody answers; then it may be filed."""
    case.report()
    yield from case.repair()
    yield from case.papers()
    for wait in ((900, 1000), (120, 200), (1300, 1400)):
        yield case.later(*wait)
        case.type(revisit_result="")
        yield case.now + timedelta(minutes=1)
        case.type(revisit_result="没接通")
    yield from case.file()


def cancelled_with_parts_out(case: Case) -> Course:
    """Cancelled on the way: the desk may not close it, the supervisor does, and the part comes back."""
    case.report(bought=OLD)
    yield from case.dispatch()
    case.type(planned_parts="IGN-220")
    yield from case.call()
    yield case.start - timedelta(minutes=40)
    case.issue("IGN-220")
    yield case.now + timedelta(minutes=10)
    case.type(close_reason="取消", status="已结单")
    case.desk.tally.put_back.add(case.no)
    yield case.now + timedelta(minutes=10)
    case.desk.say(case.no, "asked", by="06 吴强", to="closed")
    case.desk.tally.closed[case.no] = case.now
