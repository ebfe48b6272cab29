"""Give each accepted report its row, and each typed row its record: number and `reported_at`.

P1 4.1.1, P2 S1 (duties 1, 2, 3).    report WX20260310001 in the inbox  ->  a row at the end, event "reported"
Staff who type a row get the same; a row that another system began is taken over as it is, and nothing is announced.
报修时间 9:00 typed with the row at 14:30  ->  reported 9:00, and all that is timed from the report with it

A stranger is a row whose ticket nobody has recorded (planner/strangers.py): `fresh` where people typed it, else another
system began it. Its record begins with what stands there, `seen` in people's cells and `shown` in ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.ahead import lies_ahead
from sheetflow.columns import Column
from sheetflow.model import AppendRow, BadCell, Change, Event, Json, Record, Report, Scalar, Value
from sheetflow.policy import Policy
from sheetflow.rows.layout import Layout
from sheetflow.rows.unplaced import owing
from sheetflow.rule import CrossesRows
from sheetflow.rules.overwritten import LATE
from sheetflow.tickets import Snapshot, Stranger
from sheetflow.typed import understand_time

#: What stands in every row of ours, and what nobody types: a row that has it with a new number is a copy of one.
COPIED = ("cycle", "next_action")

#: What a fresh row says in these columns, and in those of times, is a request like any, so it isn't taken as seen.
ASKS = frozenset(
    {"status", "technician", "contact_result", "appointment_at", "work_started_at", "work_ended_at"}
    | {"result", "consent", "revisit_result", "grade"}
)


@CrossesRows
def intake(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a row and its first event for each new report, and the first event of each row without a record."""
    for report in desk.reports:
        yield from _reported(report, desk, now, policy)
    for stranger in desk.strangers:
        first = _typed if stranger.fresh else _taken_over
        yield from first(stranger, desk.layout, now, policy)


def _reported(report: Report, desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the row, its first event, and what of it finds no column now."""
    number, known = report.ticket_no, desk.everyone.get(report.ticket_no)
    values: dict[str, Value] = {
        column: desk.layout.decode[column](text) for column, text in report.values.items()
    }
    yield AppendRow("tickets", number, {"ticket_no": number, **values})
    said = {name: policy.encode(name, value) for name, value in values.items()}
    missing = {name: said.pop(name) for name in values if name not in desk.layout.columns}
    if known is None:
        first: dict[str, Json] = {"seen": {**said}}
        yield Record(Event(number, "reported", report.received_at, first, "customer", "web"))
    if missing != (known.record.owed if known else {}):
        yield Record(owing(f"tickets/{number}", number, missing, now))


def _typed(stranger: Stranger, layout: Layout, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the report that people typed, and the time of it that they typed with it."""
    at, cell = _reported_at(stranger, layout, now, policy)
    first = _beginning(stranger, layout, policy, {"reported_at": cell} if at else {})
    yield Record(Event(stranger.number, "reported", now, first, "sheet", "sheet"))
    if at:
        said: dict[str, Json] = {"name": "reported_at", "typed": cell, "late": now - at > LATE}
        yield Record(Event(stranger.number, "stamped", at, said, "sheet", "sheet"))


def _taken_over(
    stranger: Stranger, layout: Layout, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield another system's row as it is, with the status and the stamps that it has."""
    status = _choice(stranger, "status", layout) or "new"
    stamps = _stamps(stranger, layout, policy)
    first = {**_beginning(stranger, layout, policy, {}), "status": status, "stamps": stamps}
    yield Record(Event(stranger.number, "imported", now, first, "sheet", "sheet"))


def _beginning(
    stranger: Stranger, layout: Layout, policy: Policy, more: Mapping[str, Json]
) -> dict[str, Json]:
    """Give what a record begins with: what stands in the row, `more` of it in our cells, and its grade."""
    seen, shown = _standing(stranger, layout, policy)
    grade = _choice(stranger, "grade", layout)
    return {"seen": seen, "shown": {**shown, **more}, **({"grade": grade} if grade else {})}


def _reported_at(
    stranger: Stranger, layout: Layout, now: datetime, policy: Policy
) -> tuple[datetime | None, Scalar]:
    """Give the time of the report that was typed with the row, and its cell; None where none was, or it lies ahead."""
    typed = "" if _copied(stranger, layout) else _cell(stranger, "reported_at", layout)
    found = layout.decode["reported_at"](typed) if typed != "" else None
    at = understand_time(found.text, now, policy.zone) if isinstance(found, BadCell) else found
    past = isinstance(at, datetime) and not lies_ahead(at, now)
    return (at if isinstance(at, datetime) and past else None), typed


def _standing(
    stranger: Stranger, layout: Layout, policy: Policy
) -> tuple[dict[str, Json], dict[str, Json]]:
    """Give what stands in the cells of people and in ours, without what a fresh row asks for there.

    A time in one of our stamps is asked for, too (rules/overwritten.py), unless the row is a copy.
    """
    columns = policy.schema.tab("tickets").by_key
    typed = stranger.fresh and not _copied(stranger, layout)
    seen: dict[str, Json] = {}
    shown: dict[str, Json] = {}
    for name in layout.columns:
        cell, column = _cell(stranger, name, layout), columns[name]
        asks = stranger.fresh and (name in ASKS or _is_time(column))
        if cell != "" and name != "ticket_no" and not (asks or (typed and column.stamp)):
            (shown if column.written_by == "system" else seen)[name] = cell
    return seen, shown


def _copied(stranger: Stranger, layout: Layout) -> bool:
    return any(_cell(stranger, name, layout) != "" for name in COPIED)


def _is_time(column: Column) -> bool:
    """Say whether people write a time there, in words of their own: 18:00, 明天10点."""
    return column.type == "datetime" and column.written_by == "staff"


def _stamps(stranger: Stranger, layout: Layout, policy: Policy) -> dict[str, Json]:
    """Give what the other system's stamps say, so that ours don't empty them."""
    found = {
        name: layout.decode[name](stranger.cells[index])
        for name, index in layout.places[policy.stamp_columns]
        if index < len(stranger.cells)
    }
    return {name: at.isoformat() for name, at in found.items() if isinstance(at, datetime)}


def _choice(stranger: Stranger, column: str, layout: Layout) -> str:
    cell = _cell(stranger, column, layout)
    found = layout.decode[column](cell) if cell != "" else None
    return "" if isinstance(found, BadCell) or found is None else str(found)


def _cell(stranger: Stranger, column: str, layout: Layout) -> Scalar:
    index = layout.columns.get(column, -1)
    return stranger.cells[index] if 0 <= index < len(stranger.cells) else ""
