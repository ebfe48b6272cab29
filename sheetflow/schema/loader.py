"""From the file to the checked declaration, all faults of all profiles at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from sheetflow.columns import Choice
from sheetflow.durations import format_duration
from sheetflow.errors import BadInput, Problem
from sheetflow.model import Text, Value
from sheetflow.schema import places
from sheetflow.schema.desk import read_notices, read_policy
from sheetflow.schema.documents import read_documents
from sheetflow.schema.look import read_highlights, read_views
from sheetflow.schema.parts import CalendarSpec, Level, Profile, Schema, Tab
from sheetflow.schema.places import Spot
from sheetflow.schema.section import Section, nearest
from sheetflow.schema.skills import read_skills
from sheetflow.schema.tabs import read_choices, read_tabs
from sheetflow.schema.timing import (
    calendar_label,
    read_calendars,
    read_clocks,
    read_ladder,
    read_levels,
)

#: GOOGLE_SHEETS.md "Safe writing", 7.
MAX_CHANGES = 500


def load(path: Path, *, profile: str = "generic") -> Schema:
    """Give the schema of a file with a profile's differences applied.

    Raises BadInput with every problem of the file and of all its profiles, in the order of its lines:
    ``sheet_schema.yaml:112 levels.urgent.response: '4' has no unit. Write a number and a unit, …``

    A text is read once: 50 ms at each opening of a desk otherwise.
    """
    given = places.text_of(path), path.name, path.resolve().parent, profile
    found = _read(*given)
    logo = found.papers.logo
    return found if logo is None or logo.is_file() else _read.__wrapped__(*given)


def load_calendars(path: Path, *, profile: str = "generic") -> tuple[CalendarSpec, ...]:
    """Give the calendars of a file with a profile's differences applied, whatever else it holds or lacks.

    Raises BadInput with every problem of them.
    """
    whole, problems = places.read(places.text_of(path), path.name)
    changes = Section(whole, []).section("profiles").section(profile).section("changes").spot
    top = Section(places.overlaid(whole, changes), problems)
    top.needed("calendars", 'Write calendars: {desk: {weekly: {daily: ["08:00-20:00"]}}}')
    found = read_calendars(top.section("calendars"))
    if problems:
        raise BadInput(sorted(set(problems), key=_line))
    return found


@lru_cache(maxsize=8)
def _read(text: str, name: str, folder: Path, profile: str) -> Schema:
    """Give the schema of a text; its logo lies in `folder`."""
    whole, problems = places.read(text, name)
    top = Section(whole, problems)
    profiles, changes = _profiles(top)
    schemas = {
        one: _schema(whole, profiles, one, change, folder) for one, change in changes.items()
    }
    for _, found in schemas.values():
        problems += found
    if profile not in profiles:
        remedy = nearest(profile, profiles)
        problems.append(Problem(f"{name} profiles", f"there is no profile '{profile}'", remedy))
    if problems:
        raise BadInput(sorted(set(problems), key=_line))
    return schemas[profile][0]


def _line(problem: Problem) -> tuple[int, str]:
    number = problem.where.partition(":")[2].partition(" ")[0]
    return int(number) if number.isdigit() else 0, str(problem)


def _profiles(top: Section) -> tuple[Mapping[str, Profile], Mapping[str, Spot]]:
    profiles, changes = {}, {}
    for name, entry in top.section("profiles").entries():
        profiles[name] = Profile(name, entry.label())
        changes[name] = entry.take("changes") or Spot(entry.spot.file, entry.spot.line, "", {})
        entry.close()
    if not profiles:
        top.complain(top.spot, "'profiles' is missing", "Write profiles: {generic: {label: …}}")
        changes["generic"] = Spot(top.spot.file, 1, "", {})
        profiles["generic"] = Profile("generic", top.label(required=False))
    return profiles, changes


def _schema(
    whole: Spot, profiles: Mapping[str, Profile], name: str, change: Spot, folder: Path
) -> tuple[Schema, list[Problem]]:
    problems: list[Problem] = []
    top = Section(places.overlaid(whole, change), problems)
    top.take("profiles")
    lists = {key: read_choices(entry) for key, entry in top.section("choices").entries()}
    lists["clock"] = _named(whole, "clocks", lambda _, entry: entry.label())
    lists["calendar"] = _named(whole, "calendars", calendar_label)
    tabs = read_tabs(top.section("tabs"), lists)
    by_key = {tab.key: tab for tab in tabs}
    calendars = read_calendars(top.section("calendars"))
    calendar_names = [calendar.name for calendar in calendars]
    clocks = read_clocks(top.section("clocks"), by_key.get("tickets"), calendar_names)
    by_clock = {clock.name: clock for clock in clocks}
    keys = {key: [choice.key for choice in choices] for key, choices in lists.items()}
    levels = read_levels(top.section("levels"), keys.get("any_grade", []), by_clock)
    roles = {choice.key: choice.label for choice in lists.get("role", ())}
    schema = Schema(
        profile=profiles[name],
        profiles=tuple(profiles.values()),
        tabs=tuple(_with_levels(tab, levels) for tab in tabs),
        calendars=calendars,
        clocks=clocks,
        levels=levels,
        ladder=read_ladder(top.take("ladder"), top, roles),
        roles=roles,
        notices=read_notices(top.section("notices"), roles),
        policy=read_policy(top.section("policy"), keys.get("charge", []), keys.get("paper", [])),
        papers=read_documents(top.section("documents"), folder),
        highlights=read_highlights(top.section("highlights"), by_key, by_clock),
        views=read_views(top.section("views"), by_key),
        max_changes=top.number("max_changes", MAX_CHANGES),
        skills=read_skills(top.section("skills")),
    )
    top.close()
    return schema, problems


def _named(whole: Spot, section: str, label: Callable[[str, Section], Text]) -> tuple[Choice, ...]:
    """Offer the clocks and calendars by their labels; their own readers report what is wrong with them."""
    entries = Section(whole, []).section(section).entries()
    return tuple(Choice(name, label(name, entry)) for name, entry in entries)


def _with_levels(tab: Tab, levels: Sequence[Level]) -> Tab:
    """Let the levels tab begin with the levels, so that they are written once."""
    if tab.key != "levels":
        return tab
    return replace(tab, first=tuple(_level_row(level) for level in levels))


def _level_row(level: Level) -> Mapping[str, Value]:
    target = format_duration(level.target, "en") if level.target else None
    warn = Decimal(level.warn_percent)
    return {"grade": level.grade, "clock": level.clock, "target": target, "warn_percent": warn}
