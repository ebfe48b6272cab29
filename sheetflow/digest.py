"""The morning's and the evening's overview: 今日's blocks, the first three lines of each, once a day and role.

SHEET.md, "Notices": dispatcher and supervisor at 8:00, the owner at 19:30.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.board import Line, arranged, blocks
from sheetflow.figures import Figure
from sheetflow.model import Notice, Notify, Text
from sheetflow.notices import DIGESTS
from sheetflow.policy import Policy
from sheetflow.recipients import addressed
from sheetflow.schema import NoticeSpec

#: Whose digest has the day's figures: on-time share, completed, paid, owed.
OWNERS = "owner_digest"

#: So many lines of each block are read on a phone (SHEET.md, "Notices").
FIRST = 3


def digests(
    lines: Iterable[Line],
    policy: Policy,
    now: datetime,
    figures: Callable[[], Iterable[Figure]] = tuple,
    *,
    told: Collection[str] = (),
) -> tuple[Notice, ...]:
    """Give the digests whose hour has come today; their once-keys keep them to one a day.

    A desk that names nobody in 人员 yet has nobody to tell, and nothing to mend. A day without a line is no news to
    dispatcher and supervisor; the owner's has its figures all the same, counted only when it is due. What was `told`
    isn't made again.
    """
    if not policy.staff:
        return ()
    wall = policy.local(now)
    specs = [policy.schema.notices[name] for name in DIGESTS]
    due = [spec for spec in specs if spec.at and wall.time() >= spec.at]
    due = [spec for spec in due if _once(spec, policy, now) not in told]
    if not due:
        return ()
    shown, _ = arranged(list(lines), policy, now)
    due = [spec for spec in due if shown or spec.kind == OWNERS]
    asked = [_digest(one, shown, figures, policy, now) for one in due]
    # Each goes to who wants it by its own name (日报=不收); they are worded alike.
    return tuple(replace(notice, kind="digest") for notice in addressed(asked, policy, now))


def _once(spec: NoticeSpec, policy: Policy, now: datetime) -> str:
    return f"{spec.kind}/{policy.local(now).date().isoformat()}"


def _digest(
    spec: NoticeSpec,
    shown: list[Line],
    figures: Callable[[], Iterable[Figure]],
    policy: Policy,
    now: datetime,
) -> Notify:
    facts = {
        "title": policy.say(spec.label),
        "count": str(len(shown)),
        "lines": "\n".join(_lines(shown, policy)),
    }
    if spec.kind == OWNERS:
        facts["figures"] = "\n".join(_figure(one, policy) for one in figures())
    return Notify(spec.kind, "", _once(spec, policy, now), spec.to, facts)


def _figure(figure: Figure, policy: Policy) -> str:
    """Give a figure as a line: 准时率:86.7%(13/15), 实收:700.00(2)."""
    shown = figure.value
    if figure.of:
        shown = f"{shown} ({figure.count}/{figure.of})"
    elif figure.count and str(figure.count) != shown:
        shown = f"{shown} ({figure.count})"
    return f"{policy.say(figure.label)}: {shown}"


def _lines(shown: list[Line], policy: Policy) -> Iterator[str]:
    for key, title in blocks(policy).items():
        found = [line for line in shown if line.block == key]
        if found:
            yield f"# {policy.say(title)} {len(found)}"
        for line in found[:FIRST]:
            yield f"{line.ticket_no} {line.unit_name} {line.next_action}".replace("  ", " ")
        if len(found) > FIRST:
            rest = len(found) - FIRST
            yield policy.say(Text(f"还有{rest}条", f"{rest} more"))
