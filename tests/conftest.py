"""What binds every test: it talks to loopback only, and CI skips no proof that it could give."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from sheetflow.localsheets import routes
from tests.discovery.lint import LINT, told_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ON_CI = bool(os.environ.get("SHEETFLOW_CI"))
PROOFS = {"browser", "contract", "office"}

# Tests keep their files in memory where it has room: a kill loses nothing there either, and on a disk the commits of
# thousands of desks take a third of the time. They need some 1.5 GB.
MEMORY, ROOM = Path("/", "dev", "shm"), 4 << 30
if (
    "TMPDIR" not in os.environ
    and os.access(MEMORY, os.W_OK)
    and shutil.disk_usage(MEMORY).free > ROOM
):
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # as the environment says, from now on

# Nobody's own settings reach a test: a spreadsheet's id or a mail server of theirs would be written and mailed to.
for setting in [name for name in os.environ if name.startswith("SHEETFLOW_")]:
    if setting not in {"SHEETFLOW_CI", "SHEETFLOW_SAMPLE"}:
        del os.environ[setting]

# `make soak` sees that every rule is needed: without it, the tests that stand beside it in docs/duties.md fail.
if left_out := os.environ.get("WITHOUT_RULE"):
    from sheetflow import rules

    rules.RULES = tuple(rule for rule in rules.RULES if rule.__name__ != left_out)

# A slow machine is no fault of the code; on CI the examples are the same each time, so that a red run can be repeated.
hypothesis.settings.register_profile(
    "sheetflow",
    deadline=None,
    derandomize=ON_CI,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("sheetflow")


#: How long a browser may take to start, and a page to show what a test expects: a loaded machine isn't at fault either.
START_MILLISECONDS, SHOW_MILLISECONDS = 120_000, 30_000

# Whatever a test sends to a local workbook in this process, and what comes back, is as Google's documents say.
routes.answer = LINT.watching(routes.answer)

# So it is with processes that a test starts: tests/discovery/children says how.
CHILDREN = Path(tempfile.mkdtemp()) / "told"
CHILDREN.touch()
atexit.register(shutil.rmtree, CHILDREN.parent, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Have the processes looked at that tests start, but not the workers that run tests."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        watcher = str(Path(__file__).parent / "discovery" / "children")
        root = str(Path(__file__).parents[1])
        paths = [watcher, root, *filter(None, [os.environ.get("PYTHONPATH")])]
        os.environ |= {"DISCOVERY_LINT": str(CHILDREN), "PYTHONPATH": os.pathsep.join(paths)}


def is_loopback(host: str | bytes | None) -> bool:
    """Tell whether a host name or address stays on this machine; no name at all means this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def stay_on_loopback(event: str, details: tuple[Any, ...]) -> None:
    """Fail the test that looks up, binds, connects or sends to another host, in whatever thread or library."""
    if event == "socket.getaddrinfo":
        host = details[0]
    elif event in {"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = details[1]
        if not isinstance(address, tuple):  # a socket file, or a message on a connected socket
            return
        host = address[0]
    else:
        return
    if not is_loopback(host):
        pytest.fail(
            f"{event} {host!r}: a test stays on loopback. Run its counterpart on 127.0.0.1."
        )


# An audit hook can't be taken off again, so no fixture's order matters and nothing starts before the guard.
sys.addaudithook(stay_on_loopback)


def tell_what_the_lint_found() -> None:
    """Fail the test that spoke to a local workbook otherwise than Google's documents say."""
    if told := [*LINT.told(), *told_in(CHILDREN)]:
        pytest.fail("\n".join(["Not as in Google's discovery documents:", *told]), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Let the lint speak where the test itself has passed."""
    yield
    tell_what_the_lint_found()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Let the lint speak of what was sent while fixtures were taken down, or of a test that failed."""
    yield
    tell_what_the_lint_found()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """On CI, call a skipped contract or browser test failed."""
    report = yield
    marks = PROOFS & {mark.name for mark in item.iter_markers()}
    if ON_CI and marks and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{report.longrepr[2]}. CI skips no {min(marks)} test: install what it needs."
        )
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """On CI, call a module that skips itself failed: nobody sees which tests are in it."""
    report = yield
    if ON_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr[2]}. CI skips no module: install what it needs."
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium, which finds no host but loopback; skip where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium found (Debian, Ubuntu: apt install chromium)")
    from playwright.sync_api import expect, sync_playwright  # slow to import, and few tests need it

    expect.set_options(timeout=SHOW_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            timeout=START_MILLISECONDS,
            args=[
                "--no-sandbox",  # Chromium's own sandbox doesn't start as root
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield browser
        browser.close()
