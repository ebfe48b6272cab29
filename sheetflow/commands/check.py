"""`sheetflow check`: whether settings and schema are sound, and where the spreadsheet's tabs say something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from sheetflow import bootstrap
from sheetflow.bootstrap.doctor import not_set_up
from sheetflow.bootstrap.house import House, read_settings_of
from sheetflow.branches import read_branches
from sheetflow.differences import LEVELS, TabSettings, differences, own_columns
from sheetflow.errors import BadInput, Problem, SheetflowError
from sheetflow.levels import proposed
from sheetflow.model import Text
from sheetflow.schema import load
from sheetflow.settings import Settings, language_of, schema_of
from sheetflow.unannounced import unannounced

#: Exit statuses of `check --sheet`.
ALIKE, DIFFER, UNREAD = 0, 1, 2


def check_file(env: Mapping[str, str], home: Path, schema: Path | None) -> None:
    """Say that settings and schema are sound. Raises BadInput with every problem of both."""
    problems: list[Problem] = []
    path, profile = schema_of(env, home=home)
    try:
        for one in read_branches(env, home=home):
            problems += bootstrap.unusable(one)
            problems += _of_its_own(one)
    except BadInput as fault:
        problems += fault.problems
    path = schema or path
    try:
        found = load(path, profile=profile or "generic")
    except BadInput as fault:
        raise BadInput(dict.fromkeys([*problems, *fault.problems])) from fault
    if problems:
        raise BadInput(dict.fromkeys(problems))
    columns = sum(len(tab.columns) for tab in found.tabs)
    click.echo(f"{path.name}: no problem in {len(found.tabs)} tabs and {columns} columns.")


def _of_its_own(branch: Settings) -> tuple[Problem, ...]:
    """Give what is wrong with the schema and profile that a branch names for itself."""
    if branch.branch:
        try:
            load(branch.schema, profile=branch.profile or "generic")
        except BadInput as fault:
            return fault.problems
    return ()


def check_sheet(
    env: Mapping[str, str], home: Path, schema: Path | None, which: Callable[[], Settings]
) -> int:
    """Say where the spreadsheet differs, nothing of it being changed; give the exit status."""
    language = language_of(env)
    try:
        check_file(env, home, schema)
        settings = which()
        language = settings.locale
        if bootstrap.untouched(settings):
            raise not_set_up()
        with bootstrap.open_house(replace(settings, schema=schema or settings.schema)) as house:
            return _compared(house, (schema or settings.schema).name)
    except SheetflowError as fault:
        click.echo(fault.sentence(language), err=True)
        return UNREAD


def _compared(house: House, file: str) -> int:
    settings, wrong = read_settings_of(house, file)
    found = [*wrong, *_waiting(house, settings), *differences(settings)]
    headers = [told for table in settings.tables.values() for told in table.problems]
    guessed = unannounced(settings.counts, house.clock.now())
    for line in (*headers, *found, *own_columns(settings), *guessed):
        click.echo(str(line))
    differ = len(headers) + len(found)
    click.echo(settings.read.say(_counted(settings, differ)))
    return DIFFER if differ else ALIKE


def _waiting(house: House, settings: TabSettings) -> Iterator[Problem]:
    """Yield that levels of the tab wait to be applied, also where they say again what the file does."""
    waits = proposed(house.ledger.records().values(), settings.counts, settings.read)
    if waits:
        say, rows, moved = settings.read.say, len(waits.changes), len(waits.moves)
        found = Text(
            f"改了{rows}行,还没有应用;会移动{moved}个未完的时限",
            f"changed rows that aren't applied yet: {rows}; open deadlines that they would move: {moved}",
        )
        remedy = Text("要它们生效,运行 sheetflow policy apply", "Run sheetflow policy apply")
        where = settings.read.schema.tab(LEVELS).label
        yield Problem(say(where), say(found), say(remedy))


def _counted(settings: TabSettings, differ: int) -> Text:
    rows, tabs = sum(map(len, settings.compared.values())), len(settings.compared)
    zh = f"{differ}处要看" if differ else "一致"
    en = f"{differ} to look at" if differ else "alike"
    return Text(
        f"表格和 {settings.file}:{zh}(比了{tabs}个设置页的{rows}行)",
        f"The sheet and {settings.file}: {en} (compared: {rows} rows of {tabs} settings tabs)",
    )
