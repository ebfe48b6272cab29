"""A branch whose spreadsheet takes a call and never answers: the others go on, and so does the end of the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from sheetflow.bell import ring
from sheetflow.bootstrap import House, open_house
from sheetflow.bootstrap.service import Service
from sheetflow.branches import read_branches
from sheetflow.clock import FixedClock
from sheetflow.localsheets import LocalSheets
from sheetflow.settings import Settings
from tests.end_to_end.desk import NOW, REPORT, ROOT
from tests.faults.fault import Fault
from tests.faults.proxy import Answer, Call, FaultProxy, served

NAME = "Ada Chen"

#: After so many seconds something hangs that shouldn't.
STUCK = 30


class Watched(FaultProxy):
    """A proxy that tells when it has begun to keep silent, and when a customer's row has arrived."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.kept_silent, self.arrived = Event(), Event()

    def begin(self, call: Call, fault: Fault | None) -> None:
        """Tell of a call that gets no answer."""
        super().begin(call, fault)
        if fault is Fault.SILENCE:
            self.kept_silent.set()

    def carry(self, call: Call) -> Answer:
        """Tell of the customer's row."""
        answer = super().carry(call)
        if call.kind == "write" and NAME.encode() in call.body:
            self.arrived.set()
        return answer


@pytest.fixture
def ways(tmp_path: Path) -> Iterator[tuple[Watched, Watched]]:
    """Give the ways to the spreadsheets of east and north."""
    sheets = LocalSheets(tmp_path / "workbook.sqlite", now=lambda: NOW)
    with served(sheets) as port, Watched(port) as east, Watched(port) as north:
        yield east, north
    sheets.close()


@pytest.fixture
def branches(tmp_path: Path, ways: tuple[Watched, Watched]) -> tuple[Settings, ...]:
    east, north = ways
    file = tmp_path / "branches.yaml"
    file.write_text(
        f"east: {{spreadsheet: local, sheets_url: '{east.url}'}}\n"
        f"north: {{spreadsheet: local, sheets_url: '{north.url}'}}\n",
        "utf-8",
    )
    env = {"BRANCHES": str(file), "DATA_DIR": str(tmp_path / "data"), "CYCLE_SECONDS": "86400"}
    return read_branches({f"SHEETFLOW_{name}": one for name, one in env.items()}, home=ROOT)


def test_a_branch_without_an_answer_holds_up_neither_the_other_nor_the_end(
    branches: tuple[Settings, ...],
    ways: tuple[Watched, Watched],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (at_east, at_north), (east, north) = branches, ways
    clock = FixedClock(NOW)
    service = Service(branches, clock=clock)
    assert service.tried(STUCK)
    north.tape.storm(Fault.SILENCE)
    with open_house(at_north, clock) as house:
        ring(house.ledger, NOW)
    assert north.kept_silent.wait(STUCK)
    with open_house(at_east, clock) as house:
        accept(house)
        ring(house.ledger, NOW)
    assert east.arrived.wait(STUCK)
    closing = Thread(target=service.close, daemon=True)
    closing.start()
    closing.join(STUCK)
    ended, waiting = not closing.is_alive(), len(north.silent)
    north.hang_up()
    service.close()
    assert (ended, waiting) == (True, 1)
    left = [record.getMessage() for record in caplog.records if "is left" in record.getMessage()]
    assert [one.partition(" still")[0] for one in left] == ["branch north"]
    with open_house(at_east, clock) as house:
        table = house.store.read().tables["tickets"]
        assert table.cell(0, "customer_name") == NAME
        assert str(table.cell(0, "ticket_no")).startswith("WX")


def accept(house: House) -> None:
    """Let a branch take a customer's report."""
    house.ledger.accept({**REPORT, "customer_name": NAME}, at=NOW, day=NOW.date())
