"""A tab with all of its rows, people's own columns too, each cell under the name of its column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.model import Language, Scalar
from sheetflow.schema import Tab
from sheetflow.store.api import Message
from sheetflow.store.headers import find_header, strangers
from sheetflow.store.names import letters
from sheetflow.store.reading import extent, key_text
from sheetflow.store.scratch import same

#: The column by which a row says whose it is.
OWNER = "ticket_no"

#: What the name of a column begins with that has no header of its own: its letters follow, and another column's header
#: that it has too. No header as read begins so.
NAMELESS = " "

Cells = Mapping[str, Scalar]

#: The metadata of a tab's columns while nobody has asked for it.
NOWHERE: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, the ticket that it is or names, its position below the header, and its filled cells by name."""

    tab: str
    key: str
    owner: str
    position: int
    cells: Cells

    @property
    def nameless(self) -> tuple[str, ...]:
        """Name the columns without a header in which something stands."""
        return tuple(column for column, header in self._headless if not header)

    @property
    def doubled(self) -> tuple[tuple[str, str], ...]:
        """Name the columns in which something stands below a header that another column has too, each with that."""
        return tuple((column, header) for column, header in self._headless if header)

    @property
    def _headless(self) -> Iterator[tuple[str, str]]:
        for name in self.cells:
            if name.startswith(NAMELESS):
                column, _, header = name.removeprefix(NAMELESS).partition(" ")
                yield column, header


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab as read. `names` maps a column's index to its key, or to the header of people's own.

    `headers` are the cells of its header. Where the columns' metadata was asked, `retyped` maps the index of each
    column whose header people typed over to what it said.
    """

    tab: Tab
    sheet_id: int
    title: str
    row_count: int
    column_count: int
    header: int
    names: Mapping[int, str]
    body: Sequence[Sequence[Scalar]]
    problems: tuple[str, ...]
    headers: Sequence[Scalar] = ()
    retyped: Mapping[int, str] = field(default_factory=dict)

    @property
    def doubtful(self) -> bool:
        """Say whether the headers name a column twice or not at all, or stand in another order than the schema's."""
        at = {name: index for index, name in self.names.items()}
        there = [at[column.key] for column in self.tab.columns if column.key in at]
        return bool(self.problems) or there != sorted(there)

    @property
    def unreadable(self) -> bool:
        """Say whether nobody can tell whose its rows are, or which of two columns is the one that both are called."""
        known = set(self.names.values())
        needed = {self.tab.key_columns[0], *({OWNER} & self.tab.by_key.keys())}
        named = {self.tab.by_label(cell) for cell in self.headers if isinstance(cell, str) and cell}
        return bool(self.body) and not needed | (named - {None}) <= known

    @property
    def end(self) -> int:
        """Give the grid's index of the first row below the last one that holds anything."""
        return self.header + 1 + len(self.body)

    def index(self, position: int) -> int:
        """Give the grid's index of a position below the header."""
        return self.header + 1 + position

    def name(self, index: int) -> str:
        """Name a column, be it by its letters."""
        return self.names.get(index, NAMELESS + letters(index))

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything."""
        first = self.tab.key_columns[0]
        for position, cells in enumerate(self.body):
            found = {self.name(at): cell for at, cell in enumerate(cells) if cell != ""}
            if found:
                key, owner = (key_text(found.get(name, "")) for name in (first, OWNER))
                yield Row(self.tab.key, key, owner, position, found)

    def blank(self) -> list[int]:
        """Give the positions of the rows that hold nothing while others below them do."""
        return [at for at, cells in enumerate(self.body) if all(cell == "" for cell in cells)]

    def is_blank(self, index: int) -> bool:
        """Say whether a row of the grid holds nothing; one past its end isn't there."""
        position = index - self.header - 1
        if position >= len(self.body):
            return index < self.row_count
        return position >= 0 and all(cell == "" for cell in self.body[position])


def grid_of(
    tab: Tab,
    sheet_id: int,
    answer: Message,
    *,
    language: Language,
    tagged: Mapping[str, int] = NOWHERE,
) -> Grid:
    """Read one tab from its ValueRange; `tagged` are its columns' indices by their metadata, where that was asked."""
    title, row_count, column_count = extent(answer["range"])
    rows: list[list[Scalar]] = answer.get("values", [])
    header = find_header(tab, rows, title=title, language=language)
    cells = rows[header.row] if rows else []
    ours = {key: index for key, index in tagged.items() if header.found and key in tab.by_key}
    names = {index: key for key, index in header.columns.items() if key not in ours}
    names |= {index: key for key, index in ours.items()}
    for index, text in strangers(tab, cells):
        if index not in names:
            known = text in names.values()
            names[index] = f"{NAMELESS}{letters(index)} {text}" if known else text
    retyped = {
        index: tab.column(key).label.of(language)
        for key, index in ours.items()
        if tab.by_label(str(cells[index]) if index < len(cells) else "") != key
    }
    body = rows[header.row + 1 :]
    return Grid(
        tab, sheet_id, title, row_count, column_count, header.row, names, body, header.problems,
        cells, retyped,
    )  # fmt: skip


def alike(one: Cells, other: Cells) -> bool:
    """Say whether two rows hold the same, wherever their columns stand."""
    return one.keys() == other.keys() and all(same(cell, other[name]) for name, cell in one.items())
