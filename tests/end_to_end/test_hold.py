"""A row that somebody is editing is left in peace, whichever process saw the edit (WORKFLOW.md, clock rule 9)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sheetflow.bootstrap.jobs import send
from tests.end_to_end.desk import Desk, open_desk


def dispatch_mails(desk: Desk) -> int:
    """Send what is due, and give how many dispatches have left."""
    send(desk.house)
    return sum(one["kind"] == "dispatch" and one["state"] == "sent" for one in desk.notices())


def test_a_process_that_starts_within_the_three_minutes_holds_the_mail_too(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        desk.type(number, technician="陈立")
        desk.rest()
        chosen = desk.clock.at
    with open_desk(folder, at=chosen + timedelta(minutes=1)) as again:
        again.work()
        assert dispatch_mails(again) == 0
        again.clock.at += timedelta(minutes=3)
        assert dispatch_mails(again) == 1
