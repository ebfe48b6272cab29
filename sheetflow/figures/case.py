"""One ticket as the report counts it: its record, with its cells understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sheetflow.model import Scalar, Value
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord


@dataclass(frozen=True)
class Case:
    """A ticket's record, read by the policy's columns."""

    record: TicketRecord
    policy: Policy

    def get(self, column: str) -> Value:
        """Give a cell as it last stood, understood."""
        raw = self.record.stands(column)
        return None if raw == "" else self.policy.decoders[column](raw)

    @property
    def completed_at(self) -> datetime | None:
        """Give when the work ended, None while it goes on."""
        return self.record.stamp("completed_at")

    @property
    def open(self) -> bool:
        """Say whether work goes on."""
        return self.record.status not in ("completed", "closed")

    @property
    def hands(self) -> frozenset[str]:
        """Name its technician, and who came to help."""
        helped = (visit.technician for visit in self.record.visits if visit.helps)
        return frozenset((self.record.technician, *helped))

    def entries(self, tab: str) -> Iterator[Mapping[str, Value]]:
        """Yield the rows of another tab that name it, with what people's cells say."""
        decode = self.policy.decoders_of(tab)
        for key, cells in self.record.entries.items():
            if key.startswith(f"{tab}/") and cells is not None:
                yield {name: _understood(decode, name, cell) for name, cell in cells.items()}


def _understood(decode: Mapping[str, object], name: str, cell: Scalar) -> Value:
    read = decode.get(name)
    return read(cell) if callable(read) else None


def cases_of(records: Iterable[TicketRecord], policy: Policy) -> tuple[Case, ...]:
    """Give the desk's own tickets; what another system began is none of its figures."""
    return tuple(Case(record, policy) for record in records if not record.imported)
