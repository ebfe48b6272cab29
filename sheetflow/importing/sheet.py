"""Somebody's table beside ours: which of its columns is which of ours, and which stay their own.

    read_csv(Path("old.csv"), schema)  ->  Sheet(columns={0: "ticket_no", …}, own={7: "Kostenstelle"}, lines=(…))

By the map first, then by key, label or alias. A column that isn't ours is kept under its own header; so is one that
only the system fills (应收, 回访期限): its figures are computed anew, theirs stand beside them as 「应收 (CSV)」.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from sheetflow.columns import Column, folded
from sheetflow.errors import BadInput, Problem
from sheetflow.importing.columnmap import ColumnMap
from sheetflow.importing.csvfile import CsvFile, Line, read_file
from sheetflow.schema import Schema
from sheetflow.schema.parts import Tab

#: Stands after a header of theirs that would else be taken for a column of ours.
THEIRS = " (CSV)"


@dataclass(frozen=True)
class Sheet:
    """A file ready to be imported.

    `columns` maps the index of a field to our column's key, `own` to the header it is kept under. `status_at` is the
    field that tells the status, -1 where none does.
    """

    name: str
    encoding: str
    header: tuple[str, ...]
    columns: Mapping[int, str]
    own: Mapping[int, str]
    lines: tuple[Line, ...]
    status_at: int = -1
    map: ColumnMap = field(default_factory=ColumnMap)
    problems: tuple[Problem, ...] = ()

    @property
    def matched(self) -> Mapping[str, str]:
        """Map their headers to our columns' keys."""
        return {self.header[at]: key for at, key in self.columns.items()}

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Name the columns that are kept as they are, under the headers they get."""
        return tuple(self.own.values())


def read_csv(path: Path, schema: Schema, mapping: ColumnMap | None = None) -> Sheet:
    """Read a file and find its columns.

    Raises BadInput where two columns mean the same one, the map names one that isn't there, or none is ours.
    """
    found, mapped, tickets = read_file(path), mapping or ColumnMap(), schema.tab("tickets")
    columns = _matched(found, mapped, tickets)
    problems = [*_twice(found, columns, tickets), *_not_there(found, mapped)]
    if not columns and not problems:
        remedy = "Give a map file (--map) that says which column is which"
        problems = [Problem(f"{found.name}:1", "no column is one of ours", remedy)]
    if problems:
        raise BadInput(problems)
    computed = {at for at, key in columns.items() if not _taken(tickets.column(key))}
    titles = [folded(title) for title in found.header]
    told = [at for at, title in enumerate(titles) if title == mapped.status_from and title]
    told += [at for at, key in columns.items() if key == "status"]
    kept = {at: key for at, key in columns.items() if at not in computed}
    return Sheet(
        found.name,
        found.encoding,
        found.header,
        kept,
        own_headers(found.header, [at for at in range(len(titles)) if at not in kept], tickets),
        found.lines,
        told[0] if told else -1,
        mapped,
        found.problems,
    )


def own_headers(header: Sequence[str], indexes: Sequence[int], tickets: Tab) -> dict[int, str]:
    """Give each of these columns a header of its own that means none of ours: their own, if it can be."""
    given: dict[int, str] = {}
    taken: set[str] = set()
    for at in indexes:
        plain = header[at].strip() or f"{at + 1}{THEIRS}"
        title = f"{plain}{THEIRS}" if tickets.by_label(plain) else plain
        named, count = title, 1
        while folded(named) in taken:
            count += 1
            named = f"{title} {count}"
        taken.add(folded(named))
        given[at] = named
    return given


def _taken(column: Column) -> bool:
    """Say whether an import fills the column: people's, the number and the status, and the times of events."""
    return column.written_by != "system" or column.stamp or column.key == "ticket_no"


def _matched(found: CsvFile, mapped: ColumnMap, tickets: Tab) -> dict[int, str]:
    columns: dict[int, str] = {}
    for at, title in enumerate(found.header):
        said = mapped.columns.get(folded(title))
        key = tickets.by_label(title) if said is None else said
        if key and title.strip():
            columns[at] = key
    return columns


def _twice(found: CsvFile, columns: Mapping[int, str], tickets: Tab) -> list[Problem]:
    places: dict[str, list[int]] = {}
    for at, key in columns.items():
        places.setdefault(key, []).append(at)
    return [
        Problem(
            f"{found.name}:1",
            f"{' and '.join(repr(found.header[at]) for at in twice)} both mean {tickets.column(key).label.zh} ({key})",
            "Map all but one to nothing (--map), and they are kept as they are",
        )
        for key, twice in places.items()
        if len(twice) > 1
    ]


def _not_there(found: CsvFile, mapped: ColumnMap) -> list[Problem]:
    titles = {folded(title): title for title in found.header}
    wanted = [*mapped.columns, *([mapped.status_from] if mapped.status_from else [])]
    return [
        Problem(
            f"{found.name}:1",
            f"the map names '{title}', which is no column here",
            _like(title, titles),
        )
        for title in dict.fromkeys(wanted)
        if title not in titles
    ]


def _like(title: str, titles: Mapping[str, str]) -> str:
    near = get_close_matches(title, titles, n=1)
    return f"Write '{titles[near[0]]}' if that was meant" if near else "Take it out of the map"
