"""A desk in little: it reads, plans and writes as the real one does, on three tickets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from sheetflow.errors import Refused, Unavailable
from sheetflow.model import CellWrite, Conflict, Reading, Scalar, Writes
from sheetflow.store import Workbook
from tests.proof.sheet import KEY, PROBLEM, REMARKS, STATUS, RowId, SmallSheet

#: What the store answers for plans and readings: the real one, or one that writes by row number.
Opening = Callable[[], Workbook]


@dataclass
class Ledger:
    """What the desk remembers: the tickets it knows, what it has read of people's, what it was told, what it planned.

    `planned` are the rows that each of our values was meant for, `over` what stood there, `whole` those of one plan for
    one row; `number` is in each of them, so no two are alike.
    """

    known: set[str] = field(default_factory=lambda: {"WX1", "WX2"})
    read: set[tuple[RowId, str, Scalar]] = field(default_factory=set)
    told: list[Conflict] = field(default_factory=list)
    planned: dict[Scalar, set[RowId]] = field(default_factory=dict)
    over: dict[Scalar, Scalar] = field(default_factory=dict)
    whole: list[frozenset[Scalar]] = field(default_factory=list)
    shown: set[Scalar] = field(default_factory=set)
    number: count[int] = field(default_factory=lambda: count(10))

    def __contains__(self, value: object) -> bool:
        """Say whether a value in the sheet was written by the desk."""
        return value in self.planned or value in self.shown


@dataclass
class Desk:
    """One desk; `ids` are the rows of the sheet as they stood at its last read, `runs` those whose verdict is open.

    `refused` are the sentences with which the store said that it couldn't.
    """

    sheet: SmallSheet
    ledger: Ledger
    workbook: Workbook
    ids: list[RowId] = field(default_factory=list)
    conflicts: int = 0
    settled: bool = False
    runs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Begin as a process does: settle what the last one left."""
        self._hear(self.workbook.settle(self.runs))
        self.runs = []
        self.settled = True

    def cycle(self) -> bool:
        """Read, plan, write; say whether there was nothing to write. One that is away or refused is left as it is."""
        try:
            if not self.settled:
                self.open()
            return self._cycle()
        except (Refused, Unavailable) as fault:
            self.refused.append(str(fault))
            return False

    def _cycle(self) -> bool:
        reading = self.workbook.read()
        self.ids = self.ids_at_read
        writes = self.plan(reading)
        if not writes:
            return True
        self.runs.append(f"run{next(self.ledger.number)}")
        self.settled = False  # as long as no verdict was heard
        verdict = self.workbook.apply(writes, run_id=self.runs[-1], reading=reading)
        self._hear(verdict.conflicts)
        if verdict.why:
            self.refused.append(verdict.why.en)
        self.settled = verdict.state != "unknown"
        if self.settled:
            self.runs = []
        return False

    ids_at_read: list[RowId] = field(default_factory=list)

    def _hear(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts += len(conflicts)
        self.ledger.told += conflicts

    def plan(self, reading: Reading) -> Writes:
        """Move each ticket on that says "new" or something people typed; number typed rows; quote what was told."""
        table = reading.tables["tickets"]
        if not {KEY, STATUS} <= table.columns.keys():
            return Writes()
        keys = Counter(str(table.cell(at, KEY)) for at in range(len(table.rows)))
        writes: list[CellWrite] = []
        for at in range(len(table.rows)):
            key = str(table.cell(at, KEY))
            if not any(cell != "" for cell in table.rows[at]):
                continue
            row = self.ids[at + self.header_rows(reading)]
            if not key:
                writes += self._numbered(reading, at, row)
            elif key in self.ledger.known and keys[key] == 1:
                writes += self._served(reading, at, row, key)
        return Writes(cells=tuple(writes))

    def header_rows(self, reading: Reading) -> int:
        """Give how many rows stand above the first ticket."""
        return 1

    def _numbered(self, reading: Reading, at: int, row: RowId) -> list[CellWrite]:
        at_number = next(self.ledger.number)
        number, first = f"WX{at_number}", f"new {at_number}"
        self.ledger.known.add(number)
        self.ledger.planned |= {number: {row}, first: {row}}
        self.ledger.over |= {number: "", first: ""}
        status = reading.tables["tickets"].cell(at, STATUS)
        self.ledger.read.add((row, STATUS, status))
        found = [CellWrite("tickets", "", KEY, "", number, guarded=True, position=at)]
        if status == "":
            found.append(CellWrite("tickets", "", STATUS, "", first, guarded=True, position=at))
            self.ledger.whole.append(frozenset((number, first)))
        return found

    def _served(self, reading: Reading, at: int, row: RowId, key: str) -> list[CellWrite]:
        table = reading.tables["tickets"]
        for name in (STATUS, REMARKS):
            self.ledger.read.add((row, name, table.cell(at, name)))
        status = str(table.cell(at, STATUS))
        found: list[CellWrite] = []
        if status and status not in self.ledger.planned and status != "done":
            new = f"did {status} {next(self.ledger.number)}"
            self.ledger.planned[new], self.ledger.over[new] = {row}, status
            found.append(CellWrite("tickets", key, STATUS, status, new, guarded=True))
        told = " ".join(str(one.found) for one in self.ledger.told if one.write.key == key)
        shown = f"{key}:{told}"
        self.ledger.shown.add(shown)
        if PROBLEM in table.columns and table.cell(at, PROBLEM) != shown:
            found.append(CellWrite("tickets", key, PROBLEM, table.cell(at, PROBLEM), shown))
        return found
