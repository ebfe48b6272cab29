"""A supervisor's word on warranty and price is given on the ticket's page, by name and with its reason (duty 29)."""

from __future__ import annotations

import pytest

from sheetflow.model import Event, Json
from tests.webhooks.conftest import CHEN, LIN, Shop, submit
from tests.webhooks.test_desk import page, text
from tests.webhooks.test_ticket import NO, PAGE, WU, record, sit

CONFIRM = f"/desk/tickets/{NO}/confirm"
OVERRIDE = {"column": "warranty_override", "shown": "在保"}


@pytest.fixture(autouse=True)
def overridden(shop: Shop) -> None:
    """Let somebody have typed 保修改判 在保 and its reason into an open ticket's row."""
    seen: dict[str, Json] = {"warranty_override": "在保", "warranty_reason": "看过发票"}
    record(shop, "reported", "customer", seen={"unit_name": "慢豆咖啡", **seen})
    charged(shop, "warranty_override")


def charged(shop: Shop, *wants: str) -> None:
    said = {"due": None, "asked": "0.00", "bearing": False, "wants": list(wants)}
    record(shop, "charged", "system", **said)
    for run in shop.ledger.open_runs():
        shop.ledger.finish(run.run_id, run.at, confirmed=True)


def acts(shop: Shop) -> list[Event]:
    return [event for event in shop.ledger.events(NO) if event.kind == "confirmed"]


def test_a_supervisor_confirms_what_stands_there_with_the_row_s_reason(shop: Shop) -> None:
    client = sit(shop)
    shown = page(client, PAGE)
    for words in ("保修改判: 在保", "看过发票", "还没有计入"):
        assert words in shown
    assert submit(client, CONFIRM, at=PAGE, **OVERRIDE, reason="看过发票").status_code == 303
    [event] = acts(shop)
    assert (event.actor, event.channel) == ("06 吴强", "desk")
    assert event.values == {"column": "warranty_override", "cell": "在保", "reason": "看过发票"}
    assert shop.wakes == ["cycle"]
    after = page(client, PAGE)
    assert CONFIRM not in after
    assert "已记下" in after
    assert "确认「保修改判」" in after


def test_the_page_names_a_choice_in_the_reader_s_language(shop: Shop) -> None:
    assert "Warranty override: In warranty" in page(sit(shop), f"{PAGE}?lang=en")


def test_it_wants_a_reason(shop: Shop) -> None:
    answer = submit(sit(shop), CONFIRM, at=PAGE, **OVERRIDE, reason=" ")
    assert answer.status_code == 422
    assert "还没有写原因" in text(answer)
    assert acts(shop) == []


def test_nobody_else_confirms_it(shop: Shop) -> None:
    client = shop.desk(staff=lambda: [LIN, CHEN, WU])
    submit(client, "/desk/leave", at="/desk/")
    submit(client, "/desk/who", no="07")
    shown = page(client, PAGE)
    assert "要主管确认才算" in shown
    assert f'"{CONFIRM}"' not in shown
    answer = submit(client, CONFIRM, at=PAGE, **OVERRIDE, reason="x")
    assert answer.status_code == 403
    assert "要主管确认" in text(answer)
    assert acts(shop) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"shown": "协议"}, id="what the page no longer shows"),
        pytest.param({"column": "grade"}, id="another column"),
    ],
)
def test_only_what_the_page_showed_is_confirmed(shop: Shop, fields: dict[str, str]) -> None:
    answer = submit(sit(shop), CONFIRM, at=PAGE, **{**OVERRIDE, **fields}, reason="x")
    assert answer.status_code == 303
    assert acts(shop) == []


def test_a_quote_beside_the_price_list_is_confirmed_as_well(shop: Shop) -> None:
    record(shop, "edited", column="quote_amount", before="", after=120)
    charged(shop, "quote_amount")
    client = sit(shop)
    assert "报价: 120.00" in page(client, PAGE)
    fields = {"column": "quote_amount", "shown": "120.00", "reason": "含运费"}
    assert submit(client, CONFIRM, at=PAGE, **fields).status_code == 303
    assert acts(shop)[0].values["cell"] == 120


def test_what_wants_no_word_shows_none(shop: Shop) -> None:
    charged(shop)
    assert "还没有计入" not in page(sit(shop), PAGE)


def test_an_unknown_ticket_is_told(shop: Shop) -> None:
    answer = submit(sit(shop), "/desk/tickets/WX1/confirm", at=PAGE, **OVERRIDE, reason="x")
    assert answer.status_code == 404
