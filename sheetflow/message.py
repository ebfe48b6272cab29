"""What a way to reach people gets: one message to one person, whatever it makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.model import Recipient

#: What fits into one text message in Chinese: 140 octets, two to a character (3GPP TS 23.040 and 23.038).
BRIEF = 70


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person, with what any way to reach people makes its own form of.

    `subject`, `text` and `html` are mail; `brief` says the same within BRIEF characters, for a chat or a text message,
    and `link` leads to the page, "" where there is none. `kind`, `ticket_no`, `grade` and `urgent` are those of the
    notice that leads; a digest has neither ticket nor grade. `roles` are what the recipient is at the desk. Keys all:
    kind "dispatch", grade "critical", roles ("technician",).
    """

    to: Recipient
    message_id: str
    kind: str
    subject: str
    text: str
    html: str
    brief: str
    ticket_no: str = ""
    grade: str = ""
    roles: tuple[str, ...] = ()
    urgent: bool = False
    link: str = ""
