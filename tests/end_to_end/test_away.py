"""The spreadsheet can't be reached: deadlines pass all the same, and are told once, from the last read."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sheetflow.bootstrap.jobs import send
from sheetflow.errors import Refused, Unavailable
from sheetflow.runner import LEASE
from tests.end_to_end.desk import Desk, open_desk, set_up
from tests.end_to_end.mortal import SHEETS, Fate, Point, kill, mortal
from tests.end_to_end.wire import Gone, leave


def work_without(desk: Desk, *clocks: str, fault: type[Exception] = Unavailable) -> None:
    """Let the worker run at these times, as its scheduler does: a cycle that fails keeps no mail back."""
    for clock in clocks:
        desk.at(clock)
        with pytest.raises(fault):
            desk.work()
        send(desk.house)


def body(mail: EmailMessage) -> str:
    """Give a mail's plain words."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def words(desk: Desk) -> str:
    """Give the plain words of all mails."""
    return "\n".join(map(body, desk.mails()))


def told(desk: Desk, number: str) -> list[str]:
    """Give what was told of a ticket, by clock and stage."""
    onces = [str(one["once"]).split("/") for one in desk.notices(number)]
    return sorted(f"{once[1]} {once[3]}" if len(once) > 3 else once[1] for once in onces)


@pytest.fixture
def waiting(desk: Desk) -> str:
    """Give a report that waits for a technician from 14:30 on; the sheet was last read at 14:35."""
    number = desk.report()
    desk.rest()
    desk.at("14:35")
    desk.work()
    return number


def test_a_deadline_that_passes_while_the_sheet_is_away_is_told_once_per_stage(
    desk: Desk, waiting: str
) -> None:
    leave(desk)
    work_without(desk, "14:59")
    assert told(desk, waiting) == ["new_report"]
    work_without(desk, "15:01", "15:02", "15:03", "15:32", "15:33")
    assert told(desk, waiting) == ["new_report", "undispatched breach+0", "undispatched breach+30"]
    assert {one["state"] for one in desk.notices()} == {"sent"}


def test_a_warning_is_told_while_the_sheet_is_away(desk: Desk) -> None:
    number = desk.report(wished_grade="critical")
    desk.rest()
    desk.type(number, grade="特急")
    desk.rest()
    leave(desk)
    work_without(desk, "16:01")
    assert "response warning" in told(desk, number)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("zh-CN", "工单表最后读到14:35", id="chinese"),
        pytest.param("en", "Sheet last read at 14:35", id="english"),
    ],
)
def test_what_is_told_meanwhile_says_when_the_sheet_was_last_read(
    tmp_path: Path, language: str, said: str
) -> None:
    folder = tmp_path / "desk"
    set_up(folder, LOCALE=language)
    with open_desk(folder, LOCALE=language) as desk:
        desk.report()
        desk.rest()
        desk.at("14:35")
        desk.work()
        assert said not in words(desk)
        leave(desk)
        work_without(desk, "15:01")
        assert words(desk).count(said) == 1


def test_it_says_so_after_a_restart_too(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.report()
        desk.rest()
        desk.at("14:35")
        desk.work()
    with open_desk(folder) as desk:
        leave(desk)
        work_without(desk, "15:01")
        assert "工单表最后读到14:35" in words(desk)


def test_who_started_without_the_sheet_knows_whom_to_tell_and_of_what(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
    with open_desk(folder) as desk:
        leave(desk)
        work_without(desk, "15:01", "15:32")
        late = ["new_report", "undispatched breach+0", "undispatched breach+30"]
        assert told(desk, number) == late
    with open_desk(folder) as desk:
        leave(desk)
        work_without(desk, "15:33")
        assert told(desk, number) == late
        assert [one["recipient"] for one in reversed(desk.notices(number))] == [
            "林静",
            "林静",
            "吴强",
        ]


def test_work_begins_although_the_sheet_is_away_where_it_was_worked_on_before(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        leave(desk)
        desk.house.prepare()
        work_without(desk, "14:31")


def test_a_sheet_that_was_never_reached_is_told_before_work_begins(tmp_path: Path) -> None:
    with open_desk(tmp_path / "new") as desk:
        leave(desk)
        with pytest.raises(Unavailable):
            desk.house.prepare()


def test_where_no_sheet_was_ever_read_nothing_is_made_up(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.house.ledger.keep("settings", None)
        desk.report()
        leave(desk)
        work_without(desk, "15:01")
        assert desk.notices() == []


def test_when_the_sheet_is_back_nobody_is_told_again(desk: Desk, waiting: str) -> None:
    back = leave(desk)
    work_without(desk, "15:01")
    before = desk.notices()
    back()
    desk.rest()
    assert desk.notices() == before
    assert desk.is_settled()
    recorded = desk.house.ledger.records()[waiting].told
    assert {str(one["once"]) for one in before if one["kind"] == "clock_breach"} <= recorded


def test_what_was_done_before_the_sheet_went_away_stops_its_clocks(
    desk: Desk, waiting: str
) -> None:
    desk.type(waiting, technician="陈立")
    desk.rest()
    leave(desk)
    work_without(desk, "15:01")
    assert "undispatched breach+0" not in told(desk, waiting)
    assert "contact breach+0" in told(desk, waiting)


def test_a_report_that_comes_meanwhile_is_watched_and_nobody_is_sent_before_it_has_a_row(
    folder: Path,
) -> None:
    with open_desk(folder, DISPATCH="automatic") as desk:
        desk.rest()
        back = leave(desk)
        number = desk.report()
        work_without(desk, "15:01")
        assert told(desk, number) == ["undispatched breach+0"]
        assert desk.house.ledger.events(number) == []
        desk.house.runner.digests()
        send(desk.house)
        [said, _] = [body(mail) for mail in desk.mails() if "汇总" in str(mail["Subject"])]
        assert f"{number} 建议派陈立" in said
        back()
        desk.rest()
        assert [row["ticket_no"] for row in desk.rows()] == [number]
        kinds = sorted(str(one["kind"]) for one in desk.notices(number))
        assert kinds == ["clock_breach", "dispatch", "new_report"]


def test_no_run_is_left_open_and_nothing_is_recorded_but_notices(desk: Desk, waiting: str) -> None:
    leave(desk)
    before = desk.house.ledger.newest_event()
    work_without(desk, "15:01")
    assert desk.house.ledger.open_runs() == []
    assert desk.house.ledger.newest_event() == before


def test_a_cycle_with_nothing_new_to_tell_leaves_no_trace(desk: Desk, waiting: str) -> None:
    desk.house.runner.stop()
    leave(desk)
    fate = Fate(None)
    work_without(mortal(desk, fate), "15:01", "15:02", "15:03")
    assert fate.calls["ledger.begin"] == 1


def test_what_is_still_to_be_written_is_written_once_when_the_sheet_is_back(
    desk: Desk, waiting: str
) -> None:
    desk.type(waiting, technician="陈立")
    desk.work()
    back = leave(desk)
    work_without(desk, "15:01")
    back()
    desk.rest()
    assert (desk.row(waiting)["status"], desk.row(waiting)["problem"]) == ("已派工", "")
    assert desk.is_settled()


def test_the_morning_digest_goes_out_and_says_how_old_it_is(desk: Desk, waiting: str) -> None:
    leave(desk)
    desk.at("08:01", day=1)
    with pytest.raises(Unavailable):
        desk.work()
    for _ in range(2):
        desk.house.runner.digests()
    found = [one for one in desk.notices() if one["kind"] == "digest"]
    assert sorted(str(one["recipient"]) for one in found) == ["吴强", "林静"]
    send(desk.house)
    digests = [mail for mail in desk.mails() if "汇总" in str(mail["Subject"])]
    assert all("工单表最后读到3/10 14:35" in body(mail) for mail in digests)


def test_a_sheet_that_is_no_longer_shared_is_away_as_well(desk: Desk, waiting: str) -> None:
    leave(desk, 403)
    work_without(desk, "15:01", fault=Refused)
    assert told(desk, waiting) == ["new_report", "undispatched breach+0"]


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(Point("ledger.begin", "before"), id="before-it-is-recorded"),
        pytest.param(Point("ledger.begin", "after"), id="recorded-and-not-closed"),
        pytest.param(Point("ledger.finish", "after"), id="recorded"),
        pytest.param(Point("post.send", "after"), id="mailed-and-not-noted"),
    ],
)
def test_killed_while_the_sheet_is_away_it_tells_once(folder: Path, point: Point) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        desk.at("15:01")
        late = desk.clock.at
    kill(folder, [late], point, prepare=leave)
    with open_desk(folder, at=late + LEASE) as desk:
        back = leave(desk)
        with pytest.raises(Unavailable):
            desk.work()
        send(desk.house)
        back()
        desk.rest()
        assert told(desk, number) == ["new_report", "undispatched breach+0"]
        mails = desk.mails()
        assert len(mails) == len({mail["Message-ID"] for mail in mails}) == 2
        assert desk.is_settled()


def test_a_sheet_that_may_only_be_looked_at_is_told_to_staff_and_written_once_it_may(
    desk: Desk, waiting: str
) -> None:
    http = desk.house.client.http_client
    way = http.session.get_adapter(SHEETS)
    http.session.mount(SHEETS, Gone(403, on=":batchUpdate", far_end=way))
    desk.type(waiting, technician="陈立")
    work_without(desk, "14:50", fault=Refused)
    said = desk.house.ledger.kept("away")
    assert isinstance(said, dict)
    assert said["act"] == "write"
    assert "只能看,不能写" in str(said["zh"])
    http.session.mount(SHEETS, way)
    desk.rest()
    assert desk.row(waiting)["status"] == "已派工"
