"""The proxy does to a call what its tape says, and nothing else."""

from __future__ import annotations

import gspread
import pytest
import requests

from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.localsheets import LocalSheets
from sheetflow.store import OutcomeUnknown
from sheetflow.store.api import Api
from sheetflow.store.transport import TRIES
from tests.faults.fault import ARRIVE, HELD, PASSING, Fault, Tape
from tests.faults.proxy import FaultProxy
from tests.store.desk import new_spreadsheet


class Wire:
    """A spreadsheet behind the proxy, and one client with its tape."""

    def __init__(self, sheets: LocalSheets, proxy: FaultProxy) -> None:
        self.proxy, self.tape = proxy, Tape()
        self.id = new_spreadsheet(sheets)
        self.client = proxy.client(self.tape)
        self.api = Api(self.client, self.id)

    def write(self, name: str = "token") -> None:
        """Send a batch that can be applied once only."""
        named = {"namedRangeId": name, "name": name, "range": {"sheetId": 0}}
        self.api.batch([{"addNamedRange": {"namedRange": named}}])

    def names(self) -> list[str]:
        """Give what was written."""
        found = self.api.get("namedRanges(name)").get("namedRanges", ())
        return [one["name"] for one in found]


@pytest.fixture
def wire(book: tuple[LocalSheets, FaultProxy]) -> Wire:
    return Wire(*book)


def test_a_quiet_tape_lets_everything_through(wire: Wire) -> None:
    wire.write()
    assert wire.names() == ["token"]


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_happens_once_and_the_write_has_arrived_or_not(wire: Wire, fault: Fault) -> None:
    before = wire.proxy.met[fault]
    wire.tape.play(fault, on="write")
    told: SheetflowError | None = None
    try:
        wire.write()
    except SheetflowError as error:
        told = error
    assert wire.proxy.met[fault] == before + 1
    again = fault in (
        Fault.QUOTA,
        Fault.RATE_403,
    )  # nothing was applied, so it was sent again at once
    arrives = fault in ARRIVE or fault in (Fault.TWICE, Fault.SLOW, Fault.LATE) or again
    assert wire.names() == (["token"] if arrives else [])
    assert (told is None) == (again or fault is Fault.SLOW)
    unknown = fault in PASSING and not again and fault not in (Fault.SLOW, Fault.TWICE)
    assert isinstance(told, OutcomeUnknown) == unknown


def test_what_is_later_arrives_two_calls_after_it_was_given_up(wire: Wire) -> None:
    wire.tape.play(Fault.LATER, on="write")
    with pytest.raises(OutcomeUnknown):
        wire.write()
    assert [wire.names() for _ in range(3)] == [[], [], ["token"]]


def test_what_is_on_its_way_can_be_let_arrive(wire: Wire) -> None:
    wire.tape.play(Fault.LATER, on="write")
    with pytest.raises(OutcomeUnknown):
        wire.write()
    wire.proxy.deliver()
    assert wire.names() == ["token"]


def test_what_was_applied_is_counted_by_its_token(wire: Wire) -> None:
    wire.tape.play(Fault.TWICE, on="write")
    with pytest.raises(SheetflowError, match="400"):
        wire.write("unique")
    assert wire.proxy.applied["unique"] == 1


def test_a_storm_goes_on_until_it_is_calm(wire: Wire) -> None:
    wire.tape.storm(Fault.BUSY, on="read")
    before = wire.proxy.met[Fault.BUSY]
    with pytest.raises(Unavailable):
        wire.names()
    wire.write()
    assert wire.proxy.met[Fault.BUSY] == before + TRIES
    wire.tape.calm()
    assert wire.names() == ["token"]


def test_the_same_seed_is_the_same_tape_and_its_share_is_kept() -> None:
    def tape(seed: int) -> list[Fault | None]:
        made = Tape()
        made.chance(seed=seed, share=0.05)
        return [made.next("read") for _ in range(2000)]

    assert tape(1) == tape(1) != tape(2)
    assert 60 <= sum(fault is not None for fault in tape(3)) <= 140
    assert set(tape(4)) - {None} == set(PASSING)


def test_a_program_elsewhere_meets_what_is_on_the_proxy_s_own_tape(wire: Wire) -> None:
    address = f"{wire.proxy.url}/v4/spreadsheets/{wire.id}"
    wire.proxy.tape.play(Fault.GATEWAY, Fault.RESET)
    with requests.Session() as session:
        assert session.get(address).status_code == 502
        with pytest.raises(requests.ConnectionError):
            session.get(address)
        assert session.get(address).json()["spreadsheetId"] == wire.id


def test_people_s_own_gspread_goes_through(wire: Wire) -> None:
    worksheet = wire.client.open_by_key(wire.id).sheet1
    assert isinstance(worksheet, gspread.Worksheet)
    worksheet.update([["Ada"]], "A1")
    assert worksheet.acell("A1").value == "Ada"


def test_the_client_hangs_up_by_itself_wherever_no_answer_comes() -> None:
    assert {fault for fault in Fault if "no answer" in fault} == HELD
