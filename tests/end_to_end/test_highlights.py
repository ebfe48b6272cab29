"""Every colour of the schema on a real local workbook, read back through the Sheets API as any client reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest

from sheetflow.schema import Highlight
from sheetflow.store import Workbook
from sheetflow.store.names import HEARTBEAT
from tests.end_to_end.looks import PLAIN, Look
from tests.end_to_end.spreadsheet import HOUR, NOON, SCHEMA, Cells, Sheet, new_sheet
from tests.store.desk import SHANGHAI

LATE, SOON, LATER = -HOUR, HOUR, timedelta(days=2)


def wanted(highlight: Highlight) -> Look:
    """Give how the schema says that a highlight looks."""
    return Look(highlight.fill or PLAIN.fill, highlight.text or PLAIN.text, highlight.bold)


@pytest.fixture(scope="module", params=["zh", "en"])
def provisioned(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sheet]:
    with new_sheet(tmp_path_factory.mktemp("colours"), request.param) as sheet:
        yield sheet


@pytest.fixture
def sheet(provisioned: Sheet) -> Sheet:
    """Give the spreadsheet at noon."""
    provisioned.clock.at = NOON
    return provisioned


class Case(NamedTuple):
    """A row that a highlight is for, and what changes in it when there is nothing more to highlight."""

    cells: Cells
    calm: Cells


def now_and_then() -> dict[str, list[Case]]:
    """Give the cases of every highlight by its name."""
    found = dict(ALONE)
    for prefix, status in SEEN.items():
        by, warn, met = f"{prefix}_by", f"{prefix}_warn_at", f"{prefix}_met_at"
        late: Cells = {"status": status, "ticket_no": "WX1", by: LATE, warn: -2 * HOUR}
        soon: Cells = {**late, by: SOON}
        found[f"clock_overdue_{prefix}"] = [Case(late, {met: LATE}), Case(late, {by: SOON})]
        found[f"clock_soon_{prefix}"] = [Case(soon, {met: LATE}), Case(soon, {warn: SOON})]
    for name in ("clock_overdue", "clock_soon"):
        found[name] = [case for prefix in SEEN for case in found[f"{name}_{prefix}"]]
    for status, columns in MISSING.items():
        for column in columns:
            found[f"missing_{column}"] = [Case({"status": status}, {column: "?"})]
    return found


#: A status in which each clock is looked at, by the first word of its columns.
SEEN = {
    "response": "to_dispatch",
    "contact": "dispatched",
    "undispatched": "new",
    "promise": "to_dispatch",
    "onsite": "appointed",
    "followup": "guidance",
    "escalate": "assistance",
    "revisit": "completed",
}

#: What is yellow while it is empty at a stage, each column at one of its stages.
MISSING = {
    "new": ("customer_name", "phone", "product_model", "fault", "grade"),
    "to_dispatch": ("address", "region", "technician"),
    "dispatched": ("contact_result",),
    "guidance": ("guidance_result",),
    "appointed": ("appointment_at", "departure_check"),
    "on_site": (
        "verified_fault", "work_started_at", "work_ended_at", "result", "test_result", "signature",
        "cause", "leaving_check", "measures", "consent",
    ),
    "assistance": ("helper",),
    "escalated": ("customer_informed",),
    "parts_wait": ("parts_eta",),
    "customer_wait": ("next_contact_at", "wait_reason"),
    "workshop": ("workshop_place", "return_agreed_at"),
    "completed": ("revisit_result", "rating"),
    "closed": ("close_reason",),
}  # fmt: skip

CALL_AGAIN: Cells = {"status": "dispatched", "contact_by": -2 * HOUR, "contact_met_at": -2 * HOUR}
CUSTOMER_WAIT: Cells = {"status": "customer_wait", "next_contact_at": LATER}
PARTS_WAIT: Cells = {"status": "parts_wait", "parts_eta": LATER}
WORKSHOP: Cells = {"status": "workshop", "return_agreed_at": LATER}
MOVED: Cells = {"status": "appointed", "reschedule_count": 1}
UNHAPPY: Cells = {"status": "completed", "revisit_result": "unhappy"}
ALONE: dict[str, list[Case]] = {
    "incident": [
        Case({"status": "escalated", "incident": "abuse"}, {"incident": ""}),
        Case({"status": "escalated", "incident": "abuse"}, {"status": "closed"}),
    ],
    "call_overdue": [
        Case({**CALL_AGAIN, "next_call_at": LATE}, {"next_call_at": SOON}),
        Case({**CALL_AGAIN, "next_call_at": LATE}, {"next_call_at": ""}),
        Case({**CALL_AGAIN, "next_call_at": LATE}, {"status": "unreachable"}),
    ],
    "depart_overdue": [Case({"status": "appointed", "flags": "depart_overdue"}, {"flags": ""})],
    "late_arrival": [
        Case({"status": "appointed", "flags": "late_arrival"}, {"status": "on_site"}),
        Case({"status": "appointed", "flags": "late_arrival"}, {"flags": ""}),
    ],
    "promise_at_risk": [Case({"status": "to_dispatch", "flags": "promise_at_risk"}, {"flags": ""})],
    "mismatch": [
        Case({"status": "on_site", "problem": "状态没改成「已完成」:还差试机结果"}, {"problem": ""}),
        Case({"status": "on_site", "flags": "data_mismatch"}, {"flags": "promise_at_risk"}),
    ],
    "papers": [
        Case({"status": "completed", "flags": "docs_missing"}, {"flags": ""}),
        Case({"status": "completed", "flags": "old_part_pending"}, {"status": "on_site"}),
    ],
    "waiting_customer": [
        Case(CUSTOMER_WAIT, {"next_contact_at": ""}),
        Case(CUSTOMER_WAIT, {"status": "on_site"}),
    ],
    "waiting_parts": [Case(PARTS_WAIT, {"parts_eta": ""}), Case(PARTS_WAIT, {"status": "on_site"})],
    "waiting_due_customer": [
        Case({**CUSTOMER_WAIT, "next_contact_at": SOON}, {"next_contact_at": LATER})
    ],
    "waiting_due_followup": [
        Case({**UNHAPPY, "followup_at": LATE}, {"followup_at": LATER}),
        Case({**UNHAPPY, "followup_at": LATE}, {"revisit_result": "satisfied"}),
    ],
    "waiting_due_parts": [Case({**PARTS_WAIT, "parts_eta": LATE}, {"parts_eta": LATER})],
    "waiting_workshop": [
        Case(WORKSHOP, {"return_agreed_at": ""}),
        Case(WORKSHOP, {"status": "appointed"}),
    ],
    "waiting_due_workshop": [
        Case({**WORKSHOP, "return_agreed_at": LATE}, {"return_agreed_at": LATER})
    ],
    "loaner": [Case({"status": "completed", "flags": "loaner_out"}, {"flags": ""})],
    "missing_grade_reason": [
        Case({"status": "to_dispatch", "grade": "critical"}, {"grade_reason": "?"}),
        Case({"status": "to_dispatch", "grade": "critical"}, {"grade": "normal"}),
    ],
    "missing_reschedule_reason": [
        Case(MOVED, {"reschedule_reason": "堵车"}),
        Case(MOVED, {"contact_result": "customer_reschedules"}),
        Case(MOVED, {"reschedule_count": ""}),
    ],
    "followup_owner": [
        Case(UNHAPPY, {"followup_owner": "陈立"}),
        Case(UNHAPPY, {"revisit_result": "satisfied"}),
    ],
    "followup_at": [Case(UNHAPPY, {"followup_at": LATER}), Case(UNHAPPY, {"status": "closed"})],
    "money_owed": [Case({"status": "completed", "flags": "payment_due"}, {"flags": ""})],
    "technician_away": [Case({"status": "appointed", "flags": "technician_away"}, {"flags": ""})],
    "closed": [Case({"status": "closed", "response_by": LATE}, {"status": "on_site"})],
    "today_overdue": [Case({"next_action": "?", "next_due": LATE}, {"next_due": SOON})],
}  # fmt: skip
ALONE |= {
    f"wrong_row_{tab.key}": [Case({"problem": "这一行不对"}, {"problem": ""})]
    for tab in SCHEMA.tabs
    if tab.key != "tickets" and "problem" in tab.by_key
}
CASES = now_and_then()

#: Not of a row: the heartbeat in the header of 今日, which has a test of its own.
ON_A_CELL = {"last_run"}


@pytest.mark.parametrize("name", [one.name for one in SCHEMA.highlights if not one.cell])
def test_a_highlight_shows_on_its_cells_and_only_as_long_as_it_holds(
    sheet: Sheet, name: str
) -> None:
    [highlight] = [one for one in SCHEMA.highlights if one.name == name]
    look = wanted(highlight)
    for cells, calm in CASES[name]:
        sheet.put(highlight.tab, cells)
        found = sheet.looks(highlight.tab, highlight.columns)
        assert found == dict.fromkeys(highlight.columns, look), cells
        sheet.put(highlight.tab, {**cells, **calm})
        found = sheet.looks(highlight.tab, highlight.columns)
        assert look not in found.values(), {**cells, **calm}


def test_every_highlight_has_its_case() -> None:
    assert {one.name for one in SCHEMA.highlights} == set(CASES) | ON_A_CELL


def test_several_flags_show_what_each_of_them_is_for(sheet: Sheet) -> None:
    flags = ("docs_missing", "data_mismatch", "payment_due")
    labels = [SCHEMA.label("tickets", "flags", flag).of(sheet.language) for flag in flags]
    sheet.put("tickets", {"status": "completed", "flags": ";".join(labels)})
    found = sheet.looks("tickets", ("docs_in", "address", "amount_due"))
    assert [found["docs_in"].fill, found["address"].fill] == ["#ce93d8", "#ff8a50"]
    assert found["amount_due"] == Look("#ffffff", "#d93025", True)


def test_who_waits_for_one_thing_has_no_colour_for_the_other(sheet: Sheet) -> None:
    for cells, other in ((CUSTOMER_WAIT, "parts_eta"), (PARTS_WAIT, "next_contact_at")):
        sheet.put("tickets", cells)
        assert sheet.looks("tickets", (other,)) == {other: PLAIN}


def test_a_deadline_turns_amber_then_red_while_nobody_writes(sheet: Sheet) -> None:
    sheet.put("tickets", {"status": "new", "response_by": SOON, "response_warn_at": SOON / 2})
    fills = []
    for minutes in (29, 31, 59, 61):
        sheet.clock.at = NOON + timedelta(minutes=minutes)
        fills.append(sheet.looks("tickets", ("next_due",))["next_due"].fill)
    assert fills == ["#ffffff", "#ffb74d", "#ffb74d", "#d93025"]


def test_the_next_call_turns_red_while_nobody_writes(sheet: Sheet) -> None:
    sheet.put("tickets", {**CALL_AGAIN, "next_call_at": SOON})
    fills = []
    for minutes in (59, 60):
        sheet.clock.at = NOON + timedelta(minutes=minutes)
        fills.append(
            {
                look.fill
                for look in sheet.looks(
                    "tickets", ("next_call_at", "next_due", "ticket_no")
                ).values()
            }
        )
    assert fills == [{"#ffffff"}, {"#d93025"}]


def test_the_last_run_turns_red_when_it_is_older_than_five_minutes(sheet: Sheet) -> None:
    house = Workbook(
        sheet.system, sheet.people.id, SCHEMA,
        language=sheet.language, zone=SHANGHAI, now=sheet.clock.now,
    )  # fmt: skip
    house.read()
    house.heartbeat(sheet.clock.at)
    [highlight] = [one for one in SCHEMA.highlights if one.cell == "last_run"]
    place = sheet.header("today").index(HEARTBEAT.of(sheet.language)) + 1
    looks = []
    for minutes in (0, 4, 6):
        sheet.clock.at = NOON + timedelta(minutes=minutes)
        looks.append(sheet.row("today", 1)[place])
    assert looks[2] == wanted(highlight)
    assert looks[2] not in looks[:2]
