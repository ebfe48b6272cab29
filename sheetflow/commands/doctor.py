"""`sheetflow doctor`: what is wrong with credentials, spreadsheet and desk, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import click

from sheetflow.bootstrap.doctor import visit
from sheetflow.finding import LEVELS, SECTIONS, Finding, Level, worst
from sheetflow.model import Language, Text
from sheetflow.settings import Settings

#: Exit statuses by the worst level found.
STATUS: Mapping[Level, int] = {"ok": 0, "note": 0, "warning": 1, "fault": 2}

_LEVELS: Mapping[Level, Text] = {
    "ok": Text("正常", "ok"),
    "note": Text("提示", "note"),
    "warning": Text("警告", "warning"),
    "fault": Text("故障", "fault"),
}


def run(settings: Settings, *, as_json: bool) -> int:
    """Print what is found; give the exit status."""
    with visit(settings) as visited:
        findings = visited.findings()
    if as_json:
        click.echo(as_list(findings, settings.locale))
    else:
        for line in report(findings, settings.locale):
            click.echo(line)
    return STATUS[worst(findings)]


def as_list(findings: Sequence[Finding], language: Language) -> str:
    """Give the findings as a JSON list of objects."""
    return json.dumps(
        [
            {
                "section": one.section,
                "check": one.check,
                "level": one.level,
                "where": one.where.of(language),
                "found": one.found.of(language),
                "remedy": one.remedy.of(language),
            }
            for one in findings
        ],
        ensure_ascii=False,
        indent=1,
    )


def report(findings: Sequence[Finding], language: Language) -> Iterator[str]:
    """Yield the findings by section, a line each, and how many there are of each level."""
    for section, part in groupby(findings, key=lambda one: one.section):
        yield SECTIONS[section][0].of(language)
        for one in part:
            yield f"  {_LEVELS[one.level].of(language):<7} {one.sentence(language)}"
    counts = {level: sum(one.level == level for one in findings) for level in reversed(LEVELS)}
    comma = "," if language == "zh" else ", "
    yield comma.join(f"{_LEVELS[level].of(language)} {count}" for level, count in counts.items())
