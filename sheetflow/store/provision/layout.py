"""Which column of a tab goes where: as the schema orders them in a new tab, beside their neighbours in an old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sheetflow.model import Language
from sheetflow.schema import Highlight, Schema, Tab
from sheetflow.store.drift import exchanged
from sheetflow.store.headers import find_header
from sheetflow.store.names import FOLD, HEARTBEAT, HEARTBEAT_TAB, NOW
from sheetflow.store.provision.found import FoundTab

#: The cell that shows when the system last ran, and the label before it.
LAST_RUN, LAST_RUN_LABEL = "last_run", "last_run_label"


@dataclass
class Layout:
    """The columns of one tab by index: a schema column's key, one of our cells' names, or None for somebody else's.

    `added` are the keys that aren't there yet; `inserted` the indices at which columns are to be made, in that order.
    Where no row looks like a header it isn't `headed`.
    """

    slots: list[str | None]
    header_row: int = 0
    added: list[str] = field(default_factory=list)
    inserted: list[int] = field(default_factory=list)
    headed: bool = True

    @property
    def places(self) -> Mapping[str, int]:
        """Map keys to their indices."""
        return {key: index for index, key in enumerate(self.slots) if key is not None}


def new_layout(tab: Tab, schema: Schema) -> Layout:
    """Lay out a tab that isn't there yet."""
    slots: list[str | None] = list(_in_order(tab))
    for extra in _extras(tab, schema):
        slots += [None, extra] if extra == LAST_RUN_LABEL else [extra]
    return Layout(slots, added=[slot for slot in slots if slot is not None])


def old_layout(tab: Tab, schema: Schema, found: FoundTab, language: Language) -> Layout:
    """Lay out a tab that is there: what is missing comes after its neighbour in the schema, or at the end.

    A column is there when its header or its metadata says so: one whose header somebody changed isn't made again.
    """
    values = found.values()
    header = find_header(tab, values, title=found.title, language=language)
    cells = values[header.row] if values else []
    slots: list[str | None] = [None] * found.column_count
    named = {key: index for key, index in found.tagged.items() if index < len(slots)}
    at: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if key := _key(tab, cell):
            at.setdefault(key, []).append(index)
    # Of two that say the same the one with the metadata is ours: a copied column has none.
    # Headers that stand over one another's columns were typed over: the cells below are what the metadata says.
    astray = exchanged(at, found.tagged)
    named |= {
        key: named[key] if key in astray or named.get(key) in places else places[-1]
        for key, places in at.items()
    }
    if LAST_RUN_LABEL in named and named[LAST_RUN_LABEL] + 1 < len(slots):
        named[LAST_RUN] = named[LAST_RUN_LABEL] + 1
    for key, index in named.items():
        slots[index] = key
    layout = Layout(slots, header.row, headed=header.found)
    begun = {column.group for column in tab.columns if column.key in named}
    last: str | None = None
    for slot in _in_order(tab):
        if slot not in named:
            if slot.startswith(FOLD) and slot.removeprefix(FOLD) in begun:
                continue  # people took it away, and the group is there without it
            _insert(layout, slot, after=last)
        last = slot
    for extra in _extras(tab, schema):
        if extra not in named:
            _insert(layout, extra, after=LAST_RUN_LABEL if extra == LAST_RUN else None)
    return layout


def wants_now(tab: Tab, schema: Schema) -> bool:
    """Say whether a highlight or view of the tab looks at the time."""
    highlights: Sequence[Highlight] = schema.highlights
    formulas = [one.when.source for one in highlights if one.tab == tab.key]
    formulas += [view.when.source for view in schema.views if view.when and view.tab == tab.key]
    return any("{now}" in formula for formula in formulas)


def _extras(tab: Tab, schema: Schema) -> list[str]:
    shown = [LAST_RUN_LABEL, LAST_RUN] if tab.key == HEARTBEAT_TAB else []
    return [*shown, NOW] if wants_now(tab, schema) else shown


def _key(tab: Tab, cell: object) -> str | None:
    if not isinstance(cell, str) or not cell:
        return None
    if cell in (HEARTBEAT.zh, HEARTBEAT.en):
        return LAST_RUN_LABEL
    if cell.startswith(FOLD):
        names = ((group.key, (group.label.zh, group.label.en)) for group in tab.groups)
        return next((FOLD + name for name, said in names if cell.removeprefix(FOLD) in said), None)
    return NOW if cell.upper() == "=NOW()" else tab.by_label(cell)


def _in_order(tab: Tab) -> Iterator[str]:
    """Yield the keys of a tab's columns as the schema orders them.

    A narrow column with the group's name stands before each folded group: neighbouring groups would become one.
    """
    for before, column in pairwise([None, *tab.columns]):
        if column and column.group and (before is None or before.group != column.group):
            yield FOLD + column.group
        if column:
            yield column.key


def _insert(layout: Layout, key: str, *, after: str | None) -> None:
    """Make room for a column after another, at the end when that isn't there."""
    index = layout.slots.index(after) + 1 if after in layout.places else len(layout.slots)
    layout.slots.insert(index, key)
    layout.added.append(key)
    layout.inserted.append(index)
