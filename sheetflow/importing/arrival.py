"""One row of theirs as a ticket of ours: its cells, and the event with which its record begins.

Without `history` it is taken like a row that staff type: what it says of status or technician is a request.
With it the ticket is taken as it is: nothing is resolved, asked or announced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sheetflow.model import Event, Json, Scalar

#: Who is named in the history of an imported ticket.
ACTOR = "import"


@dataclass(frozen=True)
class Arrival:
    """A row that can be taken.

    `number` is theirs, "" where it gets one of ours; `key` tells the row again when the file is imported once more;
    `cells` are by column key, those of people's own columns by header; `kind`, `at` and `values` make its first event.
    """

    line: int
    key: str
    number: str
    cells: Mapping[str, Scalar]
    kind: str
    at: datetime
    values: Mapping[str, Json]

    def event(self, number: str) -> Event:
        """Give the event with which the ticket begins."""
        return Event(number, self.kind, self.at, self.values, ACTOR, ACTOR)

    def seen(self) -> Mapping[str, Json]:
        """Give the staff's cells that the event calls seen."""
        found = self.values.get("seen")
        return found if isinstance(found, Mapping) else {}
