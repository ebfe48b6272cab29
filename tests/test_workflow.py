"""The one door: which statuses lead where, what is refused, and what follows from facts."""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.gate import missing_to_complete
from sheetflow.model import Event
from sheetflow.record import Consent, fold
from sheetflow.refusals import Refusal
from sheetflow.states import MAIN_LINE, STATES, choices_from, path
from sheetflow.workflow import move
from tests.builders import NOW, POLICY, STAFF, at, member, policy_of, ticket

DONE = {
    "work_ended_at": at("14:20"),
    "result": "fixed",
    "test_result": "正常",
    "signature": "已签·张",
    "cause": "老化",
    "measures": "更换",
}
AGREED = {"consents": {"plan": Consent(NOW, given=True, amount=None, fault="")}}


def nothing(column: str) -> None:
    return None


def asked(status: str, target: str, **cells: Any) -> tuple[Event, ...] | Refusal:
    row = ticket(status=status, **cells, record=AGREED)
    return move(row.record, target, row.get, POLICY, at=NOW)


def walked(status: str, target: str, **cells: Any) -> list[str]:
    found = asked(status, target, **cells)
    assert not isinstance(found, Refusal), found
    return [str(event.values["to"]) for event in found]


def test_every_status_of_the_table_leads_only_to_known_ones() -> None:
    assert len(STATES) == 14
    assert {target for state in STATES.values() for target in state.to} <= set(STATES)


def test_every_status_has_words_in_both_languages() -> None:
    labels = [POLICY.label(f"status.{key}") for key in STATES]
    assert all(label.zh and label.en for label in labels)


@pytest.mark.parametrize(
    ("start", "target", "steps"),
    [
        pytest.param("to_dispatch", "dispatched", ["dispatched"], id="a direct step"),
        pytest.param(
            "new", "on_site", ["to_dispatch", "dispatched", "on_site"], id="up to an edge to it"
        ),
        pytest.param("dispatched", "on_site", ["on_site"], id="straight to the work"),
        pytest.param("unreachable", "on_site", ["appointed", "on_site"], id="back to the line"),
    ],
)
def test_skipping_forward_walks_the_main_line(start: str, target: str, steps: list[str]) -> None:
    assert walked(start, target) == steps


def test_steps_between_are_marked_inferred() -> None:
    found = asked("new", "on_site")
    assert isinstance(found, tuple)
    assert [bool(event.values.get("inferred")) for event in found] == [True, True, False]


def test_what_is_inferred_is_never_off_the_main_line() -> None:
    for start in STATES:
        for target in STATES:
            assert set(path(start, target, nothing)[:-1]) <= set(MAIN_LINE)


def test_no_way_names_the_legal_choices() -> None:
    found = asked("completed", "to_dispatch")
    assert isinstance(found, Refusal)
    assert "已结单" in found.why.zh


def test_completion_without_a_test_result_is_refused_and_says_so() -> None:
    cells = {name: value for name, value in DONE.items() if name != "test_result"}
    found = asked("on_site", "completed", **cells)
    assert isinstance(found, Refusal)
    assert found.why.zh == "状态没改成「已完成」:还差试机结果。补上后再选一次"


def test_completion_happens_when_the_work_ended_not_when_it_was_typed() -> None:
    found = asked("on_site", "completed", **DONE)
    assert isinstance(found, tuple)
    assert found[-1].at == at("14:20")


def test_a_refused_signature_wants_its_reason() -> None:
    row = ticket(status="on_site", **{**DONE, "signature": "拒签"})
    assert missing_to_complete(row.record, row.get) == ("acceptance_reason",)


@pytest.mark.parametrize("status", ["new", "dispatched", "appointed", "unreachable"])
def test_solved_by_phone_completes_without_a_visit(status: str) -> None:
    assert walked(status, "completed", result="solved_by_phone") == ["completed"]


def test_closing_wants_a_reason() -> None:
    assert isinstance(asked("to_dispatch", "closed"), Refusal)
    assert walked("to_dispatch", "closed", close_reason="void") == ["closed"]


def test_a_paused_status_pauses_and_leaving_it_ends_the_pause() -> None:
    row = ticket(status="dispatched")
    entered = asked("dispatched", "customer_wait")
    assert isinstance(entered, tuple)
    waiting = fold(row.record, entered[0])
    assert waiting.pauses[-1].end is None
    left = move(waiting, "appointed", nothing, POLICY, at=at("15:00"))
    assert isinstance(left, tuple)
    assert fold(waiting, left[0]).pauses[-1].end == at("15:00")


def test_choices_are_those_one_step_away() -> None:
    assert choices_from("completed", nothing) == ("closed",)


@pytest.mark.parametrize(
    ("actor", "opens"),
    [
        pytest.param("06 吴强", True, id="a supervisor"),
        pytest.param("08 老板", True, id="the owner"),
        pytest.param("09 前任", False, id="a supervisor who has left"),
        pytest.param("07 林静", False, id="the hotline"),
        pytest.param("吴强", False, id="a name without its number"),
        pytest.param("sheet", False, id="whoever types in the sheet"),
    ],
)
def test_only_a_named_supervisor_opens_a_filed_ticket(actor: str, opens: bool) -> None:
    row, left = ticket(status="closed", **DONE), member("09", roles=("supervisor",), active=False)
    found = move(row.record, "completed", row.get, policy_of(*STAFF, left), at=NOW, actor=actor)
    assert isinstance(found, tuple) is opens


def test_the_refusal_to_open_a_filed_ticket_says_where_a_supervisor_does_it() -> None:
    found = asked("closed", "completed", **DONE)
    assert isinstance(found, Refusal)
    assert "请主管打开 /desk/tickets/WX20260310007 点「重开」" in found.why.zh
    assert "Ask one to open /desk/tickets/WX20260310007 and press Reopen" in found.why.en
