"""Rewriting the formulas and validation rules that refer to one tab."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.formulas.references import Reference, counted, rewritten
from sheetflow.localsheets.shapes import Json

Change = Callable[[Reference], Reference | None]


def rewrite(book: Book, changed: Sheet, change: Change, *, title: str | None = None) -> None:
    """Change every reference of a draft that means the tab `changed`, under its name or an older `title`.

    None for a reference makes it ``#REF!``.
    """
    name = (title or changed.title).casefold()
    for sheet in list(book.sheets.values()):
        swap = _only_to(name, change, bare=sheet.id == changed.id)
        for index, row in enumerate(sheet.rows):
            if row.formulas:
                _rewrite_row(book, sheet.id, index, swap)
    for sheet in list(book.sheets.values()):
        _rewrite_rules(book, sheet, _only_to(name, change, bare=sheet.id == changed.id))


def _only_to(name: str, change: Change, *, bare: bool) -> Change:
    """Return the change for references that name the tab, and for those without a tab if `bare`."""

    def swap(reference: Reference) -> Reference | None:
        title = reference.title
        means = bare if title is None else title.casefold() == name
        return change(reference) if means else reference

    return swap


def _rewrite_row(book: Book, sheet_id: int, index: int, swap: Change) -> None:
    for column, value in enumerate(book.sheet(sheet_id).rows[index].values):
        if isinstance(value, Formula):
            text = rewritten(value.text, swap)
            if text != value.text:
                book.edit(sheet_id).own(index).put(column, Formula(text))


def _rewrite_rules(book: Book, sheet: Sheet, swap: Change) -> None:
    """Give cells whose validation refers to other cells the style with those references rewritten."""
    pairs = ((number, style, _restyled(style, swap)) for number, style in book.styles.by_id.items())
    restyled = {number: new for number, style, new in pairs if new != style}
    if not restyled:
        return
    for index, row in enumerate(sheet.rows):
        if not restyled.keys().isdisjoint(row.styles):
            mine = book.edit(sheet.id).own(index)
            mine.styles = [
                book.styles.number(restyled[style]) if style in restyled else style
                for style in mine.styles
            ]


def _restyled(style: Json, swap: Change) -> Json:
    rule = style.get("dataValidation", {})
    condition = rule.get("condition", {})
    change = {"ONE_OF_RANGE": swap, "CUSTOM_FORMULA": _of_fixed(swap)}.get(condition.get("type"))
    if change is None:
        return style
    values = [
        {**one, "userEnteredValue": rewritten(one.get("userEnteredValue", ""), change)}
        for one in condition["values"]
    ]
    return {**style, "dataValidation": {**rule, "condition": {**condition, "values": values}}}


def _of_fixed(change: Change) -> Change:
    """Return a change that leaves alone what a rule's formula counts from its own cell (`validity.FAR`)."""

    def swap(reference: Reference) -> Reference | None:
        now = change(reference)
        return now and counted(now, reference)

    return swap
