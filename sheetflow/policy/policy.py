"""Everything a rule may ask about how the desk works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar
from sheetflow.charges import Tariff
from sheetflow.derived import Derives
from sheetflow.errors import Problem
from sheetflow.model import Scalar, Text
from sheetflow.policy.regions import Regions
from sheetflow.roster import StaffMember
from sheetflow.schema import ClockSpec, Dispatching, Level


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


@dataclass(frozen=True, kw_only=True)
class Policy(Regions, Derives):
    """Everything a rule may ask about how the desk works; `version` names this state of it.

    `desk_url` is the address at which the desk answers, such as http://127.0.0.1:8000.
    `good` are the settings rows that count, by tab and the key of their kind; `left_out` are those that don't; `marks`
    are what wrong rows say of themselves, by tab and position.
    """

    calendars: Mapping[str, Calendar]
    levels: Mapping[tuple[str, str], Level] = field(default_factory=dict)
    tariff: Tariff = field(default_factory=Tariff)
    dispatch: Dispatching = "suggest"
    version: str = ""
    desk_url: str = ""
    good: Mapping[str, Mapping[Any, SettingsRow]] = field(default_factory=dict, compare=False)
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)
    marks: Mapping[str, Mapping[int, Sequence[Text]]] = field(default_factory=dict, compare=False)

    @property
    def automatic(self) -> bool:
        """Say whether dispatch sends by itself whom it would suggest."""
        return self.dispatch == "automatic"

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

    def has_clock(self, name: str) -> bool:
        """Say whether a clock is declared; one that an older or newer schema had may still stand in the outbox."""
        return name in self._clocks

    def say(self, text: Text) -> str:
        """Give a sentence in the workbook's language."""
        return text.of(self.language)

    def local(self, at: datetime) -> datetime:
        """Give an instant as the spreadsheet's wall clock shows it."""
        return at.astimezone(self.zone)

    def midnight(self, now: datetime) -> datetime:
        """Give when the spreadsheet's next day begins; in UTC, which instants compare in at once."""
        wall = datetime.combine(self.local(now).date() + timedelta(days=1), time(), self.zone)
        return wall.astimezone(UTC)

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

    def colleague(self, number: str) -> StaffMember | None:
        """Give somebody by number, None where nobody has it or they have left: customers aren't theirs any more."""
        member = self.staff.get(number)
        return member if member and member.active else None

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

    @cached_property
    def watched(self) -> Mapping[str, tuple[str, ...]]:
        """Name the clocks that are shown for a ticket of each status."""
        clocks, statuses = self.schema.clocks, self._tickets["status"].choice_labels
        return {
            status: tuple(clock.name for clock in clocks if status in clock.seen_in)
            for status in statuses
        }

    @cached_property
    def _clocks(self) -> Mapping[str, ClockSpec]:
        return {spec.name: spec for spec in self.schema.clocks}


@lru_cache(maxsize=4)
def _day(now: datetime, zone: ZoneInfo) -> date:
    """Give the wall clock's date: one planning asks for it thousands of times."""
    return now.astimezone(zone).date()
