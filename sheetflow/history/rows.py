"""What a ticket's history says of its row, of the rows beside it that name it, and of the parts they list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sheetflow.history.wording import NOTHING, Said, Wording, alike
from sheetflow.model import Event, Text
from sheetflow.record import TicketRecord, fold
from sheetflow.typed.parts import in_words


def _filed(told: Wording, event: Event, before: TicketRecord) -> Said:
    """A row of another tab that names the ticket: what it says now beside what it said before."""
    tab, _, key = str(event.values["key"]).partition("/")
    was, now = before.entries.get(f"{tab}/{key}") or {}, event.values.get("cells")
    return Said(_row_of(told, tab, key), _cells(told, tab, was), _cells(told, tab, now))


def _struck(told: Wording, event: Event, before: TicketRecord) -> Said:
    tab, _, key = str(event.values["key"]).partition("/")
    was = before.entries.get(f"{tab}/{key}") or {}
    gone = Text("这一行删掉了", "the row was taken out")
    return Said(_row_of(told, tab, key), _cells(told, tab, was), note=gone)


def _listed(told: Wording, event: Event, before: TicketRecord) -> Said:
    """A parts list as understood, and what had to be asked."""
    column, found = str(event.values["column"]), before.listed.get(str(event.values["column"]))
    label = told.column(column).label
    read = Text(f"{label.zh}读作", f"{label.en} read as")
    now = fold(before, event).listed[column].parts
    was = in_words(found.parts if found else {})
    return Said(read, alike(was), alike(in_words(now)), told.sentence(event))


def _supplied(told: Wording, event: Event, before: TicketRecord) -> Said:
    words = (
        ("配件到齐", "Parts in") if event.values["ready"] else ("配件又不够", "Parts short again")
    )
    return Said(Text(*words), after=alike(in_words(before.planned)))


def _unplaced(told: Wording, event: Event, before: TicketRecord) -> Said:
    """Cells of a row that found no column, or their places now."""
    tab, _, key = str(event.values["key"]).partition("/")
    if not event.values["cells"]:
        return Said(_row_of(told, tab, key), note=Text("补进了表里", "what was kept was added"))
    note = Text("表里没有这几列,先记着", "kept, for the sheet has no such columns")
    return Said(_row_of(told, tab, key), after=_cells(told, tab, event.values["cells"]), note=note)


def _row_missing(told: Wording, event: Event, before: TicketRecord) -> Said:
    found = str(event.values.get("found") or "")
    note = (
        Text(f"单号被改成「{found}」", f"its number was changed to '{found}'") if found else NOTHING
    )
    return Said(Text("表里这一行不见了", "Row missing in the sheet"), note=note)


def _row_back(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(Text("这一行又在表里了", "Row back in the sheet"))


def _archived(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(
        Text("归档", "Moved to the archive"), after=alike(str(event.values.get("to") or ""))
    )


def _unarchived(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(Text("从归档取回", "Brought back from the archive"))


def _row_of(told: Wording, tab: str, key: str) -> Text:
    label = told.schema.tab(tab).label
    return Text(f"{label.zh} {key}", f"{label.en} {key}")


def _cells(told: Wording, tab: str, cells: object) -> Text:
    said = cells if isinstance(cells, Mapping) else {}
    words = [told.cell(told.column(name, tab), cell) for name, cell in said.items()]
    return Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))


#: How each kind is told.
ROWS: Mapping[str, Callable[[Wording, Event, TicketRecord], Said | None]] = MappingProxyType(
    {
        "row_missing": _row_missing,
        "row_back": _row_back,
        "archived": _archived,
        "unarchived": _unarchived,
        "filed": _filed,
        "entered": _filed,
        "struck": _struck,
        "listed": _listed,
        "supplied": _supplied,
        "unplaced": _unplaced,
    }
)
