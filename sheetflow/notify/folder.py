"""Mail as .eml files in a folder, for a desk without a mail server: any mail program opens them."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC
from hashlib import sha256
from pathlib import Path

from sheetflow.errors import Unavailable
from sheetflow.message import Message
from sheetflow.notify.letter import letter, mailbox
from sheetflow.ports import Clock
from sheetflow.typed.mail import is_address

#: A name that can belong to nobody (RFC 2606), where somebody has no address.
NOWHERE = "sheetflow.invalid"


class MailFolder:
    """Keeps the promise of ports.Notifier by writing `20260310T063000Z-4f1c….eml`.

    The name ends in a digest of Message-ID and person, so that a message delivered again replaces its file. A file
    is there whole or not at all. Folder and files are readable by their owner only: they name shops.
    """

    name = "folder"

    def __init__(self, path: Path, *, clock: Clock) -> None:
        self.path = path
        self._clock = clock

    def send(self, message: Message) -> None:
        """Write the message; raises Unavailable when the folder cannot be written, its disk being full, say."""
        to, at = message.to, self._clock.now().astimezone(UTC)
        key = sha256(f"{message.message_id} {to.staff_no} {to.address}".encode()).hexdigest()[:16]
        address = to.address if is_address(to.address) else f"nobody@{NOWHERE}"
        sender = mailbox("sheetflow", f"desk@{NOWHERE}")
        mail = letter(message, sender=sender, address=address, at=at)
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            earlier = next(self.path.glob(f"*-{key}.eml"), None)
            file = earlier or self.path / f"{at:%Y%m%dT%H%M%SZ}-{key}.eml"
            _replace(file, mail.as_bytes(), by=self.path / f".{key}.part")
        except OSError as fault:
            found = f"Mail folder {self.path}: cannot be written ({fault.strerror or fault})."
            raise Unavailable(f"{found} Make room there, or make it a writable folder.") from fault


def _replace(file: Path, content: bytes, *, by: Path) -> None:
    """Put the content in the place of a file.

    1. Write it beside the file and to the disk: a crash here leaves the file as it was.
    2. Rename it: from here on everybody sees the new one, and nobody half of it.
    3. Write the folder to the disk: a power cut doesn't undo the renaming.
    """
    try:
        with os.fdopen(os.open(by, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        by.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            by.unlink()
        raise
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
