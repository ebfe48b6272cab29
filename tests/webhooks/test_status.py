"""A customer follows the ticket."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from sheetflow.model import Event, Writes
from sheetflow.ports import Run
from sheetflow.record import Appointment, Consent, TicketRecord, Tour, Visit, fold
from sheetflow.states import STATES
from sheetflow.webhooks.status import shown
from tests.webhooks.conftest import NOON, REPORT, Shop

LATER, EARLIER = NOON + timedelta(hours=2), NOON - timedelta(minutes=5)


def test_a_report_without_a_row_yet_is_received(shop: Shop) -> None:
    assert shown("WX1", None, {}, NOON).state.zh == "已收到"


@pytest.mark.parametrize("status", STATES)
def test_every_status_has_plain_words(status: str) -> None:
    words = shown("WX1", TicketRecord("WX1", status=status), {}, NOON).state
    assert words.zh != "已收到"
    assert words.en


def test_an_agreed_visit_is_what_is_expected() -> None:
    record = TicketRecord(
        "WX1", status="appointed", appointment=Appointment(LATER, agreed=True, by_customer=False)
    )
    expected = shown("WX1", record, {"onsite": LATER}, NOON)
    assert (expected.expected.zh if expected.expected else "", expected.at) == (
        "约好的上门时间",
        LATER,
    )


@pytest.mark.parametrize(
    ("record", "deadlines"),
    [
        pytest.param(TicketRecord("WX1"), {"response": EARLIER}, id="nobody called in time"),
        pytest.param(
            TicketRecord("WX1", status="dispatched"),
            {"contact": LATER, "promise": EARLIER},
            id="nobody came in time",
        ),
        pytest.param(
            TicketRecord("WX1", status="appointed", appointment=Appointment(EARLIER, True, True)),
            {},
            id="the agreed time has passed",
        ),
        pytest.param(
            TicketRecord(
                "WX1",
                status="appointed",
                appointment=Appointment(LATER, True, True),
                tour=Tour(held_by="WX2"),
            ),
            {},
            id="the technician is held up",
        ),
        pytest.param(
            TicketRecord("WX1", status="completed"),
            {"revisit": EARLIER},
            id="nobody asked after it",
        ),
    ],
)
def test_who_is_kept_waiting_is_asked_for_pardon(
    record: TicketRecord, deadlines: dict[str, datetime]
) -> None:
    sorry = shown("WX1", record, deadlines, NOON).sorry
    assert sorry is not None
    assert "抱歉" in sorry.zh
    assert shown("WX1", TicketRecord("WX1"), {"response": LATER}, NOON).sorry is None


def test_a_visit_that_was_made_is_expected_no_more() -> None:
    record = TicketRecord(
        "WX1",
        status="dispatched",
        appointment=Appointment(EARLIER, True, True),
        visits=(Visit("01", EARLIER, arrived_at=EARLIER, ended_at=NOON, outcome="assistance"),),
    )
    expected = shown("WX1", record, {"contact": LATER}, NOON)
    assert (expected.at, expected.sorry) == (LATER, None)


@pytest.mark.parametrize(
    ("status", "words"), [("on_site", "工程师正在安装"), ("completed", "已安装好,我们会电话回访")]
)
def test_an_installation_isnt_told_as_a_repair(status: str, words: str) -> None:
    record = TicketRecord("WX1", status=status, request="service", seen={"fault": "装一台"})
    assert shown("WX1", record, {}, NOON).state.zh == words


def test_else_the_next_deadline_is() -> None:
    expected = shown("WX1", TicketRecord("WX1"), {"response": LATER, "onsite": NOON}, NOON)
    assert (expected.expected.en if expected.expected else "", expected.at) == (
        "We contact you by",
        LATER,
    )


def test_the_page_shows_number_status_and_time_and_nothing_personal(shop: Shop) -> None:
    accepted = shop.ledger.accept(REPORT, at=NOON, day=NOON.date())
    event = Event(accepted.ticket_no, "reported", NOON, {"seen": dict(REPORT)})
    record = fold(None, event)
    run = Run("r1", NOON, Writes(), (event,), {record.ticket_no: record})
    shop.ledger.begin(run)

    def deadlines(record: TicketRecord) -> dict[str, datetime]:
        return {"response": LATER}

    page = shop.client(deadlines=deadlines).get(f"/s/{accepted.token}").get_data(as_text=True)
    assert accepted.ticket_no in page
    assert "已受理" in page
    assert "3月10日 16:30" in page
    for personal in REPORT.values():
        assert personal not in page


def test_an_unknown_address_says_what_to_do(shop: Shop) -> None:
    answer: Any = shop.client().get("/s/unknown")
    assert answer.status_code == 404
    assert "请检查链接" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("promised", "state", "expected"),
    [
        pytest.param(LATER, "已约好上门时间", "约好的上门时间", id="another was agreed"),
        pytest.param(None, "想和您另约上门时间", "预计最晚上门", id="none was agreed"),
    ],
)
def test_a_time_that_nobody_agreed_to_is_not_shown_as_agreed(
    promised: datetime | None, state: str, expected: str
) -> None:
    unagreed = Appointment(LATER + timedelta(hours=3), agreed=False, by_customer=False)
    record = TicketRecord("WX1", status="appointed", appointment=unagreed, promised=promised)
    page = shown("WX1", record, {"promise": LATER}, NOON)
    told = (page.state.zh, page.expected.zh if page.expected else "", page.at)
    assert told == (state, expected, LATER)


def test_a_later_time_without_consent_is_not_shown_where_nothing_but_the_agreed_time_is_promised() -> (
    None
):
    unagreed = Appointment(LATER + timedelta(hours=3), agreed=False, by_customer=False)
    record = TicketRecord("WX1", status="appointed", appointment=unagreed, promised=LATER)
    assert shown("WX1", record, {}, NOON).at == LATER


@pytest.mark.parametrize(
    ("answered", "state"),
    [
        pytest.param(LATER, "您已同意报价,正在安排", id="since"),
        pytest.param(EARLIER, "等您的答复", id="to an earlier quote"),
    ],
)
def test_who_agreed_to_the_quote_is_waited_for_no_more(answered: datetime, state: str) -> None:
    record = TicketRecord(
        "WX1",
        status="customer_wait",
        stamps={"customer_wait_at": NOON},
        consents={"quote": Consent(answered, given=True, amount=None, fault="")},
    )
    assert shown("WX1", record, {}, LATER).state.zh == state
