"""Several branches behind one address: each under /b/NAME, and a front page that lists them.

/b/east/report   the form of the branch east          /            the branches and how they are
/report          that of the first, as before there were several
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sheetflow.bootstrap.branch import Branch, close_all
from sheetflow.bootstrap.desk import Desk
from sheetflow.clock import SystemClock
from sheetflow.ports import Clock
from sheetflow.schema import load
from sheetflow.settings import Settings
from sheetflow.webhooks import WebSettings, front

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: What the front answers itself, besides its styles.
_FRONT = frozenset({"", "/", "/livez", "/readyz", "/metrics"})


class Service:
    """All branches as one WSGI application."""

    def __init__(
        self, branches: Sequence[Settings], *, works: bool = True, clock: Clock | None = None
    ) -> None:
        """Begin to open each; `works` False serves the pages only."""
        self._clock = clock or SystemClock()
        self._branches: Mapping[str, Branch[Desk]] = {
            one.branch: Branch(one, _opening(one, works, clock)) for one in branches
        }
        self._front: WSGIApplication = front.create_front(
            front.FrontServices(_of_all(branches[0]), self._clock, self.branches)
        )

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer in the branch that the address names, else in the first; the front answers what is everybody's."""
        path = str(environ.get("PATH_INFO", ""))
        if path in _FRONT or path.startswith("/static/"):
            return self._front(environ, start)
        _, first, name, *_ = [*path.split("/", 3), "", ""]
        if first != "b":
            return self._in_the_first(environ, start, path)
        if (branch := self._branches.get(name)) is None:
            return self._front(environ, start)
        prefix = branch.settings.prefix
        return self._answer(branch, {**environ, "PATH_INFO": path[len(prefix) :]}, start)

    def branches(self) -> list[front.Branch]:
        """Tell how each is now."""
        return [_state(branch) for branch in self._branches.values()]

    def tried(self, seconds: float) -> bool:
        """Wait so long for each to be tried once, and say whether all were."""
        until = time.monotonic() + seconds
        waits = (max(0.0, until - time.monotonic()) for _ in self._branches)
        every = zip(self._branches.values(), waits, strict=True)
        return all(branch.tried.wait(wait) for branch, wait in every)

    def close(self) -> None:
        """Stop them all, and close those that end in time: one without an answer holds up none of the others."""
        close_all(self._branches.values())

    def _answer(
        self, branch: Branch[Desk], environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Answer within a branch; before it is open the front says so."""
        prefix = branch.settings.prefix
        if branch.opened is None:
            return self._front({**environ, "PATH_INFO": prefix + environ["PATH_INFO"]}, start)
        inside = environ.get("SCRIPT_NAME", "") + prefix
        return branch.opened({**environ, "SCRIPT_NAME": inside}, start)

    def _in_the_first(
        self, environ: WSGIEnvironment, start: StartResponse, path: str
    ) -> Iterable[bytes]:
        """Lead to the first branch, whose addresses were these when it was the only one."""
        branch = next(iter(self._branches.values()))
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._answer(branch, environ, start)
        asked = environ.get("QUERY_STRING", "")
        there = (
            branch.settings.prefix + quote(path.encode("latin-1")) + (f"?{asked}" if asked else "")
        )
        start("308 Permanent Redirect", [("Location", there), ("Content-Length", "0")])
        return []


def _opening(settings: Settings, works: bool, clock: Clock | None) -> Any:
    return lambda: Desk(settings, works=works, clock=clock)


def _state(branch: Branch[Desk]) -> front.Branch:
    finding, read_at = branch.finding()
    settings, desk = branch.settings, branch.opened
    if desk is None:
        return front.Branch(settings.branch, settings.title, finding, calls=branch.calls)
    return front.Branch(
        settings.branch, settings.title, finding, read_at, desk.house.ledger, desk.registry
    )


def _of_all(settings: Settings) -> WebSettings:
    """Give what the front page needs: the address, and the first branch's zone and language."""
    zone = ZoneInfo(str(dict(load(settings.schema, profile="generic").calendars[0].spec)["zone"]))
    return WebSettings(
        data_dir=settings.data_dir,
        secret_key="",
        public_url=settings.public_url,
        zone=zone,
        language=settings.locale,
    )
