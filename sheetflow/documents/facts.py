"""A ticket's accepted values as staff see them in the sheet, in the language of the paper; a blank paper has none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sheetflow.cells import display
from sheetflow.clocks import clocks
from sheetflow.documents.paper import Field
from sheetflow.model import BadCell, Language, Text, Value
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.roster import StaffMember

#: What a visit is due by while no time is agreed, the nearer one first (P1 4.1.3, P2 S2).
_ARRIVAL = ("promise", "onsite")


@dataclass(frozen=True)
class Facts:
    """Says what the ledger accepted; None is a ticket that there isn't yet, whose every field is a line to write on."""

    record: TicketRecord | None
    policy: Policy
    language: Language

    def say(self, zh: str, en: str) -> str:
        """Give the sentence in the paper's language."""
        return zh if self.language == "zh" else en

    def told(self, text: Text) -> str:
        """Give a text in the paper's language."""
        return text.of(self.language)

    @property
    def number(self) -> str:
        """Give the ticket's number, "" on a blank paper."""
        return self.record.ticket_no if self.record else ""

    @property
    def technician(self) -> StaffMember | None:
        """Give who is accepted as the technician, where they are on the list."""
        return self.policy.staff.get(self.record.technician) if self.record else None

    def fields(self, names: Iterable[str], *, wide: Iterable[str] = ()) -> tuple[Field, ...]:
        """Give columns as fields under their own names."""
        whole = frozenset(wide)
        return tuple(self.field(name, wide=name in whole) for name in names)

    def field(self, name: str, *, wide: bool = False) -> Field:
        """Give a column as a field under its own name."""
        return Field(self.told(self.policy.label(name)), self.of(name), wide)

    def of(self, name: str) -> str:
        """Give a column's value; status, grade, technician and appointment are what was accepted."""
        record = self.record
        if record is None:
            return ""
        if name == "ticket_no":
            return record.ticket_no
        if name in ("status", "grade"):
            return self._choice(name, getattr(record, name))
        if name == "technician" and self.technician and not record.imported:
            mark = self.say("工", "#")
            return f"{self.technician.name}·{mark}{self.technician.no}"
        if name == "appointment_at" and record.appointment:
            return self.moment(record.appointment.at)
        if name in record.means:
            return self.moment(record.means[name])
        return self._cell(record, name)

    def chosen(self, name: str) -> str:
        """Give the key of a column's choice, "" when none is chosen or it can't be understood."""
        if self.record is None:
            return ""
        value = self.policy.decoders[name](self.record.stands(name))
        return value if isinstance(value, str) else ""

    def moment(self, at: datetime) -> str:
        """Give an instant as the sheet shows it: 2026-03-10 15:00."""
        return f"{self.policy.local(at):%Y-%m-%d %H:%M}"

    def arrival(self) -> str:
        """Give when the technician is expected: the time agreed for this visit, else by when they have to be there."""
        if self.record is None:
            return ""
        if not self.record.used and (appointed := self.of("appointment_at")):
            return appointed
        running = {spec.name: clock for spec, clock in clocks(self.record, self.policy)}
        for name in _ARRIVAL:
            clock = running.get(name)
            if clock and clock.runs and clock.deadline:
                by = self.moment(clock.deadline)
                return self.say(f"不晚于 {by}", f"by {by}")
        return ""

    def region(self) -> str:
        """Give the region with its minutes from the desk, guessed from the address where none is written."""
        region = self.policy.region_of(self.of("region"), self.of("address"))
        known = self.policy.regions.get(region)
        if known is None:
            return region
        return self.say(
            f"{region} · 路程{known.minutes}分钟", f"{region} · {known.minutes} min away"
        )

    def warranty(self) -> str:
        """Give the warranty, a person's word before the system's."""
        return self.of("warranty_override") or self.of("warranty")

    def _cell(self, record: TicketRecord, name: str) -> str:
        raw = record.stands(name)
        column = self.policy.column(name)
        if column.type not in ("choice", "choices") or raw == "":
            return display(column, raw)
        value = self.policy.decoders[name](raw)
        if isinstance(value, tuple):
            return self.say("、", "; ").join(self._choice(name, one) for one in value)
        return self._choice(name, value)

    def _choice(self, name: str, value: Value) -> str:
        if isinstance(value, BadCell):
            return value.text
        label = self.policy.column(name).choice_labels.get(str(value))
        return self.told(label) if label else str(value or "")
