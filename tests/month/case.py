"""One customer's ticket in people's hands: what they type into the sheet, step by step, and the tally of it.

    yield from case.dispatch(); yield from case.call(); yield from case.visit(); yield from case.aftercare()

Every step is a generator of the instants at which somebody acts next.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sheetflow.model import Scalar
from tests.builders import SHANGHAI
from tests.charges.build import PRICES
from tests.month.desk import Course, Desk
from tests.month.people import TECHNICIANS, opened

#: Bought so, a machine is in warranty in March 2026, or out of it.
NEW, OLD = "2025-09-01", "2024-01-01"

_REGIONS = ("城东", "城南", "城西", "城中", "城北")
_MODELS = ("大锅灶 ZG-2A", "炒炉 CL-1B", "燃气火锅灶 HG-6", "洗碗机 XW-80", "制冰机 ZB-40")
_FAULTS = ("打不着火", "中途熄火", "不加热", "漏水", "有异响")
_GRADES = ("normal", "normal", "normal", "urgent", "critical")


class Case:
    """A ticket, who has it, and when the customer expects them."""

    def __init__(self, desk: Desk, rng: Random, serial: int) -> None:
        self.desk, self.rng, self.serial = desk, rng, serial
        self.no, self.technician, self.part = "", "", ""
        self.start, self.minutes = desk.now, 60
        self.bought = NEW

    # ── time ──

    @property
    def now(self) -> datetime:
        return self.desk.now

    @property
    def clock(self) -> str:
        """Give the present as people type it."""
        return f"{self.now.astimezone(SHANGHAI):%H:%M}"

    def later(self, low: int, high: int) -> datetime:
        """Give an instant of opening hours, so many minutes from now."""
        return opened(self.now + timedelta(minutes=self.rng.randint(low, high)))

    # ── typing ──

    def type(self, **cells: Scalar) -> None:
        for column, cell in cells.items():
            self.desk.type(self.no, column, cell)

    def status(self) -> str:
        return self.desk.shown(self.no, "status")

    # ── what happens to most tickets ──

    def report(self, *, bought: str = NEW, **said: str) -> None:
        """Let the customer fill in the form."""
        n, pick = self.serial, self.rng.choice
        self.bought = bought
        told = {
            "customer_name": f"客户{n}",
            "unit_name": f"小店{n}",
            "phone": f"138-0000-{n:04d}",
            "serial_no": f"SN{n:05d}",
            "address": f"{pick(_REGIONS)}路{n}号",
            "product_model": pick(_MODELS),
            "fault": pick(_FAULTS),
            "wished_grade": pick(_GRADES),
            "purchase_date": bought,
        }
        self.no = self.desk.report(**{**told, **said})
        self.desk.tally.reported[self.no] = self.now

    def dispatch(self, *, minutes: int = 60, but: Collection[str] = ()) -> Course:
        """Let the dispatcher choose who is free first."""
        yield self.later(3, 20)
        self.minutes = minutes
        self.choose(self.now + timedelta(minutes=70), but=but)

    def choose(self, earliest: datetime, *, but: Collection[str] = ()) -> None:
        """Promise somebody to the customer, and choose them in the sheet."""
        self.technician, self.start = self.desk.agenda.book(earliest, self.minutes, but=but)
        self.type(technician=TECHNICIANS[self.technician])
        self.desk.tally.technician[self.no] = self.technician

    def another_time(self, earliest: datetime) -> None:
        """Promise the same technician from another time."""
        self.desk.agenda.release(self.technician, self.start)
        others = TECHNICIANS.keys() - {self.technician}
        _, self.start = self.desk.agenda.book(earliest, self.minutes, but=others)

    def call(self) -> Course:
        """Let the technician call and agree the time, a later one where the call comes too late for it."""
        yield self.later(3, 9)
        if self.start < self.now + timedelta(minutes=45):
            self.another_time(self.now + timedelta(minutes=45))
        self.reached(contact_result="接通", appointment_at=self.agreed(), consent="同意改约")

    def agreed(self) -> str:
        return f"{self.start.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

    def reached(self, **cells: Scalar) -> None:
        """Record a call that somebody answered."""
        self.desk.tally.calls.append((self.now, True))
        self.desk.tally.first_calls.setdefault(self.no, True)
        self.desk.tally.first_contact.setdefault(self.no, self.now)
        self.type(**cells)

    def unanswered(self, said: str) -> None:
        """Record a call that nobody answered."""
        self.desk.tally.calls.append((self.now, False))
        self.desk.tally.first_calls.setdefault(self.no, False)
        self.type(contact_result=said)

    def go(self, *, part: str = "") -> Course:
        """Let the technician leave, with a part where one is taken along, and begin."""
        yield max(self.start - timedelta(minutes=35), self.now + timedelta(minutes=1))
        self.type(departed_at=self.clock, departure_check="工服√")
        if part:
            self.issue(part)
        yield self.start
        self.type(arrived_at=self.clock, verified_fault="查明")
        if self.bought == OLD:
            yield from self.quote()
        self.type(work_started_at=self.clock)
        self.desk.tally.visited.add(self.no)

    def quote(self) -> Course:
        """Let the customer agree to what it costs, P1 4.5.4."""
        yield self.now + timedelta(minutes=4)
        self.type(planned_parts=f"{self.part or 'GSK-02'} x1")
        yield self.now + timedelta(minutes=3)
        self.type(consent="同意报价")
        yield self.now + timedelta(minutes=2)

    def issue(self, part: str, quantity: int = 1) -> None:
        """Let the warehouse hand out a part for the ticket."""
        self.part = part
        self.desk.add(
            "part_moves", at=self.stamp(), kind="领用", part_no=part, quantity=quantity,
            person=TECHNICIANS[self.technician], ticket_no=self.no,
        )  # fmt: skip

    def stamp(self) -> str:
        return f"{self.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

    def finish(self, result: str = "已修复", **cells: Scalar) -> Course:
        """Let the technician end the work at its time, and tell the desk."""
        yield max(self.start + timedelta(minutes=self.minutes), self.now + timedelta(minutes=5))
        done = {
            "work_ended_at": self.clock,
            "result": result,
            "test_result": "正常",
            "signature": "已签·客户",
            "cause": "老化",
            "measures": "更换",
            "consent": "同意方案",
        }
        used = {"parts_used": f"{self.part} x1"} if self.part else {}
        self.type(**{**done, **used, **cells})
        tally = self.desk.tally
        tally.completed[self.no] = self.now
        tally.fixed_at_once.add(self.no)
        if self.part:
            tally.parts[self.part] += 1
            if self.bought == OLD:
                tally.due[self.no] = Decimal(PRICES[self.part])

    def pay(self, amount: str, *, in_cell: bool = False) -> None:
        """Let the customer pay: a row of 收款欠款, or a figure typed over 实收."""
        if in_cell:
            self.type(amount_paid=float(amount))
        else:
            self.desk.add(
                "payments", ticket_no=self.no, amount=float(amount), at=self.stamp(), method="微信"
            )
        self.desk.tally.paid.append(Decimal(amount))
        self.desk.tally.settled[self.no] += Decimal(amount)

    def papers(self) -> Course:
        """Let the technician hand in papers and the old part."""
        yield self.later(40, 120)
        slip = "回执√、领料√" if self.part else "回执√"
        old = {"old_part": "已收"} if self.part else {}
        self.type(docs_in=slip, rating="非常满意", **old)

    def revisit(self, answer: str = "满意", *, hours: tuple[int, int] = (14, 20)) -> Course:
        """Let customer service call back."""
        low, high = (60 * hour for hour in hours)
        yield self.later(low, high)
        self.answered(answer)

    def answered(self, answer: str, **cells: Scalar) -> None:
        self.type(revisit_result=answer, **cells)
        self.desk.tally.revisited.add(self.no)
        self.desk.tally.answers[self.no] = answer

    def file(self) -> Course:
        """Let the dispatcher file it."""
        yield self.later(5, 60)
        self.close()

    def close(self, **cells: Scalar) -> None:
        self.type(**cells, status="已结单")
        self.desk.tally.closed[self.no] = self.now

    def aftercare(self) -> Course:
        """Papers, a content customer, and filing."""
        yield from self.papers()
        yield from self.revisit()
        yield from self.file()

    def repair(self, *, part: str = "") -> Course:
        """The whole good course from a report to the end of the work."""
        yield from self.dispatch()
        yield from self.call()
        yield from self.go(part=part)
        yield from self.finish()
