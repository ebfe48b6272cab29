"""What completion and filing want before they are accepted, and the sentence that names what is missing.

WORKFLOW.md, "Completion"; P1 4.6, 4.7.1, 4.8.4, P2 S4, S5 (duties 38, 40, 41).
    missing_to_complete(facts)  ->  ("test_result", "signature");  an empty tuple opens the gate
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sheetflow.columns import folded
from sheetflow.model import BadCell, Text, Value
from sheetflow.record import TicketRecord
from sheetflow.record.row import REMARKED
from sheetflow.revisits import DAYS, TRIES, answer, calls
from sheetflow.states import STATES, Facts

Label = Callable[[str], Text]

#: Closing for one of these ends the work undone; what the ticket has out comes back (P1 4.3.1).
GIVEN_UP = ("cancelled", "void", "given_up")

#: Results of a repair that wasn't made.
UNDONE = ("given_up", "unfixable")

#: Results that say why the work goes on, or is given up: none of them completes it.
UNFINISHED = ("parts_wait", "not_fixed", "given_up")

#: What completion wants at every desk (WORKFLOW.md, "Completion").
GATE = ("work_ended_at", "result", "test_result", "signature")

#: Where a ticket rests between two visits.
_BETWEEN = ("parts_wait", "customer_wait", "escalated", "workshop", "unreachable")

#: Acceptance without a signature wants its reason (WORKFLOW.md, "Completion").
UNSIGNED = ("拒签", "无人签", "refused", "nobody")
_SIGNED = ("已签", "signed")


ENDS_FIRST = Text(
    "「维修结束时间」早于「维修开始时间」,请改对其中一个",
    "Work ended is before Work started; put one of them right",
)


#: The row is filed, and locked, once that is written.
_UNSETTLED = Text(
    "状态没改成「已结单」:投诉是怎么处理的?写在「处理措施」,再选一次;不算数就先选「结单原因」",
    "Status not changed to Closed: how was the complaint settled? Write it in Measures, then choose it again; "
    "if it is void, choose so in Closed because first",
)
WHY_GIVEN_UP = Text(
    "状态没改成「已结单」:客户为什么放弃?写在「备注」,写好就结单",
    "Status not changed to Closed: why did the customer give up? Write it in Remarks, then it is closed",
)


def missing_to_complete(
    record: TicketRecord, facts: Facts, wants: Sequence[str] = ()
) -> tuple[str, ...]:
    """Give the columns that completion still wants; 未评 wants its reason as an unsigned acceptance does.

    待配件 of an earlier visit is no result of this one, nor is its end, so they are asked for anew. What was solved on
    the phone wants none; who called is asked by the door (sheetflow/callers.py).
    """
    if by_phone(facts):
        return ()
    said = str(facts("signature") or "").casefold()
    says_nothing = {
        "work_ended_at": _ended_before(record, facts),
        "result": facts("result") in UNFINISHED,
        "signature": nameless(facts),
    }
    missing = tuple(
        column for column in GATE if _unsaid(facts(column)) or says_nothing.get(column, False)
    )
    missing = (*(one for one in wants if _wanting(one, record, facts)), *missing)
    unsaid = said.startswith(UNSIGNED) or facts("rating") == "unrated"
    return (*missing, "acceptance_reason") if unsaid and not facts("acceptance_reason") else missing


def nameless(facts: Facts) -> bool:
    """Say whether somebody signed of whom nobody says who: 已签· as the drop-down has it."""
    return str(facts("signature") or "").casefold().strip(" ·:：.") in _SIGNED


def _ended_before(record: TicketRecord, facts: Facts) -> bool:
    """Say whether the end that stands there is an earlier visit's: before the ticket rested, or this arrival."""
    ended, visits = facts("work_ended_at"), record.visits
    if not (isinstance(ended, datetime) and visits[1:] and visits[-1].open):
        return False
    came = visits[-1].arrived_at
    if came and ended < came and visits[-1].ended_at != ended:
        return True
    rested = [record.stamp(STATES[status].stamp) for status in _BETWEEN]
    return any(one.ended_at == ended for one in visits[:-1]) and any(
        at and ended <= at for at in rested
    )


def _wanting(column: str, record: TicketRecord, facts: Facts) -> bool:
    """Say whether a column is missing that the desk's policy asks for; consent is to the plan, and to a repair made.

    Another system's ticket has been told what it has been told.
    """
    if record.imported:
        return False
    if column != "consent":
        return _unsaid(facts(column))
    said = record.consents.get("plan")
    return facts("result") not in UNDONE and not (said and said.given)


def ends_first(facts: Facts) -> bool:
    """Say whether the work ends before it begins: the revisit would be due from an instant that never was."""
    began, ended = facts("work_started_at"), facts("work_ended_at")
    return isinstance(began, datetime) and isinstance(ended, datetime) and ended < began


def by_phone(facts: Facts) -> bool:
    """Say whether the trouble was solved on the phone."""
    said = "solved_by_phone" in (facts("result"), facts("contact_result"))
    return said or facts("guidance_result") == "solved"


def _unsaid(found: Value) -> bool:
    return found is None or isinstance(found, BadCell)


def answered(record: TicketRecord, facts: Facts) -> bool:
    """Say whether this is an inquiry with its answer, or a complaint and how it was settled (duty 2)."""
    alone = record.request == "inquiry" or complains(record)
    return alone and facts("measures") is not None


def complains(record: TicketRecord) -> bool:
    """Say whether this is a complaint that the supervisor settles, nobody having gone there for it."""
    alone = record.status in ("new", "escalated") and not record.visits
    return record.request == "complaint" and alone


def merged(record: TicketRecord, facts: Facts) -> bool:
    """Say whether somebody has said that this ticket repeats another one that is there (duty 6)."""
    said = facts("duplicate_of")
    return said is not None and folded(str(said)) == folded(record.duplicate_of)


def undone(record: TicketRecord, facts: Facts) -> bool:
    """Say whether the repair isn't made, or won't be: its result says so, or why the ticket is closed.

    A reason alone closes nothing: it counts once the ticket is closed.
    """
    result = facts("result")
    if result in UNDONE:
        return True
    if record.status == "completed" and result is not None:
        return False
    closed = record.status == "closed" and facts("close_reason") in GIVEN_UP
    return closed or merged(record, facts)


def completing(
    record: TicketRecord, facts: Facts, wants: Sequence[str], label: Label
) -> Text | None:
    """Say what completion still wants, None when it may be; `wants` is what the desk's policy adds."""
    if missing := missing_to_complete(record, facts, wants):
        return _lacks("已完成", "Completed", missing, facts, label)
    if not ends_first(facts):
        return None
    return Text(
        f"状态没改成「已完成」:{ENDS_FIRST.zh}", f"Status not changed to Completed: {ENDS_FIRST.en}"
    )


def closing(
    record: TicketRecord, facts: Facts, unfiled: Sequence[str], label: Label, page: str
) -> Text | None:
    """Say what stands before the closing, None when it may be; `unfiled` are the columns that filing still wants.

    On the ticket's `page` a supervisor does without them, which is told of a customer who isn't content.
    Finished work is filed, or goes into a second repair; what is undone is given up for a reason.
    """
    reason = facts("close_reason") or ("given_up" if facts("result") == "given_up" else None)
    if reason is None and merged(record, facts):
        reason = "void"
    if record.successor or (answered(record, facts) and reason in (None, "filed")):
        return None
    if complains(record) and reason in (None, "filed"):
        return _UNSETTLED
    if not STATES[record.status].live:
        return _filing(record, reason, unfiled, facts, label, page)
    if reason is None:
        name = label("close_reason")
        return Text(
            f"状态没改成「已结单」:还差「{name.zh}」。选好就结单",
            f"Status not changed to Closed: {name.en} is missing. Choose it and the ticket is closed",
        )
    return None if reason in GIVEN_UP else _filed_undone()


def unexplained(record: TicketRecord, facts: Facts) -> bool:
    """Say whether unfinished work would be closed because the customer gave up, and nobody says why (P1 4.5.4).

    What stood in 备注 before the ticket came to where it is says something else.
    """
    reason = facts("close_reason") or facts("result")
    given_up = reason == "given_up" and STATES[record.status].live and not record.successor
    said = record.stamp(REMARKED) if facts("remarks") is not None else None
    since = record.stamp(STATES[record.status].stamp) or record.stamp("reported_at")
    return given_up and (said is None or (since is not None and said < since))


def _filing(
    record: TicketRecord,
    reason: object,
    unfiled: Sequence[str],
    facts: Facts,
    label: Label,
    page: str,
) -> Text | None:
    if reason not in (None, "filed"):
        name = label("close_reason")
        return Text(
            f"状态没改成「已结单」:修完的单只能归档。「{name.zh}」选「归档」,就结单",
            f"Status not changed to Closed: finished work is filed. Set {name.en} to Filed and it is closed",
        )
    if not unfiled:
        return None
    words = [_unfiled(column, record, facts, label) for column in unfiled]
    lacks = _without("已结单", "Closed", words)
    if "revisit_result" not in unfiled or answer(record) != "unhappy":
        return lacks
    return Text(
        f"{lacks.zh};不等就请主管打开 {page} 点「归档」",
        f"{lacks.en}; or ask a supervisor to open {page} and press File",
    )


def _unfiled(column: str, record: TicketRecord, facts: Facts, label: Label) -> Text:
    """Give a column that filing wants in words, and why the call that stands there doesn't do."""
    word = wanted(column, facts, label)
    if column != "revisit_result" or not calls(record):
        return word
    if answer(record) == "unhappy":
        return Text(f"{word.zh}(客户还不满意)", f"{word.en} (the customer isn't content yet)")
    return Text(
        f"{word.zh}(没接通要打满{TRIES}次、跨{DAYS}天)",
        f"{word.en} (unanswered counts after {TRIES} calls on {DAYS} days)",
    )


def _filed_undone() -> Text:
    return Text(
        "状态没改成「已结单」:没修完不能归档。「结单原因」选取消、作废或客户放弃,就结单",
        "Status not changed to Closed: unfinished work isn't filed. Choose Cancelled, Void or Customer gave up as the "
        "reason and it is closed",
    )


def wanted(column: str, facts: Facts, label: Label) -> Text:
    """Give a column that is wanted in words, and what of it where the cell says half."""
    word = label(column)
    if column != "signature" or not nameless(facts):
        return word
    return Text(f"{word.zh}(写上谁签的)", f"{word.en} (by whom)")


def _lacks(zh: str, en: str, columns: Sequence[str], facts: Facts, label: Label) -> Text:
    return _without(zh, en, [wanted(column, facts, label) for column in columns])


def _without(zh: str, en: str, words: Sequence[Text]) -> Text:
    return Text(
        f"状态没改成「{zh}」:还差{'、'.join(word.zh for word in words)}。补上后再选一次",
        f"Status not changed to {en}: missing {', '.join(word.en for word in words)}. "
        "Fill in, then choose it again",
    )
