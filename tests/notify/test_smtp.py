"""The mail server's replies decide: try again, give up, or tell the owner; nothing personal or secret in the words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from threading import Thread

import pytest
import trustme

from sheetflow.errors import BadInput, Refused, Unavailable
from sheetflow.model import Recipient
from sheetflow.notify.smtp import Smtp, server_of
from tests.notify.build import CHEN, LIN, message
from tests.notify.post_office import Noon, PostOffice, open_post_office
from tests.ports import free_port


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as open_office:
        yield open_office


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certified(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def mail(url: str, to: Recipient = CHEN, trust: ssl.SSLContext | None = None) -> None:
    post = Smtp(url, clock=Noon(), trust=trust)
    post.send(message(to))


def test_one_refused_person_doesnt_keep_it_from_another(office: PostOffice) -> None:
    office.to[CHEN.address] = "550 5.1.1 <chen@example.com>: user unknown"
    with pytest.raises(Refused) as refused:
        mail(office.url, CHEN)
    mail(office.url, LIN)
    assert [address for address, _ in office.taken] == [LIN.address]
    assert refused.value.permanent
    assert "550" in str(refused.value)
    assert "chen@" not in str(refused.value)


@pytest.mark.parametrize(
    ("to", "message", "permanent"),
    [
        pytest.param("450 greylisted", "", False, id="person-4xx"),
        pytest.param("421 closing", "", False, id="server-closes"),
        pytest.param("553 no such box", "", True, id="person-5xx"),
        pytest.param("", "451 try later", False, id="message-4xx"),
        pytest.param("", "554 looks like spam", True, id="message-5xx"),
    ],
)
def test_the_reply_code_tells_whether_to_try_again(
    office: PostOffice, to: str, message: str, permanent: bool
) -> None:
    office.to, office.message = {CHEN.address: to} if to else {}, message
    with pytest.raises((Refused, Unavailable)) as fault:
        mail(office.url)
    assert fault.value.permanent is permanent
    assert (to or message)[:3] in str(fault.value)


def test_a_closed_server_is_named_with_what_to_look_at() -> None:
    port = free_port()
    with pytest.raises(
        Unavailable, match=f"Mail server 127.0.0.1:{port}: .*refused.*SHEETFLOW_SMTP_URL"
    ):
        mail(f"smtp://127.0.0.1:{port}")


def test_something_else_on_the_port_is_unavailable_and_nothing_hangs() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.listen()
        port = other.getsockname()[1]

        def hang_up() -> None:
            connection, _ = other.accept()
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()

        stranger = Thread(target=hang_up)
        stranger.start()
        with pytest.raises(Unavailable):
            mail(f"smtp://127.0.0.1:{port}")
        stranger.join()


def test_starttls_is_used_where_it_is_offered(
    certified: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with open_post_office(tls=certified, passwords={"desk": "p@ss/word"}) as office:
        mail(f"smtp://desk:p%40ss%2Fword@127.0.0.1:{office.port}", trust=trust)
        assert office.encrypted == [True]


def test_a_certificate_nobody_vouches_for_is_not_trusted(certified: ssl.SSLContext) -> None:
    with (
        open_post_office(tls=certified) as office,
        pytest.raises(Unavailable, match="certificate verify failed"),
    ):
        mail(office.url)


def test_a_password_is_not_sent_where_encryption_is_required_and_not_offered(
    office: PostOffice,
) -> None:
    with pytest.raises(Unavailable, match="no encryption"):
        mail(f"smtp://desk:secret@127.0.0.1:{office.port}?tls=required")
    assert server_of("smtp://desk:secret@mail.example.com").wants_tls
    assert not server_of("smtp://desk:secret@mail.example.com?tls=optional").wants_tls


def test_a_wrong_password_loses_no_notice_and_isnt_told(
    certified: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with (
        open_post_office(tls=certified, passwords={"desk": "secret"}) as office,
        pytest.raises(Unavailable, match="535") as fault,
    ):
        mail(f"smtp://desk:wr0ng@127.0.0.1:{office.port}", trust=trust)
    assert "wr0ng" not in str(fault.value)


@pytest.mark.parametrize(
    "address", ["", "chen", "chen@", "a b@example.com", "a@b.c, d@e.f", "张@例.cn"]
)
def test_somebody_without_an_address_is_named_by_number(office: PostOffice, address: str) -> None:
    with pytest.raises(Refused, match=r"Staff 09: .* Fill in"):
        mail(office.url, Recipient("09", "周平", address))
    assert office.taken == []


@pytest.mark.parametrize(
    ("url", "host", "port", "sender", "tls"),
    [
        pytest.param(
            "smtp://a%40b.cn:p%3Aw@mail.example.com:25", "mail.example.com", 25, "a@b.cn", False,
            id="user-is-sender",
        ),
        pytest.param("smtps://u:p@h?from=x@y.cn", "h", 465, "x@y.cn", True, id="from-first-byte"),
        pytest.param("smtp://[::1]?from=x@y.cn", "::1", 587, "x@y.cn", False, id="ipv6"),
    ],
)  # fmt: skip
def test_the_setting_names_server_and_sender(
    url: str, host: str, port: int, sender: str, tls: bool
) -> None:
    server = server_of(url)
    assert (server.host, server.port, server.sender, server.tls) == (host, port, sender, tls)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "http://h",
        "smtp://",
        "smtp://u:s3cret@h:port",
        "smtp://u:s3cret@h/x?from=x",
    ],
)
def test_a_wrong_setting_says_what_to_write_and_keeps_the_password(url: str) -> None:
    with pytest.raises(BadInput, match=r"SHEETFLOW_SMTP_URL: .* Write smtp") as fault:
        server_of(url)
    assert "s3cret" not in str(fault.value)
    assert "s3cret" not in repr(server_of("smtp://u:s3cret@h.example.com"))
