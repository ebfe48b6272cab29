"""Tabs' names that an xlsx file may have: at most 31 characters, none of ``[]:*?/\\``, no ``'`` at an end."""

from __future__ import annotations

import re

from sheetflow.localsheets.batch.sheets import update_sheet_properties
from sheetflow.localsheets.calculation import Calculation

LONGEST = 31
FORBIDDEN = re.compile(r"[][:*?/\\\x00-\x1f\ufffe\uffff]")


def fitting(of: Calculation) -> Calculation:
    """Return the calculation of a spreadsheet whose tabs have names for a file; formulas follow a name changed."""
    titles = _fitting_titles([sheet.title for sheet in of.book.sheets.values()])
    if all(title == name for title, name in titles.items()):
        return of
    draft = of.book.draft()
    for sheet in of.book.sheets.values():
        if titles[sheet.title] != sheet.title:
            properties = {"sheetId": sheet.id, "title": titles[sheet.title]}
            update_sheet_properties(draft, {"properties": properties, "fields": "title"})
    return Calculation(draft, of.at)


def _fitting_titles(titles: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken = {title.casefold() for title in titles if _fits(title)}
    for title in titles:
        name = title
        if not _fits(title):
            bare = FORBIDDEN.sub("_", title).strip("'")[:LONGEST] or "_"
            name, number = bare, 2
            while name.casefold() in taken:
                mark = f" {number}"
                name, number = bare[: LONGEST - len(mark)] + mark, number + 1
        taken.add(name.casefold())
        found[title] = name
    return found


def _fits(title: str) -> bool:
    return len(title) <= LONGEST and not FORBIDDEN.search(title) and title == title.strip("'")
