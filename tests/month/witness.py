"""Looks over the desk's shoulder after every cycle, and notes what must never be seen; nothing is ever mended by it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from sheetflow.clocks import clock
from sheetflow.model import Event, Notice, Scalar
from sheetflow.plan import Memory, Plan, View
from sheetflow.planner import plan
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold
from sheetflow.rules import RULES
from sheetflow.states import STATES

#: Notices about a clock, by how their once-key names the stage.
OF_CLOCKS = ("clock_warning", "clock_breach", "not_contacted", "revisit_overdue")

#: How a part's movements change what the shop has, by kind as typed; a return counts only from the customer.
_ADDS = {"入库": 1, "装机": -1, "领用": 0, "旧件收回": 0}


class Witness:
    """What was seen in the month that must not be, in sentences; empty when all was well."""

    def __init__(self, policy: Policy, seed: int, every: int) -> None:
        self.policy, self.every, self.rng = policy, every, Random(seed)
        self.log: list[tuple[datetime, Event]] = []
        self.sent: Counter[str] = Counter()
        self.notices: list[tuple[datetime, Notice]] = []
        self.wrong: defaultdict[str, list[str]] = defaultdict(list)
        self.compared = 0
        self._moves = -1

    def looks(
        self,
        made: Plan,
        now: datetime,
        records: dict[str, TicketRecord],
        rows: dict[str, list[dict[str, Scalar]]] | None,
    ) -> None:
        """Look at what one cycle did; `rows` are those of the parts' tabs where they were touched."""
        self.log += [(now, event) for event in made.events]
        for event in made.events:
            if event.at > now:
                self._note("future", f"{event.ticket_no} {event.kind} at {event.at}, read {now}")
        for notice in made.notices:
            self.sent[notice.once] += 1
            self.notices.append((now, notice))
            if notice.kind in OF_CLOCKS:
                self._explained(notice, now, records[notice.ticket_no])
        if made.records:
            for no, many in Counter(_on_site(records)).items():
                if many > 1:
                    self._note("places", f"{no} is 维修中 on {many} tickets at {now}")
        if rows:
            self._counted(rows, now)

    def compares(self, view: View, now: datetime, made: Plan, memory: Memory | None) -> None:
        """Plan the same again without memory, and with the rules in another order."""
        shuffled = list(RULES)
        self.rng.shuffle(shuffled)
        cases = (
            ("cold", RULES, None),
            ("shuffled", RULES[::-1], None),  # each rule before all that it came after
            ("shuffled", shuffled, None),
            ("both", shuffled, memory),
        )
        for name, rules, known in cases:
            again = plan(
                view, now, self.policy, rules=rules, memory=known, strict=True, max_changes=10**9
            ).plan
            if essence(again) != essence(made):
                self._note(name, f"another plan at {now}")
        self.compared += 1

    def projects(self, view: View, now: datetime) -> None:
        """Empty the live rows of what the system wrote, and see it written again from records and people's cells."""
        tab, table = self.policy.schema.tab("tickets"), view.reading.tables["tickets"]
        ours = [c.key for c in tab.columns if c.written_by == "system" and c.key != "ticket_no"]
        before: dict[tuple[str, str], Scalar] = {}
        for row in table.rows:
            no = str(row[table.columns["ticket_no"]])
            record = view.records.get(no)
            if not (record and STATES[record.status].live) or (no, ours[0]) in before:
                continue
            for name in ours:
                before[no, name] = row[table.columns[name]]
                row[table.columns[name]] = ""
        emptied = {no for no, _ in before}
        records = {
            no: replace(record, shown={n: c for n, c in record.shown.items() if n not in ours})
            if no in emptied
            else record
            for no, record in view.records.items()
        }
        made = plan(
            replace(view, records=records), now, self.policy, rules=RULES, strict=True,
            max_changes=10**9,
        ).plan  # fmt: skip
        after = {(w.key, w.column): w.new for w in made.writes.cells if w.tab == "tickets"}
        for (no, name), cell in before.items():
            if after.get((no, name), "") != cell:
                self._note("projections", f"{no} {name}: {cell!r}, again {after.get((no, name))!r}")

    def _note(self, what: str, sentence: str) -> None:
        self.wrong[what].append(sentence)

    def _explained(self, notice: Notice, now: datetime, record: TicketRecord) -> None:
        """Hold a notice about a clock against the clock that the record gives."""
        _, name, _, stage, named = notice.once.rsplit("/", 4)
        found = clock(record, self.policy.clock(name), self.policy)
        deadline = datetime.strptime(named, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if found.deadline is None or found.deadline.replace(microsecond=0) != deadline:
            self._note("alerts", f"{notice.once}: the clock says {found.deadline}")
        elif found.met_at is not None and found.met_at <= deadline:
            self._note("alerts", f"{notice.once}: met at {found.met_at}")
        elif stage == "warning" and not (found.warn_at and found.warn_at <= now <= found.deadline):
            self._note("alerts", f"{notice.once}: warned at {now}, not from {found.warn_at}")
        elif stage != "warning" and not _come(stage, found.deadline, now):
            self._note("alerts", f"{notice.once}: announced early, at {now}")
        incident = record.stands("incident") != ""
        if incident or record.missing:
            self._note("muted", f"{notice.once} at {now} although reminders are muted")

    def _counted(self, rows: dict[str, list[dict[str, Scalar]]], now: datetime) -> None:
        """Count every part's movements by hand, and hold 库存 against it."""
        sums: Counter[str] = Counter()
        for row in rows["part_moves"]:
            if row["move_no"] and not _refused(row):
                back = row["kind"] == "退回" and row["from_place"] == "客户"
                sums[str(row["part_no"])] += (
                    int(back) if row["kind"] == "退回" else _ADDS[str(row["kind"])]
                ) * int(row["quantity"])
        for row in rows["parts"]:
            on_hand, owed = (int(row[name] or 0) for name in ("on_hand", "pending_count"))
            if on_hand < 0 or on_hand - owed != sums[str(row["part_no"])]:
                self._note(
                    "stock",
                    f"{row['part_no']}: {on_hand} - {owed}, counted {sums[str(row['part_no'])]} at {now}",
                )


def _refused(row: dict[str, Scalar]) -> bool:
    """Say whether a row says that it isn't booked; a fitted part is booked whatever the books had."""
    return row["problem"] != "" and row["kind"] != "装机"


def _on_site(records: dict[str, TicketRecord]) -> Iterator[str]:
    return (r.technician for r in records.values() if r.status == "on_site" and r.technician)


def _come(stage: str, deadline: datetime, now: datetime) -> bool:
    """Say whether a breach's rung has come: the first once the deadline is past, the others so long after it."""
    rung = timedelta(minutes=int(stage.removeprefix("breach+")))
    return deadline < now and deadline + rung <= now


def essence(made: Plan) -> object:
    """Give what a plan does, whatever order its parts stand in; the order of one ticket's events counts."""
    events: defaultdict[str, list[str]] = defaultdict(list)
    for event in made.events:
        events[event.ticket_no].append(written(event))
    return (
        sorted(map(repr, made.writes.cells)),
        sorted((row.tab, row.key, sorted(row.values.items())) for row in made.writes.rows),
        made.writes.pages,
        {number: sorted(kept) for number, kept in events.items()},
        made.records,
        sorted(map(repr, made.notices)),
    )


def written(event: Event) -> str:
    """Give an event as a line that doesn't depend on the order in which its values were put together."""
    told = [event.ticket_no, event.kind, event.at.isoformat(), event.values, event.actor]
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def replayed(log: list[tuple[datetime, Event]]) -> dict[str, TicketRecord]:
    """Give the records that a log leads to."""
    records: dict[str, TicketRecord] = {}
    for _, event in log:
        records[event.ticket_no] = fold(records.get(event.ticket_no), event)
    return records
