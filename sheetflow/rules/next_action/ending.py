"""What is said once the work is done: call the customer back, follow up, collect the papers, file."""

from __future__ import annotations

from sheetflow.gate import GIVEN_UP
from sheetflow.model import Text
from sheetflow.refusals import UNFILED
from sheetflow.revisits import answer, calls, silent, silent_since
from sheetflow.rules.filing import loaner_out, missing_to_file
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.revisit import followed_up_at
from sheetflow.rules.words import nobody, staff_no


def completed(line: Line) -> Text | None:
    """Ask for the revisit, then for what filing wants, then for the filing; nothing of what another system finished."""
    record = line.ticket.record
    if record.imported:
        return None
    if answer(record) == "unhappy":
        return _follow_up(line)
    if record.successor and answer(record) == "unsolved":
        return Text(
            f"内勤:没解决,已开{record.successor};填错了就把那单作废,没填错就结单",
            f"Dispatcher: not solved, {record.successor} goes on; void that if it is wrong, else close this one",
        )
    wanting = missing_to_file(line.ticket)
    if "revisit_result" in wanting:
        return _call(line)
    if wanting:
        zh, en = line.labels(wanting)
        return Text(f"内勤:收齐后归档,还差{zh}", f"Dispatcher: file it once these are in: {en}")
    return Text("内勤:可以归档(状态选「已结单」)", "Dispatcher: ready to file (status Closed)")


def _call(line: Line) -> Text:
    """Ask for the call, or for another: the cell is emptied first, or the same choice says nothing new."""
    by, made = line.by("revisit"), len(calls(line.ticket.record))
    if line.ticket.get("incident"):
        return Text(
            f"主管:有冲突,先打给{line.who or '技术员'},由您回访客户,填「回访结果」",
            f"Supervisor: an incident; call {line.who or 'the technician'}, then revisit the customer yourself",
        )
    if not made and line.ticket.raw("revisit_result") != "":
        return Text(
            f"客服:{by}前回访;修完之前填的不算,清空「回访结果」再选",
            f"Service: revisit by {by}; what was recorded before the work ended doesn't count: empty Revisit result, "
            "then choose",
        )
    if made:
        return Text(
            f"客服:第{made}次没接通,{by}前再打;清空「回访结果」再选",
            f"Service: call {made} unanswered, again by {by}; empty Revisit result, then choose",
        )
    return Text(
        f"客服:{by}前回访;没接通也要填「回访结果」",
        f"Service: revisit by {by}; record unanswered calls too",
    )


def _follow_up(line: Line) -> Text:
    """Say who asks the customer again and when, or ask for it; who can't be reached is the supervisor's to file."""
    at, owner = followed_up_at(line.ticket), line.ticket.text("followup_owner")
    tries = len(silent(line.ticket.record))
    vain = Text(f",第{tries}次没接通", f", call {tries} unanswered") if tries else Text("", "")
    if at is None or not owner:
        wanting = [
            name for name, told in (("followup_owner", owner), ("followup_at", at)) if not told
        ]
        words = [line.policy.label(name) for name in wanting]
        or_else = _by_supervisor(line)
        return Text(
            f"客服:客户不满意{vain.zh},填{'和'.join(f'「{word.zh}」' for word in words)}{or_else.zh}",
            f"Service: the customer isn't content{vain.en}; fill in {' and '.join(w.en for w in words)}"
            f"{or_else.en}",
        )
    member = line.policy.staff.get(staff_no(owner, line.policy))
    if line.policy.staff and not member:
        label, why = line.policy.label("followup_owner"), nobody(owner)
        return Text(f"客服:{label.zh}{why.zh}", f"Service: {label.en}: {why.en}")
    who = member.name if member else owner
    if tries:
        return Text(
            f"{who}:{line.at(at)}跟进不满意的客户{vain.zh};清空「回访结果」再选",
            f"{who}: follow up with the customer {line.at(at)}{vain.en}; empty Revisit result, then choose",
        )
    return Text(
        f"{who}:{line.at(at)}跟进不满意的客户,再填「回访结果」",
        f"{who}: follow up with the customer {line.at(at)}, then record Revisit result",
    )


def _by_supervisor(line: Line) -> Text:
    """Name the other way out for a customer whom nobody reaches any more (WORKFLOW.md, "Revisit result").

    A filing that was refused has named it.
    """
    record = line.ticket.record
    named = f"asked:closed/{UNFILED}" in record.refusals
    if named or silent_since(record, line.policy.zone) is None:
        return Text("", "")
    page = line.policy.ticket_page(line.ticket.no)
    return Text(
        f";不再联系就请主管打开 {page} 点「归档」",
        f"; or ask a supervisor to open {page} and press File",
    )


def closed(line: Line) -> Text | None:
    """Leave a filed row blank; where the repair was given up nobody has asked for the loaner yet."""
    ticket = line.ticket
    if ticket.record.imported or ticket.get("close_reason") not in GIVEN_UP:
        return None
    if not loaner_out(ticket):
        return None
    back = line.policy.label("loaner_back_at")
    return Text(
        f"内勤:收回备用机,填「{back.zh}」", f"Dispatcher: fetch the loaner back, record {back.en}"
    )
