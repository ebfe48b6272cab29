"""The page of changed service levels: what it shows, who may apply them, and that only what was shown is applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from sheetflow.levels import KEPT, Proposal, proposed, stored
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.schema import Level
from tests.builders import POLICY, at
from tests.webhooks.conftest import CHEN, LIN, Shop, hidden
from tests.webhooks.test_desk import page, text
from tests.webhooks.test_ticket import WU, sit

PAGE = "/desk/levels/"


def policy(hours: int) -> Policy:
    level = Level("normal", "response", timedelta(hours=hours), 75)
    return replace(POLICY, levels={("normal", "response"): level})


def waiting(hours: int = 1) -> tuple[Proposal, Policy]:
    """Give a change from 24 hours, with one open ticket that it moves."""
    grades = ((at("14:00"), "normal"),)
    record = TicketRecord("WX1", stamps={"reported_at": at("14:00")}, grades=grades)
    found = proposed([record], policy(24), policy(hours))
    assert found is not None
    return found, policy(24)


def apply(client: FlaskClient, seal: str) -> Any:
    token = hidden(page(client, "/desk/"), "csrf_token")
    return client.post(PAGE, data={"csrf_token": token, "seal": seal})


def test_it_shows_the_rows_and_the_deadlines_that_would_move(shop: Shop) -> None:
    shown = page(sit(shop, levels=waiting), PAGE)

    for words in ("普通·响应", "24小时 (75%) → 1小时 (75%)", "会移动1个未完的时限", "WX1"):
        assert words in shown


def test_nothing_waits_where_nothing_was_changed(shop: Shop) -> None:
    assert "没有等着确认的改动" in page(sit(shop), PAGE)


def test_a_supervisor_applies_it_and_a_cycle_is_asked_for(shop: Shop) -> None:
    proposal, _ = waiting()
    answer = apply(sit(shop, levels=waiting), proposal.seal)

    assert answer.status_code == 303
    assert shop.ledger.kept(KEPT) == stored(policy(1).levels)


def test_nobody_else_applies_it(shop: Shop) -> None:
    client = sit(shop, CHEN.no, levels=waiting, staff=lambda: [LIN, CHEN, WU])

    assert "要主管来应用" in page(client, PAGE)
    assert apply(client, waiting()[0].seal).status_code == 403
    assert shop.ledger.kept(KEPT) is None


def test_what_was_changed_again_since_is_shown_again_instead(shop: Shop) -> None:
    answer = apply(sit(shop, levels=lambda: waiting(2)), waiting(1)[0].seal)

    assert answer.status_code == 409
    assert "请再看一遍" in text(answer)
    assert shop.ledger.kept(KEPT) is None
