"""Edits of a page: all of one set or none, addressed by row id, each with the text it expects to replace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sheetflow.localsheets.a1 import column_letters, quoted
from sheetflow.localsheets.batch.dimensions import insert_rows, remove_rows
from sheetflow.localsheets.batch.sorting import sort_range
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.conditions import value_test
from sheetflow.localsheets.faults import ApiFault, invalid
from sheetflow.localsheets.grid.tabs import choices
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.shifting import deleted, inserted, shift
from sheetflow.localsheets.valuewriting import ValueWriter

NO_TEST = ("BOOLEAN", "ONE_OF_LIST", "ONE_OF_RANGE", "FILTER_EXPRESSION", "CUSTOM_FORMULA")


class EditRefused(ApiFault):
    """Nothing of the set was applied; `cells` names the cells concerned with what they show now."""

    def __init__(self, code: int, message: str, cells: list[Json] | None = None) -> None:
        """Keep the sentence and the cells."""
        super().__init__(code, message)
        self.cells = cells or []

    def body(self) -> Json:
        """Return the error with its cells."""
        return {**super().body(), "cells": self.cells}


def apply(sheets: LocalSheets, key: str, body: Any, *, actor: str) -> Json:
    """Apply one set of edits; return ``{"revision", "inserted": [row ids]}``.

    ``{"sheet": 7, "edits": [{"row": 12, "column": 3, "old": "shown text", "new": "typed text"}, {"insert": 2,
    "before": 12}, {"delete": 12}, {"sort": 3, "descending": true}]}``. `new` is parsed like typing; `before`
    null puts new rows at the end. Raises `EditRefused` (409 when a cell shows something else than `old` or
    the row is gone, 422 when validation refuses, 403 when a range is protected) and 400 for another shape.
    """
    if not isinstance(body, dict) or not isinstance(body.get("edits"), list):
        raise invalid('Send {"sheet": tab id, "edits": [...]}.')
    acts = sorted({_kind(edit) for edit in body["edits"]})
    with sheets.changing(key, actor=actor, acts=[f"grid.{act}" for act in acts]) as draft:
        editor = _Editor(draft, draft.edit(_number(body, "sheet")))
        for edit in body["edits"]:
            editor.do(edit)
    return {"revision": draft.revision, "inserted": editor.inserted}


def _kind(edit: Any) -> str:
    for kind in ("insert", "delete", "sort"):
        if isinstance(edit, dict) and kind in edit:
            return kind
    if not isinstance(edit, dict) or not all(
        isinstance(edit.get(one), str) for one in ("old", "new")
    ):
        raise invalid("An edit needs row, column, old and new, or insert, delete or sort.")
    return "cell"


def _number(edit: Json, name: str) -> int:
    value = edit.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise invalid(f"{name} must be a whole number.")
    return value


@dataclass(frozen=True)
class _Words:
    """The sentences of refusals in the spreadsheet's language."""

    chinese: bool

    def changed(self, place: str, now: str) -> str:
        if self.chinese:
            return f"{place}:这一格刚被改成「{now}」。请看一下再填。"
        return f'{place}: somebody has just written "{now}" here. Look at it, then type again.'

    def gone(self, title: str) -> str:
        if self.chinese:
            return f"{title}:这一行已被删除,没有写入。请刷新后重填。"
        return f"{title}: this row has been deleted, nothing was written. Reload and type again."

    def not_offered(self, place: str, typed: str, offered: list[str]) -> str:
        listed = "、".join(offered) if self.chinese else ", ".join(offered)
        if self.chinese:
            return f"{place}:「{typed}」不在选项里。请选:{listed}。"
        return f'{place}: "{typed}" is not among the choices. Choose one of: {listed}.'

    def refused(self, place: str, typed: str, prompt: str) -> str:
        if self.chinese:
            return f"{place}:「{typed}」不符合这一列的要求。{prompt or '请改后再填。'}"
        return f'{place}: "{typed}" breaks this column\'s rule. {prompt or "Type something else."}'

    def protected(self, place: str) -> str:
        if self.chinese:
            return f"{place}:这里受保护,由系统填写,不能手工改。"
        return f"{place}: this range is protected and written by the system. Leave it as it is."


class _Editor:
    """Does one edit after another on a draft."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.words = _Words(book.properties["locale"].startswith("zh"))
        self.renderer = Renderer(book)
        self.inserted: list[int] = []
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

    def _place(self, row_id: int) -> int:
        if self._places is None:
            self._places = {row.id: index for index, row in enumerate(self.sheet.rows)}
        if row_id not in self._places:
            raise EditRefused(409, self.words.gone(quoted(self.sheet.title)), [{"row": row_id}])
        return self._places[row_id]

    def _named(self, index: int, column: int) -> str:
        header = self.sheet.rows[0]
        label = self.renderer.formatted(header.value(column), header.style(column)) if index else ""
        return f"{self.sheet.title}!{column_letters(column)}{index + 1} {label}".rstrip()

    def _cell(self, edit: Json) -> None:
        row_id, column = _number(edit, "row"), _number(edit, "column")
        index = self._place(row_id)
        if column >= len(self.sheet.columns):
            raise invalid(
                f"column {column} is not on the grid of {len(self.sheet.columns)} columns."
            )
        of = Calculation(self.book, self.book.changed_at)
        row = self.sheet.rows[index]
        now = self.renderer.formatted(of.value(self.sheet, index, column), row.style(column))
        if edit["old"] != now:
            found = {"row": row_id, "column": column, "now": now}
            raise EditRefused(409, self.words.changed(self._named(index, column), now), [found])
        self._must_be_open(index, column)
        mine = self.sheet.own(index)
        ValueWriter(of, "USER_ENTERED").type_into(mine, column, edit["new"])
        self._must_be_valid(index, column, edit["new"])

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
        value, place = of.value(self.sheet, index, column), self._named(index, column)
        shown = self.renderer.formatted(value, row.style(column))
        cell = [{"row": row.id, "column": column}]
        offered = choices(of, rule)
        if offered is not None and shown not in offered and typed not in offered:
            raise EditRefused(422, self.words.not_offered(place, shown, offered), cell)
        condition = rule["condition"]
        if condition["type"] not in NO_TEST and not value_test(of, self.sheet, condition)(value):
            prompt = rule.get("inputMessage", "")
            raise EditRefused(422, self.words.refused(place, shown, prompt), cell)

    def _insert(self, edit: Json) -> None:
        before, count = edit.get("before"), _number(edit, "insert")
        if not 1 <= count <= 1000:
            raise invalid("insert must be between 1 and 1000.")
        size = len(self.sheet.rows)
        at = size if before is None else self._place(_number(edit, "before"))
        shift(self.book, self.sheet, inserted(at, count), rows=True)
        header = max(1, self.sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0))
        insert_rows(self.book, self.sheet, at, count, like=at - 1 if at > header else at)
        self.inserted += [row.id for row in self.sheet.rows[at : at + count]]
        self._places = None

    def _delete(self, edit: Json) -> None:
        index = self._place(_number(edit, "delete"))
        if len(self.sheet.rows) == 1:
            raise invalid("You can't delete all the rows on the sheet.")
        for column in range(len(self.sheet.rows[index].values)):
            self._must_be_open(index, column)
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
        self._places = None


def index_in(book: Book, protection: Json, row: int, column: int) -> bool:
    """Say whether a cell lies in a protected range and in none of its unprotected ones."""
    open_ranges = protection.get("unprotectedRanges", [])
    return box_of(book, protection["range"]).contains(row, column) and not any(
        box_of(book, one).contains(row, column) for one in open_ranges
    )
