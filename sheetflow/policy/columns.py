"""The columns of the workbook's tabs: who writes them, and how their cells are read, written and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from sheetflow.cells import Decoder, Encoder, Sheet, decoder, display, encoder
from sheetflow.columns import Column
from sheetflow.model import Json, Language, NewRow, Scalar, Text, Value
from sheetflow.roster import StaffMember
from sheetflow.schema import Schema, Tab

#: Column types in which any wording is understood; a link that is none is told beside 工单 only.
WORDS = frozenset({"text", "longtext", "phone", "technician", "list"})
FREE = WORDS | {"link"}


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The schema's columns in this workbook's language and zone; technicians are written by their names."""

    schema: Schema
    language: Language
    zone: ZoneInfo
    staff: Mapping[str, StaffMember] = field(default_factory=dict)

    def label(self, name: str) -> Text:
        """Give the words for a ticket column, or as "column.choice" for one of its choices."""
        column, _, choice = name.partition(".")
        found = self._tickets[column]
        return found.choice_labels[choice] if choice else found.label

    def column(self, name: str) -> Column:
        """Give a ticket column's declaration."""
        return self._tickets[name]

    def display(self, column: str, raw: Scalar) -> str:
        """Give a ticket cell as staff see it."""
        return display(self._tickets[column], raw)

    def encode(self, column: str, value: Value) -> Scalar:
        """Give the cell of a ticket column's value, as the sheet holds it."""
        return self.encoders[column](value)

    def encode_row(self, tab: Tab, values: Mapping[str, Value]) -> dict[str, Scalar]:
        """Give the raw cells of a row of any tab."""
        encoders = self._encoders_of(tab)
        return {name: encoders[name](value) for name, value in values.items()}

    @cached_property
    def staff_columns(self) -> tuple[str, ...]:
        """Name the ticket columns that people write."""
        return tuple(key for key, col in self._tickets.items() if col.written_by == "staff")

    @cached_property
    def people_columns(self) -> tuple[str, ...]:
        """Name the ticket columns that people write, those that we write too among them."""
        return tuple(key for key, col in self._tickets.items() if col.written_by != "system")

    def people_columns_of(self, tab: str) -> tuple[str, ...]:
        """Name the columns of another tab that people write, but for its key and the ticket that a row names."""
        found = self.schema.tab(tab)
        ours = {*found.key_columns, "ticket_no"}
        writers = ((one.key, one.written_by) for one in found.columns)
        return tuple(key for key, writer in writers if writer != "system" and key not in ours)

    def said_in(self, row: NewRow) -> dict[str, Json]:
        """Give what a row of another tab says where people may change it: the event `filed` keeps that."""
        theirs = self.people_columns_of(row.tab)
        return {name: row.values[name] for name in theirs if row.values.get(name, "") != ""}

    @cached_property
    def stamp_columns(self) -> tuple[str, ...]:
        """Name the system's columns that say when a step happened."""
        return tuple(name for name in self.system_columns if self._tickets[name].stamp)

    @cached_property
    def system_columns(self) -> tuple[str, ...]:
        """Name the ticket columns that only the system writes, but for the number."""
        found = (key for key, col in self._tickets.items() if col.written_by == "system")
        return tuple(key for key in found if key != "ticket_no")

    @cached_property
    def checked_columns(self) -> tuple[str, ...]:
        """Name the staff's columns whose cells may be impossible to understand."""
        found = (self._tickets[key] for key in self.staff_columns)
        return tuple(column.key for column in found if column.type not in FREE)

    def checked_columns_of(self, tab: str) -> tuple[str, ...]:
        """Name the columns of another tab whose cells may be impossible to understand, whoever writes them."""
        columns = self.schema.tab(tab).columns
        return tuple(one.key for one in columns if one.type not in WORDS)

    @cached_property
    def decoders(self) -> Mapping[str, Decoder]:
        """Give the reader of each ticket column's cells."""
        return {key: decoder(column, self.zone) for key, column in self._tickets.items()}

    def decoders_of(self, tab: str) -> Mapping[str, Decoder]:
        """Give the reader of each column's cells of any tab."""
        if tab not in self._decoders:
            columns = self.schema.tab(tab).columns
            self._decoders[tab] = {one.key: decoder(one, self.zone) for one in columns}
        return self._decoders[tab]

    @cached_property
    def encoders(self) -> Mapping[str, Encoder]:
        """Give the writer of each ticket column's cells."""
        return self._encoders_of(self.schema.tab("tickets"))

    def _encoders_of(self, tab: Tab) -> Mapping[str, Encoder]:
        if tab.key not in self._encoders:
            sheet = self._sheet
            self._encoders[tab.key] = {one.key: encoder(one, sheet) for one in tab.columns}
        return self._encoders[tab.key]

    @cached_property
    def _encoders(self) -> dict[str, Mapping[str, Encoder]]:
        return {}

    @cached_property
    def _decoders(self) -> dict[str, Mapping[str, Decoder]]:
        return {"tickets": self.decoders}

    @cached_property
    def _sheet(self) -> Sheet:
        names = {member.no: member.name for member in self.staff.values()}
        return Sheet(self.zone, self.language, names)

    @cached_property
    def _tickets(self) -> Mapping[str, Column]:
        return self.schema.tab("tickets").by_key
