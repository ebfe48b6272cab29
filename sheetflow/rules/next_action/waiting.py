"""What is said while somebody else has to move: support, the supervisor, parts, the customer, the workshop."""

from __future__ import annotations

from sheetflow.agreement import where_to_say
from sheetflow.fees import asked_for, fee_waits
from sheetflow.following import RESULT_LEADS_TO
from sheetflow.gate import missing_to_complete
from sheetflow.helping import helper
from sheetflow.model import Text
from sheetflow.record.appointments import TIME_WRITTEN
from sheetflow.record.workshop import in_workshop
from sheetflow.rules.incident import by_incident
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.refusal import at_stake, insists
from sheetflow.typed.parts import in_words


def assistance(line: Line) -> Text:
    """Ask the dispatcher for a second technician, or the helper to go there."""
    member = line.policy.staff.get(helper(line.ticket, line.policy))
    if member:
        return Text(
            f"{member.name}:去支援{line.who},到了状态选「维修中」",
            f"{member.name}: help {line.who}; once there set the status to On site",
        )
    return Text(
        "内勤:安排支援人员,填「协助人」,或转主管处理",
        "Dispatcher: send a second technician and fill in Helper, or ask the supervisor",
    )


def to_supervisor(line: Line) -> Text | None:
    """Ask to bring to the supervisor what the desk can't solve, while that clock runs."""
    seen = line.ticket.status in line.policy.clock("escalation").seen_in
    if not (seen and line.ticket.clock("escalation").runs) or line.ticket.record.imported:
        return None
    by = line.by("escalation")
    return Text(
        f"内勤:{by}前报主管(状态选「主管处理」),告诉客户预计时间",
        f"Dispatcher: to the supervisor by {by} (status With supervisor); tell the customer when to expect it",
    )


def escalated(line: Line) -> Text:
    """Ask the supervisor to settle it: an incident by calling the technician first, else by telling the customer."""
    if line.ticket.get("incident"):
        return Text(
            f"主管:先打给{line.who or '技术员'},再由您联系客户,别再派人单独去",
            f"Supervisor: call {line.who or 'the technician'} first; speak to the customer yourself",
        )
    if by_incident(line.ticket.record) and line.ticket.record.stamp("customer_informed_at") is None:
        return Text(
            "主管:「冲突」已清空;填错了就把「状态」改回去,没错就与客户商定",
            "Supervisor: Incident was emptied; set Status back if it was a mistake, else settle it with the customer",
        )
    suggestion = line.ticket.record.suggestion
    if suggestion and insists(line.ticket):
        if suggestion.there and line.now > suggestion.there:
            return Text(
                "主管:客户不同意改约;另派人或与客户商定",
                "Supervisor: the new time was refused; send somebody else, or settle it with the customer",
            )
        return Text(
            f"主管:客户不同意改约;{suggestion.brief.zh},或与客户商定",
            f"Supervisor: the new time was refused; {suggestion.brief.en}, or settle it with the customer",
        )
    if at := _agreed_after_all(line):
        return Text(
            f"主管:客户同意改约了,把{at}填进「预约时间」",
            f"Supervisor: the customer agrees to the new time after all; put {at} into Appointment",
        )
    if line.ticket.record.request == "complaint":
        return _complaint(line)
    if line.ticket.record.stamp("customer_informed_at") is None:
        return Text(
            "主管:定办法,告诉客户预计时间,填「客户告知」",
            "Supervisor: settle how, tell the customer when to expect it, record Customer informed",
        )
    return Text("主管:与客户商定办法,再改状态", "Supervisor: settle it with the customer")


def _complaint(line: Line) -> Text:
    """Ask how it was settled, then to file it so, or to send somebody."""
    if line.ticket.get("measures") is None:
        return Text(
            "主管:联系客户,怎么处理的写「处理措施」;要上门状态选「待派工」",
            "Supervisor: call the customer and write in Measures how it was settled, or set the status to To dispatch",
        )
    return Text(
        "主管:客户接受了,状态选「已结单」;要上门选「待派工」",
        "Supervisor: set the status to Closed once the customer accepts it, or to To dispatch",
    )


def _agreed_after_all(line: Line) -> str:
    """Give the time that was put back since the customer had refused it, once they agree to it; "" for none.

    One that stands is agreed to, and one that is past is nobody's to write any more.
    """
    said, stands = at_stake(line.ticket), line.ticket.record.appointment
    if said is None or said.offered is None or not said.given or said.offered <= line.now:
        return ""
    agrees = line.ticket.get("consent") == "agree_reschedule"
    return line.at(said.offered) if agrees and not (stands and stands.at == said.offered) else ""


def parts_wait(line: Line) -> Text:
    """Say that all is there, or what is waited for and until when, or ask for the date, also once it has passed."""
    eta, parts = line.ticket.time("parts_eta"), _planned(line)
    if line.ticket.record.supplied and in_workshop(line.ticket.record):
        return Text(
            f"内勤:{parts}已到货,状态选「送修返厂」,接着修",
            f"Dispatcher: {parts} in stock; set the status to In workshop and go on",
        )
    if line.ticket.record.supplied:
        return Text(
            f"内勤:{parts}已到货,约客户,填「预约时间」",
            f"Dispatcher: {parts} in stock; book the customer, record it in Appointment",
        )
    if eta is None:
        return Text(
            "内勤:填「配件预计到货」,再告诉客户", "Dispatcher: record when the parts are due"
        )
    then = Text("约客户", "book the customer")
    if in_workshop(line.ticket.record):
        then = Text("状态选「送修返厂」,接着修", "set the status to In workshop and go on")
    if line.now > eta:
        return Text(
            f"内勤:{parts or '配件'}预计{line.at(eta)}到,已过;问供应商,改「配件预计到货」;到了就{then.zh}",
            f"Dispatcher: {parts or 'parts'} were due {line.at(eta)}; ask the supplier, change Parts expected, or "
            f"{then.en} if they are here",
        )
    return Text(
        f"等{parts or '配件'},预计{line.at(eta)}到;到货后{then.zh}",
        f"Waiting for {parts or 'parts'}, due {line.at(eta)}; then {then.en}",
    )


def _planned(line: Line) -> str:
    """Give the parts to bring as they were understood, else as they were typed."""
    found = line.ticket.record.listed.get("planned_parts")
    return in_words(found.parts) if found and found.clear else line.ticket.text("planned_parts")


def customer_wait(line: Line) -> Text:
    """Say when to ask the customer again, what a time typed meanwhile lacks, or ask for the date and the reason."""
    if lacks := _no_visit_yet(line):
        return lacks
    until = line.ticket.time("next_contact_at")
    if until is None:
        why = line.ticket.get("wait_reason") is None
        return Text(
            f"内勤:填「下次联系客户」{'和「等待原因」' if why else ''}",
            f"Dispatcher: record when to contact next{', and why' if why else ''}",
        )
    if asks := _fee(line, line.at(until)):
        return asks
    return Text(
        f"等客户,{line.at(until)}再联系",
        f"Waiting for the customer; contact again {line.at(until)}",
    )


def _no_visit_yet(line: Line) -> Text | None:
    """Say why a time for a visit that was typed during the wait makes no appointment; None where none was typed."""
    record, agreed = line.ticket.record, line.ticket.record.appointment
    since, written = record.stamp("customer_wait_at"), record.stamp(TIME_WRITTEN)
    if not (agreed and since and written and written >= since) or record.used:
        return None
    at = line.at(agreed.at)
    if record.technician:
        return Text(
            f"{line.who}:{at}上门,客户说好了就在「联系结果」选接通",
            f"{line.who}: to be there at {at}; choose Reached in Contact result once the customer agrees",
        )
    if in_workshop(record):
        return Text(
            f"内勤:机器还在送修:接着修就状态选「送修返厂」,{at}送回就在「维修工程师」选一位",
            f"Dispatcher: it is in the workshop still; choose that status to go on, or who takes it back at {at}",
        )
    return Text(
        f"内勤:{at}上门还没派人,在「维修工程师」选一位",
        f"Dispatcher: nobody goes there at {at} yet; choose a technician",
    )


def _fee(line: Line, until: str) -> Text | None:
    """Say what the customer has to answer, or that they agreed, where the wait is for a quote."""
    record = line.ticket.record
    if line.ticket.get("wait_reason") != "quote" or not (record.fee and record.fee.bearing):
        return None
    asked = asked_for(record.fee)
    if fee_waits(record, line.ticket.get):
        how = where_to_say(record)
        return Text(
            f"等客户答复报价{asked.zh},{until}再联系,答复{how.zh}",
            f"Waiting for the answer to the quote of {asked.en}; contact again {until}, then {how.en}",
        )
    if in_workshop(record):
        return Text(
            f"内勤:客户已同意{asked.zh}:状态选「送修返厂」,接着修",
            f"Dispatcher: {asked.en} agreed; set the status to In workshop and go on",
        )
    return Text(
        f"客户已同意{asked.zh}:约时间填「预约时间」;在现场就选「维修中」",
        f"{asked.en} agreed: book a time in Appointment, or choose On site where the technician is there",
    )


def workshop(line: Line) -> Text:
    """Say when it was agreed to bring it back and what completion wants by then, or ask for another time."""
    agreed, label = line.ticket.time("return_agreed_at"), line.policy.label("return_agreed_at")
    if agreed is None:
        return Text(
            f"送修中,与客户约好返还时间,填「{label.zh}」",
            f"In the workshop; agree on the return and fill in {label.en}",
        )
    at, fetched = line.at(agreed), line.ticket.get("workshop_place") == "to_collect"
    if line.now > agreed:
        how = Text("没来取", "not fetched") if fetched else Text("返还,已过", "has passed")
        return Text(
            f"内勤:约定{at}{how.zh};打电话另约,改「{label.zh}」",
            f"Dispatcher: agreed back {at}, {how.en}; call, agree another time, change {label.en}",
        )
    if fetched or RESULT_LEADS_TO.get(str(line.ticket.get("result"))) == "completed":
        return _repaired(line, at)
    return Text(f"送修中,约定{at}返还", f"In the workshop, agreed back {at}")


def _repaired(line: Line, at: str) -> Text:
    """Name what completion wants of a repair that is done but for being handed over."""
    wants = line.policy.schema.policy.completion_wants
    zh, en = line.labels(missing_to_complete(line.ticket.record, line.ticket.get, wants))
    if not zh:
        return Text(f"已修好,约定{at}返还", f"Repaired, agreed back {at}")
    return Text(
        f"已修好,约定{at}返还;还要填{zh}", f"Repaired, agreed back {at}; still missing: {en}"
    )
