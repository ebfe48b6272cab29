"""People act between our read and our batch, and again before we put back what the batch overwrote.

A twin spreadsheet gets the people's acts and nothing of ours, so it shows what people mean. Afterwards the desk's may
differ from it only in cells that our plan was made for, and whatever else differs has been told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.localsheets import LocalSheets
from sheetflow.model import CellWrite, Conflict, Scalar, Verdict, Writes
from sheetflow.store.api import Message
from sheetflow.store.requests import area, fill, one_cell
from tests.store.desk import NOON, SCRATCH_TAB, TICKETS, Desk, guarded, new_desk, typed

KEY, STATUS, NAME, TECHNICIAN = range(4)
ROWS = (
    ["WX1", "new", "Ada", "", "", "first"],
    ["WX2", "new", "Ben", "Wu", "", "second"],
    ["WX3", "on site", "Cid", "Li", "", "third"],
)
KEYLESS = (ROWS[0], ["", "", "Ben", "", "", "second"], ROWS[2])


@dataclass(frozen=True)
class Act:
    """Something people do, as the requests it comes down to; `types` is the cell and value of one that types."""

    name: str
    requests: tuple[Message, ...]
    types: tuple[int, int, str] | None = None


def _types(name: str, row: int, column: int, value: str) -> Act:
    return Act(name, (typed(row, column, [value]),), (row, column, value))


def _rows(first: int, last: int) -> Message:
    return {"sheetId": TICKETS, "dimension": "ROWS", "startIndex": first, "endIndex": last}


def _sorted(column: int, order: str) -> Act:
    spec = {"dimensionIndex": column, "sortOrder": order}
    request = {"sortRange": {"range": area(TICKETS, (1, 5), (0, None)), "sortSpecs": [spec]}}
    return Act(f"sort column {column} {order.lower()}", (request,))


def _copied(row: int) -> tuple[Message, ...]:
    source = area(TICKETS, (row, row + 1), (0, 6))
    below = area(TICKETS, (row + 1, row + 2), (0, 6))
    return (
        {"insertDimension": {"range": _rows(row + 1, row + 2)}},
        {"copyPaste": {"source": source, "destination": below, "pasteType": "PASTE_NORMAL"}},
    )


def _acts() -> Iterator[Act]:
    for column in (NAME, 5):
        yield from (_sorted(column, order) for order in ("ASCENDING", "DESCENDING"))
    for row in (1, 2, 3):
        yield Act(f"insert above {row}", ({"insertDimension": {"range": _rows(row, row + 1)}},))
        yield Act(f"delete {row}", ({"deleteDimension": {"range": _rows(row, row + 1)}},))
        yield Act(f"duplicate {row}", _copied(row))
        for column, value in ((STATUS, "typed"), (TECHNICIAN, "typed"), (STATUS, "sent")):
            yield _types(f"type {value} into {row}, {column}", row, column, value)
        for column in (KEY, STATUS, TECHNICIAN):
            yield Act(f"clear {row}, {column}", (fill(one_cell(TICKETS, row, column)),))
        yield _types(f"rename {row}", row, KEY, "WX9")
        yield from (
            _types(f"{row} takes over WX{other}", row, KEY, f"WX{other}")
            for other in (1, 2, 3)
            if other != row
        )
        for to in {1, 2, 3, 4} - {row, row + 1}:
            move = {"source": _rows(row, row + 1), "destinationIndex": to}
            yield Act(f"move {row} to {to}", ({"moveDimension": move},))
    yield Act("type a row", (typed(4, 1, ["new", "Dot", "Li", "", "fourth"]),))


ACTS = tuple(_acts())
NOTHING = Act("nothing", ())


def plan_for(rows: Sequence[Sequence[Scalar]]) -> tuple[CellWrite, ...]:
    """Plan what a desk would: dispatch the first two tickets, or number a typed row and give it its first status."""
    if rows is KEYLESS:
        return (
            guarded("WX1", "status", "new", "sent"),
            guarded("", "ticket_no", "", "WX7", position=1),
            guarded("", "status", "", "new", position=1),
        )
    return (
        guarded("WX1", "status", "new", "sent"),
        guarded("WX1", "technician", "", "Zhao"),
        guarded("WX2", "technician", "Wu", "Zhao"),
    )


COLUMNS = ("ticket_no", "status", "customer_name", "technician", "next_action", "remarks")


def _wide(row: Sequence[Scalar]) -> list[Scalar]:
    return [*row, *[""] * (len(COLUMNS) - len(row))]


@dataclass
class Pair:
    """The desk and its twin."""

    desk: Desk
    twin: Desk

    def act(self, act: Act) -> None:
        """Let people do the same in both; nobody types what a cell shows already, for that can't be told from ours."""
        if act.types is not None:
            row, column, value = act.types
            shown = [_wide(cells)[column] for cells in self.desk.rows()[row - 1 : row]]
            if shown == [value]:
                return
        for desk in (self.desk, self.twin):
            if act.requests:
                desk.do(*act.requests)

    def write_ideally(self, plan: Sequence[CellWrite], read: Sequence[Sequence[Scalar]]) -> None:
        """Write to the twin what could be checked and written in one stroke, which no API offers."""
        rows = self.twin.rows()
        for write in plan:
            position = next(at for at, row in enumerate(read) if row[KEY] == write.key)
            column = COLUMNS.index(write.column)
            found = _wide(rows[position]) if position < len(rows) else []
            same_row = found and (found[KEY] if write.key else found) == (
                write.key or _wide(read[position])
            )
            if same_row and found[column] == write.old:
                self.twin.do(typed(position + 1, column, [write.new]))

    def unsafe(self, verdict: Verdict) -> list[str]:
        """Say in which cells the desk differs from its twin without a word about it."""
        told = {
            (conflict.write.column, conflict.found)
            for conflict in verdict.conflicts
            if not conflict.put_back
        }
        meant, found = self.twin.rows(), self.desk.rows()
        faults = [] if len(meant) == len(found) else [f"{len(found)} rows for {len(meant)}"]
        for theirs, ours in zip(map(_wide, meant), map(_wide, found), strict=False):
            faults += [
                f"{theirs[KEY]} {theirs[NAME]} {column}: {found!r} for {meant!r}"
                for column, meant, found in zip(COLUMNS, theirs, ours, strict=True)
                if meant != found and (column, meant) not in told
            ]
        return faults

    @classmethod
    def of(cls, sheets: LocalSheets) -> Pair:
        """Make a pair of empty desks."""
        return cls(new_desk(sheets), new_desk(sheets))

    def begin(self, rows: Sequence[Sequence[Scalar]]) -> None:
        """Put the same tickets into both, and nothing else."""
        for desk in (self.desk, self.twin):
            desk.wire.before = desk.wire.after = lambda number: None
            whole = area(TICKETS, (1, None), (0, None))
            desk.do(fill(whole), fill(area(SCRATCH_TAB, (1, None), (0, None))), typed(1, 0, *rows))

    def play(self, rows: Sequence[Sequence[Scalar]], acts: Sequence[Act]) -> Verdict:
        """Plan on what was read; let people act before each write, and before each read that follows one."""
        self.begin(rows)
        workbook, plan = self.desk.workbook(), plan_for(rows)
        workbook.settle()
        reading = workbook.read()
        coming = iter(acts)

        def before(number: int) -> None:
            self.act(next(coming, NOTHING))
            if number == 1:
                self.write_ideally(plan, rows)

        self.desk.wire.writes = 0
        self.desk.wire.before = before
        self.desk.wire.after = lambda number: self.act(next(coming, NOTHING))
        return workbook.apply(Writes(cells=plan), run_id="run", reading=reading)

    def play_with_crash(
        self, rows: Sequence[Sequence[Scalar]], first: Act, between: Act
    ) -> tuple[Conflict, ...]:
        """Let the process die when its batch is applied, people act, and another process settle."""
        self.begin(rows)
        workbook, plan = self.desk.workbook(), plan_for(rows)
        workbook.settle()
        reading = workbook.read()

        def before(number: int) -> None:
            self.act(first)
            self.write_ideally(plan, rows)

        self.desk.wire.before, self.desk.wire.after = before, die
        with pytest.raises(Killed):
            workbook.apply(Writes(cells=plan), run_id="run", reading=reading)
        self.desk.wire.before = self.desk.wire.after = lambda number: None
        self.act(between)
        return self.desk.workbook().settle()


class Killed(BaseException):
    """The process ends here."""


def die(number: int) -> None:
    """End the process."""
    raise Killed


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Make a desk and its twin for all the tests of this module."""
    sheets = LocalSheets(tmp_path_factory.mktemp("people") / "w.sqlite", now=lambda: NOON)
    yield Pair.of(sheets)
    sheets.close()


PLANS = [pytest.param(ROWS, id="tickets"), pytest.param(KEYLESS, id="a typed row")]


@pytest.mark.parametrize("rows", PLANS)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_what_people_do_between_read_and_batch_is_never_lost(
    pair: Pair, rows: Sequence[Sequence[Scalar]], act: Act
) -> None:
    verdict = pair.play(rows, [act])
    assert pair.unsafe(verdict) == []


def test_a_plan_that_meets_nobody_is_written_whole(pair: Pair) -> None:
    assert pair.play(ROWS, []) == Verdict("done")
    assert pair.desk.rows()[0][:4] == ["WX1", "sent", "Ada", "Zhao"]
    assert pair.desk.rows()[1][:4] == ["WX2", "new", "Ben", "Zhao"]


def test_the_check_has_teeth_a_writer_by_row_number_loses_and_misplaces_values(pair: Pair) -> None:
    unsafe = {act.name for act in ACTS if not _naively_safe(pair, act)}
    assert {"insert above 1", "delete 1", "type typed into 1, 1", "move 2 to 1"} <= unsafe
    assert len(unsafe) > len(ACTS) / 3


def _naively_safe(pair: Pair, act: Act) -> bool:
    pair.begin(ROWS)
    pair.act(act)
    pair.write_ideally(plan_for(ROWS), ROWS)
    for write in plan_for(ROWS):
        row = next(at for at, cells in enumerate(ROWS, 1) if cells[KEY] == write.key)
        pair.desk.do(typed(row, COLUMNS.index(write.column), [write.new]))
    return pair.unsafe(Verdict("done")) == []


#: Not among them: while a row waits for its put-back, a copy that somebody makes of it copies our value too.
LATER_ACTS = [act for act in ACTS if not act.name.startswith("duplicate")]


#: Pairs that once were unsafe: the second comes between the read and the write of the put-back.
HARD = [
    ("1 takes over WX2", "delete 1"),
    ("1 takes over WX2", "move 1 to 3"),
    ("2 takes over WX1", "insert above 1"),
    ("duplicate 1", "delete 2"),
    ("duplicate 1", "move 3 to 1"),
    ("insert above 1", "insert above 1"),
    ("move 1 to 3", "clear 1, 0"),
    ("type typed into 1, 3", "rename 1"),
]


@pytest.mark.parametrize("rows", PLANS)
@pytest.mark.parametrize("acts", HARD, ids=lambda acts: ", then ".join(acts))
def test_what_people_do_between_read_and_put_back_is_never_lost(
    pair: Pair, rows: Sequence[Sequence[Scalar]], acts: tuple[str, str]
) -> None:
    first, later = (next(act for act in ACTS if act.name == name) for name in acts)
    verdict = pair.play(rows, [first, NOTHING, later])
    assert pair.unsafe(verdict) == []


#: All is drawn before anything is played: nothing that the pair holds can sway it.
ANY_ROWS, FIRST, LATER = map(st.sampled_from, ([ROWS, KEYLESS], ACTS, [*LATER_ACTS, NOTHING]))


@given(rows=ANY_ROWS, first=FIRST, later=st.lists(LATER, max_size=3))
@settings(max_examples=60)
def test_people_who_go_on_acting_while_we_put_back_lose_nothing(
    pair: Pair, rows: Sequence[Sequence[Scalar]], first: Act, later: Sequence[Act]
) -> None:
    verdict = pair.play(rows, [first, *later])
    assert pair.unsafe(verdict) == []


@given(rows=ANY_ROWS, first=FIRST, between=LATER)
@settings(max_examples=60)
def test_a_crash_after_the_batch_loses_nothing_either(
    pair: Pair, rows: Sequence[Sequence[Scalar]], first: Act, between: Act
) -> None:
    told = pair.play_with_crash(rows, first, between)
    assert pair.unsafe(Verdict("conflict", told)) == []


@pytest.mark.soak
@pytest.mark.parametrize("rows", PLANS)
@pytest.mark.parametrize("first", ACTS, ids=lambda act: act.name)
def test_every_two_acts_of_people_are_safe(
    pair: Pair, rows: Sequence[Sequence[Scalar]], first: Act
) -> None:
    for later in LATER_ACTS:
        for acts in ([first, later], [first, NOTHING, later]):
            verdict = pair.play(rows, acts)
            assert pair.unsafe(verdict) == [], (later.name, len(acts))
