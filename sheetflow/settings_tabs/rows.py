"""A settings tab as values, row by row: one that can't be used is told cell by cell, and its last good version goes on.

built(sources, RowKind("staff", look_at_member, member, key=number, last=lambda policy: policy.staff), findings)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sheetflow.cells import decoder, display
from sheetflow.errors import Problem
from sheetflow.model import BadCell, Scalar, Table, Text
from sheetflow.policy import LeftOut, Policy, SettingsRow
from sheetflow.schema import Tab
from sheetflow.settings_tabs.cells import CellProblem, Cells, Sources, word

T = TypeVar("T")

#: What goes on where a cell of a row is strange that all others can do without.
ALL_ELSE_GOES_ON = Text("这一行其余照常生效", "All else of the row counts")


class _Unread:
    """A cell of a row's key that can't be understood: the row is one that was known before."""


UNREAD = _Unread()


@dataclass(frozen=True)
class Findings:
    """What a reading adds to while it goes on: the problems, the rows that count by tab, and those left out.

    `marks` are what the rows themselves say of their problems, by tab and position.
    """

    problems: list[Problem] = field(default_factory=list)
    good: dict[str, dict[Any, SettingsRow]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    marks: dict[str, dict[int, list[Text]]] = field(default_factory=dict)

    def tell(
        self, sources: Sources, tab: str, position: int, problem: CellProblem, goes_on: Text
    ) -> Problem:
        """Take in the problem of a cell: with its place for the health page, without it for its row."""
        spec, language = sources.schema.tab(tab), sources.language
        label = spec.column(problem.column).label
        self.mark(tab, position, _in_its_row(label, problem, goes_on))
        where = f"{spec.label.of(language)}!{position + 2} {label.of(language)}"
        remedy = f"{problem.remedy.of(language)} {goes_on.of(language)}".strip()
        found = Problem(where, problem.found.of(language), remedy)
        self.problems.append(found)
        return found

    def mark(self, tab: str, position: int, sentence: Text) -> None:
        """Let a row say what is wrong with it."""
        self.marks.setdefault(tab, {}).setdefault(position, []).append(sentence)


@dataclass(frozen=True)
class RowKind(Generic[T]):
    """What a tab's rows become: what may be wrong with one, its value, what tells it apart, what it was before.

    Only `columns` are read; without any, all. What changes in rows that `wait` counts once somebody has let it
    (levels.py), so it isn't what stood there last that goes on. `meanwhile` gives what goes on in the place of a wrong
    row: its last good value with those of its cells, named without the wrong ones, that count all the same.
    """

    tab: str
    look: Callable[[Cells, Sources], Iterator[CellProblem]]
    build: Callable[[Cells, Sources], T]
    key: Callable[[Cells], Any]
    last: Callable[[Policy], Mapping[Any, T]]
    columns: tuple[str, ...] = ()
    meanwhile: Callable[[T, Cells], T] = lambda last, cells: last
    wait: bool = False


def by_columns(*columns: str) -> Callable[[Cells], Any]:
    """Give the key of rows that these columns tell apart, a tuple of their texts where there are several."""

    def key(cells: Cells) -> Any:
        named = tuple(word(cells, column) for column in columns)
        return named[0] if len(named) == 1 else named

    return key


def built(sources: Sources, kind: RowKind[T], findings: Findings) -> dict[Any, T]:
    """Build a value per used row, by its key; a row that can't be used is told cell by cell.

    In its place, and of a tab that can't be read at all, what was good last goes on.
    """
    last = kind.last(sources.last) if sources.last else {}
    before = sources.last.good.get(kind.tab, {}) if sources.last else {}
    if not readable(sources, kind.tab):
        findings.good[kind.tab] = dict(before)
        return dict(last)
    rows = [(at, cells, kind.key(cells)) for at, cells in rows_of(sources, kind.tab, kind.columns)]
    keys = {key for _, _, key in rows}
    found: dict[Any, T] = {}
    good = findings.good.setdefault(kind.tab, {})
    for position, cells, key in rows:
        wrong = _wrong(cells, sources, kind, repeats=key in found)
        kept = None if key in found else _last_key(key, last, keys | found.keys())
        if not wrong:
            found[key] = kind.build(cells, sources)
            good[key] = SettingsRow(position, _raw(sources, kind, position))
            continue
        was: Mapping[str, Scalar] | None = None
        if kept is not None:
            bad = {one.column for one in wrong}
            right = {name: cell for name, cell in cells.items() if name not in bad}
            found[kept] = kind.meanwhile(last[kept], right)
            was = before[kept].cells if kept in before else {}
            good[kept] = SettingsRow(position, was)
        told_now = [
            findings.tell(
                sources, kind.tab, position, one, _goes_on(sources, kind, one.column, was)
            )
            for one in wrong
        ]
        if kept is None and key not in found:
            findings.left_out.append(LeftOut(kind.tab, key, _said(cells), told_now[0]))
    return found


def _raw(sources: Sources, kind: RowKind[T], position: int) -> Mapping[str, Scalar]:
    """Give a row's filled cells as read, those that its kind looks at."""
    table = sources.tables[kind.tab]
    names = peoples(sources.schema.tab(kind.tab), table, kind.columns)
    return {name: cell for name in names if (cell := table.cell(position, name)) != ""}


def _said(cells: Cells) -> Mapping[str, str]:
    return {name: word(cells, name) for name, cell in cells.items() if isinstance(cell, str)}


def _goes_on(
    sources: Sources, kind: RowKind[T], column: str, was: Mapping[str, Scalar] | None
) -> Text:
    """Say what counts meanwhile: the last good value, but for what not everybody may read, or nothing."""
    if was is None:
        return _NOTHING_GOES_ON
    if kind.wait:
        return _IN_FORCE
    spec = sources.schema.tab(kind.tab).column(column)
    if not was or spec.personal or spec.type == "link":
        return _LAST_GOES_ON
    shown = display(spec, was.get(column, ""))
    zh, en = (shown or "空", shown or "empty")
    return Text(f"{_LAST_GOES_ON.zh}:{zh}", f"{_LAST_GOES_ON.en}: {en}")


def _last_key(key: Any, last: Mapping[Any, T], taken: Collection[Any]) -> Any:
    """Find the row as it was before: by its key, and without a readable date by the rest of it."""
    if key in last:
        return key
    if not (isinstance(key, tuple) and key[-1] is UNREAD):
        return None
    return next((one for one in last if one[:-1] == key[:-1] and one not in taken), None)


def readable(sources: Sources, tab: str) -> bool:
    """Say whether a tab is there with the columns that tell its rows apart."""
    table = sources.tables.get(tab)
    return table is not None and set(sources.schema.tab(tab).key_columns) <= set(table.columns)


def rows_of(sources: Sources, tab: str, only: Collection[str] = ()) -> Iterator[tuple[int, Cells]]:
    """Yield the position and the cells of each used row of a tab, in its columns or in some of them."""
    table = sources.tables.get(tab)
    if table is None:
        return
    columns = sources.schema.tab(tab).by_key
    names = peoples(sources.schema.tab(tab), table, only)
    readers = {name: decoder(columns[name], sources.zone) for name in names}
    for position in range(len(table.rows)):
        cells = {name: read(table.cell(position, name)) for name, read in readers.items()}
        if any(cell is not None for cell in cells.values()):
            yield position, cells


def peoples(tab: Tab, table: Table, only: Collection[str] = ()) -> list[str]:
    """Name a tab's columns in which people write, or those of them in `only`: what the system writes is no policy."""
    columns = tab.by_key
    return [
        name
        for name in table.columns
        if columns[name].written_by != "system" and (not only or name in only)
    ]


def _in_its_row(label: Text, problem: CellProblem, goes_on: Text) -> Text:
    zh = "。".join(filter(None, (problem.found.zh, problem.remedy.zh, goes_on.zh)))
    en = ". ".join(filter(None, (problem.found.en, problem.remedy.en, goes_on.en)))
    return Text(f"{label.zh}:{zh}", f"{label.en}: {en}")


def _wrong(cells: Cells, sources: Sources, kind: RowKind[T], *, repeats: bool) -> list[CellProblem]:
    """Give all that is wrong with a row, once for each cell."""
    bad = [
        CellProblem(name, c.why, Text("", ""))
        for name, c in cells.items()
        if isinstance(c, BadCell)
    ]
    understood = {name: c for name, c in cells.items() if not isinstance(c, BadCell)}
    found = [*bad, *kind.look(understood, sources)]
    if repeats:
        again = Text("上面已有一行相同的", "a row above says the same")
        first = sources.schema.tab(kind.tab).key_columns[0]
        found.append(CellProblem(first, again, Text("请合成一行", "Make them one")))
    return list({one.column: one for one in reversed(found)}.values())[::-1]


_LAST_GOES_ON = Text("更正前按上次的有效内容执行", "Until mended, the last good row goes on")
_IN_FORCE = Text("更正前按生效中的执行", "Until mended, what is in force goes on")
_NOTHING_GOES_ON = Text("更正前这一行不生效", "Until mended, this row counts for nothing")
