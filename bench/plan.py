"""Time of planning, beside json.loads of the very same read, in one run.

    .venv/bin/python bench/plan.py [TICKETS …]

Bars: cold plan after a start <= 20 x json.loads; warm plan with 1 % of the rows changed <= 3 x; growth from 1,000 to
10,000 tickets <= 12 x. The tickets are open, with a technician, calls and appointments like real ones; a row has 60
columns. Each is the best of 5 in processor time, so that neighbours on the machine count less.
"""

from __future__ import annotations

import gc
import json
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from sheetflow import record
from sheetflow.model import Change, Reading, Table
from sheetflow.plan import View
from sheetflow.planner import plan
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows, Rule
from sheetflow.rules import RULES
from sheetflow.tickets import Snapshot
from tests.builders import POLICY
from tests.world import World

#: The bars of the issue: at most so many times json.loads, and so much growth for ten times the tickets.
COLD, WARM, GROWTH = 20.0, 3.0, 12.0

#: Columns of a row besides what a report brings, so that 60 are in use.
WIDTH = 60


def desk(count: int) -> World:
    """Give a settled desk with so many open tickets."""
    world = World()
    world.now = world.now.astimezone(UTC)
    for n in range(count):
        world.report(
            customer_name=f"客户{n}",
            phone=f"138-0000-{n % 10000:04d}",
            serial_no=f"SN{n}",
            unit_name=f"小店{n}",
            wished_grade=("critical", "urgent", "normal")[n % 3],
        )
        world.now += timedelta(seconds=3)
    world.cycle()
    rows = world.rows["tickets"]
    at = world.columns["tickets"]
    for n, row in enumerate(rows):
        row[at["technician"]] = ("陈立", "刘勇", "赵明", "孙浩")[n % 4]
    world.cycle(world.now + timedelta(minutes=1))
    for n, row in enumerate(rows):
        if n % 3:
            row[at["contact_result"]] = "接通"
        if n % 3 == 2:
            row[at["appointment_at"]] = 46092.5
    world.settle()
    return narrowed(world)


def narrowed(world: World) -> World:
    """Keep the columns that are in use, filled up with staff columns to the width of the bench."""
    columns = world.columns["tickets"]
    used = {
        name
        for name, i in columns.items()
        if any(row[i] != "" for row in world.rows["tickets"][:300])
    }
    spare = [name for name in columns if name not in used]
    kept = sorted(used | set(spare[: max(WIDTH - len(used), 0)]), key=columns.__getitem__)
    world.rows["tickets"] = [[row[columns[name]] for name in kept] for row in world.rows["tickets"]]
    world.columns["tickets"] = {name: i for i, name in enumerate(kept)}
    world.memory = None
    world.settle()
    return world


def best(times: int, work: Callable[[], object]) -> float:
    """Give the shortest of several runs, in seconds; the collector runs between them, not in them."""
    found = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        began = process_time()
        work()
        found.append(process_time() - began)
        gc.enable()
    return min(found)


def measure(count: int) -> tuple[float, float, float]:
    """Print one size's figures, and give seconds of json.loads, cold and warm plan."""
    world = desk(count)
    # As after a start: the records are those that the ledger gives back.
    stored = [json.dumps(record.dump(one)) for one in world.records.values()]
    world.records = {one.ticket_no: one for one in map(record.load, map(json.loads, stored))}
    body = json.dumps({tab: table.rows for tab, table in world.reading().tables.items()})
    loads = best(5, lambda: json.loads(body))

    def view_of(text: str) -> View:
        cells = json.loads(text)
        tables = {tab: Table(tab, world.columns[tab], rows) for tab, rows in cells.items()}
        return View(Reading(tables, ""), world.records)

    view = view_of(body)
    cold = best(5, lambda: plan(view, world.now, POLICY, rules=RULES))
    memory = plan(view, world.now, POLICY, rules=RULES).memory
    for row in world.rows["tickets"][::100]:
        row[world.columns["tickets"]["unit_name"]] = "改了名字"
    changed = view_of(
        json.dumps({tab: table.rows for tab, table in world.reading().tables.items()})
    )
    warm = best(5, lambda: plan(changed, world.now, POLICY, rules=RULES, memory=memory))
    planned = plan(changed, world.now, POLICY, rules=RULES, memory=memory).plan.planned
    columns = len(world.columns["tickets"])
    print(f"{count:>6} tickets x {columns} columns, {len(body) / 1e6:.1f} MB, {planned} changed")
    print(f"       json.loads {loads * 1000:8.1f} ms")
    print(f"       cold plan  {cold * 1000:8.1f} ms = {cold / loads:5.1f} x (bar {COLD:.0f} x)")
    print(f"       warm plan  {warm * 1000:8.1f} ms = {warm / loads:5.1f} x (bar {WARM:.0f} x)")
    return loads, cold, warm


def per_rule(count: int) -> None:
    """Print what each rule costs in a cold plan."""
    world = desk(count)
    view = replace(world.view())
    spent: dict[str, float] = {}

    def timed(rule: Rule) -> Rule:
        def wrapped(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
            began = process_time()
            found = list(rule(desk, now, policy))
            spent[rule.__name__] = spent.get(rule.__name__, 0.0) + process_time() - began
            return iter(found)

        wrapped.__name__ = rule.__name__
        return CrossesRows(wrapped) if isinstance(rule, CrossesRows) else wrapped

    best(1, lambda: plan(view, world.now, POLICY, rules=[timed(rule) for rule in RULES]))
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"       {name:<18} {seconds / count * 1e6:7.1f} µs a ticket")


def main() -> None:
    """Measure 1,000 and 10,000 tickets, or the sizes that are named."""
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 10000]
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    figures = [measure(size) for size in sizes]
    if sizes == [1000, 10000]:
        for name, column in (("cold", 1), ("warm", 2)):
            growth = figures[1][column] / figures[0][column]
            print(
                f"growth of the {name} plan from 1,000 to 10,000: {growth:.1f} x (bar {GROWTH:.0f} x)"
            )
    per_rule(sizes[0])


if __name__ == "__main__":
    main()
