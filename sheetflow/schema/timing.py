"""The schema's time: calendars, clocks with the columns they stand in, levels and the ladder."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sheetflow.calendars import Calendar
from sheetflow.columns import Column
from sheetflow.errors import BadInput
from sheetflow.model import Text
from sheetflow.schema.parts import CalendarSpec, ClockSpec, Level, Outside, Rung, Tab
from sheetflow.schema.places import Spot
from sheetflow.schema.section import Section, read_duration, shown

#: WORKFLOW.md, clocks, 8: a warning at 75 % of the working time unless levels say otherwise.
WARN_PERCENT = 75

#: The clocks that rules watch (WORKFLOW.md, clocks); any of them is off where the levels give it no target.
WATCHED = (
    "response",
    "onsite",
    "undispatched",
    "promise",
    "contact",
    "guidance_followup",
    "escalation",
    "revisit",
)

#: Where a calendar that names no zone is.
HOME_ZONE = "Asia/Shanghai"


def read_calendars(section: Section) -> tuple[CalendarSpec, ...]:
    """Read the calendars; each is built once, so that a zone or a window that can't be used is told here."""
    return tuple(_calendar(name, entry) for name, entry in section.entries(capitals=True))


def calendar_label(name: str, section: Section) -> Text:
    """Give how a calendar is called in the sheet: by its name where it has no label."""
    return section.label() if section.has("label") else Text(name, name)


def _calendar(name: str, section: Section) -> CalendarSpec:
    label = calendar_label(name, section)
    written = section.spot.plain
    spec = {"zone": HOME_ZONE, **written} if isinstance(written, Mapping) else {}
    spec.pop("label", None)
    try:
        if spec:
            Calendar.from_spec(spec, name=name)
    except BadInput as fault:
        for problem in fault.problems:
            _, _, below = problem.where.partition(f"{name}.")
            spot = _deepest(section.spot, below.split("."))
            section.complain(spot, problem.found, problem.remedy)
    return CalendarSpec(name, label, spec)


def _deepest(spot: Spot, keys: list[str]) -> Spot:
    """Follow keys down as far as they are written: a fault of a missing key stands where it should be."""
    for key in keys:
        if not isinstance(spot.value, Mapping) or key not in spot.value:
            return Spot(spot.file, spot.line, f"{spot.path}.{key}", None)
        spot = spot.value[key]
    return spot


def read_clocks(
    section: Section, tickets: Tab | None, calendars: Collection[str]
) -> tuple[ClockSpec, ...]:
    """Read the clocks, all of `WATCHED`; each needs a known calendar and its columns in the tickets tab."""
    columns = tickets.by_key if tickets else {}
    clocks = tuple(_clock(name, entry, columns, calendars) for name, entry in section.entries())
    for lacking in sorted(set(WATCHED) - {clock.name for clock in clocks}):
        remedy = "Write it again; to switch it off leave its target out under levels"
        section.complain(section.spot, f"'{lacking}' is missing, and rules watch it", remedy)
    return clocks


def _clock(
    name: str, section: Section, columns: Mapping[str, Column], calendars: Collection[str]
) -> ClockSpec:
    statuses = _choices(columns, "status")
    without = {**_choices(columns, "request_type"), **_choices(columns, "route")}
    clock = ClockSpec(
        name=name,
        label=section.label(),
        starts=section.names("from", columns),
        stops=section.names("stops", columns),
        calendar=section.one_of("calendar", calendars, "wall"),
        prefix=section.text("columns", name),
        seen_in=section.names("seen_in", statuses),
        pausable=section.flag("pausable"),
        not_for=section.names("not_for", without),
        moot=section.names("moot", columns),
        outside=_outside(section, calendars),
    )
    lacking = [column for column in (clock.due, clock.warn, clock.met) if column not in columns]
    if lacking:
        found = f"the tickets tab has no column {', '.join(lacking)} for this clock"
        section.complain(
            section.spot, found, "Add them, or put the clock's prefix right under columns"
        )
    for needed in ("from", "stops", "seen_in"):
        if not section.take(needed):
            section.complain(section.spot, f"'{needed}' is missing", f"Write {needed}: […]")
    section.close()
    return clock


def _choices(columns: Mapping[str, Column], name: str) -> Mapping[str, Text]:
    return columns[name].choice_labels if name in columns else {}


def _outside(section: Section, calendars: Collection[str]) -> Outside | None:
    if section.take("outside") is None:
        return None
    entry = section.section("outside")
    outside = Outside(entry.one_of("calendar", calendars, "desk"), entry.duration("plus"))
    entry.close()
    return outside


def read_levels(
    section: Section, grades: Collection[str], clocks: Collection[str]
) -> tuple[Level, ...]:
    """Read the levels: `urgent: {response: 4 h}`, or with its warning `{target: 30 min, warn: 50}`."""
    levels = []
    for grade, entry in section.entries():
        if grade not in grades:
            section.known(
                Spot(section.spot.file, entry.spot.line, entry.spot.path, grade), grades, ""
            )
        for clock, spot in entry.named():
            if clock not in clocks:
                section.known(Spot(spot.file, spot.line, spot.path, clock), clocks, "")
            levels.append(_level(entry, spot, grade, clock))
    return tuple(levels)


def _level(section: Section, spot: Spot, grade: str, clock: str) -> Level:
    if spot.value is None:
        return Level(grade, clock, None, WARN_PERCENT)
    if not isinstance(spot.value, Mapping):
        return Level(grade, clock, read_duration(section, spot), WARN_PERCENT)
    entry = Section(spot, section.problems)
    target, warn = entry.take("target"), entry.number("warn", WARN_PERCENT)
    if not 1 <= warn <= 100:
        entry.complain(spot, f"a warning at {warn} % never comes", "Write a figure from 1 to 100")
    entry.close()
    return Level(grade, clock, read_duration(section, target) if target else None, warn)


def read_ladder(spot: Spot | None, section: Section, roles: Mapping[str, Text]) -> tuple[Rung, ...]:
    """Read the ladder: `- {after: 30 min, to: [supervisor]}`, earliest first."""
    if spot is None:
        return ()
    if not isinstance(spot.value, (list, tuple)):
        section.complain(
            spot, f"{shown(spot)} is not a list", "Write '- {after: 30 min, to: [role]}'"
        )
        return ()
    rungs = []
    for item in spot.value:
        entry = Section(item, section.problems)
        rungs.append(Rung(entry.duration("after"), entry.names("to", roles)))
        entry.close()
    return tuple(sorted(rungs, key=lambda rung: rung.after))
