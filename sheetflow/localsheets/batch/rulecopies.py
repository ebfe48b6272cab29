"""Pasting conditional formats alone: the rules of a range reach on over the place that it is pasted to.

[assumed] In its own tab a rule gets more ranges; another tab gets the rule, with its references moved. The rules that
were at the place stay.
"""

from __future__ import annotations

from sheetflow.localsheets.batch.merging import as_stored
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json

LIST = "conditionalFormats"


def copy_rules(book: Book, source: Box, target: Box) -> None:
    """Let the rules of a source's cells hold in a target, in each of the source's repetitions."""
    sheet = book.edit(target.sheet_id)
    rules: list[Json] = book.sheet(source.sheet_id).parts.get(LIST, [])
    reaching = [(rule, _pasted(book, rule, source, target)) for rule in rules]
    if source.sheet_id == target.sheet_id:
        sheet.parts[LIST] = [
            {**rule, "ranges": [*rule["ranges"], *map(as_stored, places)]}
            for rule, places in reaching
        ]
        return
    added = [_for_another(book, rule, places) for rule, places in reaching if places]
    sheet.parts[LIST] = [*sheet.parts.get(LIST, []), *added]


def _pasted(book: Book, rule: Json, source: Box, target: Box) -> list[Box]:
    """Return where a rule holds after the paste and didn't before."""
    sheet = book.sheet(source.sheet_id)
    ranges = [box_of(book, one).clipped(sheet) for one in rule["ranges"]]
    shared = [one.shared(source) for one in ranges if one.meets(source)]
    places = [
        one.moved(target.sheet_id, top - source.top, left - source.left)
        for top in target.rows[:: source.height]
        for left in target.columns[:: source.width]
        for one in shared
    ]
    return [one for one in places if not any(one.within(other) for other in ranges)]


def _for_another(book: Book, rule: Json, places: list[Box]) -> Json:
    """Return the rule for places in another tab; its formula is read from the first of them."""
    first = box_of(book, rule["ranges"][0])
    down, right = places[0].top - first.top, places[0].left - first.left
    new = {**rule, "ranges": [as_stored(one) for one in places]}
    if "booleanRule" in rule:
        boolean = rule["booleanRule"]
        condition = boolean["condition"]
        values = [_moved(value, down, right) for value in condition.get("values", [])]
        kept = {**condition, "values": values} if values else condition
        new["booleanRule"] = {**boolean, "condition": kept}
    return new


def _moved(value: Json, down: int, right: int) -> Json:
    text = value.get("userEnteredValue", "")
    return {**value, "userEnteredValue": moved(text, down, right)} if text[:1] == "=" else value
