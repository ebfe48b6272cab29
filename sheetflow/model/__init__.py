"""The nouns of the house: cells as read, tickets' events, and the closed list of changes a rule may ask for.

Nothing here does anything: rules yield `Change` values, the planner turns them into a `Plan`, the store applies it.
"""

from sheetflow.model.cell import BadCell, Json, Language, Paused, Scalar, Text, Value
from sheetflow.model.change import (
    AppendRow,
    Change,
    Flag,
    Notify,
    Record,
    Say,
    SetCell,
    SetCells,
    SetEntry,
    Tell,
    TellEntry,
    Wake,
    Watch,
)
from sheetflow.model.event import Event, Report
from sheetflow.model.notice import BOT, MAIL, Notice, Recipient
from sheetflow.model.reading import FormTab, Reading, Table
from sheetflow.model.writes import CellWrite, Conflict, NewRow, Page, Verdict, Writes

__all__ = [
    "BOT",
    "MAIL",
    "AppendRow",
    "BadCell",
    "CellWrite",
    "Change",
    "Conflict",
    "Event",
    "Flag",
    "FormTab",
    "Json",
    "Language",
    "NewRow",
    "Notice",
    "Notify",
    "Page",
    "Paused",
    "Reading",
    "Recipient",
    "Record",
    "Report",
    "Say",
    "Scalar",
    "SetCell",
    "SetCells",
    "SetEntry",
    "Table",
    "Tell",
    "TellEntry",
    "Text",
    "Value",
    "Verdict",
    "Wake",
    "Watch",
    "Writes",
]
