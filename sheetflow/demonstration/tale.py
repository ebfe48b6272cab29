"""One ticket's story, told as events: what happened how many minutes ago, and what stands in its row.

    Tale(stage, number(0, 3), unit_name="同创文印", …).reported(75).moved(74, "to_dispatch").sent(8, "04")

The events go through the same folds and the one door as real ones, so a story can't end in an illegal state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sheetflow.errors import Refused
from sheetflow.model import Event, Json, NewRow, Scalar, Value
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold
from sheetflow.refusals import Refusal
from sheetflow.rules.contact import call_row
from sheetflow.workflow import move


@dataclass(frozen=True)
class Stage:
    """The day on which the stories are told."""

    policy: Policy
    now: datetime

    def ago(self, minutes: float) -> datetime:
        """Give the instant so many minutes before now, on the second."""
        return (self.now - timedelta(minutes=minutes)).replace(microsecond=0)

    def bought(self, days: int) -> date:
        """Give the day so many days ago, on which something was bought."""
        return self.policy.local(self.now).date() - timedelta(days=days)

    def day(self, days: int, clock: str) -> datetime:
        """Give a wall time so many days from today."""
        hour, minute = map(int, clock.split(":"))
        wall = self.policy.local(self.now) + timedelta(days=days)
        return wall.replace(hour=hour, minute=minute, second=0, microsecond=0)


class Tale:
    """A ticket under way; `cells` are the staff's cells by column, typed."""

    def __init__(self, stage: Stage, number: str, **cells: Value) -> None:
        """Begin with what stands in the row; what comes later is added by the steps."""
        self.stage, self.number = stage, number
        self.cells: dict[str, Value] = {"channel": "phone", "request_type": "repair", **cells}
        self._steps: list[tuple[str, datetime, dict[str, Json]]] = []

    def reported(self, minutes: float, grade: str = "normal", *, cycle: int = 1) -> Tale:
        """Let the customer have reported it; what a new report announces has been announced."""
        self.cells["grade"] = grade
        self._add("reported", minutes, grade=grade, cycle=cycle)
        return self._told(minutes, "compared", "new_report")

    def moved(self, minutes: float, status: str, **cells: Value) -> Tale:
        """Let it have come to a status, with what was recorded for it."""
        self.cells.update(cells)
        return self._add("to", minutes, status=status)

    def suggested(self, minutes: float, technician: str, zh: str, en: str) -> Tale:
        """Let dispatch have said whom it would send."""
        return self._add("suggested", minutes, technician=technician, zh=zh, en=en)

    def sent(self, minutes: float, technician: str) -> Tale:
        """Let a technician have been sent, and told so."""
        self.cells["technician"] = technician
        self._add("assigned", minutes, technician=technician)
        self._add("to", minutes, status="dispatched")
        sent_at = self.stage.ago(minutes)
        return self._told(minutes, f"dispatch/{technician}/{sent_at:%Y%m%dT%H%M%SZ}")

    def called(self, minutes: float, result: str, *, reached: bool) -> Tale:
        """Let the technician have called the customer; the call stands in 联系记录."""
        self.cells["contact_result"] = result
        self._add("attempted", minutes, reached=reached)
        return self._add("filed", minutes, result=result)

    def agreed(self, minutes: float, at: datetime, *, by_customer: bool = False) -> Tale:
        """Let a time have been agreed with the customer."""
        self.cells["appointment_at"] = at
        values: dict[str, Json] = {
            "for": at.isoformat(),
            "agreed": True,
            "by_customer": by_customer,
        }
        return self._add("appointed", minutes, **values)

    def arranged(
        self,
        minutes: float,
        technician: str,
        at: datetime,
        *,
        called: float,
        by_customer: bool = False,
    ) -> Tale:
        """Let a technician have been sent, reached the customer by phone, and agreed on a time with them."""
        self.sent(minutes, technician).called(called, "reached", reached=True)
        return self.agreed(called, at, by_customer=by_customer).moved(called - 1, "appointed")

    def arrived(self, minutes: float, **cells: Value) -> Tale:
        """Let the technician have come, and begun the work at once."""
        self.stamped(minutes, "arrived_at").stamped(minutes, "work_started_at")
        return self.moved(minutes, "on_site", **cells)

    def agreed_to_plan(self, minutes: float) -> Tale:
        """Let the customer have agreed to what is to be done, without a fee."""
        self.cells["consent"] = "agree_plan"
        return self._add("consented", minutes, what="plan", given=True, amount=None, fault="")

    def agreed_to_fee(self, minutes: float, amount: Decimal) -> Tale:
        """Let the customer have agreed to the plan and to what it costs."""
        self.cells["consent"] = "agree_quote"
        for what in ("plan", "quote"):
            asked = str(amount) if what == "quote" else None
            self._add("consented", minutes, what=what, given=True, amount=asked, fault="")
        return self

    def stamped(self, minutes: float, name: str) -> Tale:
        """Let a step of the visit have happened; its time stands in the row."""
        self.cells[name] = self.stage.ago(minutes)
        return self._add("stamped", minutes, name=name)

    def rows(self) -> tuple[list[Event], TicketRecord, list[NewRow]]:
        """Give the events, the record they lead to, and the rows to append, the ticket's own first."""
        policy = self.stage.policy
        seen = {name: policy.encode(name, value) for name, value in self.cells.items()}
        events: list[Event] = []
        record: TicketRecord | None = None
        calls: list[NewRow] = []
        for kind, at, values in self._steps:
            if kind == "filed" and record:
                calls.append(self._call(record, at, str(values["result"])))
                values = self._noted(calls[-1])
            for event in self._events(record, kind, at, values, seen):
                events.append(event)
                record = fold(record, event)
        if record is None:
            raise ValueError(f"{self.number} has no story")
        done = Event(self.number, "followed", events[-1].at)
        row = {"ticket_no": self.number, **seen}
        own = NewRow("tickets", self.number, row)
        return [*events, done], fold(record, done), [own, *calls]

    def _call(self, record: TicketRecord, at: datetime, result: str) -> NewRow:
        policy = self.stage.policy
        who = policy.staff[record.technician].name
        key, values = call_row(
            self.number, result, at, policy, who=who, attempt=len(record.attempts)
        )
        return NewRow("contacts", key, policy.encode_row(policy.schema.tab("contacts"), values))

    def _noted(self, row: NewRow) -> dict[str, Json]:
        return {"key": f"{row.tab}/{row.key}", "cells": self.stage.policy.said_in(row)}

    def _events(
        self,
        record: TicketRecord | None,
        kind: str,
        at: datetime,
        values: dict[str, Json],
        seen: dict[str, Scalar],
    ) -> tuple[Event, ...]:
        if kind == "reported":
            return (Event(self.number, kind, at, {**values, "seen": dict(seen)}, "demo", "demo"),)
        if kind != "to" or record is None:
            return (Event(self.number, kind, at, values, "demo", "demo"),)
        moved = move(
            record, str(values["status"]), self.cells.get, self.stage.policy, at=at, actor="demo"
        )
        if isinstance(moved, Refusal):
            raise Refused(f"{self.number}: {moved.why.en}")
        return moved

    def _told(self, minutes: float, *what: str) -> Tale:
        for each in what:
            self._add("told", minutes, key=f"{self.number}/{each}")
        return self

    def _add(self, kind: str, minutes: float, **values: Any) -> Tale:
        self._steps.append((kind, self.stage.ago(minutes), values))
        return self
