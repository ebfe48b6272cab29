"""A change is told once a burst; an address that is dead is left alone; nothing is ever thrown at anybody."""

from __future__ import annotations

import pytest

from tests.apps_script.script import ADDRESS, KEY, NOON, Reply, Request, Script

#: Seconds between two changes of somebody who types without a pause.
TYPING = 1


def pings(script: Script, seconds: int, every: int = TYPING) -> list[int]:
    """Let somebody type for so long, and give the seconds at which a ping left."""
    begin, left = script.now, list[int]()
    for _ in range(0, seconds, every):
        before = len(script.sent)
        script.changed()
        left += [(script.now - begin) // 1000] * (len(script.sent) - before)
        script.wait(every)
    return left


@pytest.mark.parametrize(
    ("handler", "kind"), [("sheetChanged", "change"), ("formSubmitted", "form")]
)
def test_a_ping_names_the_spreadsheet_and_the_kind_of_event_and_nothing_else(
    installed: Script, handler: str, kind: str
) -> None:
    installed.changed(handler)
    [ping] = installed.sent
    assert ping.said == {"spreadsheet": "1aB", "kind": kind}
    assert ping.address == ADDRESS
    assert set(ping.headers) == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    assert ping.headers["webhook-timestamp"] == str(NOON // 1000 + 3600)
    assert ping.options == {
        "method": "post",
        "contentType": "application/json",
        "followRedirects": False,
        "muteHttpExceptions": True,
    }


def test_somebody_who_types_on_is_told_of_once_in_ten_seconds(installed: Script) -> None:
    assert pings(installed, 60) == [0, 10, 20, 30, 40, 50]
    assert len({ping.headers["webhook-id"] for ping in installed.sent}) == 6


def test_of_two_events_at_the_same_instant_one_is_told(installed: Script) -> None:
    def meanwhile(request: Request) -> Reply:
        installed.changed()
        return Reply()

    installed.answers = meanwhile
    installed.changed()
    assert len(installed.sent) == 1
    installed.wait(60)
    installed.set(locked=True)  # another is just deciding
    installed.changed()
    assert len(installed.sent) == 1


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(fault="Address unavailable"), id="no-answer"),
        pytest.param(Reply(503, ""), id="away"),
        pytest.param(Reply(401, ""), id="another-key"),
        pytest.param(Reply(302, ""), id="moved"),
    ],
)
def test_an_address_that_fails_is_left_alone_for_a_minute_then_twice_as_long_up_to_fifteen(
    installed: Script, reply: Reply
) -> None:
    installed.answers = lambda request: reply
    tried = pings(installed, 5400, every=20)
    assert tried == [0, 60, 180, 420, 900, 1800, 2700, 3600, 4500]
    installed.answers = lambda request: Reply()
    installed.wait(900)
    assert pings(installed, 30) == [0, 10, 20]
    installed.answers = lambda request: reply
    assert pings(installed, 400, every=20) == [0, 60, 180]


def test_while_one_waits_for_an_address_that_hangs_no_other_does(installed: Script) -> None:
    def hang(request: Request) -> Reply:
        for _ in range(5):
            installed.wait(11)  # the burst is over, and there is no answer yet
            installed.changed()
        return Reply(fault="Timeout")

    installed.answers = hang
    installed.changed()
    assert len(installed.sent) == 1


@pytest.mark.parametrize(
    "broken", ["CacheService", "LockService", "PropertiesService", "UrlFetchApp", "Utilities"]
)
def test_a_service_of_googles_that_fails_throws_nothing_at_a_trigger(
    installed: Script, broken: str
) -> None:
    installed.set(broken=[broken])
    installed.changed()
    assert installed.sent == []
    assert installed.world["logged"] == [f"sheetflow: Error: Service unavailable: {broken}"]
    installed.set(broken=[])
    installed.wait(60)
    installed.changed()
    assert len(installed.sent) == 1


def test_an_answer_that_is_no_json_is_good_enough(installed: Script) -> None:
    installed.answers = lambda request: Reply(202, "<html>")
    assert pings(installed, 20) == [0, 10]


def test_nothing_is_sent_before_it_was_installed_nor_from_a_copy_of_the_file(
    script: Script,
) -> None:
    script.changed()
    assert script.sent == []
    script.installs()
    script.set(id="1aCopy")
    script.wait(3600)
    script.changed()
    script.call("runNow")
    assert [ping.said["kind"] for ping in script.sent] == ["install"]
    assert "重新安装" in script.world["said"][-1]
    script.installs(ADDRESS, KEY)
    script.wait(3600)
    script.changed()
    assert script.sent[-1].said == {"spreadsheet": "1aCopy", "kind": "change"}


def test_nothing_that_is_logged_or_shown_holds_the_key(installed: Script) -> None:
    installed.answers = lambda request: Reply(fault="Address unavailable")
    installed.changed()
    installed.call("runNow")
    world = installed.world
    assert world["logged"]
    assert KEY not in str([world["logged"], world["said"], world["menu"], world["dialogs"]])
