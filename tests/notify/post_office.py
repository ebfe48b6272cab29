"""A real SMTP server on loopback, which keeps what it gets and refuses what it is told to refuse."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from tests.ports import free_port

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)

#: Far beyond what a start takes on a loaded machine, where aiosmtpd's own five seconds may be too short.
READY_SECONDS = 60.0


class Noon:
    """A clock that stands at noon of the desk's day."""

    def now(self) -> datetime:
        return NOON


@dataclass
class PostOffice:
    """What the server took, and its reply to each recipient or message that it doesn't take."""

    port: int
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    to: dict[str, str] = field(default_factory=dict)
    message: str = ""
    encrypted: list[bool] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=desk@example.com"

    def letters(self) -> list[EmailMessage]:
        return [letter for _, letter in self.taken]

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.to:
            return self.to[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.message:
            return self.message
        content = envelope.content
        assert isinstance(content, bytes)
        self.encrypted.append(session.ssl is not None)
        letter = message_from_bytes(content, policy=default)
        self.taken.extend((address, letter) for address in envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def open_post_office(
    *, tls: ssl.SSLContext | None = None, passwords: Mapping[str, str] | None = None
) -> Iterator[PostOffice]:
    """Serve until the block ends: with STARTTLS where a context is given, then with log-in where passwords are."""

    def known(
        server: object, session: object, envelope: object, mechanism: object, login: object
    ) -> AuthResult:
        assert isinstance(login, LoginPassword)
        wanted = (passwords or {}).get(login.login.decode())
        return AuthResult(success=wanted == login.password.decode(), handled=False)

    office = PostOffice(free_port())
    logging_in = {"authenticator": known, "auth_required": True}
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=office.port,
        ready_timeout=READY_SECONDS,
        tls_context=tls,
        **(logging_in if passwords else {}),
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
