"""What of a ticket's money waits for a supervisor's word: an overridden warranty, a quote beside the price list.

WORKFLOW.md, "One door": these acts want a named person. Who confirms stands by the cell as it is; another value wants
another confirmation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheetflow.cells import display
from sheetflow.columns import Column, folded
from sheetflow.model import Scalar, Text
from sheetflow.record import TicketRecord
from sheetflow.schema import Schema

#: The column in which staff give the reason of what is to be confirmed.
_REASONS = {"warranty_override": "warranty_reason"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A cell that doesn't count yet: what it says, in the reader's words too, and the reason that stands in the row."""

    column: str
    label: Text
    cell: Scalar
    shown: str
    words: Text
    reason: str


def waiting(record: TicketRecord, schema: Schema) -> Iterator[Waiting]:
    """Yield what a supervisor has to confirm; a filed ticket wants nothing more."""
    wants = record.fee.wants if record.fee and record.status != "closed" else ()
    for name in wants:
        cell = record.stands(name)
        if cell != "" and not confirmed(record, name):
            column, reason = schema.tab("tickets").column(name), _REASONS.get(name, "")
            said = str(record.stands(reason)) if reason else ""
            shown = display(column, cell)
            yield Waiting(name, column.label, cell, shown, _words(column, shown), said)


def _words(column: Column, shown: str) -> Text:
    """Give what a cell shows in both languages, where it is a choice."""
    chosen = column.choice_keys.get(folded(shown))
    return column.choice_labels[chosen] if chosen else Text(shown, shown)


def confirmed(record: TicketRecord, column: str) -> bool:
    """Say whether somebody stands by a cell as it is."""
    found = record.confirmed.get(column)
    return found is not None and found.cell == record.stands(column)
