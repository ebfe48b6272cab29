"""What is held for the night is looked at again in the morning, on the real ledger and folder."""

from __future__ import annotations

from sheetflow.model import Notice, Recipient
from tests.end_to_end.desk import Desk
from tests.notify.build import ZH, enter

ORDER = "【派工】"


def orders(desk: Desk) -> list[str]:
    """Give to whom dispatch orders went, in order."""
    mails = [mail for mail in desk.mails() if mail["Subject"].startswith(ORDER)]
    return [mail["To"].addresses[0].display_name for mail in mails]


def states(desk: Desk, number: str, kind: str) -> dict[str, str]:
    """Give the states of a ticket's notices of one kind by recipient."""
    found = [one for one in desk.notices(number) if one["kind"] == kind]
    return {str(one["recipient"]): str(one["state"]) for one in found}


def at_night(desk: Desk) -> str:
    """Send 陈立 at ten in the evening."""
    desk.at("22:00")
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    assert states(desk, number, "dispatch") == {"陈立": "due"}
    return number


def test_a_dispatch_that_was_taken_back_in_the_night_goes_to_nobody(desk: Desk) -> None:
    number = at_night(desk)
    desk.at("07:30", day=1)
    desk.type(number, status="待派工")
    desk.rest()
    desk.at("08:05", day=1)
    desk.rest()
    assert states(desk, number, "dispatch") == {"陈立": "cancelled"}
    assert orders(desk) == []


def test_a_dispatch_that_another_got_in_the_night_goes_to_him_alone(desk: Desk) -> None:
    number = at_night(desk)
    desk.at("07:30", day=1)
    desk.type(number, technician="刘勇")
    desk.rest()
    desk.at("08:05", day=1)
    desk.rest()
    assert states(desk, number, "dispatch") == {"陈立": "cancelled", "刘勇": "sent"}
    assert orders(desk) == ["刘勇"]


def test_a_report_of_the_night_that_somebody_took_up_is_no_news(desk: Desk) -> None:
    number = at_night(desk)
    desk.at("08:05", day=1)
    desk.rest()
    assert states(desk, number, "new_report") == {"林静": "cancelled"}
    assert states(desk, number, "dispatch") == {"陈立": "sent"}


def test_what_somebody_wants_collected_leaves_with_a_digest_and_at_no_other_notices_hour(
    desk: Desk,
) -> None:
    desk.type_row(
        tab="staff", no="'11", name="汇总人", roles="内勤", email="11@example.com", notices="汇总"
    )
    desk.at("8:30", day=1)
    number = desk.report()
    desk.rest()
    desk.at("9:01", day=1)
    desk.rest()
    assert states(desk, number, "new_report") == {"林静": "sent", "汇总人": "due"}
    waits = [one for one in desk.notices(number) if one["recipient"] == "汇总人"]
    assert {one["due_at"] for one in waits} == {"2026-03-11T11:30:00+00:00"}


def test_what_a_newer_sheetflow_left_in_the_outbox_is_told_as_such_and_keeps_no_other_back(
    desk: Desk,
) -> None:
    number = desk.report()
    to = (Recipient("07", "林静", "07@example.com"),)
    breach = dict(ZH["clock_breach"])
    enter(
        desk.house.ledger,
        Notice("a", "of_tomorrow", number, {"by": "15:00"}, to, clock="of_tomorrow"),
        Notice("b", "clock_breach", number, breach, to, urgent=True, clock="of_tomorrow"),
        at=desk.clock.now(),
    )
    desk.rest()
    assert states(desk, number, "of_tomorrow") == {"林静": "failed"}
    assert states(desk, number, "clock_breach") == {"林静": "sent"}
    [reason] = [str(one["reason"]) for one in desk.notices(number) if one["kind"] == "of_tomorrow"]
    assert reason.startswith("notice of_tomorrow: no such kind. A newer sheetflow recorded it:")
    assert states(desk, number, "new_report") == {"林静": "sent"}
