"""`sheetflow doctor`: what is wrong with credentials, spreadsheet and desk, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby

import click

from sheetflow.bootstrap.doctor import Mend, Mended, Repair, Visit, visit
from sheetflow.commands.asking import agreed
from sheetflow.errors import SheetflowError
from sheetflow.finding import LEVELS, SECTIONS, Finding, Level, worst
from sheetflow.model import Language, Text
from sheetflow.settings import Settings

#: Exit statuses by the worst level found.
STATUS: Mapping[Level, int] = {"ok": 0, "note": 0, "warning": 1, "fault": 2}

#: So many findings of a check are printed: a pasted column may double a thousand keys.
MOST = 10

_LEVELS: Mapping[Level, Text] = {
    "ok": Text("正常", "ok"),
    "note": Text("提示", "note"),
    "warning": Text("警告", "warning"),
    "fault": Text("故障", "fault"),
}


_NOTHING = Text("没有能用 --fix 修的。", "There is nothing that --fix can mend.")
_PREVIEW = Text("会这样修:", "This would be mended:")
_ASK = Text("修吗?", "Mend it?")
_LEFT = Text("没有动,因为刚才有人改过:", "Left alone, for somebody has changed it meanwhile:")


def run(settings: Settings, *, as_json: bool) -> int:
    """Print what is found; give the exit status."""
    with visit(settings) as visited:
        return _told(visited, settings.locale, as_json=as_json)


def fix(settings: Settings, *, as_json: bool, confirmed: bool) -> int:
    """Show what would be mended, mend it when that is confirmed, and print what is found then; give the exit status.

    Raises Refused where nobody can be asked and `confirmed` is False.
    """
    language = settings.locale
    with visit(settings) as visited:
        shown = _shown(visited)
        for line in preview(shown.mends if shown else (), language):
            click.echo(line, err=as_json)
        if shown and shown.mends and (confirmed or agreed(_ASK, language)):
            for line in outcome(visited.mend(shown), language):
                click.echo(line, err=as_json)
        return _told(visited, language, as_json=as_json)


def _shown(visited: Visit) -> Repair | None:
    """Give what would be put right; None where nobody can look, which the findings tell."""
    with suppress(SheetflowError):
        return visited.repair()
    return None


def preview(mends: Sequence[Mend], language: Language) -> Iterator[str]:
    """Yield what would be mended: where, what stands there, what will."""
    yield (_PREVIEW if mends else _NOTHING).of(language)
    yield from (f"  {one.line().of(language)}" for one in mends)


def outcome(mended: Mended, language: Language) -> Iterator[str]:
    """Yield how much was mended, and what wasn't."""
    count = len(mended.done)
    yield Text(f"修好了{count}处。", f"Mended: {count}.").of(language)
    if mended.left:
        yield _LEFT.of(language)
        yield from (f"  {one.line().of(language)}" for one in mended.left)


def _told(visited: Visit, language: Language, *, as_json: bool) -> int:
    findings = visited.findings()
    if as_json:
        click.echo(as_list(findings, language))
    else:
        for line in report(findings, language):
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
    width = max(len(word.of(language)) for word in _LEVELS.values())
    for section, part in groupby(findings, key=lambda one: one.section):
        yield SECTIONS[section][0].of(language)
        for _, same in groupby(part, key=lambda one: one.check):
            told = list(same)
            for one in told[:MOST]:
                yield f"  {_LEVELS[one.level].of(language):<{width}} {one.sentence(language)}"
            if more := len(told[MOST:]):
                yield Text(f"  …还有{more}条,见 --json", f"  … and {more} more, see --json").of(
                    language
                )
    counts = {level: sum(one.level == level for one in findings) for level in reversed(LEVELS)}
    comma = "," if language == "zh" else ", "
    yield comma.join(f"{_LEVELS[level].of(language)} {count}" for level, count in counts.items())
