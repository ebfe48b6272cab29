"""The row that a guarded write hit, looked for in the sheet as it is now: by its key, else by the copy made of it.

People may have moved it, typed on in it, given it another number or copied it since. Where several rows might be it and
aren't alike, none is taken for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetflow.model import Scalar, Table
from sheetflow.store.reading import positions
from sheetflow.store.scratch import Trace, same


@dataclass(frozen=True, slots=True)
class Sought:
    """A row sought for the sake of what one write covered in it.

    `names` are the table's columns by index, `skipped` those in which values of ours may stand: they don't count when
    rows are compared. `written` are those of them that the same call wrote there, `beside` what it wrote. `contested`
    says that more rows than one may carry its key, so that the key alone doesn't tell. `first_row` is the grid's index
    of the table's first row.
    """

    debt: Trace
    table: Table
    names: Mapping[int, str]
    key_column: str
    skipped: frozenset[str]
    contested: bool
    written: frozenset[str] = frozenset()
    beside: Mapping[str, Scalar] = field(default_factory=dict)
    first_row: int = 0

    def rows(self) -> list[int]:
        """Give the positions at which it is, as far as the cell still shows what we wrote.

        A row whose key is gone has to be equal to its copy; in one that never had a key people may have typed on, or
        have given it one. Of rows that were duplicated since, each is meant; where several others might be it, none is.
        """
        keyed = self._keyed()
        if keyed:
            rows = self._showing(keyed)
            if self._sure(keyed):
                return rows
            alike = self._alike(rows)
            if self._copy() or len(alike) == 1:
                return alike
            beside = [at for at in alike if self._shows_beside(at)]
            return beside if len(beside) == 1 else self._empty(alike)
        copy = self._copy()
        if self.debt.address:
            return self._only_alike(range(len(self.table.rows)))
        rows = self._showing(self._by_key().get("", ()))
        if not copy and self.debt.record.new == "":
            return self._empty(rows)
        still = [at for at in rows if copy.items() <= self._now(at).items()]
        alike = self._alike(rows) or (still if len(still) == 1 else [])
        return alike or self._only_alike(range(len(self.table.rows)))

    def _sure(self, keyed: Collection[int]) -> bool:
        """Say whether the key alone tells the row: not where several carry it, or where it is what we put there."""
        planned, several = self.debt.record, len(keyed) > 1
        if planned.column == self.key_column and (planned.pays or several):
            return False
        return planned.stray is not None or not (self.contested or several)

    def _shows_beside(self, at: int) -> bool:
        """Say whether a row shows all that the same call wrote into it."""
        return all(same(self.table.cell(at, name), new) for name, new in self.beside.items())

    def _only_alike(self, rows: Iterable[int]) -> list[int]:
        """Give the one row that is as its copy was, which has to say something."""
        alike = self._alike(self._showing(rows)) if self._copy() else []
        return alike if len(alike) == 1 else []

    def _empty(self, rows: Sequence[int]) -> list[int]:
        """Tell a row in which nothing of people's is left: by the system's cells beside, else by its place.

        One empty row is as good as another, so the place is enough; a row with something in it isn't the one.
        """
        everything = replace(self, skipped=self.written)
        copy = everything._copy()
        if copy:
            return everything._only_alike(rows)
        place = self.debt.record.row - self.first_row
        return [at for at in rows if at == place and not everything._now(at)]

    def copied(self, but: Collection[int]) -> bool:
        """Say whether a row not among those at `but` may be somebody's copy of it that shows what we wrote too.

        Such a row has the same key, or is as the hit one was; in a column of people's own each that shows it may be.
        """
        if self.debt.record.new == "":
            return False
        others = self._showing(at for at in range(len(self.table.rows)) if at not in but)
        if self.debt.record.stray is not None:
            return bool(others)
        return bool(self._alike(others)) or not {*others}.isdisjoint(self._keyed())

    def _by_key(self) -> Mapping[str, list[int]]:
        return positions(self.table, (self.key_column,))

    def _keyed(self) -> Sequence[int]:
        return self._by_key().get(self.debt.address, ()) if self.debt.address else ()

    def _showing(self, rows: Iterable[int]) -> list[int]:
        planned = self.debt.record
        return [at for at in rows if same(self.table.cell(at, planned.column), planned.new)]

    def _alike(self, rows: Iterable[int]) -> list[int]:
        copy = self._copy()
        return [at for at in rows if self._now(at) == copy]

    def _copy(self) -> dict[str, Scalar]:
        return self._kept(self.debt.found_row, self.debt.names)

    def _now(self, at: int) -> dict[str, Scalar]:
        return self._kept(self.table.rows[at], self.names)

    def _kept(self, cells: Sequence[Scalar], names: Mapping[int, str]) -> dict[str, Scalar]:
        """Give the cells that hold something, by column, wherever that stands."""
        named = ((names.get(at, f"#{at}"), cell) for at, cell in enumerate(cells))
        return {name: cell for name, cell in named if cell != "" and name not in self.skipped}
