"""Stores that each lack one thing that safe writing needs: the proof has to find every one of them guilty."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sheetflow.model import Conflict, Reading, Verdict, Writes
from sheetflow.store import Workbook
from sheetflow.store.aims import take_aim
from sheetflow.store.api import Message
from sheetflow.store.chain import Chain
from sheetflow.store.requests import fill, one_cell, runs
from sheetflow.store.scratch import Trace
from sheetflow.store.telling import conflicts
from tests.proof.sheet import SCHEMA, TICKETS, typed

#: A column in the scratch tab's header that says nothing.
SPARE = 6


class ByRowNumber(Workbook):
    """Writes each cell by its row's number, as a script does that knows of nobody beside it."""

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Write all cells where their rows were when they were read."""
        aims = take_aim(writes.cells, reading, self._tables.places, SCHEMA)
        plain = {(aim.row, aim.column): aim.write.new for aim in aims.guarded} | aims.plain.get(
            TICKETS, {}
        )
        self._api.batch([typed(row, at, tuple(values)) for row, at, values in runs(plain)])
        return Verdict("done")


class WritesCellByCell(Workbook):
    """Sends each cell of a plan in a batch of its own."""

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Write one after another; the last verdict counts."""
        verdict = Verdict("done")
        for number, cell in enumerate(writes.cells):
            one = Writes(cells=(cell,))
            verdict = super().apply(one, run_id=f"{run_id}-{number}", reading=reading)
        return verdict


class PutsNothingBack(Workbook):
    """Tells what it met, and leaves it at that."""

    def _put_back(self, met: Sequence[Trace], runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        self._settled = True
        return tuple(replace(one, put_back=False) for one in conflicts(met, met))


class TellsNothing(Workbook):
    """Puts back what it met, without a word."""

    def _put_back(self, met: Sequence[Trace], runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        super()._put_back(met, runs)
        return ()


class EmptiesOtherRows(Workbook):
    """Wipes the status of a row that it had nothing to write into."""

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Write as planned, and empty a cell beside."""
        verdict = super().apply(writes, run_id=run_id, reading=reading)
        self._api.batch([typed(2, 1, ("",))])
        return verdict


class PutsBackTwice(Workbook):
    """Puts what it covered back where it was, and into the third row too."""

    def _put_back(self, met: Sequence[Trace], runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        told = super()._put_back(met, runs)
        self._api.batch(
            [typed(3, 3, (one.found,)) for one in told[:1]] or [fill(one_cell(TICKETS, 9, 1))]
        )
        return told


class SeesNothingAfterAConflict(Workbook):
    """Comes to rest, for it shows no rows any more."""

    blind = False

    def read(self) -> Reading:
        """Give the tabs without their rows once a conflict was met."""
        found = super().read()
        tables = {key: replace(table, rows=()) for key, table in found.tables.items()}
        return replace(found, tables=tables) if self.blind else found

    def _put_back(self, met: Sequence[Trace], runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        told = super()._put_back(met, runs)
        self.blind = self.blind or bool(told)
        return told


class ForgetsTheLastProcess(Workbook):
    """Begins without a look at what the process before it left."""

    def settle(self, runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        """Take over the token and nothing else."""
        self._join()
        self._settled = True
        return ()


class SendsWithoutToken(Workbook):
    """Sends a batch again that may have been applied."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._chain = _NoChain(self._api)


class _NoChain(Chain):
    def _links(self, token: str, scratch_id: int) -> Sequence[Message]:
        return [fill(one_cell(scratch_id, 0, SPARE))]  # the API wants one request at least
