"""What every notifier promises: the words arrive as they were written, and a second delivery can be recognised."""

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
from sheetflow.model import Recipient
from sheetflow.notify.folder import MailFolder
from sheetflow.notify.smtp import Smtp
from sheetflow.ports import Notifier
from tests.notify.build import CHEN, LIN, message
from tests.notify.post_office import NOON, Noon, free_port, open_post_office

pytestmark = pytest.mark.contract

SUBJECT = "【派工】WX20260310007 青石农家乐 14:42前打电话"
TEXT = "点不着火 🔥\n.\n..\nFrom here on\n" + "很长的一行" * 400 + "\n"
HTML = "<p>点不着火 &amp; 🔥</p>"
MESSAGE_ID = "<4f1c@sheetflow.invalid>"


def given(subject: str = SUBJECT, *, to: Recipient = CHEN, text: str = TEXT) -> Message:
    return message(to, message_id=MESSAGE_ID, subject=subject, text=text, html=HTML)


@dataclass
class Case:
    """A notifier, what has arrived through it, and the same kind of notifier whose other end is away."""

    notifier: Notifier
    arrived: Callable[[], list[EmailMessage]]
    away: Notifier

    def send(self, subject: str = SUBJECT, *, to: Recipient = CHEN, text: str = TEXT) -> None:
        self.notifier.send(given(subject, to=to, text=text))

    def only(self) -> EmailMessage:
        (letter,) = self.arrived()
        return letter


def in_folder(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(file.read_bytes(), policy=default) for file in folder.glob("*.eml")]


@contextmanager
def folder(place: Path) -> Iterator[Case]:
    mail, taken = place / "mail", place / "taken"
    taken.write_text("a file stands where the folder should be")
    away = MailFolder(taken, clock=Noon())
    yield Case(MailFolder(mail, clock=Noon()), lambda: in_folder(mail), away)


@contextmanager
def smtp(place: Path) -> Iterator[Case]:
    with open_post_office() as office:
        closed = Smtp(f"smtp://127.0.0.1:{free_port()}", clock=Noon())
        yield Case(Smtp(office.url, clock=Noon()), office.letters, closed)


#: Every notifier there is, each with something real at the other end.
CASES = {
    "folder": folder,
    "smtp": smtp,
}


@pytest.fixture(params=CASES)
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    with CASES[request.param](tmp_path) as case:
        yield case


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_subject_text_and_html_arrive_to_the_character(post: Case) -> None:
    post.send()
    letter = post.only()
    assert letter["Subject"] == SUBJECT
    assert body(letter, "plain") == TEXT
    assert body(letter, "html").strip() == HTML


def test_message_id_and_time_are_kept(post: Case) -> None:
    post.send()
    assert post.only()["Message-ID"] == MESSAGE_ID
    assert post.only()["Date"].datetime == NOON


def test_it_is_addressed_to_the_person(post: Case) -> None:
    post.send(to=Recipient("01", '陈立, "工01"', "chen@example.com"))
    (mailbox,) = post.only()["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == ('陈立, "工01"', "chen@example.com")


def test_a_second_delivery_can_be_recognised(post: Case) -> None:
    post.send()
    post.send()
    assert {letter["Message-ID"] for letter in post.arrived()} == {MESSAGE_ID}


def test_two_people_get_the_same_notice_each(post: Case) -> None:
    post.send(to=CHEN)
    post.send(to=LIN)
    assert len(post.arrived()) == 2
    assert {letter["To"].addresses[0].addr_spec for letter in post.arrived()} == {
        CHEN.address,
        LIN.address,
    }


def test_a_subject_of_two_lines_adds_no_header(post: Case) -> None:
    post.send("【派工】\r\nBcc: other@example.com")
    assert post.only()["Bcc"] is None
    assert post.only()["Subject"] == "【派工】 Bcc: other@example.com"


def test_no_machine_answers_it(post: Case) -> None:
    post.send()
    assert post.only()["Auto-Submitted"] == "auto-generated"


def test_what_is_away_now_is_worth_another_try(post: Case) -> None:
    with pytest.raises(Unavailable) as fault:
        post.away.send(given())
    assert not fault.value.permanent


def test_it_has_a_name_for_logs_and_figures(post: Case) -> None:
    assert post.notifier.name.isidentifier()
