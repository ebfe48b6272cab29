"""The three chat services on loopback, reached by https under their own names, as through an office's proxy.

What a robot posts arrives here to the byte: encrypted with a certificate for the service's host that the caller trusts
(REQUESTS_CA_BUNDLE), through a proxy that the caller's settings name (HTTPS_PROXY). Nothing of the caller is replaced.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme

HOSTS = ("qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn")
#: What each says when it has taken a message.
TAKEN = {
    "qyapi.weixin.qq.com": {"errcode": 0, "errmsg": "ok"},
    "oapi.dingtalk.com": {"errcode": 0, "errmsg": "ok"},
    "open.feishu.cn": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "msg": "success"},
}


@dataclass(frozen=True)
class Posted:
    """One request as it arrived."""

    host: str
    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.line.split()[1]).query)

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class ChatHouse:
    """What the services got, and what they answer instead of `TAKEN`: a status with a text."""

    port: int = 0
    posted: list[Posted] = field(default_factory=list)
    answer: tuple[int, str] | None = None

    def says(self, code: int, words: str, *, feishu: bool = False) -> None:
        names = ("code", "msg") if feishu else ("errcode", "errmsg")
        self.answer = (200, json.dumps(dict(zip(names, (code, words), strict=True))))

    @property
    def texts(self) -> list[str]:
        """Give what was said in the groups."""
        said = [one.said for one in self.posted]
        return [
            (one["text"]["content"] if "text" in one else one["content"]["text"]) for one in said
        ]


@contextmanager
def open_chat_house(place: Path, env: pytest.MonkeyPatch) -> Iterator[ChatHouse]:
    """Serve until the block ends, and let this process reach the services there."""
    authority, house = trustme.CA(), ChatHouse()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS).configure_cert(context)
    bundle = place / "authority.pem"
    authority.cert_pem.write_to_path(bundle)

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            host = self.rfile.readline().split()[1].decode().partition(":")[0]
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with context.wrap_socket(self.connection, server_side=True) as inner:
                _serve(inner, host, house)

    class Server(ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Stay silent when a caller hangs up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        house.port = server.server_address[1]
        env.setenv("HTTPS_PROXY", f"http://127.0.0.1:{house.port}")
        env.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        for name in ("NO_PROXY", "no_proxy", "https_proxy", "CURL_CA_BUNDLE"):
            env.delenv(name, raising=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield house
        finally:
            server.shutdown()
            thread.join()


def _serve(inner: ssl.SSLSocket, host: str, house: ChatHouse) -> None:
    """Take one request and answer it."""
    with inner.makefile("rwb") as stream:
        line, headers = stream.readline().decode().strip(), dict[str, str]()
        while header := stream.readline().decode().strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers["content-length"]))
        house.posted.append(Posted(host, line, headers, body))
        status, text = house.answer or (200, json.dumps(TAKEN[host]))
        content = text.encode()
        stream.write(
            f"HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
            + content
        )
