"""What is settled, or not, by talking: guidance, inquiries, calls in vain, another time."""

from __future__ import annotations

from datetime import timedelta

from tests.month.case import OLD, Case
from tests.month.desk import Course


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
    """Three calls in vain, and closed days later, with the part never fitted that was to be brought."""
    case.report(bought=OLD)
    yield from case.dispatch()
    case.type(planned_parts="GSK-02")
    yield from _three_calls(case)
    case.desk.agenda.release(case.technician, case.start)
    yield case.later(5 * 1440, 6 * 1440)
    case.close(close_reason="客户放弃", remarks="一直不接")


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
    case.type(status="联系不上")
    case.desk.tally.wasted += 1
    yield case.now + timedelta(minutes=8)
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
    day = case.start.date()
    yield from _another_time(case, "堵车")
    moved = case.start.date() != day
    yield from case.go()
    yield from case.finish()
    if moved:  # a way to the customer that was broken off for another day was a visit
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
