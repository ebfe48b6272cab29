"""A ticket's page on the desk: what it shows, who may reopen there, and what is then recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetflow.model import Event, Json, Writes
from sheetflow.ports import Run
from sheetflow.roster import StaffMember
from tests.webhooks.conftest import CHEN, LIN, NOON, Shop, hidden, submit
from tests.webhooks.test_desk import BOARD, page, text

NO = "WX20260310004"
PAGE, REOPEN = f"/desk/tickets/{NO}", f"/desk/tickets/{NO}/reopen"
CLOSE = f"/desk/tickets/{NO}/close"
WU = StaffMember("06", "吴强", ("supervisor",))

REPORTED: dict[str, Json] = {
    "seen": {"unit_name": "慢豆咖啡", "customer_name": "张三丰", "phone": "138-0000-0001"}
}


def record(shop: Shop, kind: str, by: str = "sheet", **values: Json) -> None:
    """Let something have happened to the ticket."""
    event = Event(NO, kind, NOON, values, by, "sheet")
    shop.ledger.begin(Run(f"{kind}-{shop.ledger.newest_event()}", NOON, Writes(), events=(event,)))


@pytest.fixture(autouse=True)
def ticket(shop: Shop) -> None:
    """Let there be a filed ticket."""
    record(shop, "reported", "customer", **REPORTED)
    record(shop, "assigned", technician="01")
    record(shop, "edited", column="phone", before="138-0000-0001", after="138-0000-0002")
    record(shop, "moved", to="completed", stamps=["completed_at"])
    record(shop, "moved", to="closed", stamps=["closed_at"])
    for run in shop.ledger.open_runs():
        shop.ledger.finish(run.run_id, NOON, confirmed=True)


def sit(shop: Shop, no: str = "06", **changes: Any) -> FlaskClient:
    """Give a browser at whose desk somebody sits, a supervisor unless another number is given."""
    client = shop.desk(**{"staff": lambda: [LIN, CHEN, WU], **changes})
    submit(client, "/desk/leave", at="/desk/")
    submit(client, "/desk/who", no=no)
    return client


def asked(shop: Shop) -> list[Event]:
    return [event for event in shop.ledger.events(NO) if event.kind == "asked"]


def post(client: FlaskClient, **fields: str) -> Any:
    """Press the button, which need not be there; the page's own token always is."""
    token = hidden(page(client, "/desk/"), "csrf_token")
    return client.post(REOPEN, data={"csrf_token": token, **fields})


def test_it_shows_where_the_ticket_stands(shop: Shop) -> None:
    shown = page(sit(shop), PAGE)
    for words in (NO, "慢豆咖啡", "已结单", "陈立", "收到报修", "已完成 → 已结单"):
        assert words in shown
    english = page(sit(shop), f"{PAGE}?lang=en")
    for words in ("Closed", "Report taken", "Completed → Closed", "Reopen this ticket"):
        assert words in english


def test_it_says_what_it_is_about_and_hides_a_phone_in_it(shop: Shop) -> None:
    assert "故障描述" not in page(sit(shop), PAGE)
    record(shop, "edited", column="product_model", before="", after="ZG-2A")
    record(shop, "edited", column="fault", before="", after="打不着火,请打 138-0000-0009")
    shown = page(sit(shop), PAGE)
    assert "<dt>产品型号</dt><dd>ZG-2A</dd>" in shown
    assert "<dd>打不着火,请打 138****0009</dd>" in shown
    assert "<dt>Model</dt>" in page(sit(shop), f"{PAGE}?lang=en")


def test_its_history_shows_nobodys_data(shop: Shop) -> None:
    shown = page(sit(shop), PAGE)
    assert "138****0001 → 138****0002" in shown
    for secret in ("138-0000", "张三丰"):
        assert secret not in shown


def test_it_shows_the_deadlines_that_are_still_to_be_met(shop: Shop) -> None:
    record(shop, "moved", to="completed")
    late, met = NOON - timedelta(minutes=1), NOON + timedelta(hours=3)
    deadlines = {"revisit": late, "onsite": met}  # nobody has to go there any more
    shown = page(sit(shop, deadlines=lambda record: deadlines), PAGE)
    assert "回访期限" in shown
    assert "超时" in shown
    assert "上门期限" not in shown


@pytest.mark.parametrize(
    ("to", "where"),
    [("", "the archive tab."), ("1aBcD", "the archive tab of another spreadsheet.")],
)
def test_an_archived_ticket_says_where_its_row_is_and_leads_to_none_here(
    shop: Shop, to: str, where: str
) -> None:
    row, reopening = "See its row in the sheet", "Only a supervisor reopens"
    before = page(sit(shop, "01"), f"{PAGE}?lang=en")
    assert row in before
    assert reopening in before
    record(shop, "archived", to=to)
    shown = page(sit(shop, "01"), f"{PAGE}?lang=en")
    assert where in shown
    assert f"sheetflow archive --restore {NO}" in shown
    assert row not in shown
    assert reopening not in shown
    assert "Reopen this ticket" not in page(sit(shop), f"{PAGE}?lang=en")


def test_looking_changes_nothing(shop: Shop) -> None:
    client, before = sit(shop), shop.ledger.newest_event()
    page(client, PAGE)
    assert client.get(REOPEN).status_code == 404
    assert (shop.ledger.newest_event(), shop.wakes) == (before, [])


@pytest.mark.parametrize("path", ["/desk/tickets/WX1", "/desk/tickets/a/b%20c"])
def test_an_unknown_number_is_told(shop: Shop, path: str) -> None:
    answer = sit(shop).get(path)
    assert answer.status_code == 404
    assert "没有工单" in text(answer)


def test_a_supervisor_reopens_it_with_a_reason(shop: Shop) -> None:
    client = sit(shop)
    answer = submit(client, REOPEN, at=PAGE, reason=" 客户说\n还漏水 ")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    (event,) = asked(shop)
    assert (event.actor, event.channel) == ("06 吴强", "desk")
    assert event.values == {"to": "completed", "reason": "客户说 还漏水"}
    assert (shop.wakes, shop.ledger.open_runs()) == (["cycle"], [])
    shown = page(client, PAGE)
    assert "已记下" in shown
    assert "客户说 还漏水" in shown


def test_what_was_given_up_is_opened_to_where_it_goes_on(shop: Shop) -> None:
    client = sit(shop)
    assert "状态回到「已完成」" in page(client, PAGE)
    record(shop, "moved", to="dispatched", clears=["completed_at"], stamps=["dispatched_at"])
    record(shop, "moved", to="closed", stamps=["closed_at"])
    assert "状态回到「待派工」" in page(client, PAGE)
    submit(client, REOPEN, at=PAGE, reason="客户又要修")
    assert [event.values["to"] for event in asked(shop)] == ["to_dispatch"]


def test_it_is_not_reopened_without_a_reason(shop: Shop) -> None:
    answer = submit(sit(shop), REOPEN, at=PAGE, reason="  ")
    assert answer.status_code == 422
    assert "还没有写原因" in text(answer)
    assert asked(shop) == []


@pytest.mark.parametrize(
    ("no", "name"),
    [
        pytest.param("07", "", id="the hotline"),
        pytest.param("", "06 吴强", id="somebody who calls himself so"),
    ],
)
def test_nobody_else_reopens_it(shop: Shop, no: str, name: str) -> None:
    client = shop.desk(staff=lambda: [LIN, CHEN, WU])
    submit(client, "/desk/leave", at="/desk/")
    submit(client, "/desk/who", no=no, name=name)
    assert "重开已结单的工单要主管" in page(client, PAGE)
    assert REOPEN not in page(client, PAGE)
    answer = post(client, reason="还漏水")
    assert answer.status_code == 403
    assert "请主管" in text(answer)
    assert (asked(shop), shop.wakes) == ([], [])


def test_who_is_a_supervisor_is_what_the_staff_tab_says_now(shop: Shop) -> None:
    staff = [LIN, WU]
    client = sit(shop, staff=lambda: staff)
    staff[:] = [LIN, StaffMember("06", "吴强", ("technician",))]
    assert post(client, reason="还漏水").status_code == 403


def test_pressing_twice_asks_once(shop: Shop) -> None:
    client = sit(shop)
    answers = [post(client, reason="还漏水") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(asked(shop)) == 1
    assert REOPEN not in page(client, PAGE)


def test_what_is_open_is_not_reopened(shop: Shop) -> None:
    record(shop, "moved", to="completed")
    client = sit(shop)
    assert REOPEN not in page(client, PAGE)
    assert post(client, reason="还漏水").status_code == 303
    assert asked(shop) == []


def parts_out(shop: Shop) -> None:
    """Let the ticket be open, and its cancellation be refused since it has parts out."""
    record(shop, "moved", to="appointed")
    said = {"zh": "领出的TC-08×1还没退回", "en": "TC-08×1 isn't back"}
    record(
        shop, "refused", "system", column="status", typed="", wish="asked:closed/parts_out", **said
    )


def test_a_supervisor_closes_it_with_its_parts_out(shop: Shop) -> None:
    parts_out(shop)
    client = sit(shop)
    assert "收回配件并结单" in page(client, PAGE)
    assert submit(client, CLOSE, at=PAGE, reason=" ").status_code == 422
    assert submit(client, CLOSE, at=PAGE, reason="客户不修了").status_code == 303
    (event,) = asked(shop)
    assert (event.actor, event.values) == ("06 吴强", {"to": "closed", "reason": "客户不修了"})
    assert CLOSE not in page(client, PAGE)


def test_a_supervisor_files_finished_work_without_what_is_missing(shop: Shop) -> None:
    record(shop, "moved", to="completed")
    said = {"zh": "还差回访结果", "en": "missing Revisit result"}
    record(
        shop, "refused", "system", column="status", typed="", wish="asked:closed/unfiled", **said
    )
    client = sit(shop)
    assert "归档(主管)" in page(client, PAGE)
    assert submit(client, CLOSE, at=PAGE, reason="客户一直不满意").status_code == 303
    (event,) = asked(shop)
    assert (event.actor, event.values["to"]) == ("06 吴强", "closed")


def test_a_supervisor_files_an_unhappy_customers_ticket_also_once_the_refusal_was_read(
    shop: Shop,
) -> None:
    record(shop, "moved", to="completed", stamps=["completed_at"])
    record(shop, "revisited", result="unhappy")
    record(shop, "revisited", result="no_answer")
    client = sit(shop)
    assert "归档(主管)" in page(client, PAGE)
    assert submit(client, CLOSE, at=PAGE, reason="联系不上").status_code == 303
    assert [event.values["to"] for event in asked(shop)] == ["closed"]


def test_nobody_else_closes_it(shop: Shop) -> None:
    parts_out(shop)
    client = shop.desk(staff=lambda: [LIN, CHEN, WU])
    submit(client, "/desk/leave", at="/desk/")
    submit(client, "/desk/who", no="07")
    assert CLOSE not in page(client, PAGE)
    answer = submit(client, CLOSE, at=PAGE, reason="客户不修了")
    assert answer.status_code == 403
    assert asked(shop) == []


def test_what_has_no_parts_out_is_not_closed_here(shop: Shop) -> None:
    record(shop, "moved", to="appointed")
    client = sit(shop)
    assert CLOSE not in page(client, PAGE)
    assert submit(client, CLOSE, at=PAGE, reason="客户不修了").status_code == 303
    assert asked(shop) == []


def test_it_wants_the_pages_own_token(shop: Shop) -> None:
    assert sit(shop).post(REOPEN, data={"reason": "还漏水"}).status_code == 400
    assert asked(shop) == []


def test_a_refusal_stands_on_the_page_until_it_is_answered(shop: Shop) -> None:
    said = {"zh": "还差试机结果", "en": "Test result is missing"}
    record(shop, "refused", "system", column="status", typed="", wish="asked:completed", **said)
    assert 'class="alert">还差试机结果' in page(sit(shop), PAGE)
    record(shop, "moved", to="completed")
    assert 'class="alert"' not in page(sit(shop), PAGE)


def test_the_board_leads_to_it(shop: Shop) -> None:
    shop.ledger.keep("board", BOARD)
    assert f'href="{PAGE}"' in page(sit(shop), "/desk/")


def test_who_is_asked_first_comes_to_the_page_they_wanted(shop: Shop) -> None:
    client = shop.desk()
    submit(client, "/desk/leave", at="/desk/")
    assert client.get(PAGE).headers["Location"] == "/desk/who"
    assert submit(client, "/desk/who", no="07").headers["Location"] == PAGE


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [(PAGE, PAGE), ("https://example.com/desk/", "/desk/"), ("//example.com", "/desk/")],
)
def test_who_takes_over_sees_the_same_page_of_the_desk(shop: Shop, wanted: str, shown: str) -> None:
    client = shop.desk()
    submit(client, "/desk/leave", at="/desk/", page=wanted)
    assert submit(client, "/desk/who", no="07").headers["Location"] == shown
