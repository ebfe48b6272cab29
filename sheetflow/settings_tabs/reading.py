"""The policy as the settings tabs have it, and the rows that count kept as JSON for the next start."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar, DatedHours
from sheetflow.errors import BadInput, Problem
from sheetflow.model import Json, Language, Table, Text
from sheetflow.policy import Policy
from sheetflow.schema import Dispatching, Schema
from sheetflow.settings_tabs.cells import Sources
from sheetflow.settings_tabs.desk import HOLIDAYS, LEVELS, REGIONS, strange_neighbours
from sheetflow.settings_tabs.rows import Findings, built, peoples
from sheetflow.settings_tabs.staff import STAFF, strange_regions, strange_ways
from sheetflow.settings_tabs.tariff import PART_COLUMNS, tariff

#: The tabs whose rows make policy, or only these columns of them; a change in any makes a new version.
POLICY_TABS: Mapping[str, tuple[str, ...]] = {
    "staff": (),
    "regions": (),
    "levels": (),
    "holidays": (),
    "price_list": (),
    "warranty": (),
    "contracts": (),
    "parts": PART_COLUMNS,
}


def read_policy(
    schema: Schema,
    tables: Mapping[str, Table],
    *,
    language: Language,
    zone: ZoneInfo,
    dispatch: Dispatching | None = None,
    last: Policy | None = None,
    desk_url: str = "",
) -> tuple[Policy, tuple[Problem, ...]]:
    """Give the policy as the settings tabs have it, and the problems of the rows that were left out."""
    version = _version(schema, tables)
    if last is not None and last.version == version:
        return last, ()
    sources = Sources(schema, tables, language, zone, last)
    findings = Findings()
    policy = Policy(
        schema=schema,
        language=language,
        zone=zone,
        calendars=_calendars(sources, findings),
        staff=built(sources, STAFF, findings),
        regions=built(sources, REGIONS, findings),
        levels=built(sources, LEVELS, findings),
        tariff=tariff(sources, findings),
        dispatch=dispatch or schema.policy.dispatch,
        version=version,
        desk_url=desk_url,
        good=findings.good,
        left_out=tuple(findings.left_out),
        marks=findings.marks,
    )
    strange_regions(sources, policy, findings)
    strange_neighbours(sources, policy, findings)
    strange_ways(sources, findings)
    return policy, tuple(findings.problems)


def stored(policy: Policy) -> Json:
    """Give the settings rows that count as JSON; `restored` makes the policy of them again."""
    return {tab: [dict(row.cells) for row in rows.values()] for tab, rows in policy.good.items()}


def restored(
    schema: Schema,
    kept: Json,
    *,
    language: Language,
    zone: ZoneInfo,
    dispatch: Dispatching | None = None,
) -> Policy | None:
    """Give the policy that `stored` wrote, to go on where a row is wrong now; None for anything else."""
    if not isinstance(kept, Mapping):
        return None
    tables = {tab: _table(schema, tab, rows) for tab, rows in kept.items() if tab in POLICY_TABS}
    policy, _ = read_policy(schema, tables, language=language, zone=zone, dispatch=dispatch)
    # Without a version it never passes for the reading of a sheet, whose problems would go untold.
    return replace(policy, version="")


def _table(schema: Schema, tab: str, rows: Any) -> Table:
    columns = {column.key: at for at, column in enumerate(schema.tab(tab).columns)}
    return Table(tab, columns, [[row.get(name, "") for name in columns] for row in rows])


def _version(schema: Schema, tables: Mapping[str, Table]) -> str:
    found = [
        _seen(tables[tab], peoples(schema.tab(tab), tables[tab], only))
        for tab, only in POLICY_TABS.items()
        if tab in tables
    ]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


def _seen(table: Table, names: Sequence[str]) -> list[object]:
    """Give what of a tab makes policy."""
    cells = [[table.cell(at, name) for name in names] for at in range(len(table.rows))]
    return [table.tab, names, cells]


def _calendars(sources: Sources, findings: Findings) -> dict[str, Calendar]:
    rows = built(sources, HOLIDAYS, findings)
    calendars: dict[str, Calendar] = {}
    for spec in sources.schema.calendars:
        dated = [hours for calendar, hours in rows.values() if calendar == spec.name]
        try:
            found = Calendar.from_spec(spec.spec, name=spec.name, exceptions=dated)
        except BadInput as fault:
            findings.problems.extend(fault.problems)
            days = {key: row for key, row in rows.items() if row[0] == spec.name}
            _mark_days(findings, days, fault.problems)
            _as_before(sources, findings, spec.name)
            plain = Calendar.from_spec(spec.spec, name=spec.name)
            found = sources.last.calendars[spec.name] if sources.last else plain
        calendars[spec.name] = found
    return calendars


def _mark_days(
    findings: Findings, rows: Mapping[Any, tuple[str, DatedHours]], problems: Sequence[Problem]
) -> None:
    """Let each day that its calendar can't be built with say so in its row."""
    wrong = {one.where: one for one in problems}
    for key, (_, day) in rows.items():
        if one := wrong.get(day.where):
            said = Text(
                "时段看不懂,或和「休/班」对不上。请改好;更正前这个日历照旧",
                f"{one.found}. {one.remedy}. Until mended, the calendar goes on as it was",
            )
            findings.mark(HOLIDAYS.tab, findings.good[HOLIDAYS.tab][key].position, said)


def _as_before(sources: Sources, findings: Findings, calendar: str) -> None:
    """Let the days of a calendar count that did before: with those of now it can't be built."""
    tab = HOLIDAYS.tab
    before = sources.last.good.get(tab, {}) if sources.last else {}
    others = {key: row for key, row in findings.good[tab].items() if key[1] != calendar}
    findings.good[tab] = others | {key: row for key, row in before.items() if key[1] == calendar}
