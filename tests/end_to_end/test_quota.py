"""A desk on Google keeps to its share of the quota from its first call on."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sheetflow.bootstrap import open_house
from sheetflow.clock import FixedClock
from sheetflow.errors import Refused
from sheetflow.settings import Settings, read_settings
from sheetflow.store.budget import Budget, account_of
from tests.end_to_end.desk import NOW, ROOT


class Login(BaseHTTPRequestHandler):
    """Google's login, which knows the key no more."""

    def do_POST(self) -> None:
        body = json.dumps({"error": "invalid_grant", "error_description": "No."}).encode()
        self.send_response(400)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def login() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Login) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/token"
        server.shutdown()
        thread.join()


@pytest.fixture
def key(login: str) -> dict[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {
        "type": "service_account",
        "project_id": "stove-desk",
        "client_email": "desk@stove-desk.example.com",
        "private_key": pem,
        "token_uri": login,
    }


def on_google(folder: Path, key: dict[str, str], **more: str) -> Settings:
    """Give the settings of a desk on a Google spreadsheet."""
    path = folder / "key.json"
    path.write_text(json.dumps(key), "utf-8")
    env = {
        "SHEETFLOW_SPREADSHEET_ID": "1aBcDeFgHiJkLmNoPq",
        "SHEETFLOW_CREDENTIALS": str(path),
        "SHEETFLOW_DATA_DIR": str(folder / "data"),
        **more,
    }
    return read_settings(env, home=ROOT)


def booked(settings: Settings) -> list[tuple[str, int]]:
    """Give the calls that stand in the desk's quota, by kind."""
    with closing(sqlite3.connect(settings.data_dir / "quota.sqlite")) as file:
        return file.execute("SELECT kind, count(*) FROM booked GROUP BY kind").fetchall()


def test_the_first_question_to_google_is_booked(tmp_path: Path, key: dict[str, str]) -> None:
    settings = on_google(tmp_path, key)
    with (
        pytest.raises(Refused, match="doesn't accept the credentials any more"),
        open_house(settings, FixedClock(NOW)),
    ):
        pass
    assert booked(settings) == [("read", 1)]


def test_the_share_is_that_of_the_setting_and_all_with_the_key_have_it_together(
    tmp_path: Path, key: dict[str, str]
) -> None:
    settings = on_google(tmp_path, key, SHEETFLOW_QUOTA_SHARE="100")
    settings.data_dir.mkdir()
    path = settings.data_dir / "quota.sqlite"
    other = Budget(path, account_of(key), now=lambda: NOW, share=100)
    for _ in range(59):
        other.admit("read")
    with pytest.raises(Refused), open_house(settings, FixedClock(NOW)):
        pass
    assert booked(settings) == [("read", 60)]
