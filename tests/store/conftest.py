"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetflow.localsheets import LocalSheets
from tests.store.desk import NOON, Desk, new_desk


@pytest.fixture
def sheets(tmp_path: Path) -> Iterator[LocalSheets]:
    """Open a local workbook at noon."""
    sheets = LocalSheets(tmp_path / "workbook.sqlite", now=lambda: NOON)
    yield sheets
    sheets.close()


@pytest.fixture
def desk(sheets: LocalSheets) -> Desk:
    """Set up a desk with two tickets."""
    rows = (["WX1", "new", "Ada", ""], ["WX2", "new", "Ben", "Wu"])
    return new_desk(sheets, rows)
