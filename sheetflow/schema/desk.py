"""The schema's policy: who gets which notice, and the desk's switches."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time, timedelta
from typing import Literal, cast, get_args

from sheetflow.notices import NAMES
from sheetflow.schema.parts import DISPATCHING, Dispatching, NoticeSpec, PolicySpec
from sheetflow.schema.parts.desk import COMPLETION_WANTS, Urgency
from sheetflow.schema.section import Section


def read_notices(section: Section, roles: Collection[str]) -> Mapping[str, NoticeSpec]:
    """Read the notices: `incident: {label: …, to: [supervisor], urgent: always}`.

    Each that there is has its line, and no other: nobody would get the one, and nothing would send the other.
    """
    notices = {}
    for kind, entry in section.entries():
        if kind not in NAMES:
            remedy = f"Take it out, or write one of: {', '.join(NAMES)}"
            section.complain(entry.spot, f"nothing sends a notice '{kind}'", remedy)
        notices[kind] = NoticeSpec(
            kind=kind,
            label=entry.label(),
            to=entry.names("to", roles),
            urgent=cast(Urgency, entry.one_of("urgent", get_args(Urgency), "never")),
            at=entry.clock_time("at"),
        )
        entry.close()
    for lacking in (name for name in NAMES if name not in notices):
        remedy = f"Write {lacking}: {{label: {{zh: …, en: …}}, to: [role]}}"
        section.complain(section.spot, f"'{lacking}' is missing: nobody would get it", remedy)
    return notices


def read_policy(
    section: Section, charges: Collection[str], documents: Collection[str]
) -> PolicySpec:
    """Read the switches; what isn't written has the value that WORKFLOW.md and SHEET.md give it.

    A list that isn't written is all there are: nobody stops charging by leaving a line out. Only the words of
    `consumables`, which are a shop's own, are none then.
    """
    quiet = section.section("quiet_hours")
    policy = PolicySpec(
        triage=cast(
            Literal["auto", "manual"], section.one_of("triage", ("auto", "manual"), "auto")
        ),
        dispatch=cast(
            Dispatching,
            section.one_of("dispatch", DISPATCHING, "suggest"),
        ),
        retry_gap=section.duration("retry_gap", timedelta(minutes=10)),
        max_attempts=section.number("max_attempts", 3),
        correction_within=section.duration("correction_within", timedelta(minutes=2)),
        upgrade_floor=section.duration("upgrade_floor", timedelta(minutes=30)),
        one_message_per=section.duration("one_message_per", timedelta(minutes=30)),
        hold_after_edit=section.duration("hold_after_edit", timedelta(minutes=3)),
        quiet_from=quiet.clock_time("from") or time(20),
        quiet_to=quiet.clock_time("to") or time(8),
        parts_wait_pauses=section.flag("parts_wait_pauses"),
        guidance_counts_as_revisit=section.flag("guidance_counts_as_revisit", default=True),
        second_repair_days=section.number("second_repair_days", 30),
        unreachable_close_days=section.number("unreachable_close_days", 7),
        old_parts=section.flag("old_parts", default=True),
        same_region_minutes=section.number("same_region_minutes", 10),
        charges=section.names("charges", charges, tuple(charges)),
        documents=section.names("documents", documents, tuple(documents)),
        completion_wants=section.names("completion_wants", COMPLETION_WANTS, COMPLETION_WANTS),
        consumables=section.names("consumables"),
    )
    quiet.close()
    section.close()
    return policy
