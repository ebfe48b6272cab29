"""What every spreadsheet behind `ports.Store` must do: ours in this process, and ours over HTTP as Google is.

`sheetflow doctor --live` can run the same on a real one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import gspread
import pytest

from sheetflow.localsheets import LocalSheets, local_client, remote_client, serve
from sheetflow.model import CellWrite, NewRow, Page, Reading, Scalar, Writes
from sheetflow.ports import Store
from sheetflow.store import Transport, Workbook, provision
from tests.store.desk import NOON, SHANGHAI, SMALL, guarded, new_spreadsheet

pytestmark = pytest.mark.contract


@pytest.fixture
def sheets(tmp_path: Path) -> Iterator[LocalSheets]:
    """Open a local workbook."""
    sheets = LocalSheets(tmp_path / "workbook.sqlite", now=lambda: NOON)
    yield sheets
    sheets.close()


@pytest.fixture(params=["in process", "over HTTP"])
def client(request: pytest.FixtureRequest, sheets: LocalSheets) -> Iterator[gspread.Client]:
    """Connect to it by each way there is."""
    if request.param == "in process":
        yield local_client(sheets, http_client=Transport)
        return
    server = serve(sheets, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    client = remote_client(f"http://127.0.0.1:{server.server_port}", http_client=Transport)
    yield client
    client.http_client.session.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opened(client: gspread.Client, sheets: LocalSheets) -> Callable[[], Store]:
    """Open one provisioned spreadsheet as often as a test likes, each time as another process would."""
    spreadsheet_id = new_spreadsheet(sheets)
    provision(client, spreadsheet_id, SMALL, language="en", zone=SHANGHAI)

    def opened() -> Store:
        return Workbook(
            client, spreadsheet_id, SMALL, language="en", zone=SHANGHAI, now=lambda: NOON
        )

    return opened


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """Open it as the process that holds the lease, settled."""
    store = opened()
    store.settle()
    return store


def ticket(key: str, **cells: Scalar) -> NewRow:
    """Build a row to be appended."""
    return NewRow("tickets", key, {"ticket_no": key, **cells})


def put(store: Store, *rows: NewRow) -> Reading:
    """Append rows and read them back."""
    verdict = store.apply(Writes(rows=rows), run_id="put", reading=store.read())
    assert verdict.state == "done"
    return store.read()


def cells(reading: Reading, column: str, tab: str = "tickets") -> list[Scalar]:
    """Give a column as read."""
    table = reading.tables[tab]
    return [table.cell(position, column) for position in range(len(table.rows))]


def test_an_empty_desk_is_read_with_all_its_columns_and_no_rows(store: Store) -> None:
    reading = store.read()
    assert set(reading.tables) == {"today", "tickets"}
    assert list(reading.tables["tickets"].columns) == [c.key for c in SMALL.tab("tickets").columns]
    assert all(not table.rows and not table.problems for table in reading.tables.values())


def test_rows_appended_in_one_batch_are_found_by_key(store: Store) -> None:
    reading = put(store, ticket("WX1", customer_name="Ada"), ticket("WX2", remarks="late"))
    assert cells(reading, "ticket_no") == ["WX1", "WX2"]
    assert cells(reading, "customer_name") == ["Ada", ""]
    assert cells(reading, "remarks") == ["", "late"]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("=1+1", id="a formula"),
        pytest.param("007", id="leading zeros"),
        pytest.param("'quoted", id="a leading quote"),
        pytest.param("2026-03-10", id="a date"),
        pytest.param("TRUE", id="a word of logic"),
        pytest.param("  two\nlines 😀 ", id="blanks, lines and emoji"),
        pytest.param("12345678901234567890", id="more digits than a number has"),
        pytest.param(46092.5, id="a time"),
        pytest.param(0.1 + 0.2, id="a fraction"),
        pytest.param(True, id="yes"),
    ],
)
def test_a_value_comes_back_as_it_was_written(store: Store, value: Scalar) -> None:
    reading = put(store, ticket("WX1", customer_name=value))
    write = CellWrite("tickets", "WX1", "next_action", "", value)
    store.apply(Writes(cells=(write,)), run_id="run", reading=reading)
    after = store.read()
    for column in ("customer_name", "next_action"):
        [found] = cells(after, column)
        assert (found, type(found)) == (value, type(value))


def test_a_row_that_stands_there_already_is_not_appended_again(store: Store) -> None:
    reading = put(store, ticket("WX1"))
    assert (
        store.apply(Writes(rows=(ticket("WX1"),)), run_id="again", reading=reading).state == "done"
    )
    assert cells(store.read(), "ticket_no") == ["WX1"]


def test_system_cells_are_written_and_emptied_by_key(store: Store) -> None:
    reading = put(store, ticket("WX1", next_action="call"), ticket("WX2", next_action="wait"))
    writes = (
        CellWrite("tickets", "WX2", "next_action", "wait", "go"),
        CellWrite("tickets", "WX1", "next_action", "call", ""),
    )
    store.apply(Writes(cells=writes), run_id="run", reading=reading)
    assert cells(store.read(), "next_action") == ["", "go"]


def test_a_guarded_cell_that_nobody_touched_is_done(store: Store) -> None:
    reading = put(store, ticket("WX1", status="new"))
    write = guarded("WX1", "status", "new", "sent")
    assert store.apply(Writes(cells=(write,)), run_id="run", reading=reading).state == "done"
    assert cells(store.read(), "status") == ["sent"]


def test_a_guarded_cell_that_somebody_changed_stays_theirs_and_is_told(
    opened: Callable[[], Store],
) -> None:
    store = opened()
    reading = put(store, ticket("WX1", status="new"))
    other = guarded("WX1", "status", "new", "theirs")
    opened().apply(Writes(cells=(other,)), run_id="theirs", reading=reading)
    store.settle()
    write = guarded("WX1", "status", "new", "sent")
    verdict = store.apply(Writes(cells=(write,)), run_id="run", reading=reading)
    assert verdict.state == "conflict"
    [conflict] = verdict.conflicts
    assert (conflict.found, conflict.found_key, conflict.put_back) == ("theirs", "WX1", True)
    assert cells(store.read(), "status") == ["theirs"]


def test_a_typed_row_gets_its_key_by_position(store: Store) -> None:
    reading = put(store, NewRow("tickets", "typed", {"customer_name": "Ada"}))
    writes = (
        guarded("", "ticket_no", "", "WX1", position=0),
        guarded("", "status", "", "new", position=0),
    )
    assert store.apply(Writes(cells=writes), run_id="run", reading=reading).state == "done"
    assert [cells(store.read(), key) for key in ("ticket_no", "status")] == [["WX1"], ["new"]]


def test_a_page_is_rewritten_whole(store: Store) -> None:
    long = Page("today", tuple({"block": "late", "ticket_no": f"WX{n}"} for n in range(3)))
    short = Page("today", ({"block": "late", "next_action": "call"},))
    for page in (long, short):
        store.apply(Writes(pages=(page,)), run_id="run", reading=store.read())
    table = store.read().tables["today"]
    assert len(table.rows) == 1
    assert [table.cell(0, key) for key in ("block", "ticket_no", "next_action")] == [
        "late",
        "",
        "call",
    ]


def test_a_hidden_tab_takes_rows_though_it_is_never_read(store: Store) -> None:
    assert "log" not in store.read().tables
    row = NewRow("log", "", {"at": 46092.5, "what": "made"})
    assert store.apply(Writes(rows=(row,)), run_id="run", reading=store.read()).state == "done"


def test_an_unchanged_spreadsheet_has_the_same_digest_whatever_the_clock_says(store: Store) -> None:
    put(store, ticket("WX1"))
    before = store.read()
    store.heartbeat(NOON + timedelta(hours=1))
    assert store.read().digest == before.digest
    write = CellWrite("tickets", "WX1", "next_action", "", "call")
    store.apply(Writes(cells=(write,)), run_id="run", reading=before)
    assert store.read().digest != before.digest


def test_a_cycle_costs_one_read_and_one_write(store: Store) -> None:
    put(store, ticket("WX1", status="new"))
    before = dict(store.calls)
    writes = (
        guarded("WX1", "status", "new", "sent"),
        CellWrite("tickets", "WX1", "next_action", "", "call"),
    )
    page = Page("today", ({"block": "late"},))
    reading = store.read()
    store.apply(
        Writes(cells=writes, rows=(ticket("WX2"),), pages=(page,)), run_id="r", reading=reading
    )
    assert {kind: store.calls[kind] - before[kind] for kind in before} == {"read": 1, "write": 1}


def test_a_writer_whose_place_was_taken_writes_nothing(opened: Callable[[], Store]) -> None:
    frozen = opened()
    reading = put(frozen, ticket("WX1"))
    opened().settle()
    write = CellWrite("tickets", "WX1", "next_action", "", "late")
    assert frozen.apply(Writes(cells=(write,)), run_id="run", reading=reading).state == "lost"
    assert cells(frozen.read(), "next_action") == [""]


def test_settling_a_settled_spreadsheet_tells_nothing(store: Store) -> None:
    assert store.settle() == ()
