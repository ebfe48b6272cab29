"""Reading a calendar as people write it, in sheet_schema.yaml and in the tab 节假日, with every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from sheetflow.calendars.official import COUNTRIES
from sheetflow.calendars.window import Window, in_order, read_hours, read_window
from sheetflow.errors import Problem
from sheetflow.unreadable import Unreadable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = ("zone", "weekly", "official")
_WORKS = {"休": False, "off": False, "班": True, "work": True}


@dataclass(frozen=True, slots=True)
class DatedHours:
    """A row of 节假日: a day off (休, off), or a workday (班, work) with its hours, None or "" for Monday's.

    ``DatedHours(date(2026, 11, 11), "班", "08:00-22:00", where="节假日!A5")``
    """

    day: date
    kind: str
    hours: str | None = None
    where: str = ""


@dataclass(slots=True)
class Reading:
    """One calendar being read; whatever is wrong is added to `problems`, and its part left out."""

    where: str
    problems: list[Problem] = field(default_factory=list)

    def spec(
        self, spec: Mapping[str, object]
    ) -> tuple[str, dict[int, tuple[Window, ...]], str | None]:
        """Read zone, weekly windows by weekday (Monday is 0), and the state whose holidays apply."""
        for key in spec:
            if key not in _KEYS:
                self._wrong(str(key), "no calendar has this key", f"Use {', '.join(_KEYS)}")
        return (
            self._zone(spec.get("zone")),
            self._weekly(spec.get("weekly")),
            self._official(spec.get("official")),
        )

    def exceptions(
        self, rows: Iterable[DatedHours], *, monday: tuple[Window, ...]
    ) -> dict[date, tuple[Window, ...]]:
        """Read the dated rows; a workday without hours has Monday's."""
        dated: dict[date, tuple[Window, ...]] = {}
        for row in rows:
            where = row.where or f"{self.where} {row.day}"
            if row.day in dated:
                self._add(where, f"{row.day} is listed twice", "Keep one of the rows")
            dated[row.day] = self._dated(row, where, monday)
        return dated

    def _dated(self, row: DatedHours, where: str, monday: tuple[Window, ...]) -> tuple[Window, ...]:
        works = _WORKS.get(row.kind.strip().lower())
        hours = (row.hours or "").strip()
        if works is None:
            self._add(where, f"'{row.kind}' is no kind of day", "Write 休 (off) or 班 (work)")
        elif not works and hours:
            self._add(where, f"a day off with hours {hours}", "Empty the hours, or write 班 (work)")
        elif works and not hours and not monday:
            self._add(where, "a workday without hours, and Monday has none", "Write its hours")
        elif works:
            return self._hours(where, hours) if hours else monday
        return ()

    def _hours(self, where: str, hours: str) -> tuple[Window, ...]:
        try:
            return read_hours(hours)
        except Unreadable as error:
            self.problems.append(error.at(where))
            return ()

    def _zone(self, name: object) -> str:
        try:
            return ZoneInfo(str(name or "")).key
        except (LookupError, ValueError, OSError):
            found = "no zone" if name is None else f"'{name}' is no time zone"
            near = get_close_matches(str(name), sorted(available_timezones()), n=1, cutoff=0.8)
            self._wrong("zone", found, f"Write {near[0] if near else 'Asia/Shanghai'}")
            return ""

    def _official(self, country: object) -> str | None:
        if country is None:
            return None
        if country not in COUNTRIES:
            self._wrong(
                "official",
                f"no official days are known for {country!r}",
                f"Write {' or '.join(COUNTRIES)}, or leave it out and list the days in 节假日",
            )
        return str(country)

    def _weekly(self, weekly: object) -> dict[int, tuple[Window, ...]]:
        read: dict[int, tuple[Window, ...]] = {}
        if not isinstance(weekly, Mapping) or not weekly:
            self._wrong("weekly", "no hours", 'Write mon-fri: ["09:00-12:00", "13:30-18:00"]')
            return read
        for key, listed in weekly.items():
            windows = tuple(self._windows(f"weekly.{key}", listed))
            for day in self._weekdays(key):
                if day in read:
                    self._wrong(
                        f"weekly.{key}", f"{DAYS[day]} has hours twice", "Name each day once"
                    )
                read[day] = windows
        if not any(read.values()) and not self.problems:
            self._wrong("weekly", "never open", "Give one day hours, such as 09:00-18:00")
        return read

    def _windows(self, key: str, listed: object) -> Iterator[Window]:
        items = listed if isinstance(listed, list | tuple) else [] if listed is None else [listed]
        windows = []
        for item in items:
            try:
                windows.append(read_window(str(item)))
            except Unreadable as error:
                self.problems.append(error.at(f"{self.where}.{key}"))
        try:
            yield from in_order(windows)
        except Unreadable as error:
            self.problems.append(error.at(f"{self.where}.{key}"))

    def _weekdays(self, key: object) -> list[int]:
        """Read ``daily``, ``sat`` or ``mon-fri`` (``fri-mon`` runs over the weekend)."""
        first, _, last = str(key).strip().lower().partition("-")
        if first == "daily" and not last:
            return list(range(7))
        if first not in DAYS or (last or first) not in DAYS:
            self._wrong(
                f"weekly.{key}", "not a weekday", f"Write daily, mon-fri, or {', '.join(DAYS)}"
            )
            return []
        start = DAYS.index(first)
        length = (DAYS.index(last or first) - start) % 7 + 1
        return [(start + day) % 7 for day in range(length)]

    def _wrong(self, key: str, found: str, remedy: str) -> None:
        self._add(f"{self.where}.{key}", found, remedy)

    def _add(self, where: str, found: str, remedy: str) -> None:
        self.problems.append(Problem(where, found, remedy))
