"""The month itself: so many tickets over its days, each on a course, with the warehouse beside them.

desk = lived(600, seed=1)
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.charges.build import PRICES
from tests.month.case import Case
from tests.month.courses import COURSES, ORDINARY
from tests.month.desk import START, Course, Desk

#: Reports come in these days; what they began ends within so many more.
DAYS, AFTER = 28, 24


def lived(
    count: int, *, seed: int, days: int = DAYS, every: int = 0, idle: timedelta | None = None
) -> Desk:
    """Give the desk after a month with so many customers; `every` and `idle` are the desk's."""
    desk, rng = Desk(seed=seed, every=every, idle=idle), Random(seed)
    desk.begin(START + timedelta(minutes=1), _stocked(desk, days))
    courses = [*COURSES, *rng.choices((*COURSES, *ORDINARY * 8), k=max(0, count - len(COURSES)))]
    courses = courses[:count]
    rng.shuffle(courses)
    minutes = sorted(rng.randrange(60, days * 1440) for _ in courses)
    for serial, (course, minute) in enumerate(zip(courses, minutes, strict=True), start=1):
        # Each customer has a chance of their own, so that more customers leave the others as they are.
        case = Case(desk, Random(f"{seed}/{serial}"), serial)
        desk.begin(START + timedelta(minutes=minute), _named(case, course.__name__, course(case)))
    desk.run(START + timedelta(days=days + AFTER))
    return desk


def _named(case: Case, name: str, course: Course) -> Course:
    """Follow a course, and note its name under its ticket's number."""
    for at in course:
        if case.no:
            case.desk.tally.courses.setdefault(case.no, name)
        yield at


def _stocked(desk: Desk, days: int) -> Course:
    """Let the warehouse receive parts each week, and count what was fitted without a slip."""
    week = START.replace(hour=8, minute=30)
    while week < START + timedelta(days=days + 7):
        for no in PRICES:
            desk.add(
                "part_moves", at=f"{week:%Y-%m-%d %H:%M}", kind="入库", part_no=no, quantity=40
            )
        yield week + timedelta(days=1)
        more = desk.add(
            "part_moves",
            at=f"{desk.now:%Y-%m-%d %H:%M}",
            kind="领用",
            part_no="CMP-50",
            quantity=500,
            person="陈立",
        )
        desk.tally.too_many.append(more)
        yield week + timedelta(days=7)
        week += timedelta(days=7)
