"""The desk's nouns with good defaults, so that a test shows only what matters.

    chen = member("01", "陈立", skills=("燃气",), regions=("城东", "城南"))
    desk = desk_of(ticket("007", status="to_dispatch", region="城北", product_model="鼓风灶 GF-1"), policy=POLICY)

It is Tuesday 2026-03-10, 14:30 in Shanghai, as in SHEET.md's demonstration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar
from sheetflow.model import Change, Event, Record, Scalar, SetCell, SetCells, Value
from sheetflow.policy import Policy, Region
from sheetflow.record import Appointment, TicketRecord, fold
from sheetflow.roster import StaffMember
from sheetflow.rows.layout import Layout
from sheetflow.schema import Schema, load
from sheetflow.tickets import Snapshot, Ticket

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 14, 30, tzinfo=SHANGHAI)
SCHEMA_FILE = Path(__file__).parents[1] / "sheet_schema.yaml"


def at(clock: str, *, day: int = 0) -> datetime:
    """Give a wall time of the demonstration's day, or so many days later."""
    hour, minute = map(int, clock.split(":"))
    return NOW.replace(hour=hour, minute=minute) + timedelta(days=day)


@cache
def schema(profile: str = "stove") -> Schema:
    return load(SCHEMA_FILE, profile=profile)


def member(no: str, name: str = "", **values: Any) -> StaffMember:
    """Give an active technician who repairs everything everywhere in the desk's hours, unless told otherwise."""
    return replace(
        StaffMember(no, name or f"师傅{no}", ("technician",), email=f"{no}@example.com"), **values
    )


#: SHEET.md, "Demonstration day": who works there.
STAFF = (
    member("01", "陈立", skills=("燃气",), regions=("城东", "城南")),
    member("02", "刘勇", skills=("制冷",), regions=("城东", "城西")),
    member("03", "赵明", skills=("电热", "洗碗机"), regions=("城西", "城中")),
    member("04", "孙浩", skills=("办公设备",), regions=("城中",)),
    member("05", "周平", skills=("燃气", "电热"), regions=("城南", "城北"), leave="2026-03-10"),
    member("06", "吴强", roles=("supervisor",), skills=("全部",)),
    member("07", "林静", roles=("hotline", "dispatcher", "service")),
    member("08", "老板", roles=("owner",)),
)


def policy_of(
    *staff: StaffMember,
    profile: str = "stove",
    automatic: bool = False,
    regions: Iterable[Region] | None = None,
    **values: Any,
) -> Policy:
    """Give the policy of the shipped schema, with the demonstration's staff unless others are given."""
    declared = schema(profile)
    calendars = {
        spec.name: Calendar.from_spec(spec.spec, name=spec.name) for spec in declared.calendars
    }
    policy = Policy(
        schema=declared,
        language="zh",
        zone=SHANGHAI,
        calendars=calendars,
        staff={one.no: one for one in staff or STAFF},
        regions={one.name: one for one in (regions or _regions(declared))},
        dispatch="automatic" if automatic else "suggest",
        version="1",
    )
    return replace(policy, **values)


def switched(policy: Policy, **switches: Any) -> Policy:
    """Give the policy of a desk whose schema has other switches under `policy`: switched(POLICY, triage="manual")."""
    spec = replace(policy.schema.policy, **switches)
    return replace(policy, schema=replace(policy.schema, policy=spec))


def on_leave(policy: Policy, no: str, leave: str) -> Policy:
    """Give the policy with somebody on leave, as another state of 人员 makes it."""
    staff = {**policy.staff, no: replace(policy.staff[no], leave=leave)}
    return replace(policy, staff=staff, version=f"{policy.version}+")


def without(policy: Policy, no: str) -> Policy:
    """Give the policy after somebody has left: 在职 is FALSE."""
    staff = {**policy.staff, no: replace(policy.staff[no], active=False)}
    return replace(policy, staff=staff, version=f"{policy.version}+")


def _regions(declared: Schema) -> Iterator[Region]:
    for row in declared.tab("regions").first_rows("zh"):
        aliases, neighbours = (_words(row.get(name)) for name in ("aliases", "neighbours"))
        yield Region(str(row["region"]), int(str(row["minutes"])), aliases, neighbours)


def _words(found: Value) -> tuple[str, ...]:
    return found if isinstance(found, tuple) else ()


POLICY = policy_of()


def layout_of(policy: Policy = POLICY) -> Layout:
    """Give the tickets tab as the schema orders its columns."""
    columns = {column.key: i for i, column in enumerate(policy.schema.tab("tickets").columns)}
    return Layout(columns, policy.decoders, policy.people_columns, policy.system_columns)


def ticket(
    no: str = "WX20260310007",
    *,
    status: str = "new",
    policy: Policy = POLICY,
    technician: str = "",
    grade: str = "normal",
    appointment: datetime | None = None,
    stamps: Mapping[str, datetime] | None = None,
    typed: Mapping[str, Scalar] | None = None,
    record: Mapping[str, Any] | None = None,
    **cells: Value,
) -> Ticket:
    """Give a ticket whose row is as last seen, but for what was `typed` since; `cells` are typed values by column.

    It was reported at 14:00, and every later stamp that its status implies says 14:10 unless `stamps` does.
    """
    values: dict[str, Value] = {
        "customer_name": "张先生",
        "phone": "138-0000-0001",
        "address": "城东人民路1号",
        "product_model": "大锅灶 ZG-2A",
        "fault": "打不着火",
        "status": status,
        "grade": grade,
        "technician": technician or None,
        "appointment_at": appointment,
        **cells,
    }
    raw = {column: policy.encode(column, value) for column, value in values.items()}
    made = TicketRecord(
        ticket_no=no,
        status=status,
        technician=technician,
        grade=grade,
        stamps={**_stamps(status), **(stamps or {})},
        grades=((at("14:00"), grade),),
        appointment=appointment and Appointment(appointment, agreed=True, by_customer=False),
        seen={column: cell for column, cell in raw.items() if cell != ""},
    )
    layout = layout_of(policy)
    row: list[Scalar] = [""] * len(layout.columns)
    for column, cell in {"ticket_no": no, **raw, **(typed or {})}.items():
        row[layout.columns[column]] = cell
    return Ticket(replace(made, **(record or {})), row, layout, policy)


#: The stamps that a ticket in this status has got on the main line.
_ON_THE_WAY = (
    "triaged_at",
    "queued_at",
    "dispatched_at",
    "contacted_at",
    "arrived_at",
    "completed_at",
)
_COUNT = {"to_dispatch": 2, "dispatched": 3, "appointed": 4, "on_site": 5, "completed": 6}


def _stamps(status: str) -> dict[str, datetime]:
    later = dict.fromkeys(_ON_THE_WAY[: _COUNT.get(status, 0)], at("14:10"))
    return {"reported_at": at("14:00"), **later}


def desk_of(*tickets: Ticket, planned: Iterable[str] | None = None) -> Snapshot:
    """Give a snapshot; all tickets are planned unless their numbers are given."""
    everyone = {one.no: one for one in tickets}
    numbers = everyone if planned is None else planned
    return Snapshot(tuple(everyone[no] for no in numbers), everyone)


def events(changes: Iterable[Change], kind: str = "") -> list[Event]:
    """Give the recorded events, all or of one kind."""
    found = [change.event for change in changes if isinstance(change, Record)]
    return [event for event in found if kind in ("", event.kind)]


def cells(changes: Iterable[Change], no: str = "") -> dict[str, Value]:
    """Give what the cells of a ticket, or of the only one, shall show."""
    found: dict[str, Value] = {}
    for change in changes:
        if isinstance(change, (SetCell, SetCells)) and no in ("", change.ticket_no):
            found |= (
                change.values if isinstance(change, SetCells) else {change.column: change.value}
            )
    return found


def after(desk: Snapshot, changes: Iterable[Change]) -> Snapshot:
    """Give the desk with the recorded events folded in."""
    everyone = dict(desk.everyone)
    for event in events(changes):
        before = everyone[event.ticket_no]
        everyone[event.ticket_no] = before.after(fold(before.record, event))
    return Snapshot(tuple(everyone[one.no] for one in desk.tickets), everyone)


Rule = Callable[[Snapshot, datetime, Policy], Iterator[Change]]


def ask(
    rule: Rule, desk: Snapshot, policy: Policy = POLICY, *, now: datetime = NOW
) -> list[Change]:
    """Give everything that a rule asks for."""
    return list(rule(desk, now, policy))
