"""P2 KP (duty 47): contact data stays in the row; notices, histories and texts for chats get none of it.

A ticket whose every free cell names a phone, and whose customer has a name and a street, goes from report to filing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sheetflow.history import History
from sheetflow.model import Language, Text
from sheetflow.notify.render import render
from tests.builders import POLICY, SHANGHAI, at
from tests.notify.build import CHEN
from tests.world import HANDED_IN, World, completed

PHONE = "13800000077"
PERSONAL = ("张先生", "人民路1号", PHONE, "13800000001")

#: Staff's free words; what is typed there may hold a number that a colleague is to call.
FREE = tuple(
    column.key
    for column in POLICY.schema.tab("tickets").columns
    if column.type in ("text", "longtext")
    and column.written_by == "staff"
    and not column.choices
    and not column.choices_from
    and column.key not in ("signature", "duplicate_of", "planned_parts", "parts_used")
    and not column.key.endswith("_check")
)


def plain(*words: str) -> str:
    return re.sub(r"[ -]", "", "\n".join(words))


@pytest.fixture(scope="module")
def course() -> tuple[World, str]:
    """Give a ticket that went the whole way, was late, and had somebody's number in every free cell."""
    world, number = completed()
    for column in FREE:
        if column not in ("customer_name", "phone", "address", "product_model", "fault"):
            world.type(number, column, f"打{PHONE}")
    world.cycle(at("16:05"))
    again = world.report(fault=f"打不着火,找{PHONE}")
    world.cycle(at("16:06"))
    world.act(again, at("16:07"), phone="138-0000-000")
    world.act(again, at("16:08"), status="待派工")
    world.act(again, at("16:09"), technician="陈立")
    world.act(again, at("16:10"), beyond_desk_at="16:00", remarks=f"打{PHONE}")
    world.act(again, at("16:11"), incident="辱骂")
    world.cycle(at("23:00", day=4))
    world.act(number, **HANDED_IN, status="已结单")
    return world, again


def told(text: Text) -> Iterator[str]:
    yield from (text.zh, text.en)


def test_the_course_says_something_to_everybody(course: tuple[World, str]) -> None:
    world, _ = course
    kinds = {notice.kind for notice in world.notices.values()}
    assert kinds >= {"new_report", "dispatch", "incident", "escalation", "revisit_overdue"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_notice_shows_a_name_a_phone_or_a_street(
    course: tuple[World, str], language: Language
) -> None:
    world, _ = course
    for notice in world.notices.values():
        words = render(
            notice.kind,
            notice.facts,
            ticket_no=notice.ticket_no,
            language=language,
            recipient=CHEN,
        )
        said = plain(words.subject, words.text, words.html, words.brief, *words.lines)
        # SHEET.md, "Notices": an incident says the place, for whoever goes there to help.
        hidden = set(PERSONAL) - ({"人民路1号"} if notice.kind == "incident" else set())
        assert [one for one in hidden if one in said] == [], notice.kind


def test_no_history_shows_them(course: tuple[World, str]) -> None:
    world, _ = course
    history = History(POLICY.schema, {"01": "陈立"}, SHANGHAI)
    for number in world.records:
        for entry in history.of(e for e in world.events if e.ticket_no == number):
            said = plain(*(x for part in entry.said for x in told(part)))
            assert [one for one in PERSONAL if one in said] == [], said


def test_no_text_of_the_systems_shows_them(course: tuple[World, str]) -> None:
    """What the system words beside the row: the likely cause from other customers' tickets, texts, next step, today."""
    world, _ = course
    for row in world.rows["tickets"]:
        for column in (
            "suggestion",
            "customer_text",
            "tech_text",
            "next_action",
            "dispatch_reason",
        ):
            said = plain(str(row[world.columns["tickets"][column]]))
            assert [one for one in PERSONAL if one in said] == [], (column, said)
    assert all(one not in plain(str(world.rows["today"])) for one in PERSONAL)


def test_what_others_wrote_of_their_repairs_is_quoted_without_numbers(
    course: tuple[World, str],
) -> None:
    world, again = course
    assert "138****0077" in world.shown(again, "suggestion")
