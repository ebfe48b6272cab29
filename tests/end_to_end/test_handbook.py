"""The words for the phone are the sheet's own: changed there, they are changed on the desk's page."""

from __future__ import annotations

import re
from pathlib import Path

from sheetflow.bootstrap.standing import StandingPolicy
from tests.builders import schema
from tests.end_to_end.desk import open_desk, set_up


def test_the_greeting_on_the_page_is_the_sheets(tmp_path: Path) -> None:
    set_up(tmp_path)
    with open_desk(tmp_path) as desk:
        topics = dict(StandingPolicy(desk.house).topics())
    assert topics["接线话术"].startswith("问好:您好")
    assert "非常抱歉" in topics["接线话术"]


def test_no_sentence_of_the_help_is_broken_over_two_lines() -> None:
    for topic in schema().tab("help").first_rows("en"):
        lines = str(topic["text"]).splitlines()
        assert [line for line in lines if not re.match(r"\d\. |[A-Z][a-z]+: ", line)] == []
