"""A customer fills in the form, with nothing but HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetflow.errors import Refused
from sheetflow.intake import REPORT as FIELDS
from tests.webhooks.conftest import REPORT, Shop, hidden, submit
from tests.webhooks.test_tickets_api import Away


def sent(client: FlaskClient, **changes: str) -> Any:
    """Send the form as a browser does, with the page's own hidden fields."""
    page = client.get("/report").get_data(as_text=True)
    form = {name: hidden(page, name) for name in ("csrf_token", "key")}
    return client.post("/report", data={**form, **REPORT, "privacy": "1", **changes})


def text(answer: Any) -> str:
    found: str = answer.get_data(as_text=True)
    return found


def test_a_sent_form_leads_to_the_status_page_with_the_number(shop: Shop) -> None:
    client = shop.client()
    answer = sent(client, request_type="repair")
    assert answer.status_code == 303
    page = text(client.get(answer.headers["Location"]))
    assert "WX20260310001" in page
    assert "已收到" in page
    (stored,) = shop.ledger.pending_reports()
    assert stored.values == {**REPORT, "request_type": "repair", "channel": "web"}
    assert shop.wakes == ["cycle"]


def test_the_first_page_is_the_form(shop: Shop) -> None:
    assert shop.client().get("/").headers["Location"] == "/report"


@pytest.mark.parametrize("key", [entry.key for entry in FIELDS if entry.key != "channel"])
def test_all_that_a_report_may_say_is_on_the_form_with_a_name(shop: Shop, key: str) -> None:
    page = text(shop.client().get("/report"))
    assert re.search(rf'<(input|textarea)\b[^>]* name="{key}"', page)
    names = rf'<label for="{key}">\s*([^\s<])|<fieldset id="{key}"[^>]*>\s*<legend>\s*([^\s<])'
    assert re.search(names, page)


def test_a_double_press_is_one_report(shop: Shop) -> None:
    client = shop.client()
    page = text(client.get("/report"))
    form = {name: hidden(page, name) for name in ("csrf_token", "key")}
    first, second = (
        client.post("/report", data={**form, **REPORT, "privacy": "1"}) for _ in range(2)
    )
    assert first.headers["Location"] == second.headers["Location"]
    assert len(shop.ledger.pending_reports()) == 1


def test_going_back_and_writing_something_else_asks_whether_it_is_another_matter(
    shop: Shop,
) -> None:
    client = shop.client()
    page = text(client.get("/report"))
    form = {name: hidden(page, name) for name in ("csrf_token", "key")}
    client.post("/report", data={**form, **REPORT, "privacy": "1"})
    again = client.post("/report", data={**form, **REPORT, "fault": "漏水", "privacy": "1"})
    assert again.status_code == 409
    assert "漏水" in text(again)
    assert hidden(text(again), "key") != form["key"]


def test_a_fault_stands_beside_its_field_and_nothing_written_is_lost(shop: Shop) -> None:
    answer = sent(shop.client(), phone="没有", fault="火苗是红的")
    page = text(answer)
    assert answer.status_code == 422
    assert re.search(r'<input id="phone"[^>]*aria-describedby="phone-fault phone-hint"', page)
    assert re.search(r'<input id="phone"[^>]*aria-invalid="true"', page)
    assert 'id="phone-fault"' in page
    assert '<a href="#phone">' in page
    assert "火苗是红的</textarea>" in page
    assert not shop.ledger.pending_reports()


def test_a_report_wants_consent_to_the_privacy_notice(shop: Shop) -> None:
    answer = sent(shop.client(), privacy="")
    assert answer.status_code == 422
    assert 'id="privacy-fault"' in text(answer)
    assert "只用于这次售后服务" in text(shop.client().get("/privacy"))


def test_who_does_not_know_the_model_says_so(shop: Shop) -> None:
    sent(shop.client(), product_model="", model_unknown="1")
    assert shop.ledger.pending_reports()[0].values["product_model"] == "不清楚型号"


def test_the_five_required_fields_are_asked_for_at_once(shop: Shop) -> None:
    answer = sent(shop.client(), **dict.fromkeys(REPORT, ""))
    assert set(re.findall(r'<p class="fault" id="(\w+)-fault">', text(answer))) == set(REPORT)


def test_a_form_from_elsewhere_is_not_taken(shop: Shop) -> None:
    answer = shop.client().post("/report", data={**REPORT, "privacy": "1"})
    assert answer.status_code == 400
    assert "点不着火" in text(answer)
    assert not shop.ledger.pending_reports()


def test_a_form_whose_page_is_too_old_can_simply_be_sent_again(shop: Shop) -> None:
    client = shop.client()
    first = client.post("/report", data={**REPORT, "privacy": "1"})
    form = {name: hidden(text(first), name) for name in ("csrf_token", "key")}
    again = client.post("/report", data={**form, **REPORT, "privacy": "1"})
    assert again.status_code == 303


def test_a_report_that_cannot_be_kept_stays_on_the_page(shop: Shop) -> None:
    answer = sent(shop.client(ledger=Away(Refused("The disk is full."))))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "还没有登记" in text(answer)
    assert "点不着火" in text(answer)


def test_only_sending_counts_against_the_limit(shop: Shop) -> None:
    client = shop.client(settings=replace(shop.services.settings, form_limit="1 per minute"))
    assert sent(client).status_code == 303
    assert client.get("/report").status_code == 200
    refused = sent(client)
    assert refused.status_code == 429
    assert "太快" in text(refused)


def test_what_customers_write_is_never_markup(shop: Shop) -> None:
    assert "&lt;script&gt;" in text(sent(shop.client(), phone="<script>"))


def test_the_demonstration_says_that_nobody_will_come(shop: Shop) -> None:
    assert "不会有人上门" in text(shop.client(is_demonstration=lambda: True).get("/report"))


@pytest.mark.parametrize(
    ("path", "headers", "word"),
    [
        pytest.param("/report", {"Accept-Language": "zh-CN,zh;q=0.9"}, "报修", id="browser-zh"),
        pytest.param("/report", {"Accept-Language": "en-GB"}, "Report a fault", id="browser-en"),
        pytest.param("/report?lang=en", {"Accept-Language": "zh-CN"}, "Report", id="chosen"),
        pytest.param("/report", {}, "报修", id="the desk's own"),
        pytest.param("/nowhere", {"Accept-Language": "en"}, "There is no such page", id="errors"),
    ],
)
def test_the_page_speaks_the_readers_language(
    shop: Shop, path: str, headers: dict[str, str], word: str
) -> None:
    assert word in text(shop.client().get(path, headers=headers))


def test_a_chosen_language_is_kept(shop: Shop) -> None:
    client = shop.client()
    client.get("/report?lang=en")
    assert "Report a fault" in text(client.get("/report", headers={"Accept-Language": "zh-CN"}))


def test_a_language_is_changed_on_the_same_page(shop: Shop) -> None:
    client = shop.client()
    place = sent(client).headers["Location"]
    assert 'href="?sent=1&amp;lang=en"' in text(client.get(place))
    assert submit(client, "/report", lang="en").status_code == 422
