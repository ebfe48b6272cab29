"""What the runner knows between two cycles; losing it costs one cold plan.

known.newest == ledger.newest_event()  ->  nobody else has recorded anything since
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sheetflow.errors import Problem
from sheetflow.model import Conflict, FormTab, Json, Reading
from sheetflow.plan import Memory
from sheetflow.policy import Policy
from sheetflow.ports import Ledger
from sheetflow.record import TicketRecord


@dataclass
class Known:
    """The records after all events up to the number `newest` (-1: none were read yet), and what the last cycle left.

    `typed` are the fingerprints of rows without a number, `absent` the tickets that the last read missed for the first
    time, `lost` what the health page says of missing rows.
    `read_at` is when the sheet was last read, `away` what was planned since without it, `let_go` the notices of that.
    `as_read` is the policy as the tabs have it, with levels that may wait to be confirmed; `levels` those that count,
    `waiting` what the health page says of others.
    `turns_at` is when 今日 changes by its dates alone.
    `forms` are the tabs of a Form's answers that were gone through, `asked` what the health page says of them.
    `doubt` says that a batch may have ended unseen, at a start or without an answer; `met` is what such a one met.
    """

    newest: int = -1
    records: dict[str, TicketRecord] = field(default_factory=dict)
    memory: Memory | None = None
    turns_at: datetime | None = None
    policy: Policy | None = None
    as_read: Policy | None = None
    levels: Json = None
    waiting: tuple[Problem, ...] = ()
    digest: str = ""
    typed: frozenset[str] = frozenset()
    settings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    absent: frozenset[str] = frozenset()
    lost: tuple[Problem, ...] = ()
    read_at: datetime | None = None
    away: Memory | None = None
    let_go: frozenset[str] = frozenset()
    forms: tuple[FormTab, ...] = ()
    asked: tuple[Problem, ...] = ()
    doubt: bool = True
    met: tuple[Conflict, ...] = ()

    def quiet(self, reading: Reading, policy: Policy, now: datetime) -> bool:
        """Say whether nothing can have changed: same sheet, same policy, nothing typed, nothing due."""
        memory = self.memory
        if memory is None or self.digest != reading.digest:
            return False
        due = memory.due(now) or (self.turns_at is not None and self.turns_at <= now)
        return policy is self.policy and not due and not (self.typed or self.absent)

    @property
    def waits(self) -> bool:
        """Say whether the next read is awaited: somebody was typing a row, one is missing, or the plan began anew."""
        return bool(self.typed or self.absent or self.doubt or self.memory is None)

    def due_at(self, now: datetime) -> datetime | None:
        """Give when something falls due after now, as the last plan knew it: a ticket's wake or a turn of the board."""
        memory = self.away or self.memory
        wake = memory.due_after(now) if memory else None
        return min(
            (at for at in (wake, self.turns_at) if at is not None and at > now), default=None
        )

    def read(self, now: datetime) -> None:
        """Note that the sheet was read, which ends what went on without it."""
        self.read_at, self.away, self.let_go = now, None, frozenset()

    def learn(self, ledger: Ledger) -> None:
        """Take in what others recorded: an act on a page, an import, another worker."""
        newest = ledger.newest_event()
        if newest != self.newest:
            self.newest, self.records, self.memory = newest, ledger.records(), None
