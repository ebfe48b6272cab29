"""What the ledger holds of a ticket: every kind of event folds, and what is stored comes back the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import Event, Json, Text
from sheetflow.record import (
    ALONE,
    KINDS,
    Appointment,
    Attempt,
    Confirmed,
    Consent,
    Fact,
    Fee,
    Listed,
    Mismatch,
    Pause,
    Proposal,
    Revisit,
    Suggestion,
    TicketRecord,
    Tour,
    Visit,
    dump,
    fold,
    instant,
    load,
)
from sheetflow.states import STATES
from tests.builders import NOW, at

NO = "WX20260310001"

WORDS = st.text(max_size=8)
KEYS = st.text(min_size=1, max_size=8)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(minutes=-210))])
INSTANTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01"), timezones=ZONES
)
CELLS = st.dictionaries(
    KEYS, st.one_of(WORDS, st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6), st.booleans())
)
MONEY = st.decimals(-(10**6), 10**6, places=2)
TEXTS = st.builds(Text, WORDS, WORDS)
RECORDS = st.builds(
    TicketRecord,
    ticket_no=KEYS,
    status=st.sampled_from(sorted(STATES)),
    technician=WORDS,
    grade=st.sampled_from(["critical", "urgent", "normal"]),
    cycle=st.integers(1, 5),
    imported=st.booleans(),
    duplicate_of=WORDS,
    request=WORDS,
    previous=WORDS,
    successor=WORDS,
    revisits=st.lists(st.builds(Revisit, INSTANTS, WORDS), max_size=3).map(tuple),
    stamps=st.dictionaries(KEYS, INSTANTS),
    earlier=st.dictionaries(KEYS, st.lists(INSTANTS, max_size=3).map(tuple)),
    grades=st.lists(st.tuples(INSTANTS, WORDS), max_size=3).map(tuple),
    pauses=st.lists(st.builds(Pause, INSTANTS, st.none() | INSTANTS), max_size=3).map(tuple),
    attempts=st.lists(st.builds(Attempt, INSTANTS, st.booleans(), st.booleans()), max_size=3).map(
        tuple
    ),
    appointment=st.none() | st.builds(Appointment, INSTANTS, st.booleans(), st.booleans()),
    suggestion=st.none()
    | st.builds(
        Suggestion,
        WORDS,
        TEXTS,
        TEXTS,
        st.booleans(),
        st.none() | st.integers(),
        st.none() | INSTANTS,
    ),
    likely=st.none() | TEXTS,
    refusals=st.dictionaries(KEYS, TEXTS),
    proposal=st.none() | st.builds(Proposal, WORDS, WORDS, TEXTS, TEXTS),
    pending=st.lists(st.builds(Fact, WORDS, INSTANTS, WORDS, WORDS), max_size=3).map(tuple),
    told=st.frozensets(KEYS),
    listed=st.dictionaries(
        KEYS,
        st.builds(Listed, WORDS, st.dictionaries(KEYS, st.integers(1, 999)), st.booleans()),
    ),
    supplied=st.booleans(),
    visits=st.lists(
        st.builds(Visit, WORDS, *[st.none() | INSTANTS] * 5, WORDS, st.booleans()), max_size=3
    ).map(tuple),
    tour=st.builds(Tour, WORDS, WORDS, WORDS, st.lists(WORDS).map(tuple), st.none() | INSTANTS),
    mismatch=st.none() | st.builds(Mismatch, INSTANTS, st.lists(WORDS, min_size=1).map(tuple)),
    rescheduled=st.lists(INSTANTS, max_size=3).map(tuple),
    fee=st.none()
    | st.builds(Fee, st.none() | MONEY, MONEY, st.booleans(), TEXTS, st.lists(WORDS).map(tuple)),
    consents=st.dictionaries(
        KEYS,
        st.builds(
            Consent, INSTANTS, st.booleans(), st.none() | MONEY, WORDS, st.none() | INSTANTS, WORDS
        ),
    ),
    confirmed=st.dictionaries(KEYS, st.builds(Confirmed, WORDS | st.integers(), WORDS, WORDS)),
    seen=CELLS,
    shown=CELLS,
    means=st.dictionaries(KEYS, INSTANTS),
    entries=st.dictionaries(KEYS, st.none() | CELLS),
)


def happened(kind: str, *, when: datetime = NOW, **values: Json) -> Event:
    return Event(NO, kind, when, values, "sheet", "sheet")


def folded(*events: Event) -> TicketRecord:
    record = None
    for event in (happened("reported"), *events):
        record = fold(record, event)
    assert record is not None
    return record


@given(RECORDS)
def test_what_is_stored_comes_back_the_same_in_the_zone_in_which_it_was_said(
    record: TicketRecord,
) -> None:
    again = load(json.loads(json.dumps(dump(record))))
    assert again == record
    offsets = [at.utcoffset() for at in record.stamps.values()]
    assert [at.utcoffset() for at in again.stamps.values()] == offsets


def test_a_time_without_an_offset_is_the_writers_fault() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        instant("2026-03-10 14:30")


def test_a_report_begins_a_record() -> None:
    said = happened("reported", grade="urgent", cycle=2, seen={"fault": "漏水"}, shown={"cycle": 1})
    record = fold(None, said)
    assert (record.ticket_no, record.status, record.cycle) == (NO, "new", 2)
    assert record.stamps == {"reported_at": NOW}
    assert record.grades == ((NOW, "urgent"),)
    assert (record.seen, record.shown) == ({"fault": "漏水"}, {"cycle": 1})


def test_an_imported_ticket_has_the_stamps_that_it_came_with() -> None:
    stamps = {"completed_at": "2023-10-01T11:30:00+08:00"}
    record = fold(None, happened("imported", status="closed", stamps=stamps, seen={"a": 1}))
    assert (record.imported, record.status, record.seen) == (True, "closed", {"a": 1})
    assert record.stamps["completed_at"].isoformat() == "2023-10-01T11:30:00+08:00"


#: kind, its values, and what is then so
FOLDS: list[tuple[str, dict[str, Any], Callable[[TicketRecord], Any], Any]] = [
    ("reported", {}, lambda r: r.status, "new"),
    ("imported", {"status": "on_site"}, lambda r: r.status, "on_site"),
    ("edited", {"column": "a", "after": "x"}, lambda r: r.seen["a"], "x"),
    (
        "edited",
        {"column": "a", "after": "明天10点", "means": "2026-03-11T10:00:00+08:00"},
        lambda r: r.means["a"],
        at("10:00", day=1),
    ),
    ("edited", {"column": "result", "after": "x"}, lambda r: r.pending[0].name, "resulted"),
    ("edited", {"column": "remarks", "after": "x"}, lambda r: r.pending, ()),
    (
        "edited",
        {"column": "a", "after": "明天下午", "zh": "几点?", "en": "When?"},
        lambda r: r.refusals,
        {"unclear:a": Text("几点?", "When?")},
    ),
    ("asked", {"to": "closed"}, lambda r: r.pending, (Fact("asked:closed", NOW, "sheet"),)),
    ("moved", {"to": "dispatched", "stamps": ["x_at"]}, lambda r: r.stamps["x_at"], NOW),
    ("moved", {"to": "dispatched"}, lambda r: r.status, "dispatched"),
    ("moved", {"to": "unreachable", "pauses": True}, lambda r: r.pauses, (Pause(NOW, None),)),
    ("moved", {"to": "new", "clears": ["reported_at"]}, lambda r: r.stamps, {}),
    ("followed", {}, lambda r: r.pending, ()),
    ("assigned", {"technician": "01"}, lambda r: r.technician, "01"),
    ("assigned", {"technician": "01"}, lambda r: r.pending[0].name, "assigned"),
    ("graded", {"grade": "critical"}, lambda r: r.grades[-1], (NOW, "critical")),
    (
        "appointed",
        {"for": "2026-03-10T16:00:00+08:00", "agreed": True},
        lambda r: r.appointment,
        Appointment(at("16:00"), agreed=True, by_customer=False),
    ),
    ("appointed", {}, lambda r: r.appointment, None),
    ("attempted", {"reached": True}, lambda r: r.stamps["contacted_at"], NOW),
    ("attempted", {"reached": False}, lambda r: "contacted_at" in r.stamps, False),
    ("attempted", {"reached": False, "silent": True}, lambda r: r.pending[0].name, "silent"),
    ("stamped", {"name": "work_started_at"}, lambda r: r.pending[0].name, "started"),
    ("suggested", {"technician": "01", "zh": "甲", "en": "a"}, lambda r: r.suggestion.why.zh, "甲"),
    (
        "suggested",
        {"technician": "01", "zh": "甲", "en": "a", "brief_zh": "短", "brief_en": "b"},
        lambda r: r.suggestion.brief,
        Text("短", "b"),
    ),
    (
        "proposed",
        {
            "cause": "leave",
            "technician": "06",
            "zh": "甲",
            "en": "a",
            "brief_zh": "短",
            "brief_en": "b",
        },
        lambda r: r.proposal,
        Proposal("leave", "06", Text("甲", "a"), Text("短", "b")),
    ),
    ("proposed", {"cause": ""}, lambda r: r.proposal, None),
    ("likened", {"zh": "甲", "en": "a"}, lambda r: r.likely, Text("甲", "a")),
    ("likened", {"zh": "", "en": ""}, lambda r: r.likely, None),
    ("refused", {"column": "a", "zh": "甲", "en": "a"}, lambda r: r.refusals["a"].en, "a"),
    ("narrowed", {"wish": "a", "zh": "甲", "en": "a"}, lambda r: r.refusals, {}),
    (
        "overwritten",
        {"column": "a", "typed": 7, "zh": "甲", "en": "a"},
        lambda r: (r.shown["a"], r.refusals["a"].zh),
        (7, "甲"),
    ),
    ("overwritten", {"column": "a", "typed": 7}, lambda r: r.refusals, {}),
    (
        "form_changed",
        {"wish": "form", "zh": "甲", "en": "a"},
        lambda r: r.refusals["form"].zh,
        "甲",
    ),
    ("joined", {"number": "WX2"}, lambda r: r.status, "new"),
    ("suspected", {"of": "WX1"}, lambda r: r.duplicate_of, "WX1"),
    (
        "wrote",
        {"shown": {"a": 1}, "seen": {"b": 2}},
        lambda r: (r.shown, r.seen),
        ({"a": 1}, {"b": 2}),
    ),
    ("acknowledged", {}, lambda r: r.shown["problem"], ""),
    ("told", {"key": "WX1/x"}, lambda r: r.told, {"WX1/x"}),
    ("row_missing", {"found": "7"}, lambda r: r.missing, NOW),
    ("row_back", {}, lambda r: r.missing, None),
    ("archived", {"to": "1aB"}, lambda r: (r.archived, r.archive_id), (NOW, "1aB")),
    ("unarchived", {}, lambda r: (r.archived, r.archive_id), (None, "")),
    ("filed", {"key": "leads/L1", "cells": {}}, lambda r: r.entries, {"leads/L1": {}}),
    ("entered", {"key": "leads/L1", "cells": {"a": 1}}, lambda r: r.entries["leads/L1"], {"a": 1}),
    ("struck", {"key": "leads/L1"}, lambda r: r.entries, {"leads/L1": None}),
    (
        "listed",
        {"column": "parts_used", "text": "甲 x2;乙", "parts": {"A-1": 2}, "zh": "乙?", "en": "b?"},
        lambda r: (r.listed, r.refusals),
        (
            {"parts_used": Listed("甲 x2;乙", {"A-1": 2}, clear=False)},
            {"unclear:parts_used": Text("乙?", "b?")},
        ),
    ),
    ("paused", {}, lambda r: r.pauses, (Pause(NOW, None),)),
    ("supplied", {"ready": True}, lambda r: r.supplied, True),
    (
        "toured",
        {
            "start": "城东",
            "clash": "WX2",
            "held_by": "WX1",
            "holds": ["WX3"],
            "look_at": NOW.isoformat(),
        },
        lambda r: r.tour,
        Tour("城东", "WX2", "WX1", ("WX3",), NOW),
    ),
    ("toured", {}, lambda r: r.tour, ALONE),
    ("mismatched", {"columns": ["address"]}, lambda r: r.mismatch, Mismatch(NOW, ("address",))),
    ("mismatched", {"columns": []}, lambda r: r.mismatch, None),
    (
        "unplaced",
        {"key": "contacts/K1", "cells": {"result": "x"}},
        lambda r: r.unplaced,
        {"contacts/K1": {"result": "x"}},
    ),
    ("unplaced", {"key": f"tickets/{NO}", "cells": {"phone": 7}}, lambda r: r.owed, {"phone": 7}),
    ("reported", {"previous": "WX1"}, lambda r: r.previous, "WX1"),
    ("classed", {"request": "inquiry"}, lambda r: r.request, "inquiry"),
    ("linked", {"to": "WX1", "cycle": 2}, lambda r: (r.previous, r.cycle), ("WX1", 2)),
    ("revisited", {"result": "unhappy"}, lambda r: r.revisits, (Revisit(NOW, "unhappy"),)),
    ("revisited", {"result": "unhappy"}, lambda r: r.stamp("revisited_at"), NOW),
    ("revisited", {"result": "no_answer"}, lambda r: r.stamp("revisited_at"), None),
    ("succeeded", {"successor": "WX2"}, lambda r: r.pending[0].name, "succeeded"),
    ("succeeded", {"successor": "WX2"}, lambda r: r.successor, "WX2"),
    ("succeeded", {"successor": ""}, lambda r: (r.successor, r.pending[0].name), ("", "alone")),
    (
        "locked",
        {"column": "fault", "typed": "x", "zh": "已结单", "en": "Closed"},
        lambda r: (r.refusals, r.seen.get("fault", "")),
        ({"fault": Text("已结单", "Closed")}, ""),
    ),
    ("unstamped", {"name": "reported_at"}, lambda r: r.stamps, {}),
    ("waited", {"in_vain": True}, lambda r: r.visits, ()),
    (
        "charged",
        {"due": "90.00", "asked": "120.00", "bearing": True, "zh": "疑", "en": "?", "wants": ["x"]},
        lambda r: (r.fee, r.refusals),
        (
            Fee(Decimal("90.00"), Decimal("120.00"), True, Text("疑", "?"), ("x",)),
            {"fee": Text("疑", "?")},
        ),
    ),
    ("charged", {}, lambda r: r.fee, None),
    (
        "consented",
        {"what": "quote", "given": True, "amount": "120.00", "fault": "坏"},
        lambda r: (r.consents, r.stamp("fee_consent_at")),
        ({"quote": Consent(NOW, True, Decimal("120.00"), "坏")}, NOW),
    ),
    (
        "consented",
        {"what": "plan", "given": False, "amount": None, "fault": ""},
        lambda r: (r.consents["plan"].given, r.stamp("plan_consent_at")),
        (False, None),
    ),
    (
        "confirmed",
        {"column": "warranty_override", "cell": "在保", "reason": "有发票"},
        lambda r: r.confirmed,
        {"warranty_override": Confirmed("在保", "有发票", "sheet")},
    ),
    ("noted", {}, lambda r: r, folded()),
]


@pytest.mark.parametrize(
    ("kind", "values", "shows", "wanted"),
    FOLDS,
    ids=[f"{kind}-{n}" for n, (kind, *_) in enumerate(FOLDS)],
)
def test_every_kind_of_event_folds(
    kind: str, values: dict[str, Any], shows: Callable[[TicketRecord], Any], wanted: Any
) -> None:
    assert shows(folded(happened(kind, **values))) == wanted


def test_no_kind_is_left_out() -> None:
    assert {kind for kind, *_ in FOLDS} == set(KINDS)


OWED = ("unplaced", {"key": f"tickets/{NO}", "cells": {"phone": "7", "fault": "x"}})


@pytest.mark.parametrize(
    ("kind", "values", "owed", "seen"),
    [
        pytest.param(
            "wrote", {"seen": {"phone": "7"}}, {"fault": "x"}, {"phone": "7"}, id="written"
        ),
        pytest.param(
            "edited",
            {"column": "phone", "after": ""},
            {"fault": "x"},
            {"phone": ""},
            id="typed over",
        ),
        pytest.param(
            "unplaced",
            {"key": f"tickets/{NO}", "cells": {}},
            {},
            {"phone": "7", "fault": "x"},
            id="appended with the row",
        ),
    ],
)
def test_what_a_row_owes_is_owed_until_it_stands_there(
    kind: str, values: dict[str, Any], owed: dict[str, str], seen: dict[str, str]
) -> None:
    record = fold(folded(happened(OWED[0], **OWED[1])), happened(kind, **values))
    assert (record.owed, record.seen) == (owed, seen)
    assert load(dump(record)) == record


def test_the_record_before_an_event_stays_as_it_was() -> None:
    for kind, values, *_ in FOLDS:
        before = folded()
        fold(before, happened(kind, **values))
        assert before == folded()


def test_leaving_a_paused_status_ends_its_pause() -> None:
    record = folded(
        happened("moved", to="customer_wait", pauses=True),
        happened("moved", to="on_site", when=at("15:00")),
    )
    assert record.pauses == (Pause(NOW, at("15:00")),)


def test_a_status_that_was_followed_leaves_nothing_pending() -> None:
    asked = happened("asked", to="dispatched")
    assert folded(asked, happened("moved", to="dispatched")).pending == ()
    assert folded(asked, happened("followed")).pending == ()


def test_another_technician_starts_the_calls_anew() -> None:
    called = happened("attempted", reached=False)
    record = folded(happened("assigned", technician="01"), called)
    assert len(record.attempts) == 1
    assert fold(record, happened("assigned", technician="06")).attempts == ()


def test_a_suggestion_that_was_followed_stays_as_the_reason() -> None:
    suggested = happened("suggested", technician="01", zh="甲", en="a")
    followed = folded(suggested, happened("assigned", technician="01"))
    assert followed.suggestion == Suggestion("01", Text("甲", "a"), Text("甲", "a"))
    assert folded(suggested, happened("assigned", technician="06")).suggestion is None


def test_the_first_answered_call_is_the_contact() -> None:
    answered = [happened("attempted", reached=True, when=at(clock)) for clock in ("14:40", "15:00")]
    assert folded(*answered).stamps["contacted_at"] == at("14:40")


def test_a_new_wording_takes_the_former_ones_meaning_along() -> None:
    meant = happened("edited", column="a", after="明天10点", means=NOW.isoformat())
    assert folded(meant, happened("edited", column="a", after="再说")).means == {}


def test_the_rows_of_other_tabs_say_what_they_said_last_and_a_struck_one_is_remembered() -> None:
    paid = [happened("entered", key="payments/F1", cells={"amount": n}) for n in (100, 120)]
    assert folded(*paid).entries == {"payments/F1": {"amount": 120}}
    assert folded(*paid, happened("struck", key="payments/F1")).entries == {"payments/F1": None}


def test_an_acknowledgement_takes_every_refusal_off() -> None:
    refused = [happened("refused", column=name, zh="甲", en="a") for name in ("a", "b")]
    assert folded(*refused, happened("acknowledged")).refusals == {}


@pytest.mark.parametrize(("zh", "left"), [("乙", {"a": Text("乙", "乙")}), ("", {})])
def test_a_refusal_wants_less_and_less_until_it_is_gone(zh: str, left: dict[str, Text]) -> None:
    refused = happened("refused", column="b", wish="a", zh="甲", en="a")
    assert folded(refused, happened("narrowed", wish="a", zh=zh, en=zh)).refusals == left


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        pytest.param(["dispatched", "appointed"], True, id="nearer"),
        pytest.param(["completed"], False, id="reached"),
        pytest.param(["appointed", "parts_wait"], False, id="off the way"),
        pytest.param(["appointed", "dispatched"], False, id="back"),
        pytest.param(["closed"], False, id="over"),
    ],
)
def test_a_refused_wish_stays_while_the_ticket_comes_nearer_to_it(
    steps: list[str], left: bool
) -> None:
    wish = happened("refused", column="status", wish="asked:completed", zh="甲", en="a")
    moves = [happened("moved", to=step) for step in steps]
    assert ("asked:completed" in folded(wish, *moves).refusals) is left


@pytest.mark.parametrize(
    ("arrived", "queued", "there"),
    [
        pytest.param(None, at("14:30"), False, id="nobody-yet"),
        pytest.param(at("15:00"), at("14:30"), True, id="there"),
        pytest.param(at("15:00"), at("16:00"), False, id="called-away-since"),
        pytest.param(at("15:00"), None, True, id="never-in-the-queue"),
    ],
)
def test_who_has_arrived_since_the_visit_was_decided(
    arrived: datetime | None, queued: datetime | None, there: bool
) -> None:
    stamps = {"arrived_at": arrived, "queued_at": queued}
    known = {name: at for name, at in stamps.items() if at}
    assert TicketRecord(NO, stamps=known).arrived is there
