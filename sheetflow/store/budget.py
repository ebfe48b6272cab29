"""Calls of Google within the quota: never more than so many in any minute, in however many threads and processes.

    budget = Budget(data_dir / "quota.sqlite", account_of(key), now=clock.now, share=50)
    budget.admit("read")                        # returns at once, or when the call may be made

Google gives each service account 60 reads and 60 writes a minute, and all of a project together 300 and 300
[documented]. Both are kept here, reads and writes apart. What was admitted stands in a small SQLite file and ages by
itself, so a process that is killed holds nothing back.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sheetflow.errors import Refused, Unavailable
from sheetflow.store.outcomes import OverQuota
from sheetflow.store.shares import ALONE, Share, free_after

#: What Google counts by, and how many reads, and as many writes, it gives in that time to an account and to a project
#: [documented].
WINDOW: Final = timedelta(minutes=1)
ACCOUNT_CALLS, PROJECT_CALLS = 60, 300

#: How long a call may wait for its turn before the next cycle has to do.
PATIENCE: Final = 2 * WINDOW

#: How long to wait for another thread or process that is booking, which takes a thousandth of this.
BOOKING_SECONDS: Final = 30.0

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_TABLE = "CREATE TABLE IF NOT EXISTS booked (project TEXT, account TEXT, branch TEXT, kind TEXT, at INTEGER)"
_OLDEST_FIRST = (
    "SELECT at, branch, account = ? FROM booked WHERE kind = ? AND project = ? ORDER BY at"
)

_USED = (
    "SELECT kind, count(*) FROM booked WHERE project = ? AND account = ? AND at >= ? GROUP BY kind"
)


@dataclass(frozen=True, slots=True)
class Account:
    """Who calls, as Google counts: a service account and its project, both as digests."""

    project: str
    name: str


def account_of(key: Mapping[str, object]) -> Account:
    """Give whose quota a service account's key uses; nobody reads it out of the file."""

    def digest(of: str) -> str:
        return hashlib.blake2b(str(key.get(of, "")).encode(), digest_size=8).hexdigest()

    return Account(digest("project_id"), digest("client_email"))


class Budget:
    """The calls that one account may make; every thread and process with the same file shares them.

    `share` is the percent of Google's quota that is ours, at least one call a minute, and `part` whose calls these are
    where several branches have it together. `now` has to be the same clock for all who share the file, `pause` waits so
    many seconds.
    """

    def __init__(
        self,
        path: Path,
        account: Account,
        *,
        now: Callable[[], datetime],
        share: int = 50,
        part: Share = ALONE,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._path = path
        self._account = account
        self._now = now
        self._part = part
        self._pause = pause or threading.Event().wait
        self._limit = max(1, ACCOUNT_CALLS * share // 100)
        self._project_limit = max(1, PROJECT_CALLS * share // 100)

    def admit(self, kind: str) -> timedelta:
        """Book a "read" or a "write", waiting until it may be made; gives how long that took.

        Raises Unavailable when that would be longer than `PATIENCE`, Refused when the file is of no use.
        """
        waited = timedelta()
        while True:
            wait, of_project = self._book(kind)
            if not wait:
                return waited
            if waited + wait > PATIENCE:
                raise _used_up(of_project)
            self._pause(wait / timedelta(seconds=1))
            waited += wait

    def used(self) -> Mapping[str, int]:
        """Give how many reads and writes the account made in the last minute; nothing is booked by asking."""
        since = (self._now() - WINDOW - _EPOCH) // _TICK
        with self._alone() as file:
            found = file.execute(_USED, (self._account.project, self._account.name, since))
            return {"read": 0, "write": 0, **dict(found.fetchall())}

    def _book(self, kind: str) -> tuple[timedelta, bool]:
        """Book a call made now, or give how long none may be made yet, and whether that is for the project's limit."""
        project, account = self._account.project, self._account.name
        with self._alone() as file:
            now = (self._now() - _EPOCH) // _TICK
            # A clock that was put back: what lies ahead of it counts as of now, rather than for as long as that is.
            file.execute("UPDATE booked SET at = ? WHERE at > ?", (now, now))
            file.execute("DELETE FROM booked WHERE at < ?", (now - WINDOW // _TICK,))
            found = file.execute(_OLDEST_FIRST, (account, kind, project)).fetchall()
            ours = [(at, branch) for at, branch, mine in found if mine]
            every = [(at, "") for at, _, _ in found]
            mine = self._free(ours, self._part, self._limit, now)
            together = self._free(every, ALONE, self._project_limit, now)
            free = max(mine, together)
            if free <= now:
                booking = (project, account, self._part.name, kind, now)
                file.execute("INSERT INTO booked VALUES (?, ?, ?, ?, ?)", booking)
            return max(0, free - now) * _TICK, together > mine

    def _free(self, booked: Sequence[tuple[int, str]], part: Share, limit: int, now: int) -> int:
        return free_after(booked, part, limit=limit, window=WINDOW // _TICK, now=now)

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one booking, which nobody else makes meanwhile; a killed process lets go of it."""
        try:
            with closing(sqlite3.connect(self._path, timeout=BOOKING_SECONDS)) as file:
                file.isolation_level = None
                file.execute("BEGIN IMMEDIATE")
                with file:
                    file.execute(_TABLE)
                    yield file
        except sqlite3.OperationalError as fault:
            raise Unavailable(
                f"{self._path} can't be written ({fault}), so no call of Google can be counted. Make room on the disk, "
                "or give this user the right to write there.",
                zh=f"{self._path}写不了({fault}),没法给Google的调用计数。请腾出磁盘空间,或给当前用户那里的写权限。",
            ) from fault
        except sqlite3.DatabaseError as fault:
            raise Refused(
                f"{self._path} is damaged ({fault}). Delete it: it holds nothing but the times of the last minute's "
                "calls.",
                zh=f"{self._path}坏了({fault})。请删掉:里面只有最近一分钟调用的时间。",
            ) from fault


def _used_up(of_project: bool) -> OverQuota:
    """Say whose share of the minute is used up: this account's, or that of the project that it belongs to."""
    if of_project:
        return OverQuota(
            "This minute's share of Google's quota is used up by all accounts of this account's project together; it "
            "is tried again. If that stays so, ask Google for more, or let fewer programs use the project.",
            zh="同一Google项目的各账号一起用完了这一分钟的额度,系统会再试。若一直如此,请向Google申请更多额度,或让别的程序不用这个项目。",
        )
    return OverQuota(
        "This minute's share of Google's quota is used up by other calls of this account; it is tried again. If that "
        "stays so, give sheetflow a service account of its own.",
        zh="同一账号的其他调用用完了这一分钟的Google额度,系统会再试。若一直如此,请给sheetflow单独一个服务账号。",
    )
