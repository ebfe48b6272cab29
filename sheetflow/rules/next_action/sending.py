"""What is said while nobody has been sent: a new report, one that waits for a technician, one guided by phone."""

from __future__ import annotations

from sheetflow.machines import suspect
from sheetflow.model import Text
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.triage import missing


def new(line: Line) -> Text:
    """Ask the dispatcher to check it: against its elder, for what is missing, or as it stands."""
    send, elder = _send(line), line.ticket.record.duplicate_of
    if suspect(line.ticket):
        return Text(
            f"内勤:可能与{elder}重复,核对后填「重复于」,或{send.zh}",
            f"Dispatcher: may repeat {elder}; check, then merge or {send.en}",
        )
    if line.ticket.record.request == "inquiry":
        return Text(
            f"接线员:{line.by('response')}前答复客户,答复填「处理措施」,填好即归档",
            f"Hotline: answer by {line.by('response')}; the answer goes into Measures and files it",
        )
    if line.ticket.record.request == "complaint":
        return Text(
            "内勤:投诉,问清后转主管(状态选「主管处理」)",
            "Dispatcher: a complaint; ask what happened, then set the status to With supervisor",
        )
    wished = _wished(line)
    if wanting := missing(line.ticket):
        zh, en = line.labels(wanting)
        return Text(
            f"内勤:{wished.zh}问清{zh},{send.zh}", f"Dispatcher: {wished.en}ask for {en}, {send.en}"
        )
    what = Text("型号", "model") if _brought(line) else Text("型号和地址", "model and address")
    return Text(
        f"内勤:{wished.zh}核对{what.zh},{send.zh}",
        f"Dispatcher: {wished.en}check {what.en}, {send.en}",
    )


def _brought(line: Line) -> bool:
    return line.ticket.get("route") == "send_in"


def _wished(line: Line) -> Text:
    """Say that the customer wants it sooner, until somebody has graded it or said why not (duty 9)."""
    ticket, column = line.ticket, line.policy.column("grade")
    wished, grades = ticket.get("wished_grade"), tuple(column.choice_labels)
    decided = len(ticket.record.grades) > 1 or ticket.raw("grade_reason") != ""
    if decided or wished not in grades[: grades.index(ticket.record.grade)]:
        return Text("", "")
    label = column.choice_labels[str(wished)]
    return Text(f"客户要{label.zh},定级;", f"they ask for {label.en}, grade it; ")


def _send(line: Line) -> Text:
    """Say by when to dispatch; no clock runs for another system's ticket that came without its times.

    Nobody is sent for what the customer brings.
    """
    if _brought(line):
        return Text("到店后状态选「送修返厂」", "set the status to In workshop once it is here")
    if line.ticket.clock("undispatched").deadline is None:
        return Text("派工", "dispatch")
    by = line.by("undispatched")
    return Text(f"{by}前派工", f"dispatch by {by}")


def to_dispatch(line: Line) -> Text:
    """Ask the dispatcher to confirm the suggestion, or say why there is none, or what is waited for.

    A suspect is looked at first, and an address asked for; the suggestion stands in 派工理由.
    """
    if _brought(line):
        return Text(
            "内勤:等客户送来,到店后状态选「送修返厂」",
            "Dispatcher: the customer brings it; once it is here set the status to In workshop",
        )
    suggestion = line.ticket.record.suggestion
    if suggestion is None or suspect(line.ticket) or line.ticket.get("address") is None:
        return new(line)
    if not suggestion.technician:
        return suggestion.brief
    wished = _wished(line)
    return Text(
        f"{wished.zh}{suggestion.brief.zh};同意就在「维修工程师」选他",
        f"{wished.en}{suggestion.brief.en}. Choose them to confirm",
    )


def guidance(line: Line) -> Text:
    """Ask the hotline to call back."""
    if line.ticket.clock("guidance_followup").deadline is None:
        return Text("接线员:回访指导结果,填「指导结果」", "Hotline: call back, record the outcome")
    by, due = line.by("guidance_followup"), line.ticket.clock("guidance_followup").deadline
    if line.ticket.get("guidance_result") == "no_answer" and due and due < line.now:
        return Text(
            f"接线员:没接通,{by}已过,尽快再打;清空「指导结果」再选",
            f"Hotline: no answer and {by} is over, call soon; empty Guidance result, then choose",
        )
    if line.ticket.get("guidance_result") == "no_answer":
        return Text(
            f"接线员:没接通,{by}前再打;清空「指导结果」再选",
            f"Hotline: no answer, again by {by}; empty Guidance result, then choose",
        )
    return Text(
        f"接线员:{by}前回访指导结果,填「指导结果」",
        f"Hotline: call back by {by}, record the outcome",
    )
