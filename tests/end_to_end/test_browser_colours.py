"""What is late is red where people look, and what soon will be is amber, whether or not the worker lives."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from sheetflow.model import Scalar
from tests.end_to_end.desk import Desk
from tests.end_to_end.served import (
    AMBER,
    DARK_RED,
    LIGHT_BLUE,
    PLAIN,
    PURPLE,
    RED,
    YELLOW,
    cell,
    poll,
    served,
)

pytestmark = pytest.mark.browser


class Stage(NamedTuple):
    """What a person does for a clock to be the next one, and when it warns and is breached (hour, days later)."""

    clock: str
    deadline: str
    typed: dict[str, Scalar]
    soon: tuple[str, int]
    late: tuple[str, int]


#: A normal ticket's way through its clocks (WORKFLOW.md, service levels of P2): dispatched at 14:30, call by 14:40.
STAGES = (
    Stage("contact", "首次联系期限", {"technician": "1"}, ("14:38", 0), ("14:41", 0)),
    Stage("response", "响应期限", {"contact_result": "3"}, ("08:31", 1), ("14:31", 1)),
    Stage(
        "onsite",
        "上门期限",
        {"contact_result": "通", "appointment_at": "3/13 16:00"},
        ("20:31", 2),
        ("14:31", 3),
    ),
    Stage(
        "revisit",
        "回访期限",
        {
            "work_started_at": "3/13 14:31",
            "work_ended_at": "3/13 14:35",
            "consent": "同意方案",
            "cause": "门封条老化",
            "measures": "换门封条",
            "result": "已修复",
            "test_result": "正常",
            "signature": "已签·张",
        },
        ("08:36", 4),
        ("14:36", 4),
    ),
)

STAGES_TOLD = (
    "contact breach+0 林静",
    "contact breach+0 陈立",
    "response warning 林静",
    "response breach+0 林静",
    "onsite warning 林静",
    "onsite breach+0 林静",
    "revisit warning 林静",
    "revisit breach+0 林静",
)


def test_a_ticket_turns_amber_before_each_of_its_deadlines_and_red_after_it_without_any_cycle(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        number = site.desk.report()
        site.desk.work()
        grid, today = site.sit_down(), site.sit_down()
        grid.goto(f"/desk/grid/?ticket={number}")
        grid.check("#grid-all")
        for stage in STAGES:
            site.desk.type(number, **stage.typed)
            site.desk.rest()
            is_coloured(grid, number, stage, PLAIN)
            site.desk.at(stage.soon[0], day=stage.soon[1])
            is_coloured(grid, number, stage, AMBER)
            site.desk.work()
            is_marked(today, number, "剩", AMBER)
            site.desk.at(stage.late[0], day=stage.late[1])
            is_coloured(grid, number, stage, RED)
            is_marked(today, number, "超时", RED)
            site.desk.work(3, every=timedelta(minutes=1))
            assert site.desk.is_settled()
        assert told(site.desk, number) == sorted(STAGES_TOLD)
        assert site.complaints == []


def told(desk: Desk, number: str) -> list[str]:
    """Name the clocks and stages that the outbox has records of, each as often as one person would hear of it."""
    keys = [f"{one['once']} {one['recipient']}".split("/") for one in desk.notices(number)]
    return sorted(f"{key[1]} {key[3]} {key[4].split()[1]}" for key in keys if len(key) == 5)


def is_coloured(page: Page, number: str, stage: Stage, colour: str | re.Pattern[str]) -> None:
    """See the named cells of the ticket filled so: its number, what to do, by when, and the clock's own deadline."""
    poll(page)
    for label in ("维修单号", "下一步", "最近时限", stage.deadline):
        expect(cell(page, number, label)).to_have_css("background-color", colour)


def is_marked(page: Page, number: str, word: str, colour: str) -> None:
    """See the ticket's line on 今日 marked with a word on this colour, at the page's next look."""
    page.clock.run_for(5000)
    mark = page.locator("li", has_text=number).locator(".mark")
    expect(mark).to_contain_text(word)
    expect(mark).to_have_css("background-color", colour)


def test_the_demonstration_s_tickets_have_the_colours_that_they_are_there_to_show(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser) as site:
        site.desk.work()
        page = site.sit_down()
        page.set_viewport_size({"width": 1280, "height": 2000})
        page.goto("/desk/grid/")
        page.check("#grid-all")
        for number, label, colour in SHOWN:
            expect(cell(page, number, label)).to_have_css("background-color", colour)
        expect(cell(page, "WX2023901", "状态")).to_have_css("color", "rgb(153, 153, 153)")


#: SHEET.md, "Demonstration day", on the cells that "Colours" names.
SHOWN = (
    ("WX20260310001", "状态", PURPLE),
    ("WX20260310001", "回访结果", YELLOW),
    ("WX20260310002", "状态", AMBER),
    ("WX20260310003", "最近时限", AMBER),
    ("WX20260310004", "指导回访期限", RED),
    ("WX20260310005", "试机结果", YELLOW),
    ("WX20260310007", "承诺上门期限", RED),
    ("WX20260310007", "维修工程师", YELLOW),
    ("WX20260309007", "回访期限", RED),
    ("WX20260309004", "状态", LIGHT_BLUE),
    ("WX20260308003", "冲突", DARK_RED),
)
