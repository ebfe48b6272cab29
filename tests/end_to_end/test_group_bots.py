"""The link that staff paste into 人员 is where notices arrive, as they wish: from the sheet to the service's door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetflow.bootstrap import DEMO
from sheetflow.model import BOT, Recipient
from tests.end_to_end.desk import STAFF, Desk, open_desk
from tests.notify.build import message
from tests.notify.chat_house import ChatHouse, open_chat_house

GROUP = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7ad1"
OWN = "https://open.feishu.cn/open-apis/bot/v2/hook/6cf8a4a1-1f2d"


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatHouse]:
    with open_chat_house(tmp_path, monkeypatch) as chat:
        yield chat


def set_person(desk: Desk, name: str, **cells: str) -> None:
    """Let somebody fill in cells of a person's row in 人员."""
    row = [person[1] for person in STAFF].index(name) + 2
    desk.type_at(row, tab="staff", **cells)


def test_a_dispatch_arrives_in_the_technicians_group_and_nowhere_by_mail(
    desk: Desk, chat: ChatHouse
) -> None:
    set_person(desk, "陈立", bot=OWN, email="")
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.at("14:34")  # the row was being edited
    desk.rest()
    (posted,) = chat.posted
    assert posted.host == "open.feishu.cn"
    [told] = chat.texts
    first, *_, link, last = told.splitlines()
    assert first == f"【派工】{number} 张** 14:40前打电话"
    assert link.startswith(f"打开 {number}：http")
    assert last == "维修台通知：陈立"
    assert "138-0000-0001" not in told
    assert not any(mail["Subject"].startswith("【派工】") for mail in desk.mails())


def test_a_group_of_two_hears_of_a_report_once(desk: Desk, chat: ChatHouse) -> None:
    set_person(desk, "林静", bot=GROUP, email="")
    set_person(desk, "吴强", bot=GROUP, email="", roles="主管;内勤")
    desk.report()
    desk.rest()
    [told] = chat.texts
    assert told.startswith("【待派工】")
    assert told.splitlines()[-1] in ("维修台通知：林静、吴强", "维修台通知：吴强、林静")


def test_what_somebody_wants_collected_comes_with_the_digest(desk: Desk, chat: ChatHouse) -> None:
    set_person(desk, "林静", bot=GROUP, email="", notices="新报修=汇总;早报=不收")
    desk.at("19:10")
    numbers = [desk.report(customer_name=name) for name in ("张先生", "吴女士")]
    desk.rest()
    assert chat.texts == []
    desk.at("19:30")
    desk.rest()
    [told] = chat.texts
    assert told.startswith("【汇总】攒下的通知 2件\n")
    assert all(number in told for number in numbers)


def test_a_group_in_which_one_wants_it_at_once_hears_at_once(desk: Desk, chat: ChatHouse) -> None:
    set_person(desk, "林静", bot=GROUP, email="", notices="汇总")
    set_person(desk, "吴强", bot=GROUP, email="", roles="主管;内勤")
    desk.report()
    desk.rest()
    assert [text[:5] for text in chat.texts] == ["【待派工】"]


def test_what_a_supervisor_must_know_cannot_be_switched_off(desk: Desk, chat: ChatHouse) -> None:
    set_person(desk, "吴强", bot=GROUP, email="", notices="不收")
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, incident="威胁")
    desk.rest()
    [told] = chat.texts
    assert told.startswith(f"【冲突】{number}")


def test_a_robot_that_was_taken_out_of_its_group_is_shown_with_what_to_do(
    desk: Desk, chat: ChatHouse
) -> None:
    chat.says(93000, "invalid webhook url")
    set_person(desk, "林静", bot=GROUP, email="")
    number = desk.report()
    desk.rest()
    [one] = [one for one in desk.notices(number) if one["channel"] == "bot"]
    assert one["state"] == "failed"
    assert one["reason"] == (
        "WeCom bot: it says 93000 invalid webhook url. "
        "Copy the bot's link from the chat into the staff tab again."
    )


def test_a_wrong_link_and_a_wrong_word_are_told_with_their_cell(desk: Desk) -> None:
    set_person(desk, "林静", bot="https://example.com/hook?key=secret", notices="少发点")
    desk.rest()
    told = [str(problem) for problem in desk.house.runner.problems]
    assert told == [
        "人员!5 群机器人: 这不是群机器人的链接. 请从企业微信、钉钉或飞书的群设置里复制 这一行其余照常生效.",
        "人员!5 通知: 「少发点」. 请写 不收、汇总 或 立即,只对一类写「即将超时=汇总」 这一行其余照常生效.",
    ]


def test_the_demonstration_posts_nowhere(tmp_path: Path, chat: ChatHouse) -> None:
    with open_desk(tmp_path / "data", which=DEMO) as desk:
        desk.house.bots.send(message(Recipient("01", "陈立", GROUP, BOT), subject="【派工】"))
        assert [mail["Subject"] for mail in desk.mails()] == ["【派工】"]
    assert chat.posted == []
