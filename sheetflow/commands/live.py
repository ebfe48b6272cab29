"""`sheetflow doctor --live`: whether this spreadsheet behaves as we think, line by line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

import click

from sheetflow.bootstrap.live import Verdict, try_out
from sheetflow.model import Language, Text
from sheetflow.settings import Settings

_GROUPS: Mapping[bool, Text] = {
    True: Text(
        "已证实(Google文档或他人实测)", "Proved: documented by Google, or measured by others"
    ),
    False: Text("未证实(我们的推测)", "Not proved: what we believe"),
}
_OUTCOMES: Mapping[str, Text] = {
    "same": Text("一致", "same"),
    "different": Text("不同", "DIFFERENT"),
    "not run": Text("未试", "not run"),
}
_EXPECTED, _FOUND = Text("预期", "expected"), Text("实际", "found")
_REPORT = Text(
    "请把 sheetflow doctor --live --json 的输出附在 issue 里报告:其中没有您表格的内容。",
    "Please report what differs: attach what sheetflow doctor --live --json prints to an issue. It holds nothing of "
    "your spreadsheet.",
)


def run(settings: Settings, *, as_json: bool, files: bool) -> int:
    """Print what becomes of each behaviour as it is tried; give the exit status.

    0 where nothing differs, 1 where something does or wasn't answered.
    """
    language, verdicts, group = settings.locale, list[Verdict](), None

    def tell(said: Text) -> None:
        click.echo(said.of(language), err=True)

    with closing(try_out(settings, files=files, tell=tell)) as tried:
        for verdict in tried:
            verdicts.append(verdict)
            if as_json:
                continue
            if group is not verdict.behaviour.proved:
                group = verdict.behaviour.proved
                click.echo(_GROUPS[group].of(language))
            for line in told(verdict, language):
                click.echo(line)
    if as_json:
        click.echo(as_list(verdicts, language))
    else:
        for line in summary(verdicts, language):
            click.echo(line)
    return int(any(one.outcome == "different" or one.unanswered for one in verdicts))


def told(verdict: Verdict, language: Language) -> Iterator[str]:
    """Yield the lines on one behaviour: what became of it and, where it differs, both sides."""
    line, width = verdict.behaviour, max(len(word.of(language)) for word in _OUTCOMES.values())
    outcome = _OUTCOMES[verdict.outcome].of(language)
    why = f" ({verdict.why.of(language)})" if verdict.outcome == "not run" else ""
    yield f"  {outcome:<{width}} {line.number:>2} {line.says}{why}"
    if verdict.outcome == "different":
        wide = max(len(_EXPECTED.of(language)), len(_FOUND.of(language)))
        for name, shown in ((_EXPECTED, line.expects), (_FOUND, verdict.found)):
            yield f"  {'':<{width}}    {name.of(language):<{wide}} {_shown(shown)}"


def summary(verdicts: Sequence[Verdict], language: Language) -> Iterator[str]:
    """Yield how many of each outcome there are, and how to report those that differ."""
    counts = Counter(one.outcome for one in verdicts)
    same, different, left = (counts[one] for one in ("same", "different", "not run"))
    yield Text(
        f"一致 {same},不同 {different},未试 {left}",
        f"{same} same, {different} different, {left} not run",
    ).of(language)
    if different:
        yield _REPORT.of(language)


def as_list(verdicts: Sequence[Verdict], language: Language) -> str:
    """Give the verdicts as a JSON list of objects."""
    rows = [
        {
            "name": one.behaviour.name,
            "number": one.behaviour.number,
            "tag": one.behaviour.tag,
            "says": one.behaviour.says,
            "outcome": one.outcome,
            "expected": one.behaviour.expects,
            "found": one.found,
            "why": one.why.of(language),
        }
        for one in verdicts
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
