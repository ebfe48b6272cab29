"""What every notifier promises: the words reach whom they are for, and a second delivery can be recognised.

Mail promises more: it arrives to the character, with time, sender and address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from sheetflow.errors import Unavailable
from sheetflow.message import Message
from sheetflow.model import BOT, Recipient
from sheetflow.notify.bot import Bots
from sheetflow.notify.folder import MailFolder
from sheetflow.notify.smtp import Smtp
from sheetflow.ports import Notifier
from tests.notify.build import CHEN, LIN, message
from tests.notify.chat_house import open_chat_house
from tests.notify.post_office import NOON, Noon, open_post_office
from tests.ports import free_port

pytestmark = pytest.mark.contract

SUBJECT = "【派工】WX20260310007 青石农家乐 14:42前打电话"
TEXT = "点不着火 🔥\n.\n..\nFrom here on\n" + "很长的一行" * 400 + "\n"
WORDS = "点不着火 🔥 & “风机”\n\n→ 14:42前打给客户\n"
HTML = "<p>点不着火 &amp; 🔥</p>"
MESSAGE_ID = "<4f1c@sheetflow.invalid>"


def given(subject: str = SUBJECT, *, to: Recipient = CHEN, text: str = WORDS) -> Message:
    return message(to, message_id=MESSAGE_ID, subject=subject, text=text, html=HTML)


@dataclass(frozen=True)
class Arrival:
    """A delivery as its receivers see it: where, by what they recognise it, and its words, subject first."""

    address: str
    mark: str
    words: str


@dataclass
class Case:
    """A notifier with two people that it reaches, what has arrived, and the same once its other end is away.

    `letters` are what has arrived by mail, as mail programs read it.
    """

    notifier: Notifier
    away: Callable[[], Notifier]
    arrived: Callable[[], list[Arrival]]
    people: tuple[Recipient, Recipient] = (CHEN, LIN)
    letters: Callable[[], list[EmailMessage]] = list

    def send(
        self, subject: str = SUBJECT, *, to: Recipient | None = None, text: str = WORDS
    ) -> None:
        self.notifier.send(given(subject, to=to or self.people[0], text=text))

    def only(self) -> EmailMessage:
        (letter,) = self.letters()
        return letter


#: How the tests come by a case: a place for its files, and an environment for those that need one.
Way: TypeAlias = Callable[[Path, pytest.MonkeyPatch], AbstractContextManager[Case]]


def by_mail(notifier: Notifier, letters: Callable[[], list[EmailMessage]], away: Notifier) -> Case:
    """Give the case of a notifier by mail, of which letters are all that arrives."""

    def arrived() -> list[Arrival]:
        return [
            Arrival(
                letter["To"].addresses[0].addr_spec,
                letter["Message-ID"],
                f"{letter['Subject']}\n{body(letter, 'plain')}",
            )
            for letter in letters()
        ]

    return Case(notifier, lambda: away, arrived, letters=letters)


def in_folder(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(file.read_bytes(), policy=default) for file in folder.glob("*.eml")]


@contextmanager
def folder(place: Path, env: pytest.MonkeyPatch) -> Iterator[Case]:
    mail, taken = place / "mail", place / "taken"
    taken.write_text("a file stands where the folder should be")
    here, away = (MailFolder(path, clock=Noon()) for path in (mail, taken))
    yield by_mail(here, lambda: in_folder(mail), away)


@contextmanager
def smtp(place: Path, env: pytest.MonkeyPatch) -> Iterator[Case]:
    with open_post_office() as office:
        closed = Smtp(f"smtp://127.0.0.1:{free_port()}", clock=Noon())
        yield by_mail(Smtp(office.url, clock=Noon()), office.letters, closed)


#: The services whose group bots are notifiers, with the link of one but for its last signs.
LINKS = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/6cf8a4a1-",
}


@contextmanager
def by_bot(service: str, place: Path, env: pytest.MonkeyPatch) -> Iterator[Case]:
    one, other = (
        Recipient("01", "陈立", f"{LINKS[service]}{group}", BOT) for group in ("1a", "2b")
    )
    bots = Bots(clock=Noon())

    def arrived() -> list[Arrival]:
        groups = [one.address if "1a" in said.line else other.address for said in house.posted]
        return [Arrival(*it) for it in zip(groups, house.texts, house.texts, strict=True)]

    def away() -> Notifier:
        env.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
        return bots

    with open_chat_house(place, env) as house:
        yield Case(bots, away, arrived, (one, other))


#: Every notifier by mail, each with something real at the other end.
MAILS: Mapping[str, Way] = {
    "folder": folder,
    "smtp": smtp,
}

#: Every notifier: a new one is an entry here, or above if it is by mail.
WAYS: Mapping[str, Way] = {
    **MAILS,
    **{service: partial(by_bot, service) for service in LINKS},
}


@pytest.fixture(params=WAYS)
def post(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    with WAYS[request.param](tmp_path, monkeypatch) as case:
        yield case


@pytest.fixture(params=MAILS)
def mail(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    with MAILS[request.param](tmp_path, monkeypatch) as case:
        yield case


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_its_words_reach_whom_they_are_for(post: Case) -> None:
    post.send()
    (arrival,) = post.arrived()
    assert arrival.address == post.people[0].address
    assert arrival.words.split() == [*SUBJECT.split(), *WORDS.split()]


def test_a_second_delivery_can_be_recognised(post: Case) -> None:
    post.send()
    post.send()
    assert len({arrival.mark for arrival in post.arrived()}) == 1


def test_two_people_get_the_same_notice_each(post: Case) -> None:
    for person in post.people:
        post.send(to=person)
    arrived = {arrival.address: arrival.words for arrival in post.arrived()}
    assert set(arrived) == {person.address for person in post.people}
    assert len(set(arrived.values())) == 1


def test_what_is_away_now_is_worth_another_try(post: Case) -> None:
    away = post.away()
    with pytest.raises(Unavailable) as fault:
        away.send(given(to=post.people[0]))
    assert not fault.value.permanent


def test_it_has_a_name_for_logs_and_figures(post: Case) -> None:
    assert post.notifier.name.isidentifier()


def test_mail_arrives_to_the_character(mail: Case) -> None:
    mail.send(text=TEXT)
    letter = mail.only()
    assert letter["Subject"] == SUBJECT
    assert body(letter, "plain") == TEXT
    assert body(letter, "html").strip() == HTML


def test_mail_keeps_its_message_id_and_time(mail: Case) -> None:
    mail.send()
    assert mail.only()["Message-ID"] == MESSAGE_ID
    assert mail.only()["Date"].datetime == NOON


def test_mail_is_addressed_to_the_person(mail: Case) -> None:
    mail.send(to=Recipient("01", '陈立, "工01"', "chen@example.com"))
    (mailbox,) = mail.only()["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == ('陈立, "工01"', "chen@example.com")


def test_a_subject_of_two_lines_adds_no_header_to_mail(mail: Case) -> None:
    mail.send("【派工】\r\nBcc: other@example.com")
    assert mail.only()["Bcc"] is None
    assert mail.only()["Subject"] == "【派工】 Bcc: other@example.com"


def test_no_machine_answers_mail(mail: Case) -> None:
    mail.send()
    assert mail.only()["Auto-Submitted"] == "auto-generated"
