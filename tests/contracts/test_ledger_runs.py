"""Runs, events and records, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from sheetflow import record
from sheetflow.ledger import SqlLedger
from sheetflow.model import CellWrite, Event, NewRow, Page, Writes
from sheetflow.ports import Outdated, Run
from tests.contracts.ledger_builders import NOW, TICKET, conflict, event, later, notice, run

pytestmark = pytest.mark.contract

REPORTED = event(
    "reported", grade="urgent", seen={"phone": "138-0000-0001", "loaner": True, "n": 1.5}
)
MOVED = event("moved", to="assigned", stamps=["assigned_at"])
STATUS = CellWrite("tickets", TICKET, "status", "新报修", "已派单", guarded=True, fingerprint="f")


def test_a_run_is_on_disk_whole_before_it_is_applied(opened: Callable[[], SqlLedger]) -> None:
    writes = Writes(
        cells=(STATUS, CellWrite("tickets", "", "ticket_no", "", TICKET, position=7)),
        rows=(NewRow("tickets", TICKET, {"ticket_no": TICKET, "quantity": 2, "paid": False}),),
        pages=(Page("board", ({"label": "今天", "count": 3}, {})), Page("empty", ())),
    )
    opened().begin(Run("run-1", NOW, writes, (REPORTED, MOVED), {}, (notice(),), reports=(TICKET,)))

    after = opened()
    [found] = after.open_runs()
    assert (found.run_id, found.at, found.writes, found.reports) == (
        "run-1",
        NOW,
        writes,
        (TICKET,),
    )
    assert after.events() == [REPORTED, MOVED]
    assert after.records() == {TICKET: record.fold(record.fold(None, REPORTED), MOVED)}
    assert [delivery.once for delivery in after.due(NOW)] == ["dispatch/1"]


def test_open_runs_come_oldest_first_and_finished_ones_not_at_all(ledger: SqlLedger) -> None:
    for run_id in ("b", "a", "c"):
        ledger.begin(run(run_id, STATUS))

    ledger.finish("a", later(minutes=1), confirmed=True)
    ledger.finish("c", later(minutes=1), confirmed=False, conflicts=[conflict()])

    assert [one.run_id for one in ledger.open_runs()] == ["b"]


def test_a_run_without_anything_is_a_run(ledger: SqlLedger) -> None:
    ledger.begin(run("idle"))

    assert ledger.open_runs() == [run("idle")]


def test_a_run_that_cannot_be_recorded_leaves_nothing_behind(ledger: SqlLedger) -> None:
    with pytest.raises((TypeError, StatementError), match="datetime is no JSON"):
        ledger.begin(run("run-1", REPORTED, event("noted", at=NOW), notice(), STATUS))

    assert (ledger.open_runs(), ledger.events(), ledger.records()) == ([], [], {})
    assert (ledger.due(NOW), ledger.outbox()) == ([], [])


def test_a_run_planned_on_old_records_is_refused_whole(opened: Callable[[], SqlLedger]) -> None:
    mine, theirs = opened(), opened()
    mine.begin(run("run-1", REPORTED))
    planned_on = mine.records()[TICKET]
    theirs.begin(run("run-2", event("graded", grade="normal")))

    with pytest.raises(Outdated, match=f"{TICKET}.*plan again"):
        mine.begin(run("run-3", MOVED, notice(), records={TICKET: record.fold(planned_on, MOVED)}))

    assert [one.run_id for one in mine.open_runs()] == ["run-1", "run-2"]
    assert mine.records()[TICKET].status == "new"
    assert mine.outbox() == []

    afresh = record.fold(mine.records()[TICKET], MOVED)
    mine.begin(run("run-3", MOVED, notice(), records={TICKET: afresh}))
    assert mine.records() == {TICKET: afresh}


def test_events_are_counted_up_whoever_records_them(opened: Callable[[], SqlLedger]) -> None:
    mine, theirs = opened(), opened()
    assert mine.newest_event() == 0

    mine.begin(run("run-1", REPORTED, MOVED))
    known = mine.newest_event()
    theirs.begin(run("run-2", event("noted"), event("noted")))
    mine.begin(run("run-3"))

    assert mine.newest_event() == theirs.newest_event() == known + 2


def test_of_all_who_record_at_once_none_overwrites_another(
    opened: Callable[[], SqlLedger],
) -> None:
    ledgers = [opened() for _ in range(4)]

    def call(number: int) -> None:
        for times in range(5):
            ledgers[number].begin(run(f"{number}-{times}", event("told", key=f"{number}-{times}")))

    with ThreadPoolExecutor(4) as calling:
        list(calling.map(call, range(4)))

    assert len(ledgers[0].records()[TICKET].told) == 20
    assert ledgers[0].newest_event() == 20


def test_a_ticket_is_found_by_its_number(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", REPORTED, event("reported", "WX2023901")))

    assert ledger.record_of(TICKET) == record.fold(None, REPORTED)
    assert ledger.record_of("WX20260306009") is None


def test_the_event_log_is_read_of_one_ticket_of_all_or_its_end(ledger: SqlLedger) -> None:
    other = replace(event("reported", "WX2023901"), actor="02 王主管", channel="desk")
    ledger.begin(run("run-1", REPORTED, other))
    ledger.begin(run("run-2", MOVED))

    assert ledger.events() == [REPORTED, other, MOVED]
    assert ledger.events(TICKET) == [REPORTED, MOVED]
    assert ledger.events(limit=2) == [other, MOVED]
    assert ledger.events(TICKET, limit=1) == [MOVED]


def test_an_instant_comes_back_the_same_from_whatever_zone_it_went_in(ledger: SqlLedger) -> None:
    at = datetime(2026, 3, 6, 9, 30, 0, 123456, tzinfo=UTC).astimezone()
    ledger.begin(run("run-1", replace(MOVED, at=at)))

    [found] = ledger.events()
    assert (found.at, found.at.utcoffset()) == (at, timedelta(0))


def test_an_instant_without_an_offset_is_not_taken(ledger: SqlLedger) -> None:
    with pytest.raises(StatementError, match="has no offset"):
        ledger.begin(run("run-1", replace(event(), at=NOW.replace(tzinfo=None))))

    assert ledger.events() == []


_CELLS = st.dictionaries(
    st.sampled_from(["phone", "fault", "paid", "loaner"]),
    st.text()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans(),
)
_TEXT = {"zh": st.text(), "en": st.text()}
_VALUES = {
    "reported": st.fixed_dictionaries(
        {"grade": st.sampled_from(["normal", "urgent"]), "seen": _CELLS}
    ),
    "edited": st.fixed_dictionaries({"column": st.just("fault"), "after": st.text()}),
    "moved": st.fixed_dictionaries(
        {"to": st.sampled_from(["assigned", "paused"])},
        optional={
            "stamps": st.lists(st.sampled_from(["assigned_at", "contacted_at"])),
            "clears": st.lists(st.sampled_from(["assigned_at", "contacted_at"])),
            "pauses": st.booleans(),
        },
    ),
    "assigned": st.fixed_dictionaries({"technician": st.text()}),
    "graded": st.fixed_dictionaries({"grade": st.sampled_from(["normal", "urgent"])}),
    "appointed": st.fixed_dictionaries(
        {"for": st.sampled_from(["", "2026-03-07T06:00:00+00:00", "2026-03-07T14:00:00+08:00"])},
        optional={"agreed": st.booleans(), "by_customer": st.booleans()},
    ),
    "attempted": st.fixed_dictionaries({"reached": st.booleans()}),
    "suggested": st.fixed_dictionaries({"technician": st.text(), **_TEXT}),
    "refused": st.fixed_dictionaries({"column": st.text(), **_TEXT}),
    "acknowledged": st.just({}),
    "asked": st.fixed_dictionaries({"to": st.text()}),
    "followed": st.just({}),
    "imported": st.fixed_dictionaries(
        {"status": st.just("filed"), "seen": _CELLS},
        optional={"stamps": st.just({"reported_at": "2023-10-01T10:00:00+08:00"})},
    ),
    "overwritten": st.fixed_dictionaries({"column": st.text(), "typed": st.integers()}),
    "suspected": st.fixed_dictionaries({"of": st.text()}),
    "told": st.fixed_dictionaries({"key": st.text()}),
    "noted": st.dictionaries(st.text(), st.text() | st.none() | st.lists(st.integers(0, 9))),
}
_EVENTS = st.sampled_from(sorted(_VALUES.keys() & record.KINDS.keys())).flatmap(
    lambda kind: st.builds(
        Event,
        ticket_no=st.sampled_from(["WX2023901", TICKET, f"{TICKET}-2"]),
        kind=st.just(kind),
        at=st.datetimes(timezones=st.just(UTC)),
        values=_VALUES[kind],
    )
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(_EVENTS, max_size=6), max_size=4), given_too=st.booleans())
def test_every_record_is_the_fold_of_the_events(
    ledger: SqlLedger, batches: list[list[Event]], given_too: bool
) -> None:
    before = len(ledger.events())  # Hypothesis goes on with the same ledger
    for batch in batches:
        records = ledger.records()
        for one in batch:
            records[one.ticket_no] = record.fold(records.get(one.ticket_no), one)
        planned = {one.ticket_no: records[one.ticket_no] for one in batch} if given_too else {}
        ledger.begin(run(f"run-{len(ledger.open_runs())}", *batch, records=planned))

    log = ledger.events()
    assert log[before:] == [one for batch in batches for one in batch]
    folded: dict[str, record.TicketRecord] = {}
    for one in log:
        folded[one.ticket_no] = record.fold(folded.get(one.ticket_no), one)
    assert ledger.records() == folded
    for number, stored in folded.items():
        own = reduce(record.fold, ledger.events(number), None)
        assert ledger.record_of(number) == stored == own
