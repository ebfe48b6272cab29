"""The guard of tests/conftest.py, tried on tests of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONFTEST = Path(__file__).with_name("conftest.py")
ELSEWHERE = "192.0.2.1"  # RFC 5737: an address of nobody


def look_up(host: str) -> None:
    socket.getaddrinfo(host, 443)


def connect(host: str) -> None:
    with socket.socket() as stream:
        stream.connect((host, 443))


def send(host: str) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"out", (host, 53))


def listen(host: str) -> None:
    with socket.socket() as stream:
        stream.bind((host, 0))


@pytest.mark.parametrize(
    ("act", "host"),
    [
        pytest.param(look_up, "sheets.example", id="looking up another host"),
        pytest.param(connect, ELSEWHERE, id="connecting to another host"),
        pytest.param(send, ELSEWHERE, id="sending to another host"),
        pytest.param(listen, "", id="listening to everybody"),
    ],
)
def test_a_test_fails_when_it_leaves_this_machine_by(act, host):
    with pytest.raises(pytest.fail.Exception, match=f"'{host}': a test stays on loopback"):
        act(host)


def test_a_test_may_talk_to_a_server_on_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)) as caller:
            caller.sendall(b"in")
            answerer, _ = server.accept()
            with answerer:
                assert answerer.recv(2) == b"in"


def run_tests(folder: Path, source: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one test file under our conftest in a pytest of its own."""
    shutil.copy(CONFTEST, folder)
    (folder / "test_it.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  contract\n  browser\n")
    kept = {name: value for name, value in os.environ.items() if name != "SHEETFLOW_CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", str(folder)],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


SKIPS = """
import pytest

@pytest.mark.{mark}
def test_proof():
    pytest.skip("no server here")
"""
SKIPS_ITSELF = "import pytest\npytest.skip('no server here', allow_module_level=True)"


def test_a_proof_may_be_skipped_on_a_machine_that_cannot_give_it(tmp_path):
    assert run_tests(tmp_path, SKIPS.format(mark="contract")).returncode == 0


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(SKIPS.format(mark="contract"), id="contract test"),
        pytest.param(SKIPS.format(mark="browser"), id="browser test"),
        pytest.param(SKIPS_ITSELF, id="module"),
    ],
)
def test_ci_fails_on_a_skipped(source, tmp_path):
    run = run_tests(tmp_path, source, SHEETFLOW_CI="1")
    assert run.returncode != 0
    assert "no server here. CI skips no" in run.stdout


def test_settings_of_whoever_runs_the_tests_do_not_reach_them(tmp_path):
    source = "import os\ndef test(): assert 'SHEETFLOW_SPREADSHEET_ID' not in os.environ"
    assert run_tests(tmp_path, source, SHEETFLOW_SPREADSHEET_ID="theirs").returncode == 0


@pytest.mark.browser
def test_a_page_in_the_browser_finds_no_other_host(browser: Browser):
    page = browser.new_page()
    with page.expect_event("requestfailed") as failed:
        page.set_content("<img src='https://sheets.example/logo.png'>")
    assert failed.value.failure == "net::ERR_NAME_NOT_RESOLVED"
    page.close()
