"""Put an import into ledger and sheet, batch by batch: each is recorded, then appended whole or not at all.

    carry_out(store, ledger, imported, policy, rules, now=now)  ->  Report(taken=4991, before=0, refused=())

A kill in the middle leaves whole batches and at most one that the next cycle appends; the same import run again takes
what is missing, each row once: rows without a number of their own are known again by their digest.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetflow.errors import BadInput, Problem, Unavailable
from sheetflow.importing.arrival import ACTOR, Arrival
from sheetflow.importing.completing import Complete, complete
from sheetflow.importing.taking import Import
from sheetflow.model import Event, NewRow, Reading, Scalar, Table, Writes
from sheetflow.policy import Policy
from sheetflow.ports import Ledger, Run, Store
from sheetflow.record import TicketRecord
from sheetflow.rows.index import TICKETS, read_index
from sheetflow.rule import Rule

#: So much goes into one batch: Google asks for about 2 MB a call (GOOGLE_SHEETS.md).
ROWS, CHARACTERS = 500, 500_000

#: Another writer may come between a batch and its reading so often.
TRIES = 5


@dataclass(frozen=True)
class Report:
    """What became of an import: rows taken now, rows that were taken before, and each row not taken with the reason."""

    taken: int
    before: int
    refused: tuple[Problem, ...]


def carry_out(
    store: Store,
    ledger: Ledger,
    imported: Import,
    policy: Policy,
    rules: Sequence[Rule],
    *,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Take all rows that aren't there yet; `progress` hears how many of how many are done.

    Raises BadInput where the sheet lacks a column that is to be filled, and Unavailable or Refused when ledger or
    sheet say no: what was taken until then stays, and the same import takes the rest later.
    """
    reading = store.read()
    table = reading.tables.get(TICKETS, Table(TICKETS, {}, ()))
    _refuse_missing(imported, table, policy)
    counter = _Counter(ledger, imported, read_index(table).rows, policy, now)
    taken, done = 0, 0
    for batch in _batches(imported.arrivals):
        rows = {number: arrival for arrival in batch if (number := counter.number(arrival))}
        if rows:
            made = _made(rows, imported, table.columns, now, policy, rules)
            _append(store, ledger, made, reading, now)
            reading = store.read()
        taken, done = taken + len(rows), done + len(batch)
        progress(done, len(imported.arrivals))
    refused = sorted((*imported.refused, *counter.refused), key=_line)
    return Report(taken, counter.before, tuple(refused))


def _line(problem: Problem) -> int:
    return int(problem.where.rpartition(":")[2])


def _refuse_missing(imported: Import, table: Table, policy: Policy) -> None:
    wanted = {*imported.columns, "status"} if imported.history else imported.columns
    names = policy.schema.tab(TICKETS)
    problems = [
        Problem(
            names.label.of(policy.language),
            f"the column '{names.column(key).label.of(policy.language)}' ({key}) isn't there, and rows would lose it",
            "Write its header again or run sheetflow init, then import",
        )
        for key in names.by_key
        if key in wanted and key not in table.columns
    ]
    if problems:
        raise BadInput(problems)


class _Counter:
    """Finds each row's number, and tells the rows that were taken before from those whose number is another's."""

    def __init__(
        self,
        ledger: Ledger,
        imported: Import,
        standing: Collection[str],
        policy: Policy,
        now: datetime,
    ) -> None:
        self._ledger, self._name, self._zone = ledger, imported.sheet.name, policy.zone
        self._records: Mapping[str, TicketRecord] = ledger.records()
        self._standing = standing
        self._theirs = {arrival.number for arrival in imported.arrivals if arrival.number}
        self._today = now.astimezone(policy.zone).date()
        self.before = 0
        self.refused: list[Problem] = []

    def number(self, arrival: Arrival) -> str | None:
        """Give the number under which a row is to be taken, None when it isn't to be."""
        number = arrival.number or self._reserved(arrival.key)
        record = self._records.get(number)
        if record is None and number not in self._standing:
            return number
        if record and (not arrival.number or _same(record, arrival)):
            self.before += 1
            return None
        self.refused.append(
            Problem(
                f"{self._name}:{arrival.line}",
                f"there is a ticket {number} already",
                "Nothing was changed in it. Give this row another number, or none",
            )
        )
        return None

    def _reserved(self, key: str) -> str:
        """Give the key's number, passing over numbers that somebody else's row bears."""
        number, tries = self._ledger.reserve_number(self._today, key=f"import:{key}"), 1
        while number in self._theirs or (number in self._standing and number not in self._records):
            tries += 1
            number = self._ledger.reserve_number(self._today, key=f"import:{key}/{tries}")
        return number


def _same(record: TicketRecord, arrival: Arrival) -> bool:
    return all(record.seen.get(name) == cell for name, cell in arrival.seen().items())


def _batches(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    batch: list[Arrival] = []
    weight = 0
    for arrival in arrivals:
        size = sum(len(str(cell)) for cell in arrival.cells.values())
        if batch and (len(batch) == ROWS or weight + size > CHARACTERS):
            yield batch
            batch, weight = [], 0
        batch.append(arrival)
        weight += size
    if batch:
        yield batch


def _made(
    arrivals: Mapping[str, Arrival],
    imported: Import,
    columns: Mapping[str, int],
    now: datetime,
    policy: Policy,
    rules: Sequence[Rule],
) -> Complete:
    rows: dict[str, Mapping[str, Scalar]] = {
        number: {"ticket_no": number, **arrival.cells} for number, arrival in arrivals.items()
    }
    first = [arrival.event(number) for number, arrival in arrivals.items()]
    if imported.history:
        return complete(rows, first, columns, now, policy, rules)
    # Whoever imports knows of the reports: their arrival is no news (WORKFLOW.md, "Clocks", 9).
    known = [
        Event(number, "told", now, {"key": f"{number}/new_report"}, ACTOR, ACTOR) for number in rows
    ]
    typed = tuple(NewRow(TICKETS, number, row) for number, row in rows.items())
    return Complete(typed, (*first, *known), {})


def _append(store: Store, ledger: Ledger, made: Complete, reading: Reading, now: datetime) -> None:
    """Record the batch, append it, and confirm it."""
    run = Run(secrets.token_hex(8), now, Writes(rows=made.rows), made.events, made.records)
    ledger.begin(run)
    for _ in range(TRIES):
        if store.apply(run.writes, run_id=run.run_id, reading=reading).state == "done":
            ledger.finish(run.run_id, now, confirmed=True)
            return
        reading = store.read()
    raise Unavailable(
        f"{len(made.rows)} rows are recorded and wait for the sheet, which is busy or away; the next cycle appends "
        "them. Run the same import again for the rest."
    )
