"""Google's quota is shared fairly and never overdrawn, by however many threads and processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.clock import FixedClock
from sheetflow.errors import Refused, Unavailable
from sheetflow.store.budget import PATIENCE, WINDOW, Account, Budget, account_of
from tests.store.desk import NOON

ADA = Account("project", "ada")
CREW = [ADA, *(Account("project", name) for name in ("ben", "cleo", "dan", "eve"))]
SECOND = timedelta(seconds=1)


class Callers:
    """Some accounts that call, on a clock that moves while they wait."""

    def __init__(self, folder: Path, *, share: int = 50) -> None:
        self.clock = FixedClock(NOON)
        self.path, self.share = folder / "quota.sqlite", share
        self.made: list[tuple[str, str, timedelta]] = []

    def budget(self, account: Account = ADA) -> Budget:
        """Open the budget as another process does."""
        return Budget(
            self.path, account, now=self.clock.now, share=self.share, pause=self.pass_seconds
        )

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(seconds=seconds)

    def call(self, kind: str = "read", account: Account = ADA) -> timedelta:
        """Call, and note when that was."""
        waited = self.budget(account).admit(kind)
        self.made.append((account.name, kind, self.clock.at - NOON))
        return waited

    def times(self, kind: str, *accounts: Account) -> list[timedelta]:
        """Give when these accounts called."""
        names = {account.name for account in accounts}
        return [at for name, what, at in self.made if what == kind and name in names]


@pytest.fixture
def callers(tmp_path: Path) -> Callers:
    return Callers(tmp_path)


def most_in_a_minute(times: Sequence[timedelta]) -> int:
    """Give how many calls the fullest minute holds, both its ends included."""
    return max((sum(at <= other <= at + WINDOW for other in times) for at in times), default=0)


def test_half_of_what_google_gives_is_ours_and_then_a_call_waits(callers: Callers) -> None:
    assert [callers.call() for _ in range(30)] == [timedelta()] * 30
    assert callers.call() > WINDOW
    assert most_in_a_minute(callers.times("read", ADA)) == 30


def test_reads_and_writes_are_counted_apart(callers: Callers) -> None:
    for _ in range(30):
        callers.call("read")
    assert callers.call("write") == timedelta()


def test_what_an_account_used_in_the_last_minute_is_told_and_telling_books_nothing(
    callers: Callers,
) -> None:
    assert callers.budget().used() == {"read": 0, "write": 0}
    callers.call("read")
    callers.pass_seconds(50)
    for kind, account in (("read", ADA), ("write", ADA), ("read", CREW[1])):
        callers.call(kind, account)
    assert callers.budget().used() == callers.budget().used() == {"read": 2, "write": 1}
    callers.pass_seconds(20)
    assert callers.budget().used() == {"read": 1, "write": 1}


def test_the_accounts_of_a_project_share_its_quota(callers: Callers) -> None:
    accounts = [Account("project", str(number)) for number in range(6)]
    for _ in range(25):
        for account in accounts:
            assert callers.call(account=account) == timedelta()
    assert callers.call(account=accounts[0]) > timedelta()
    assert callers.call(account=Account("another", "ada")) == timedelta()


@pytest.mark.parametrize(("share", "calls"), [(1, 1), (10, 6), (100, 60)])
def test_another_share_is_what_the_setting_says(tmp_path: Path, share: int, calls: int) -> None:
    callers = Callers(tmp_path, share=share)
    waits = [callers.call() for _ in range(calls + 1)]
    assert [bool(wait) for wait in waits] == [False] * calls + [True]


ARRIVALS = st.lists(
    st.tuples(
        st.sampled_from(CREW),
        st.sampled_from(["read", "write"]),
        st.one_of(st.just(0.0), st.floats(0, 90), st.sampled_from([60.0, 59.999999])),
    ),
    max_size=40,
)


@given(ARRIVALS, st.sampled_from([(1, 1, 3), (4, 2, 12)]))
@settings(max_examples=40)
def test_no_minute_holds_more_than_the_limit_whatever_comes(
    arrivals: list[tuple[Account, str, float]], limits: tuple[int, int, int]
) -> None:
    share, each, together = limits
    with TemporaryDirectory() as folder:
        callers = Callers(Path(folder), share=share)
        for account, kind, seconds in arrivals:
            callers.pass_seconds(seconds)
            callers.call(kind, account)
        for kind in ("read", "write"):
            assert most_in_a_minute(callers.times(kind, *CREW)) <= together
            assert all(most_in_a_minute(callers.times(kind, one)) <= each for one in CREW)


def test_a_clock_that_was_put_back_holds_nobody_for_longer_than_a_minute(callers: Callers) -> None:
    for _ in range(30):
        callers.call()
    callers.clock.at -= timedelta(hours=1)
    assert WINDOW <= callers.call() <= WINDOW + SECOND


def test_who_would_wait_for_too_long_comes_again_in_the_next_cycle(callers: Callers) -> None:
    budget = callers.budget()
    for _ in range(30):
        budget.admit("read")
    waits: list[float] = []
    impatient = Budget(callers.path, ADA, now=callers.clock.now, pause=waits.append)
    with pytest.raises(Unavailable, match="share of Google's quota is used up"):
        impatient.admit("read")
    assert sum(waits) <= PATIENCE.total_seconds()


def test_who_waits_for_the_project_s_other_accounts_is_told_so(callers: Callers) -> None:
    for account in CREW:
        budget = Budget(callers.path, account, now=callers.clock.now)
        for _ in range(30):
            budget.admit("read")
    newcomer = Account("project", "fay")
    impatient = Budget(callers.path, newcomer, now=callers.clock.now, pause=lambda _: None)
    with pytest.raises(Unavailable, match="by all accounts of this account's project") as told:
        impatient.admit("read")
    assert "同一Google项目" in told.value.zh


def test_threads_share_it(callers: Callers) -> None:
    gate, admitted = threading.Barrier(8), []

    def work() -> None:
        budget = Budget(callers.path, ADA, now=lambda: NOON, pause=lambda seconds: None)
        gate.wait()
        for _ in range(6):
            try:
                budget.admit("read")
            except Unavailable:
                return
            admitted.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(admitted) == 30


PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sheetflow.errors import Unavailable
from sheetflow.store.budget import Account, Budget

noon = datetime(2026, 3, 10, 4, tzinfo=UTC)
budget = Budget(Path(sys.argv[1]), Account("project", "ada"), now=lambda: noon, pause=lambda seconds: None)
print("ready", flush=True)
sys.stdin.readline()
admitted = 0
try:
    while True:
        budget.admit("read")
        admitted += 1
except Unavailable:
    print(admitted, flush=True)
"""

HOLDER = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("BEGIN IMMEDIATE")
file.execute("INSERT INTO booked SELECT * FROM booked")
print("holding", flush=True)
sys.stdin.readline()
"""


def start(code: str, path: Path) -> subprocess.Popen[str]:
    """Start a process, and wait for its first line."""
    pipe = subprocess.PIPE
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    command = [sys.executable, "-c", code, str(path)]
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_processes_share_it(callers: Callers) -> None:
    callers.call()
    processes = [start(PROCESS, callers.path) for _ in range(3)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert sum(int(process.communicate()[0]) for process in processes) == 29


def test_a_process_killed_in_the_midst_of_booking_holds_nothing(callers: Callers) -> None:
    for _ in range(3):
        callers.call()
    holder = start(HOLDER, callers.path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert [callers.call() for _ in range(27)] == [timedelta()] * 27
    assert callers.call() > timedelta()


def test_a_file_that_cannot_be_written_is_told(callers: Callers, tmp_path: Path) -> None:
    callers.path = tmp_path / "nowhere" / "quota.sqlite"
    with pytest.raises(Unavailable, match=r"nowhere.quota\.sqlite can't be written"):
        callers.call()


def test_a_damaged_file_may_be_deleted(callers: Callers) -> None:
    callers.path.write_bytes(b"no database" * 100)
    with pytest.raises(Refused, match=r"is damaged .* Delete it"):
        callers.call()


def test_the_file_names_nobody_and_keeps_a_minute_only(callers: Callers) -> None:
    key = {"project_id": "stove-desk", "client_email": "desk@stove-desk.example.com"}
    ada = account_of(key)
    assert account_of({**key, "client_email": "other@example.com"}).project == ada.project
    callers.call(account=ada)
    callers.pass_seconds(61)
    callers.call(account=ada)
    assert b"stove" not in callers.path.read_bytes()
    with sqlite3.connect(callers.path) as file:
        assert file.execute("SELECT count(*) FROM booked").fetchone() == (1,)
    file.close()
