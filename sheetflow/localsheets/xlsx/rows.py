"""The rows of a tab as an xlsx file has them: exact numbers, and beside each formula what it comes to.

openpyxl writes numbers to 16 digits and formulas without their results, so that a reader that doesn't calculate shows
nothing; hence the rows are written here, all else by openpyxl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sheetflow.localsheets.a1 import column_letters
from sheetflow.localsheets.bands import Bands
from sheetflow.localsheets.book import Formula, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.filtering import filtered_out
from sheetflow.localsheets.formulas.kinds import ErrorValue
from sheetflow.localsheets.xlsx.colours import argb
from sheetflow.localsheets.xlsx.spelling import array_of, computed, known, spelt
from sheetflow.localsheets.xlsx.strings import escaped

POINTS = 0.75
"""A pixel's height in points."""

LONGEST = 32_767
"""[documented] Excel's limit of characters in a cell; Google's is 50,000."""

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


Look = tuple[int, str]
"""A cell's style, and the colour of the band that it lies in: ``FFRRGGBB``, empty outside of all."""


class RowWriter:
    """Writes the rows of one tab; `style` gives a look's number in the file, `shared` a text's."""

    def __init__(
        self,
        of: Calculation,
        sheet: Sheet,
        *,
        style: Callable[[Look, bool], int],
        shared: Callable[[str], int],
    ) -> None:
        """Prepare for a tab."""
        self.of, self.sheet, self.style, self.shared = of, sheet, style, shared
        self.letters = [column_letters(column) for column in range(len(sheet.columns))]
        self.arrays = sheet.id in of.with_foreign
        self.bands = Bands(of.book, sheet)
        self.filtered = filtered_out(of, sheet)
        self.covered: set[tuple[int, int]] = set()
        self._plain: dict[str, tuple[int, bool]] = {}

    def xml(self) -> str:
        """Return the ``sheetData`` element."""
        rows = enumerate(self.sheet.rows)
        return f"<sheetData>{''.join(self._row(index, row) for index, row in rows)}</sheetData>"

    def _row(self, index: int, row: Row) -> str:
        told = "".join(self._told(index, row))
        reach = self.of.reach(self.sheet, index) if self.arrays else len(row.values)
        reach = max(reach, len(row.styles), self.bands.reach(index))
        tints = {
            column: argb(one["backgroundColor"])
            for column, one in self.bands.row(index).items()
            if "backgroundColor" in one
        }
        cells = "".join(
            self._cell(index, row, column, (row.style(column), tints.get(column, "")))
            for column in range(reach)
        )
        return f'<row r="{index + 1}"{told}>{cells}</row>' if told or cells else ""

    def _told(self, index: int, row: Row) -> Iterator[str]:
        if row.height is not None:
            yield f' ht="{row.height * POINTS:g}" customHeight="1"'
        if row.hidden or index in self.filtered:
            yield ' hidden="1"'

    def _cell(self, index: int, row: Row, column: int, look: Look) -> str:
        entered = row.value(column)
        place = f"{self.letters[column]}{index + 1}"
        if entered.__class__ is str:
            return self._text(place, str(entered), look)
        if isinstance(entered, Formula):
            return self._formula(place, index, column, entered.text, look)
        value: Any = entered
        if entered is None and self.arrays:
            value = self.of.filled(self.sheet, index, column)
            if value is not None and (index, column) not in self.covered:
                return self._computed(place, value, look)
        style = self._attribute(look)
        if value is None:
            return f'<c r="{place}"{style}/>' if style else ""
        return f'<c r="{place}"{style}{_typed(value)}</c>'

    def _attribute(self, look: Look, *, quoted: bool = False) -> str:
        style = self.style(look, quoted)
        return f' s="{style}"' if style else ""

    def _text(self, place: str, text: str, look: Look) -> str:
        found = self._plain.get(text)
        if found is None:
            if len(text) > LONGEST:
                raise invalid(
                    f"{self.sheet.title}!{place} has {len(text)} characters; a cell of an xlsx file holds "
                    f"{LONGEST}. Shorten it, then export again."
                )
            quoted = text[0] in "=+-@" or text[0].isdigit()
            found = self._plain[text] = (self.shared(escaped(text)), quoted)
        shared, quoted = found
        style = self._attribute(look, quoted=quoted)
        return f'<c r="{place}"{style} t="s"><v>{shared}</v></c>'

    def _formula(self, place: str, index: int, column: int, formula: str, look: Look) -> str:
        value = self.of.value(self.sheet, index, column)
        shown = value.shown if isinstance(value, ErrorValue) else value
        array, attributes = array_of(formula), ""
        if array is not None and known(array) is not None:
            formula = array
            attributes = f' t="array" ref={quoteattr(self._spread(place, index, column))}'
        text = escape(escaped(spelt(formula, shown)))
        typed = _typed(value) if value is not None else "><v></v>"
        kind, _, rest = typed.partition(">")
        return f'<c r="{place}"{self._attribute(look)}{kind}><f{attributes}>{text}</f>{rest}</c>'

    def _computed(self, place: str, value: Any, look: Look) -> str:
        """Write a cell that a formula fills which Excel doesn't know, as Google's export writes it."""
        shown = value.shown if isinstance(value, ErrorValue) else value
        text = escape(escaped(computed(shown)))
        kind, _, rest = _typed(value).partition(">")
        return f'<c r="{place}"{self._attribute(look)}{kind}><f>{text}</f>{rest}</c>'

    def _spread(self, place: str, index: int, column: int) -> str:
        """Return the cells that an array formula fills, itself included."""
        filled, key = self.of.filled_by if self.arrays else {}, self.sheet.id
        right, bottom = column, index
        here = filled.get((key, index, column + 1), ("", -1))
        text = self.sheet.rows[index].value(column)
        mine = text.text if isinstance(text, Formula) else ""
        while here == (mine, right + 1 - column):
            right += 1
            here = filled.get((key, index, right + 1), ("", -1))
        while filled.get((key, bottom + 1, column), ("", -1)) == (mine, 0):
            bottom += 1
        self.covered |= {
            (row, place) for row in range(index, bottom + 1) for place in range(column, right + 1)
        }
        last = f"{self.letters[right]}{bottom + 1}"
        return place if last == place else f"{place}:{last}"


def _typed(value: Any) -> str:
    """Return a value as the rest of a cell's tag, its ``>``, and its content."""
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v>'
    if isinstance(value, ErrorValue):
        kind = "e" if value.shown in ERRORS else "str"
        return f' t="{kind}"><v>{value.shown}</v>'
    if isinstance(value, str):
        return f' t="str"><v>{escape(escaped(value))}</v>'
    return f"><v>{value!r}</v>"
