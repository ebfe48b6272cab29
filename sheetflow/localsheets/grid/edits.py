"""Edits of a page: all of one set or none, addressed by row id, each with the text it expects to replace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheetflow.localsheets.a1 import column_letters, quoted
from sheetflow.localsheets.batch.dimensions import insert_rows, remove_rows
from sheetflow.localsheets.batch.sorting import sort_range
from sheetflow.localsheets.book import Book, Formula, Sheet, Value
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.grid.authors import Authors
from sheetflow.localsheets.grid.formats import given_format, typed_format
from sheetflow.localsheets.grid.inverse import Inverse, restored
from sheetflow.localsheets.grid.refusals import EditRefused, Words
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.shifting import deleted, inserted, shift
from sheetflow.localsheets.validity import accepts, choices
from sheetflow.localsheets.valuewriting import ValueWriter

#: So many edits a set may have: a paste of 10,000 rows by 5 columns.
MOST = 50_000


def apply(sheets: LocalSheets, key: str, body: Any, *, actor: str) -> Json:
    """Apply one set of edits; return ``{"revision", "inserted": [row ids], "undo": [edits] | null}``.

    ``{"sheet": 7, "edits": [{"row": 12, "column": 3, "old": "shown text", "new": "typed text"}, {"insert": 2,
    "before": 12}, {"delete": 12}, {"sort": 3, "descending": true}]}``. `new` is parsed like typing; instead of
    it `value` is taken as it is, and ``"like": {"row", "column"}`` copies a cell with its references moved.
    `before` null puts new rows at the end; row -1 is the first row that this set inserted. A delete may say
    what it expects (`old`: the row's shown texts). `undo` is the set that takes this one back;
    sent with ``"since": revision, "own": [revisions]`` of the set it undoes and of the page's later ones, it takes
    back what the system alone has reworded since, too.
    Raises `EditRefused` (409 when a cell shows something else than `old` or the row is gone, 422 when
    validation refuses, 403 when a range is protected, 404 when the tab is gone) and 400 for another shape.
    """
    if not isinstance(body, dict) or not isinstance(body.get("edits"), list):
        raise invalid('Send {"sheet": tab id, "edits": [...]}.')
    if len(body["edits"]) > MOST:
        raise invalid(f"{len(body['edits'])} edits are too many at once. Send at most {MOST}.")
    acts = sorted({_kind(edit) for edit in body["edits"]})
    with sheets.changing(key, actor=actor, acts=[f"grid.{act}" for act in acts]) as draft:
        number = _number(body, "sheet")
        if number not in draft.sheets:
            raise EditRefused(404, Words.of(draft).no_tab())
        authors = Authors(sheets, key, number, actor, *_undone(body))
        editor = _Editor(draft, draft.edit(number), authors)
        for edit in body["edits"]:
            editor.do(edit)
        undo = editor.undo()
    return {"revision": draft.revision, "inserted": editor.inserted, "undo": undo}


def _kind(edit: Any) -> str:
    for kind in ("insert", "delete", "sort"):
        if isinstance(edit, dict) and kind in edit:
            return kind
    if (
        not isinstance(edit, dict)
        or not isinstance(edit.get("old"), str)
        or not (isinstance(edit.get("new"), str) or "value" in edit or "like" in edit)
    ):
        raise invalid(
            "An edit needs row, column, old and new (or value or like), or insert, delete or sort."
        )
    return "cell"


def _number(edit: Any, name: str, *, least: int = 0) -> int:
    value = edit.get(name) if isinstance(edit, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise invalid(f"{name} must be a whole number.")
    return value


def _undone(body: Json) -> tuple[int | None, frozenset[int]]:
    """Return the revision of the set that is taken back, if one is, and the page's own later ones."""
    since = _number(body, "since") if "since" in body else None
    own = body.get("own", [])
    if not isinstance(own, list) or not all(isinstance(one, int) for one in own):
        raise invalid("own must be a list of revisions.")
    return since, frozenset(own)


class _Editor:
    """Does one edit after another on a draft."""

    def __init__(self, book: Book, sheet: Sheet, authors: Authors) -> None:
        self.book = book
        self.authors = authors
        self.sheet = sheet
        self.words = Words.of(book)
        self.renderer = Renderer(book)
        self.inserted: list[int] = []
        self.inverse = Inverse([row.id for row in sheet.rows])
        self._places: dict[int, int] | None = None

    def do(self, edit: Json) -> None:
        """Do one edit; raises what `apply` says."""
        match _kind(edit):
            case "insert":
                self._insert(edit)
            case "delete":
                self._delete(edit)
            case "sort":
                self._sort(edit)
            case _:
                self._cell(edit)

    def undo(self) -> list[Json] | None:
        """Return the set that takes back what was done."""
        shows = {row: self._row_shows(self._place(row)) for row in self.inverse.inserted}
        return self.inverse.edits(shows)

    def _place(self, row_id: int) -> int:
        if row_id < 0:
            if -row_id > len(self.inserted):
                raise invalid(f"row {row_id} means an inserted row, but there is none before it.")
            row_id = self.inserted[-row_id - 1]
        if self._places is None:
            self._places = {row.id: index for index, row in enumerate(self.sheet.rows)}
        if row_id not in self._places:
            raise EditRefused(409, self.words.gone(quoted(self.sheet.title)), [{"row": row_id}])
        return self._places[row_id]

    def _named(self, index: int, column: int) -> str:
        header = self.sheet.rows[0]
        label = self.renderer.formatted(header.value(column), header.style(column)) if index else ""
        return f"{self.sheet.title}!{column_letters(column)}{index + 1} {label}".rstrip()

    def _shows(self, index: int, column: int) -> str:
        of = Calculation(self.book, self.book.changed_at)
        value = of.value(self.sheet, index, column)
        return self.renderer.formatted(value, self.sheet.rows[index].style(column))

    def _row_shows(self, index: int) -> list[str]:
        shown = [self._shows(index, at) for at in range(len(self.sheet.rows[index].values))]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def _cell(self, edit: Json) -> None:
        index, column = self._place(_number(edit, "row", least=-MOST)), _number(edit, "column")
        if column >= len(self.sheet.columns):
            raise invalid(
                f"column {column} is not on the grid of {len(self.sheet.columns)} columns."
            )
        now = self._shows(index, column)
        row_id = self.sheet.rows[index].id
        if edit["old"] != now and not self.authors.is_own(row_id, column):
            found = {"row": row_id, "column": column, "now": now}
            raise EditRefused(409, self.words.changed(self._named(index, column), now), [found])
        self._must_be_open(index, column)
        row = self.sheet.own(index)
        before, looked = row.value(column), row.style(column)
        self._write(index, column, edit)
        kept = typed_format(self.book, looked) if row.style(column) != looked else None
        shows = self._shows(index, column)
        self.inverse.cell(row.id, column, before=before, kept=kept, shows=shows)

    def _write(self, index: int, column: int, edit: Json) -> None:
        """Enter what was typed, copied, or stood there before; only the last may break a rule."""
        row = self.sheet.own(index)
        if "like" in edit:
            row.put(column, self._copied(edit["like"], index, column))
        elif "value" in edit:
            row.put(column, _taken(edit["value"]))
            if "format" in edit:
                style = given_format(self.book, row.style(column), edit["format"])
                row.put_style(column, style)
            return
        else:
            of = Calculation(self.book, self.book.changed_at)
            ValueWriter(of, "USER_ENTERED").type_into(row, column, edit["new"])
        self._must_be_valid(index, column, edit.get("new", ""))

    def _copied(self, like: Any, index: int, column: int) -> Value:
        source = self._place(_number(like, "row", least=-MOST))
        from_column = _number(like, "column")
        value = self.sheet.rows[source].value(from_column)
        if isinstance(value, Formula):
            return Formula(moved(value.text, index - source, column - from_column))
        return value

    def _must_be_open(self, index: int, column: int) -> None:
        if any(index_in(self.book, one, index, column) for one in self._protections()):
            place = self._named(index, column)
            raise EditRefused(403, self.words.protected(place), [{"column": column}])

    def _protections(self) -> Iterator[Json]:
        for one in self.sheet.parts.get("protectedRanges", []):
            if not one.get("warningOnly"):
                yield one

    def _must_be_valid(self, index: int, column: int, typed: str) -> None:
        """Refuse what a strict validation rule doesn't take; emptying a cell is always allowed."""
        row = self.sheet.rows[index]
        rule = self.book.styles.by_id[row.style(column)].get("dataValidation")
        if not rule or not rule.get("strict") or row.value(column) is None:
            return
        of = Calculation(self.book, self.book.changed_at)
        if accepts(of, self.sheet, index, column, typed=typed):
            return
        place, cell = self._named(index, column), [{"row": row.id, "column": column}]
        shown = self.renderer.formatted(of.value(self.sheet, index, column), row.style(column))
        offered = choices(of, rule)
        if offered is not None:
            raise EditRefused(422, self.words.not_offered(place, shown, offered), cell)
        raise EditRefused(422, self.words.refused(place, shown, rule.get("inputMessage", "")), cell)

    def _insert(self, edit: Json) -> None:
        before, count = edit.get("before"), _number(edit, "insert")
        if not 1 <= count <= MOST:
            raise invalid(f"insert must be between 1 and {MOST}.")
        size = len(self.sheet.rows)
        at = size if before is None else self._place(_number(edit, "before", least=-MOST))
        shift(self.book, self.sheet, inserted(at, count), rows=True)
        header = max(1, self.sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0))
        insert_rows(self.book, self.sheet, at, count, like=at - 1 if at > header else at)
        fresh = [row.id for row in self.sheet.rows[at : at + count]]
        self.inserted += fresh
        self.inverse.inserted += fresh
        self._places = None
        if "like" in edit:
            self._restore(at, edit["like"])

    def _restore(self, index: int, like: Any) -> None:
        """Fill an inserted row as the deleted one was."""
        values, styles = (
            (like.get("values"), like.get("styles")) if isinstance(like, dict) else (0, 0)
        )
        if not isinstance(values, list) or not isinstance(styles, list):
            raise invalid("like needs the lists values and styles.")
        if len(values) > len(self.sheet.columns) or any(
            not isinstance(one, int) or one not in self.book.styles.by_id for one in styles
        ):
            raise invalid("like has more columns than the grid, or styles that aren't there.")
        row = self.sheet.own(index)
        row.styles = list(styles)
        for column, value in enumerate(values):
            self._must_be_open(index, column)
            row.put(column, _taken(value))

    def _delete(self, edit: Json) -> None:
        index = self._place(_number(edit, "delete"))
        if len(self.sheet.rows) == 1:
            raise invalid("You can't delete all the rows on the sheet.")
        row = self.sheet.rows[index]
        as_expected = "old" not in edit or edit["old"] == self._row_shows(index)
        if not as_expected and not self.authors.is_own(row.id):
            raise EditRefused(409, self.words.filled(self._named(index, 0)), [{"row": row.id}])
        for column in range(len(row.values)):
            self._must_be_open(index, column)
        self.inverse.deleted(row)
        shift(self.book, self.sheet, deleted(index, index + 1), rows=True)
        remove_rows(self.sheet, index, index + 1)
        self._places = None

    def _sort(self, edit: Json) -> None:
        """Sort all rows below the frozen ones by a column."""
        header = self.sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0)
        order = "DESCENDING" if edit.get("descending") else "ASCENDING"
        spec = {"dimensionIndex": _number(edit, "sort"), "sortOrder": order}
        span = {"sheetId": self.sheet.id, "startRowIndex": header}
        sort_range(self.book, {"range": span, "sortSpecs": [spec]})
        self.inverse.whole = False
        self._places = None


def _taken(value: Any) -> Value:
    try:
        return restored(value)
    except ValueError:
        raise invalid('value must be a number, text, true, false, null or {"f": "=…"}.') from None


def index_in(book: Book, protection: Json, row: int, column: int) -> bool:
    """Say whether a cell lies in a protected range and in none of its unprotected ones."""
    open_ranges = protection.get("unprotectedRanges", [])
    return box_of(book, protection["range"]).contains(row, column) and not any(
        box_of(book, one).contains(row, column) for one in open_ranges
    )
