"""Papers on the desk: who may see them, of which ticket, in which language, and where their codes lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.documents import Press
from sheetflow.model import Event, Table, Writes
from sheetflow.ports import Run
from tests.builders import STAFF, policy_of
from tests.documents.conftest import table
from tests.documents.test_papers import holds
from tests.webhooks.conftest import NOON, REPORT, Shop
from tests.webhooks.test_desk import page, text

TABLES: dict[str, Table] = {}
PRESS = Press(lambda: policy_of(*STAFF, profile="generic"), lambda: TABLES)


@pytest.fixture
def number(shop: Shop) -> str:
    """Give a ticket that a customer reported on the form."""
    accepted = shop.ledger.accept(REPORT, at=NOON, day=NOON.date())
    event = Event(accepted.ticket_no, "reported", NOON, {"seen": REPORT}, "customer", "web")
    shop.ledger.begin(Run("reported", NOON, Writes(), events=(event,)))
    return accepted.ticket_no


def test_a_tickets_paper_shows_whose_it_is(shop: Shop, number: str) -> None:
    shown = page(shop.desk(printer=PRESS), f"/desk/papers/dispatch_order/{number}")
    for words in (number, "售后派工单", "张三", "138-0000-0001", "城东区小麦路1号", "点不着火"):
        assert words in shown


@pytest.mark.parametrize("path", ["all/", "dispatch_order/", "receipt/"])
def test_without_the_desks_link_nobody_sees_one(shop: Shop, number: str, path: str) -> None:
    answer = shop.client(printer=PRESS).get(f"/desk/papers/{path}{number}")
    assert answer.status_code == 403
    assert "138-0000-0001" not in text(answer)


def test_all_are_those_that_the_desk_prints_one_after_the_other(shop: Shop, number: str) -> None:
    shown = page(shop.desk(printer=PRESS), f"/desk/papers/all/{number}")
    titles = ["售后派工单", "维修服务单", "零配件领料单", "收费标准"]
    at = [shown.index(f"<h1>{title}</h1>") for title in titles]
    assert at == sorted(at)
    assert "<h1>维修服务回执单</h1>" not in shown
    assert "维修服务回执单" in page(shop.desk(printer=PRESS), f"/desk/papers/receipt/{number}")


def test_it_speaks_the_readers_language(shop: Shop, number: str) -> None:
    shown = page(shop.desk(printer=PRESS), f"/desk/papers/all/{number}?lang=en")
    for words in ("<h1>Service record</h1>", "<h1>Fee card</h1>", "Back to ticket", "Customer"):
        assert words in shown


def test_blank_papers_are_printed_for_the_day_on_which_nothing_works(shop: Shop) -> None:
    client = shop.desk(printer=PRESS)
    assert client.get("/desk/papers/").headers["Location"] == "/desk/papers/all/"
    shown = page(client, "/desk/papers/all/")
    assert shown.count('<article class="paper') == 4
    assert '<dt>客户姓名</dt><dd class="line"></dd>' in shown


@pytest.mark.parametrize(
    ("path", "told"), [("receipt/WX1", "没有工单 WX1"), ("nothing/", "没有这个页面")]
)
def test_what_there_isnt_is_told(shop: Shop, path: str, told: str) -> None:
    answer = shop.desk(printer=PRESS).get(f"/desk/papers/{path}")
    assert answer.status_code == 404
    assert told in text(answer)


def test_the_ticket_and_the_grid_lead_to_it(shop: Shop, number: str) -> None:
    client = shop.desk(printer=PRESS)
    assert f'href="/desk/papers/all/{number}"' in page(client, f"/desk/tickets/{number}")
    shown = page(client, f"/desk/papers/all/{number}")
    assert f'href="/desk/tickets/{number}"' in shown
    assert f'href="/desk/papers/parts_slip/{number}"' in shown


def test_codes_lead_to_the_desk_while_customers_cant_reach_us(shop: Shop, number: str) -> None:
    shown = page(shop.desk(printer=PRESS), f"/desk/papers/service_record/{number}")
    assert holds(shown, f"http://localhost/desk/tickets/{number}")


def test_the_customers_paper_leads_to_their_own_page_once_there_is_a_public_address(
    shop: Shop, number: str
) -> None:
    public = replace(shop.services.settings, public_url="https://desk.example.com")
    client = shop.desk(printer=PRESS, settings=public)
    token = shop.ledger.token_of(number)
    assert token
    shown = page(client, f"/desk/papers/service_record/{number}")
    assert holds(shown, f"https://desk.example.com/s/{token}")
    assert holds(page(client, f"/desk/papers/fee_card/{number}"), "https://desk.example.com/report")
    order = page(client, f"/desk/papers/dispatch_order/{number}")
    assert holds(order, f"http://localhost/desk/tickets/{number}")
    assert token not in order


def test_a_price_that_cant_be_read_is_told_beside_the_paper(shop: Shop) -> None:
    unclear = {"price_list": table("price_list", {"name": "上门费", "kind": "call_out"})}
    press = Press(lambda: policy_of(profile="generic"), lambda: unclear)
    shown = page(shop.desk(printer=press), "/desk/papers/fee_card/")
    assert '<p class="alert">收费标准第2行没有印' in shown


def test_until_the_settings_are_read_it_says_try_again(shop: Shop) -> None:
    answer = shop.desk(printer=Press(lambda: None, lambda: TABLES)).get("/desk/papers/receipt/")
    assert answer.status_code == 503
    assert "请过一分钟再试" in text(answer)


def test_a_process_without_a_press_says_so(shop: Shop) -> None:
    answer = shop.desk().get("/desk/papers/receipt/")
    assert answer.status_code == 503
    assert "sheetflow serve" in text(answer)


def test_printing_changes_nothing(shop: Shop, number: str) -> None:
    before = shop.ledger.newest_event()
    page(shop.desk(printer=PRESS), f"/desk/papers/all/{number}")
    assert (shop.ledger.newest_event(), shop.wakes) == (before, [])
