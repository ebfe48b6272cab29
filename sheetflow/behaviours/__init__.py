"""What clients rely on in Google Sheets, one table for the local workbook's tests and `sheetflow doctor --live`.

A line says how it is known, what is done on a scratch tab to see it, and what must come back. The table calls nothing
by itself: whoever runs it says how a call is made.

    scratch = Scratch(ask, spreadsheet_id, mark="3f2a", first_id=700_000_000)
    try:
        for verdict in trial(BEHAVIOURS, scratch, files=False):
            print(verdict.outcome, verdict.behaviour.says)
    finally:
        scratch.remove()
"""

from __future__ import annotations

from sheetflow.behaviours.batches import BATCHES
from sheetflow.behaviours.behaviour import Behaviour
from sheetflow.behaviours.calls import Answer, Ask, Refusal
from sheetflow.behaviours.checks import CHECKS
from sheetflow.behaviours.layout import LAYOUT
from sheetflow.behaviours.looks import LOOKS
from sheetflow.behaviours.moving import MOVING
from sheetflow.behaviours.reads import READS
from sheetflow.behaviours.scratch import TITLE, Scratch
from sheetflow.behaviours.tags import TAGS
from sheetflow.behaviours.tokens import TOKENS
from sheetflow.behaviours.trial import Outcome, Verdict, trial
from sheetflow.behaviours.values import VALUES

__all__ = [
    "BEHAVIOURS",
    "TITLE",
    "Answer",
    "Ask",
    "Behaviour",
    "Outcome",
    "Refusal",
    "Scratch",
    "Verdict",
    "trial",
]

_ALL = (*READS, *VALUES, *BATCHES, *LAYOUT, *TOKENS, *CHECKS, *TAGS, *MOVING, *LOOKS)

#: What is proved, in the order of the list in GOOGLE_SHEETS.md and then what stands elsewhere; and what isn't.
BEHAVIOURS: tuple[Behaviour, ...] = tuple(
    sorted(_ALL, key=lambda one: (not one.proved, int(one.number or 99)))
)
