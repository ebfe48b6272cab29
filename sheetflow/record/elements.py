"""What a ticket's record is made of: calls, pauses, times agreed, visits, fees, consents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sheetflow.model import Scalar, Text


class Attempt(NamedTuple):
    """One call to the customer: when, and whether somebody answered; `inferred` where nobody wrote down when."""

    at: datetime
    reached: bool
    inferred: bool = False


class Pause(NamedTuple):
    """A stay in a status that stops promise and on-site; `end` is None while it lasts (WORKFLOW rule 5)."""

    start: datetime
    end: datetime | None


class Appointment(NamedTuple):
    """A time agreed with the customer; `by_customer` when they asked for it, which moves on-site too (rule 6)."""

    at: datetime
    agreed: bool
    by_customer: bool


class Fact(NamedTuple):
    """Something recorded that the status has not followed yet."""

    name: str
    at: datetime
    actor: str
    channel: str = "sheet"


class Listed(NamedTuple):
    """A typed parts list as it was understood: its wording, how many of each part, whether nothing had to be asked."""

    text: str
    parts: Mapping[str, int]
    clear: bool


class Revisit(NamedTuple):
    """One call after the repair: when, and what the customer said, as the key of its choice."""

    at: datetime
    result: str


class Fee(NamedTuple):
    """What a repair costs as last counted: the amount due, None while nothing is charged, and the one to agree to.

    `bearing` when the customer may have to pay, so that the repair waits for a consent; `doubt` has to be looked at.
    `wants` names the columns that a supervisor has to confirm before they count. `terms` say what is asked for beside
    the amount: 另加工时120.00元/小时.
    """

    due: Decimal | None
    asked: Decimal
    bearing: bool
    doubt: Text
    wants: tuple[str, ...] = ()
    terms: Text = Text("", "")


class Consent(NamedTuple):
    """What the customer said to a plan, a quote or a new time: what they were asked for, and the fault found.

    Where nobody had found one yet, what they had `told` themselves.
    """

    at: datetime
    given: bool
    amount: Decimal | None
    fault: str
    offered: datetime | None = None
    told: str = ""


class Confirmed(NamedTuple):
    """What a named supervisor stands by: the cell as it was then, why, and who."""

    cell: Scalar
    reason: str
    by: str


class Suggestion(NamedTuple):
    """Whom dispatch would send, why in one sentence, and `brief`ly what decides, for 下一步.

    `late` when they would be there after the promise, with all that they have to do first. They could be `there` at a
    known time, or leave at once and be there in so many `minutes`; neither where it is a guess.
    """

    technician: str
    why: Text
    brief: Text
    late: bool = False
    minutes: int | None = None
    there: datetime | None = None

    def earliest(self, now: datetime) -> datetime | None:
        """Give when they could be there, None where that is a guess."""
        return self.there if self.minutes is None else now + timedelta(minutes=self.minutes)


class Proposal(NamedTuple):
    """Why a ticket that somebody has should go to another, its `cause` by name, and whom dispatch would send instead.

    `why` is the reason of the new choice, `brief` what 下一步 says; `technician` is "" where there is nobody.
    """

    cause: str
    technician: str
    why: Text
    brief: Text


class Visit(NamedTuple):
    """One way to the customer: the times of its steps as far as known, and how it ended; "" while it lasts.

    It `helps` where a second technician came to what another couldn't repair.
    """

    technician: str
    planned_at: datetime | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    helps: bool = False

    @property
    def open(self) -> bool:
        """Say whether it lasts."""
        return not self.outcome

    @property
    def made(self) -> bool:
        """Say whether a time of it stands; one whose times were all taken back nobody made."""
        ended = self.open and self.ended_at
        return any((self.departed_at, self.arrived_at, self.started_at, ended))

    @property
    def in_vain(self) -> bool:
        """Say whether nobody was there for whoever came."""
        return self.outcome == "wasted"

    @property
    def came_at(self) -> datetime | None:
        """Give when somebody came: of a visit for nothing whose arrival nobody typed, by when they must have."""
        return self.arrived_at or (self.ended_at if self.in_vain else None)


class Tour(NamedTuple):
    """A ticket's place in its technician's day.

    `start` is the region of the customer before, "" for the desk. `clash` is a visit that can't be kept beside this
    one. `held_by` is the job that keeps the technician too long, `holds` the visits that this one keeps them from, each
    with its time, WX…006/20260310T070000Z; `look_at` says when one more will be.
    """

    start: str = ""
    clash: str = ""
    held_by: str = ""
    holds: tuple[str, ...] = ()
    look_at: datetime | None = None


class Mismatch(NamedTuple):
    """What the row says otherwise than the archive, by column, and since when."""

    since: datetime
    columns: tuple[str, ...]


#: The first of its technician's day, or the only one: from the desk, in nobody's way.
ALONE = Tour()
