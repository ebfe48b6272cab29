"""A crew and a job, so that a test of the choice shows only the fact that decides."""

from __future__ import annotations

from datetime import datetime

from sheetflow.dispatch import Choice, Job, Road, SkillBook, choose, crew_of, explanation
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember
from sheetflow.tickets import Ticket
from tests.builders import NOW, POLICY, desk_of, policy_of, ticket

GAS = next(skill for skill in POLICY.schema.skills if skill.key == "gas")


def chosen(
    job: Job, *on_hand: Ticket, policy: Policy = POLICY, now: datetime = NOW
) -> tuple[Choice, str, str]:
    """Give the choice for a job with the sentence in both languages."""
    book, road = SkillBook(policy.schema.skills, policy.staff.values()), Road(policy)
    crew = crew_of(desk_of(*on_hand), now, policy, book, road)
    choice = choose(job, crew.values(), road)
    why = explanation(choice, policy, now)
    return choice, why.zh, why.en


def best(job: Job, *on_hand: Ticket, staff: tuple[StaffMember, ...], now: datetime = NOW) -> str:
    """Give the number of whom a small crew would send, "" for nobody."""
    choice, _, _ = chosen(job, *on_hand, policy=policy_of(*staff), now=now)
    return choice.best.candidate.member.no if choice.best else ""


def busy(
    technician: str, region: str = "城中", until: datetime | None = None, no: str = ""
) -> Ticket:
    """Give a ticket on which a technician is working."""
    number = (
        no or f"WX{technician}-{region}-{until:%H%M}" if until else no or f"WX{technician}-{region}"
    )
    return ticket(
        number, status="on_site", technician=technician, region=region, expected_end=until
    )
