"""What holds of a ticket's row and visits after whatever hurried people typed there, in whatever order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings

from sheetflow.ahead import SLACK
from sheetflow.clocks import clock
from sheetflow.record import TIME_WRITTEN, VISIT_STEPS
from sheetflow.record.causality import possible
from sheetflow.record.row import UNNAMED
from sheetflow.serials import from_serial
from tests.builders import policy_of
from tests.hurry import HISTORIES, History, typed
from tests.world import World, waiting

PROFILES = ("stove", "generic")
POLICIES = {profile: policy_of(profile=profile) for profile in PROFILES}

#: A law gives what breaks it, nothing where it holds.
Law: TypeAlias = Callable[[World, str], Iterator[str]]

#: Cells that are filled anew to say another thing, so that a filled one may well be asked for.
SAID_AGAIN = {"contact_result", "consent", "revisit_result", "guidance_result", "result", "problem"}

#: What only a soak came upon: steps that are taken twice, a time in the row that the customer wants no more, a visit of
#: which nobody knew at first who was there, and when, an end that was there before who came again, an arrival put right
#: once the machine was taken along, also where the departure was the later of the two, a start put right before anybody
#: was named, a departure after the work, for another time the same day, a doubted time before the appointment has one,
#: a start that was ahead until 维修中 was chosen, a departure of the next visit before it is said whose that is.
GUIDED_AGAIN: History = [
    (1, {"status": "电话指导"}),
    (1, {"technician": "陈立"}),
    (1, {"status": "电话指导"}),
]
SENT_AGAIN: History = [(1, {"technician": "陈立"}), (1, {"technician": "吴强"})]
ANOTHER_TIME: History = [
    (15, {"contact_result": "接通", "appointment_at": -10}),
    (1, {"technician": "陈立"}),
    (1, {"technician": "陈立"}),
    (1, {"contact_result": "客户改期"}),
]
NAMED_AFTERWARDS: History = [
    (1, {"result": "未修复"}),
    (40, {"technician": "陈立"}),
    (1, {"work_started_at": -40}),
]
CAME_INSTEAD: History = [
    (1, {"departed_at": -5}),
    (90, {"work_started_at": -30, "work_ended_at": -5}),
    (
        90,
        {
            "test_result": "正常",
            "signature": "已签·张",
            "cause": "针阀老化",
            "measures": "换针阀",
            "consent": "同意方案",
        },
    ),
    (4, {"status": "联系不上"}),
    (40, {"technician": "刘勇"}),
    (40, {"arrived_at": 0}),
    (1, {"result": "无法修复"}),
]
TAKEN_ALONG: History = [
    (1, {"status": "送修返厂"}),
    (1, {"arrived_at": 30}),
    (1, {"departed_at": 30}),
    (40, {"status": "待配件"}),
    (1, {"arrived_at": -40}),
]
LEFT_LAST: History = [*TAKEN_ALONG[:3], (90, {"status": "待配件"}), (1, {"arrived_at": -40})]
BEGUN_EARLIER: History = [
    (40, {"work_started_at": -20}),
    (1, {"work_started_at": -30, "work_ended_at": -5}),
    (1, {"technician": "陈立"}),
]
LEFT_AGAIN: History = [
    (40, {"work_started_at": -30, "work_ended_at": -5}),
    (1, {"technician": "陈立"}),
    (1, {"departed_at": -5}),
    (1, {"contact_result": "接通", "appointment_at": 5}),
]
DOUBTED_FIRST: History = [
    (1, {"technician": "陈立"}),
    (1, {"departed_at": -40}),
    (1, {"status": "已预约"}),
]
BEGUN_BEFORE_THE_CHOICE: History = [
    (1, {"technician": "吴强"}),
    (1, {"status": "送修返厂"}),
    (1, {"work_started_at": 30}),
    (40, {"status": "维修中"}),
]

LEFT_BY_NOBODY: History = [
    (40, {"departed_at": 0}),
    (1, {"work_started_at": -30, "work_ended_at": -5}),
    (40, {"appointment_at": 5}),
    (1, {"work_started_at": -30, "work_ended_at": -5}),
]

ASKS = re.compile(r"填「([^」]+)」")


def visits_of(world: World) -> list[dict[str, datetime]]:
    """Give the times of each row of 上门记录, in the order in which they happen in a visit."""
    columns = world.columns["visits"]
    names = ("departed_at", "arrived_at", "started_at", "ended_at")
    rows = [{name: row[columns[name]] for name in names} for row in world.rows["visits"]]
    return [
        {name: from_serial(at, world.policy.zone) for name, at in row.items() if at != ""}
        for row in rows
    ]


def steps_of_a_visit_follow_one_another(world: World, number: str) -> Iterator[str]:
    for visit in visits_of(world):
        for (before, first), (after, then) in pairwise(visit.items()):
            if then < first:
                yield f"{after} {then:%H:%M} before {before} {first:%H:%M}"


def visits_do_not_overlap(world: World, number: str) -> Iterator[str]:
    over = None
    for visit in visits_of(world):
        if over and visit and min(visit.values()) < over:
            yield f"{visit} before {over}"
        over = visit.get("ended_at", over)


def no_step_lies_ahead(world: World, number: str) -> Iterator[str]:
    for visit in visits_of(world):
        for name, at in visit.items():
            if at > world.now + SLACK:
                yield f"{name} {at:%d %H:%M}"


def a_visit_with_an_outcome_has_ended(world: World, number: str) -> Iterator[str]:
    outcome = world.columns["visits"]["outcome"]
    for row, visit in zip(world.rows["visits"], visits_of(world), strict=True):
        if row[outcome] != "" and "ended_at" not in visit:
            yield f"{row[outcome]} without an end"


def stands(world: World, number: str, column: str) -> bool:
    """Say whether a cell tells of what is under way or ahead: not of an earlier visit, nor of what is still to come."""
    record, cell = world.record(number), world.cell(number, column)
    if cell == "" or column in record.ahead | record.early:
        return False
    if column == "appointment_at":
        return not record.used and not wanted_no_more(world, number)
    over = [visit.ended_at for visit in record.visits if visit.ended_at and not visit.open]
    at = from_serial(cell, world.policy.zone) if isinstance(cell, float) else None
    return not (column in VISIT_STEPS and at and over and at <= max(over))


def wanted_no_more(world: World, number: str) -> bool:
    """Say whether the customer has asked for another time since the one in the row was written: it is typed over."""
    record = world.record(number)
    wished = world.shown(number, "contact_result") == "客户改期"
    written = record.stamp(TIME_WRITTEN)
    return wished and any(written and call.at > written for call in record.attempts)


def what_is_typed_of_this_visit_stands_there_or_is_asked_about(
    world: World, number: str
) -> Iterator[str]:
    """A time still ahead is asked about first: what it is measured against isn't known until it is put right.

    Where the last visit is over and 下一步 asks whose the next one is, it stands once that is answered: all other times
    are the next visit's, and stand in its row as soon as the status has followed (docs/decisions/0037).
    """
    record = world.record(number)
    if not record.visits or record.status == "closed" or record.ahead & set(VISIT_STEPS):
        return
    lost = lost_times(world, number)
    if lost and "早于" not in asks(world, number):
        if not record.visits[-1].open and UNNAMED in record.refusals:
            world = named(world, number)
        *_, can_be = possible(world.record(number).visits)
        for column, at in lost.items():
            if getattr(can_be, VISIT_STEPS[column]) != at and "早于" not in asks(world, number):
                yield f"{column} {at:%d %H:%M} isn't asked about: {asks(world, number)}"


def lost_times(world: World, number: str) -> dict[str, datetime]:
    """Give the times in the row that the record takes for the last visit's, though they can't have been."""
    last, found = world.record(number).visits[-1], dict[str, datetime]()
    *_, can_be = possible(world.record(number).visits)
    for column, step in VISIT_STEPS.items():
        at, cell = getattr(last, step), world.cell(number, column)
        typed = isinstance(cell, float) and from_serial(cell, world.policy.zone) == at
        if typed and getattr(can_be, step) is None:
            found[column] = at
    return found


def nothing_is_asked_for_that_is_filled_in(world: World, number: str) -> Iterator[str]:
    labels = {column.label.zh: column.key for column in world.policy.schema.tab("tickets").columns}
    for said in (world.shown(number, "next_action"), world.shown(number, "problem")):
        for asked in ASKS.findall(said):
            column = labels.get(asked, "problem")
            if column not in SAID_AGAIN and stands(world, number, column):
                yield f"{said} [{column} {world.shown(number, column)}]"


def who_is_sent_has_a_name(world: World, number: str) -> Iterator[str]:
    status = world.shown(number, "status")
    if status in ("已派工", "已预约", "维修中") and not world.shown(number, "technician"):
        yield f"{status} without a technician"


def an_open_ticket_says_what_is_next(world: World, number: str) -> Iterator[str]:
    if world.shown(number, "status") != "已结单" and not world.shown(number, "next_action"):
        yield world.shown(number, "status")


def an_appointment_without_a_time_is_asked_for_it(world: World, number: str) -> Iterator[str]:
    """At once, or as soon as what 下一步 asks first is answered."""
    lacks = world.cell(number, "appointment_at") == ""
    if world.shown(number, "status") == "已预约" and lacks and "约" not in asks(world, number):
        said = asks(answered(world, number), number)
        if "约" not in said:
            yield said


def asks(world: World, number: str) -> str:
    return world.shown(number, "next_action") + world.shown(number, "problem")


def answered(world: World, number: str) -> World:
    """Give the desk once every doubted time was emptied, and what was refused read.

    A refusal also shows inside 下一步, or nobody sees it, and stays until acknowledged (SHEET.md, "The other tabs").
    """
    desk, record = world.twin(), world.record(number)
    for column in ("problem", *record.ahead, *record.early):
        desk.type(number, column, "")
    desk.settle()
    return desk


def named(world: World, number: str) -> World:
    """Give the desk once it was said who is at work there."""
    desk = world.twin()
    desk.type(number, "technician", "陈立")
    desk.settle()
    return desk


def a_clock_is_met_when_its_step_was(world: World, number: str) -> Iterator[str]:
    """The met time is one that the record knows of, and isn't ahead; a step taken again met it the first time."""
    record = world.record(number)
    known = {*record.stamps.values(), *(call.at for call in record.calls)}
    known |= {at for times in record.earlier.values() for at in times}
    known |= {visit.arrived_at for visit in record.visits}
    for spec in world.policy.schema.clocks:
        met = clock(record, spec, world.policy).met_at
        if met and (met > world.now + SLACK or met not in known):
            yield f"{spec.name} met at {met}"


def changes_of_the_agreed_time_are_counted(world: World, number: str) -> Iterator[str]:
    count = world.cell(number, "reschedule_count") or 0
    if count != len(world.record(number).rescheduled):
        yield f"{count} counted, {world.record(number).rescheduled}"


def no_breach_is_announced_before_its_deadline(world: World, number: str) -> Iterator[str]:
    for told in world.plans[-1].notices:
        if "/breach" in told.once:
            deadline = datetime.strptime(told.once.rsplit("/", 1)[1] + "+0000", "%Y%m%dT%H%M%SZ%z")
            if deadline > world.now:
                yield told.once


LAWS: tuple[Law, ...] = (
    steps_of_a_visit_follow_one_another,
    visits_do_not_overlap,
    no_step_lies_ahead,
    a_visit_with_an_outcome_has_ended,
    nothing_is_asked_for_that_is_filled_in,
    what_is_typed_of_this_visit_stands_there_or_is_asked_about,
    who_is_sent_has_a_name,
    an_open_ticket_says_what_is_next,
    an_appointment_without_a_time_is_asked_for_it,
    a_clock_is_met_when_its_step_was,
    changes_of_the_agreed_time_are_counted,
    no_breach_is_announced_before_its_deadline,
)


def broken(world: World, number: str) -> dict[str, list[str]]:
    """Give the laws that don't hold of the row, each with what breaks it."""
    found = {law.__name__: list(law(world, number)) for law in LAWS}
    return {law: what for law, what in found.items() if what}


@cache
def begun(profile: str) -> tuple[World, str]:
    """Give the desk on which every history begins: one ticket that waits for a technician, and its number."""
    world, number = waiting(POLICIES[profile], serial_no="S1")
    world.settle()
    return world, number


def lives(profile: str, history: History) -> None:
    """Live a history, and see every law hold after each edit."""
    start, number = begun(profile)
    world = start.twin()
    for minutes, edit in history:
        typed(world, number, minutes, edit)
        assert broken(world, number) == {}


@pytest.mark.parametrize("profile", PROFILES)
@settings(max_examples=80)
@given(history=HISTORIES)
@example(history=GUIDED_AGAIN)
@example(history=SENT_AGAIN)
@example(history=ANOTHER_TIME)
@example(history=NAMED_AFTERWARDS)
@example(history=CAME_INSTEAD)
@example(history=TAKEN_ALONG)
@example(history=LEFT_LAST)
@example(history=BEGUN_EARLIER)
@example(history=LEFT_AGAIN)
@example(history=DOUBTED_FIRST)
@example(history=BEGUN_BEFORE_THE_CHOICE)
@example(history=LEFT_BY_NOBODY)
def test_whatever_is_typed_in_haste_the_row_stays_true(profile: str, history: History) -> None:
    lives(profile, history)


@pytest.mark.soak
@pytest.mark.parametrize("profile", PROFILES)
@settings(max_examples=20_000)
@given(history=HISTORIES)
def test_the_row_stays_true_over_many_histories(profile: str, history: History) -> None:
    lives(profile, history)
