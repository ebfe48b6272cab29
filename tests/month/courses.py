"""How tickets go in the month: the good course and every exception of the two procedures, a function each.

`ORDINARY` are those that most tickets take; a month deals every course of `COURSES` at least once.
"""

from __future__ import annotations

from collections.abc import Callable
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


def by_phone(case: Case) -> Course:
    """Guided by phone, called back within three hours, solved."""
    case.report()
    yield from _guided(case)
    yield case.later(60, 170)
    case.type(guidance_result="已解决")
    case.desk.tally.completed[case.no] = case.now
    case.desk.tally.revisited.add(case.no)
    yield from case.file()


def by_phone_in_vain(case: Case) -> Course:
    """Guided by phone, not solved, so somebody goes."""
    case.report()
    yield from _guided(case)
    yield case.later(60, 170)
    case.type(guidance_result="未解决")
    yield from case.repair()
    yield from case.aftercare()


def _guided(case: Case) -> Course:
    yield case.later(5, 20)
    case.type(status="电话指导")
    case.desk.tally.first_contact.setdefault(case.no, case.now)


def inquiry(case: Case) -> Course:
    """A question, answered and filed."""
    case.report(request_type="inquiry", fault="质保多久?")
    yield case.later(10, 50)
    case.type(measures="一年,电话告知")
    case.desk.tally.first_contact[case.no] = case.now
    case.close()


def forgotten(case: Case) -> Course:
    """Nobody dispatches for hours, nobody calls for an hour, the revisit comes a day late."""
    case.report()
    yield case.later(100, 400)
    yield from case.dispatch()
    yield case.later(40, 90)
    yield from case.call()
    yield from case.go()
    yield from case.finish()
    yield from case.papers()
    yield from case.revisit(hours=(30, 60))
    yield from case.file()


def no_answer(case: Case) -> Course:
    """Three calls in vain, ten minutes apart; the dispatcher reaches somebody the next day."""
    case.report()
    yield from case.dispatch()
    yield from _three_calls(case)
    case.desk.agenda.release(case.technician, case.start)
    yield case.later(900, 1200)
    case.choose(case.now + timedelta(minutes=90))
    yield case.later(2, 5)
    case.type(contact_result="")
    yield from case.call()
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


def never_reached(case: Case) -> Course:
    """Three calls in vain, and closed days later."""
    case.report()
    yield from case.dispatch()
    yield from _three_calls(case)
    case.desk.agenda.release(case.technician, case.start)
    yield case.later(5 * 1440, 6 * 1440)
    case.close(close_reason="客户放弃")


def _three_calls(case: Case) -> Course:
    yield case.later(3, 9)
    case.unanswered("没接1")
    for said in ("没接2", "没接3"):
        yield case.now + timedelta(minutes=case.rng.randint(10, 14))
        case.unanswered(said)


def wrong_address(case: Case) -> Course:
    """Nobody is there: another address, another time, another way."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield case.start - timedelta(minutes=20)
    case.type(departed_at=case.clock)
    yield case.start + timedelta(minutes=10)
    case.type(address=f"城西新街{case.serial}号", region="城西")
    yield from _another_time(case, "地址错")
    yield from case.go()
    yield from case.finish()
    case.desk.tally.fixed_at_once.discard(case.no)
    yield from case.aftercare()


def jam(case: Case) -> Course:
    """Stuck on the way: called first, another time agreed."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield case.start - timedelta(minutes=20)
    case.type(departed_at=case.clock)
    yield from _another_time(case, "堵车")
    yield from case.go()
    yield from case.finish()
    case.desk.tally.fixed_at_once.discard(case.no)
    yield from case.aftercare()


def customer_reschedules(case: Case) -> Course:
    """The customer asks for another day."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield case.later(5, 15)
    case.type(contact_result="客户改期", consent="")
    case.desk.tally.calls.append((case.now, True))
    yield from _another_time(case, "客户要求", days=1)
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


def _another_time(case: Case, why: str, *, days: int = 0) -> Course:
    yield case.now + timedelta(minutes=6)
    case.another_time(case.now + timedelta(days=days, minutes=60))
    case.desk.tally.rescheduled += 1
    case.type(
        appointment_at=case.agreed(), reschedule_reason=why, consent="同意改约", departed_at=""
    )


def new_time_refused(case: Case) -> Course:
    """The customer refuses the later time: the supervisor takes over and sends another technician."""
    case.report()
    yield from case.dispatch()
    yield case.later(3, 9)
    case.reached(contact_result="接通", consent="不同意改约")
    yield case.later(10, 40)
    case.type(customer_informed="已告知")
    case.desk.agenda.release(case.technician, case.start)
    before = case.technician
    yield case.later(3, 10)
    case.choose(case.now + timedelta(minutes=60), but=(before,))
    yield case.later(3, 9)
    case.type(contact_result="")
    yield from case.call()
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


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
    yield from case.finish()
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
    case.type(arrived_at=case.clock, verified_fault="门封坏", quote_amount=90)
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
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield case.start - timedelta(minutes=40)
    case.issue("IGN-220")
    yield case.now + timedelta(minutes=10)
    case.type(close_reason="取消", status="已结单")
    yield case.now + timedelta(minutes=10)
    case.desk.say(case.no, "asked", by="06 吴强", to="closed")
    case.desk.tally.closed[case.no] = case.now


def reported_twice(case: Case) -> Course:
    """The impatient customer reports it again; the dispatcher voids the second."""
    case.report()
    first = case.no
    said = {name: str(case.desk.reports[-1].values[name]) for name in ("product_model",)}
    yield case.now + timedelta(minutes=4)
    case.report(**said)
    second = case.no
    yield case.later(5, 15)
    case.type(duplicate_of=first)
    case.close(close_reason="作废")
    case.no = first
    yield from case.repair()
    yield from case.aftercare()
    case.desk.tally.courses[second] = "voided"


def back_after_filing(case: Case) -> Course:
    """The same machine fails again weeks after filing: a second repair of what was filed."""
    case.report()
    said = {name: str(case.desk.reports[-1].values[name]) for name in ("product_model", "address")}
    first = case.no
    yield from case.repair()
    yield from case.aftercare()
    yield case.later(3 * 1440, 5 * 1440)
    case.report(**said)
    case.desk.tally.courses[case.no] = f"back of {first}"
    yield from case.repair()
    yield from case.aftercare()


def row_deleted(case: Case) -> Course:
    """Somebody deletes the row, and takes it back when the desk asks where it is."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield case.now + timedelta(minutes=3)
    row = case.desk.row(case.no)
    case.desk.delete(row)
    yield case.now + timedelta(minutes=15)
    case.desk.rows["tickets"].append(row)
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


def row_duplicated(case: Case) -> Course:
    """Somebody copies the row, sees that it is marked, and deletes the copy."""
    case.report()
    yield from case.dispatch()
    yield case.now + timedelta(minutes=1)
    copy = list(case.desk.row(case.no))
    case.desk.rows["tickets"].append(copy)
    yield case.now + timedelta(minutes=12)
    case.desk.delete(copy)
    yield from case.call()
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


def typed_by_the_hotline(case: Case) -> Course:
    """Reported by phone: the hotline types a row, which becomes a ticket."""
    n = case.serial
    case.desk.type_row(
        customer_name=f"客户{n}", phone=f"138-0000-{n:04d}", address=f"城东路{n}号",
        serial_no=f"SN{n:05d}", product_model="大锅灶 ZG-2A", fault="打不着火",
        purchase_date=case.bought,
    )  # fmt: skip
    row = case.desk.rows["tickets"][-1]
    typed = case.now
    yield case.now + timedelta(minutes=3)
    case.no = str(row[case.desk.columns["tickets"]["ticket_no"]])
    case.desk.tally.reported[case.no] = typed
    yield from case.repair()
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
    yield case.later(1440, 2 * 1440)
    case.start, case.minutes = case.now, 30
    yield from case.finish()
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
    yield case.now + timedelta(minutes=5)
    yield from case.finish()
    yield from case.aftercare()


#: Every course; a month deals each at least once.
COURSES: tuple[Callable[[Case], Course], ...] = (
    good, with_a_part, part_not_booked_out, paid_at_once, paid_in_parts, never_paid, by_phone,
    by_phone_in_vain, inquiry, forgotten, no_answer, never_reached, wrong_address, jam,
    customer_reschedules, new_time_refused, cannot_diagnose, beyond_the_desk,
    parts_over_the_weekend, fee_refused, abuse, not_solved, solved_but_not_content,
    revisit_unanswered, cancelled_with_parts_out, reported_twice, back_after_filing, row_deleted,
    row_duplicated, typed_by_the_hotline, sent_in, jumps_ahead, incomplete,
)  # fmt: skip

#: What most customers meet.
ORDINARY = (good, good, good, with_a_part, paid_at_once, by_phone, typed_by_the_hotline)
