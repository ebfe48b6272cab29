"""A message as RFC 5322 has it, the same for every way of mailing it."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from sheetflow.message import Message


def mailbox(name: str, address: str) -> Address:
    """Give a person with their address as a header names them."""
    user, _, domain = address.partition("@")
    return Address(_one_line(name), user, domain)


def letter(message: Message, *, sender: Address, address: str, at: datetime) -> EmailMessage:
    """Give the mail with its plain text and HTML side by side, marked so that no machine answers it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = mailbox(message.to.name, address)
    mail["Subject"] = _one_line(message.subject)
    mail["Date"] = at
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    return mail


def _one_line(words: str) -> str:
    return " ".join(words.split())
