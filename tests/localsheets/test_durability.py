"""What was acknowledged is there: after a restart, a kill, and a refused batch; and one process at a time."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import gspread
import pytest

from sheetflow.localsheets import LocalSheets, WorkbookBusy, WorkbookUnreadable, local_client
from tests.localsheets.conftest import Clock, Workbook
from tests.localsheets.test_behaviours import grid, rule

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sheetflow.localsheets import LocalSheets, local_client

sheets = LocalSheets(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
tab = local_client(sheets, "writer").open_by_key(sys.argv[2]).sheet1
for number in range(1, 100_000):
    tab.append_row([number, f"row {number}"])
    print(number, flush=True)
"""


def test_everything_acknowledged_survives_kill_9(
    workbook: Workbook, open_sheets: Callable[[], LocalSheets], tmp_path: Path
) -> None:
    workbook.sheets.close()
    root = Path(__file__).parents[2]
    path = tmp_path / "workbook.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), workbook.key],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout as acknowledged:
        seen = [int(acknowledged.readline()) for _ in range(20)]
        child.send_signal(signal.SIGKILL)
        seen += [int(line) for line in acknowledged]
    child.wait()
    kept = local_client(open_sheets()).open_by_key(workbook.key).sheet1.col_values(1)
    assert kept[: len(seen)] == [str(number) for number in seen]
    assert len(kept) <= len(seen) + 1


def test_a_restart_shows_the_same_spreadsheet(
    small: Workbook, open_sheets: Callable[[], LocalSheets]
) -> None:
    small.write("A1:C2", [["工单", 1.5, "=B1*2"], [True, None, "2026-03-10 14:30"]], "USER_ENTERED")
    small.batch(
        rule("=$A1>1"),
        {"addSheet": {"properties": {"title": "second", "index": 0}}},
        {"mergeCells": {"range": grid(4, 6, 0, 2)}},
        {
            "addNamedRange": {
                "namedRange": {"namedRangeId": "n", "name": "n", "range": grid(0, 1, 0, 1)}
            }
        },
        {"sortRange": {"range": grid(0, 5, 0, 6), "sortSpecs": [{"dimensionIndex": 0}]}},
        {
            "insertDimension": {
                "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
            }
        },
        {"repeatCell": {"range": grid(0, 1, 0, 1), "cell": {"note": "n"}, "fields": "note"}},
    )
    before = small.get(includeGridData="true")
    small.client = local_client(open_sheets())
    assert small.get(includeGridData="true") == before


def test_the_revision_log_names_who_did_what_when(small: Workbook, clock: Clock) -> None:
    clock.forward(hours=1)
    small.write("A1", [["x"]])
    latest = small.sheets.history(small.key)[0]
    assert (latest.actor, latest.acts, latest.at) == ("test", ("values.update",), clock.at)


def test_a_refused_batch_leaves_no_revision(small: Workbook) -> None:
    before = small.sheets.history(small.key)
    small.refusal(rule("=$A1>1"), {"deleteSheet": {"sheetId": 0}})
    assert small.sheets.history(small.key) == before
    assert "conditionalFormats" not in small.get()["sheets"][0]


def test_a_second_process_is_told_that_the_file_is_open(workbook: Workbook, tmp_path: Path) -> None:
    with pytest.raises(WorkbookBusy, match="another process has this workbook open"):
        LocalSheets(tmp_path / "workbook.sqlite", now=workbook.clock)


def test_a_reader_keeps_the_snapshot_it_began_with(small: Workbook) -> None:
    book = small.sheets.book(small.key)
    small.write("A1", [["later"]])
    assert book.sheets[0].rows[0].values == []
    assert small.sheets.book(small.key).sheets[0].rows[0].values == ["later"]


def test_a_file_of_another_version_is_refused_with_a_sentence(
    workbook: Workbook, tmp_path: Path
) -> None:
    workbook.sheets.close()
    with closing(sqlite3.connect(tmp_path / "workbook.sqlite")) as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(WorkbookUnreadable, match="format 99, this version reads 2"):
        LocalSheets(tmp_path / "workbook.sqlite", now=workbook.clock)


def test_a_full_disk_is_503_and_nothing_is_changed(small: Workbook) -> None:
    small.sheets._database.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(gspread.exceptions.APIError, match="could not be written") as refused:
        small.write("A1:A9", [["x" * 40_000]] * 9)
    assert refused.value.code == 503
    assert small.read("A1:A9") == []
    small.sheets._database.connection.execute("PRAGMA max_page_count = 1073741823")
    small.write("A1", [["y"]])
    assert small.read("A1") == [["y"]]


def test_a_deleted_rows_id_is_never_given_again(
    small: Workbook, open_sheets: Callable[[], LocalSheets]
) -> None:
    def newest(sheets: LocalSheets) -> int:
        return max(row.id for row in sheets.book(small.key).sheet(0).rows)

    rows = {"sheetId": 0, "dimension": "ROWS"}
    small.batch({"appendDimension": {**rows, "length": 2}})
    given = newest(small.sheets)
    small.batch({"deleteDimension": {"range": {**rows, "startIndex": 10, "endIndex": 12}}})
    sheets = open_sheets()
    again = Workbook(small.key, local_client(sheets), sheets, small.clock)
    again.batch({"appendDimension": {**rows, "length": 1}})
    assert newest(sheets) > given
