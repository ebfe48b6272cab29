"""Whatever the rules announce can be worded: every fact that its notice needs, and none that it never tells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from sheetflow.model import Language, Notice
from sheetflow.notices import KINDS
from sheetflow.notify.render import check
from tests.builders import at, on_leave, policy_of
from tests.world import DONE, World, completed, day, dispatched, on_site, waiting

#: Those that other parts announce: the digest, the low parts, the service itself.
NOT_OF_TICKETS = {"digest", "parts_low", "system"}


def scenes(language: Language) -> Iterator[World]:
    """Play something of everything."""
    policy = policy_of(language=language)
    world, number = waiting(policy)
    for minute in ("16:46", "17:11", "18:00"):
        world.act(number, at(minute))
    yield world
    world, number = dispatched(policy)
    world.act(number, at("14:42"))
    world.act(number, at("14:43"), contact_result="3")
    yield world
    world, number = on_site(policy)
    world.act(number, at("15:10"), incident="辱骂")
    yield world
    world, number = on_site(policy)
    world.act(number, at("15:10"), result="未修复", beyond_desk_at="15:05")
    yield world
    world, number = completed(policy)
    for minute in ("15:00", "15:51", "16:30"):
        world.act(number, at(minute, day=1))
    yield world
    world, number = on_site(policy)
    world.act(
        number,
        at("15:10"),
        quote_amount=90,
        consent=policy.say(policy.label("consent.agree_quote")),
    )
    world.act(number, at("16:00"), **DONE)
    world.cycle(at("09:00", day=34))
    yield world
    world, number = on_site(policy)
    refused = policy.say(policy.label("consent.refuse_quote"))
    world.act(number, at("15:10"), quote_amount=90, consent=refused)
    yield world
    world, number = dispatched(policy)
    world.delete(world.row(number))
    for minute in ("14:32", "14:33"):
        world.cycle(at(minute))
    yield world
    world, (first, _) = day(("城东", "16:00"), ("城南", "16:30"), policy=policy)
    world.act(first, at("15:55"), work_started_at="15:50")
    yield world
    yield waiting(policy_of(language=language, automatic=True))[0]
    world, number = dispatched(policy)
    world.policy = on_leave(policy, "01", "2026-03-10")
    world.act(number, at("14:35"))
    yield world


@cache
def announced(language: Language) -> tuple[Notice, ...]:
    return tuple(notice for world in scenes(language) for notice in world.notices.values())


def test_every_kind_of_notice_about_a_ticket_was_announced() -> None:
    assert {notice.kind for notice in announced("zh")} == set(KINDS) - NOT_OF_TICKETS


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(set(KINDS) - NOT_OF_TICKETS))
def test_its_facts_are_those_that_its_notice_tells(kind: str, language: Language) -> None:
    found = [notice for notice in announced(language) if notice.kind == kind]
    assert found
    for notice in found:
        check(kind, notice.facts)
        assert KINDS[kind].unknown(notice.facts) == []


def test_no_once_key_names_two_notices() -> None:
    for world in scenes("zh"):
        keys = [notice.once for made in world.plans for notice in made.notices]
        assert len(keys) == len(set(keys))


def test_every_notice_names_all_it_goes_to() -> None:
    for notice in announced("zh"):
        assert notice.facts["everyone"].split("、") == [recipient.name for recipient in notice.to]
