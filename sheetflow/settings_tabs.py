"""The settings tabs as policy: staff, regions, service levels and holidays, with the last good row where one is wrong.

read_policy(schema, reading.tables, language="zh", zone=…, automatic=False, last=None) -> (Policy, problems)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar
from sheetflow.cells import decoder
from sheetflow.errors import BadInput, Problem
from sheetflow.model import BadCell, Language, Table, Text
from sheetflow.policy import Policy
from sheetflow.schema import Schema
from sheetflow.settings_rows import (
    EVERY_GRADE,
    CellProblem,
    Cells,
    Sources,
    holiday,
    level,
    look_at_holiday,
    look_at_level,
    look_at_member,
    look_at_region,
    member,
    number,
    region,
    word,
    words,
)

#: The tabs whose rows make policy; a change in any of them makes a new version.
POLICY_TABS = ("staff", "regions", "levels", "holidays")

T = TypeVar("T")


def read_policy(
    schema: Schema,
    tables: Mapping[str, Table],
    *,
    language: Language,
    zone: ZoneInfo,
    automatic: bool | None = None,
    last: Policy | None = None,
    desk_url: str = "",
) -> tuple[Policy, tuple[Problem, ...]]:
    """Give the policy as the settings tabs have it, and the problems of the rows that were left out."""
    version = _version(tables)
    if last is not None and last.version == version:
        return last, ()
    sources = Sources(schema, tables, language, zone, last)
    problems: list[Problem] = []
    policy = Policy(
        schema=schema,
        language=language,
        zone=zone,
        calendars=_calendars(sources, problems),
        staff=_built(sources, "staff", look_at_member, member, problems),
        regions=_built(sources, "regions", look_at_region, region, problems),
        levels=_built(sources, "levels", look_at_level, level, problems),
        automatic=schema.policy.dispatch == "automatic" if automatic is None else automatic,
        version=version,
        desk_url=desk_url,
    )
    return policy, (*problems, *_strange_regions(sources, policy))


def _version(tables: Mapping[str, Table]) -> str:
    found = [
        [tab, sorted(tables[tab].columns.items()), [list(row) for row in tables[tab].rows]]
        for tab in POLICY_TABS
        if tab in tables
    ]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


def _built(
    sources: Sources,
    tab: str,
    look: Callable[[Cells, Sources], Iterator[CellProblem]],
    build: Callable[[Cells, Sources], T],
    problems: list[Problem],
) -> dict[Any, T]:
    """Build a value per used row, by its key; a row that can't be used is told cell by cell.

    In its place, and of a tab that can't be read at all, what was good last goes on.
    """
    last = _last(sources, tab)
    if not _readable(sources, tab):
        return dict(last)
    built: dict[Any, T] = {}
    for position, cells in _rows(sources, tab):
        key = _key(sources, tab, cells)
        wrong = _wrong(cells, sources, tab, look, repeats=key in built)
        kept = None if key in built else last.get(key)
        if not wrong:
            built[key] = build(cells, sources)
        elif kept is not None:
            built[key] = kept
        goes_on = _LAST_GOES_ON if kept is not None else _NOTHING_GOES_ON
        problems += [_told(sources, tab, position, one, goes_on) for one in wrong]
    return built


def _readable(sources: Sources, tab: str) -> bool:
    table = sources.tables.get(tab)
    return table is not None and set(sources.schema.tab(tab).key_columns) <= set(table.columns)


def _wrong(
    cells: Cells,
    sources: Sources,
    tab: str,
    look: Callable[[Cells, Sources], Iterator[CellProblem]],
    *,
    repeats: bool,
) -> list[CellProblem]:
    """Give all that is wrong with a row, once for each cell."""
    bad = [
        CellProblem(name, c.why, Text("", ""))
        for name, c in cells.items()
        if isinstance(c, BadCell)
    ]
    readable = {name: c for name, c in cells.items() if not isinstance(c, BadCell)}
    found = [*bad, *look(readable, sources)]
    if repeats:
        again = Text("上面已有一行相同的", "a row above says the same")
        first = sources.schema.tab(tab).key_columns[0]
        found.append(CellProblem(first, again, Text("请合成一行", "Make them one")))
    return list({one.column: one for one in reversed(found)}.values())[::-1]


def _key(sources: Sources, tab: str, cells: Cells) -> Any:
    if tab == "staff":
        return number(cells)
    named = tuple(word(cells, column) for column in sources.schema.tab(tab).key_columns)
    if tab == "levels":
        return (named[0] or EVERY_GRADE, named[1])
    return named[0] if len(named) == 1 else named


def _last(sources: Sources, tab: str) -> Mapping[Any, Any]:
    """Give what the rows of a tab made when they were read last, by their keys."""
    last = sources.last
    if last is None:
        return {}
    kept: dict[str, Mapping[Any, Any]] = {
        "staff": last.staff,
        "regions": last.regions,
        "levels": last.levels,
    }
    return kept.get(tab, {})


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


_LAST_GOES_ON = Text("更正前按上次的有效内容执行", "Until mended, the last good row goes on")
_NOTHING_GOES_ON = Text("更正前这一行不生效", "Until mended, this row counts for nothing")
_ALL_ELSE_GOES_ON = Text("这一行其余照常生效", "All else of the row counts")


def _told(
    sources: Sources, tab: str, position: int, problem: CellProblem, goes_on: Text
) -> Problem:
    spec, say = sources.schema.tab(tab), sources.language
    column = spec.column(problem.column).label.of(say)
    where = f"{spec.label.of(say)}!{position + 2} {column}"
    remedy = f"{problem.remedy.of(say)} {goes_on.of(say)}".strip()
    return Problem(where, problem.found.of(say), remedy)


def _strange_regions(sources: Sources, policy: Policy) -> Iterator[Problem]:
    """Tell the regions of staff that the regions tab hasn't got; nobody is sent there by them."""
    if not (policy.regions and _readable(sources, "staff")):
        return
    for position, cells in _rows(sources, "staff"):
        strange = [
            name
            for name in words(cells, "regions")
            if policy.region_named(name) not in policy.regions
        ]
        if strange:
            found = Text(f"没有区域「{'、'.join(strange)}」", f"no region {', '.join(strange)}")
            remedy = Text("请按区域路程表里的写", "Write it as the regions tab does")
            problem = CellProblem("regions", found, remedy)
            yield _told(sources, "staff", position, problem, _ALL_ELSE_GOES_ON)


def _calendars(sources: Sources, problems: list[Problem]) -> dict[str, Calendar]:
    rows = list(_built(sources, "holidays", look_at_holiday, holiday, problems).values())
    calendars: dict[str, Calendar] = {}
    for spec in sources.schema.calendars:
        dated = [hours for calendar, hours in rows if calendar == spec.name]
        try:
            found = Calendar.from_spec(spec.spec, name=spec.name, exceptions=dated)
        except BadInput as fault:
            problems.extend(fault.problems)
            plain = Calendar.from_spec(spec.spec, name=spec.name)
            found = sources.last.calendars[spec.name] if sources.last else plain
        calendars[spec.name] = found
    return calendars
