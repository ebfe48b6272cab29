"""What people do, each a function of theirs on the sheet."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.store.requests import area, fill, one_cell
from tests.proof.people import People, Shift, span, titled, zone
from tests.proof.sheet import KEY, PARTS, TICKETS, typed

Deed = Callable[[People], None]


def take_back(people: People) -> None:
    """Undo one's last act."""
    people.undone()
    people.undone = lambda: None


def types(row: int, name: str) -> Deed:
    """Type a new word over a cell."""

    def deed(people: People) -> None:
        people.put(row, people.columns.index(name), people.word())

    return deed


def clears(row: int, name: str) -> Deed:
    """Empty a cell."""

    def deed(people: People) -> None:
        people.sheet.do(fill(one_cell(TICKETS, row, people.columns.index(name))))

    return deed


def takes_over(row: int, key: str) -> Deed:
    """Type a ticket's number over another row's."""
    return lambda people: people.put(row, people.columns.index(KEY), key)


def pastes(row: int, name: str) -> Deed:
    """Paste a block of two by two cells."""

    def deed(people: People) -> None:
        block = [(people.word(), people.word()) for _ in range(2)]
        people.sheet.do(typed(row, people.columns.index(name), *block))

    return deed


def duplicates(row: int) -> Deed:
    """Copy a row into a new one below it."""

    def deed(people: People) -> None:
        source_id = people.look().order[row - 1]
        people.insert(row + 1)
        copy = people.look().order[row]
        people.origin[copy], people.source[copy] = people.like(source_id), source_id
        below = area(TICKETS, (row + 1, row + 2), (0, len(people.columns)))
        source = area(TICKETS, (row, row + 1), (0, len(people.columns)))
        paste = {"source": source, "destination": below, "pasteType": "PASTE_NORMAL"}
        people.sheet.do({"copyPaste": paste})

    return deed


def sorts(name: str, order: str, *, through_a_filter: bool = False) -> Deed:
    """Sort the tickets by a column, as a range or through a filter that somebody sets."""

    def deed(people: People) -> None:
        spec = {"dimensionIndex": people.columns.index(name), "sortOrder": order}
        if through_a_filter:
            whole = area(TICKETS, (0, None), (0, len(people.columns)))
            people.sheet.do({"setBasicFilter": {"filter": {"range": whole, "sortSpecs": [spec]}}})
            return
        body = area(TICKETS, (1, None), (0, None))
        people.sheet.do({"sortRange": {"range": body, "sortSpecs": [spec]}})

    return deed


def replaces(people: People) -> None:
    """Find all "e" in the sheet and replace them by "E"."""
    finding = {"find": "e", "replacement": "E", "matchCase": True}
    body = area(TICKETS, (1, None), (0, None))
    people.sheet.do({"findReplace": {**finding, "range": body}})


def renames_header(name: str) -> Deed:
    """Type another header over one."""

    def deed(people: People) -> None:
        people.put(0, people.columns.index(name), f"my {name}")
        people.headers.add(name)

    return deed


def moves_column(name: str, to: int) -> Deed:
    """Move a column before the one at an index."""
    return lambda people: people.move_column(name, to)


def renames_tab(people: People) -> None:
    """Give the tickets' tab another title."""
    people.sheet.do(titled(TICKETS, "My tickets"))


def swaps_tabs(people: People) -> None:
    """Give two tabs each other's titles."""
    people.sheet.do(titled(TICKETS, "?"), titled(PARTS, "Tickets"), titled(TICKETS, "Parts"))


def deletes_tab(sheet_id: int) -> Deed:
    """Delete a tab."""
    return lambda people: people.sheet.do({"deleteSheet": {"sheetId": sheet_id}})


def deletes_token(people: People) -> None:
    """Delete the named range that is the writer's token."""
    for named in people.sheet.sheets.book(people.sheet.spreadsheet_id).named_ranges:
        people.sheet.do({"deleteNamedRange": {"namedRangeId": named["namedRangeId"]}})


def changes_zone(people: People) -> None:
    """Choose another zone."""
    people.sheet.do(zone("America/New_York"))


def copies_file(people: People) -> None:
    """Make a copy of the whole file."""
    people.sheet.people.copy(people.sheet.spreadsheet_id, title="Copy")


def inserts_column(at: int) -> Deed:
    """Insert an empty column of one's own."""

    def deed(people: People) -> None:
        people.sheet.do({"insertDimension": {"range": span("COLUMNS", at)}})
        people.shifts.append(Shift("insert", "COLUMNS", at))
        people.columns.insert(at, f"own{len(people.columns)}")

    return deed
