"""Mail through a server, by one setting: smtp://desk%40example.com:password@smtp.example.com:587."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from sheetflow import masking
from sheetflow.errors import BadInput, Problem, Refused, SheetflowError, Unavailable
from sheetflow.message import Message
from sheetflow.notify.letter import letter, mailbox
from sheetflow.ports import Clock
from sheetflow.typed.mail import is_address

#: A server that doesn't answer within this time is away (RFC 5321 4.5.3.2 allows minutes, people don't).
TIMEOUT_SECONDS = 20
SETTING = "SHEETFLOW_SMTP_URL"
EXAMPLE = "Write smtp://user:password@host:587 or smtps://user:password@host:465"
#: Message submission, RFC 6409 and RFC 8314.
PORTS = {"smtp": 587, "smtps": 465}
_QUOTED = 160


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and as whom. The password isn't shown when this is printed."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    wants_tls: bool = False

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(url: str) -> Server:
    """Read `smtp://user:password@host:587?from=desk@example.com`; reserved signs in name and password as %40.

    `from` is the user where that is an address. A password is sent encrypted or not at all, unless the server is on
    this machine; `?tls=required` and `?tls=optional` say otherwise. Raises BadInput, which never quotes the password.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as fault:
        raise _bad(f"is no address of a server ({fault})", EXAMPLE) from fault
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme not in PORTS or not host or parts.path.strip("/"):
        raise _bad("isn't smtp:// or smtps:// and a server", EXAMPLE)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = options.get("from") or (user if "@" in user else f"sheetflow@{host}")
    if not is_address(sender):
        raise _bad(
            f"would send from {sender!r}", "Add ?from=desk@example.com with your own address"
        )
    required = bool(password) and not _is_here(host)
    wants_tls = {"required": True, "optional": False}.get(options.get("tls", ""), required)
    return Server(host, port, sender, user, password, parts.scheme == "smtps", wants_tls)


def _bad(found: str, remedy: str) -> BadInput:
    return BadInput([Problem(SETTING, found, remedy)])


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Smtp:
    """Keeps the promise of ports.Notifier by handing messages to a mail server, one connection each.

    Encrypted by STARTTLS wherever the server offers it. A 5xx to the recipient or the message is Refused, as another
    try would meet it again. Unavailable is everything that may pass: 4xx, no connection, and also a wrong password or
    certificate, since these concern every notice and none of them may be lost until the owner has put it right.
    """

    name = "smtp"

    def __init__(self, url: str, *, clock: Clock, trust: ssl.SSLContext | None = None) -> None:
        self._server = server_of(url)
        self._clock = clock
        self._trust = trust or ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Hand the message over; when this returns the server has taken it."""
        to = message.to
        if not is_address(to.address):
            found = "has an e-mail that is none" if to.address else "has no e-mail"
            raise Refused(f"Staff {to.staff_no}: {found}. Fill in their e-mail in the staff tab.")
        sender = mailbox("sheetflow", self._server.sender)
        mail = letter(message, sender=sender, address=to.address, at=self._clock.now())
        with self._connected() as connection:
            self._hand_over(connection, mail, to.address)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            connection = self._connect()
        except (smtplib.SMTPException, OSError) as fault:
            remedy = f"Look at {SETTING}, the network and the server; it is tried again."
            raise Unavailable(f"Mail server {self._server}: {_quoted(fault)}. {remedy}") from fault
        try:
            yield connection
        finally:
            # What the server took it keeps: a bad farewell is no failure.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_SECONDS, context=self._trust
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            self._log_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _log_in(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if not self._server.tls and connection.has_extn("starttls"):
            connection.starttls(context=self._trust)
            connection.ehlo()
        elif self._server.wants_tls and not self._server.tls:
            raise smtplib.SMTPNotSupportedError("it offers no encryption (STARTTLS)")
        if self._server.user:
            connection.login(self._server.user, self._server.password)

    def _hand_over(self, connection: smtplib.SMTP, mail: EmailMessage, address: str) -> None:
        try:
            connection.send_message(mail, self._server.sender, [address])
        except (smtplib.SMTPException, OSError) as fault:
            raise self._outcome(fault) from fault

    def _outcome(self, fault: Exception) -> SheetflowError:
        """Tell by the reply whether another try may help."""
        if isinstance(fault, smtplib.SMTPRecipientsRefused):
            code, reply = next(iter(fault.recipients.values()))
            fault = smtplib.SMTPDataError(code, reply)
        found = f"Mail server {self._server}: {_quoted(fault)}"
        if isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= 500:
            return Refused(f"{found}. Look at the person's e-mail in the staff tab.")
        return Unavailable(f"{found}. It is tried again.")


def _quoted(fault: Exception) -> str:
    """Give the server's own words without anybody's address, or the system's."""
    if isinstance(fault, smtplib.SMTPResponseException):
        reply = fault.smtp_error
        words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
        said = f"it says {fault.smtp_code} {words}"
    elif isinstance(fault, TimeoutError):
        said = f"no answer within {TIMEOUT_SECONDS} s"
    else:
        said = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return masking.text(" ".join(said.split()))[:_QUOTED].rstrip(".。 ")
