"""The desk's rules of business as they stand: the schema's switches, and the settings tabs that staff keep.

    policy, problems = read_policy(schema, reading.tables, language="zh", zone=…, last=previous)

A wrong row of a settings tab is told as a problem, and the row's last good version goes on (SHEET.md, "Tabs").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar
from sheetflow.cells import Decoder, Encoder, Sheet, decoder, display, encoder
from sheetflow.charges import Tariff
from sheetflow.columns import Column, folded
from sheetflow.errors import Problem
from sheetflow.model import Language, Scalar, Text, Value
from sheetflow.roster import StaffMember
from sheetflow.schema import ClockSpec, Level, Schema, Tab

#: Column types in which any wording is understood; a link that is none is told beside 工单 only.
WORDS = frozenset({"text", "longtext", "phone", "technician", "list"})
FREE = WORDS | {"link"}


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the town: the minutes from the desk, and which regions lie beside it."""

    name: str
    minutes: int
    aliases: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()


class SettingsRow(NamedTuple):
    """A row of a settings tab that counts, its filled cells as they were read when they were good.

    `position` is where it stands, or the wrong row in whose place it goes on.
    """

    position: int
    cells: Mapping[str, Scalar]


class LeftOut(NamedTuple):
    """A row of a settings tab that is wrong and never was good: its words by column, and what is wrong first."""

    tab: str
    key: Any
    words: Mapping[str, str]
    problem: Problem


@dataclass(frozen=True)
class Policy:
    """Everything a rule may ask about how the desk works; `version` names this state of it.

    `desk_url` is the address at which the desk answers, such as http://127.0.0.1:8000.
    `good` are the settings rows that count, by tab and the key of their kind; `left_out` are those that don't.
    """

    schema: Schema
    language: Language
    zone: ZoneInfo
    calendars: Mapping[str, Calendar]
    staff: Mapping[str, StaffMember] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    levels: Mapping[tuple[str, str], Level] = field(default_factory=dict)
    tariff: Tariff = field(default_factory=Tariff)
    automatic: bool = False
    version: str = ""
    desk_url: str = ""
    good: Mapping[str, Mapping[Any, SettingsRow]] = field(default_factory=dict, compare=False)
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)

    def level(self, grade: str, clock: str) -> Level | None:
        """Give the service level of a grade's clock, from the tab, else from the schema."""
        key, levels = (grade, clock), self.levels
        try:
            return self._found_levels[key]
        except KeyError:
            found = levels.get(key) or levels.get(("any", clock)) or self.schema.level(*key)
            self._found_levels[key] = found
            return found

    @cached_property
    def _found_levels(self) -> dict[tuple[str, str], Level | None]:
        return {}

    def calendar(self, name: str) -> Calendar:
        """Give a calendar by its name; an unknown name is a KeyError, which the schema's check rules out."""
        return self.calendars[name]

    def clock(self, name: str) -> ClockSpec:
        """Give a clock's declaration."""
        return self._clocks[name]

    def label(self, name: str) -> Text:
        """Give the words for a ticket column, or as "column.choice" for one of its choices."""
        column, _, choice = name.partition(".")
        found = self._tickets[column]
        return found.choice_labels[choice] if choice else found.label

    def say(self, text: Text) -> str:
        """Give a sentence in the workbook's language."""
        return text.of(self.language)

    def local(self, at: datetime) -> datetime:
        """Give an instant as the spreadsheet's wall clock shows it."""
        return at.astimezone(self.zone)

    def midnight(self, now: datetime) -> datetime:
        """Give when the spreadsheet's next day begins."""
        return datetime.combine(self.local(now).date() + timedelta(days=1), time(), self.zone)

    def moment(self, at: datetime, now: datetime) -> str:
        """Give a time as staff read it: 15:10 today, 3/11 10:00 on another day."""
        wall = self.local(at)
        day = "" if wall.date() == _day(now, self.zone) else f"{wall.month}/{wall.day} "
        return f"{day}{wall.hour:02}:{wall.minute:02}"

    def holders(self, role: str, now: datetime) -> tuple[StaffMember, ...]:
        """Give who a notice to a role reaches: active holders on shift, else all holders, else the owners.

        SHEET.md, "Notices": none at all is for the health page.
        """
        holders = [
            member for member in self.staff.values() if role in member.roles and member.active
        ]
        on_shift = [member for member in holders if self.on_shift(member, now)]
        if on_shift or holders or role == "owner":
            return tuple(on_shift or holders)
        return self.holders("owner", now)

    def supervisor(self, actor: str) -> bool:
        """Say whether an actor, the number first (06 吴强), may do what wants a named supervisor."""
        member = self.staff.get(actor.partition(" ")[0])
        return member is not None and member.supervises

    def ticket_page(self, ticket_no: str) -> str:
        """Give the address of a ticket's page on the desk."""
        return f"{self.desk_url}/desk/tickets/{ticket_no}"

    def on_shift(self, member: StaffMember, at: datetime) -> bool:
        """Say whether somebody works at this instant: in their shift and not on leave."""
        shift = self.calendars.get(member.shift or "desk")
        return (shift is None or shift.is_open(at)) and not member.on_leave(self.local(at))

    def travel(self, region: str, *, start: str = "") -> timedelta:
        """Give the travel time to a region, from the desk or from the last customer's region (SHEET.md, "Lists")."""
        target = self.regions.get(region)
        if target is None:
            return timedelta(0)
        origin = self.regions.get(start)
        if origin is None:
            minutes = target.minutes
        elif origin.name == target.name:
            minutes = self.schema.policy.same_region_minutes
        elif target.name in origin.neighbours or origin.name in target.neighbours:
            minutes = max(origin.minutes, target.minutes)
        else:
            minutes = origin.minutes + target.minutes
        return timedelta(minutes=minutes)

    def region_named(self, text: str) -> str:
        """Give the region that a cell means, by name or alias; one that isn't in the tab stays as it is."""
        found = self._regions_read.get(text)
        if found is None:
            found = self._regions_by_name.get(folded(text), text.strip())
            self._regions_read[text] = found
        return found

    def region_at(self, address: str) -> str | None:
        """Give the region whose name or alias an address contains, the longest match first."""
        names = ((name, r.name) for r in self.regions.values() for name in (r.name, *r.aliases))
        found = [(len(name), region) for name, region in names if name and name in address]
        return max(found)[1] if found else None

    @cached_property
    def _regions_read(self) -> dict[str, str]:
        return {}

    @cached_property
    def _regions_by_name(self) -> Mapping[str, str]:
        regions = self.regions.values()
        return {folded(name): r.name for r in regions for name in (r.name, *r.aliases)}

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
        sheet = self._sheet
        return {name: encoder(tab.column(name), sheet)(value) for name, value in values.items()}

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
    def watched(self) -> Mapping[str, tuple[str, ...]]:
        """Name the clocks that are shown for a ticket of each status."""
        clocks, statuses = self.schema.clocks, self._tickets["status"].choice_labels
        return {
            status: tuple(clock.name for clock in clocks if status in clock.seen_in)
            for status in statuses
        }

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
    def _decoders(self) -> dict[str, Mapping[str, Decoder]]:
        return {"tickets": self.decoders}

    @cached_property
    def encoders(self) -> Mapping[str, Encoder]:
        """Give the writer of each ticket column's cells."""
        sheet = self._sheet
        return {key: encoder(column, sheet) for key, column in self._tickets.items()}

    @cached_property
    def _sheet(self) -> Sheet:
        names = {member.no: member.name for member in self.staff.values()}
        return Sheet(self.zone, self.language, names)

    @cached_property
    def _clocks(self) -> Mapping[str, ClockSpec]:
        return {spec.name: spec for spec in self.schema.clocks}

    @cached_property
    def _tickets(self) -> Mapping[str, Column]:
        return self.schema.tab("tickets").by_key


@lru_cache(maxsize=4)
def _day(now: datetime, zone: ZoneInfo) -> date:
    """Give the wall clock's date: one planning asks for it thousands of times."""
    return now.astimezone(zone).date()
