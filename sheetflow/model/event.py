"""What was accepted: an event in the life of a ticket, and the report with which it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sheetflow.model.cell import Json


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was accepted as having happened to a ticket; the event log is the ticket's history.

    `kind` is one of `record.KINDS`; `values` are JSON; `at` is when it happened, which people may back-date. `rule` is
    the name of the rule that recorded it, "" where none did; two events that differ in nothing else are the same.
    """

    ticket_no: str
    kind: str
    at: datetime
    values: Mapping[str, Json] = field(default_factory=dict)
    actor: str = "system"
    channel: str = "rule"
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A customer's report that was accepted and numbered, and may not have a row yet."""

    ticket_no: str
    received_at: datetime
    values: Mapping[str, str]
