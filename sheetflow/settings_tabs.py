"""The settings tabs as policy: staff, regions, service levels and holidays, with the last good row where one is wrong.

read_policy(schema, reading.tables, language="zh", zone=…, automatic=False, last=None) -> (Policy, problems)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar, DatedHours
from sheetflow.cells import decoder, display
from sheetflow.durations import parse_duration
from sheetflow.errors import BadInput, Problem
from sheetflow.model import BadCell, Language, Table, Value
from sheetflow.policy import Policy, Region
from sheetflow.roster import StaffMember, leave_is_clear
from sheetflow.schema import Level, Schema

#: The tabs whose rows make policy; a change in any of them makes a new version.
POLICY_TABS = ("staff", "regions", "levels", "holidays")

#: When a clock warns, in percent of its time, where the level doesn't say (WORKFLOW.md, clock rule 8).
WARN_PERCENT = 75

T = TypeVar("T")


@dataclass(frozen=True)
class Sources:
    """What policy is read from, and what stands in for a wrong row."""

    schema: Schema
    tables: Mapping[str, Table]
    language: Language
    zone: ZoneInfo
    last: Policy | None = None


def read_policy(
    schema: Schema,
    tables: Mapping[str, Table],
    *,
    language: Language,
    zone: ZoneInfo,
    automatic: bool | None = None,
    last: Policy | None = None,
) -> tuple[Policy, tuple[Problem, ...]]:
    """Give the policy as the settings tabs have it, and the problems of the rows that were left out."""
    version = _version(tables)
    if last is not None and last.version == version:
        return last, ()
    sources = Sources(schema, tables, language, zone, last)
    problems: list[Problem] = []
    staff = _keyed(sources, "staff", _member, problems)
    policy = Policy(
        schema=schema,
        language=language,
        zone=zone,
        calendars=_calendars(sources, problems),
        staff={member.no: member for member in staff.values()},
        regions={
            region.name: region for region in _keyed(sources, "regions", _region, problems).values()
        },
        levels={
            (lv.grade, lv.clock): lv for lv in _keyed(sources, "levels", _level, problems).values()
        },
        automatic=schema.policy.dispatch == "automatic" if automatic is None else automatic,
        version=version,
    )
    return policy, tuple(problems)


def _version(tables: Mapping[str, Table]) -> str:
    found = [[list(row) for row in tables[tab].rows] for tab in POLICY_TABS if tab in tables]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


class RowProblem(Exception):
    """A settings row that can't be used: the column, what was found, and what to write."""

    def __init__(self, column: str, found: str, remedy: str) -> None:
        """Keep the three parts for the problem that names the row."""
        super().__init__(found)
        self.column, self.found, self.remedy = column, found, remedy


Cells = dict[str, Any]


def _keyed(
    sources: Sources,
    tab: str,
    build: Callable[[Cells, Sources], T],
    problems: list[Problem],
) -> dict[int, T]:
    """Build a value per used row; a row that can't be used is told with its address."""
    built: dict[int, T] = {}
    for position, cells in _rows(sources, tab):
        try:
            bad = next(((name, c) for name, c in cells.items() if isinstance(c, BadCell)), None)
            if bad:
                raise RowProblem(bad[0], bad[1].why.of(sources.language), "")
            built[position] = build(cells, sources)
        except RowProblem as problem:
            problems.append(_told(sources, tab, position, problem))
            if kept := _last_good(sources, tab, cells):
                built[position] = kept
    return built


def _rows(sources: Sources, tab: str) -> Iterator[tuple[int, Cells]]:
    table = sources.tables.get(tab)
    if table is None:
        return
    columns = sources.schema.tab(tab).by_key
    readers = {name: decoder(columns[name], sources.zone) for name in table.columns}
    for position in range(len(table.rows)):
        cells = {name: read(table.cell(position, name)) for name, read in readers.items()}
        if any(cell is not None for cell in cells.values()):
            yield position, cells


def _told(sources: Sources, tab: str, position: int, problem: RowProblem) -> Problem:
    spec = sources.schema.tab(tab)
    column = spec.column(problem.column).label.of(sources.language)
    where = f"{spec.label.of(sources.language)}!{position + 2} {column}"
    kept = {"zh": "更正前按上次的有效内容执行", "en": "Until mended, the last good row goes on"}
    return Problem(where, problem.found, f"{problem.remedy} {kept[sources.language]}".strip())


def _last_good(sources: Sources, tab: str, cells: Cells) -> Any:
    last = sources.last
    if last is None:
        return None
    if tab == "staff":
        return last.staff.get(str(cells.get("no")))
    if tab == "regions":
        return last.regions.get(str(cells.get("region")))
    return last.levels.get((str(cells.get("grade")), str(cells.get("clock"))))


def _member(cells: Cells, sources: Sources) -> StaffMember:
    no, name = _word(cells, "no"), _word(cells, "name")
    if not (no and name):
        raise RowProblem(
            "no", "工号或姓名是空的 / number or name is empty", "两者都要填 / fill in both"
        )
    leave = _word(cells, "leave")
    if not leave_is_clear(leave, date(2000, 1, 1)):
        raise RowProblem("leave", f"「{leave}」", "2026-03-10..2026-03-12; 3/15 13:30-18:00")
    return StaffMember(
        no=no.zfill(2) if no.isdigit() else no,
        name=name,
        roles=_words(cells, "roles"),
        phone=_word(cells, "phone"),
        email=_word(cells, "email"),
        skills=_words(cells, "skills"),
        regions=_words(cells, "regions"),
        shift=_word(cells, "shift"),
        leave=leave,
        active=cells.get("active") is not False,
        notices=_word(cells, "notices"),
    )


def _region(cells: Cells, sources: Sources) -> Region:
    name, minutes = _word(cells, "region"), cells.get("minutes")
    if not name or minutes is None:
        raise RowProblem("minutes", "没有分钟数 / no minutes", "20")
    return Region(name, int(minutes), _words(cells, "aliases"), _words(cells, "neighbours"))


def _level(cells: Cells, sources: Sources) -> Level:
    clock = _word(cells, "clock")
    if clock not in {spec.name for spec in sources.schema.clocks}:
        raise RowProblem("clock", f"「{clock}」", "response")
    target, percent = _word(cells, "target"), cells.get("warn_percent")
    return Level(
        _word(cells, "grade") or "any",
        clock,
        parse_duration(target) if target else None,
        WARN_PERCENT if percent is None else int(percent),
    )


def _calendars(sources: Sources, problems: list[Problem]) -> dict[str, Calendar]:
    dated: dict[str, list[DatedHours]] = {}
    for _, cells in _rows(sources, "holidays"):
        day = cells.get("date")
        if isinstance(day, date):
            kind, hours = _word(cells, "kind"), cells.get("hours")
            dated.setdefault(_word(cells, "calendar"), []).append(
                DatedHours(day, kind, None if hours is None else str(hours))
            )
    calendars: dict[str, Calendar] = {}
    for spec in sources.schema.calendars:
        try:
            calendars[spec.name] = Calendar.from_spec(
                spec.spec, name=spec.name, exceptions=dated.get(spec.name, ())
            )
        except BadInput as fault:
            problems.extend(fault.problems)
            calendars[spec.name] = (
                sources.last.calendars[spec.name]
                if sources.last
                else Calendar.from_spec(spec.spec, name=spec.name)
            )
    return calendars


def _word(cells: Cells, column: str) -> str:
    found: Value = cells.get(column)
    if isinstance(found, tuple):
        return ";".join(found)
    return "" if found is None else str(found).strip()


def _words(cells: Cells, column: str) -> tuple[str, ...]:
    found = cells.get(column)
    if isinstance(found, tuple):
        return found
    return (str(found),) if found else ()


__all__ = ["POLICY_TABS", "display", "read_policy"]
