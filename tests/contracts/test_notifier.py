"""What every notifier promises: the words reach whom they are for, and a second delivery can be recognised.

Mail promises more: it arrives to the character, with time, sender and address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

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
from tests.notify.post_office import NOON, Noon, free_port, open_post_office

pytestmark = pytest.mark.contract

SUBJECT = "【派工】WX20260310007 青石农家乐 14:42前打电话"
TEXT = "点不着火 🔥\n.\n..\nFrom here on\n" + "很长的一行" * 400 + "\n"
WORDS = "点不着火 🔥 & “风机”\n\n→ 14:42前打给客户\n"
HTML = "<p>点不着火 &amp; 🔥</p>"
MESSAGE_ID = "<4f1c@sheetflow.invalid>"


def given(subject: str = SUBJECT, *, to: Recipient = CHEN, text: str = TEXT) -> Message:
    return message(to, message_id=MESSAGE_ID, subject=subject, text=text, html=HTML)


@dataclass(frozen=True)
class Arrival:
    """A delivery as its receivers see it: where, by what they recognise it, and its words, subject first."""

    address: str
    mark: str
    words: str


@dataclass
class Case:
    """A notifier with two people that it reaches, what has arrived, and the same once its other end is away."""

    notifier: Notifier
    people: tuple[Recipient, Recipient]
    arrived: Callable[[], list[Arrival]]
    away: Callable[[], Notifier]

    def send(self, *, to: Recipient | None = None) -> None:
        self.notifier.send(given(to=to or self.people[0], text=WORDS))


@dataclass
class Mail:
    """A notifier by mail, and the letters that have arrived."""

    notifier: Notifier
    letters: Callable[[], list[EmailMessage]]
    away: Notifier

    def send(self, subject: str = SUBJECT, *, to: Recipient = CHEN) -> None:
        self.notifier.send(given(subject, to=to))

    def only(self) -> EmailMessage:
        (letter,) = self.letters()
        return letter


def in_folder(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(file.read_bytes(), policy=default) for file in folder.glob("*.eml")]


@contextmanager
def folder(place: Path) -> Iterator[Mail]:
    mail, taken = place / "mail", place / "taken"
    taken.write_text("a file stands where the folder should be")
    away = MailFolder(taken, clock=Noon())
    yield Mail(MailFolder(mail, clock=Noon()), lambda: in_folder(mail), away)


@contextmanager
def smtp(place: Path) -> Iterator[Mail]:
    with open_post_office() as office:
        closed = Smtp(f"smtp://127.0.0.1:{free_port()}", clock=Noon())
        yield Mail(Smtp(office.url, clock=Noon()), office.letters, closed)


#: Every notifier by mail, each with something real at the other end.
MAILS = {
    "folder": folder,
    "smtp": smtp,
}


@contextmanager
def by_mail(way: str, place: Path) -> Iterator[Case]:
    def arrived() -> list[Arrival]:
        return [
            Arrival(
                letter["To"].addresses[0].addr_spec,
                letter["Message-ID"],
                f"{letter['Subject']}\n{body(letter, 'plain')}",
            )
            for letter in mail.letters()
        ]

    with MAILS[way](place) as mail:
        yield Case(mail.notifier, (CHEN, LIN), arrived, lambda: mail.away)


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
        yield Case(bots, (one, other), arrived, away)


@pytest.fixture(params=[*MAILS, *LINKS])
def post(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    way = request.param
    opened = by_mail(way, tmp_path) if way in MAILS else by_bot(way, tmp_path, monkeypatch)
    with opened as case:
        yield case


@pytest.fixture(params=MAILS)
def mail(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mail]:
    with MAILS[request.param](tmp_path) as opened:
        yield opened


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


def test_mail_arrives_to_the_character(mail: Mail) -> None:
    mail.send()
    letter = mail.only()
    assert letter["Subject"] == SUBJECT
    assert body(letter, "plain") == TEXT
    assert body(letter, "html").strip() == HTML


def test_mail_keeps_its_message_id_and_time(mail: Mail) -> None:
    mail.send()
    assert mail.only()["Message-ID"] == MESSAGE_ID
    assert mail.only()["Date"].datetime == NOON


def test_mail_is_addressed_to_the_person(mail: Mail) -> None:
    mail.send(to=Recipient("01", '陈立, "工01"', "chen@example.com"))
    (mailbox,) = mail.only()["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == ('陈立, "工01"', "chen@example.com")


def test_a_subject_of_two_lines_adds_no_header_to_mail(mail: Mail) -> None:
    mail.send("【派工】\r\nBcc: other@example.com")
    assert mail.only()["Bcc"] is None
    assert mail.only()["Subject"] == "【派工】 Bcc: other@example.com"


def test_no_machine_answers_mail(mail: Mail) -> None:
    mail.send()
    assert mail.only()["Auto-Submitted"] == "auto-generated"
