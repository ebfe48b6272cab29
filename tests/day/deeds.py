"""What people do at the sheet, each as the request that it is; what they remember of it lives as long as the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sheetflow.localsheets.book import Book, Row, Sheet
from sheetflow.model import Scalar
from sheetflow.store.api import Message
from sheetflow.store.names import stable_id
from sheetflow.store.requests import append, area, row_of, update
from tests.day.script import BLOCK, Edit
from tests.end_to_end.desk import Desk
from tests.proof.people import titled, zone
from tests.store.desk import SHANGHAI

TICKETS, MOVES = stable_id("tab", "tickets"), stable_id("tab", "part_moves")


@dataclass
class Hands:
    """All who work in the sheet. `numbers` are the tickets of the reports as they came in.

    `renamed` are headers that somebody has typed over, `copies` the rows that are copies and `before` what stood in
    cells typed over, both by the edit's number. `last` is what a report's row must show at the end of the day: what
    people put there last, and the status that follows from a technician.
    """

    numbers: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    before: dict[int, dict[str, Scalar]] = field(default_factory=dict)
    last: dict[int, dict[str, Scalar]] = field(default_factory=dict)

    def do(self, desk: Desk, edit: Edit) -> bool:
        """Let somebody do something; False says that a row isn't there yet in which it is done."""
        eye = Eye(desk, self)
        rows = [eye.row(self.numbers[report]) for report in edit.reports]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows):
            return False
        requests = DEEDS[edit.kind](eye, edit, known)
        if requests:
            desk.people.batch_update({"requests": requests})
        if edit.kind == "duplicate a row":
            self.copies[edit.of] = eye.tab().rows[known[0] + 1].id
        for report, cells in zip(edit.reports, self._put(edit), strict=False):
            self.last.setdefault(report, {}).update(cells)
        return True

    def _put(self, edit: Edit) -> list[Mapping[str, Scalar]]:
        """Give what an edit has put into the cells of its reports."""
        match edit.kind:
            case "take it back":
                return [self.before[edit.of]]
            case "find and replace":
                cells = self.last[edit.reports[0]]
                found = [key for key, text in edit.cells.items() if cells.get(key) == text]
                return [{key: f"{edit.cells[key]}改" for key in found}]
            case "paste a block":
                return [{key: f"{edit.cells[key]}{line}" for key in BLOCK} for line in "上下"]
            case "choose a technician":
                return [{**edit.cells, "status": "已派工"}]
            case _:
                return [edit.cells]


@dataclass(frozen=True)
class Eye:
    """The sheet as people see it at this moment, and what they know of it."""

    desk: Desk
    hands: Hands

    @property
    def book(self) -> Book:
        """Give the spreadsheet."""
        assert self.desk.house.sheets is not None
        return self.desk.house.sheets.book(self.desk.house.spreadsheet_id)

    def tab(self, sheet_id: int = TICKETS) -> Sheet:
        """Give a tab, whatever its title is."""
        return self.book.sheets[sheet_id]

    def label(self, key: str, tab: str = "tickets") -> str:
        """Give a column's header as it was set up."""
        return self.desk.house.schema.tab(tab).column(key).label.of(self.desk.house.language)

    def title(self, tab: str) -> str:
        """Give a tab's title as it was set up."""
        return self.desk.house.schema.tab(tab).label.of(self.desk.house.language)

    def column(self, key: str) -> int:
        """Find a column of the tickets by its header as it is now."""
        return self.tab().rows[0].values.index(self.hands.renamed.get(key) or self.label(key))

    def row(self, number: str) -> int | None:
        """Find a ticket's row, not one that somebody has made a copy of it."""
        at, copies = self.column("ticket_no"), set(self.hands.copies.values())
        rows = enumerate(self.tab().rows)
        return next(
            (i for i, row in rows if row.value(at) == number and row.id not in copies), None
        )

    def width(self) -> int:
        """Give how many columns the tickets have."""
        return len(self.tab().columns)


Deed = Callable[[Eye, Edit, Sequence[int]], list[Message]]


def _types(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    """Type over cells, and remember what stood there."""
    row: Row = eye.tab().rows[rows[0]]
    stood = {key: row.value(eye.column(key)) for key in edit.cells}
    eye.hands.before[edit.of] = {
        key: value if isinstance(value, str) else "" for key, value in stood.items()
    }
    return list(_typed(eye, rows[0], edit.cells))


def _typed(eye: Eye, row: int, cells: Mapping[str, Scalar]) -> Iterator[Message]:
    for key, value in cells.items():
        yield update(TICKETS, row, eye.column(key), [row_of([value])])


def _takes_back(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    return list(_typed(eye, rows[0], eye.hands.before[edit.of]))


def _replaces(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    [(key, text)] = edit.cells.items()
    at = eye.column(key)
    finding = {"find": text, "replacement": f"{text}改", "matchCase": True, "matchEntireCell": True}
    return [{"findReplace": {**finding, "range": area(TICKETS, (1, None), (at, at + 1))}}]


def _pastes_a_block(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    """Bring two rows together and paste two by two cells there."""
    upper, lower = rows
    moving = [_moved("ROWS", lower, upper + 1)] if lower != upper + 1 else []
    top = upper if lower > upper else upper - 1
    block = [row_of(f"{edit.cells[key]}{line}" for key in BLOCK) for line in "上下"]
    return [*moving, update(TICKETS, top, eye.column(BLOCK[0]), block)]


def _books_a_part(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    labels = {eye.label(key, "part_moves"): value for key, value in edit.cells.items()}
    return [
        append(MOVES, [row_of(labels.get(str(head), "") for head in eye.tab(MOVES).rows[0].values)])
    ]


def _types_a_ticket(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    cells = {eye.column(key): value for key, value in edit.cells.items()}
    return [append(TICKETS, [row_of(cells.get(at, "") for at in range(eye.width()))])]


def _span(dimension: str, at: int) -> Message:
    bounds = {"startIndex": at, "endIndex": at + 1}
    return {"sheetId": TICKETS, "dimension": dimension, **bounds}


def _moved(dimension: str, at: int, to: int) -> Message:
    return {"moveDimension": {"source": _span(dimension, at), "destinationIndex": to}}


def _some_row(eye: Eye, edit: Edit) -> int:
    at = eye.column("ticket_no")
    last = sum(1 for row in eye.tab().rows if row.value(at)) or 1
    return 1 + int(edit.chance * last)


def _sorts(order: str) -> Deed:
    def deed(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
        spec = {"dimensionIndex": eye.column("unit_name"), "sortOrder": order}
        return [{"sortRange": {"range": area(TICKETS, (1, None), (0, None)), "sortSpecs": [spec]}}]

    return deed


def _inserts_and_deletes(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    span = _span("ROWS", _some_row(eye, edit))
    return [{"insertDimension": {"range": span}}, {"deleteDimension": {"range": span}}]


def _moves_a_row(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    return [_moved("ROWS", _some_row(eye, edit), 1)]


def _looks_through_a_filter(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    whole = area(TICKETS, (0, None), (0, None))
    return [
        {"setBasicFilter": {"filter": {"range": whole}}},
        {"clearBasicFilter": {"sheetId": TICKETS}},
    ]


def _duplicates(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    [row], columns = rows, (0, eye.width())
    source, below = (area(TICKETS, (at, at + 1), columns) for at in (row, row + 1))
    paste = {"source": source, "destination": below, "pasteType": "PASTE_NORMAL"}
    return [{"insertDimension": {"range": _span("ROWS", row + 1)}}, {"copyPaste": paste}]


def _deletes_the_copy(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    copy = eye.hands.copies.pop(edit.of)
    at = next(at for at, row in enumerate(eye.tab().rows) if row.id == copy)
    return [{"deleteDimension": {"range": _span("ROWS", at)}}]


def _renames_a_header(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    """Type over a header, unless somebody else has."""
    [(key, text)] = edit.cells.items()
    if key in eye.hands.renamed:
        return []
    at = eye.column(key)
    eye.hands.renamed[key] = str(text)
    return [update(TICKETS, 0, at, [row_of([text])])]


def _puts_the_header_back(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    [(key, text)] = edit.cells.items()
    if eye.hands.renamed.get(key) != text:
        return []
    at = eye.column(key)
    del eye.hands.renamed[key]
    return [update(TICKETS, 0, at, [row_of([eye.label(key)])])]


def _moves_a_column(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    """Move a column to anywhere but between the two in which blocks are pasted."""
    [key] = edit.cells
    at, to = eye.column(key), int(edit.chance * eye.column(BLOCK[0]))
    return [] if to in (at, at + 1) else [_moved("COLUMNS", at, to)]


def _renames_the_tab(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    return [titled(TICKETS, f"我的工单{edit.of}")]


def _swaps_two_tabs(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    return _entitled(tickets=eye.title("part_moves"), moves=eye.title("tickets"))


def _puts_the_tabs_back(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    return _entitled(tickets=eye.title("tickets"), moves=eye.title("part_moves"))


def _entitled(*, tickets: str, moves: str) -> list[Message]:
    between = [titled(TICKETS, "一"), titled(MOVES, "二")]
    return [*between, titled(TICKETS, tickets), titled(MOVES, moves)]


def _deletes_the_token(eye: Eye, edit: Edit, rows: Sequence[int]) -> list[Message]:
    return [
        {"deleteNamedRange": {"namedRangeId": named["namedRangeId"]}}
        for named in eye.book.named_ranges
    ]


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "type": _types,
        "clear": _types,
        "paste a row": _types,
        "choose a technician": _types,
        "choose a status": _types,
        "type at first": _types,
        "type a typo": _types,
        "take it back": _takes_back,
        "find and replace": _replaces,
        "paste a block": _pastes_a_block,
        "book a part": _books_a_part,
        "type a ticket": _types_a_ticket,
        "sort up": _sorts("ASCENDING"),
        "sort down": _sorts("DESCENDING"),
        "insert and delete": _inserts_and_deletes,
        "move a row": _moves_a_row,
        "look through a filter": _looks_through_a_filter,
        "duplicate a row": _duplicates,
        "delete the copy": _deletes_the_copy,
        "rename a header": _renames_a_header,
        "put the header back": _puts_the_header_back,
        "move a column": _moves_a_column,
        "rename the tab": _renames_the_tab,
        "swap two tabs": _swaps_two_tabs,
        "put the tabs back": _puts_the_tabs_back,
        "delete the token": _deletes_the_token,
        "change the zone": lambda eye, edit, rows: [zone("America/New_York")],
        "put the zone back": lambda eye, edit, rows: [zone(SHANGHAI.key)],
    }
)
