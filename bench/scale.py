"""How many tickets and spreadsheets a service account and a project of Google carry, as docs/scale.md says.

    .venv/bin/python bench/scale.py

Sizes are measured on the demonstration day in the local workbook, whose answers have Google's form; quotas and limits
are Google's own [documented]. What they make together is computed.
"""

from __future__ import annotations

import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sheetflow.bootstrap import DEMO, House, open_house
from sheetflow.clock import FixedClock
from sheetflow.demonstration import make
from sheetflow.pace import least_between
from sheetflow.settings import CYCLE_GOOGLE, CYCLE_QUIET, QUOTA_SHARE, read_settings
from sheetflow.store.api import Api
from sheetflow.store.budget import ACCOUNT_CALLS, PROJECT_CALLS

#: What Google advises an answer to stay under, and how many cells a spreadsheet may have [documented].
ADVISED_BYTES, MOST_CELLS = 2_000_000, 10_000_000

#: Hours of a day in which a sheet is read every minute; in the others every four, while nobody types.
HOURS_BY_DAY = 12


@dataclass(frozen=True)
class Sizes:
    """What a read of the demonstration takes: bytes beside its tickets, and of a ticket, also packed.

    A ticket is its row and those of it in the tabs that go into the archive with it; `cells` are all of these rows'.
    """

    cells: float
    beside: float
    ticket: float
    beside_packed: float
    ticket_packed: float

    def read_of(self, tickets: int) -> float:
        """Give the bytes of a read with so many live tickets."""
        return self.beside + tickets * self.ticket

    def packed(self, tickets: int) -> float:
        """Give how many of them travel."""
        return self.beside_packed + tickets * self.ticket_packed

    @property
    def most_live(self) -> float:
        """Give how many live tickets fit into an answer as large as advised."""
        return (ADVISED_BYTES - self.beside) / self.ticket


def sizes_of(house: House) -> Sizes:
    """Read a house's spreadsheet once as a cycle does, then each tab with rows of tickets, and its header alone."""
    answers: list[bytes] = []
    session = house.client.http_client.session
    session.hooks["response"].append(lambda answer, **_: answers.append(answer.content))
    tables = house.store.read().tables
    count = len(tables["tickets"].rows)
    whole = max(answers, key=len)
    spreadsheet = house.client.open_by_key(house.spreadsheet_id)
    api = Api(house.client, house.spreadsheet_id)
    cells = bytes_in_all = packed = 0
    for tab in house.schema.tabs:
        if tab.key == "tickets" or tab.archived:
            sheet = spreadsheet.worksheet(tab.label.of(house.language))
            cells += sheet.col_count * len(tables[tab.key].rows)
            rows = api.answer([{"sheetId": sheet.id}]).content
            header = api.answer([{"sheetId": sheet.id, "endRowIndex": 1}]).content
            bytes_in_all += len(rows) - len(header)
            packed += len(zlib.compress(rows)) - len(zlib.compress(header))
    return Sizes(
        cells / count,
        len(whole) - bytes_in_all,
        bytes_in_all / count,
        len(zlib.compress(whole)) - packed,
        packed / count,
    )


def spreadsheets(calls: int, seconds: float) -> int:
    """Give how many spreadsheets so many calls a minute carry when each is read every so many seconds."""
    return int(timedelta(seconds=seconds) / least_between(1, calls))


def lines_of(sizes: Sizes) -> Iterator[str]:
    """Give the tables of docs/scale.md."""
    yield "| live tickets | bytes of a read | packed | a day, packed |"
    yield "|--:|--:|--:|--:|"
    reads = HOURS_BY_DAY * 3600 / CYCLE_GOOGLE + (24 - HOURS_BY_DAY) * 3600 / CYCLE_QUIET
    for tickets in (100, 300, 1000, 3000):
        packed = sizes.packed(tickets)
        yield (
            f"| {tickets:,} | {sizes.read_of(tickets) / 1000:,.0f} kB | {packed / 1000:,.0f} kB "
            f"| {packed * reads / 1e6:,.0f} MB |"
        )
    yield ""
    yield "| a spreadsheet carries | |"
    yield "|---|--:|"
    yield f"| live tickets, until a read has the 2 MB that Google advises | {sizes.most_live:,.0f} |"
    in_all = MOST_CELLS / sizes.cells
    yield f"| tickets in all, archive tabs too, until its 10 million cells are full | {in_all:,.0f} |"
    yield ""
    yield "| share | an account, every 60 s | every 240 s | a project, every 60 s | every 240 s |"
    yield "|--:|--:|--:|--:|--:|"
    for share in (QUOTA_SHARE, 100):
        account, project = ACCOUNT_CALLS * share // 100, PROJECT_CALLS * share // 100
        found = [
            spreadsheets(calls, seconds)
            for calls in (account, project)
            for seconds in (CYCLE_GOOGLE, CYCLE_QUIET)
        ]
        yield f"| {share} % | {' | '.join(map(str, found))} |"


def main() -> None:
    """Make the demonstration, measure it and print."""
    clock = FixedClock(datetime(2026, 3, 10, 6, 30, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        env = {"SHEETFLOW_DATA_DIR": folder, "SHEETFLOW_LOCALE": "zh-CN"}
        settings = read_settings(env, home=Path(__file__).parents[1])
        make(settings, clock)
        with open_house(settings, clock, which=DEMO) as house:
            sizes = sizes_of(house)
    print("\n".join(lines_of(sizes)))


if __name__ == "__main__":
    main()
