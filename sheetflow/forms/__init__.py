"""A Form's answers as reports: which question is which field, and which answers haven't been taken yet.

The answers' tab is the queue (GOOGLE_SHEETS.md, "Apps Script"): it is read with every cycle and never written.
"""

from sheetflow.forms.memory import ANSWERS, known_tabs
from sheetflow.forms.questions import report_of, unasked
from sheetflow.forms.taking import Answer, Changed, Taking, settle, take

__all__ = [
    "ANSWERS",
    "Answer",
    "Changed",
    "Taking",
    "known_tabs",
    "report_of",
    "settle",
    "take",
    "unasked",
]
