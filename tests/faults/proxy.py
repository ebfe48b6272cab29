"""A proxy on loopback in front of a served local workbook, on which the faults of a tape happen for real.

    with served(sheets) as workbook, FaultProxy(workbook) as proxy:
        tape = Tape()
        client = proxy.client(tape)                 # gspread on the store's Transport
        tape.play(Fault.RESET_AFTER, on="write")

Sockets are reset, answers cut and held for real. What is held is held until the client has hung up; the client hangs up
at once, since it knows from its tape what is coming, and goes on when the proxy has seen that: nothing waits for a
clock, and the order of things is always the same. Each client has a tape of its own, so what happens depends on its own
calls alone, whatever other threads do. A program that isn't given such a client may be pointed at `proxy.url`: what
happens to it is on `proxy.tape`, where held calls would take as long as its own time-outs.

`proxy.came` counts the calls that came, by kind, `proxy.met` what happened, and `proxy.applied` the writes that the
workbook took, by the token they brought.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from uuid import uuid4

import gspread
import requests
from google.auth.credentials import AnonymousCredentials, Credentials
from requests.adapters import HTTPAdapter

from sheetflow.localsheets import LocalSheets
from sheetflow.localsheets.server import serve
from sheetflow.store import Transport
from sheetflow.store.transport import READING_POSTS
from tests.faults.fault import ARRIVE, HELD, Fault, Tape, answer_of

GOOGLE = "https://sheets.googleapis.com"
HEADER, HELD_HEADER = "X-Fault", "X-Held"

#: How long a client waits for an answer of which it knows that none comes, in seconds.
MOMENT = 0.001

#: After so many seconds something is wrong with the machine or the proxy.
STUCK = 60

#: How many calls later one arrives that is `LATER`.
LATER_CALLS = 2

Answer: TypeAlias = tuple[int, Mapping[str, str], bytes]


@dataclass(frozen=True)
class Call:
    """A call as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """Say whether it is a "read" or a "write"."""
        return kind_of(self.method, self.path)

    @property
    def token(self) -> str:
        """Give the token that a batch of ours brings, "" for none."""
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            for one in json.loads(self.body)["requests"]:
                if "addNamedRange" in one:
                    return str(one["addNamedRange"]["namedRange"]["namedRangeId"])
        return ""


def kind_of(method: str, path: str) -> str:
    """Say whether a call is a "read" or a "write"."""
    reads = method.upper() == "GET" or path.partition("?")[0].endswith(READING_POSTS)
    return "read" if reads else "write"


class FaultProxy:
    """Carries calls to the server at a port of this machine, but for what the tapes say."""

    def __init__(self, port: int) -> None:
        self.came: Counter[str] = Counter()
        self.met: Counter[Fault] = Counter()
        self.applied: Counter[str] = Counter()
        self.tape = Tape()
        self._port = port
        self.held: dict[str, threading.Event] = {}
        self.silent: set[socket.socket] = set()
        self._late: deque[tuple[int, Call]] = deque()
        self._calls = 0
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """Give the address at which it answers."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def client(self, tape: Tape, credentials: Credentials | None = None) -> gspread.Client:
        """Give a client whose calls go as its tape says; its pauses take no time.

        With credentials it logs in as with Google: a 401 makes it ask for a new token.
        """
        session = None if credentials else requests.Session()
        auth = credentials or AnonymousCredentials()
        client = gspread.Client(auth, session=session, http_client=Transport)
        client.http_client.session.trust_env = False
        return self.route(client, tape)

    def route(self, client: gspread.Client, tape: Tape) -> gspread.Client:
        """Send the calls of a client that there is, such as a house's, as a tape says; its pauses take no time."""
        client.http_client.session.mount(GOOGLE, _Taped(self, tape))
        client.http_client.pause = lambda seconds: None
        return client

    def deliver(self) -> None:
        """Let what is on its way still arrive now."""
        while self._late:
            self.carry(self._late.popleft()[1])

    def begin(self, call: Call, fault: Fault | None) -> None:
        """Note that a call came, and let those arrive that are due before it."""
        with self._lock:
            self._calls += 1
            self.came[call.kind] += 1
            if fault is not None:
                self.met[fault] += 1
            while self._late and self._late[0][0] <= self._calls:
                self.carry(self._late.popleft()[1])

    def hold(self, call: Call, fault: Fault) -> None:
        """Keep a call whose client has hung up; it arrives before the next one, or some calls later."""
        with self._lock:
            wait = LATER_CALLS if fault is Fault.LATER else 0
            self._late.append((self._calls + 1 + wait, call))

    def carry(self, call: Call) -> Answer:
        """Take a call to the workbook and give its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=STUCK)
        try:
            connection.request(call.method, call.path, call.body, dict(call.headers))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if call.kind == "write" and answer.status == 200:
            self.applied[call.token] += 1
        kept = {"Content-Type", "Content-Encoding", "Vary"}
        return answer.status, {k: v for k, v in answer.getheaders() if k in kept}, body

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def hang_up(self) -> None:
        """End the calls on which it keeps silent."""
        for connection in tuple(self.silent):
            with suppress(OSError):  # the client was faster
                connection.shutdown(socket.SHUT_RDWR)

    def __exit__(self, *error: object) -> None:
        self.hang_up()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


_OWN = (HEADER, HELD_HEADER, "Host", "Connection")


class _Handler(BaseHTTPRequestHandler):
    """Answers one client's calls."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer leaves in one piece
    proxy: FaultProxy

    def handle(self) -> None:
        """Go on until the client hangs up, however it does that."""
        with suppress(OSError):
            super().handle()

    def do_GET(self) -> None:
        """Let happen what is to happen to a call."""
        name = self.headers.get(HEADER, "")
        headers = {k: v for k, v in self.headers.items() if k not in _OWN}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = Call(self.command, self.path, headers, body)
        fault = Fault(name) if name else self.proxy.tape.next(call.kind)
        self.proxy.begin(call, fault)
        self._meet(call, fault)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET

    def _meet(self, call: Call, fault: Fault | None) -> None:
        if fault is None:
            self._say(*self.proxy.carry(call))
            return
        if fault in HELD:
            self._keep_silent(call, fault)
        elif fault is Fault.RESET:
            self._reset()
        elif fault is Fault.RESET_AFTER:
            self.proxy.carry(call)
            self._reset()
        elif (instead := answer_of(fault)) is not None:
            if fault in ARRIVE:
                self.proxy.carry(call)
            self._say(*instead)
        else:
            self._spoil(call, fault)

    def _spoil(self, call: Call, fault: Fault) -> None:
        """Let a call arrive, and give its answer in another shape than it has."""
        whole = {**call.headers, "Accept-Encoding": "identity"}
        status, headers, body = self.proxy.carry(replace(call, headers=whole))
        half = len(body) // 2
        if fault is Fault.TWICE:
            self._say(*self.proxy.carry(call))
        elif fault is Fault.GARBLED:
            self._say(status, headers, body[:half])
        elif fault is Fault.HALF_GZIP:
            packed = gzip.compress(body)
            self._say(status, {**headers, "Content-Encoding": "gzip"}, packed[: len(packed) // 2])
        elif fault is Fault.CUT:
            self._say(status, headers, body[:half], promised=len(body))
            self.close_connection = True
        else:
            step = 1 + len(body) // 8
            pieces = [body[at : at + step] for at in range(0, len(body), step)]
            self._say(status, headers, *pieces)

    def _say(
        self, status: int, headers: Mapping[str, str], *pieces: bytes, promised: int = 0
    ) -> None:
        """Answer in so many pieces, or with less than was promised."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(promised or sum(map(len, pieces))))
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()

    def _keep_silent(self, call: Call, fault: Fault) -> None:
        if fault is Fault.SILENCE_AFTER:
            self.proxy.carry(call)
        self._wait_for_the_end()
        if fault in (Fault.LATE, Fault.LATER):
            self.proxy.hold(call, fault)
        if ended := self.proxy.held.pop(self.headers.get(HELD_HEADER, ""), None):
            ended.set()

    def _wait_for_the_end(self) -> None:
        self.proxy.silent.add(self.connection)
        with suppress(OSError):
            self.connection.settimeout(None)
            while self.connection.recv(1024):
                pass
        self.proxy.silent.discard(self.connection)
        self.close_connection = True

    def _reset(self) -> None:
        """Close without a word: what the peer sees is a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())
        self.close_connection = True

    def finish(self) -> None:
        """Let go of a connection that may be gone."""
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Taped(HTTPAdapter):
    """Sends what is meant for Google to the proxy, with what is to happen to it."""

    def __init__(self, proxy: FaultProxy, tape: Tape) -> None:
        super().__init__()
        self._proxy, self._tape = proxy, tape

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send a call; of one that gets no answer the time-out is a moment."""
        assert request.url is not None
        fault = self._tape.next(kind_of(str(request.method), request.url))
        request.url = self._proxy.url + request.url.removeprefix(GOOGLE)
        if fault is not None:
            request.headers[HEADER] = fault
        if fault not in HELD:
            return super().send(request, **options)
        name, ended = uuid4().hex, threading.Event()
        request.headers[HELD_HEADER] = name
        self._proxy.held[name] = ended
        options["timeout"] = (STUCK, MOMENT)
        try:
            return super().send(request, **options)
        finally:
            assert ended.wait(STUCK), "the proxy hasn't seen the client hang up"


@contextmanager
def served(sheets: LocalSheets) -> Iterator[int]:
    """Serve a local workbook on this machine; gives the port."""
    server = serve(sheets, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
