"""`sheetflow archive`: filed tickets moved out of the live tabs, after a preview, and brought back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import click

from sheetflow.bootstrap import archiving
from sheetflow.bootstrap.archiving import Preview
from sheetflow.bootstrap.archivist import Moved
from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.unarchiving import (
    ArchiveUnreachable,
    archive_of,
    bring_back,
    finish,
    returning,
)
from sheetflow.cells import display
from sheetflow.errors import BadInput, Problem, Refused
from sheetflow.model import Text
from sheetflow.rows.index import TICKETS

_NOTHING = Text("没有可归档的工单。", "No ticket can be archived.")
_ASK = Text("归档吗?", "Archive them?")
_LEFT = Text("没有归档。", "Nothing was archived.")
_LATER = Text(
    "服务器下一轮会放回。过一分钟再运行 sheetflow archive,把它从归档里去掉。",
    "the server appends its rows with its next cycle. Run sheetflow archive in a minute: it takes the copy out.",
)
_RESUMED = Text(
    "上次归档中途停了,先接着做完。", "An archiving was cut short; that one is finished first."
)

_GONE = Text(
    "归档到它时中断了,所以先要做完。那个表格再也回不来的,运行 sheetflow archive --abandon:拿走的行放回,这次归档作罢。",
    "What was cut short there comes first. Where that spreadsheet is gone for good run sheetflow archive --abandon: "
    "the rows that were taken go back, and the archiving is forgotten.",
)

#: So long a server is waited for that appends a ticket's rows: two cycles, five seconds apart, with time for Google.
PATIENCE_SECONDS = 30.0


def day_of(text: str) -> date:
    """Read the day of --before. Raises BadInput."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as fault:
        found = f"'{text}' is not a day"
        raise BadInput([Problem("--before", found, "Write it such as 2026-03-01")]) from fault


def archive(house: House, before: date, *, to: str, confirmed: bool, as_json: bool) -> None:
    """Show what would go, ask unless `confirmed`, and move it. Raises Refused where nobody can be asked."""
    resume(house, quiet=as_json)
    seen = archiving.preview(house, before, to)
    if as_json and not confirmed:
        _print(_document(house, seen, None))
        return
    if not as_json:
        for line in lines_of(house, seen):
            click.echo(line)
    if not seen.filed:
        _print(_document(house, seen, Moved())) if as_json else click.echo(
            _NOTHING.of(house.language)
        )
        return
    if not (confirmed or _agreed(house)):
        click.echo(_LEFT.of(house.language))
        return
    moved = archiving.begin(house, seen.filed, before, to)
    if as_json:
        _print(_document(house, seen, moved))
    else:
        _tell(house, moved)


def resume(house: House, *, quiet: bool = False) -> bool:
    """Go on with what was cut short; says whether there was anything."""
    moving, back = archiving.pending(house), returning(house)
    if not (moving or back):
        return False
    if not quiet:
        click.echo(_RESUMED.of(house.language))
    try:
        if back:
            done = finish(house, patience=PATIENCE_SECONDS)
            if not (done or quiet):
                click.echo(f"{back[0]}: {_LATER.of(house.language)}")
        if moving:
            moved = archiving.resume(house, moving)
            if not quiet:
                _tell(house, moved)
    except ArchiveUnreachable as fault:
        raise Refused(f"{fault} {_GONE.en}", zh=f"{fault.zh}{_GONE.zh}") from fault
    return True


def restore(house: House, number: str) -> None:
    """Bring an archived ticket back, and say so."""
    if archiving.pending(house):
        resume(house)
    done = bring_back(house, number, patience=PATIENCE_SECONDS)
    tab = house.schema.tab(TICKETS).label.of(house.language)
    said = Text(
        f"{number}:已取回到「{tab}」末尾。" if done else f"{number}:{_LATER.zh}",
        f"{number}: its rows stand at the end of {tab} and beside it again."
        if done
        else f"{number}: {_LATER.en}",
    )
    click.echo(said.of(house.language))


def rows_of(house: House) -> Sequence[Mapping[str, str]]:
    """Give the tickets in the desk's archives, every column of the schema as a string, then people's own."""
    places = {
        one.ticket_no: one.archive_id for one in house.ledger.records().values() if one.archived
    }
    tab, found = house.schema.tab(TICKETS), dict[str, Mapping[str, str]]()
    for to in dict.fromkeys(places.values()):
        for row in archive_of(house, to).look().rows("kept"):
            if row.tab == TICKETS and places.get(row.key) == to:
                shown = {one.key: display(one, row.cells.get(one.key, "")) for one in tab.columns}
                own = {
                    name: str(cell) for name, cell in row.cells.items() if name not in tab.by_key
                }
                found[row.key] = {**shown, **own}
    return list(found.values())


def lines_of(house: House, seen: Preview) -> Iterator[str]:
    """Yield the preview for people: how many tickets of which days, rows by tab, cells, and who stays."""
    language, days = house.language, seen.filed.values()
    if days:
        first, last, number = min(days), max(days), len(seen.filed)
        yield Text(
            f"可归档{number}单,结单日{first}至{last}",
            f"Tickets that can go: {number}, filed from {first} to {last}",
        ).of(language)
        for tab, rows in seen.rows.items():
            label = house.schema.tab(tab).label.of(language)
            yield Text(f"  {label}:{rows}行", f"  rows of {label}: {rows}").of(language)
        yield Text(
            f"在用的表少{seen.cells}个单元格", f"Cells that the live tabs lose: {seen.cells}"
        ).of(language)
    yield from _staying(house, seen.stays)


def _staying(house: House, stays: Mapping[str, Text]) -> Iterator[str]:
    for number, why in stays.items():
        yield Text(f"  留下 {number}:{why.zh}", f"  stays: {number}: {why.en}").of(house.language)


def _agreed(house: House) -> bool:
    if not sys.stdin.isatty():
        raise Refused("Nobody can be asked here. Look at the preview, then say --yes.")
    return click.confirm(_ASK.of(house.language))


def _tell(house: House, moved: Moved) -> None:
    number = len(moved.went)
    click.echo(Text(f"已归档{number}单。", f"Archived: {number}.").of(house.language))
    for line in _staying(house, moved.stays):
        click.echo(line)


def _document(house: House, seen: Preview, moved: Moved | None) -> Mapping[str, object]:
    days, stays = seen.filed.values(), moved.stays if moved else {}
    return {
        "tickets": list(seen.filed),
        "from": min(days, default=None),
        "to": max(days, default=None),
        "rows": dict(seen.rows),
        "cells": seen.cells,
        "stays": {no: why.of(house.language) for no, why in {**seen.stays, **stays}.items()},
        "archived": None if moved is None else moved.went,
    }


def _print(document: Mapping[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))
