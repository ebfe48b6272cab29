"""`sheetflow archive --abandon`: forgets what was cut short, where the archive's spreadsheet is gone for good."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from sheetflow.bootstrap import abandoning
from sheetflow.bootstrap.abandoning import Abandoned
from sheetflow.bootstrap.house import House
from sheetflow.commands.asking import agreed
from sheetflow.model import Text

_ASK = Text("放弃吗?", "Abandon it?")
_LEFT = Text("什么也没改。", "Nothing was changed.")
_DONE = Text("已放弃,可以重新归档了。", "Abandoned: archiving is free again.")
_NONE = Text("没有中断的归档。", "No archiving was cut short.")


def abandon(house: House, *, confirmed: bool, as_json: bool) -> None:
    """Show what would go back and what is forgotten, ask unless `confirmed`, and do it. Raises Refused."""
    seen = abandoning.foresee(house)
    done = seen is not None and confirmed
    if as_json:
        if done:
            abandoning.abandon(house)
        click.echo(json.dumps(_document(seen, done=done), ensure_ascii=False, indent=1))
        return
    if seen is None:
        click.echo(_NONE.of(house.language))
        return
    for line in lines_of(house, seen):
        click.echo(line)
    if not (confirmed or agreed(_ASK, house.language)):
        click.echo(_LEFT.of(house.language))
        return
    abandoning.abandon(house)
    click.echo(_DONE.of(house.language))


def lines_of(house: House, seen: Abandoned) -> Iterator[str]:
    """Yield the preview for people: what was cut short, what goes back, and what stands in that spreadsheet only."""
    language = house.language
    if seen.numbers:
        number = len(seen.numbers)
        yield Text(
            f"中断的归档:归到表格 {seen.to},{seen.before}以前结的{number}单",
            f"Cut short: archiving into the spreadsheet {seen.to}; tickets: {number}, filed before {seen.before}",
        ).of(language)
    for tab, rows in seen.back.items():
        label = house.schema.tab(tab).label.of(language)
        yield Text(f"  放回「{label}」:{rows}行", f"  rows that go back to {label}: {rows}").of(
            language
        )
    for number_there in seen.there:
        yield Text(
            f"  {number_there}:行已在那个表格里,记为已归档,那个表格回来后可取回",
            f"  {number_there}: its rows stand in that spreadsheet already; it is recorded as archived, and can be "
            "restored when that is back",
        ).of(language)
    if seen.returning:
        yield Text(
            f"{seen.returning}:已取回,表格 {seen.to} 里会留下它的一份",
            f"{seen.returning}: it was asked back; a copy of it stays in the spreadsheet {seen.to}",
        ).of(language)


def _document(seen: Abandoned | None, *, done: bool) -> dict[str, object]:
    found = seen or Abandoned("")
    return {
        "spreadsheet": found.to,
        "tickets": list(found.numbers),
        "before": found.before,
        "back": dict(found.back),
        "there": list(found.there),
        "returning": found.returning,
        "abandoned": done,
    }
