"""What each kind of event reads like in a ticket's history; what only the machine needs has no words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sheetflow import masking
from sheetflow.history.aftercare import AFTERCARE
from sheetflow.history.charges import CHARGES
from sheetflow.history.rows import ROWS
from sheetflow.history.wording import NOTHING, Said, Wording, alike
from sheetflow.model import Event, Text
from sheetflow.record import TicketRecord, fold

Tell: TypeAlias = Callable[[Wording, Event, TicketRecord], Said | None]


def _reported(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(Text("收到报修", "Report taken"))


def _imported(told: Wording, event: Event, before: TicketRecord) -> Said:
    taken = Text("从别的表格接过来", "Taken over from another table")
    return Said(taken, after=told.choice("status", event.values["status"]))


def _edited(told: Wording, event: Event, before: TicketRecord) -> Said:
    column = told.column(event.values["column"])
    was, now = (told.cell(column, event.values.get(side)) for side in ("before", "after"))
    return Said(column.label, was, now, told.sentence(event))


def _asked(told: Wording, event: Event, before: TicketRecord) -> Said | None:
    """A wish from a page; one typed in the sheet stands there as the edit that it was."""
    if event.channel != "desk":
        return None
    reason = alike(masking.text(str(event.values.get("reason") or "")))
    wanted = told.choice("status", event.values["to"])
    return Said(Text("要求改状态", "Asked for the status"), after=wanted, note=reason)


def _moved(told: Wording, event: Event, before: TicketRecord) -> Said:
    was, now = (told.choice("status", status) for status in (before.status, event.values["to"]))
    inferred = Text("推定的一步", "an inferred step") if event.values.get("inferred") else NOTHING
    return Said(told.column("status").label, was, now, inferred)


def _assigned(told: Wording, event: Event, before: TicketRecord) -> Said:
    was, now = (told.name(number) for number in (before.technician, event.values["technician"]))
    return Said(told.column("technician").label, was, now)


def _graded(told: Wording, event: Event, before: TicketRecord) -> Said:
    was, now = (told.choice("grade", grade) for grade in (before.grade, event.values["grade"]))
    return Said(told.column("grade").label, was, now)


def _appointed(told: Wording, event: Event, before: TicketRecord) -> Said:
    was = told.moment(before.appointment.at if before.appointment else None)
    after = fold(before, event).appointment
    return Said(told.column("appointment_at").label, was, told.moment(after.at if after else None))


def _attempted(told: Wording, event: Event, before: TicketRecord) -> Said:
    reached = Text("接通", "answered") if event.values["reached"] else Text("没接", "no answer")
    if event.values.get("replaces"):
        return Said(Text("更正联系结果", "Contact result put right"), after=reached)
    return Said(Text("给客户打电话", "Call to the customer"), after=reached)


def _stamped(told: Wording, event: Event, before: TicketRecord) -> Said:
    name = str(event.values["name"])
    return Said(told.column(name).label, told.moment(before.stamp(name)), told.moment(event.at))


def _suggested(told: Wording, event: Event, before: TicketRecord) -> Said:
    """Whom dispatch would send, or, in a ticket that somebody has, would send instead."""
    instead = event.kind == "proposed"
    if not event.values.get("zh"):
        return Said(Text("不再建议派谁", "Nobody is suggested any more"))
    label = Text("建议改派", "Suggested instead") if instead else Text("建议派", "Suggested")
    return Said(label, after=told.name(event.values["technician"]), note=told.sentence(event))


def _likened(told: Wording, event: Event, before: TicketRecord) -> Said:
    """What earlier repairs say of the fault beside what they said of it before it was put right."""
    label, was = told.column("suggestion").label, before.likely or NOTHING
    return Said(label, Text(masking.text(was.zh), masking.text(was.en)), told.sentence(event))


def _refused(told: Wording, event: Event, before: TicketRecord) -> Said:
    label = told.column_of(event).label
    if "row" in event.values:
        what = Text(f"另一行的「{label.zh}」没能恢复", f"{label.en} of another row not put back")
        return Said(what, note=told.sentence(event))
    if str(event.values.get("wish") or "").startswith("unclear:"):
        return Said(label, note=told.sentence(event))
    what = Text(f"「{label.zh}」没有照改", f"{label.en} not accepted")
    return Said(what, note=told.sentence(event))


def _form_changed(told: Wording, event: Event, before: TicketRecord) -> Said:
    label = Text("表单回复改过", "Answer in the form changed")
    return Said(label, note=told.sentence(event))


def _overwritten(told: Wording, event: Event, before: TicketRecord) -> Said | None:
    """A value that was put back; a time typed into a stamp is told by the stamp."""
    if "zh" not in event.values:
        return None
    label = told.column(event.values["column"]).label
    return Said(Text(f"「{label.zh}」已恢复", f"{label.en} put back"), note=told.sentence(event))


def _acknowledged(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(Text("提示看过了", "Remarks read"))


def _paused(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(Text("打够次数没接,时限暂停", "Called often enough, deadlines paused"))


def _suspected(told: Wording, event: Event, before: TicketRecord) -> Said:
    decided = told.column("duplicate_of").label if event.values.get("decided") else None
    of, was = str(event.values["of"]), before.duplicate_of
    word = decided or Text("可能重复", "Possible duplicate")
    return Said(word, before=alike("" if of else was), after=alike(of))


def _joined(told: Wording, event: Event, before: TicketRecord) -> Said:
    return Said(
        Text("并入重复的单", "Duplicate merged into this"), after=alike(event.values["number"])
    )


def _told(told: Wording, event: Event, before: TicketRecord) -> Said | None:
    """A notice; its once-key says which: …/new_report, …/dispatch/01/…, …/response/1/breach+0/…"""
    kind, *rest = str(event.values["key"]).removeprefix(f"{event.ticket_no}/").split("/")
    clocks = {spec.name: spec.label for spec in told.schema.clocks}
    notices, stage = told.schema.notices, rest[1] if len(rest) > 1 else ""
    if kind in clocks:
        kinds = {"warning": "clock_warning", "risk": "promise_at_risk", "found": "escalation"}
        return Said(_notice(notices[kinds.get(stage, "clock_breach")].label), after=clocks[kind])
    return Said(_notice(notices[kind].label)) if kind in notices else None


def _notice(label: Text) -> Text:
    return Text(f"通知「{label.zh}」", f"Notice: {label.en}")


def _noted(told: Wording, event: Event, before: TicketRecord) -> Said | None:
    if "met_by" not in event.values:
        return None
    column = told.column(event.values["column"])
    ours, theirs = (told.cell(column, event.values.get(side)) for side in ("met_by", "typed"))
    met = Text("与系统的写入同时,以人填的为准", "typed while we wrote; the person's value counts")
    return Said(column.label, ours, theirs, met)


def _toured(told: Wording, event: Event, before: TicketRecord) -> Said | None:
    """What stands in a visit's way; where its technician comes from has no words."""
    after = fold(before, event).tour
    if (after.clash, after.held_by) == (before.tour.clash, before.tour.held_by):
        return None
    label = Text("与别的上门冲突", "In the way of this visit")
    was, now = (one.held_by or one.clash for one in (before.tour, after))
    return Said(label, alike(was), alike(now))


def _mismatched(told: Wording, event: Event, before: TicketRecord) -> Said:
    was, now = (record.mismatch for record in (before, fold(before, event)))
    sides = [
        [told.column(name).label for name in (one.columns if one else ())] for one in (was, now)
    ]
    words = [Text("、".join(x.zh for x in side), ", ".join(x.en for x in side)) for side in sides]
    return Said(Text("与客户档案不同", "Differs from the archive"), *words)


#: How each kind is told.
TELL: Mapping[str, Tell] = MappingProxyType(
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
        "paused": _paused,
        "stamped": _stamped,
        "suggested": _suggested,
        "proposed": _suggested,
        "likened": _likened,
        "refused": _refused,
        "overwritten": _overwritten,
        "form_changed": _form_changed,
        "acknowledged": _acknowledged,
        "suspected": _suspected,
        "joined": _joined,
        "toured": _toured,
        "mismatched": _mismatched,
        "told": _told,
        "noted": _noted,
        **AFTERCARE,
        **CHARGES,
        **ROWS,
    }
)
