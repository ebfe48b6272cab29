"""Values of the formulas that the small evaluator doesn't know, and of the cells that their arrays fill.

All of a book's are calculated at once, when the first is asked for: the calculator gets them with the cells they
look at. A cell's own formula goes along where it looks at a tab that has such formulas, else its value does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sheetflow.localsheets.a1 import column_letters, quoted
from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.formulas.calculator import CALCULATOR, Answer, Job, Place
from sheetflow.localsheets.formulas.kinds import ErrorValue, FormulaError, unknown_function
from sheetflow.localsheets.formulas.known import CHANCE, FILLS, called, needs_calculator, unknown
from sheetflow.localsheets.formulas.references import Reference
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.formulas.translation import BLANK, Unreadable, Writer
from sheetflow.localsheets.ranges import Box, box_of

Key = tuple[int, int, int]
"""A tab's id, a row, a column."""

TITLE = re.compile(r"[^\[\]*?:/\\']{1,31}")
"""A tab's name that the calculator takes; another is called by its place."""

LOOKS_ANYWHERE = frozenset({"INDIRECT", "OFFSET"})
MOST_COLLISIONS = 20
PARSE_ERROR = ErrorValue("#ERROR!", "Formula parse error.")
CIRCULAR = ErrorValue("#REF!", "Circular dependency detected.")
STOPPED = ErrorValue(
    "#ERROR!", "The formula takes too long, so it was stopped. Let it look at fewer cells."
)
MESSAGES = {
    "#DIV/0!": "Division by zero.",
    "#N/A": "Value not available.",
    "#NUM!": "The result isn't a number that a cell can hold.",
    "#REF!": "Reference does not exist.",
    "#VALUE!": "An argument is of the wrong kind.",
}


def foreign_cells(sheet: Sheet) -> list[tuple[int, int, str]]:
    """Return the row, column and text of a tab's formulas that need the calculator."""
    return [
        (index, column, value.text)
        for index, row in enumerate(sheet.rows)
        if row.formulas
        for column, value in enumerate(row.values)
        if isinstance(value, Formula) and needs_calculator(value.text)
    ]


@dataclass
class Gathering:
    """Gathers one book's job: formulas as the calculator reads them, and the cells that they look at."""

    book: Book
    now: float
    value: Callable[[Sheet, int, int], Any]
    cells: dict[Place, Any] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    failed: dict[Place, ErrorValue] = field(default_factory=dict)
    wanted: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Number the tabs, and find those whose values only the calculator knows."""
        self.sheets = list(self.book.sheets.values())
        self.tabs = [
            one.title if TITLE.fullmatch(one.title) else f"tab {index}"
            for index, one in enumerate(self.sheets)
        ]
        self.index = {one.id: index for index, one in enumerate(self.sheets)}
        self.by_title = {one.title.casefold(): one for one in self.sheets}
        self.tainted = _tainted(self.book, self.by_title)

    def add(self, sheet: Sheet, row: int, column: int, text: str) -> None:
        """Add a formula to the job and what it looks at to what is wanted."""
        place = (self.index[sheet.id], row, column)
        writer = Writer(lambda reference: self._place(sheet, reference), self._named, self.now)
        try:
            fills = not called(text).isdisjoint(FILLS)
            self.formulas[place] = writer.formula(text, fills=fills)
        except Unreadable:
            self.failed[place] = PARSE_ERROR
        except FormulaError as failure:
            self.failed[place] = failure.error
        if not called(text).isdisjoint(LOOKS_ANYWHERE):
            self.wanted += [
                Box(one.id, 0, len(one.rows), 0, len(one.columns)) for one in self.sheets
            ]

    def gather(self) -> None:
        """Enter what the formulas look at, and what that looks at."""
        while self.wanted:
            box = self.wanted.pop()
            sheet, tab = self.book.sheet(box.sheet_id), self.index[box.sheet_id]
            for index in range(box.top, box.bottom):
                row = sheet.rows[index]
                for column in range(box.left, min(box.right, len(row.values))):
                    entered = row.values[column]
                    place = (tab, index, column)
                    if entered is None or place in self.cells or place in self.formulas:
                        continue
                    if isinstance(entered, Formula) and self._goes_along(sheet, entered):
                        self.add(sheet, index, column, entered.text)
                    elif not isinstance(entered, Formula) or place not in self.failed:
                        value = self.value(sheet, index, column)
                        if value is not None:
                            self.cells[place] = value
        self.cells |= self.failed

    def _goes_along(self, sheet: Sheet, entered: Formula) -> bool:
        return sheet.id in self.tainted and (
            needs_calculator(entered.text) or _looks_at(self, sheet, entered)
        )

    def _place(self, sheet: Sheet, reference: Reference) -> str:
        """Write a reference in full, clipped to the grid as a range in Google is."""
        title = reference.title
        there = sheet if title is None else self.by_title.get(title.casefold())
        if there is None:
            raise FormulaError("#REF!", f"Unresolved sheet name '{title}'.")
        first, last = reference.first, reference.last or reference.first
        rows = sorted((_or(first.row, 0), _or(last.row, len(there.rows) - 1)))
        columns = sorted((_or(first.column, 0), _or(last.column, len(there.columns) - 1)))
        if rows[0] >= len(there.rows) or columns[0] >= len(there.columns):
            raise FormulaError("#REF!", "The cell is not on the grid.")
        bottom, right = min(rows[1] + 1, len(there.rows)), min(columns[1] + 1, len(there.columns))
        return self._box(Box(there.id, rows[0], bottom, columns[0], right))

    def _named(self, name: str) -> str:
        for known in self.book.named_ranges:
            if known["name"].casefold() == name.casefold():
                box = box_of(self.book, known["range"])
                return self._box(box.clipped(self.book.sheet(box.sheet_id)))
        raise FormulaError("#NAME?", f"Unknown range name: '{name.upper()}'.")

    def _box(self, box: Box) -> str:
        self.wanted.append(box)
        tab = quoted(self.tabs[self.index[box.sheet_id]])
        first = f"{tab}!${column_letters(box.left)}${box.top + 1}"
        if (box.height, box.width) == (1, 1):
            return first
        return f"{first}:${column_letters(box.right - 1)}${box.bottom}"


def _or(index: int | None, otherwise: int) -> int:
    return otherwise if index is None else index


def _tainted(book: Book, by_title: dict[str, Sheet]) -> set[int]:
    """Return the tabs with formulas for the calculator, and those whose formulas look at one of them."""
    found = {sheet.id for sheet in book.sheets.values() if foreign_cells(sheet)}
    looked = {sheet.id: _looked_at(book, sheet, by_title) for sheet in book.sheets.values()}
    before = -1
    while before != len(found):
        before = len(found)
        found |= {one for one, others in looked.items() if not others.isdisjoint(found)}
    return found


def _looked_at(book: Book, sheet: Sheet, by_title: dict[str, Sheet]) -> set[int]:
    texts = {
        value.text
        for row in sheet.rows
        if row.formulas
        for value in row.values
        if isinstance(value, Formula)
    }
    return {one for text in texts for one in tabs_of(book, sheet, text, by_title)}


def tabs_of(book: Book, sheet: Sheet, text: str, by_title: dict[str, Sheet]) -> set[int]:
    """Return the tabs that a formula of the small evaluator looks at."""
    formula = compiled(text)
    titles = [reference.title for reference in formula.references]
    named = {
        known["range"].get("sheetId", 0)
        for known in book.named_ranges
        if any(known["name"].casefold() == name.casefold() for name in formula.names)
    }
    others = {by_title[t.casefold()].id for t in titles if t and t.casefold() in by_title}
    return named | others | ({sheet.id} if None in titles else set())


def _looks_at(gathering: Gathering, sheet: Sheet, entered: Formula) -> bool:
    looked = tabs_of(gathering.book, sheet, entered.text, gathering.by_title)
    return not looked.isdisjoint(gathering.tainted)


def foreign_values(
    book: Book, now: float, value: Callable[[Sheet, int, int], Any]
) -> dict[Key, Any]:
    """Return the value of each formula that needs the calculator, and of each cell that one fills.

    `value` gives the other cells' values. A blank that came through an array is None.
    """
    gathering = Gathering(book, now, value)
    texts: dict[Place, str] = {}
    for sheet in gathering.sheets:
        for row, column, text in foreign_cells(sheet):
            texts[(gathering.index[sheet.id], row, column)] = text
            gathering.add(sheet, row, column, text)
    gathering.gather()
    answer, blocked = _expanded(gathering, all_texts=texts)
    found: dict[Key, Any] = {}
    for place, raw in {**answer.values, **dict.fromkeys(answer.stopped, STOPPED)}.items():
        sheet = gathering.sheets[place[0]]
        if place in texts or place not in gathering.formulas:
            found[(sheet.id, *place[1:])] = blocked.get(place) or shown(raw, texts.get(place, ""))
    for place, error in gathering.failed.items():
        found[(gathering.sheets[place[0]].id, *place[1:])] = error
    return found


def _expanded(
    gathering: Gathering, *, all_texts: dict[Place, str]
) -> tuple[Answer, dict[Place, ErrorValue]]:
    """Calculate until no array lies over a cell that something else is entered in, or outside the grid."""
    repeatable = all(called(text).isdisjoint(CHANCE) for text in all_texts.values())
    blocked: dict[Place, ErrorValue] = {}
    for _ in range(MOST_COLLISIONS):
        job = Job(gathering.tabs, gathering.cells, gathering.formulas, repeatable)
        answer = CALCULATOR.answer(job)
        filled = answer.values.keys() - gathering.formulas.keys()
        hit = {place: text for place in filled if (text := _taken(gathering, place))}
        if not hit:
            break
        gathering.cells = {**gathering.cells, **hit}
    for place, raw in answer.values.items():
        if isinstance(raw, ErrorValue) and raw.shown == "#SPILL!":
            blocked[place] = _obstructed(gathering, place)
    return answer, blocked


def _taken(gathering: Gathering, place: Place) -> str:
    """Return a text to stand in a filled cell's way when it isn't free, else an empty one."""
    sheet = gathering.sheets[place[0]]
    on_grid = place[1] < len(sheet.rows) and place[2] < len(sheet.columns)
    free = on_grid and sheet.rows[place[1]].value(place[2]) is None
    return "" if free else BLANK


def _obstructed(gathering: Gathering, place: Place) -> ErrorValue:
    """Return the error of an array without room: which cell is in its way, or that the grid is too small.

    The array is calculated once more on a tab of its own, to learn its size.
    """
    alone = Job(
        [*gathering.tabs, "array"],
        gathering.cells,
        {
            **{one: text for one, text in gathering.formulas.items() if one != place},
            (len(gathering.tabs), 0, 0): gathering.formulas[place],
        },
    )
    values = CALCULATOR.answer(alone).values
    cells = sorted((r, c) for tab, r, c in values if tab == len(gathering.tabs))
    sheet = gathering.sheets[place[0]]
    rows = place[1] + max((r for r, _ in cells), default=0) + 1 - len(sheet.rows)
    columns = place[2] + max((c for _, c in cells), default=0) + 1 - len(sheet.columns)
    for row, column in cells[1:]:
        at = (place[0], place[1] + row, place[2] + column)
        if at in gathering.formulas or (_taken(gathering, at) and rows <= 0 and columns <= 0):
            name = f"{column_letters(at[2])}{at[1] + 1}"
            return ErrorValue(
                "#REF!",
                f"Array result was not expanded because it would overwrite data in {name}.",
            )
    more = f"rows ({rows})" if rows > 0 else f"columns ({columns})"
    return ErrorValue("#REF!", f"Result was not automatically expanded, please insert more {more}.")


def shown(value: Any, text: str) -> Any:
    """Return what the calculator came to as a cell has it, errors in Google's words."""
    if value == BLANK:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return _error(value.shown, text) if isinstance(value, ErrorValue) else value


def _error(shown_: str, text: str) -> ErrorValue:
    """Return Google's error for the calculator's."""
    if shown_ == "#CIRC!":
        return CIRCULAR
    nobody = unknown(text)
    if nobody and shown_ in ("#NAME?", "#ERROR!", "#N/IMPL!"):
        return unknown_function(nobody[0])
    if shown_ == "#N/A" and "FILTER" in called(text):
        return ErrorValue("#N/A", "No matches are found in FILTER evaluation.")
    if shown_ in ("#ERROR!", "#CALC!"):
        return ErrorValue(
            "#N/A", "A function has too few or too many arguments, or nothing to show."
        )
    google = "#NAME?" if shown_ == "#N/IMPL!" else shown_
    return ErrorValue(google, MESSAGES.get(google, "Unknown name."))
