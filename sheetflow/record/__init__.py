"""What the ledger holds of one ticket: the fold of its events, and the cells of its row as last seen.

The record is the truth for status, technician, grade and appointment; the sheet is what people say next.
    fold(None, Event(kind="reported", …)) -> TicketRecord(status="new", stamps={"reported_at": …})
"""

from sheetflow.record.appointments import (
    AGREED_BEFORE,
    CONSENT_USED,
    TIME_WRITTEN,
    gives_way,
    moved,
)
from sheetflow.record.calls import CORRECTED, TAKEN_BACK
from sheetflow.record.course import SUSPECTED
from sheetflow.record.elements import (
    ALONE,
    Appointment,
    Attempt,
    Confirmed,
    Consent,
    Fact,
    Fee,
    Listed,
    Mismatch,
    Pause,
    Proposal,
    Revisit,
    Suggestion,
    Tour,
    Visit,
)
from sheetflow.record.folding import KINDS, fold, in_turn
from sheetflow.record.last_visit import VISIT_STEPS
from sheetflow.record.row import unclear
from sheetflow.record.stored import dump, load
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import instant

__all__ = [
    "AGREED_BEFORE",
    "ALONE",
    "CONSENT_USED",
    "CORRECTED",
    "KINDS",
    "SUSPECTED",
    "TAKEN_BACK",
    "TIME_WRITTEN",
    "VISIT_STEPS",
    "Appointment",
    "Attempt",
    "Confirmed",
    "Consent",
    "Fact",
    "Fee",
    "Listed",
    "Mismatch",
    "Pause",
    "Proposal",
    "Revisit",
    "Suggestion",
    "TicketRecord",
    "Tour",
    "Visit",
    "dump",
    "fold",
    "gives_way",
    "in_turn",
    "instant",
    "load",
    "moved",
    "unclear",
]
