"""What of somebody's table can be taken, and why the rest can't: everything is checked before anything is written.

plan_import(read_csv(path, schema), policy, history=True, now=now)  ->  Import(arrivals=(…), refused=(…))
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetflow.errors import Problem
from sheetflow.importing.arrival import Arrival
from sheetflow.importing.cells import instant, reader
from sheetflow.importing.csvfile import Line
from sheetflow.importing.history import (
    UnknownStatus,
    close_reason,
    revisit_result,
    stamps_of,
    status_of,
)
from sheetflow.importing.sheet import Sheet, own_headers
from sheetflow.model import Json, Scalar
from sheetflow.policy import Policy
from sheetflow.rules.intake import ASKS

#: Of a status that nobody knows so much is quoted.
QUOTED = 40

#: A ticket number is read aloud and stands in a mail's subject.
LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Import:
    """What is to be taken, in the file's order, and the rows that can't be.

    `columns` are the keys of our columns that it fills, which the sheet must have.
    """

    sheet: Sheet
    history: bool
    arrivals: tuple[Arrival, ...]
    refused: tuple[Problem, ...]
    columns: frozenset[str]


def plan_import(sheet: Sheet, policy: Policy, *, history: bool, now: datetime) -> Import:
    """Read every row; a row that can't be taken is a problem with its line, all others go on."""
    taking = _Taking(sheet, policy, history, now)
    arrivals: list[Arrival] = []
    refused = list(sheet.problems)
    for line in sheet.lines:
        found = taking.arrival(line)
        if isinstance(found, Problem):
            refused.append(found)
        else:
            arrivals.append(found)
    columns = {name for arrival in arrivals for name in arrival.cells} & policy.decoders.keys()
    by_line = sorted(refused, key=lambda problem: int(problem.where.rpartition(":")[2]))
    return Import(
        sheet, history, tuple(arrivals), tuple(by_line), frozenset({*columns, "ticket_no"})
    )


@dataclass(frozen=True)
class _Row:
    """A line's cells by column key or own header, and the times that its stamp columns tell."""

    cells: dict[str, Scalar]
    said: Mapping[str, datetime]


class _Taking:
    """One reading of a sheet, with what makes each row short work."""

    def __init__(self, sheet: Sheet, policy: Policy, history: bool, now: datetime) -> None:
        self._sheet, self._policy, self._history, self._now = sheet, policy, history, now
        tickets = policy.schema.tab("tickets")
        self._readers: Mapping[int, tuple[str, Callable[[str], Scalar]]] = {
            at: (key, reader(tickets.column(key), policy))
            for at, key in sheet.columns.items()
            if tickets.column(key).written_by != "system"
        }
        stamps = [at for at, key in sheet.columns.items() if tickets.column(key).stamp]
        self._stamps = {at: sheet.columns[at] for at in stamps}
        self._unread = own_headers(sheet.header, stamps, tickets)
        self._number_at = next((at for at, k in sheet.columns.items() if k == "ticket_no"), -1)
        self._numbers: dict[str, int] = {}
        self._keys: dict[str, int] = {}

    def arrival(self, line: Line) -> Arrival | Problem:
        """Give a line as a ticket, or why it can't be one."""
        where = f"{self._sheet.name}:{line.number}"
        number = line.fields[self._number_at].strip() if self._number_at >= 0 else ""
        if fault := self._bad_number(number, line.number):
            return Problem(where, *fault)
        row = self._row(line)
        word = line.fields[self._sheet.status_at] if self._sheet.status_at >= 0 else ""
        try:
            values, at = self._as_it_is(word, row) if self._history else self._as_typed(word, row)
        except UnknownStatus:
            found = f"nobody knows the status '{word.strip()[:QUOTED]}'"
            return Problem(where, found, "Say in the map file what it means (status: words:)")
        return Arrival(
            line.number,
            self._key(line.fields),
            number,
            row.cells,
            "imported" if self._history else "reported",
            at,
            values,
        )

    def _bad_number(self, number: str, line: int) -> tuple[str, str] | None:
        """Say what is wrong with a number of theirs: it stands there twice, or is none."""
        if len(number) > LONGEST_NUMBER or not number.isprintable():
            found = f"the number has {len(number)} characters or a line break"
            return found, f"Give one of up to {LONGEST_NUMBER} characters, or none"
        first = self._numbers.setdefault(number, line)
        if number and first != line:
            return (
                f"{number} stands in line {first} already",
                "Give this row another number, or none",
            )
        return None

    def _row(self, line: Line) -> _Row:
        """Give the cells that aren't empty; a stamp that says no time is kept beside ours in their words."""
        cells: dict[str, Scalar] = {}
        for at, (key, read) in self._readers.items():
            if line.fields[at].strip():
                cells[key] = read(line.fields[at])
        said: dict[str, datetime] = {}
        for at, key in self._stamps.items():
            text = line.fields[at]
            found = instant(text, self._policy) if text.strip() else None
            if found:
                said[key] = found
            elif text.strip():
                cells[self._unread[at]] = text
        for at, header in self._sheet.own.items():
            if line.fields[at]:
                cells[header] = line.fields[at]
        return _Row(cells, said)

    def _as_it_is(self, word: str, row: _Row) -> tuple[Mapping[str, Json], datetime]:
        """Give what begins the record of a ticket taken as it is, and fill in what its own words say."""
        cells, policy = row.cells, self._policy
        if outcome := revisit_result(cells, policy):
            cells["revisit_result"] = outcome
        status = status_of(word, cells, self._sheet.map, policy)
        cells["status"] = policy.encode("status", status)
        if reason := close_reason(status, cells, policy):
            cells["close_reason"] = reason
        stamps = stamps_of(status, cells, row.said, policy)
        values: dict[str, Json] = {
            "status": status,
            "stamps": {name: at.isoformat() for name, at in stamps.items()},
            "seen": self._staffs(cells),
        }
        return self._graded(cells, values), self._now

    def _as_typed(self, word: str, row: _Row) -> tuple[Mapping[str, Json], datetime]:
        """Give what begins the record of a row that asks for things like any typed row."""
        cells = row.cells
        if word.strip():
            wish = status_of(word, cells, self._sheet.map, self._policy)
            cells["status"] = self._policy.encode("status", wish)
        seen = {name: cell for name, cell in self._staffs(cells).items() if name not in ASKS}
        reported = min(row.said.get("reported_at", self._now), self._now)
        return self._graded(cells, {"seen": seen}), reported

    def _staffs(self, cells: Mapping[str, Scalar]) -> dict[str, Json]:
        return {name: cell for name, cell in cells.items() if name in self._policy.decoders}

    def _graded(self, cells: Mapping[str, Scalar], values: dict[str, Json]) -> Mapping[str, Json]:
        grade = self._policy.decoders["grade"](cells.get("grade", ""))
        return {**values, "grade": grade} if isinstance(grade, str) else values

    def _key(self, fields: Sequence[str]) -> str:
        """Give a digest of the row; rows alike to the letter are told apart by their order."""
        digest = hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
        self._keys[digest] = count = self._keys.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}#{count}"
