"""What the worker of a house does again and again: cycle, outbox, housekeeping."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.bootstrap.house import House
from sheetflow.clock import Job
from sheetflow.clocks import clock
from sheetflow.model import Json
from sheetflow.notify.policy import SendingPolicy
from sheetflow.notify.sending import Sent, send_due
from sheetflow.ports import Delivery
from sheetflow.summary import Summary

#: Seconds between two looks at the outbox, and between two rounds of housekeeping.
OUTBOX_SECONDS, HOUSEKEEPING_SECONDS = 10.0, 300.0


def jobs_of(house: House) -> tuple[Job, ...]:
    """Give the jobs in the order in which they follow each other."""
    return (
        Job("cycle", house.settings.cycle_seconds, lambda: cycle(house)),
        Job("outbox", OUTBOX_SECONDS, lambda: send(house)),
        Job("housekeeping", HOUSEKEEPING_SECONDS, house.runner.digests),
    )


def cycle(house: House) -> Summary:
    """Run one cycle, and keep what became of it for the pages; beside another worker nothing becomes of it."""
    summary = house.runner.cycle()
    if summary.outcome == "standby":
        house.ledger.keep("standby", {"at": house.clock.now().isoformat()})
        return summary
    kept = {"at": house.clock.now().isoformat(), "error": "", **summary._asdict()}
    totals = _totals(house.ledger.kept("last_run"), summary)
    house.ledger.keep("last_run", {**kept, "totals": totals})
    return summary


def _totals(last: Json, summary: Summary) -> dict[str, int]:
    """Count on from the last cycle: what /metrics tells, whichever process is asked and whichever ran the cycles."""
    before = last.get("totals") if isinstance(last, Mapping) else None
    now = {
        "cycles": 1,
        "changes": summary.changes,
        "reads": summary.reads,
        "writes": summary.writes,
    }
    if not isinstance(before, Mapping):
        return now
    return {name: int(str(before.get(name, 0))) + count for name, count in now.items()}


def send(house: House) -> Sent:
    """Send what is due and still true; beside another worker nothing, for that one sends."""
    if not house.runner.keeps():
        return Sent()
    policy = house.schema.policy
    return send_due(
        house.ledger,
        house.notifier,
        now=house.clock.now(),
        policy=SendingPolicy(
            house.zone,
            house.language,
            observing=house.settings.observe,
            quiet=(policy.quiet_from, policy.quiet_to),
            gap=policy.one_message_per,
            settling=policy.hold_after_edit,
        ),
        still=lambda delivery: _still(house, delivery),
        edited=house.runner.edited_at,
        link=lambda kind, ticket_no: _link(house, kind, ticket_no),
    )


def _link(house: House, kind: str, ticket_no: str) -> str:
    """Give the page that a notice leads to: the ticket's row, the board, or the health page."""
    desk = f"{house.settings.desk_url}/desk"
    if ticket_no:
        return f"{desk}/grid?ticket={ticket_no}"
    return f"{desk}/health" if kind == "system" else f"{desk}/"


def _still(house: House, delivery: Delivery) -> bool:
    """Look again whether what a notice speaks of still holds: its clock runs, its ticket is there."""
    record, policy = house.runner.record_of(delivery.ticket_no), house.runner.policy
    if not delivery.clock or record is None or policy is None:
        return True
    return clock(record, policy.clock(delivery.clock), policy).runs
