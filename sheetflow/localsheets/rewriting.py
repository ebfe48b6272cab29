"""Rewriting the formulas and validation lists that refer to one tab."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.formulas.references import Reference, rewritten
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
    _rewrite_lists(book, _only_to(name, change, bare=False))


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


def _rewrite_lists(book: Book, swap: Change) -> None:
    """Give cells whose choices come from a range (ONE_OF_RANGE) the style with the range rewritten."""
    renumbered = {}
    for number, style in list(book.styles.by_id.items()):
        new = _restyled(style, swap)
        if new != style:
            renumbered[number] = book.styles.number(new)
    if not renumbered:
        return
    for sheet in list(book.sheets.values()):
        for index, row in enumerate(sheet.rows):
            if not renumbered.keys().isdisjoint(row.styles):
                mine = book.edit(sheet.id).own(index)
                mine.styles = [renumbered.get(style, style) for style in mine.styles]


def _restyled(style: Json, swap: Change) -> Json:
    rule = style.get("dataValidation", {})
    condition = rule.get("condition", {})
    if condition.get("type") != "ONE_OF_RANGE":
        return style
    values = [
        {**one, "userEnteredValue": rewritten(one.get("userEnteredValue", ""), swap)}
        for one in condition["values"]
    ]
    return {**style, "dataValidation": {**rule, "condition": {**condition, "values": values}}}
