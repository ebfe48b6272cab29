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
from sheetflow.cells import decoder
from sheetflow.columns import folded
from sheetflow.durations import parse_duration
from sheetflow.errors import BadInput, Problem
from sheetflow.model import BadCell, Language, Table, Text, Value
from sheetflow.policy import Policy, Region
from sheetflow.roster import StaffMember, leave_is_clear
from sheetflow.schema import Level, Schema, Tab

#: The tabs whose rows make policy; a change in any of them makes a new version.
POLICY_TABS = ("staff", "regions", "levels", "holidays")

#: When a clock warns, in percent of its time, where the level doesn't say (WORKFLOW.md, clock rule 8).
WARN_PERCENT = 75

#: What an empty grade stands for.
EVERY_GRADE = "any"

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
        staff=_built(sources, "staff", _member, problems),
        regions=_built(sources, "regions", _region, problems),
        levels=_built(sources, "levels", _level, problems),
        automatic=schema.policy.dispatch == "automatic" if automatic is None else automatic,
        version=version,
        desk_url=desk_url,
    )
    return policy, tuple(problems)


def _version(tables: Mapping[str, Table]) -> str:
    found = [
        [tab, sorted(tables[tab].columns.items()), [list(row) for row in tables[tab].rows]]
        for tab in POLICY_TABS
        if tab in tables
    ]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


class RowProblem(Exception):
    """A settings row that can't be used: the column, what was found, and what to write."""

    def __init__(self, column: str, found: Text, remedy: Text) -> None:
        """Keep the three parts for the problem that names the row."""
        super().__init__(found.en)
        self.column, self.found, self.remedy = column, found, remedy


Cells = dict[str, Any]


def _built(
    sources: Sources,
    tab: str,
    build: Callable[[Cells, Sources], T],
    problems: list[Problem],
) -> dict[Any, T]:
    """Build a value per used row, by its key; a row that can't be used is told with its address.

    In its place, and of a tab that can't be read at all, what was good last goes on.
    """
    last = _last(sources, tab)
    if not _readable(sources, tab):
        return dict(last)
    built: dict[Any, T] = {}
    for position, cells in _rows(sources, tab):
        key = _key(sources, tab, cells)
        try:
            _check(cells, sources.schema.tab(tab), repeats=key in built)
            built[key] = build(cells, sources)
        except RowProblem as problem:
            kept = None if key in built else last.get(key)
            problems.append(_told(sources, tab, position, problem, kept=kept is not None))
            if kept is not None:
                built[key] = kept
    return built


def _readable(sources: Sources, tab: str) -> bool:
    table = sources.tables.get(tab)
    return table is not None and set(sources.schema.tab(tab).key_columns) <= set(table.columns)


def _check(cells: Cells, tab: Tab, *, repeats: bool) -> None:
    bad = next(((name, cell) for name, cell in cells.items() if isinstance(cell, BadCell)), None)
    if bad:
        raise RowProblem(bad[0], bad[1].why, Text("", ""))
    if repeats:
        again = Text("上面已有一行相同的", "a row above says the same")
        raise RowProblem(tab.key_columns[0], again, Text("请合成一行", "Make them one"))


def _key(sources: Sources, tab: str, cells: Cells) -> Any:
    if tab == "staff":
        return _number(cells)
    words = tuple(_word(cells, column) for column in sources.schema.tab(tab).key_columns)
    if tab == "levels":
        return (words[0] or EVERY_GRADE, words[1])
    return words[0] if len(words) == 1 else words


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


def _told(sources: Sources, tab: str, position: int, problem: RowProblem, *, kept: bool) -> Problem:
    spec, say = sources.schema.tab(tab), sources.language
    column = spec.column(problem.column).label.of(say)
    where = f"{spec.label.of(say)}!{position + 2} {column}"
    goes_on = (
        Text("更正前按上次的有效内容执行", "Until mended, the last good row goes on")
        if kept
        else Text("更正前这一行不生效", "Until mended, this row counts for nothing")
    )
    remedy = f"{problem.remedy.of(say)} {goes_on.of(say)}".strip()
    return Problem(where, problem.found.of(say), remedy)


def _number(cells: Cells) -> str:
    no = _word(cells, "no")
    return no.zfill(2) if no.isdigit() else no


def _member(cells: Cells, sources: Sources) -> StaffMember:
    no, name = _number(cells), _word(cells, "name")
    if not (no and name):
        empty = Text("工号或姓名是空的", "the number or the name is empty")
        raise RowProblem("no", empty, Text("两者都要填", "Fill in both"))
    leave = _word(cells, "leave")
    if not leave_is_clear(leave, date(2000, 1, 1)):
        example = "2026-03-10..2026-03-12; 3/15 13:30-18:00"
        write = Text(f"请写成 {example}", f"Write it such as {example}")
        raise RowProblem("leave", Text(f"「{leave}」", f"'{leave}'"), write)
    return StaffMember(
        no=no,
        name=name,
        roles=_words(cells, "roles"),
        phone=_word(cells, "phone"),
        email=_word(cells, "email"),
        skills=_words(cells, "skills"),
        regions=_words(cells, "regions"),
        shift=_word(cells, "shift"),
        leave=leave,
        active=cells.get("active") is not False,
        notices=";".join(_switches(cells, sources)),
    )


def _switches(cells: Cells, sources: Sources) -> Iterator[str]:
    """Yield how notices are wanted, kinds by their keys: 即将超时=不收 -> clock_warning=不收."""
    notices = sources.schema.notices.values()
    kinds = {folded(name): one.kind for one in notices for name in (one.label.zh, one.label.en)}
    for part in _words(cells, "notices"):
        kind, equals, wish = folded(part).rpartition("=")
        yield f"{kinds.get(kind, kind)}{equals}{wish}"


def _region(cells: Cells, sources: Sources) -> Region:
    name, minutes = _word(cells, "region"), cells.get("minutes")
    if not name or minutes is None:
        missing = Text("没有区域或分钟数", "no region or no minutes")
        raise RowProblem("minutes", missing, Text("请写成 20", "Write it such as 20"))
    return Region(name, int(minutes), _words(cells, "aliases"), _words(cells, "neighbours"))


def _level(cells: Cells, sources: Sources) -> Level:
    clock = _word(cells, "clock")
    if clock not in {spec.name for spec in sources.schema.clocks}:
        unknown = Text(f"没有时限「{clock}」", f"no clock '{clock}'")
        raise RowProblem("clock", unknown, Text("请从下拉里选", "Choose one from the list"))
    target, percent = _word(cells, "target"), cells.get("warn_percent")
    return Level(
        _word(cells, "grade") or EVERY_GRADE,
        clock,
        parse_duration(target) if target else None,
        WARN_PERCENT if percent is None else int(percent),
    )


def _holiday(cells: Cells, sources: Sources) -> tuple[str, DatedHours]:
    day, calendar, hours = cells.get("date"), _word(cells, "calendar"), _word(cells, "hours")
    if not (isinstance(day, date) and calendar):
        missing = Text("没有日期或日历", "no date or no calendar")
        raise RowProblem("date", missing, Text("两者都要填", "Fill in both"))
    where = f"{sources.schema.tab('holidays').label.of(sources.language)} {day}"
    return calendar, DatedHours(day, _word(cells, "kind"), hours or None, where)


def _calendars(sources: Sources, problems: list[Problem]) -> dict[str, Calendar]:
    rows = list(_built(sources, "holidays", _holiday, problems).values())
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
