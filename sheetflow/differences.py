"""Where the settings tabs and sheet_schema.yaml say something else, cell by cell, and which of the two counts.

    differences(settings)  ->  (时效等级!3 目标: 表里是「1小时」,YAML 里是「2小时」;现在算数的是表里的. 要 YAML 的,…, …)

From `init` on the tabs are the truth (SHEET.md, "Tabs"); what the file says is what a new sheet begins with. A tab for
which it says nothing is the desk's alone, and has nothing to differ from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sheetflow.cells import Sheet, decode, display, encoder
from sheetflow.columns import Column
from sheetflow.errors import Problem
from sheetflow.levels import described
from sheetflow.model import Scalar, Table, Text
from sheetflow.policy import Policy, SettingsRow
from sheetflow.schema import Tab
from sheetflow.settings_tabs import POLICY_TABS, read_policy

#: The tab that is written in a section of its own in the file.
LEVELS = "levels"

#: What stands for a value that not everybody may read, and for none.
_HIDDEN, _EMPTY = Text("…", "…"), Text("空", "nothing")


@dataclass(frozen=True)
class TabSettings:
    """The settings tabs as read: `read` is what their rows mean, `counts` the same with the levels that count.

    `file` is what the schema's file is called.
    """

    tables: Mapping[str, Table]
    read: Policy
    counts: Policy
    file: str = "sheet_schema.yaml"

    @cached_property
    def declared(self) -> Policy:
        """Give the policy of a sheet that was just made of the file."""
        schema, zone, language = self.read.schema, self.read.zone, self.read.language
        tables = {tab: _begun(schema.tab(tab), Sheet(zone, language)) for tab in POLICY_TABS}
        return read_policy(schema, tables, language=language, zone=zone)[0]

    @property
    def compared(self) -> Mapping[str, Mapping[Any, SettingsRow]]:
        """Give the rows of the file, by tab, of those tabs that it says something of."""
        return {tab: rows for tab, rows in self.declared.good.items() if rows}


def differences(settings: TabSettings) -> Iterator[Problem]:
    """Yield what differs, tab by tab: cells, rows that the sheet lacks, rows that the file lacks."""
    for name, rows in settings.compared.items():
        tab, here = settings.read.schema.tab(name), settings.read.good.get(name, {})
        left_out = {row.key for row in settings.read.left_out if row.tab == name}
        for key, row in rows.items():
            if key in here:
                yield from _cells(settings, tab, key, here[key], row)
            elif key not in left_out:
                yield _missing(settings, tab, key, row)
        for key in here.keys() - rows.keys():
            yield _added(settings, tab, here[key])


def own_columns(settings: TabSettings) -> Iterator[Problem]:
    """Yield the columns that people added to any tab: nothing is wrong with them, and nothing reads them.

    Where a column is missing, a strange one is told as what it may have been renamed to.
    """
    for name, table in settings.tables.items():
        for header in () if table.problems else table.own:
            found = Text(
                f"「{header}」是自己加的列,系统不读", f"'{header}' is a column of your own"
            )
            remedy = Text(
                f"留着就行;要系统用它,就写进 {settings.file}",
                f"Leave it, or add it to {settings.file} to have it used",
            )
            label = settings.read.schema.tab(name).label
            yield _problem(settings, settings.read.say(label), found, remedy)


def _begun(tab: Tab, sheet: Sheet) -> Table:
    """Give the tab as `init` would make it."""
    encode = {column.key: encoder(column, sheet) for column in tab.columns}
    rows = [
        [encode[column.key](row.get(column.key)) for column in tab.columns]
        for row in tab.first_rows(sheet.language)
    ]
    return Table(tab.key, {column.key: at for at, column in enumerate(tab.columns)}, rows)


def _cells(
    settings: TabSettings, tab: Tab, key: Any, here: SettingsRow, row: SettingsRow
) -> Iterator[Problem]:
    """Yield the cells in which a row that counts and the file's say something else; a lost header is told anyway."""
    table = settings.tables[tab.key]
    for column in tab.columns:
        if column.written_by == "system" or column.key not in table.columns:
            continue
        counts, wanted = here.cells.get(column.key, ""), row.cells.get(column.key, "")
        if not _alike(settings, column, counts, wanted):
            stands = table.cell(here.position, column.key)
            yield _cell(settings, tab, key, here, column, (stands, counts, wanted))


def _cell(
    settings: TabSettings,
    tab: Tab,
    key: Any,
    here: SettingsRow,
    column: Column,
    cells: tuple[Scalar, Scalar, Scalar],
) -> Problem:
    stands, counts, wanted = (_shown(column, cell) for cell in cells)
    good = _alike(settings, column, cells[0], cells[1])
    valid = _pending(settings, tab, key) or (_SHEETS if good else _last_good(counts))
    say, place = settings.read.say, _place(tab, key)
    where = f"{say(tab.label)}!{here.position + 2} {say(column.label)}"
    found = Text(
        f"表里是「{stands.zh}」,YAML 里是「{wanted.zh}」;现在算数的是{valid.zh}",
        f"the sheet says {stands.en}, the YAML {wanted.en}; what counts is {valid.en}",
    )
    remedy = Text(
        f"要 YAML 的,就在表里写「{wanted.zh}」;要新建的表也照表里的,就改 {settings.file} 的 {place}",
        f"For the YAML's write {wanted.en} there; for new sheets to begin so change {place} in {settings.file}",
    )
    return _problem(settings, where, found, remedy)


def _missing(settings: TabSettings, tab: Tab, key: Any, row: SettingsRow) -> Problem:
    """Tell a row that the file has and the sheet lacks: a level of the file counts all the same."""
    name, say = _name(settings, tab, row), settings.read.say
    valid = Text("现在都不算数", "neither counts")
    if tab.key == LEVELS:
        found = _pending(settings, tab, key) or Text("YAML 的", "the YAML's")
        valid = Text(f"现在算数的是{found.zh}", f"what counts is {found.en}")
    found = Text(
        f"表里没有「{name}」这一行,YAML 里有;{valid.zh}",
        f"the sheet has no row '{name}', the YAML has; {valid.en}",
    )
    remedy = Text(
        f"要它,就在表里补上;不要,就从 {settings.file} 的 {_place(tab, key)} 里去掉",
        f"Add it to the tab, or take it out of {_place(tab, key)} in {settings.file}",
    )
    return _problem(settings, say(tab.label), found, remedy)


def _added(settings: TabSettings, tab: Tab, here: SettingsRow) -> Problem:
    name, say = _name(settings, tab, here), settings.read.say
    found = Text(
        f"YAML 里没有「{name}」这一行;现在算数的是表里的",
        f"the YAML has no row '{name}'; what counts is the sheet's",
    )
    remedy = Text(
        f"可以就这样;要新建的表也有它,就写进 {settings.file}",
        f"It may stay so; for new sheets to have it, add it to {settings.file}",
    )
    return _problem(settings, f"{say(tab.label)}!{here.position + 2}", found, remedy)


_SHEETS = Text("表里的", "the sheet's")


def _last_good(shown: Text) -> Text:
    return Text(f"上次有效的「{shown.zh}」", f"the last good one, {shown.en}")


def _pending(settings: TabSettings, tab: Tab, key: Any) -> Text | None:
    """Give the level that counts while the tab's waits to be applied (WORKFLOW.md, clock rule 10)."""
    if tab.key != LEVELS or settings.read.level(*key) == settings.counts.level(*key):
        return None
    level = settings.counts.level(*key)
    zh, en = described(level, "zh"), described(level, "en")
    return Text(f"应用过的「{zh}」", f"the one applied, {en}, until sheetflow policy apply")


def _place(tab: Tab, key: Any) -> str:
    return ".".join((LEVELS, *key)) if tab.key == LEVELS else f"tabs.{tab.key}.first"


def _alike(settings: TabSettings, column: Column, one: Scalar, other: Scalar) -> bool:
    zone = settings.read.zone
    return one == other or decode(column, one, zone=zone) == decode(column, other, zone=zone)


def _shown(column: Column, cell: Scalar) -> Text:
    if column.personal or column.type == "link":
        return _HIDDEN
    words = display(column, cell)
    return Text(words, f"'{words}'") if words else _EMPTY


def _name(settings: TabSettings, tab: Tab, row: SettingsRow) -> str:
    """Name a row by what tells it apart: 特急·响应."""
    cells = (display(tab.column(key), row.cells.get(key, "")) for key in tab.key_columns)
    return "·".join(filter(None, cells))


def _problem(settings: TabSettings, where: str, found: Text, remedy: Text) -> Problem:
    say = settings.read.say
    return Problem(where, say(found), say(remedy))
