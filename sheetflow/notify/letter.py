"""A message as RFC 5322 has it, the same for every way of mailing it."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

#: What a mail server takes: plain letters, no blanks, brackets or separators. Whether it exists the server knows.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)


def is_address(text: str) -> bool:
    """Tell whether mail could go there."""
    return _ADDRESS.fullmatch(text) is not None


def mailbox(name: str, address: str) -> Address:
    """Give a person with their address as a header names them."""
    user, _, domain = address.partition("@")
    return Address(_one_line(name), user, domain)


def letter(
    subject: str,
    text: str,
    html: str,
    *,
    sender: Address,
    to: Address,
    message_id: str,
    at: datetime,
) -> EmailMessage:
    """Give the message with its plain text and HTML side by side, marked so that no machine answers it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = _one_line(subject)
    message["Date"] = at
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    return message


def _one_line(words: str) -> str:
    return " ".join(words.split())
