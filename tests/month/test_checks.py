"""Every check of the month can fail: one wrong thing put into a month that was well, and the check says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from sheetflow.clocks import named
from sheetflow.model import Event, Notice, Scalar
from sheetflow.plan import Plan, View
from tests.month import by_hand
from tests.month.case import Case
from tests.month.checks import CHECKS, a_plan_after_apply_is_empty, reported
from tests.month.courses import COURSES, good
from tests.month.desk import START, Desk
from tests.month.month import lived

#: What is put into a month: a function of the desk.
Wrong = Callable[[Desk], object]


@pytest.fixture(scope="module")
def well() -> Desk:
    """Give a desk with one customer on every course, on which every check finds nothing."""
    desk = lived(len(COURSES), seed=20260301, days=3, every=150)
    assert {check.__name__: found for check in CHECKS if (found := list(check(desk)))} == {}
    return desk


@pytest.fixture
def desk(well: Desk) -> Desk:
    """Give the same month, to be spoilt."""
    spoilt, seen = copy(well), copy(well.witness)
    seen.log, seen.notices = list(seen.log), list(seen.notices)
    seen.sent, seen.wrong = Counter(seen.sent), defaultdict(list, deepcopy(dict(seen.wrong)))
    spoilt.witness, spoilt.tally = seen, deepcopy(well.tally)
    spoilt.records, spoilt.notices = dict(well.records), dict(well.notices)
    spoilt.rows = {tab: [list(row) for row in rows] for tab, rows in well.rows.items()}
    spoilt.events, spoilt.plans = list(well.events), []
    return spoilt


def on(desk: Desk, course: str) -> str:
    """Give the number of the ticket that took a course."""
    return next(no for no, name in desk.tally.courses.items() if name == course)


def stamped(desk: Desk, name: str, at: datetime) -> None:
    number = on(desk, "good")
    record = desk.records[number]
    desk.records[number] = replace(record, stamps={**record.stamps, name: at})


def seen(desk: Desk, made: Plan, **parts: list[dict[str, Scalar]]) -> None:
    desk.witness.looks(made, desk.now, desk.records, parts or None)


def moved(desk: Desk, start: str, step: str) -> None:
    number = on(desk, "good")
    event = Event(number, "moved", desk.now, {"from": start, "to": step})
    desk.witness.log.append((desk.now, event))


def typed_status(desk: Desk) -> None:
    desk.type(on(desk, "good"), "status", "维修中")


def left_open(desk: Desk) -> None:
    number = on(desk, "good")
    desk.records[number] = replace(desk.records[number], status="completed")


def read_ahead(desk: Desk) -> None:
    later = desk.now + timedelta(minutes=1)
    seen(desk, Plan(events=(Event(on(desk, "good"), "noted", later),)))


def visited_backwards(desk: Desk) -> None:
    number = on(desk, "good")
    record = desk.records[number]
    [visit] = record.visits
    assert visit.departed_at
    wrong = visit._replace(arrived_at=visit.departed_at - timedelta(minutes=1))
    desk.records[number] = replace(record, visits=(wrong,))


def counted(desk: Desk, on_hand: int, owed: int) -> None:
    """Show a part with other figures than its movements give."""
    parts = desk.named("parts")
    parts[0] |= {"on_hand": on_hand, "pending_count": owed}
    seen(desk, Plan(), parts=parts, part_moves=desk.named("part_moves"))


def overdrawn(desk: Desk) -> None:
    """Show a part below zero, with movements that sum up to it."""
    part = desk.named("parts")[0] | {"on_hand": -1, "pending_count": 0}
    move = {"move_no": "M1", "kind": "装机", "part_no": part["part_no"], "quantity": 1}
    moves: list[dict[str, Scalar]] = [{**move, "problem": "", "from_place": "", "to_place": ""}]
    seen(desk, Plan(), parts=[part], part_moves=moves)


def in_two_places(desk: Desk) -> None:
    for course in ("good", "with_a_part"):
        number = on(desk, course)
        desk.records[number] = replace(desk.records[number], status="on_site", technician="01")
    seen(desk, Plan(records=desk.records))


def told_twice(desk: Desk) -> None:
    seen(desk, Plan(notices=(Notice("once", "dispatch", on(desk, "good"), {}, ()),) * 2))


def alerted(desk: Desk, course: str, deadline: datetime, stage: str) -> None:
    """Let a notice of the response clock go out now."""
    number = on(desk, course)
    once = f"{number}/response/1/{stage}/{named(deadline)}"
    seen(desk, Plan(notices=(Notice(once, "clock_breach", number, {}, ()),)))


def due(desk: Desk, course: str) -> datetime:
    """Give a ticket's response deadline, 24 hours at most after its report."""
    number = on(desk, course)
    hours = by_hand.RESPONSE[desk.records[number].grade]
    return desk.tally.reported[number] + timedelta(hours=hours)


def alerted_early(desk: Desk) -> None:
    number = on(desk, "good")
    record = desk.records[number]
    silent = ("reported_at", "queued_at")
    stamps = {name: at for name, at in record.stamps.items() if name in silent}
    desk.records[number] = replace(record, stamps=stamps, attempts=(), former=())
    desk.now = due(desk, "good") + timedelta(minutes=5)
    alerted(desk, "good", due(desk, "good"), "breach+30")


def alerted_although_muted(desk: Desk) -> None:
    number = on(desk, "abuse")
    record = desk.records[number]
    stamps = {"reported_at": record.stamps["reported_at"]}
    incident = {**record.seen, "incident": "辱骂"}
    desk.records[number] = replace(
        record, stamps=stamps, attempts=(), former=(), seen=incident, missing=None
    )
    alerted(desk, "abuse", due(desk, "abuse"), "breach+0")


def forgot_an_event(desk: Desk) -> None:
    number = on(desk, "good")
    log = desk.witness.log
    log.remove(next(one for one in reversed(log) if one[1].ticket_no == number))


def other_plan(desk: Desk) -> None:
    """Hold a plan that does nothing against a sheet in which somebody has typed."""
    view = typed_into(desk)
    desk.witness.compares(view, desk.now, Plan(), None)


def typed_into(desk: Desk) -> View:
    desk.type(on(desk, "good"), "next_action", "我写的")
    return desk.view()


def drifted(desk: Desk) -> None:
    """Let a live row show something that its record doesn't say."""
    young = Desk(seed=1)
    case = Case(young, Random("1"), 1)
    young.begin(START + timedelta(hours=2), good(case))
    young.run(START + timedelta(hours=2, minutes=30))
    young.settle()
    young.type(case.no, "dispatched_at", 1)
    desk.witness.projects(young.view(), young.now)


def spoke_late(desk: Desk) -> None:
    desk.tally.first_contact[on(desk, "good")] = due(desk, "good") + timedelta(minutes=1)


SPOILT: tuple[tuple[str, str, Wrong], ...] = (
    ("every_ticket_is_in_a_legal_state", "no edge", lambda d: moved(d, "closed", "on_site")),
    ("every_ticket_is_in_a_legal_state", "not from there", lambda d: moved(d, "new", "closed")),
    ("every_ticket_is_in_a_legal_state", "row shows another", typed_status),
    ("every_ticket_is_in_a_legal_state", "left open", left_open),
    (
        "stamps_are_in_causal_order",
        "called before the report",
        lambda d: stamped(d, "contacted_at", START - timedelta(days=1)),
    ),
    (
        "stamps_are_in_causal_order",
        "ended before it began",
        lambda d: stamped(d, "work_ended_at", START),
    ),
    ("stamps_are_in_causal_order", "read before it happened", read_ahead),
    ("stamps_are_in_causal_order", "arrived before leaving", visited_backwards),
    (
        "stock_is_the_sum_of_movements_and_never_negative",
        "one too many",
        lambda d: counted(d, int(str(d.named("parts")[0]["on_hand"])) + 1, 0),
    ),
    ("stock_is_the_sum_of_movements_and_never_negative", "below zero", overdrawn),
    ("nobody_repairs_in_two_places", "two tickets", in_two_places),
    ("no_notice_was_decided_twice", "twice", told_twice),
    (
        "each_alert_is_explained",
        "another deadline",
        lambda d: alerted(d, "good", due(d, "good") + timedelta(hours=1), "breach+0"),
    ),
    (
        "each_alert_is_explained",
        "met in time",
        lambda d: alerted(d, "good", due(d, "good"), "breach+0"),
    ),
    ("each_alert_is_explained", "before its rung", alerted_early),
    ("each_alert_is_explained", "muted", alerted_although_muted),
    (
        "each_exception_was_told",
        "nobody heard",
        lambda d: d.tally.courses.update({on(d, "good"): "abuse"}),
    ),
    (
        "each_harm_was_put_back",
        "taken without a word",
        lambda d: d.tally.put_back.add(on(d, "good")),
    ),
    (
        "each_harm_was_put_back",
        "parts that there aren't",
        lambda d: d.tally.too_many.append([""] * d.widths["part_moves"]),
    ),
    ("a_missed_deadline_was_announced", "spoke too late", spoke_late),
    (
        "nobody_owes_for_what_was_not_done",
        "the row",
        lambda d: d.type(on(d, "cancelled_with_parts_out"), "amount_due", 65),
    ),
    ("the_records_are_the_fold_of_the_log", "an event is gone", forgot_an_event),
    ("the_plan_was_the_cold_one", "another", other_plan),
    ("the_plan_was_the_cold_one", "never looked", lambda d: setattr(d.witness, "compared", 0)),
    ("the_order_of_rules_never_mattered", "another", other_plan),
    ("projections_follow_from_the_log", "a row that drifted", drifted),
    ("a_plan_after_apply_is_empty", "somebody typed", typed_into),
)


@pytest.mark.parametrize(
    ("check", "spoil"),
    [pytest.param(check, spoil, id=f"{check}: {what}") for check, what, spoil in SPOILT],
)
def test_a_month_with_one_thing_wrong_is_told(desk: Desk, check: str, spoil: Wrong) -> None:
    [one] = [one for one in CHECKS if one.__name__ == check]
    if one is not a_plan_after_apply_is_empty:  # this one takes in what it finds
        assert not list(one(desk))
    spoil(desk)
    assert list(one(desk))


def test_every_check_is_spoilt_at_least_once() -> None:
    counting = "figures_are_what_a_count_by_hand_gives"
    assert {check for check, *_ in SPOILT} | {counting} == {one.__name__ for one in CHECKS}


def test_a_figure_that_is_one_off_is_told_whichever_it_is(well: Desk) -> None:
    found = reported(well)
    assert not list(by_hand.differing(found, well))
    for key, figure in found.items():
        for wrong in (
            replace(figure, count=figure.count + 1),
            replace(figure, of=(figure.of or 0) + 1),
            replace(figure, value=f"{figure.value}0"),
        ):
            told = list(by_hand.differing({**found, key: wrong}, well))
            assert any(line.startswith(f"{key}: ") for line in told), wrong


def test_a_figure_that_nobody_counts_is_told(well: Desk) -> None:
    found = reported(well)
    told = by_hand.differing({**found, "new": found["reported"]}, well)
    assert list(told) == ["new: nobody counts it"]


def test_one_cell_another_time_or_a_notice_less_are_other_bytes(desk: Desk) -> None:
    digests = {desk.digest()}
    desk.rows["tickets"][0][0] = "x"
    digests.add(desk.digest())
    desk.events[-1] = replace(desk.events[-1], at=desk.events[-1].at + timedelta(seconds=1))
    digests.add(desk.digest())
    desk.notices.popitem()
    assert len({*digests, desk.digest()}) == 4
