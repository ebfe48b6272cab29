"""Machines ask how things are; nobody's browser is misled."""

from __future__ import annotations

from typing import Any

import pytest
from prometheus_client.utils import floatToGoString

from sheetflow.errors import Unavailable
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.model import Json, Notice, Recipient, Writes
from sheetflow.ports import Run
from sheetflow.webhooks import refuse_open_host
from tests.contracts.test_ledger_faults import fill_the_disk
from tests.webhooks.conftest import NOON, REPORT, Shop


class Gone(SqlLedger):
    """A ledger whose database is away."""

    def __init__(self) -> None:
        """Stand on nothing."""

    def keep(self, name: str, document: Json) -> None:
        raise Unavailable("The ledger doesn't answer. Start its server.")

    def kept(self, name: str) -> Json:
        raise Unavailable("The ledger doesn't answer. Start its server.")

    def outbox(self, *, limit: int = 200) -> Any:
        raise Unavailable("The ledger doesn't answer. Start its server.")

    def ticket_of(self, token: str) -> str | None:
        raise Unavailable("The ledger doesn't answer. Start its server.")


def test_alive_and_ready(shop: Shop) -> None:
    client = shop.client()
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json == {"ready": True}


def test_without_a_ledger_the_service_is_alive_and_not_ready(shop: Shop) -> None:
    client = shop.client(ledger=Gone())
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "Start its server" in answer.json["why"]


def test_on_a_full_disk_the_service_is_not_ready_until_there_is_room(shop: Shop) -> None:
    fill_the_disk(shop.ledger, pages_left=0)
    client = shop.client()
    for _ in range(2):
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "is full" in answer.json["why"]
        assert "Free some space" in answer.json["why"]
    assert shop.client(ledger=open_ledger(shop.ledger.database.at)).get("/readyz").json == {
        "ready": True
    }


def test_a_page_that_needs_the_ledger_asks_for_patience(shop: Shop) -> None:
    answer = shop.client(ledger=Gone()).get("/s/token")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "请过一分钟再试" in answer.get_data(as_text=True)


def test_figures_count_answers_and_notices_and_name_nobody(shop: Shop) -> None:
    notice = Notice("n1", "new_report", "WX1", {}, (Recipient("07", "林静", "a@example.com"),))
    shop.ledger.begin(Run("r1", NOON, Writes(), notices=(notice,)))
    client = shop.client()
    url = client.post("/api/tickets", json=REPORT).json["status_url"]
    client.get(url)
    figures = client.get("/metrics").get_data(as_text=True)
    assert 'sheetflow_requests_total{code="202",page="tickets.receive"} 1.0' in figures
    assert 'sheetflow_outbox_deliveries{state="due"} 1.0' in figures
    assert url.rpartition("/")[2] not in figures


def test_figures_tell_of_cycles_in_whatever_process_they_ran(shop: Shop) -> None:
    totals = {"cycles": 7, "changes": 12}
    shop.ledger.keep("last_run", {"at": NOON.isoformat(), "totals": totals})
    counts = {"read ok": 7, "read timeout": 2, "write ok": 3, "read repeated": 2, "write waited": 1}
    shop.ledger.keep("calls", counts)
    figures = shop.client().get("/metrics").get_data(as_text=True)
    for line in (
        "sheetflow_cycles_total 7.0",
        "sheetflow_changes_total 12.0",
        'sheetflow_sheets_calls_total{kind="read",outcome="ok"} 7.0',
        'sheetflow_sheets_calls_total{kind="read",outcome="timeout"} 2.0',
        'sheetflow_sheets_calls_total{kind="write",outcome="ok"} 3.0',
        'sheetflow_sheets_repeats_total{kind="read"} 2.0',
        'sheetflow_sheets_waits_total{kind="write"} 1.0',
        f"sheetflow_last_cycle_timestamp_seconds {floatToGoString(NOON.timestamp())}",
    ):
        assert line in figures


def test_figures_are_given_without_a_ledger(shop: Shop) -> None:
    assert shop.client(ledger=Gone()).get("/metrics").status_code == 200


def test_a_failure_of_ours_is_a_sentence_and_its_log_names_nobody(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> bool:
        raise ZeroDivisionError(" ".join(REPORT.values()))

    answer = shop.client(is_demonstration=broken).get("/report")
    assert answer.status_code == 500
    assert "系统出错了" in answer.get_data(as_text=True)
    assert "report.show failed: ZeroDivisionError" in caplog.text
    assert "138" not in caplog.text


@pytest.mark.parametrize("path", ["/report", "/s/x", "/desk/", "/livez", "/api/tickets"])
def test_answers_are_not_framed_sniffed_stored_or_scripted_from_elsewhere(
    shop: Shop, path: str
) -> None:
    headers = shop.client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_loopback_may_serve(host: str) -> None:
    assert refuse_open_host(host) is None


@pytest.mark.parametrize("host", ["::", "192.168.1.5", "desk.example", ""])
def test_any_other_host_is_refused_with_a_sentence(host: str) -> None:
    problem = refuse_open_host(host)
    assert problem is not None
    assert "127.0.0.1" in str(problem)
