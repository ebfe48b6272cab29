"""What dispatch has to know of a waiting ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sheetflow.dispatch.agenda import Road
from sheetflow.dispatch.skills import SkillBook
from sheetflow.schema import Skill
from sheetflow.tickets import Ticket

#: critical before urgent before normal (P2 S2).
_RANK = {"critical": 0, "urgent": 1, "normal": 2}
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Job:
    """A visit to be given to somebody: what it needs, where, and by when.

    `skill` is None where the product is unknown, `region` "" where nobody wrote one. `promise` is the soft deadline,
    `onsite` the hard one (REQUIREMENTS.md, "Where the two procedures differ"). `returned_by` is the technician from
    whom the ticket was taken back. `agreed` is the time that was agreed with the customer: nobody comes before it.
    `stability` is what it costs to send anybody but `holder`, in minutes of travel. It is `doubted` while somebody has
    to look whether it repeats another: then a person sends, if anybody.
    """

    no: str
    grade: str = "normal"
    region: str = ""
    skill: Skill | None = None
    promise: datetime | None = None
    onsite: datetime | None = None
    returned_by: str = ""
    agreed: datetime | None = None
    holder: str = ""
    stability: int = 0
    doubted: bool = False

    @property
    def calls_out(self) -> bool:
        """Say whether it doesn't wait for a shift: only critical ones (WORKFLOW.md, "Clocks")."""
        return self.grade == "critical"

    @property
    def deadline(self) -> datetime | None:
        """Give the first of its deadlines."""
        return min((at for at in (self.promise, self.onsite) if at), default=None)

    @property
    def urgency(self) -> tuple[int, datetime, str]:
        """Give the order in which waiting jobs are given out: grade, deadline, number."""
        return _RANK.get(self.grade, len(_RANK)), self.deadline or _NEVER, self.no


def skill_of(ticket: Ticket, book: SkillBook) -> Skill | None:
    """Give what a ticket's repair wants, None where nothing tells."""
    return book.needed(*map(ticket.text, ("product_type", "product_model", "fault")))


def job_of(ticket: Ticket, book: SkillBook, road: Road) -> Job:
    """Give the job of a ticket; what was agreed for a visit that is over counts no more."""
    appointment = None if ticket.record.past else ticket.record.appointment
    return Job(
        no=ticket.no,
        grade=ticket.record.grade,
        region=road.region_of(ticket),
        skill=skill_of(ticket, book),
        promise=ticket.clock("promise").deadline,
        onsite=ticket.clock("onsite").deadline,
        returned_by=ticket.record.returned_by,
        agreed=appointment.at if appointment and appointment.agreed else None,
    )
