"""What is told of a ticket once the work is done: revisits, the second repair, values typed into a filed row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sheetflow.history.wording import Said, Wording, alike
from sheetflow.model import Event, Text
from sheetflow.record import TicketRecord


def _classed(told: Wording, event: Event, before: TicketRecord) -> Said:
    types = (before.request, event.values["request"])
    was, now = (told.choice("request_type", request) for request in types)
    return Said(told.column("request_type").label, was, now)


def _linked(told: Wording, event: Event, before: TicketRecord) -> Said:
    cycle = event.values.get("cycle") or 1
    note = Text(f"第{cycle}次维修", f"repair {cycle}")
    return Said(told.column("previous_ticket").label, after=alike(event.values["to"]), note=note)


def _revisited(told: Wording, event: Event, before: TicketRecord) -> Said:
    label = told.column("revisit_result").label
    return Said(label, after=told.choice("revisit_result", event.values["result"]))


def _succeeded(told: Wording, event: Event, before: TicketRecord) -> Said:
    was, now = alike(before.successor), alike(event.values["successor"])
    return Said(Text("转返修", "Second repair"), was, now)


def _locked(told: Wording, event: Event, before: TicketRecord) -> Said:
    label = told.column(event.values["column"]).label
    what = Text(f"「{label.zh}」没有照改", f"{label.en} not accepted")
    return Said(what, note=told.sentence(event))


def _unstamped(told: Wording, event: Event, before: TicketRecord) -> Said:
    name = str(event.values["name"])
    return Said(told.column(name).label, told.moment(before.stamp(name)))


def _waited(told: Wording, event: Event, before: TicketRecord) -> Said:
    column = told.column("outcome", "visits")
    ended = "wasted" if event.values.get("in_vain") else "another_day"
    return Said(column.label, after=column.choice_labels[ended])


#: How each kind is told.
AFTERCARE: Mapping[str, Callable[[Wording, Event, TicketRecord], Said]] = MappingProxyType(
    {
        "classed": _classed,
        "linked": _linked,
        "revisited": _revisited,
        "succeeded": _succeeded,
        "locked": _locked,
        "unstamped": _unstamped,
        "waited": _waited,
    }
)
