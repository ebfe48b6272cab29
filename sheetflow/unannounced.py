"""Years whose holidays nobody has announced and that a deadline or a shift may fall into (WORKFLOW.md, clock rule 10).

office, 72 h, now 2026-12-29, no notice for 2027 yet  ->  节假日: 「办公时间」会算到2027年,国家的放假安排还不知道 …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sheetflow.errors import Problem
from sheetflow.model import Text
from sheetflow.policy import Policy

#: How far ahead shifts are looked at, for visits are agreed on for days to come. A figure of ours.
AHEAD = timedelta(days=14)

#: The settings tab in which days can be listed by hand.
DAYS = "holidays"


def unannounced(policy: Policy, now: datetime) -> Iterator[Problem]:
    """Yield a warning for each calendar in use and year ahead whose holidays are guessed."""
    label = {spec.name: spec.label for spec in policy.schema.calendars}
    where = policy.say(policy.schema.tab(DAYS).label)
    for name, target in _used(policy).items():
        calendar = policy.calendars.get(name)
        if calendar is None or calendar.official is None:
            continue
        last = max(calendar.add(now, target), now + AHEAD)
        for year in range(policy.local(now).year, policy.local(last).year + 1):
            if not calendar.has_official_data(year):
                found, remedy = _words(label[name], year)
                yield Problem(where, policy.say(found), policy.say(remedy))


def _used(policy: Policy) -> Mapping[str, timedelta]:
    """Give the calendars that a clock or somebody's shift counts in, each with the longest target there."""
    used = {member.shift or "desk": timedelta() for member in policy.staff.values()}
    targets = {(level.clock, level.grade): level.target for level in policy.schema.levels}
    targets |= {(clock, grade): level.target for (grade, clock), level in policy.levels.items()}
    for spec in policy.schema.clocks:
        longest = [
            target for (clock, _), target in targets.items() if clock == spec.name and target
        ]
        for name in (spec.calendar, *((spec.outside.calendar,) if spec.outside else ())):
            if longest:
                used[name] = max(used.get(name, timedelta()), *longest)
    return used


def _words(calendar: Text, year: int) -> tuple[Text, Text]:
    return (
        Text(
            f"「{calendar.zh}」会算到{year}年,这一年的放假和调休还不知道,只按法定节日估计",
            f"'{calendar.en}' reaches into {year}, whose holidays and make-up workdays aren't known yet: "
            "only the days that the law names are off",
        ),
        Text(
            "通知出来后更新程序,或在这里填好那年的休和班",
            "Update the program once they are announced, or list that year's days off and workdays here",
        ),
    )
