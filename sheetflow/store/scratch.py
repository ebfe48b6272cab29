"""The records that guarded writes leave in the scratch tab, and what they say when read back.

Before a guarded cell is written, the key and the value that stand there, and the row's home slot the whole row, are
copied beside the record by the same batch. So the sheet itself holds what was hit and what was overwritten, and a
crash at any point changes nothing.

    A call | B record (JSON) | C key found | D value found | E settled | F… the row as found (home slots only)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sheetflow.model import Scalar
from sheetflow.store.reading import key_text

HEADINGS: Final = ("call", "record", "key found", "value found", "settled", "row found")

#: Columns of the scratch tab, by index.
CALL, RECORD, KEY, OLD, SETTLED, ROW = range(6)


@dataclass(frozen=True, slots=True)
class Record:
    """One guarded write as planned.

    `row` is the index of its row in the grid, -1 of one appended; `at` and `key_at` are those of its column and the
    key's, `key` the key read in that row. A keyless row, or one of several with that key (`twins`), is known by its
    `fingerprint`, which leaves both columns out. `home` is the slot with the copy of the row. `renamed` is the key that
    the row carries after the call, if the call writes it. `pays` names the records whose overwritten value this one
    puts back, separated by blanks. `stray` is the index of a cell that was written in a column astray (shifted.py): no
    record of it stands there, its row's footprint tells it.
    """

    call: str
    slot: int
    tab: str
    column: str
    key: str
    old: Scalar
    new: Scalar
    home: int
    row: int = -1
    at: int = 0
    key_at: int = 0
    fingerprint: str = ""
    twins: bool = False
    renamed: str | None = None
    pays: str = ""
    stray: int | None = None

    @property
    def name(self) -> str:
        """Name the record among all in the scratch tab."""
        stray = "" if self.stray is None else f".{self.stray}"
        return f"{self.call}:{self.slot}{stray}"

    def cells(self) -> tuple[str, str]:
        """Give the cells `call` and `record` of its row."""
        said: dict[str, Scalar] = {
            "tab": self.tab,
            "column": self.column,
            "key": self.key,
            "old": self.old,
            "new": self.new,
            "home": self.home,
            "row": self.row,
            "at": self.at,
            "key_at": self.key_at,
            "fingerprint": self.fingerprint,
        }
        if self.twins:
            said["twins"] = True
        if self.renamed is not None:
            said["renamed"] = self.renamed
        if self.pays:
            said["pays"] = self.pays
        return self.call, json.dumps(said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Trace:
    """A record with what stood there when it was written: the key, the value and, once per row, the row.

    `names` are the columns of that row by index, people's own by their headers.
    """

    record: Record
    found_key: Scalar
    found_old: Scalar
    found_row: tuple[Scalar, ...] = ()
    settled: bool = False
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def hit(self) -> bool:
        """Say whether the write met the row and the value it was planned for, or did no more than a person did.

        What is put back has to meet our value: an empty row is like any other.
        """
        planned = self.record
        if planned.stray is not None:
            return False
        did_no_more = not planned.pays and same(self.found_old, planned.new)
        return self._right_row() and (same(self.found_old, planned.old) or did_no_more)

    def _right_row(self) -> bool:
        """Say whether this is the row meant; what is put back may find it under a key changed since.

        Of rows with one key, the one that shows our value is as good as the one meant to get its own back; of rows with
        nothing in them, the one that shows our value is the one to take it out of.
        """
        planned = self.record
        key_fits = key_text(self.found_key) == planned.key
        ours = planned.at != planned.key_at and planned.old != ""
        shows_ours = bool(planned.pays) and ours and same(self.found_old, planned.old)
        if key_fits and planned.key and (shows_ours or not planned.twins):
            return True
        if not (key_fits or planned.pays):
            return False
        content = fingerprint(self.found_row, but=(planned.key_at, planned.at))
        emptied = shows_ours and planned.new == ""
        return content == planned.fingerprint and (key_fits or content != BLANK or emptied)

    @property
    def address(self) -> str:
        """Give the key that the row hit carries since."""
        renamed = self.record.renamed
        return key_text(self.found_key) if renamed is None else renamed


def traces(rows: Sequence[Sequence[Scalar]]) -> list[Trace]:
    """Read the scratch tab's rows, header first; what somebody made unreadable is passed over."""
    body = list(rows[1:])
    records = [_record(slot, row) for slot, row in enumerate(body)]
    return [
        _trace(record, row, body[record.home])
        for record, row in zip(records, body, strict=True)
        if record is not None and record.home < len(body)
    ]


def answered(records: Sequence[Record], rows: Sequence[Sequence[Scalar]]) -> list[Trace]:
    """Join the records of a call with their rows of the scratch tab as the batch answered them, from column C on."""
    padded = [["", "", *row] for row in rows] + [[]] * (len(records) - len(rows))
    first = records[0].slot if records else 0
    return [
        _trace(record, padded[record.slot - first], padded[record.home - first])
        for record in records
    ]


def owed(found: Sequence[Trace]) -> list[Trace]:
    """Give the traces whose overwritten value hasn't been put back yet.

    A debt is paid when every record of the latest call that pays it hit its row.
    """
    payers: dict[str, list[Trace]] = {}
    for trace in found:
        for name in trace.record.pays.split():
            payers.setdefault(name, []).append(trace)
    return [trace for trace in found if _owes(trace) and not _paid(payers.get(trace.record.name))]


def _owes(trace: Trace) -> bool:
    return not (trace.hit or trace.settled or same(trace.found_old, trace.record.new))


def _paid(payers: Sequence[Trace] | None) -> bool:
    if not payers:
        return False
    last = max(payers, key=lambda payer: payer.record.slot).record.call
    return all(payer.hit for payer in payers if payer.record.call == last)


def same(one: Scalar, other: Scalar) -> bool:
    """Say whether two raw cells are equal; TRUE isn't 1, 1 is 1.0."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def fingerprint(row: Sequence[Scalar], *, but: Collection[int]) -> str:
    """Give a short digest of a row's cells without those at the indices `but`; blanks at its end don't count."""
    cells = [
        "" if at in but else int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        for at, cell in enumerate(row)
    ]
    while cells and cells[-1] == "":
        cells.pop()
    said = json.dumps(cells, ensure_ascii=False).encode()
    return hashlib.blake2b(said, digest_size=8).hexdigest()


#: The fingerprint of a row with nothing in it.
BLANK: Final = fingerprint((), but=())


def _record(slot: int, row: Sequence[Scalar]) -> Record | None:
    try:
        said: Mapping[str, Scalar] = json.loads(str(row[RECORD]))
        return Record(
            call=str(row[CALL]),
            slot=slot,
            tab=str(said["tab"]),
            column=str(said["column"]),
            key=str(said.get("key", "")),
            old=said.get("old", ""),
            new=said.get("new", ""),
            home=int(said["home"]),
            row=int(said.get("row", -1)),
            at=int(said["at"]),
            key_at=int(said["key_at"]),
            fingerprint=str(said["fingerprint"]),
            twins=bool(said.get("twins")),
            renamed=None if "renamed" not in said else str(said["renamed"]),
            pays=str(said.get("pays", "")),
        )
    except (IndexError, KeyError, TypeError, ValueError):
        return None


def _trace(record: Record, row: Sequence[Scalar], home: Sequence[Scalar]) -> Trace:
    key, old, settled = (row[at] if at < len(row) else "" for at in (KEY, OLD, SETTLED))
    return Trace(record, key, old, tuple(home[ROW:]), bool(settled))
