"""What the worker of a house does again and again: cycle, outbox, housekeeping, report."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.bootstrap.counting import keep_calls
from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.pacing import Pacing
from sheetflow.bootstrap.present import Present
from sheetflow.clock import Job
from sheetflow.model import BOT, MAIL, Json
from sheetflow.notices import DIGESTS
from sheetflow.notify.policy import SendingPolicy
from sheetflow.notify.sending import Sent, send_due
from sheetflow.summary import Summary

#: Seconds between two looks at the outbox, between two rounds of housekeeping, and between two reports.
OUTBOX_SECONDS, HOUSEKEEPING_SECONDS, REPORT_SECONDS = 10.0, 300.0, 3600.0


def jobs_of(house: House) -> tuple[Job, ...]:
    """Give the jobs in the order in which they follow each other."""
    pacing = Pacing(house)
    return (
        Job(
            "cycle",
            house.settings.cycle_seconds,
            lambda: _paced(house, pacing),
            until_next=pacing.seconds,
        ),
        Job("outbox", OUTBOX_SECONDS, lambda: send(house)),
        Job("housekeeping", HOUSEKEEPING_SECONDS, house.runner.digests),
        Job("report", REPORT_SECONDS, house.runner.report),
    )


def _paced(house: House, pacing: Pacing) -> None:
    summary = None
    try:
        summary = cycle(house)
    finally:
        pacing.ran(summary)


def cycle(house: House) -> Summary:
    """Run one cycle, and keep what became of it for the pages; beside another worker nothing becomes of it."""
    try:
        summary = house.runner.cycle()
    finally:
        keep_calls(house.ledger, house.store)  # above all those of a cycle that failed
    if summary.outcome == "standby":
        house.ledger.keep("standby", {"at": house.clock.now().isoformat()})
        return summary
    if summary.outcome in ("unknown", "lost"):
        return (
            summary  # it hasn't run till it has written: the pages go on telling what is in the way
        )
    kept = {"at": house.clock.now().isoformat(), "error": "", **summary._asdict()}
    totals = _totals(house.ledger.kept("last_run"), summary)
    problems = [[one.where, one.found, one.remedy] for one in house.runner.problems]
    house.ledger.keep("last_run", {**kept, "totals": totals, "problems": problems})
    return summary


def _totals(last: Json, summary: Summary) -> dict[str, int]:
    """Count on from the last cycle: what /metrics tells, whichever process is asked and whichever ran the cycles."""
    before = last.get("totals") if isinstance(last, Mapping) else None
    now = {
        "cycles": 1,
        "changes": summary.changes,
    }
    if not isinstance(before, Mapping):
        return now
    return {name: int(str(before.get(name, 0))) + count for name, count in now.items()}


def send(house: House) -> Sent:
    """Send what is due and still true; beside another worker nothing, for that one sends."""
    if not house.runner.keeps():
        return Sent()
    policy, now = house.schema.policy, house.clock.now()
    return send_due(
        house.ledger,
        {MAIL: house.notifier, BOT: house.bots},
        now=now,
        policy=SendingPolicy(
            house.zone,
            house.language,
            observing=house.settings.observe,
            quiet=(policy.quiet_from, policy.quiet_to),
            gap=policy.one_message_per,
            settling=policy.hold_after_edit,
            digests=tuple(hour for name in DIGESTS if (hour := house.schema.notices[name].at)),
        ),
        desk=Present(house, now),
    )
