"""Why a status isn't accepted, in sentences that say what to do (WORKFLOW.md, "Status follows facts").

no_way("completed", "on_site", facts, label)  ->  状态没改成「维修中」:「已完成」之后可选已结单
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheetflow.gate import Label
from sheetflow.model import Text
from sheetflow.record.row import CALLER
from sheetflow.states import STATES, Facts, choices_from
from sheetflow.typed.parts import in_words

#: What `Refusal.wants` says of a ticket that has parts out, of one whose fee waits for the customer's consent, of
#: finished work that lacks something to be filed.
PARTS_OUT, CONSENT, UNFILED = "parts_out", "fee", "unfiled"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a status was not accepted, in a sentence that says what to do.

    `wants` names what has to happen first, a supervisor's act or the customer's consent: that is told even if nobody
    chose the status by hand. It is "" where staff fill in what is missing.
    """

    why: Text
    wants: str = ""


def reopening(page: str) -> Refusal:
    """Say who opens a closed ticket again, and on which page."""
    return Refusal(
        Text(
            f"状态没改:重开已结单的工单要主管。请主管打开 {page} 点「重开」",
            f"Status not changed: only a supervisor reopens a closed ticket. Ask one to open {page} and press Reopen",
        )
    )


def who_called() -> Refusal:
    """Ask who solved it on the phone."""
    why = Text(
        "状态没改成「已完成」:是谁在电话里解决的?在「维修工程师」选他",
        "Status not changed to Completed: who solved it on the phone? Choose them in Technician",
    )
    return Refusal(why, CALLER)


def parts_out(out: Mapping[str, int], page: str) -> Refusal:
    """Say which parts are still out, and how they come back."""
    parts = in_words(out)
    why = Text(
        f"状态没改成「已结单」:领出的{parts}还没退回。请主管打开 {page} 点「收回配件并结单」,或先在「配件流水」记退回",
        f"Status not changed to Closed: {parts} issued for it isn't back. Ask a supervisor to open {page} and press "
        "Return parts and close, or book the return in Part moves first",
    )
    return Refusal(why, PARTS_OUT)


def no_way(start: str, target: str, facts: Facts, label: Label) -> Refusal:
    """Say which statuses may be chosen instead; finished work goes on by what the customer says at the revisit."""
    now, wanted = label(f"status.{start}"), label(f"status.{target}")
    legal = [label(f"status.{key}") for key in choices_from(start, facts)]
    zh, en = "", ""
    if start == "completed" and STATES[target].live:
        again, unsolved = label("revisit_result"), label("revisit_result.unsolved")
        zh = f";没修好要再上门,「{again.zh}」选{unsolved.zh}"
        en = f"; to send somebody again choose {unsolved.en} in {again.en}"
    return Refusal(
        Text(
            f"状态没改成「{wanted.zh}」:「{now.zh}」之后可选{'、'.join(word.zh for word in legal)}{zh}",
            f"Status not changed to {wanted.en}: after {now.en} choose one of {', '.join(w.en for w in legal)}{en}",
        )
    )
