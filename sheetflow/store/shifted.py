"""What a batch did where somebody had just moved a column: which values of people's it covered, and whose they are.

The footprint of the batch (footprint.py) has the header as the batch found it. Where a column stood elsewhere than
planned, each cell that the batch changed belongs to the column that its header names, and what stood there before is
owed; cells of the system's own columns are put right by the next plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetflow.model import Scalar
from sheetflow.schema import Schema, Tab
from sheetflow.store.footprint import Footprint, footprints
from sheetflow.store.headers import find_header, strangers
from sheetflow.store.reading import key_text
from sheetflow.store.scratch import ROW, SETTLED, Record, Trace, fingerprint, same, traces

Body = Sequence[Sequence[Scalar]]


def true_traces(
    rows: Body, schema: Schema, retyped: Mapping[str, Mapping[str, str]]
) -> list[Trace]:
    """Read the scratch tab's rows, header first: guarded writes as they met the sheet, and cells astray.

    `retyped` are the texts that people typed over headers, by tab, each with the key of the column it stands over.
    """
    found, body = traces(rows), rows[1:]
    for one in footprints(body):
        typed = retyped.get(one.tab, {})
        left = replace(one, columns=_known_by_key(one.columns, typed))
        tab = next((known for known in schema.tabs if known.key == left.tab), None)
        head = None if tab is None else _head(left, body, tab, typed)
        planned = {at: name for name, at in left.columns.items()}
        names = planned if head is None else head.names
        of_call = tuple(_of_call(found, left))
        found = [
            replace(trace, names=names) if trace.record in of_call else trace for trace in found
        ]
        if tab is not None and head is not None:
            met = tuple(trace for trace in found if trace.record in of_call)
            plan = _Plan(left, head, of_call, met)
            found = [*_kept(found, plan, body), *_strays(plan, body, tab)]
    return sorted(found, key=lambda trace: trace.record.slot)  # debts follow one another


def stood_elsewhere(left: Footprint, header: Body, tab: Tab) -> bool:
    """Say whether a batch met another header than the one it was made for, or fell beside it.

    `header` are the two copies of it, as a whole and cell by cell.
    """
    whole, apart = [*header, [], []][:2]
    return _moved(_named(tab, [whole])[0], left) or _beside(left, whole, apart)


def _beside(left: Footprint, whole: Sequence[Scalar], apart: Sequence[Scalar]) -> bool:
    """Say whether cells fell under other headers than those that stood where they were meant to go."""
    return any(not same(_at(whole, at), _at(apart, at)) for at in left.probes)


@dataclass(frozen=True, slots=True)
class _Head:
    """A tab's header as a batch found it: its row, the name of each index, the index of the key."""

    row: int
    names: Mapping[int, str]
    key_at: int


def _head(left: Footprint, body: Body, tab: Tab, typed: Mapping[str, str]) -> _Head | None:
    """Give the header as found, None if it is the one planned for; a key whose header is gone is where it was meant."""
    named, row = _named(tab, [_copied(body, slot) for slot in left.head_slots()])
    columns = _known_by_key(named, typed)
    whole, apart = _copied(body, left.slot), _copied(body, left.slot + 1)
    if not (_moved(columns, left) or _beside(left, whole, apart)):
        return None
    key = tab.key_columns[0]
    key_at = columns.get(key, left.columns.get(key, -1))
    return _Head(row, {at: name for name, at in columns.items()}, key_at)


def _named(tab: Tab, rows: Body) -> tuple[Mapping[str, int], int]:
    """Give where each column stands, people's own by their headers, and the header's row.

    One name is enough: these rows had a header when the batch was made, and its last columns may not have been copied.
    """
    found = find_header(tab, rows, title="", language="en", fewest=1)
    own = strangers(tab, rows[found.row]) if rows else []
    return {text: at for at, text in reversed(own)} | dict(found.columns), found.row


def _known_by_key(columns: Mapping[str, int], typed: Mapping[str, str]) -> Mapping[str, int]:
    """Name by its key each column whose header was typed over."""
    return {typed.get(name, name): at for name, at in columns.items()}


def _moved(columns: Mapping[str, int], left: Footprint) -> bool:
    """Say whether one of the columns known when the batch was made stood elsewhere, or was gone."""
    return any(columns.get(name) != at for name, at in left.columns.items())


def _of_call(found: Sequence[Trace], left: Footprint) -> Iterator[Record]:
    """Yield the guarded writes of the call that left these copies, in their tab."""
    for trace in found:
        if (trace.record.call, trace.record.tab) == (left.call, left.tab):
            yield trace.record


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a call meant to write in a tab, beside the header that it found."""

    left: Footprint
    head: _Head
    guarded: tuple[Record, ...]
    traces: tuple[Trace, ...] = ()

    def went_along(self, row: int, at: int, stood: Scalar, stands: Scalar) -> Record | None:
        """Give the guarded write that moved along with its column to an index, and met there what it was meant for."""
        name = self.head.names.get(at, "#")
        for trace in self.traces:
            record = trace.record
            same_column = record.column == name or (name == "#" and record.column.startswith(name))
            met = same(trace.found_old, stood) and same(record.new, stands) and trace.hit
            if record.row == row and record.at != at and same_column and met:
                return record
        return None

    def column(self, at: int) -> bool:
        """Say whether the column at an index was the one meant, by its header or by a guarded write's record.

        A header typed over a column that people write in is still that column's: nobody knows the new name, and no
        column whose name is known has moved.
        """
        planned = self._meant(at)
        beside = {record.column for record in self.guarded if record.at == at}
        name = self.head.names.get(at)
        if name is None:
            return planned is None
        return name in {planned, *beside} or (bool(beside) and self._typed_over(name))

    def cell(self, at: int, value: Scalar) -> bool:
        """Say whether what a call left at an index is what it meant to write into that column."""
        meant = [record.new for record in self.guarded if record.at == at]
        return self.column(at) and (not meant or any(same(value, new) for new in meant))

    def appended(self, at: int) -> bool:
        """Say whether a new row has at an index what was meant for it, be it under a header that was typed over."""
        name = self.head.names.get(at)
        return name == self._meant(at) or (name is not None and self._typed_over(name))

    def unmoved(self, row: Sequence[Scalar]) -> list[Scalar]:
        """Give a row as found, each cell where its column stood when the batch was made; of new columns at its end."""
        columns, names = self.left.columns, self.head.names
        taken, end = {*columns.values()}, max(columns.values(), default=0) + len(row) + 1
        cells: dict[int, Scalar] = {}
        for at, cell in enumerate(row):
            place = columns.get(names.get(at, ""), end + at if at in taken else at)
            if cell != "":
                cells[place] = cell
        return [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]

    def _meant(self, at: int) -> str | None:
        return next((key for key, place in self.left.columns.items() if place == at), None)

    def _typed_over(self, name: str) -> bool:
        known, names = self.left.columns, self.head.names
        unmoved = all(known.get(key, at) == at for at, key in names.items())
        unmoved = unmoved and all(at in names for at in known.values())
        return unmoved and name not in known


def _kept(found: Sequence[Trace], plan: _Plan, body: Body) -> Iterator[Trace]:
    """Yield the traces that stand: of this call in this tab those that met their column, with the key read anew."""
    rows = {
        row: (_copied(body, before), _copied(body, after))
        for row, _, before, after in plan.left.copies()
    }
    along = [
        record
        for row, (stood, stands) in rows.items()
        for record in _along(plan, row, stood, stands)
    ]
    for trace in found:
        record = trace.record
        if record not in plan.guarded or record in along:
            yield trace
        elif plan.cell(record.at, _at(rows.get(record.row, ((), ()))[1], record.at)):
            yield _met(trace, plan)


def _met(trace: Trace, plan: _Plan) -> Trace:
    """Give a trace with its key where that stood, and with its row known again though columns of it had moved."""
    row, planned = trace.found_row, trace.record
    record = replace(planned, key_at=plan.head.key_at)
    back = fingerprint(plan.unmoved(row), but=(planned.key_at, planned.at))
    if back == planned.fingerprint:
        record = replace(record, fingerprint=fingerprint(row, but=(record.key_at, record.at)))
    return replace(trace, found_key=_at(row, record.key_at), record=record)


def _along(
    plan: _Plan, row: int, stood: Sequence[Scalar], stands: Sequence[Scalar]
) -> Iterator[Record]:
    """Yield the guarded writes of a row that moved along with their columns."""
    for at in range(max(len(stood), len(stands))):
        record = plan.went_along(row, at, _at(stood, at), _at(stands, at))
        if record is not None:
            yield record


def _strays(plan: _Plan, body: Body, tab: Tab) -> Iterator[Trace]:
    """Yield a trace for each cell that a call changed and didn't mean: in another column, or not written by it."""
    left, head = plan.left, plan.head
    for row, written, before, after in left.copies():
        if row == head.row:
            continue  # the header itself: sheetflow doctor mends it
        stood, stands = _copied(body, before), _copied(body, after)
        changed = [
            place
            for place in range(max(len(stood), len(stands)))
            if not same(_at(stood, place), _at(stands, place))
            and not (place in written and plan.cell(place, _at(stands, place)))
            and plan.went_along(row, place, _at(stood, place), _at(stands, place)) is None
        ]
        yield from _of_row(left, body, head, tab, (row, after, stood, stands), changed)
    for slot in left.appended_slots():
        stands = _copied(body, slot)
        filled = [place for place, cell in enumerate(stands) if cell != ""]
        if not all(plan.appended(place) for place in filled):
            yield from _of_row(left, body, head, tab, (-1, slot, (), stands), filled)


def _of_row(
    left: Footprint,
    body: Body,
    head: _Head,
    tab: Tab,
    row: tuple[int, int, Sequence[Scalar], Sequence[Scalar]],
    changed: Sequence[int],
) -> Iterator[Trace]:
    """Yield a trace for each cell of a row written in a column astray.

    `row` is its index in the grid, its slot, how it stood and how it stands.
    """
    index, slot, stood, stands = row
    done = str(_at(body[slot], SETTLED)).split() if slot < len(body) else []
    renamed = key_text(_at(stands, head.key_at))
    for at in changed:
        name = head.names.get(at, f"#{at}")
        record = Record(
            call=left.call,
            slot=slot,
            tab=left.tab,
            column=name,
            key=key_text(_at(stood, head.key_at)),
            old=_at(stood, at),
            new=_at(stands, at),
            home=slot,
            row=index,
            at=at,
            key_at=head.key_at,
            fingerprint=fingerprint(stood, but=(head.key_at, at)),
            renamed=renamed,  # the key that the call left there
            stray=at,
        )
        system = name in tab.by_key and tab.column(name).written_by == "system"
        settled = (system and bool(stood) and at != head.key_at) or str(at) in done
        key = _at(stood, head.key_at)
        yield Trace(record, key, _at(stood, at), tuple(stood), settled, head.names)


def _copied(body: Body, slot: int) -> Sequence[Scalar]:
    """Give a copied row without the blanks at its end."""
    cells = list(body[slot][ROW:]) if slot < len(body) else []
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _at(cells: Sequence[Scalar], place: int) -> Scalar:
    return cells[place] if 0 <= place < len(cells) else ""
