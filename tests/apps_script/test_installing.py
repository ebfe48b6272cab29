"""Installing asks once for address and key, sets the triggers anew, and says whether it works."""

from __future__ import annotations

import json

import pytest

from tests.apps_script.script import ADDRESS, DESK, KEY, ROOT, Reply, Script, Threw

TRIGGERS = [("change", "sheetChanged"), ("form", "formSubmitted")]


def triggers(script: Script) -> list[tuple[str, str]]:
    return [(one["event"], one["handler"]) for one in script.world["triggers"]]


def test_it_asks_for_address_and_key_sets_two_triggers_and_tries_at_once(script: Script) -> None:
    script.installs(f"PING_URL={ADDRESS}", f" PING_KEY={KEY} ")
    assert triggers(script) == TRIGGERS
    assert [ping.said["kind"] for ping in script.sent] == ["install"]
    asked_address, asked_key, told = script.world["said"]
    assert "ping-key" in asked_address
    assert "PING_KEY" in asked_key
    assert told == "好了:改动会马上处理。"
    assert script.world["properties"] == {
        "sheetflow.spreadsheet": "1aB",
        "sheetflow.address": ADDRESS,
        "sheetflow.key": KEY,
        "sheetflow.desk": DESK,
    }


def test_run_again_it_asks_nothing_and_leaves_two_triggers_and_those_of_others(
    script: Script,
) -> None:
    script.set(triggers=[{"event": "change", "handler": "myOwn"}])
    script.installs()
    before = script.world["properties"]
    for _ in range(2):
        script.set(prompts=[])
        script.call("install")
    assert triggers(script) == [("change", "myOwn"), *TRIGGERS]
    assert script.world["properties"] == before


def test_a_copy_of_the_file_asks_anew_and_pings_for_itself(script: Script) -> None:
    script.installs()
    script.set(id="1aCopy", triggers=[])
    script.installs("https://other.example.com", KEY)
    assert triggers(script) == TRIGGERS
    assert script.sent[-1].address == "https://other.example.com/hooks/sheet"
    assert script.sent[-1].said["spreadsheet"] == "1aCopy"


def test_another_key_is_asked_for_when_told_to_and_counts_from_then_on(script: Script) -> None:
    script.installs()
    new = KEY.replace("a2", "b2")
    script.set(prompts=[ADDRESS, new])
    script.call("changeKey")
    assert script.world["properties"]["sheetflow.key"] == new
    assert triggers(script) == TRIGGERS


@pytest.mark.parametrize("answers", [(None,), (ADDRESS, None)], ids=["at-once", "before-the-key"])
def test_who_gives_up_leaves_everything_as_it_was(script: Script, answers: tuple[str]) -> None:
    script.installs(*answers)
    assert (triggers(script), script.sent, script.world["properties"]) == ([], [], {})


def test_what_isnt_like_the_printed_lines_is_asked_for_again(script: Script) -> None:
    script.installs(
        "http://desk.example.com", "desk", "https://desk.example.com/", "", "whsec_x", KEY
    )
    assert script.sent[-1].address == ADDRESS
    assert sum("请整行复制" in said for said in script.world["said"]) == 4


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(), "Done"),
        (Reply(401, "{}"), "The key doesn't fit"),
        (Reply(404, "{}"), "Another spreadsheet"),
        (Reply(400, "{}"), "five minutes"),
        (Reply(429, "{}"), "Wait a minute"),
        (Reply(500, ""), "The answer was 500"),
        (Reply(fault="DNS error"), "No answer"),
    ],
    ids=["good", "key", "unknown", "late", "often", "broken", "dead"],
)
def test_it_says_what_became_of_the_first_ping_and_stays_installed(
    script: Script, reply: Reply, told: str
) -> None:
    script.set(locale="en_US")
    script.answers = lambda request: reply
    script.installs()
    assert told in script.world["said"][-1]
    assert triggers(script) == TRIGGERS


SCOPES = json.loads((ROOT / "apps_script" / "appsscript.json").read_text("utf-8"))["oauthScopes"]


@pytest.mark.parametrize("scope", [scope.rpartition("/")[2] for scope in SCOPES])
def test_every_scope_that_is_asked_for_is_needed(script: Script, scope: str) -> None:
    left = [one for one in script.world["granted"] if one != scope]
    script.set(granted=left)
    try:
        script.installs()
        failed = "No answer" in script.world["said"][-1] or "没有回答" in script.world["said"][-1]
    except Threw as fault:
        failed = f"auth/{scope}" in str(fault)
    assert failed
