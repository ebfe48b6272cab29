"""Service levels that people changed in their tab wait until somebody has seen which deadlines they move.

WORKFLOW.md, clock rule 10: a change of policy applies to open clocks after a preview.
    counting(read, kept)                ->  the policy that counts: the tab's, but for levels nobody has confirmed
    proposed(records, counts, read)     ->  Proposal(changes=(特急·响应 2 h → 1 h, …), moves=(WX…001 12:00 → 11:00, …))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from sheetflow.clocks import clocks
from sheetflow.durations import format_duration
from sheetflow.errors import Problem
from sheetflow.model import Json, Language, Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.schema import Level

Levels: TypeAlias = Mapping[tuple[str, str], Level]

#: The name under which the ledger keeps the levels that count.
KEPT = "levels"

#: Whose levels hold for each grade that has none of its own; a row with an empty grade is one of these.
EVERY_GRADE = "any"


class LevelChange(NamedTuple):
    """A clock that would go by another level, with what counts and what would; where no row says it, the schema does.

    `grade` is `any` where all grades would change alike.
    """

    grade: str
    clock: str
    before: Level | None
    after: Level | None


class Move(NamedTuple):
    """An open deadline that the change would move; None where there would be none, or was none."""

    ticket_no: str
    clock: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the tab asks for: the changed levels, and the open deadlines that they would move.

    `document` is what `Ledger.keep` is to store when it is confirmed; `seal` is another for every other proposal.
    """

    changes: tuple[LevelChange, ...]
    moves: tuple[Move, ...]
    document: Json
    seal: str


def stored(levels: Levels) -> Json:
    """Give levels as JSON; `restored` is its inverse."""
    return [
        [one.grade, one.clock, _seconds(one.target), one.warn_percent]
        for _, one in sorted(levels.items())
    ]


def restored(kept: Json) -> Levels:
    """Give the levels that `stored` wrote; {} for anything else."""
    rows = kept if isinstance(kept, list) else []
    found = (Level(grade, clock, _length(target), warn) for grade, clock, target, warn in rows)
    return {(one.grade, one.clock): one for one in found}


def counting(read: Policy, kept: Json) -> Policy:
    """Give the policy that counts: as read from the tabs, with the levels that were confirmed last.

    Where none ever were, those of the tab are.
    """
    confirmed = restored(kept)
    if kept is None or confirmed == read.levels:
        return read
    return replace(read, levels=confirmed, version=f"{read.version}+{_seal(kept)}")


def proposed(records: Iterable[TicketRecord], counts: Policy, read: Policy) -> Proposal | None:
    """Give what the tab's levels would change, None where all clocks go by the same with them."""
    changes = () if counts.levels == read.levels else tuple(_changes(counts, read))
    if not changes:
        return None
    document = stored(read.levels)
    return Proposal(changes, tuple(_moves(records, counts, read)), document, _seal(document))


def asked(proposal: Proposal, policy: Policy) -> Problem:
    """Say on the health page that a change waits, and how it is applied."""
    rows, moved = len(proposal.changes), len(proposal.moves)
    found = Text(
        f"改了{rows}项,还没有生效;会移动{moved}个未完的时限",
        f"changed levels that don't count yet: {rows}; open deadlines that they would move: {moved}",
    )
    remedy = Text(
        "请主管在这一页点「看看会动什么」,或运行 sheetflow policy apply",
        "A supervisor presses 'see what would move' on this page, or runs sheetflow policy apply",
    )
    where = policy.schema.tab("levels").label
    return Problem(policy.say(where), policy.say(found), policy.say(remedy))


def described(level: Level | None, language: Language) -> str:
    """Say a level in words, as the tab does: 24小时 (75%); – where there is none."""
    if level is None or level.target is None:
        return "–"
    hours, rest = divmod(level.target, timedelta(hours=1))
    whole = Text(f"{hours}小时", f"{hours} h").of(language) if hours and not rest else ""
    return f"{whole or format_duration(level.target, language)} ({level.warn_percent}%)"


def in_force(policy: Policy) -> Mapping[int, str]:
    """Give what holds meanwhile where a row of the tab can't be read, by its place there: 24小时 (75%)."""
    rows = policy.good.get("levels", {})
    return {
        row.position: described(policy.level(grade, clock), policy.language)
        for (grade, clock), row in rows.items()
    }


def named(grade: str, clock: str, policy: Policy) -> Text:
    """Name a level: 特急·响应."""
    columns = policy.schema.tab("levels").by_key
    of_grade = columns["grade"].choice_labels[grade]
    of_clock = policy.clock(clock).label
    return Text(f"{of_grade.zh}·{of_clock.zh}", f"{of_grade.en} · {of_clock.en}")


def _changes(counts: Policy, read: Policy) -> Iterator[LevelChange]:
    """Yield what would really count differently, clock by clock in the order of the tab."""
    for clock in dict.fromkeys(clock for _, clock in (*read.levels, *counts.levels)):
        found = [
            LevelChange(grade, clock, counts.level(grade, clock), read.level(grade, clock))
            for grade in (EVERY_GRADE, *counts.schema.tab("tickets").column("grade").choice_labels)
        ]
        whole, *each = found
        alike = all(_effect(one) == _effect(whole) for one in each)
        for one in [whole] if alike else each:
            before, after = _effect(one)
            if before != after:
                yield one


def _effect(change: LevelChange) -> tuple[object, object]:
    """Give what a level comes to before and after: without a target there is no clock, whenever it would warn."""
    before, after = (
        (level.target, level.warn_percent) if level and level.target is not None else None
        for level in (change.before, change.after)
    )
    return before, after


def _moves(records: Iterable[TicketRecord], counts: Policy, read: Policy) -> Iterator[Move]:
    """Yield each clock that nobody has met yet and that would end at another time; what is met has frozen."""
    for record in sorted(records, key=lambda one: one.ticket_no):
        if record.status == "closed" or record.imported:
            continue
        pairs = zip(clocks(record, counts), clocks(record, read), strict=True)
        for (spec, now), (_, then) in pairs:
            if now.met_at is None and now.deadline != then.deadline:
                yield Move(record.ticket_no, spec.name, now.deadline, then.deadline)


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length / timedelta(seconds=1)


def _length(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seal(document: Json) -> str:
    return sha256(repr(document).encode()).hexdigest()[:12]
