"""The desk: who gets in, who they are, and what they see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from sheetflow.errors import Problem, Unavailable
from sheetflow.model import Notice, Recipient, Writes
from sheetflow.ports import Run
from sheetflow.webhooks import token
from tests.webhooks.conftest import NOON, Shop, submit


def text(answer: Any) -> str:
    found: str = answer.get_data(as_text=True)
    return found


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return text(answer)


def enter(shop: Shop, client: FlaskClient, given: str) -> Any:
    return submit(client, "/desk/enter", token=given)


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/notices/", "/desk/health/", "/desk/grid/", "/desk/help/"]
)
def test_the_desk_is_shut_without_its_link(shop: Shop, path: str) -> None:
    answer = shop.client().get(path)
    assert answer.status_code == 403
    assert "sheetflow token" in text(answer)


def test_the_link_lets_one_browser_in_once(shop: Shop) -> None:
    given = token.issue(shop.services.settings.data_dir)
    first, second = shop.client(), shop.client()
    assert enter(shop, first, given).headers["Location"] == "/desk/who"
    assert enter(shop, second, given).status_code == 403


def test_looking_at_the_link_does_not_use_it_up(shop: Shop) -> None:
    given = token.issue(shop.services.settings.data_dir)
    client = shop.client()
    assert given in page(client, f"/desk/enter?token={given}")
    assert enter(shop, client, given).status_code == 303


def test_a_wrong_token_opens_nothing_and_spoils_nothing(shop: Shop) -> None:
    given = token.issue(shop.services.settings.data_dir)
    client = shop.client()
    assert enter(shop, client, "guessed").status_code == 403
    assert enter(shop, client, given).status_code == 303


def test_a_new_token_ends_the_old_one(shop: Shop) -> None:
    old = token.issue(shop.services.settings.data_dir)
    new = token.issue(shop.services.settings.data_dir)
    assert enter(shop, shop.client(), old).status_code == 403
    assert enter(shop, shop.client(), new).status_code == 303


def test_the_token_is_its_owners_alone(tmp_path: Path) -> None:
    token.issue(tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_desk_asks_once_who_sits_there(shop: Shop) -> None:
    client = shop.client()
    enter(shop, client, token.issue(shop.services.settings.data_dir))
    assert client.get("/desk/").headers["Location"] == "/desk/who"
    assert "林静" in page(client, "/desk/who")
    submit(client, "/desk/who", no="07")
    assert "07 林静" in page(client, "/desk/")


def test_what_a_page_asks_for_beside_an_answer_never_takes_the_answer_back(shop: Shop) -> None:
    client = shop.client()
    enter(shop, client, token.issue(shop.services.settings.data_dir))
    for beside in ("/static/icon.svg", "/desk/grid/api/tabs"):
        with client.get(beside) as answer:
            assert "Set-Cookie" not in answer.headers, beside
    submit(client, "/desk/who", no="07")
    client.get("/desk/")
    assert "Set-Cookie" not in client.get("/desk/").headers


def test_a_desk_that_is_used_daily_stays_open(shop: Shop) -> None:
    client = shop.desk()
    client.get("/desk/")
    shop.clock.at += timedelta(days=1)
    assert "Set-Cookie" in client.get("/desk/").headers


def test_somebody_who_is_not_on_the_list_writes_a_name(shop: Shop) -> None:
    client = shop.desk()
    submit(client, "/desk/leave", at="/desk/who")
    assert submit(client, "/desk/who", no="").status_code == 422
    submit(client, "/desk/who", no="", name=" 王 小二 ")
    assert "王 小二" in page(client, "/desk/")


def test_the_desk_is_not_shown_under_another_name(shop: Shop) -> None:
    client = shop.desk()
    assert client.get("/desk/", base_url="http://rebound.example").status_code == 400


def test_the_public_address_shows_the_form_and_not_the_desk(shop: Shop) -> None:
    settings = replace(shop.services.settings, public_url="https://service.example")
    client = shop.client(settings=settings)
    assert client.get("/report", base_url="https://service.example").status_code == 200
    assert client.get("/desk/enter", base_url="https://service.example").status_code == 403


def test_the_desk_is_not_shown_through_a_web_server_before_us(shop: Shop) -> None:
    client = shop.desk()
    assert client.get("/desk/", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 403


@pytest.mark.parametrize(
    ("root", "secure"),
    [
        pytest.param("https://service.example", True, id="public"),
        pytest.param("http://127.0.0.1:8000", False, id="desk"),
    ],
)
def test_the_session_needs_tls_where_there_is_some(shop: Shop, root: str, secure: bool) -> None:
    settings = replace(shop.services.settings, public_url="https://service.example")
    page = "/report" if secure else "/desk/enter"
    cookie = shop.client(settings=settings).get(page, base_url=root).headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


BOARD: dict[str, Any] = {
    "at": NOON.isoformat(),
    "more": 12,
    "blocks": [
        {
            "key": "over",
            "title": {"zh": "超时", "en": "Overdue"},
            "count": 6,
            "lines": [
                {
                    "ticket_no": "WX20260310004",
                    "unit_name": "慢豆咖啡",
                    "next_action": "陈立:14:00前回电",
                    "next_due": NOON.isoformat(),
                    "technician": "陈立·工01",
                    "status": {"zh": "电话指导", "en": "Phone guidance"},
                    "level": "breach",
                }
            ],
        },
        {"key": "revisit", "title": {"zh": "应回访", "en": "Revisit"}, "count": 0, "lines": []},
    ],
}


def test_the_board_counts_the_minutes_at_the_moment_of_looking(shop: Shop) -> None:
    shop.ledger.keep("board", BOARD)
    client = shop.desk()
    shop.clock.at = NOON + timedelta(minutes=35)
    shown = page(client, "/desk/")
    assert "超时35分" in shown
    assert "还有12条不急" in shown
    assert '另有5条没列出,看<a href="/desk/grid/">工单</a>' in shown
    assert "应回访" not in shown
    assert "35 min over" in page(client, "/desk/?lang=en")


def test_the_board_names_a_status_in_the_reader_s_language_whatever_the_workbook_speaks(
    shop: Shop,
) -> None:
    shop.ledger.keep("board", BOARD)
    client = shop.desk()
    chinese, english = (page(client, f"/desk/?lang={one}") for one in ("zh", "en"))
    assert "电话指导" in chinese
    assert "Phone guidance" not in chinese
    assert "Phone guidance" in english
    assert "电话指导" not in english


def test_a_board_that_an_older_version_kept_is_still_shown(shop: Shop) -> None:
    [block, *_] = BOARD["blocks"]
    lines = [{**block["lines"][0], "status": "电话指导"}]
    shop.ledger.keep("board", {**BOARD, "blocks": [{**block, "lines": lines}]})
    assert "电话指导" in page(shop.desk(), "/desk/?lang=en")


def test_the_block_of_debts_leads_to_the_list_of_debtors(shop: Shop) -> None:
    debts = {"key": "debts", "title": {"zh": "欠款", "en": "Debts"}, "count": 1, "lines": []}
    shop.ledger.keep("board", {**BOARD, "blocks": [debts]})
    assert '<a href="/desk/debtors/">欠款名单:谁欠多少、多少天</a>' in page(shop.desk(), "/desk/")
    shop.ledger.keep("board", BOARD)
    assert "欠款名单" not in page(shop.desk(), "/desk/")


def test_before_the_first_cycle_the_board_says_so(shop: Shop) -> None:
    assert "还没有运行过" in page(shop.desk(), "/desk/")


@pytest.mark.parametrize(
    ("minutes", "late"), [pytest.param(5, False, id="5"), pytest.param(6, True, id="6")]
)
def test_the_last_run_turns_red_after_five_minutes(shop: Shop, minutes: int, late: bool) -> None:
    shop.ledger.keep("last_run", {"at": NOON.isoformat(), "error": ""})
    client = shop.desk()
    shop.clock.at = NOON + timedelta(minutes=minutes)
    shown = page(client, "/desk/")
    assert "系统最后运行 14:30" in shown
    assert ('class="last-run late"' in shown) is late


def plan(shop: Shop, *to: Recipient) -> None:
    notice = Notice("new/WX20260310001", "new_report", "WX20260310001", {}, to)
    shop.ledger.begin(Run("r1", NOON, Writes(), notices=(notice,)))


def test_notices_are_listed_with_their_state_and_their_message(shop: Shop, tmp_path: Path) -> None:
    plan(shop, Recipient("07", "林静", "lin@example.com"))
    (row,) = shop.ledger.outbox()
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = (
        str(row["message_id"]),
        "【派工】WX20260310001 小麦面馆 15:10",
    )
    mail["To"], mail["Date"] = "lin@example.com", "Tue, 10 Mar 2026 14:31:00 +0800"
    mail.set_content("建议派陈立 <b>")
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "1.eml").write_bytes(mail.as_bytes())
    client = shop.desk(mail_folder=folder)
    shown = page(client, "/desk/notices/")
    assert "待发" in shown
    assert 'href="/desk/notices/1.eml"' in shown
    letter = page(client, "/desk/notices/1.eml")
    assert "【派工】WX20260310001" in letter
    assert "建议派陈立 &lt;b&gt;" in letter


@pytest.mark.parametrize("name", ["none.eml", "..%2fledger.db", "ledger.db"])
def test_only_messages_of_the_folder_can_be_read(shop: Shop, tmp_path: Path, name: str) -> None:
    assert shop.desk(mail_folder=tmp_path).get(f"/desk/notices/{name}").status_code == 404


def test_the_health_page_shows_what_a_person_has_to_mend(shop: Shop) -> None:
    plan(shop)
    shop.ledger.job_ran("outbox", NOON, "The mail server mail.example said no.")
    shop.ledger.keep("last_run", {"at": NOON.isoformat(), "error": "Google is away."})
    problem = Problem("工单!O7 预约时间", '"明天下午" has no hour', "Type 3/11 14:00")
    shown = page(shop.desk(problems=lambda: [problem]), "/desk/health/")
    for words in ("没有收件人", "mail.example said no", "Google is away", "明天下午"):
        assert words in shown


def test_a_digest_of_another_day_is_nobodys_to_mend(shop: Shop) -> None:
    """The first visit of a day shows what is wrong now, not that nobody was there one morning."""
    for at in (NOON - timedelta(days=1), NOON):
        missed = Notice(f"digest/{at:%Y-%m-%d}", "digest", "", {}, ())
        shop.ledger.begin(Run(missed.once, at, Writes(), notices=(missed,)))
    shown = page(shop.desk(), "/desk/health/")
    assert shown.count("没有收件人") == 1


def test_what_to_say_on_the_phone_stands_on_a_page_as_the_sheet_has_it(shop: Shop) -> None:
    words = ("接线话术", "问好:您好,这里是小麦电器\n道歉:非常抱歉")
    shown = page(shop.desk(topics=lambda: [words]), "/desk/help/")
    for word in ("接线话术", "<p>问好:您好,这里是小麦电器</p>", "<p>道歉:非常抱歉</p>"):
        assert word in shown
    assert 'href="/desk/help/"' in page(shop.desk(), "/desk/")


def test_the_page_of_help_says_when_the_sheet_is_away(shop: Shop) -> None:
    def away() -> list[tuple[str, str]]:
        raise Unavailable("Google is away.")

    assert "Google is away" in page(shop.desk(topics=away), "/desk/help/")


def test_start_empty_leaves_the_demonstration(shop: Shop) -> None:
    left: list[str] = []
    client = shop.desk(
        is_demonstration=lambda: not left, start_empty=lambda: left.append("demonstration")
    )
    assert "开始用空表格" in page(client, "/desk/")
    assert submit(client, "/desk/start-empty", at="/desk/").status_code == 303
    assert left == ["demonstration"]
    assert "开始用空表格" not in page(client, "/desk/")
    assert submit(client, "/desk/start-empty", at="/desk/").status_code == 409


def test_acts_want_the_pages_own_token(shop: Shop) -> None:
    client = shop.desk()
    assert client.post("/desk/leave").status_code == 400
    assert "07 林静" in page(client, "/desk/")
