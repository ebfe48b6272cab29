"""Who could be with a customer first, for somebody who has to explain to them that nobody comes in time.

promise 15:24 of a ticket that waits       ->  吴强 15:55(手上1单), 陈立 16:25(手上1单,跨区)
promise 17:30 of one that 陈立 has          ->  陈立 17:31(已派), 吴强 17:31
agreed 3/12 10:00, 3/12 15:00 written over it  ->  吴强 3/12 10:00, 陈立 3/12 15:00(已派)

An appointment is kept at its hour, whoever goes (docs/decisions/0024). Whoever has the ticket is one of those who could
go, at the time that is written, which somebody had a reason for; the others are ranked by the same choice as in every
dispatch. It is said once, at one moment, so that a time may be told where the row's own sentence tells only the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from sheetflow.dispatch.agenda import Road
from sheetflow.dispatch.choice import Bid, Choice, bid_of, choose
from sheetflow.dispatch.crew import Candidate, crew_of
from sheetflow.dispatch.explanation import after, glued, load
from sheetflow.dispatch.job import job_of
from sheetflow.dispatch.running_late import late_there
from sheetflow.dispatch.skills import skill_book
from sheetflow.dispatch.waiting import MOST_AT_ONCE, decided
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

_OFF_SHIFT = Text("现在不在班", "off shift now")


class Prospect(NamedTuple):
    """Somebody who could go: in words, and when they would be there, None where that is a guess and never told.

    `member` is their staff number.
    """

    words: Text
    at: datetime | None
    member: str = ""


class Prospects:
    """Who could go where, asked for one ticket after another of a round."""

    def __init__(self, desk: Snapshot, now: datetime, policy: Policy) -> None:
        """Take the desk as it is; nothing is looked at before somebody asks."""
        self.desk, self.now, self.policy = desk, now, policy
        self._book = skill_book(policy)
        self._road = Road(policy)
        self._asked = 0

    def earliest(self, ticket: Ticket) -> tuple[Prospect, ...]:
        """Give the two who could be with this ticket's customer first, fewer where nobody else can go.

        Of more promises than are decided at once the others are told without: who could take all of them is nobody.
        """
        self._asked += 1
        if self._asked > MOST_AT_ONCE:
            return ()
        if choice := self._waiting.get(ticket.no):
            bids = [bid for bid in (choice.best, choice.runner_up) if bid]
        else:
            # Of two who would be there together whoever has it stays first, as it comes first.
            bids = sorted(self._instead(ticket), key=lambda bid: bid.arrival.at)[:2]
        return tuple(self._prospect(bid, ticket) for bid in bids)

    @cached_property
    def _waiting(self) -> Mapping[str, Choice]:
        return {ticket.no: choice for ticket, choice in decided(self.desk, self.now, self.policy)}

    @cached_property
    def _crew(self) -> Mapping[str, Candidate]:
        return crew_of(self.desk, self.now, self.policy, self._book, self._road)

    def _instead(self, ticket: Ticket) -> Iterator[Bid]:
        """Yield whoever has the ticket, there at the appointment, and the best two of the others."""
        job = replace(job_of(ticket, self._book, self._road), agreed=self._hour(ticket))
        crew = dict(self._crew)
        if holder := crew.pop(ticket.record.technician, None):
            holder = holder.without(ticket.no, self._road)
        choice = choose(job, crew.values(), self._road)
        if holder:
            bid = bid_of(holder, job, self._road)
            if at := self._bound(ticket, bid):
                bid = bid._replace(arrival=bid.arrival._replace(at=at, when="known"))
            yield bid
        yield from (bid for bid in (choice.best, choice.runner_up) if bid)

    def _bound(self, ticket: Ticket, bid: Bid) -> datetime | None:
        """Give when whoever has it is there as they left for it or as it is written; None where they choose."""
        if on_the_way := late_there(ticket.record, self.policy, ticket.region):
            return on_the_way
        appointment = ticket.record.appointment
        return appointment.at if appointment and appointment.at > bid.arrival.at else None

    def _hour(self, ticket: Ticket) -> datetime | None:
        """Give the hour that is still agreed with the customer, None where they are waiting already."""
        at = ticket.record.standing
        return at if at and at > self.now else None

    def _prospect(self, bid: Bid, ticket: Ticket) -> Prospect:
        when, at = self._arrival(bid, ticket)
        why = glued(",", *self._remarks(bid, ticket))
        remarks = Text(f"({why.zh})", f" ({why.en})") if why.zh else why
        member = bid.candidate.member
        gap = "" if bid.arrival.when == "later" else " "
        words = (f"{member.name}{gap}{when.zh}{remarks.zh}", f"{member.name} {when.en}{remarks.en}")
        return Prospect(Text(*words), at, member.no)

    def _arrival(self, bid: Bid, ticket: Ticket) -> tuple[Text, datetime | None]:
        """Give when they would be there; where the way isn't known, when they could leave."""
        if bid.arrival.when == "later":
            busy = after(bid)
            return Text(f"{busy.zh}后能去", busy.en), None
        # What was decided some minutes ago starts now.
        waited = self.now - bid.candidate.now if bid.arrival.when == "now" else timedelta(0)
        at = bid.arrival.at + waited
        told = self.policy.moment(at, self.now)
        appointment = ticket.record.appointment
        if self._road.leads_to(ticket.region) or (appointment and appointment.at == at):
            return Text(told, told), at
        return Text(f"{told}可出发", f"can leave at {told}"), None

    def _remarks(self, bid: Bid, ticket: Ticket) -> Iterator[Text]:
        """Yield what to know of somebody besides the time."""
        if bid.candidate.member.no == ticket.record.technician:
            yield Text("已派", "has it")
        if bid.arrival.when != "later":
            yield load(bid.candidate, where=" on hand")
        if bid.candidate.off_shift:
            then = ticket.no not in self._waiting and self._hour(ticket)
            yield Text("到时不在班", "off shift then") if then else _OFF_SHIFT
        if bid.abroad:
            yield Text("跨区", "from another region")
