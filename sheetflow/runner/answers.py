"""A Form's answers become reports, once each, and what a customer changed in one afterwards is told in its ticket.

An answer is noted before it is accepted, and accepted under a key of its own: after a kill between the two, or beside
another worker, the same answer is accepted again under the same key, which the inbox answers with the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from sheetflow.errors import Problem
from sheetflow.forms import ANSWERS, Answer, Changed, Taking, report_of, settle, take, unasked
from sheetflow.model import Event, FormTab, Json, Text
from sheetflow.ports import KeyReused, Ledger
from sheetflow.record import fold, instant
from sheetflow.runner.away import LAST_RUN
from sheetflow.runner.journal import Journal
from sheetflow.runner.known import Known
from sheetflow.runner.office import Office
from sheetflow.schema.parts import Tab
from sheetflow.serials import from_serial

#: Stands for the number of an answer that was accepted in other words than it has by now.
_TAKEN = "?"

#: So many rows without a time are named.
_NAMED = 5


@dataclass(frozen=True)
class Answers:
    """The answers' tabs as read, beside what is known already."""

    tabs: Sequence[FormTab]
    state: Known
    ledger: Ledger
    office: Office
    now: datetime

    def take(self) -> None:
        """Accept what is new, tell what was changed, and note what is wrong; nothing when the tabs are as they were."""
        state = self.state
        if self.tabs == state.forms:
            return
        found = self._noted()
        numbers = {one.key: self._accepted(one) for one in found.new}
        told = [one for one in found.changed if self._told(one)]
        if numbers or told:
            self.ledger.amend(ANSWERS, lambda kept: (settle(kept, numbers, told), None))
        state.asked = tuple(self._problems(found))
        # A change whose ticket has no record yet is told by the next cycle.
        state.forms = tuple(self.tabs) if len(told) == len(found.changed) else ()

    def _noted(self) -> Taking:
        last = self.ledger.kept(LAST_RUN)
        since = instant(last["at"]) if isinstance(last, dict) else self.now
        records = self.state.records

        def done(number: str) -> bool:
            return number in records and records[number].status in ("completed", "closed")

        choose = partial(
            take, tabs=self.tabs, now=self.now, since=since, zone=self.office.zone, done=done
        )
        return self.ledger.amend(ANSWERS, choose)

    def _accepted(self, answer: Answer) -> str:
        zone = self.office.zone
        values = report_of(answer.header, answer.cells, tickets=self._tickets, zone=zone)
        at = min(from_serial(answer.serial, zone), self.now)
        day = self.now.astimezone(zone).date()
        try:
            return self.ledger.accept(values, at=at, day=day, key=f"answer:{answer.key}").ticket_no
        except KeyReused:
            return _TAKEN

    def _told(self, changed: Changed) -> bool:
        """Put into the ticket's history and row that its answer was changed; False where it has no record yet."""
        record = self.state.records.get(changed.number)
        if record is None:
            return changed.number == _TAKEN
        said: dict[str, Json] = {
            "column": "problem",
            "wish": "form",
            "answer": " ".join(sorted(changed.row.digests)),
            **asdict(_changed(changed)),
        }
        event = Event(changed.number, "form_changed", self.now, said, "customer", "form")
        if not self._stands(event):
            Journal(self.ledger, self.state, self.now).note(events=(event,))
            self.state.records[changed.number] = fold(record, event)
            self.state.digest = ""
        return True

    def _stands(self, event: Event) -> bool:
        """Say whether it was told before a kill: the last change that was told is this one."""
        told = [one for one in self.ledger.events(event.ticket_no) if one.kind == event.kind]
        return bool(told) and told[-1].values == event.values

    def _problems(self, found: Taking) -> list[Problem]:
        return [
            Problem(tab.title, why.of(self.office.language), "")
            for tab in self.tabs
            for why in (
                *_nobody_asks(tab, self._tickets),
                *_older(found.left.get(tab.title, 0)),
                *_undated(found.untimed.get(tab.title, ())),
            )
        ]

    @property
    def _tickets(self) -> Tab:
        return self.office.schema.tab("tickets")


def _changed(changed: Changed) -> Text:
    """Say which answers are others now; their words stay in the Form's tab, for some are personal."""
    zh = "".join(f"「{question}」" for question in changed.questions)
    en = ", ".join(changed.questions)
    return Text(
        f"客户的表单回复后来改过{zh and ':'}{zh};工单没有跟着改,请看「{changed.title}」核对后自己改",
        f"The answer in the form was changed later{en and ': '}{en}. The ticket is as it was: compare it with the tab "
        f"'{changed.title}' and change it yourself",
    )


def _nobody_asks(tab: FormTab, tickets: Tab) -> list[Text]:
    missing = (
        [tickets.column(key).label for key in unasked(tab.rows[0], tickets)] if tab.rows else []
    )
    if not missing:
        return []
    zh, en = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
    return [
        Text(
            f"没有问题问到:{zh}。请在表单里把那个问题的标题改成这个名字,不然每张单都要人补",
            f"no question asks for: {en}. Give the question in the form this title, or each ticket waits for somebody "
            "to complete it",
        )
    ]


def _older(left: int) -> list[Text]:
    if not left:
        return []
    return [
        Text(
            f"接上表单以前的 {left} 条旧回复没有变成工单。要补,把它们存成 CSV,用 sheetflow import 导入",
            f"{left} answers from before the form was connected are no tickets. To take them, save them as CSV and run "
            "sheetflow import",
        )
    ]


def _undated(rows: Sequence[int]) -> list[Text]:
    if not rows:
        return []
    named = ", ".join(map(str, rows[:_NAMED])) + ("…" if len(rows) > _NAMED else "")
    return [
        Text(
            f"第 {named} 行没有提交时间,没有变成工单。要报修,请在时间戳记那列填上时间",
            f"row {named} has no time of sending and is no ticket. If it is a report, type the time into the column "
            "Timestamp",
        )
    ]
