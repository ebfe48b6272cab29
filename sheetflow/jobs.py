"""What the worker of a house does again and again: cycle, outbox, housekeeping."""

from __future__ import annotations

from sheetflow.bootstrap import House
from sheetflow.clock import Job
from sheetflow.clocks import clock
from sheetflow.notify import SendingPolicy, Sent, send_due
from sheetflow.ports import Delivery

#: Seconds between two looks at the outbox, and between two rounds of housekeeping.
OUTBOX_SECONDS, HOUSEKEEPING_SECONDS = 10.0, 300.0


def jobs_of(house: House) -> tuple[Job, ...]:
    """Give the jobs in the order in which they follow each other."""
    return (
        Job("cycle", house.settings.cycle_seconds, lambda: cycle(house)),
        Job("outbox", OUTBOX_SECONDS, lambda: send(house)),
        Job("housekeeping", HOUSEKEEPING_SECONDS, house.runner.digests),
    )


def cycle(house: House) -> None:
    """Run one cycle, and keep what became of it for the pages."""
    summary = house.runner.cycle()
    house.ledger.keep(
        "last_run", {"at": house.clock.now().isoformat(), "error": "", **summary._asdict()}
    )


def send(house: House) -> Sent:
    """Send what is due and still true."""
    policy = house.schema.policy
    return send_due(
        house.ledger,
        house.notifier,
        now=house.clock.now(),
        policy=SendingPolicy(
            zone=house.zone,
            language=house.language,
            quiet_from=policy.quiet_from,
            quiet_to=policy.quiet_to,
            one_message_per=policy.one_message_per,
            hold_after_edit=policy.hold_after_edit,
            observe=house.settings.observe,
            public_url=house.settings.public_url,
        ),
        still=lambda delivery: _still(house, delivery),
    )


def _still(house: House, delivery: Delivery) -> bool:
    """Look again whether what a notice speaks of still holds: its clock runs, its ticket is there."""
    record, policy = house.runner.record_of(delivery.ticket_no), house.runner.policy
    if not delivery.clock or record is None or policy is None:
        return True
    return clock(record, policy.clock(delivery.clock), policy).runs
