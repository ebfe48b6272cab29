"""The morning's and the evening's overview: 今日's blocks, the first three lines of each, once a day and role.

SHEET.md, "Notices": dispatcher and supervisor at 8:00, the owner at 19:30.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.board import Line, arranged, blocks
from sheetflow.model import Notice, Notify, Text
from sheetflow.notices import DIGESTS
from sheetflow.policy import Policy
from sheetflow.recipients import addressed
from sheetflow.schema import NoticeSpec

#: So many lines of each block are read on a phone (SHEET.md, "Notices").
FIRST = 3


def digests(lines: Iterable[Line], policy: Policy, now: datetime) -> tuple[Notice, ...]:
    """Give the digests whose hour has come today; their once-keys keep them to one a day."""
    shown, _ = arranged(list(lines), policy, now)
    wall = policy.local(now)
    due = [spec for name in DIGESTS if (spec := policy.schema.notices[name]).at]
    asked = [_digest(one, shown, policy, now) for one in due if one.at and wall.time() >= one.at]
    # Each goes to who wants it by its own name (日报=不收); they are worded alike.
    return tuple(replace(notice, kind="digest") for notice in addressed(asked, policy, now))


def _digest(spec: NoticeSpec, shown: list[Line], policy: Policy, now: datetime) -> Notify:
    day = policy.local(now).date().isoformat()
    facts = {
        "title": policy.say(spec.label),
        "count": str(len(shown)),
        "lines": "\n".join(_lines(shown, policy)),
    }
    return Notify(spec.kind, "", f"{spec.kind}/{day}", spec.to, facts)


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
