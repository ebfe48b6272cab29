"""The .eml files of the mail folder, read for the notices page."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

#: So many of the newest messages are listed.
_NEWEST = 200
_NAME = re.compile(r"[\w.@+=-]+\.eml")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: its file's name, to whom, about what, when, and its text."""

    name: str
    message_id: str
    to: str
    subject: str
    at: datetime | None
    text: str


def newest(folder: Path) -> tuple[Letter, ...]:
    """Give the newest messages of the folder, the newest first; a folder that isn't there has none."""
    if not folder.is_dir():
        return ()
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return tuple(_letter(file) for file in files[:_NEWEST])


def read(folder: Path, name: str) -> Letter | None:
    """Give one message by its file's name, or None; a name can't lead out of the folder."""
    file = folder / name
    return _letter(file) if _NAME.fullmatch(name) and file.is_file() else None


def _letter(file: Path) -> Letter:
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    return Letter(
        file.name,
        str(message["Message-ID"] or "").strip(),
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        parsedate_to_datetime(message["Date"]) if message["Date"] else None,
        _text(message),
    )


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    return str(part.get_content()) if part is not None else ""
