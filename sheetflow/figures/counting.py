"""How each figure is counted: a function a figure, in the order of the report.

docs/figures.md explains them to whoever reads the report; its headings are held to `DEFINITIONS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from sheetflow.charges import AGES
from sheetflow.clocks import Clock, announced, clock
from sheetflow.debtors import debtors
from sheetflow.figures.case import Case
from sheetflow.figures.figure import Figure, Period, money, number, share
from sheetflow.model import Text
from sheetflow.policy import Policy

#: What the customer may say in a revisit that was answered.
ANSWERED = ("satisfied", "unsolved", "unhappy")


@dataclass(frozen=True)
class Counted:
    """What is counted: the tickets, the days, the policy by which clocks run, and the present."""

    cases: Sequence[Case]
    period: Period
    policy: Policy
    now: datetime

    def completed(self) -> list[Case]:
        """Give the tickets whose work ended in these days."""
        return [case for case in self.cases if self.period.holds(case.completed_at)]


Definition: TypeAlias = Callable[[Counted], Iterator[Figure]]


def figures(
    cases: Sequence[Case], period: Period, policy: Policy, now: datetime
) -> tuple[Figure, ...]:
    """Give every figure of the report, in its order."""
    counted = Counted(cases, period, policy, now)
    return tuple(figure for define in DEFINITIONS.values() for figure in define(counted))


def _taken(counted: Counted) -> Iterator[Figure]:
    """Reports taken, and tickets completed and filed, in these days."""
    stamps = (
        ("reported_at", Text("报修", "Reported")),
        ("completed_at", Text("完成", "Completed")),
        ("closed_at", Text("结单", "Closed")),
    )
    for stamp, label in stamps:
        found = [case for case in counted.cases if counted.period.holds(case.record.stamp(stamp))]
        yield number(stamp.removesuffix("_at"), label, len(found))


def _on_time(counted: Counted) -> Iterator[Figure]:
    """Of the deadlines that fell into these days and are decided, those that were met; per clock and grade."""
    grades = counted.policy.column("grade").choice_labels
    for spec in counted.policy.schema.clocks:
        met: Counter[str] = Counter()
        due: Counter[str] = Counter()
        for case in counted.cases:
            found = clock(case.record, spec, counted.policy)
            # What was closed before its deadline, such as a duplicate, has nothing to be late with.
            until = case.record.stamp("closed_at") or counted.now
            told = announced(case.record, spec.name)
            decided = found.met_at is not None or found.overdue(until) or told is not None
            if decided and counted.period.holds(told or found.deadline):
                due[case.record.grade] += 1
                met[case.record.grade] += not (_late(found, told) or found.breached(until))
        label = Text(f"{spec.label.zh}准时率", f"{spec.label.en} on time")
        yield share(f"on_time/{spec.name}", label, met.total(), due.total())
        for grade, words in grades.items():
            named = Text(f"{label.zh}·{words.zh}", f"{label.en} · {words.en}")
            yield share(f"on_time/{spec.name}/{grade}", named, met[grade], due[grade])


def _late(found: Clock, told: datetime | None) -> bool:
    """Say whether a deadline whose breach was announced really passed: what was met in time was only written late."""
    return told is not None and (found.met_at is None or found.met_at > told)


def _calls(counted: Counted) -> Iterator[Figure]:
    """Of the technicians' calls in these days, and of the first to each customer, those that somebody answered."""
    made = [
        call
        for case in counted.cases
        for call in case.record.calls
        if counted.period.holds(call.at)
    ]
    label = Text("电话接通率", "Calls answered")
    yield share("calls_answered", label, sum(call.reached for call in made), len(made))
    calls = (case.record.calls for case in counted.cases if case.record.calls)
    first = [made[0] for made in calls if counted.period.holds(made[0].at)]
    label = Text("首次拨打接通率", "First calls answered")
    yield share("first_calls_answered", label, sum(call.reached for call in first), len(first))


def _first_visit(counted: Counted) -> Iterator[Figure]:
    """Of the visits' repairs that ended in these days, those fixed in one visit and not repaired again."""
    visited = [case for case in counted.completed() if case.record.stamp("arrived_at")]
    again = {case.record.previous for case in counted.cases}
    fixed = [
        case
        for case in visited
        if case.get("result") == "fixed"
        and case.record.cycle == 1
        and case.get("close_reason") != "second_repair"
        and case.record.ticket_no not in again
        and sum(1 for _ in case.entries("visits")) <= 1
    ]
    label = Text("一次上门修复率", "Fixed at the first visit")
    yield share("first_visit_fix", label, len(fixed), len(visited))


def _revisits(counted: Counted) -> Iterator[Figure]:
    """Of the repairs that ended in these days, those that were revisited; of the answers, the satisfied ones."""
    done = counted.completed()
    asked = [case for case in done if case.record.stamp("revisited_at")]
    answers = [case.get("revisit_result") for case in done]
    heard = [answer for answer in answers if answer in ANSWERED]
    yield share("revisited", Text("回访率", "Revisited"), len(asked), len(done))
    satisfied = heard.count("satisfied")
    yield share("satisfied", Text("满意率", "Satisfied"), satisfied, len(heard))


def _reschedules(counted: Counted) -> Iterator[Figure]:
    """Changes of an agreed time, of tickets reported in these days."""
    found = [
        case for case in counted.cases if counted.period.holds(case.record.stamp("reported_at"))
    ]
    counts = (case.get("reschedule_count") for case in found)
    total = sum(count for count in counts if isinstance(count, int))
    yield number("reschedules", Text("改约次数", "Rescheduled"), total)


def _wasted(counted: Counted) -> Iterator[Figure]:
    """Of the ways to customers that ended in these days, those on which nobody was there."""
    visits = [visit for case in counted.cases for visit in case.record.visits]
    ended = [visit.outcome for visit in visits if counted.period.holds(visit.ended_at)]
    yield share("wasted", Text("空跑", "Nobody there"), ended.count("wasted"), len(ended))


def _parts(counted: Counted) -> Iterator[Figure]:
    """Parts fitted in these days, one line each."""
    fitted: Counter[str] = Counter()
    for case in counted.cases:
        for row in case.entries("part_moves"):
            at, quantity = row.get("at"), row.get("quantity")
            fits = row.get("kind") == "fit" and isinstance(quantity, int)
            if fits and isinstance(at, datetime) and counted.period.holds(at):
                fitted[str(row.get("part_no"))] += int(str(quantity))
    total = Text("更换配件", "Parts fitted")
    yield number("parts", total, fitted.total())
    for part, quantity in sorted(fitted.items()):
        yield number(f"parts/{part}", Text(f"{total.zh}·{part}", f"{total.en} · {part}"), quantity)


def _receivables(counted: Counted) -> Iterator[Figure]:
    """What came in on these days, and what is still owed now for work that has ended, in all and by age."""
    paid = [
        row["amount"]
        for case in counted.cases
        for row in case.entries("payments")
        if isinstance(row.get("amount"), Decimal)
        and isinstance(at := row.get("at"), datetime)
        and counted.period.holds(at)
    ]
    amounts = [amount for amount in paid if isinstance(amount, Decimal)]
    yield money("paid", Text("实收", "Paid"), sum(amounts, Decimal(0)), len(amounts))
    policy, total = counted.policy, Text("欠款", "Owed")
    today = policy.local(counted.now).date()
    found = debtors((case.record for case in counted.cases), policy, today)
    yield money("owed", total, found.total, len(found.debts))
    for age in AGES:
        label = Text(f"{total.zh}·{age.label.zh}", f"{total.en} · {age.label.en}")
        yield money(f"owed/{age.key}", label, found.by_age[age.key], len(found.aged(age)))


def _load(counted: Counted) -> Iterator[Figure]:
    """Each technician's repairs that ended in these days, of those and what is open with them now.

    Who came to help repaired it too.
    """
    done = Counter(no for case in counted.completed() for no in case.hands)
    open_now = Counter(case.record.technician for case in counted.cases if case.open)
    names = {member.no: member.name for member in counted.policy.staff.values()}
    for no in sorted((done.keys() | open_now.keys()) - {""}):
        name = names.get(no, no)
        label = Text(f"完成/经手·{name}", f"Completed of all · {name}")
        yield Figure(f"load/{no}", label, str(done[no]), done[no], done[no] + open_now[no])


#: Every figure's definition by its name in docs/figures.md, in the order of the report.
DEFINITIONS: Mapping[str, Definition] = MappingProxyType(
    {
        "taken": _taken,
        "on_time": _on_time,
        "calls": _calls,
        "first_visit_fix": _first_visit,
        "revisits": _revisits,
        "reschedules": _reschedules,
        "wasted": _wasted,
        "parts": _parts,
        "receivables": _receivables,
        "load": _load,
    }
)
