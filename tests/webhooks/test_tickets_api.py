"""Another program reports a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.intake import REPORT as FIELDS
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.ports import Acceptance
from tests.contracts.test_ledger_faults import fill_the_disk
from tests.webhooks.conftest import REPORT, Shop


def send(shop: Shop, report: object = REPORT, *, key: str | None = None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return shop.client(**changes).post("/api/tickets", json=report, headers=headers)


def fields(answer: Any) -> list[str]:
    return [entry["field"] for entry in answer.json["errors"]]


def test_a_report_is_on_disk_and_numbered_before_it_is_answered(shop: Shop) -> None:
    answer = send(shop)
    assert answer.status_code == 202
    assert answer.json["ticket_no"] == "WX20260310001"
    assert answer.headers["Location"] == answer.json["status_url"]
    (stored,) = shop.ledger.pending_reports()
    assert stored.ticket_no == "WX20260310001"
    assert stored.values == {**REPORT, "channel": "api"}
    assert shop.wakes == ["cycle"]


def test_the_status_address_shows_the_ticket(shop: Shop) -> None:
    client = shop.client()
    url = client.post("/api/tickets", json=REPORT).json["status_url"]
    assert url.startswith("http://localhost/s/")
    assert "WX20260310001" in client.get(url).get_data(as_text=True)


def test_addresses_are_those_customers_reach(shop: Shop) -> None:
    settings = replace(shop.services.settings, public_url="https://service.example")
    assert send(shop, settings=settings).json["status_url"].startswith("https://service.example/s/")


def test_the_same_key_and_report_give_the_same_answer(shop: Shop) -> None:
    key = str(uuid4())
    first, again = send(shop, key=key), send(shop, key=key)
    assert (again.status_code, again.json) == (202, first.json)
    assert len(shop.ledger.pending_reports()) == 1


def test_the_same_key_with_another_report_is_refused(shop: Shop) -> None:
    key = str(uuid4())
    send(shop, key=key)
    answer = send(shop, {**REPORT, "fault": "另一个故障"}, key=key)
    assert answer.status_code == 409
    assert fields(answer) == ["Idempotency-Key"]


def test_every_field_is_kept_with_choices_as_keys(shop: Shop) -> None:
    more = {
        "unit_name": "小麦面馆",
        "product_type": "大锅灶",
        "brand": "某牌",
        "serial_no": "SN56",
        "purchase_date": "2025-01-31",
        "fault_scene": "刚开机时",
        "wished_time": "2026-03-11T10:00",
        "wished_grade": "特急",
        "loaner": "要",
        "email": "someone@example.com",
        "request_type": "repair",
        "channel": "WeChat",
    }
    assert set(more) | set(REPORT) == {entry.key for entry in FIELDS}
    assert send(shop, {**REPORT, **more}).status_code == 202
    (stored,) = shop.ledger.pending_reports()
    read = {"wished_grade": "critical", "loaner": "wanted", "channel": "wechat"}
    assert stored.values == {**REPORT, **more, **read, "wished_time": "2026-03-11 10:00"}


@pytest.mark.parametrize("word", ["urgent", "紧急", "Urgent", " URGENT "])
def test_a_choice_is_understood_by_key_and_by_any_label(shop: Shop, word: str) -> None:
    send(shop, {**REPORT, "wished_grade": word})
    assert shop.ledger.pending_reports()[0].values["wished_grade"] == "urgent"


@pytest.mark.parametrize("missing", REPORT)
@pytest.mark.parametrize("nothing", [None, "", "  \u0000 "], ids=["null", "empty", "blanks"])
def test_each_of_the_five_is_required(shop: Shop, missing: str, nothing: object) -> None:
    answer = send(shop, {**REPORT, missing: nothing})
    assert (answer.status_code, fields(answer)) == (422, [missing])


WRONG: Mapping[str, tuple[str, object]] = {
    "a phone without digits": ("phone", "没有"),
    "a list": ("fault", ["点不着火"]),
    "yes or no": ("fault", True),
    "a fault of 4,001 characters": ("fault", "火" * 4001),
    "a date in words": ("purchase_date", "去年"),
    "a day to come": ("purchase_date", "2027-01-01"),
    "no such choice": ("wished_grade", "马上"),
    "no mail address": ("email", "someone"),
    "no such field": ("colour", "red"),
    "a grade, which isn't the customer's": ("grade", "critical"),
}


@pytest.mark.parametrize(("field", "value"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_taken_is_named_once_in_both_languages(
    shop: Shop, field: str, value: object
) -> None:
    answer = send(shop, {**REPORT, field: value})
    assert (answer.status_code, fields(answer)) == (422, [field])
    assert all(answer.json["errors"][0]["message"][language] for language in ("zh", "en"))
    assert not shop.ledger.pending_reports()


def test_all_wrong_fields_are_named_at_once(shop: Shop) -> None:
    answer = send(shop, {"phone": "没有", "loaner": "也许"})
    assert sorted(fields(answer)) == sorted({*REPORT, "loaner"})


def test_a_long_fault_comes_through_to_the_character(shop: Shop) -> None:
    fault = '=SUM("火") 🔥\n' * 150
    send(shop, {**REPORT, "fault": fault})
    assert shop.ledger.pending_reports()[0].values["fault"] == fault.strip()


def test_nobody_typed_control_characters(shop: Shop) -> None:
    body = '{"customer_name":"张\\u0000三","phone":"138-0000-0001","address":"a\\r\\nb","product_model":"ZG",'
    answer = shop.client().post(
        "/api/tickets",
        data=(body + '"fault":"line\\r\\nnext\\u0007\\ud800"}').encode(),
        content_type="application/json; charset=utf-8",
    )
    assert answer.status_code == 202
    stored = shop.ledger.pending_reports()[0].values
    assert (stored["customer_name"], stored["address"], stored["fault"]) == (
        "张三",
        "a b",
        "line\nnext",
    )


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        pytest.param(b"fault=x", "application/x-www-form-urlencoded", 415, id="a form"),
        pytest.param(b"{", "application/json", 400, id="half an object"),
        pytest.param(b"[]", "application/json", 400, id="a list"),
        pytest.param(b"[" * 100_000, "application/json", 400, id="too deep"),
        pytest.param(b"\xff", "application/json", 400, id="no text"),
        pytest.param(b" " * 300_000, "application/json", 413, id="300 kB"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(
    shop: Shop, body: bytes, kind: str, code: int
) -> None:
    answer = shop.client().post("/api/tickets", data=body, content_type=kind)
    assert answer.status_code == code
    assert answer.json["errors"][0]["message"]["en"]


@pytest.mark.parametrize("key", ["with blank", "钥匙", "x" * 256], ids=["blank", "hanzi", "long"])
def test_a_key_is_visible_ascii(shop: Shop, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    assert shop.client().post("/api/tickets", json=REPORT, headers=headers).status_code == 400


def test_a_caller_who_asks_too_often_is_asked_to_wait(shop: Shop) -> None:
    client = shop.client(settings=replace(shop.services.settings, api_limit="2 per minute"))
    codes = [client.post("/api/tickets", json=REPORT).status_code for _ in range(3)]
    refused = client.post("/api/tickets", json=REPORT)
    assert codes == [202, 202, 429]
    assert int(refused.headers["Retry-After"]) <= 60
    assert refused.json["errors"][0]["message"]["zh"]


def test_behind_a_public_address_each_caller_has_a_share_of_their_own(shop: Shop) -> None:
    settings = replace(
        shop.services.settings, public_url="https://service.example", api_limit="1 per minute"
    )
    client = shop.client(settings=settings)

    def call(forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return client.post("/api/tickets", json=REPORT, headers=headers).status_code

    assert [call("203.0.113.5"), call("203.0.113.6"), call("198.51.100.1, 203.0.113.5")] == [
        202,
        202,
        429,
    ]


class Away(SqlLedger):
    """A ledger that can't commit."""

    def __init__(self, fault: SheetflowError) -> None:
        self.fault = fault

    def accept(
        self, values: Mapping[str, str], *, at: datetime, day: date, key: str | None = None
    ) -> Acceptance:
        raise self.fault


def test_while_the_ledger_is_away_no_report_is_accepted(shop: Shop) -> None:
    answer = send(shop, ledger=Away(Unavailable("The ledger doesn't answer.")))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json["errors"][0]["message"]["en"]
    assert shop.wakes == []


def test_on_a_full_disk_no_report_is_accepted_and_later_it_is(shop: Shop, tmp_path: Path) -> None:
    fill_the_disk(shop.ledger, pages_left=0)
    report = {**REPORT, "fault": "火" * 4000}
    key = str(uuid4())
    assert send(shop, report, key=key).status_code == 503
    freed = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert freed.pending_reports() == []
    assert send(shop, report, key=key, ledger=freed).status_code == 202
    freed.close()


def test_other_methods_are_answered_in_json(shop: Shop) -> None:
    answer = shop.client().get("/api/tickets")
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (
        405,
        {"POST", "OPTIONS"},
    )
    assert answer.json["errors"][0]["message"]["zh"]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
_NAMES = st.sampled_from([entry.key for entry in FIELDS])


@given(report=st.dictionaries(_NAMES, _ANYTHING))
def test_no_report_is_a_failure_of_ours(api: Any, report: dict[str, object]) -> None:
    answer = api.post("/api/tickets", json=report)
    assert answer.status_code in {202, 422}
    names = [entry["field"] for entry in answer.json.get("errors", ())]
    assert len(names) == len(set(names))
