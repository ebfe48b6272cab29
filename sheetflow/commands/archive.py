"""`sheetflow archive`: filed tickets moved out of the live tabs, after a preview, and brought back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from sheetflow.commands.asking import agreed
from sheetflow.errors import BadInput, Problem, Refused
from sheetflow.model import Text
from sheetflow.rows.index import TICKETS

_NOTHING = Text("没有可归档的工单。", "No ticket can be archived.")
_ASK = Text("归档吗?", "Archive them?")
_NOT_CUT = Text(
    "没有中断的归档。请写 --before 日期,或 --restore 单号。",
    "Nothing was cut short. Say --before DAY, or --restore NUMBER.",
)
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

#: So many tickets that would go are named, the oldest first; the others are counted, and `--json` names all.
NAMED = 20

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
    """Show what would go, ask unless `confirmed`, and move it, after what was cut short earlier.

    Raises Refused where nobody can be asked.
    """
    seen, stuck = archiving.preview(house, before, to), waiting(house)
    if as_json and not confirmed:
        _print(_document(house, seen, None))
        return
    if not as_json:
        for line in (*stuck, *lines_of(house, seen)):
            click.echo(line)
    if not (seen.filed or stuck):
        _print(_document(house, seen, Moved())) if as_json else click.echo(
            _NOTHING.of(house.language)
        )
        return
    if not (confirmed or agreed(_ASK, house.language)):
        click.echo(_LEFT.of(house.language))
        return
    earlier = resume(house, quiet=as_json) or Moved()
    left = [number for number in seen.filed if number not in earlier.went]
    moved = archiving.begin(house, left, before, to) if left else Moved()
    if as_json:
        both = Moved([*earlier.went, *moved.went], {**earlier.stays, **moved.stays})
        _print(_document(house, seen, both))
    elif left:
        _tell(house, moved)


def go_on(house: House, *, confirmed: bool, as_json: bool) -> None:
    """Go on with what was cut short; as JSON that is only shown unless `confirmed`. Raises Refused for nothing."""
    if not (archiving.pending(house) or returning(house)):
        raise Refused(_NOT_CUT.en, zh=_NOT_CUT.zh)
    if as_json:
        stuck = _stuck(house)
        done = resume(house, quiet=True) if confirmed else None
        _print({"waiting": stuck, "archived": done and done.went})
    else:
        resume(house)


def waiting(house: House) -> Sequence[str]:
    """Say what was cut short and would come first, in lines."""
    moving, back, told = archiving.pending(house), returning(house), list[Text]()
    if back:
        told.append(Text(f"取回{back[0]}中断了", f"Bringing {back[0]} back was cut short"))
    if moving:
        where = Text(f",归到表格 {moving.to}", f", into the spreadsheet {moving.to}")
        told.append(
            Text(
                f"有一次归档中断了:{moving.before}以前结的{len(moving.numbers)}单{where.zh if moving.to else ''}",
                f"An archiving was cut short; tickets: {len(moving.numbers)}, filed before {moving.before}"
                f"{where.en if moving.to else ''}",
            )
        )
    first = Text(",先接着做完", "; that comes first")
    return [f"{one.of(house.language)}{first.of(house.language)}" for one in told]


def resume(house: House, *, quiet: bool = False) -> Moved | None:
    """Go on with what was cut short; gives what went by it, None where there was nothing."""
    moving, back = archiving.pending(house), returning(house)
    if not (moving or back):
        return None
    if not quiet:
        click.echo(_RESUMED.of(house.language))
    with _way_out(house):
        if back:
            done = finish(house, patience=PATIENCE_SECONDS)
            if not (done or quiet):
                click.echo(f"{back[0]}: {_LATER.of(house.language)}")
        moved = archiving.resume(house, moving) if moving else Moved()
    if moving and not quiet:
        _tell(house, moved)
    return moved


@contextmanager
def _way_out(house: House) -> Iterator[None]:
    """Add to what is said of an archive that is gone how that which was cut short there can be left."""
    try:
        yield
    except ArchiveUnreachable as fault:
        if not (archiving.pending(house) or returning(house)):
            raise
        raise Refused(f"{fault} {_GONE.en}", zh=f"{fault.zh}{_GONE.zh}") from fault


def restore(house: House, number: str) -> None:
    """Bring an archived ticket back, and say so."""
    if archiving.pending(house):
        resume(house)
    with _way_out(house):
        done = bring_back(house, number, patience=PATIENCE_SECONDS)
    tab = house.schema.tab(TICKETS).label.of(house.language)
    said = Text(
        f"{number}:已取回到「{tab}」末尾。" if done else f"{number}:{_LATER.zh}",
        f"{number}: its rows stand at the end of {tab} and beside it again."
        if done
        else f"{number}: {_LATER.en}",
    )
    click.echo(said.of(house.language))


def rows_of(house: House) -> tuple[Sequence[Mapping[str, str]], Sequence[Refused]]:
    """Give the tickets in the desk's archives, every column of the schema as a string, then people's own.

    With them why an archive can't be read; the others are given all the same.
    """
    places = {
        one.ticket_no: one.archive_id for one in house.ledger.records().values() if one.archived
    }
    tab, found, away = house.schema.tab(TICKETS), dict[str, Mapping[str, str]](), list[Refused]()
    for to in dict.fromkeys(places.values()):
        try:
            rows = archive_of(house, to).look().rows("kept")
        except Refused as fault:
            away.append(fault)
            continue
        for row in rows:
            if row.tab == TICKETS and places.get(row.key) == to:
                shown = {one.key: display(one, row.cells.get(one.key, "")) for one in tab.columns}
                own = {
                    name: str(cell) for name, cell in row.cells.items() if name not in tab.by_key
                }
                found[row.key] = {**shown, **own}
    return list(found.values()), away


def lines_of(house: House, seen: Preview) -> Iterator[str]:
    """Yield the preview for people: how many tickets of which days and which, rows by tab, cells, and who stays."""
    language, days = house.language, seen.filed.values()
    if days:
        first, last, number = min(days), max(days), len(seen.filed)
        yield Text(
            f"可归档{number}单,结单日{first}至{last}",
            f"Tickets that can go: {number}, filed from {first} to {last}",
        ).of(language)
        yield _named(tuple(seen.filed)).of(language)
        for tab, rows in seen.rows.items():
            label = house.schema.tab(tab).label.of(language)
            yield Text(f"  {label}:{rows}行", f"  rows of {label}: {rows}").of(language)
        yield Text(
            f"在用的表少{seen.cells}个单元格", f"Cells that the live tabs lose: {seen.cells}"
        ).of(language)
    yield from _staying(house, seen.stays)


def _named(numbers: Sequence[str]) -> Text:
    """Name the first tickets, and count the others."""
    some, more = numbers[:NAMED], len(numbers) - NAMED
    zh, en = (f",还有{more}单", f" and {more} more") if more > 0 else ("", "")
    return Text(f"  {'、'.join(some)}{zh}", f"  {', '.join(some)}{en}")


def _staying(house: House, stays: Mapping[str, Text]) -> Iterator[str]:
    for number, why in stays.items():
        yield Text(f"  留下 {number}:{why.zh}", f"  stays: {number}: {why.en}").of(house.language)


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
        "waiting": None if moved else _stuck(house),
    }


def _stuck(house: House) -> Mapping[str, object] | None:
    """Give what was cut short and waits, None where nothing was."""
    moving, back = archiving.pending(house), returning(house)
    if not (moving or back):
        return None
    return {
        "tickets": list(moving.numbers) if moving else [],
        "before": moving.before if moving else "",
        "to": moving.to if moving else "",
        "returning": back[0] if back else "",
    }


def _print(document: Mapping[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))
