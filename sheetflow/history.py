"""A ticket's history in plain words: when, who, what, before → after (P1 4.8.4, duty 48).

    History(schema, {"01": "陈立"}, zone).of(ledger.events("WX20260310001"))[0]
        -> Entry(at, who=06 吴强, what=状态, before=已结单, after=已完成)

Newest first. Personal values are masked (P2 KP); what only the machine needs, such as our own writes, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from sheetflow import masking
from sheetflow.cells import display
from sheetflow.columns import Column, folded
from sheetflow.model import Event, Json, Text
from sheetflow.record import TicketRecord, fold
from sheetflow.schema import Schema

NOTHING = Text("", "")

_ACTORS: Mapping[str, Text] = MappingProxyType(
    {
        "system": Text("系统", "System"),
        "sheet": Text("表格", "Sheet"),
        "customer": Text("客户", "Customer"),
        "import": Text("导入", "Import"),
        "demo": Text("演示", "Demonstration"),
    }
)


class Said(NamedTuple):
    """What happened: a column or an act, its value before and after, and a sentence about it."""

    what: Text
    before: Text = NOTHING
    after: Text = NOTHING
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: when it happened, which people may have back-dated, who says so, and what."""

    at: datetime
    who: Text
    said: Said


@dataclass(frozen=True)
class History:
    """Puts events into words; `staff` gives names by number, `zone` the wall clock of times that were agreed."""

    schema: Schema
    staff: Mapping[str, str]
    zone: tzinfo

    def of(self, events: Iterable[Event]) -> tuple[Entry, ...]:
        """Give the history that a ticket's events make, oldest first as the ledger gives them; newest first here."""
        entries: list[Entry] = []
        record: TicketRecord | None = None
        for event in events:
            before, record = record, fold(record, event)
            tell = _TELL.get(event.kind)
            if tell and (said := tell(self, event, before or record)):
                entry = Entry(event.at, _ACTORS.get(event.actor, _alike(event.actor)), said)
                if entry in entries:  # what was typed, and that it was taken as it was typed
                    entries.remove(entry)
                entries.append(entry)
        return tuple(reversed(entries))

    def column(self, key: object) -> Column:
        """Give a ticket column; one that the schema no longer has goes by its key."""
        return self.schema.tab("tickets").by_key.get(str(key)) or Column(str(key), _alike(key))

    def choice(self, column: str, key: object) -> Text:
        """Give the words for a choice of a column."""
        return self.column(column).choice_labels.get(str(key), _alike(key))

    def cell(self, column: Column, raw: Json) -> Text:
        """Give a cell as staff see it, masked; a choice in both languages."""
        shown = display(column, raw) if isinstance(raw, (str, int, float, bool)) else ""
        chosen = column.choice_keys.get(folded(shown))
        return column.choice_labels[chosen] if chosen else _alike(masked(column, shown))

    def name(self, number: object) -> Text:
        """Give a technician's name; one that isn't on the list goes by the number."""
        return _alike(self.staff.get(str(number), number))

    def moment(self, at: datetime | None) -> Text:
        """Give an instant as the sheet shows it: 2026-03-10 15:00."""
        return _alike(f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}") if at else NOTHING

    def sentence(self, event: Event) -> Text:
        """Give the sentence that an event was told with; what was typed into a personal column is masked in it."""
        column = self.column(event.values.get("column", ""))
        typed = str(event.values.get("typed", ""))
        found = Text(str(event.values.get("zh") or ""), str(event.values.get("en") or ""))
        if column.personal and typed:
            hidden = masked(column, typed)
            found = Text(found.zh.replace(typed, hidden), found.en.replace(typed, hidden))
        return Text(masking.text(found.zh), masking.text(found.en))


def masked(column: Column, shown: str) -> str:
    """Give a cell's words as a history may show them: 138****0001, 张**, 已签·张**; in other columns phones only."""
    if not column.personal or column.key == "email":
        return masking.text(shown)
    if column.type == "phone":
        return masking.phone(shown)
    if column.key == "address":
        return masking.address(shown)
    labels = (words for label in column.choice_labels.values() for words in (label.zh, label.en))
    chosen = next((words for words in labels if shown.startswith(words)), "")
    return chosen + masking.name(shown.removeprefix(chosen))


Tell: TypeAlias = Callable[[History, Event, TicketRecord], Said | None]


def _alike(words: object) -> Text:
    return Text(str(words), str(words))


def _reported(told: History, event: Event, before: TicketRecord) -> Said:
    return Said(Text("收到报修", "Report taken"))


def _imported(told: History, event: Event, before: TicketRecord) -> Said:
    taken = Text("从别的表格接过来", "Taken over from another table")
    return Said(taken, after=told.choice("status", event.values["status"]))


def _edited(told: History, event: Event, before: TicketRecord) -> Said:
    column = told.column(event.values["column"])
    was, now = (told.cell(column, event.values.get(side)) for side in ("before", "after"))
    return Said(column.label, was, now, told.sentence(event))


def _asked(told: History, event: Event, before: TicketRecord) -> Said | None:
    """A wish from a page; one typed in the sheet stands there as the edit that it was."""
    if event.channel != "desk":
        return None
    reason = _alike(masking.text(str(event.values.get("reason") or "")))
    wanted = told.choice("status", event.values["to"])
    return Said(Text("要求改状态", "Asked for the status"), after=wanted, note=reason)


def _moved(told: History, event: Event, before: TicketRecord) -> Said:
    was, now = (told.choice("status", status) for status in (before.status, event.values["to"]))
    inferred = Text("推定的一步", "an inferred step") if event.values.get("inferred") else NOTHING
    return Said(told.column("status").label, was, now, inferred)


def _assigned(told: History, event: Event, before: TicketRecord) -> Said:
    was, now = (told.name(number) for number in (before.technician, event.values["technician"]))
    return Said(told.column("technician").label, was, now)


def _graded(told: History, event: Event, before: TicketRecord) -> Said:
    was, now = (told.choice("grade", grade) for grade in (before.grade, event.values["grade"]))
    return Said(told.column("grade").label, was, now)


def _appointed(told: History, event: Event, before: TicketRecord) -> Said:
    was = told.moment(before.appointment.at if before.appointment else None)
    after = fold(before, event).appointment
    return Said(told.column("appointment_at").label, was, told.moment(after.at if after else None))


def _attempted(told: History, event: Event, before: TicketRecord) -> Said:
    reached = Text("接通", "answered") if event.values["reached"] else Text("没接", "no answer")
    return Said(Text("给客户打电话", "Call to the customer"), after=reached)


def _stamped(told: History, event: Event, before: TicketRecord) -> Said:
    name = str(event.values["name"])
    return Said(told.column(name).label, told.moment(before.stamp(name)), told.moment(event.at))


def _suggested(told: History, event: Event, before: TicketRecord) -> Said:
    whom = told.name(event.values["technician"])
    return Said(Text("建议派", "Suggested"), after=whom, note=told.sentence(event))


def _refused(told: History, event: Event, before: TicketRecord) -> Said:
    label = told.column(event.values["column"]).label
    what = Text(f"「{label.zh}」没有照改", f"{label.en} not accepted")
    return Said(what, note=told.sentence(event))


def _overwritten(told: History, event: Event, before: TicketRecord) -> Said | None:
    """A value that was put back; a time typed into a stamp is told by the stamp."""
    if "zh" not in event.values:
        return None
    label = told.column(event.values["column"]).label
    return Said(Text(f"「{label.zh}」已恢复", f"{label.en} put back"), note=told.sentence(event))


def _acknowledged(told: History, event: Event, before: TicketRecord) -> Said:
    return Said(Text("提示看过了", "Remarks read"))


def _suspected(told: History, event: Event, before: TicketRecord) -> Said:
    return Said(Text("可能重复", "Possible duplicate"), after=_alike(event.values["of"]))


def _row_missing(told: History, event: Event, before: TicketRecord) -> Said:
    found = str(event.values.get("found") or "")
    note = (
        Text(f"单号被改成「{found}」", f"its number was changed to '{found}'") if found else NOTHING
    )
    return Said(Text("表里这一行不见了", "Row missing in the sheet"), note=note)


def _row_back(told: History, event: Event, before: TicketRecord) -> Said:
    return Said(Text("这一行又在表里了", "Row back in the sheet"))


def _told(told: History, event: Event, before: TicketRecord) -> Said | None:
    """A notice; its once-key says which: …/new_report, …/dispatch/01/…, …/response/1/breach+0/…"""
    kind, *rest = str(event.values["key"]).removeprefix(f"{event.ticket_no}/").split("/")
    clocks = {spec.name: spec.label for spec in told.schema.clocks}
    notices, stage = told.schema.notices, rest[1] if len(rest) > 1 else ""
    if kind in clocks:
        kinds = {"warning": "clock_warning", "risk": "promise_at_risk"}
        return Said(_notice(notices[kinds.get(stage, "clock_breach")].label), after=clocks[kind])
    return Said(_notice(notices[kind].label)) if kind in notices else None


def _notice(label: Text) -> Text:
    return Text(f"通知「{label.zh}」", f"Notice: {label.en}")


def _noted(told: History, event: Event, before: TicketRecord) -> Said | None:
    if "met_by" not in event.values:
        return None
    column = told.column(event.values["column"])
    ours, theirs = (told.cell(column, event.values.get(side)) for side in ("met_by", "typed"))
    met = Text("与系统的写入同时,以人填的为准", "typed while we wrote; the person's value counts")
    return Said(column.label, ours, theirs, met)


_TELL: Mapping[str, Tell] = MappingProxyType(
    {
        "reported": _reported,
        "imported": _imported,
        "edited": _edited,
        "asked": _asked,
        "moved": _moved,
        "assigned": _assigned,
        "graded": _graded,
        "appointed": _appointed,
        "attempted": _attempted,
        "stamped": _stamped,
        "suggested": _suggested,
        "refused": _refused,
        "overwritten": _overwritten,
        "acknowledged": _acknowledged,
        "suspected": _suspected,
        "row_missing": _row_missing,
        "row_back": _row_back,
        "told": _told,
        "noted": _noted,
    }
)
