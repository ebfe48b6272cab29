"""For a fixed event log and a fixed now, plan and projections don't depend on how many cycles produced the log.

The log is the events. What people type over before a cycle has read it is in no log, so this says nothing of it; what
it says of acts that are read together or one by one stands at the second half, with what may differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheetflow.figures import Period, cases_of, figures
from sheetflow.model import Event, Scalar
from sheetflow.planner import plan
from sheetflow.record import TicketRecord, Visit, dump, fold, load
from sheetflow.rules import RULES
from tests.acts import ACTS, AUTOMATIC, MINUTES, PRICED, STAGES, Act, add, done, opened
from tests.builders import SHANGHAI, at
from tests.month.witness import essence
from tests.world import World

HISTORIES = st.lists(st.tuples(ACTS, MINUTES), min_size=1, max_size=6)
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31), SHANGHAI)


def lived(stages: list[str], history: list[tuple[Act, int]], *, automatic: bool) -> World:
    """Give the desk after a history with a cycle after each act."""
    world = opened(stages, AUTOMATIC if automatic else PRICED)
    for act, minutes in history:
        done(world, act)
        world.cycle(world.now + timedelta(minutes=minutes))
    return world


def folded(log: Iterable[Event], cuts: frozenset[int] = frozenset()) -> dict[str, TicketRecord]:
    """Give the records that a log leads to; at a cut they are stored and loaded, as between two processes."""
    records: dict[str, TicketRecord] = {}
    for serial, event in enumerate(log):
        if serial in cuts:
            records = {no: load(json.loads(json.dumps(dump(one)))) for no, one in records.items()}
        records[event.ticket_no] = fold(records.get(event.ticket_no), event)
    return records


# ── the law of the log ──────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=40)
@given(STAGES, HISTORIES, st.booleans(), st.frozensets(st.integers(0, 60), max_size=4))
def test_the_log_alone_gives_records_plan_and_figures_folded_at_once_or_in_pieces(
    stages: list[str], history: list[tuple[Act, int]], automatic: bool, cuts: frozenset[int]
) -> None:
    world = lived(stages, history, automatic=automatic)
    for act, _ in history[:2]:
        done(world, act)
    now = world.now + timedelta(minutes=7)
    once, pieces = folded(world.events), folded(world.events, cuts)
    assert once == pieces == world.records

    view, policy = world.view(), world.policy
    found = []
    for records, memory in ((world.records, world.memory), (once, None), (pieces, None)):
        seen = replace(view, records=records)
        made = plan(seen, now, policy, rules=RULES, memory=memory, strict=True, max_changes=10**9)
        counted = figures(cases_of(records.values(), policy), SPRING, policy, now)
        found.append((essence(made.plan), counted))
    assert found[0] == found[1] == found[2]


@settings(max_examples=30)
@given(STAGES, HISTORIES, st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_cycles_that_read_nothing_new_add_nothing_to_the_log(
    stages: list[str], history: list[tuple[Act, int]], more: list[int]
) -> None:
    """But rows that people type without a number: those wait for a second read, in case somebody types there still."""
    known = [(act, minutes) for act, minutes in history if act[0] not in ("row", "strike")]
    calm, busy = opened(stages), opened(stages)
    for (act, minutes), cycles in zip(known, more, strict=False):
        for world in (calm, busy):
            done(world, act)
            world.cycle(world.now + timedelta(minutes=minutes))
        for _ in range(cycles):
            busy.cycle()
    assert busy.events == calm.events
    assert busy.rows == calm.rows
    assert busy.notices == calm.notices


# ── acts read together, or one by one ───────────────────────────────────────────────────────────────────────────────

#: A repair as it is typed: each a fact in cells of its own, with its own time where it has one.
FACTS: tuple[tuple[str, dict[str, Scalar]], ...] = (
    ("14:32", {"grade": "紧急"}),
    ("14:34", {"technician": "陈立"}),
    ("14:40", {"contact_result": "接通", "appointment_at": "15:30"}),
    ("15:00", {"departed_at": "15:00", "departure_check": "工服√"}),
    ("15:25", {"arrived_at": "15:25", "verified_fault": "点火针坏"}),
    ("15:30", {"work_started_at": "15:30"}),
    ("15:40", {"planned_parts": "IGN-220 x1"}),
    ("15:50", {"parts_used": "IGN-220 x1"}),
    (
        "16:00",
        {"work_ended_at": "16:00", "result": "已修复", "test_result": "正常", "cause": "老化"},
    ),
    ("16:02", {"signature": "已签·张", "measures": "更换", "consent": "同意方案"}),
    ("16:04", {"amount_paid": 20.0}),
    ("16:06", {"docs_in": "回执√、领料√", "old_part": "已收", "rating": "非常满意"}),
    ("16:08", {"revisit_result": "满意"}),
    ("16:10", {"status": "已结单"}),
)

#: What is told of an instant that has passed unmet, or so that somebody may still act on it.
IN_TIME = ("promise", "onsite", "response", "contact", "undispatched", "revisit", "dispatch")

#: The times that people type themselves, and what follows from those alone.
TYPED_TIMES = (
    "departed_at",
    "arrived_at",
    "work_started_at",
    "work_ended_at",
    "completed_at",
)


def typed(count: int, reads: frozenset[int], *, now: datetime | None = None) -> TicketRecord:
    """Give a ticket after so many facts; `reads` are the facts after which a cycle runs, and one runs at the end.

    Everything is typed at `now`, or each fact in its own minute.
    """
    world = World(PRICED)
    for no in ("IGN-220", "GSK-02"):
        add(world, "parts", part_no=no, name=f"件{no}")
    number = world.report(purchase_date="2025-09-01")
    world.settle()
    for serial, (minute, cells) in enumerate(FACTS[:count]):
        for column, cell in cells.items():
            world.type(number, column, cell)
        if serial in reads:
            world.cycle(now or at(minute))
    world.cycle(now or at("16:12"))
    assert not world.cycle()
    return world.record(number)


def told_at_leisure(record: TicketRecord) -> set[str]:
    """Give the once-keys of what is told whenever it is read: neither of clocks nor of a state that may be over."""
    return {key for key in record.told if key.split("/")[1] not in IN_TIME}


@settings(max_examples=30)
@given(st.integers(1, len(FACTS)), st.frozensets(st.integers(0, len(FACTS))))
@example(3, frozenset())
@example(11, frozenset())
@example(len(FACTS), frozenset())
def test_facts_of_one_moment_lead_to_the_same_read_together_or_one_by_one(
    count: int, reads: frozenset[int]
) -> None:
    """What may differ: clocks that ran out before anybody read that they were met, the notice of a dispatch after whose
    call it was read, when a part was booked as fitted (the end of the work, once that is known), the end of work that
    isn't completed yet, and the fault that was known when the customer agreed.
    """
    moment = at("16:10")
    one_by_one = typed(count, frozenset(range(count)), now=moment)
    together = typed(count, reads, now=moment)

    for name in ("status", "technician", "grade", "appointment", "calls", "revisits"):
        assert getattr(together, name) == getattr(one_by_one, name), name
    for name in ("stamps", "pauses", "refusals", "seen", "listed", "fee"):
        assert getattr(together, name) == getattr(one_by_one, name), name
    assert visited(together) == visited(one_by_one)
    assert told_at_leisure(together) == told_at_leisure(one_by_one)
    assert undated(together) == undated(one_by_one)


@settings(max_examples=30)
@given(st.integers(1, len(FACTS)), st.frozensets(st.integers(0, len(FACTS))))
@example(3, frozenset())
@example(11, frozenset())
@example(len(FACTS), frozenset())
def test_what_is_typed_in_the_evening_leads_to_the_state_and_the_typed_times_of_typing_at_once(
    count: int, reads: frozenset[int]
) -> None:
    """A time that nobody types is that of the read, so all that follows from it differs: clocks, calls, dispatch."""
    at_once, later = typed(count, frozenset(range(count))), typed(count, reads)

    for name in (
        "status",
        "technician",
        "grade",
        "appointment",
        "seen",
        "refusals",
        "listed",
        "fee",
    ):
        assert getattr(later, name) == getattr(at_once, name), name
    for name in TYPED_TIMES:
        assert later.stamp(name) == at_once.stamp(name), name
    assert [call.reached for call in later.calls] == [call.reached for call in at_once.calls]
    assert [visit.outcome for visit in later.visits] == [visit.outcome for visit in at_once.visits]


def visited(record: TicketRecord) -> list[Visit]:
    """Give the ways to the customer; of one that lasts without the end, which somebody may have typed already."""
    return [visit._replace(ended_at=None) if visit.open else visit for visit in record.visits]


def undated(record: TicketRecord) -> dict[str, dict[str, Scalar]]:
    """Give the rows beside the ticket without the time at which a part was booked."""
    return {
        key: {
            name: cell
            for name, cell in (cells or {}).items()
            if not (key.startswith("part_moves/") and name == "at")
        }
        for key, cells in record.entries.items()
    }


def test_the_later_of_two_words_in_one_cell_counts_and_the_other_was_never_read() -> None:
    """No law of cycles says anything of it: nobody but the person who typed it knows."""
    world = World(PRICED)
    number = world.report()
    world.settle()
    for cell in ("特急", "紧急"):
        world.type(number, "grade", cell)
    world.cycle(at("14:32"))
    assert [event.values["grade"] for event in world.events if event.kind == "graded"] == ["urgent"]
