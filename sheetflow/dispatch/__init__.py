"""Whom to send: who is qualified, who costs least, and why in one sentence.

    crew = crew_of(desk, now, policy)
    choice = choose(job, crew.values(), Road(policy))
    explanation(choice, policy, now)    ->  建议吴强:最早15:55到;次选陈立16:25;周平请假,其余3人不会燃气
    brief(choice, policy, now)          ->  建议派吴强(最早15:55到)

A choice is made in four steps, a module each: `filters` say who can't go, `agenda` when the others could be there,
`cost` what that is worth, `choice` takes the least costly of the nearest tier. `explanation` only reads the choice.
`waiting` decides for all tickets that wait, `given` looks again at those that somebody has, `prospects` names the two
who could be with one customer first.
Nothing in a sentence changes by the minute, or no plan would ever be empty: a technician who is free is so many minutes
away, one who is busy until a known time arrives at a known time, and of any other only the way is told.
"""

from sheetflow.dispatch.agenda import Arrival, Road, Visit
from sheetflow.dispatch.choice import Bid, Choice, choose
from sheetflow.dispatch.cost import Cost
from sheetflow.dispatch.crew import Candidate, crew_of
from sheetflow.dispatch.explanation import brief, explanation
from sheetflow.dispatch.given import (
    ABSENT,
    GIVEN_OUT,
    LATE_BY,
    Review,
    absence,
    given_out,
    hold_of,
    knows,
    pinned,
    reviewed,
)
from sheetflow.dispatch.instead import proposal, reason
from sheetflow.dispatch.job import Job, job_of, skill_of
from sheetflow.dispatch.prospects import Prospect, Prospects
from sheetflow.dispatch.running_late import late_there
from sheetflow.dispatch.skills import SkillBook, skill_book
from sheetflow.dispatch.tour import stop_of, tours
from sheetflow.dispatch.waiting import LOOK_AGAIN, decided, looked, sends, waits

__all__ = [
    "ABSENT",
    "GIVEN_OUT",
    "LATE_BY",
    "LOOK_AGAIN",
    "Arrival",
    "Bid",
    "Candidate",
    "Choice",
    "Cost",
    "Job",
    "Prospect",
    "Prospects",
    "Review",
    "Road",
    "SkillBook",
    "Visit",
    "absence",
    "brief",
    "choose",
    "crew_of",
    "decided",
    "explanation",
    "given_out",
    "hold_of",
    "job_of",
    "knows",
    "late_there",
    "looked",
    "pinned",
    "proposal",
    "reason",
    "reviewed",
    "sends",
    "skill_book",
    "skill_of",
    "stop_of",
    "tours",
    "waits",
]
