"""From the API's answer to tables: where each tab lies, what its rows hold, and whether anything changed."""

from __future__ import annotations

import hashlib
import marshal
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetflow.model import Language, Reading, Scalar, Table
from sheetflow.schema import Tab
from sheetflow.store.api import Message
from sheetflow.store.headers import (
    Header,
    find_header,
    heartbeat_column,
    no_heartbeat,
    strangers,
)
from sheetflow.store.names import HEARTBEAT_TAB

_RANGE = re.compile(r"(?:'((?:[^']|'')*)'|([^'!]+))!([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")

#: marshal's version without back references: equal values give equal bytes.
_PLAIN_MARSHAL = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tab lies: its id and title, the size of its grid, the row its header stands in.

    `row_count` is None where only the header was read. `width` is the widest row's, header and people's own columns
    included; `heartbeat` the column of that cell. `tagged` is where the metadata has the tab's columns, if it was
    asked.
    """

    sheet_id: int
    title: str
    row_count: int | None
    column_count: int
    header_row: int
    width: int
    heartbeat: int | None = None
    tagged: Mapping[str, int] = field(default_factory=dict)

    def row(self, position: int) -> int:
        """Give the grid's row index of a position below the header."""
        return self.header_row + 1 + position


def read_table(
    tab: Tab,
    sheet_id: int,
    answer: Message,
    *,
    language: Language,
    tagged: Mapping[str, int] | None = None,
) -> tuple[Place, Table]:
    """Read one tab from its ValueRange; `tagged` are its columns by their metadata, for what is told of them."""
    title, row_count, column_count = extent(answer["range"])
    rows: list[list[Scalar]] = answer.get("values", [])
    header = find_header(tab, rows, title=title, language=language, tagged=tagged)
    cells = rows[header.row] if rows else []
    place = Place(
        sheet_id=sheet_id,
        title=title,
        row_count=row_count,
        column_count=column_count,
        header_row=header.row,
        width=max(map(len, rows), default=0),
        heartbeat=heartbeat_column(cells),
        tagged=tagged or {},
    )
    table = _table(tab, header, rows)
    if tab.key == HEARTBEAT_TAB and header.columns and place.heartbeat is None:
        table = replace(table, problems=(*table.problems, no_heartbeat(title).of(language)))
    return place, table


def _table(tab: Tab, header: Header, rows: Sequence[Sequence[Scalar]]) -> Table:
    named = strangers(tab, rows[header.row]) if rows else []
    own = {text: index for index, text in reversed(named)}
    return Table(tab.key, header.columns, rows[header.row + 1 :], header.problems, own)


def missing_table(tab: Tab, *, language: Language) -> Table:
    """Give the table of a tab that somebody deleted."""
    name = tab.label.of(language)
    sentence = {
        "zh": f"工作表「{name}」不见了。请撤销,或运行 sheetflow init 做一张空的;"
        "Google 表格可以从「文件」「版本记录」找回",
        "en": f"The tab '{name}' is gone. Undo that, or run sheetflow init, which makes it anew and empty; on Google, "
        "File, Version history has it as it was.",
    }[language]
    return Table(tab.key, {}, (), (sentence,))


def reading_of(tables: Iterable[Table]) -> Reading:
    """Join tables to a reading; the header row counts by what it names, for two of its cells change by themselves."""
    found = {table.tab: table for table in tables}
    digest = hashlib.blake2b(digest_size=16)
    for table in found.values():
        columns = list(table.columns.items())
        said = [table.tab, columns, list(table.problems), list(table.rows)]
        digest.update(marshal.dumps(said, _PLAIN_MARSHAL))
    return Reading(found, digest.hexdigest())


def positions(table: Table, key_columns: Sequence[str]) -> Mapping[str, list[int]]:
    """Map each key of a table to the positions of its rows, top down; keyless rows are under ""."""
    found: dict[str, list[int]] = {}
    indices = [table.columns[column] for column in key_columns if column in table.columns]
    if len(indices) < len(key_columns):
        return found
    for position, row in enumerate(table.rows):
        found.setdefault(_key(row, indices), []).append(position)
    return found


def _key(row: Sequence[Scalar], indices: Sequence[int]) -> str:
    parts = [key_text(row[at]) if at < len(row) else "" for at in indices]
    return "|".join(parts) if any(parts) else ""


def key_text(cell: Scalar) -> str:
    """Give a key cell as text, for people's typing turns 007 into the number 7 where no format prevents it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def extent(a1: str) -> tuple[str, int, int]:
    """Read a range as Google answers it: `'工单'!A1:AZ1000` -> ("工单", 1000, 52)."""
    match = _RANGE.fullmatch(a1)
    if match is None:
        raise ValueError(f"{a1!r} is no A1 range")
    quoted, plain, left, top, right, bottom = match.groups()
    title = plain if quoted is None else quoted.replace("''", "'")
    return title, int(bottom or top), _index(right or left) + 1


def _index(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
