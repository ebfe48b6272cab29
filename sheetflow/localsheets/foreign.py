"""Values of the formulas that the small evaluator doesn't know, and of the cells that their arrays fill.

All of a book's are calculated at once, when the first is asked for: the calculator gets them with the cells they
look at. A cell's own formula goes along where it looks at a tab that has such formulas, else its value does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.a1 import column_letters
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.formulas.calculator import CALCULATOR, Answer, Job, Place
from sheetflow.localsheets.formulas.kinds import ErrorValue, unknown_function
from sheetflow.localsheets.formulas.known import CHANCE, called, unknown
from sheetflow.localsheets.formulas.translation import BLANK
from sheetflow.localsheets.gathering import Gathering, foreign_cells

Key = tuple[int, int, int]
"""A tab's id, a row, a column."""

MOST_COLLISIONS = 20
CIRCULAR = ErrorValue("#REF!", "Circular dependency detected.")
STOPPED = ErrorValue(
    "#ERROR!",
    "The formula takes too long or too much memory, so it was stopped. Let it look at fewer cells.",
)
NO_ROOM = "#SPILL!"
"""The calculator's error of an array without room; other arrays may hand it on."""

MESSAGES = {
    "#DIV/0!": "Division by zero.",
    "#N/A": "Value not available.",
    "#NUM!": "The result isn't a number that a cell can hold.",
    "#REF!": "Reference does not exist.",
    "#VALUE!": "An argument is of the wrong kind.",
}


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
    found = {
        place: shown(raw, texts.get(place, ""))
        for place, raw in answer.values.items()
        if place in texts or place not in gathering.formulas
    }
    found |= dict.fromkeys(answer.stopped, STOPPED) | blocked | gathering.failed
    return {
        (gathering.sheets[tab].id, row, column): value
        for (tab, row, column), value in found.items()
    }


def values_beside(
    book: Book,
    now: float,
    value: Callable[[Sheet, int, int], Any],
    filled: dict[Key, Any],
    *,
    sheet: Sheet,
    texts: list[str],
) -> list[Any]:
    """Return what formulas that stand in no cell come to, read from a tab: those of conditional formats."""
    gathering = Gathering(book, now, value)
    gathering.tainted = set()
    tab = len(gathering.tabs)
    gathering.tabs.append("beside")
    for index, text in enumerate(texts):
        gathering.put((tab, index, 0), sheet, text)
    gathering.gather()
    cells = {
        (gathering.index[sheet_id], row, column): one
        for (sheet_id, row, column), one in filled.items()
        if one is not None
    }
    job = Job(gathering.tabs, {**cells, **gathering.cells}, gathering.formulas)
    values = CALCULATOR.answer(job).values
    return [shown(values.get((tab, index, 0)), text) for index, text in enumerate(texts)]


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
        spills = isinstance(raw, ErrorValue) and raw.shown == NO_ROOM
        if spills and place in gathering.formulas:
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
    google = {"#N/IMPL!": "#NAME?", NO_ROOM: "#REF!"}.get(shown_, shown_)
    return ErrorValue(google, MESSAGES.get(google, "Unknown name."))
