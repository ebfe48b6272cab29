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


def told(desk: Desk, number: str) -> list[tuple[str, str]]:
    """Let the morning pass, and give which mails about a ticket have left for the technicians."""
    desk.work(10, every=timedelta(minutes=1))
    mails = [mail for mail in desk.mails() if number in mail["Subject"]]
    found = [(m["Subject"].split("】")[0][1:], m["To"].addresses[0].display_name) for m in mails]
    return sorted(one for one in found if one[1] in ("陈立", "刘勇"))


def test_who_was_never_told_of_a_job_isnt_told_that_it_went_to_another(desk: Desk) -> None:
    """Chosen and given to another within the three minutes in which nothing leaves about a row that is edited."""
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, technician="刘勇")
    desk.rest()
    assert told(desk, number) == [("派工", "刘勇")]


def test_who_was_told_of_a_job_is_told_once_that_it_went_to_another(desk: Desk) -> None:
    """And not again when it was theirs for a moment in which they weren't told."""
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    assert told(desk, number) == [("派工", "陈立")]
    for name in ("刘勇", "陈立", "刘勇"):
        desk.type(number, technician=name)
        desk.rest()
    told_once = [("已改派", "陈立"), ("派工", "刘勇"), ("派工", "陈立")]
    assert told(desk, number) == told_once
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, technician="刘勇")
    desk.rest()
    assert told(desk, number) == sorted([*told_once, ("派工", "刘勇")])


def test_who_called_the_customer_knows_of_the_job_though_its_mail_never_left(desk: Desk) -> None:
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, contact_result="没接1")
    desk.rest()
    desk.type(number, technician="刘勇")
    desk.rest()
    assert told(desk, number) == [("已改派", "陈立"), ("派工", "刘勇")]


def test_a_dispatch_held_while_the_answered_call_is_typed_says_when_to_be_there(desk: Desk) -> None:
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, contact_result="接通", appointment_at="16:30", address="城南路8号")
    desk.rest()
    desk.work(5, every=timedelta(minutes=1))
    [subject] = [m["Subject"] for m in desk.mails() if m["To"].addresses[0].display_name == "陈立"]
    assert subject == f"【派工】{number} 张** 16:30上门"
