"""What a robot posts into a group, to the byte, and what is made of each answer: over real TLS on loopback."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sheetflow.errors import Busy, Refused, Unavailable
from sheetflow.message import Message
from sheetflow.model import BOT, Recipient
from sheetflow.notify.bot import Bots
from tests.notify.build import message
from tests.notify.chat_house import ChatHouse, open_chat_house
from tests.notify.post_office import NOON, Noon
from tests.ports import free_port

LINKS = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7ad1-4bc4-97a0",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33e0b8",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/6cf8a4a1-1f2d",
}
SECRET = "SEC8a2c0dcb6f"
PLAUSIBLE = '{"errcode": 0, "errmsg": "ok"}'
TEXT = "点不着火 & “风机”不转 🔥\n\n→ 14:42前打给客户\n"
CHAT = "【派工】\n点不着火 & “风机”不转 🔥\n→ 14:42前打给客户"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatHouse]:
    with open_chat_house(tmp_path, monkeypatch) as house:
        yield house


def given(link: str = LINKS["wecom"], **values: str) -> Message:
    return message(Recipient("01", "陈立", link, BOT), **{"text": TEXT, **values})


def post(link: str = LINKS["wecom"], **values: str) -> None:
    Bots(clock=Noon()).send(given(link, **values))


@pytest.mark.parametrize(
    ("service", "host", "line", "said"),
    [
        pytest.param(
            "wecom",
            "qyapi.weixin.qq.com",
            "POST /cgi-bin/webhook/send?key=693a91f6-7ad1-4bc4-97a0 HTTP/1.1",
            {"msgtype": "text", "text": {"content": CHAT}},
            id="wecom",
        ),
        pytest.param(
            "dingtalk",
            "oapi.dingtalk.com",
            "POST /robot/send?access_token=566cc69da782ec33e0b8 HTTP/1.1",
            {
                "msgtype": "text",
                "at": {"atMobiles": [], "isAtAll": False},
                "text": {"content": CHAT},
            },
            id="dingtalk",
        ),
        pytest.param(
            "feishu",
            "open.feishu.cn",
            "POST /open-apis/bot/v2/hook/6cf8a4a1-1f2d/ HTTP/1.1",
            {"msg_type": "text", "content": {"text": CHAT}},
            id="feishu",
        ),
    ],
)
def test_each_service_gets_the_request_that_it_documents(
    house: ChatHouse, service: str, host: str, line: str, said: object
) -> None:
    post(LINKS[service])
    (posted,) = house.posted
    assert (posted.host, posted.line, posted.said) == (host, line, said)
    assert posted.headers["content-type"].startswith("application/json")
    assert "authorization" not in posted.headers


def test_a_signed_dingtalk_robot_gets_its_signature(house: ChatHouse) -> None:
    post(f"{LINKS['dingtalk']}&secret={SECRET}")
    (posted,) = house.posted
    [stamp], [sign] = posted.query["timestamp"], posted.query["sign"]
    wanted = hmac.digest(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), "sha256")
    assert sign == base64.b64encode(wanted).decode()
    assert SECRET not in posted.line


@pytest.mark.parametrize(
    ("service", "code", "words", "permanent"),
    [
        pytest.param("wecom", 93000, "invalid webhook url", True, id="wecom-no-such-robot"),
        pytest.param("wecom", 45009, "api freq out of limit", False, id="wecom-too-many"),
        pytest.param("wecom", -1, "system busy", False, id="wecom-in-trouble"),
        pytest.param("dingtalk", 300001, "token is not exist", True, id="dingtalk-no-such-robot"),
        pytest.param("dingtalk", 310000, "keywords not in content", False, id="dingtalk-keyword"),
        pytest.param("dingtalk", 130101, "send too fast", False, id="dingtalk-too-many"),
        pytest.param("feishu", 19001, "token invalid", True, id="feishu-no-such-robot"),
        pytest.param("feishu", 19024, "Key Words Not Found", False, id="feishu-keyword"),
        pytest.param("feishu", 9499, "too many request", False, id="feishu-too-many"),
    ],
)
def test_a_service_that_says_200_and_no_is_understood(
    house: ChatHouse, service: str, code: int, words: str, permanent: bool
) -> None:
    house.says(code, words, feishu=service == "feishu")
    with pytest.raises(Refused if permanent else Unavailable, match=f"{code} {words}") as fault:
        post(LINKS[service])
    assert fault.value.permanent is permanent


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (502, "<html>Bad gateway</html>"),
        (200, "<html>Log in here</html>"),
        (500, "{}"),
        (500, PLAUSIBLE),
        (200, "[]"),
    ],
)
def test_an_answer_that_is_none_of_theirs_is_worth_another_try(
    house: ChatHouse, status: int, text: str
) -> None:
    house.answer = (status, text)
    with pytest.raises(Unavailable, match=rf"WeCom bot: it says {status} "):
        post()


def test_an_answer_that_quotes_the_link_is_told_without_its_key(house: ChatHouse) -> None:
    key = LINKS["wecom"].partition("=")[2]
    house.says(93000, f"invalid key {key}")
    with pytest.raises(Refused, match="invalid key …") as fault:
        post()
    assert key not in str(fault.value)


def test_a_network_that_is_away_is_told_without_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(Unavailable, match=r"no connection \(ProxyError\)") as fault:
        post()
    assert "key=" not in str(fault.value)


def test_a_link_to_another_host_is_never_asked(house: ChatHouse) -> None:
    with pytest.raises(Refused, match=r"陈立: the link .* none that is known"):
        post("https://desk.example/hook?key=1")
    assert house.posted == []


class Watch:
    """A clock that the test sets."""

    now_: datetime = NOON

    def now(self) -> datetime:
        return self.now_


def test_the_twenty_first_message_of_a_minute_waits_and_no_other_group_does(
    house: ChatHouse,
) -> None:
    watch = Watch()
    bots = Bots(clock=watch)
    for second in range(20):
        watch.now_ = NOON + timedelta(seconds=second)
        bots.send(given())
    with pytest.raises(Busy) as busy:
        bots.send(given())
    bots.send(given(LINKS["feishu"]))
    assert len(house.posted) == 21
    assert busy.value.until == NOON + timedelta(seconds=61)
    watch.now_ = busy.value.until
    bots.send(given())
    with pytest.raises(Busy):
        bots.send(given())


def test_a_long_message_goes_on_in_further_posts_and_loses_no_line(house: ChatHouse) -> None:
    lines = [f"- 第{n}行：{'修' * 40}" for n in range(60)]
    post(text="\n".join([*lines, "", "打开今日：http://desk.example", "", "维修台通知：陈立"]))
    heads = [said.splitlines()[0] for said in house.texts]
    assert heads == [f"【派工】 ({n}/5)" for n in range(1, 6)]
    told = [line for said in house.texts for line in said.splitlines()[1:]]
    assert told == [*lines, "打开今日：http://desk.example", "维修台通知：陈立"]
    assert max(len(said.encode()) for said in house.texts) <= 2048


def test_a_line_longer_than_a_post_is_broken(house: ChatHouse) -> None:
    post(text="修" * 1500)
    assert "".join(said.partition("\n")[2] for said in house.texts).replace("\n", "") == "修" * 1500
    assert max(len(said.encode()) for said in house.texts) <= 2048


def test_further_posts_count_and_wait_together(house: ChatHouse) -> None:
    watch = Watch()
    bots = Bots(clock=watch)
    for second in range(18):
        watch.now_ = NOON + timedelta(seconds=second)
        bots.send(given())
    with pytest.raises(Busy) as busy:
        bots.send(given(text="修" * 1800))
    assert len(house.posted) == 18
    assert busy.value.until == NOON + timedelta(seconds=62)
    watch.now_ = busy.value.until
    bots.send(given(text="修" * 1800))
    assert len(house.posted) == 22
