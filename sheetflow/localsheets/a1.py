"""A1 notation: ``'Repair desk'!B2:D`` to a rectangle and back, quoted as Google quotes."""

from __future__ import annotations

import re
from functools import lru_cache

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, whole

QUOTED = re.compile(r"'((?:[^']|'')*)'(?:!(.*))?", re.DOTALL)
END = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?")
ONE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)")
R1C1 = re.compile(r"R([1-9][0-9]*)C([1-9][0-9]*)(?::R([1-9][0-9]*)C([1-9][0-9]*))?")
BARE_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LOOKS_LIKE_CELL = re.compile(
    r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
)


@lru_cache(1024)
def column_letters(index: int) -> str:
    """Return the letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(1024)
def column_index(letters: str) -> int:
    """Return the zero-based column of letters: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@lru_cache(1024)
def quoted(title: str) -> str:
    """Return a tab's name as it stands before the ``!``, in quotes unless it is a plain word."""
    if BARE_TITLE.fullmatch(title) and not LOOKS_LIKE_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def written(book: Book, box: Box) -> str:
    """Return a rectangle in A1 notation with its tab: ``Sheet1!A1:B2``, a single cell ``Sheet1!A1``."""
    cells = f"{column_letters(box.left)}{box.top + 1}"
    if box.bottom - box.top > 1 or box.right - box.left > 1:
        last = column_letters(max(box.left, box.right - 1))
        cells = f"{cells}:{last}{max(box.top + 1, box.bottom)}"
    return f"{quoted(book.sheet(box.sheet_id).properties['title'])}!{cells}"


def parse(book: Book, text: str) -> Box:
    """Return the rectangle that a range text means, open ends filled with the grid's size.

    Understands ``Tab!A1:B2``, ``'My tab'!A:C``, ``2:5``, ``R1C1:R2C2``, a named range, and a tab's
    name alone; without a tab the first visible one is meant. Raises Google's 400 "Unable to parse
    range". [documented by gspread] A named range may stand behind any tab: ``Sheet1!parts``.
    """
    title, cells = split_tab(text)
    if title is None:
        return _without_tab(book, text)
    sheet = _sheet_titled(book, title)
    if sheet is None:
        raise _unreadable(text)
    if cells is None:
        return whole(sheet)
    return _named(book, cells) or _cells(sheet, cells, text)


def split_tab(text: str) -> tuple[str | None, str | None]:
    """Split ``'My tab'!A1`` into tab and cells; either may be missing."""
    before, mark, cells = text.rpartition("!")
    if mark and (title := _unquoted(before)) is not None:
        return title, cells
    if match := QUOTED.fullmatch(text):
        return match[1].replace("''", "'"), match[2]
    return (before, cells) if mark else (None, text)


@lru_cache(1024)
def _unquoted(title: str) -> str | None:
    """Return a tab's name without the quotes around it, None where they don't enclose it."""
    if not title.startswith("'"):
        return title
    match = QUOTED.fullmatch(title)
    return match[1].replace("''", "'") if match and match[2] is None else None


def _named(book: Book, name: str) -> Box | None:
    for named in book.named_ranges:
        if named["name"].casefold() == name.casefold():
            return box_of(book, named["range"])
    return None


def _without_tab(book: Book, cells: str) -> Box:
    if named := _named(book, cells):
        return named
    titled = _sheet_titled(book, cells)
    if titled is not None:
        return whole(titled)
    visible = [sheet for sheet in book.sheets.values() if not sheet.properties.get("hidden")]
    return _cells(visible[0], cells, cells)


_folded = lru_cache(1024)(str.casefold)


def _sheet_titled(book: Book, title: str) -> Sheet | None:
    folded = _folded(title)
    for sheet in book.sheets.values():
        if _folded(sheet.properties["title"]) == folded:
            return sheet
    return None


def _cells(sheet: Sheet, cells: str, text: str) -> Box:
    if match := ONE.fullmatch(cells):
        row, column = int(match[2]), column_index(match[1])
        return Box(sheet.id, row - 1, row, column, column + 1)
    if match := R1C1.fullmatch(cells):
        top, left = int(match[1]), int(match[2])
        bottom, right = int(match[3] or top), int(match[4] or left)
        return Box(
            sheet.id, min(top, bottom) - 1, max(top, bottom), min(left, right) - 1, max(left, right)
        )
    ends = cells.split(":")
    found = [END.fullmatch(end) for end in ends]
    if len(ends) > 2 or not all(one and (one[1] or one[2]) for one in found):
        raise _unreadable(text)
    columns = [column_index(one[1]) if one and one[1] else None for one in found]
    rows = [int(one[2]) - 1 if one and one[2] else None for one in found]
    if len(ends) == 1 and (columns[0] is None or rows[0] is None):
        raise _unreadable(text)
    top, bottom = _span(rows, len(sheet.rows))
    left, right = _span(columns, len(sheet.columns))
    return Box(sheet.id, top, bottom, left, right)


def _span(ends: list[int | None], size: int) -> tuple[int, int]:
    """Return start and end of one axis: ``B2:C`` is open below, ``A:C`` has no rows at all."""
    known = [end for end in ends if end is not None]
    if not known:
        return 0, size
    if len(known) < len(ends):
        return known[0], max(size, known[0] + 1)
    return min(known), max(known) + 1


def _unreadable(text: str) -> Exception:
    return invalid(f"Unable to parse range: {text}")
