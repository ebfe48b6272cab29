"""Time of the local workbook at 1,000, 10,000 and 50,000 rows of 40 columns, beside the same work done plainly.

    .venv/bin/python bench/workbook.py [ROWS …]

Each figure stands beside its denominator of the same run, measured in turn with it on the same disk
(bench/_plainly.py): what SQLite, json or an empty view take for the same bytes. Bars, in times the denominator: a
durable write of one row in the store 3, one gspread update the store's write and 5 empty views, a batch of 200 cells
in 200 rows 3 (of executemany), a cold start 1.5, a whole read through gspread 4 (of json.dumps and json.loads), an
import of xlsx until it is on disk 1.5 (of openpyxl's load), and from 10,000 to 50,000 rows no figure grows more than 6
times. ironcalc and openpyxl do comparable work beside them.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import gspread
import ironcalc
import openpyxl

from bench._plainly import (
    Line,
    RawFile,
    best_in_turn,
    dumps_and_loads,
    empty_view,
    in_turn,
    read_and_decode,
    timed,
)
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.calculation import calculation
from sheetflow.localsheets.stored import row_text
from sheetflow.localsheets.xlsx.reading import book_of_xlsx
from sheetflow.localsheets.xlsx.writing import xlsx_of

ROOT = Path(__file__).parents[1]
COLUMNS, BATCH = 40, 200
GROWTH = 6.0
#: Columns with a date format, as in a desk's tab.
DATES = range(8, 14)
#: Repetitions of the short works and of the long ones.
SHORT, LONG = 100, 4
OPENING = """
import re, sys
from datetime import UTC, datetime
from pathlib import Path
from sheetflow.localsheets import LocalSheets

def held():
    return int(re.search(r"VmRSS:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

before = held()
sheets = LocalSheets(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
print(held() - before)
"""


@dataclass
class Figures:
    """What was measured at one size: seconds by name, and whether each kept its bar."""

    rows: int
    seconds: dict[str, float] = field(default_factory=dict)

    def tell(self, name: str, seconds: float, plainly: float, bar: float, *, than: str) -> None:
        """Print a figure beside its denominator and its bar."""
        self.seconds[name] = seconds
        times = seconds / plainly
        verdict = "" if times <= bar else "  ABOVE"
        print(
            f"       {name:<28}{_ms(seconds)} = {times:5.2f} x {than} {_ms(plainly).strip()}"
            f" (bar {bar:g} x){verdict}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:9.2f} ms"


def line(number: int) -> list[Any]:
    """Give the cells of a row like a ticket's: texts, numbers, dates, blanks and ticks."""
    texts = [f"WX2026-{number:06d}", f"客户{number}", "138-0000-0001", "大锅灶 ZG-2A", "打不着火"]
    texts += ["待派工", "城东人民路1号", f"备注 {number % 97}"]
    dates = [46000 + number % 300 + place / 48 for place in range(len(DATES))]
    numbers = [number, number * 1.5, number % 7, 0.25, 12, 480.5, number % 31, 3]
    return (
        texts
        + dates
        + numbers
        + [None, True, "", False, None, "", "陈立·工01", "x"]
        + texts
        + [1, "终"]
    )


def filled(sheets: LocalSheets, rows: int) -> gspread.Worksheet:
    """Make a spreadsheet of so many rows through gspread."""
    book = local_client(sheets, "bench").create("bench")
    book.sheet1.resize(rows=rows, cols=COLUMNS)
    for first in range(0, rows, 5000):
        values = [line(number) for number in range(first, min(first + 5000, rows))]
        book.sheet1.update(values, f"A{first + 1}")
    dates = {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}
    last = gspread.utils.rowcol_to_a1(rows, DATES.stop)
    book.sheet1.format(f"I1:{last}", {"numberFormat": dates})
    return book.sheet1


def stored(sheets: LocalSheets, key: str) -> list[Line]:
    """Give the rows of the only tab as the file holds them."""
    [sheet] = sheets.book(key).sheets.values()
    return [(row_text(row), row_text(row), row.id) for row in sheet.rows]


def writing(figures: Figures, sheets: LocalSheets, tab: gspread.Worksheet, folder: Path) -> None:
    """Measure the small writes."""
    key, rows, turn = tab.spreadsheet_id, figures.rows, count(1)
    raw = RawFile(folder / "raw.sqlite", key, stored(sheets, key))
    texts = stored(sheets, key)

    def raw_one() -> None:
        raw.write([texts[next(turn) * 37 % rows]])

    def store_one() -> None:
        with sheets.changing(key, actor="bench", acts=["values.update"]) as draft:
            draft.edit(0).own(next(turn) * 37 % rows).put(1, f"新{next(turn)}")

    def update_one() -> None:
        tab.update_cell(next(turn) * 37 % rows + 1, 2, f"新{next(turn)}")

    def raw_batch() -> None:
        raw.write([texts[place] for place in places()])

    def update_batch() -> None:
        new = f"新{next(turn)}"
        tab.batch_update([{"range": f"B{place + 1}", "values": [[new]]} for place in places()])

    def places() -> list[int]:
        return [place * (rows // BATCH) for place in range(BATCH)]

    view = empty_view(type(tab.client.session.get_adapter("https://sheets.googleapis.com")))
    plainly, ours, update, round_trip = in_turn(SHORT, raw_one, store_one, update_one, view)
    figures.tell("one durable write", ours, plainly, 3, than="raw SQLite")
    allowed = ours + 5 * round_trip
    figures.tell("one gspread update", update, allowed, 1, than="write + 5 empty views")
    plainly, ours = in_turn(SHORT, raw_batch, update_batch)
    figures.tell("batch of 200 cells", ours, plainly, 3, than="executemany")
    raw.connection.close()


def reading(figures: Figures, sheets: LocalSheets, tab: gspread.Worksheet) -> None:
    """Measure whole reads, as shown and as entered."""
    cells = tab.get_all_values()
    kinds = (
        ("whole read, as shown", lambda: tab.get_all_values()),
        (
            "whole read, unformatted",
            lambda: tab.get_all_values(value_render_option="UNFORMATTED_VALUE"),
        ),
    )
    for name, work in kinds:
        plainly, ours = best_in_turn(LONG, lambda: dumps_and_loads(cells), work)
        figures.tell(name, ours, plainly, 4, than="dumps + loads")


def starting(figures: Figures, path: Path) -> None:
    """Measure the cold start, and the memory it takes in a process of its own."""

    def start() -> None:
        LocalSheets(path, now=lambda: datetime(2026, 3, 10, tzinfo=UTC)).close()

    plainly, ours = best_in_turn(LONG, lambda: read_and_decode(path), start)
    figures.tell("cold start", ours, plainly, 1.5, than="sqlite3 + json")
    command = [sys.executable, "-c", OPENING, str(path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    print(f"       memory of the open workbook {int(told) / 1024:9.1f} MB")


def importing(figures: Figures, path: Path, key: str, folder: Path) -> None:
    """Measure the import of the workbook's own xlsx file, until it is on disk, beside openpyxl's load of it."""
    sheets = LocalSheets(path, now=lambda: datetime.now(UTC))
    with timed() as exporting:
        content = xlsx_of(calculation(sheets.book(key), sheets.now()))
    print(f"       export of xlsx              {_ms(exporting[0])}, {len(content) / 1e6:.1f} MB")
    file = folder / "own.xlsx"
    file.write_bytes(content)

    def bring_in() -> None:
        sheets.add(
            lambda key, at: book_of_xlsx(file.read_bytes(), key, at, title="own"), actor="bench"
        )

    plainly, ours = best_in_turn(LONG // 2, lambda: openpyxl.load_workbook(file), bring_in)
    figures.tell("import of xlsx", ours, plainly, 1.5, than="openpyxl's load")
    sheets.close()


def others(figures: Figures, cells: list[list[Any]], folder: Path) -> None:
    """Print what openpyxl and ironcalc take for as many cells; they keep no log and write whole files."""
    path = folder / "others.xlsx"
    book = openpyxl.Workbook()
    for one in cells:
        book.active.append(one)
    with timed() as saving:
        book.save(path)
    print(f"       openpyxl: one cell and save {_ms(saving[0])}, its load see above")
    with timed() as loading:
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.update_cell_with_text(0, 1, 2, "新")
    with timed() as evaluating:
        model.evaluate()
    with timed() as saving:
        model.save_to_icalc(str(folder / "others.ic"))
    with timed() as reading_:
        [
            [model.get_formatted_cell_value(0, row, column) for column in range(1, COLUMNS + 1)]
            for row in range(1, len(cells) + 1)
        ]
    print(
        f"       ironcalc: load xlsx {_ms(loading[0])}, evaluate {_ms(evaluating[0])}, "
        f"one cell and save {_ms(saving[0])}, whole read {_ms(reading_[0])}"
    )


def measure(rows: int, folder: Path) -> Figures:
    """Print one size's figures and give them."""
    figures = Figures(rows)
    path = folder / "workbook.sqlite"
    sheets = LocalSheets(path, now=lambda: datetime.now(UTC))
    with timed() as filling:
        tab = filled(sheets, rows)
    print(f"{rows:>6} rows x {COLUMNS} columns, filled through gspread in {filling[0]:.1f} s")
    writing(figures, sheets, tab, folder)
    reading(figures, sheets, tab)
    cells = tab.get_all_values(value_render_option="UNFORMATTED_VALUE")
    key = tab.spreadsheet_id
    del tab
    sheets.close()
    starting(figures, path)
    importing(figures, path, key, folder)
    others(figures, cells, folder)
    return figures


def main() -> None:
    """Measure 1,000, 10,000 and 50,000 rows, or the sizes that are named."""
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 10_000, 50_000]
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found[size] = measure(size, Path(folder))
    if 10_000 in found and 50_000 in found:
        print(f"growth from 10,000 to 50,000 rows (bar {GROWTH:g} x)")
        for name, seconds in found[10_000].seconds.items():
            growth = found[50_000].seconds[name] / seconds
            print(f"       {name:<28}{growth:6.2f} x{'' if growth <= GROWTH else '  ABOVE'}")


if __name__ == "__main__":
    main()
