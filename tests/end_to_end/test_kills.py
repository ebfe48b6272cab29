"""A worker killed by SIGKILL anywhere, and another on the same files: nothing is lost, nothing comes twice."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sheetflow.runner import LEASE
from tests.end_to_end.desk import Desk, open_desk
from tests.end_to_end.mortal import Point, kill, live

#: The points of a cycle and of a round of the outbox, in their order.
POINTS = {
    "before-reading": Point("store.read", "before"),
    "after-reading": Point("store.read", "after"),
    "when-a-typed-row-was-noted": Point("ledger.keep", "after"),
    "after-planning": Point("ledger.begin", "before"),
    "recorded-and-not-sent": Point("ledger.begin", "after"),
    "while-joining-the-chain": Point("wire.batch", "after"),
    "before-the-batch-arrives": Point("wire.batch", "before", 2),
    "applied-and-the-answer-on-its-way": Point("wire.batch", "after", 2),
    "applied-and-not-closed": Point("store.apply", "after"),
    "before-a-run-is-closed": Point("ledger.finish", "before"),
    "after-a-run-is-closed": Point("ledger.finish", "after"),
    "before-a-row-is-noted-as-placed": Point("ledger.placed", "before"),
    "a-number-reserved-for-a-typed-row": Point("ledger.reserve_number", "after"),
    "second-run-recorded-and-not-sent": Point("ledger.begin", "after", 2),
    "second-batch-applied-and-the-answer-on-its-way": Point("wire.batch", "after", 3),
    "third-run-recorded-and-not-sent": Point("ledger.begin", "after", 3),
    "second-run-applied-and-not-closed": Point("store.apply", "after", 2),
    "before-the-first-mail": Point("post.send", "before"),
    "mailed-and-not-noted": Point("post.send", "after"),
    "noted-as-mailed": Point("ledger.sent", "after"),
    "last-mail-and-not-noted": Point("post.send", "after", 3),
}


#: When the worker runs its cycles: at once, as staff's typing comes to rest, and when the mails are let go.
MINUTES = (0, 0.1, 0.2, 4)


@dataclass(frozen=True)
class Morning:
    """A desk on which everything is about to happen, closed; `at` is when."""

    folder: Path
    at: datetime
    dispatched: str
    refused: str
    reported: str

    @property
    def instants(self) -> list[datetime]:
        """Give when the worker runs."""
        return [self.at + timedelta(minutes=minutes) for minutes in MINUTES]


@pytest.fixture(scope="module")
def prepared(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Morning:
    """Let a technician be chosen, a status be wished for that can't be, a row be typed and a report be accepted."""
    folder = Path(shutil.copytree(blank, tmp_path_factory.mktemp("morning") / "desk"))
    with open_desk(folder) as desk:
        dispatched, refused = desk.report(), desk.report(phone="138-0000-0002")
        desk.rest()
        desk.type(dispatched, technician="陈立")
        desk.type(refused, status="已完成", next_action="我写的")
        desk.type_row(customer_name="李女士", phone="138-0000-0003", fault="漏水")
        desk.clock.at += timedelta(minutes=1)
        reported = desk.report(phone="138-0000-0004")
        return Morning(folder, desk.clock.at + timedelta(seconds=5), dispatched, refused, reported)


@pytest.fixture
def morning(prepared: Morning, tmp_path: Path) -> Morning:
    return copied(prepared, tmp_path / "desk")


def copied(morning: Morning, folder: Path) -> Morning:
    return replace(morning, folder=Path(shutil.copytree(morning.folder, folder)))


def told(desk: Desk) -> Counter[tuple[str, str, str]]:
    """Count the deliveries of the outbox by ticket, kind and recipient."""
    return Counter(
        (str(one["ticket_no"]), str(one["kind"]), str(one["recipient"])) for one in desk.notices()
    )


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_worker_killed_anywhere_loses_nothing_and_repeats_nothing(
    morning: Morning, point: Point
) -> None:
    kill(morning.folder, morning.instants, point)
    nothing_lost_and_nothing_twice(morning)


@pytest.mark.soak
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_at_each_of_its_calls_loses_nothing_and_repeats_nothing(
    prepared: Morning, tmp_path: Path, when: str
) -> None:
    calls = live(copied(prepared, tmp_path / "counted").folder, prepared.instants, None)[""]
    for time in range(1, calls + 1):
        morning = copied(prepared, tmp_path / str(time))
        kill(morning.folder, morning.instants, Point("", when, time))
        nothing_lost_and_nothing_twice(morning)
        shutil.rmtree(morning.folder)


def nothing_lost_and_nothing_twice(morning: Morning) -> None:
    """Start another worker once the lease has run out, and look at what came of it when all mails are let go."""
    with open_desk(morning.folder, at=morning.instants[-1] + LEASE) as desk:
        desk.rest()
        desk.clock.at += timedelta(minutes=3)
        desk.rest()
        examine(desk, morning)


def examine(desk: Desk, morning: Morning) -> None:
    numbers = [str(row["ticket_no"]) for row in desk.rows()]
    typed = next(str(row["ticket_no"]) for row in desk.rows() if row["phone"] == "138-0000-0003")
    everyone = {morning.dispatched, morning.refused, morning.reported, typed}
    assert len(numbers) == 4
    assert set(numbers) == everyone == set(desk.house.ledger.records())
    assert desk.house.ledger.pending_reports() == []

    sent = desk.row(morning.dispatched)
    assert (sent["status"], sent["technician"]) == ("已派工", "陈立·工01")
    put_back = desk.row(morning.refused)
    assert put_back["status"] == "待派工"
    assert "状态没改成「已完成」" in str(put_back["problem"])
    assert "我写的" in str(put_back["problem"])
    assert put_back["next_action"] != "我写的"

    reports = {(number, "new_report", "林静"): 1 for number in everyone}
    assert told(desk) == {**reports, (morning.dispatched, "dispatch", "陈立"): 1}
    assert {one["state"] for one in desk.notices()} == {"sent"}
    mails = desk.mails()
    assert len(mails) == len({mail["Message-ID"] for mail in mails}) == 5
    assert desk.is_settled()
