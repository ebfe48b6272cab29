"""References in formulas: ``$A1``, ``'Repair desk'!B2:C``, and moving them as cells move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sheetflow.localsheets.a1 import column_index, column_letters

TAB = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
COLUMN = r"\$?[A-Za-z]{1,3}"
ROW = r"\$?[1-9]\d*"
TO = r"\s*:\s*"
REFERENCE = rf"(?:{TAB})?(?:{CELL}(?:{TO}(?:{CELL}|{COLUMN}|{ROW}))?|{COLUMN}{TO}{COLUMN}|{ROW}{TO}{ROW})(?![\w(])"
SPLIT = re.compile(rf"({TAB})?(.*)", re.DOTALL)
END = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d*)")
STRING_OR_REFERENCE = re.compile(rf'"(?:[^"]|"")*"|(?<![\w.$!])({REFERENCE})')
LOST = "#REF!"


@dataclass(frozen=True)
class End:
    """One corner: zero-based indices, None where the axis is open, and which of them are fixed by ``$``."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        column = (
            "" if self.column is None else "$" * self.column_fixed + column_letters(self.column)
        )
        row = "" if self.row is None else "$" * self.row_fixed + str(self.row + 1)
        return column + row


@dataclass(frozen=True)
class Reference:
    """A cell (`last` is None) or a range, with the tab as written in front of it."""

    tab: str | None
    first: End
    last: End | None = None

    def __str__(self) -> str:
        tab = self.tab or ""
        return f"{tab}{self.first}" + (f":{self.last}" if self.last else "")

    @property
    def title(self) -> str | None:
        """Return the tab's name without quotes, None for the formula's own tab."""
        if self.tab is None:
            return None
        name = self.tab.removesuffix("!")
        return name[1:-1].replace("''", "'") if name.startswith("'") else name


def read(text: str) -> Reference:
    """Return the reference that a text is; the text must match `REFERENCE`."""
    [(tab, ends)] = SPLIT.findall(text)[:1]
    first, _, last = ends.partition(":")
    return Reference(tab or None, _end(first.strip()), _end(last.strip()) if last else None)


def _end(text: str) -> End:
    dollar, letters, second, digits = END.findall(text)[0]
    return End(
        row=int(digits) - 1 if digits else None,
        column=column_index(letters) if letters else None,
        row_fixed=bool(second) or (not letters and bool(dollar)),
        column_fixed=bool(letters) and bool(dollar),
    )


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """Return a formula with every reference changed; a reference lost (None) becomes ``#REF!``."""

    def swap(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        changed = change(read(match[1]))
        return LOST if changed is None else str(changed)

    return STRING_OR_REFERENCE.sub(swap, formula)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads when copied by so many rows and columns: fixed parts stay."""
    if rows == 0 and columns == 0:
        return formula

    return rewritten(formula, lambda reference: copied(reference, rows, columns))


def copied(reference: Reference, rows: int, columns: int) -> Reference | None:
    """Return a reference as it reads so many rows and columns away, None when that is before the grid."""
    first = _shifted(reference.first, rows, columns)
    last = _shifted(reference.last, rows, columns) if reference.last else None
    if first is None or (reference.last and last is None):
        return None
    return replace(reference, first=first, last=last)


def _shifted(end: End, rows: int, columns: int) -> End | None:
    row = end.row if end.row is None or end.row_fixed else end.row + rows
    column = end.column if end.column is None or end.column_fixed else end.column + columns
    if (row is not None and row < 0) or (column is not None and column < 0):
        return None
    return replace(end, row=row, column=column)


def fixed(reference: Reference, *, rows: bool) -> bool:
    """Say whether a reference names only certain rows (columns), wherever it is copied to."""
    ends = [end for end in (reference.first, reference.last) if end]
    return all(
        (end.row_fixed or end.row is None) if rows else (end.column_fixed or end.column is None)
        for end in ends
    )


def counted(now: Reference, before: Reference) -> Reference:
    """Return a changed reference with those parts as before that ``$`` doesn't fix."""
    last = now.last and before.last and _counted(now.last, before.last)
    return replace(now, first=_counted(now.first, before.first), last=last)


def _counted(now: End, before: End) -> End:
    row = now.row if now.row_fixed else before.row
    return replace(now, row=row, column=now.column if now.column_fixed else before.column)


Span = Callable[[int, int], tuple[int, int] | None]
OPEN = 10**9
"""The index after the last row or column that a range such as ``A2:A`` reaches."""


def spanned(reference: Reference, span: Span, *, rows: bool) -> Reference | None:
    """Return a reference after rows or columns were inserted, deleted or moved.

    `span` maps a half-open stretch of indices to where it is now, None when all of it is gone; a range without
    an end, such as ``A2:A``, reaches to `OPEN`.
    """
    axis = "row" if rows else "column"
    start = getattr(reference.first, axis)
    if start is None:
        return reference
    end = getattr(reference.last or reference.first, axis)
    high = OPEN if end is None else end
    now = span(min(start, high), max(start, high) + 1)
    if now is None:
        return None
    first = _with(reference.first, axis, now[0])
    if reference.last is None:
        return replace(reference, first=first)
    return replace(
        reference,
        first=first,
        last=_with(reference.last, axis, None if end is None else now[1] - 1),
    )


def _with(end: End, axis: str, index: int | None) -> End:
    return replace(end, row=index) if axis == "row" else replace(end, column=index)
