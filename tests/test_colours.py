"""The shipped colours, worked out by a spreadsheet engine: a cell is coloured when SHEET.md says so, and only then."""

from __future__ import annotations

from pathlib import Path

import ironcalc
import pytest

from sheetflow.model import Language
from sheetflow.schema import Schema, load

NOW = 46091.5
HOUR = 1 / 24
LATE, SOON, LATER = NOW - HOUR, NOW + HOUR, NOW + 2
NAMES = {"now": "$A$9", "last_run": "$A$8"}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load(Path(__file__).parents[1] / "sheet_schema.yaml", profile="stove")


def colours(
    schema: Schema, language: Language = "zh", tab: str = "tickets", **row: str | float
) -> set[str]:
    """Name the rules that hold for one row, its status, flags and incident by key."""
    columns = {
        column.key: ironcalc.column_name_from_number(at)
        for at, column in enumerate(schema.tab(tab).columns, start=1)
    }
    model = ironcalc.create("colours", "en", "UTC", "en")
    model.set_user_input(0, 9, 1, str(NOW))
    model.set_user_input(0, 8, 1, str(row.pop("last_run", NOW)))
    for key, value in row.items():
        labels = schema.tab(tab).column(key).choice_labels
        shown = labels[value].of(language) if value in labels else str(value)
        model.set_user_input(0, 2, ironcalc.column_number_from_name(columns[key]), shown)
    rules = [rule for rule in schema.highlights if rule.tab == tab]
    for at, rule in enumerate(rules, start=20):
        formula = rule.when.formula(
            columns.__getitem__,
            label=lambda column, choice: schema.label(tab, column, choice).of(language),
            cells=NAMES,
        )
        model.set_user_input(0, at, 1, formula)
    model.evaluate()
    results = {
        rule.name: model.get_formatted_cell_value(0, at, 1)
        for at, rule in enumerate(rules, start=20)
    }
    assert set(results.values()) <= {"TRUE", "FALSE"}
    return {name for name, result in results.items() if result == "TRUE"}


def coloured(rules: set[str]) -> set[str]:
    """Leave out what is only missing at its stage."""
    return {name for name in rules if not name.startswith("missing_")}


def test_an_empty_row_has_no_colour(schema: Schema) -> None:
    assert colours(schema) == set()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("prefix", "status"),
    [
        ("response", "to_dispatch"),
        ("onsite", "appointed"),
        ("undispatched", "new"),
        ("promise", "dispatched"),
        ("contact", "dispatched"),
        ("followup", "guidance"),
        ("escalate", "assistance"),
        ("revisit", "completed"),
    ],
)
def test_a_deadline_is_amber_then_red_and_quiet_when_met_moved_on_or_paused(
    schema: Schema, language: Language, prefix: str, status: str
) -> None:
    due, warn, met = f"{prefix}_by", f"{prefix}_warn_at", f"{prefix}_met_at"

    def seen(by: str | float, *, to: str = status, **others: str | float) -> set[str]:
        return coloured(colours(schema, language, status=to, **{due: by}, **others))

    assert seen(LATE) == {"clock_overdue", f"clock_overdue_{prefix}"}
    assert seen(SOON, **{warn: LATE}) == {"clock_soon", f"clock_soon_{prefix}"}
    assert seen(SOON, **{warn: SOON}) == set()
    assert seen(LATE, **{met: LATE}) == set()
    assert seen("暂停·3/11 10:00") == set()
    assert seen(LATE, to="closed") == {"closed"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("row", "rules"),
    [
        pytest.param({"incident": "abuse", "status": "escalated"}, {"incident"}, id="incident"),
        pytest.param({"incident": "abuse", "status": "closed"}, {"closed"}, id="incident closed"),
        pytest.param({"flags": "promise_at_risk"}, {"promise_at_risk"}, id="promise at risk"),
        pytest.param(
            {
                "status": "dispatched",
                "next_call_at": LATE,
                "contact_by": LATE,
                "contact_met_at": LATE,
            },
            {"call_overdue"},
            id="call again",
        ),
        pytest.param({"status": "dispatched", "next_call_at": SOON}, set(), id="call again later"),
        pytest.param({"flags": "data_mismatch"}, {"mismatch"}, id="mismatch"),
        pytest.param({"problem": "?"}, {"mismatch"}, id="a refusal not yet read"),
        pytest.param({"flags": "payment_due"}, {"money_owed"}, id="money owed"),
        pytest.param(
            {"flags": "docs_missing", "status": "completed"}, {"papers"}, id="papers missing"
        ),
        pytest.param({"flags": "old_part_pending", "status": "on_site"}, set(), id="too early"),
        pytest.param(
            {"status": "customer_wait", "next_contact_at": LATER},
            {"waiting_customer"},
            id="rightly quiet",
        ),
        pytest.param(
            {"status": "customer_wait", "next_contact_at": LATE},
            {"waiting_due_customer", "waiting_customer"},
            id="ask again today",
        ),
        pytest.param(
            {"status": "parts_wait", "parts_eta": SOON},
            {"waiting_due_parts", "waiting_parts"},
            id="parts today",
        ),
        pytest.param(
            {"status": "workshop", "return_agreed_at": LATER},
            {"waiting_workshop"},
            id="in the workshop",
        ),
        pytest.param(
            {"status": "workshop", "return_agreed_at": LATE},
            {"waiting_due_workshop", "waiting_workshop"},
            id="due back today",
        ),
    ],
)
def test_colours(
    schema: Schema, language: Language, row: dict[str, str | float], rules: set[str]
) -> None:
    assert coloured(colours(schema, language, **row)) == rules


def test_only_what_this_stage_needs_is_yellow(schema: Schema) -> None:
    waiting = colours(schema, status="parts_wait")
    assert waiting == {"missing_parts_eta"}
    assert colours(schema, status="parts_wait", parts_eta=LATER) == {"waiting_parts"}
    finishing = colours(schema, status="on_site", work_started_at=LATE, result="fixed")
    assert {"missing_test_result", "missing_signature"} <= finishing
    assert not finishing & {
        "missing_parts_eta",
        "missing_result",
        "missing_revisit_result",
        "missing_work_started_at",
    }


def test_the_last_run_turns_red_after_five_minutes(schema: Schema) -> None:
    assert colours(schema, tab="today", last_run=NOW - 4 / 1440) == set()
    assert colours(schema, tab="today", last_run=NOW - 6 / 1440) == {"last_run"}
    assert colours(schema, tab="today", next_due=LATE) == {"today_overdue"}


def test_another_grade_than_the_usual_one_wants_its_reason_while_the_work_goes_on(
    schema: Schema,
) -> None:
    graded = {"status": "parts_wait", "parts_eta": LATER, "grade": "critical"}
    assert colours(schema, **graded) == {"missing_grade_reason", "waiting_parts"}
    assert colours(schema, **graded, grade_reason="午市停业") == {"waiting_parts"}
    assert colours(schema, **{**graded, "grade": "normal"}) == {"waiting_parts"}
    assert "missing_grade_reason" not in colours(schema, status="completed", grade="critical")
