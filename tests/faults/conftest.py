"""One served workbook and one proxy for all tests here; each makes a spreadsheet of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetflow.localsheets import LocalSheets
from tests.faults.desk import Wired, wire
from tests.faults.proxy import FaultProxy, served
from tests.store.desk import NOON


@pytest.fixture(scope="package")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSheets, FaultProxy]]:
    path: Path = tmp_path_factory.mktemp("faults") / "workbook.sqlite"
    sheets = LocalSheets(path, now=lambda: NOON)
    with served(sheets) as port, FaultProxy(port) as proxy:
        yield sheets, proxy
    sheets.close()


@pytest.fixture
def wired(book: tuple[LocalSheets, FaultProxy]) -> Wired:
    return wire(*book)
