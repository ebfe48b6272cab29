"""What is said from the dispatch to the end of the work: call, agree on a time, go there, finish."""

from __future__ import annotations

from datetime import datetime

from sheetflow.agreement import agree_first, dearer, quote_first
from sheetflow.dispatch import late_there
from sheetflow.fees import fee_waits
from sheetflow.gate import ENDS_FIRST, UNFINISHED, ends_first, missing_to_complete
from sheetflow.journey import is_there, under_way
from sheetflow.model import Text
from sheetflow.reach import closed_door, lost_from
from sheetflow.rules.appointment import wishes_another
from sheetflow.rules.checklist import lacks_before
from sheetflow.rules.contact import next_call
from sheetflow.rules.departure import depart_by
from sheetflow.rules.lateness import expected_at
from sheetflow.rules.mismatch import mend_by, wrong_number
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.reschedule import WHY_MOVED, reason_lacks
from sheetflow.tickets import Ticket


def dispatched(line: Line) -> Text:
    """Ask the technician to call, to call again, or to record the time agreed on."""
    if next_call(line.ticket):
        return _call_again(line)
    if line.ticket.record.stamp("contacted_at") and line.ticket.record.attempts:
        return Text(
            f"{line.who}:已联系上,把约好的时间填「预约时间」",
            f"{line.who}: reached; put the agreed time in Appointment",
        )
    if line.ticket.clock("contact").deadline is None:
        return Text(
            f"{line.who}:打客户电话,结果填「联系结果」",
            f"{line.who}: call the customer, record it in Contact result",
        )
    by = line.by("contact")
    return Text(
        f"{line.who}:{by}前打客户电话,结果填「联系结果」",
        f"{line.who}: call by {by}, record it in Contact result",
    )


def _call_again(line: Line) -> Text:
    failures = len(line.ticket.record.failures)
    left = line.policy.schema.policy.max_attempts - failures
    again = line.at(next_call(line.ticket))
    return Text(
        f"{line.who}:第{failures}次没接,{again}再打(还剩{left}次)",
        f"{line.who}: no answer, call again {again} ({left} left)",
    )


def unreachable(line: Line) -> Text:
    """Ask the dispatcher for another way to the customer, for the right number where it was wrong, or to give up."""
    lost = lost_from(line.ticket.record, line.policy)
    if lost and lost <= line.now:
        days = line.policy.schema.policy.unreachable_close_days
        return Text(
            f"内勤:{days}天没联系上,可以结单(「结单原因」选客户放弃,状态选「已结单」),或再打一次",
            f"Dispatcher: out of reach for {days} days; close it (Closed because: Customer gave up; status Closed), or "
            "call once more",
        )
    if wrong_number(line.ticket):
        by = line.at(mend_by(line.ticket, line.policy))
        return Text(
            f"内勤:空号错号,{by}前问到对的号码,改「联系方式」和档案",
            f"Dispatcher: wrong number; find the right one by {by}, mend Phone and the archive",
        )
    record = line.ticket.record
    if closed_door(record, line.policy):
        return Text(
            "内勤:上门没人,打给客户另约;填「联系结果」「预约时间」",
            "Dispatcher: nobody was there; call and agree another time in Contact result and Appointment",
        )
    if len(record.failures) < line.policy.schema.policy.max_attempts:
        return Text(
            "内勤:打不通,查备用电话或微信,再改状态",
            "Dispatcher: no way to reach them; try another number, then change the status",
        )
    return Text(
        "内勤:三次没接,查备用电话或微信,再改状态",
        "Dispatcher: 3 calls failed; try another number, then change the status",
    )


def appointed(line: Line) -> Text:
    """Say when the technician has to be there, and when to leave where the way is known; or what stands in the way."""
    ticket = line.ticket
    appointment = ticket.record.appointment
    if appointment is None or (ticket.record.used and not is_there(ticket)):
        return Text(
            f"{line.who}:把约好的时间填「预约时间」",
            f"{line.who}: put the agreed time in Appointment",
        )
    if next_call(ticket):
        return _call_again(line)
    at, leave = line.at(appointment.at), depart_by(ticket)
    if first := _stands_in_the_way(line, at, leave):
        return first
    if lacking := lacks_before(ticket):
        words = [line.policy.label(f"departure_check.{name}") for name in lacking]
        return Text(
            f"{line.who}:出发检查还差{'、'.join(one.zh for one in words)},带齐填「出发检查」",
            f"{line.who}: take {', '.join(one.en for one in words)} with you; record Check before leaving",
        )
    go = f",{line.at(leave)}前出发" if leave and not under_way(ticket) else ""
    if doubted := ticket.record.refusals.get(WHY_MOVED):
        return doubted
    if reason_lacks(ticket):
        return Text(
            f"内勤:补填「改约原因」;{line.who}{at}上门{go}",
            f"Dispatcher: fill in Reason for rescheduling; {line.who} is on site at {at}",
        )
    if expected_at(ticket) and under_way(ticket):
        return Text(
            f"{line.who}:在路上,{at}到;到了填「到达时间」",
            f"{line.who}: under way, there at {at}; record Arrived",
        )
    return Text(
        f"{line.who}:{at}上门{go},开始后填「维修开始时间」",
        f"{line.who}: on site at {at}; record Work started",
    )


def _stands_in_the_way(line: Line, at: str, leave: datetime | None) -> Text | None:
    """Say why the visit can't be at that time, or isn't on its way to it; None while all goes well."""
    ticket, holder = line.ticket, line.ticket.record.tour.held_by
    if wishes_another(ticket):
        return Text(
            f"{line.who}:客户要改期,{at}先不去;约好填「预约时间」,没定填「下次联系客户」",
            f"{line.who}: not at {at}, the customer wants another time; put it in Appointment, or record Next contact",
        )
    if holder:
        return Text(
            f"内勤:{line.who}还在{holder},赶不上{at};另约或改派",
            f"Dispatcher: {line.who} is held up at {holder}, can't keep {at}; agree a time or send another",
        )
    if (due := expected_at(ticket)) and line.now > due:
        return Text(
            f"{line.who}:约的{at}已过还没到;打电话致歉、约新时间,到了填「到达时间」",
            f"{line.who}: {at} has passed; call, apologise, agree a time, or record Arrived",
        )
    if late := late_there(ticket.record, line.policy, ticket.region):
        there = line.at(late)
        return Text(
            f"内勤:{line.who}约{there}才到,赶不上{at};打给客户致歉、另约",
            f"Dispatcher: {line.who} is there about {there}, not at {at}; call, apologise, agree a time",
        )
    if leave and line.now > leave and not under_way(ticket):
        return Text(
            f"{line.who}:马上出发,{line.at(leave)}就该走了;出发后填「出发时间」",
            f"{line.who}: leave now, {line.at(leave)} has passed; record Departed",
        )
    return None


def fee_question(ticket: Ticket) -> Text | None:
    """Say what stands between a fee and the repair, None where nothing does (P1 4.5.4)."""
    if not fee_waits(ticket.record, ticket.get):
        return None
    if dearer(ticket.record, ticket.get):
        return agree_first(ticket.record)
    return quote_first(ticket.record)


def _nobody_there(line: Line) -> Text | None:
    """Ask whether somebody is there after all, where every time of the visit was emptied again."""
    visits, agreed = line.ticket.record.visits, line.ticket.record.appointment
    if not visits or visits[-1].made or line.ticket.record.imported:
        return None
    before = line.policy.label(f"status.{'appointed' if agreed else 'dispatched'}")
    return Text(
        f"时间都清空了:在修就填「维修开始时间」,没去就把「状态」改回{before.zh}",
        f"Its times were emptied: record Work started if somebody is there, else set Status back to {before.en}",
    )


def on_site(line: Line) -> Text:
    """Say what stands before the work: consent to the fee, then what completion wants."""
    if taken_back := _nobody_there(line):
        return taken_back
    if asks := fee_question(line.ticket):
        return asks
    if (plan := line.ticket.record.consents.get("plan")) and not plan.given:
        return Text(
            "客户不同意方案:改方案再问、转主管,或「维修结果」选客户放弃并写「备注」",
            "The plan was refused: change it and ask again, ask the supervisor, or choose Customer gave up in Result "
            "and write why in Remarks",
        )
    wanting = missing_to_complete(
        line.ticket.record, line.ticket.get, line.policy.schema.policy.completion_wants
    )
    if not wanting and ends_first(line.ticket.get):
        return Text(f"{line.who}:{ENDS_FIRST.zh}", f"{line.who}: {ENDS_FIRST.en}")
    zh, en = line.labels(wanting)
    if "result" in wanting and (before := line.ticket.get("result")) in UNFINISHED:
        result, word = line.policy.label("result"), line.policy.label(f"result.{before}")
        zh = zh.replace(result.zh, f"{result.zh}(上次{word.zh})")
        en = en.replace(result.en, f"{result.en} (was {word.en})")
    return Text(
        f"差{len(wanting)}项才能完成:{zh}", f"{len(wanting)} things missing to complete: {en}"
    )
