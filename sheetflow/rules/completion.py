"""Say how a ticket was resolved, once work on it has ended.

P1 4.6.1, 4.6.2, P2 S4 (duty 38).    已完成, 维修结果 已修复  ->  解决方式 上门修复; from the workshop 送修完成
A result that undoes the completion is told as long as it stands: work that wasn't done is a second repair.
What completion itself wants is checked at the one door (workflow.missing_to_complete). It is wanted as long as the work
is done: what of it was emptied since is told, and isn't filed without (docs/decisions/0017).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.following import RESULT_LEADS_TO
from sheetflow.gate import ENDS_FIRST, by_phone, ends_first, missing_to_complete
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: What is to be done where the call that completed it was another one after all.
_NOT_ON_THE_PHONE = Text(
    "这单已按「电话里已解决」完成:没解决就在「回访结果」选未解决,开二次维修;解决了就把「联系结果」改回来",
    "Completed as solved by phone: if it isn't, choose Not solved in Revisit result for a second repair; if it is, put "
    "Contact result back",
)

#: The same where 维修结果 alone said so.
_SAID_BY_RESULT = Text(
    "这单已按「维修结果」电话解决完成:解决了就填回电话解决;没解决就在「回访结果」选未解决,开二次维修",
    "Completed since Result said Solved by phone: if it is, put that back; if it isn't, choose Not solved in Revisit "
    "result for a second repair",
)

#: The same of a call back after guidance, which 未解决 takes up again.
_NOT_GUIDED = Text(
    "这单已按「指导结果」已解决完成:没解决就在「指导结果」选未解决,开二次维修;解决了就改回已解决",
    "Completed since Guidance result said Solved: if it isn't, choose Not solved there for a second repair; if it is, "
    "put Solved back",
)


def completion(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each ticket's resolution, and what in a completed row says otherwise as long as it stands there."""
    for ticket in desk.edited("result"):
        done = ticket.record.stamp("completed_at")
        if done and _emptied(ticket) and now - done <= policy.schema.policy.correction_within:
            yield ticket.happened("unstamped", at=now, name="completed_at")
    for ticket in desk.tickets:
        yield ticket.shows("resolution", resolution(ticket))
    for ticket in desk.in_state("completed"):
        if not ticket.record.imported and (said := _otherwise(ticket)):
            yield ticket.tell(said.zh, said.en)
        elif gone := facts_gone(ticket):
            yield _still_wanted(ticket, gone)


def facts_gone(ticket: Ticket) -> tuple[str, ...]:
    """Name what completed the work and stands in its row no more; what was solved with nobody there wants nothing."""
    if ticket.status != "completed" or ticket.record.imported or _nobody_came(ticket):
        return ()
    wants = ticket.policy.schema.policy.completion_wants
    return missing_to_complete(ticket.record, ticket.get, wants)


def _still_wanted(ticket: Ticket, gone: tuple[str, ...]) -> Change:
    """Tell it beside what is to be done next: the customer is called back all the same."""
    words = [ticket.policy.label(column) for column in gone]
    return ticket.tell(
        f"已完成的单少了{'、'.join(f'「{word.zh}」' for word in words)}:补上,不然不能归档",
        f"Completed, but {', '.join(word.en for word in words)} is missing: fill it in, it isn't filed without",
        aside=True,
    )


def _otherwise(ticket: Ticket) -> Text | None:
    """Say what is to be done about a result that undoes the completion, or an end that can't be."""
    if ends_first(ticket.get):
        return ENDS_FIRST
    if _called_otherwise(ticket):
        return _NOT_ON_THE_PHONE
    if _guided_otherwise(ticket):
        return _NOT_GUIDED
    if _emptied(ticket):
        return _SAID_BY_RESULT
    result = ticket.get("result")
    if RESULT_LEADS_TO.get(str(result), "completed") == "completed":
        return None
    label = ticket.policy.label(f"result.{result}")
    return Text(
        f"已完成的单「维修结果」不能是{label.zh}:改回来;没修好就在「回访结果」选未解决,开二次维修",
        f"Result can't be {label.en} on a completed ticket: put it back; if it isn't repaired, choose Not solved in "
        "Revisit result for a second repair",
    )


def _guided_otherwise(ticket: Ticket) -> bool:
    """Say whether 指导结果 names a call without an answer by now where the one before completed the ticket."""
    helped, done = ticket.record.stamp("guidance_result"), ticket.record.stamp("completed_at")
    unheard = ticket.get("guidance_result") == "no_answer"
    return unheard and helped is not None and helped == done


def _emptied(ticket: Ticket) -> bool:
    """Say whether 维修结果 alone completed the ticket, and says 电话解决 no more; no call did, nor one back."""
    done = ticket.record.stamp("completed_at")
    if ticket.status != "completed" or not _nobody_came(ticket) or by_phone(ticket.get):
        return False
    called = any(call.reached and call.at == done for call in ticket.record.calls)
    return not called and ticket.record.stamp("guidance_result") != done


def _called_otherwise(ticket: Ticket) -> bool:
    """Say whether 联系结果 names another call by now than the one that solved it."""
    said = isinstance(ticket.get("contact_result"), str) and not by_phone(ticket.get)
    called = any(
        call.reached and call.at == ticket.record.stamp("completed_at")
        for call in ticket.record.calls
    )
    return said and called and _nobody_came(ticket)


def resolution(ticket: Ticket) -> str | None:
    """Give the resolution that follows from the result (WORKFLOW.md, "Resolution").

    What was completed with nobody there was so on the phone, whatever the cell that said so says by now.
    """
    if ticket.state.live:
        return None
    if by_phone(ticket.get) or _nobody_came(ticket):
        return "by_phone"
    sent_in = ticket.record.stamp("workshop_in_at") is not None
    found = {
        "fixed": "workshop" if sent_in else "on_site",
        "replaced": "replaced",
        "refunded": "refunded",
        "given_up": "given_up",
        "unfixable": "unfixable",
    }
    return found.get(str(ticket.get("result")))


def _nobody_came(ticket: Ticket) -> bool:
    """Say whether the ticket was completed with no result, no repair on site and nothing brought in."""
    record = ticket.record
    repaired = any(visit.outcome == "done" for visit in record.visits)
    if record.imported or repaired or record.stamp("workshop_in_at"):
        return False
    return record.stamp("completed_at") is not None and ticket.get("result") is None
