"""The rows of one tab as a page shows them, kept as JSON until they or their colours change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheetflow.localsheets.bands import Bands
from sheetflow.localsheets.book import Formula, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.effectiveformats import layered
from sheetflow.localsheets.grid.colours import dependence
from sheetflow.localsheets.grid.filtering import hidden_by_filter
from sheetflow.localsheets.grid.looks import look
from sheetflow.localsheets.grid.warnings import Warnings
from sheetflow.localsheets.highlights import Highlights
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json

Coloured = dict[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as shown: the revision it shows, the tick at which it last looked different, its JSON.

    `body` is what doesn't depend on rules; `coloured` are the numbers of looks that rules give, by column; `warned`
    are the columns whose validation rule is broken.
    """

    revision: int
    tick: int
    body: str
    coloured: Coloured
    warned: tuple[int, ...]

    @property
    def text(self) -> str:
        """Return the row's JSON."""
        told = (("c", self.coloured), ("w", self.warned))
        rest = (f',"{key}":{json.dumps(of, separators=(",", ":"))}' for key, of in told if of)
        return f"{self.body}{''.join(rest)}}}"


class Looks:
    """The looks of one spreadsheet's cells, each under a number that stays."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: list[Json] = []
        self._numbers: dict[str, int] = {}

    def number(self, format_: Json) -> int | None:
        """Return the number of a format's look, None for a plain one."""
        found = look(format_)
        if not found:
            return None
        key = json.dumps(found, sort_keys=True)
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            self.all.append(found)
        return self._numbers[key]


class TabRows:
    """What a page has been shown of one tab."""

    def __init__(self, looks: Looks) -> None:
        """Begin with nothing shown."""
        self.looks = looks
        self.shown: dict[int, Shown] = {}
        self.filtered: list[int] = []
        self.filtered_at = -1
        self._depends: tuple[Any, ...] = ()
        self._warns: tuple[Any, ...] = ()
        self._revision = -1

    def refresh(self, of: Calculation, sheet: Sheet, tick: int) -> bool:
        """Work out again what may look different now; say whether anything does.

        Rows below the last one with a value aren't coloured. `filtered` are the rows with something in them that the
        tab's basic filter hides, by id, and `filtered_at` the tick at which they last became others.
        """
        depends = dependence(of, sheet)
        if (depends, of.book.revision) == (self._depends, self._revision):
            return False
        writer = RowWriter(of, sheet, self.looks)
        warns = writer.warnings.depends()
        everything, judged = depends != self._depends, warns == self._warns
        before, self.shown = self.shown, {}
        changed = len(before) != len(sheet.rows)
        for index, row in enumerate(sheet.rows):
            known = before.get(row.id)
            still = known is not None and known.revision == row.revision and not row.formulas
            same = known if still else None
            if same and judged and not everything:
                self.shown[row.id] = same
                continue
            found = writer.shown(row, index, same, judged=judged)
            stays = known is not None and (known.body, known.coloured, known.warned) == found
            last = known.tick if known and stays else tick
            self.shown[row.id] = Shown(row.revision, last, *found)
            changed = changed or not stays
        filtered = hidden_by_filter(of, sheet)
        if filtered != self.filtered:
            self.filtered, self.filtered_at, changed = filtered, tick, True
        self._depends, self._warns, self._revision = depends, warns, of.book.revision
        return changed


class RowWriter:
    """Writes rows of one tab as the page's JSON.

    ``{"id": 12, "v": ["WX…", "已派工"], "s": {"1": 0}, "c": {"1": 2}, "n": {"0": "note"}, "f": {"4": "=NOW()"},
    "w": [3], "h": 1}``: shown texts; numbers of looks by column, own ones (`s`) and those of rules (`c`), which go
    before; notes; formulas; columns whose validation rule is broken; whether the row is hidden.
    """

    def __init__(self, of: Calculation, sheet: Sheet, looks: Looks) -> None:
        """Prepare for a tab at a moment."""
        self.of = of
        self.sheet = sheet
        self.looks = looks
        self.styles = of.book.styles.by_id
        self.renderer = Renderer(of.book)
        self.highlights = Highlights.of(of, sheet)
        self.bands = Bands(of.book, sheet)
        self.warnings = Warnings(of, sheet)
        self._own: dict[int, int | None] = {}

    def shown(
        self, row: Row, index: int, same: Shown | None, *, judged: bool
    ) -> tuple[str, Coloured, tuple[int, ...]]:
        """Return a row's body, colours and broken rules.

        `same` is how it was shown if its cells are as they were; `judged` says that they are as valid as then.
        """
        texts = () if same and judged else self.texts(row, index)
        body = same.body if same else self.body(row, texts)
        warned = same.warned if same and judged else self.warnings.row(row, index, texts)
        return body, self.coloured(row, index), warned

    def body(self, row: Row, texts: Sequence[str]) -> str:
        """Return the JSON of a row that shows these texts, without what rules say of it and its closing bracket."""
        shown: Json = {"id": row.id}
        if texts:
            shown["v"] = texts
        looks = {
            column: number
            for column, style in enumerate(row.styles)
            if style and (number := self._own_look(style)) is not None
        }
        notes = {
            column: self.styles[style]["note"]
            for column, style in enumerate(row.styles)
            if style and "note" in self.styles[style]
        }
        formulas = {
            column: value.text
            for column, value in enumerate(row.values if row.formulas else ())
            if isinstance(value, Formula)
        }
        shown |= {
            name: found for name, found in (("s", looks), ("n", notes), ("f", formulas)) if found
        }
        if row.hidden:
            shown["h"] = 1
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))[:-1]

    def texts(self, row: Row, index: int) -> list[str]:
        """Return what a row's cells show."""
        formatted, value, sheet = self.renderer.formatted, self.of.value, self.sheet
        inferred = self.of.inferred
        return [
            formatted(
                value(sheet, index, column), row.style(column), inferred(sheet, index, column)
            )
            for column in range(self.of.reach(sheet, index))
        ]

    def coloured(self, row: Row, index: int) -> Coloured:
        """Return the numbers of the looks that bands and rules give a row's cells, with the cells' own."""
        numbers: Coloured = {}
        if not row.values:
            return numbers
        ruled, banded = self.highlights.row(index), self.bands.row(index)
        for column in {**ruled, **banded}:
            own = self.styles[row.style(column)].get("userEnteredFormat", {})
            band, rule = banded.get(column, {}), ruled.get(column, {})
            number = self.looks.number(layered(band, own, rule))
            if number is not None:
                numbers[column] = number
        return numbers

    def _own_look(self, style: int) -> int | None:
        if style not in self._own:
            entered = self.styles[style].get("userEnteredFormat", {})
            self._own[style] = self.looks.number(entered)
        return self._own[style]
